# SPDX-License-Identifier: LGPL-3.0-or-later
"""What hangs on a file and on an enquiry, and a complaint about how they were handled: words in every corner of them."""

import base64
import io
import json
import secrets

from PIL import Image, UnidentifiedImageError

CASE, LEAD = "wlec.case", "crm.lead"
COLOUR = (201, 83, 147)
_COMPLAINT = """
import json
from odoo.addons.wlec_confidentiality.tools import upload
made = []
for login, values in json.loads({told!r}).items():
    partner = env['res.users'].search([('login', '=', login)]).partner_id
    complaint = env['wlec.breach.complaint']._receive('portal', values['complaint'], partner=partner)
    complaint.handler_id = env['res.users'].search([('login', '=', 'alice')])
    complaint.write(values['staff'])
    said = env['wlec.complaint.message']._add(complaint, 'client', values['message'])
    found = upload.check(values['file_name'], ('Handed in: ' + values['content']).encode())
    document = env['wlec.complaint.document']._add(complaint, found, 'client')
    issue = env['wlec.breach.complaint.issue'].create({{'complaint_id': complaint.id, **values['issue']}})
    letter = env['wlec.complaint.letter'].create(
        {{'complaint_id': complaint.id, 'kind': 'progress', 'way': 'phone', 'body': values['letter']}})
    handler = complaint.handler_id.id
    handed = env['wlec.complaint.handover'].create(
        {{'complaint_id': complaint.id, 'to_id': handler, 'by_id': handler, 'reason': values['handed']}})
    made.append([complaint.id, said.id, document.id, issue.id, letter.id, handed.id])
print('MADE=' + json.dumps(made))
"""
# What an administrator can make by hand: a printed page of a confidential field.
REPORTS = """
for model, field in [('wlec.case', 'matter'), ('crm.lead', 'contact_name')]:
    name = 'test_report_' + field
    arch = ('<t t-name="wlec_confidentiality.%s"><t t-foreach="docs" t-as="doc"><p t-field="doc.%s"/>'
            '<i t-field="doc.display_name"/></t></t>') % (name, field)
    key = 'wlec_confidentiality.' + name
    view = env['ir.ui.view'].create({'type': 'qweb', 'name': 'Test', 'key': key, 'arch': arch})
    env['ir.model.data'].create({'module': 'wlec_confidentiality', 'name': name, 'model': 'ir.ui.view', 'res_id': view.id})
    env['ir.actions.report'].create(
        {'name': 'Test', 'model': model, 'report_type': 'qweb-html', 'report_name': key})
"""


def word():
    return f"qzcanary{secrets.token_hex(8)}"


def enquiry(world, person):
    """An enquiry alice was given, with every field a name or an address can stand in."""
    world.lead = world.make(
        person, LEAD, {"user_id": person.uid, "type": "opportunity"},
        "name", "contact_name", "partner_name", "street", "street2", "city", "referred", "description", "function",
    )  # fmt: skip
    address = word()
    person.ask(LEAD, "write", [world.lead], {"email_from": f"Q <q@{address}.example>"})
    world.canaries[address] = (LEAD, "email_from", world.lead)
    for field in ("email_normalized", "email_domain_criterion"):
        world.same[LEAD, field, world.lead] = (LEAD, "email_from", world.lead)


def attachments(world, person):
    """One on the file, one on the enquiry, and a picture on the file, each made as a person makes them."""
    world.attachment = _attachment(world, person, CASE, world.case, word())
    world.lead_attachment = _attachment(world, person, LEAD, world.lead, word())
    world.picture = _attachment(world, person, CASE, world.case, None, picture())
    said = word()
    world.pdf = _attachment(world, person, CASE, world.case, said, _pdf(said))


def picture():
    """One colour that is nowhere else: it is known again when it was made smaller."""
    made = io.BytesIO()
    Image.new("RGB", (60, 60), COLOUR).save(made, "PNG")
    return made.getvalue()


def is_picture(body):
    try:
        with Image.open(io.BytesIO(body)) as found:
            return found.convert("RGB").getpixel((0, 0)) == COLOUR
    except (UnidentifiedImageError, OSError, SyntaxError):
        return False


def _pdf(said):
    """A page that says it, uncompressed."""
    text = f"BT /F1 12 Tf 10 10 Td ({said}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<<>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
    ]
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size 5/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 5\n0000000000 65535 f \n{table}{end}".encode()


def _attachment(world, person, model, record, content, raw=None):
    vals = {"res_model": model, "res_id": record, "datas": base64.b64encode(raw or content.encode()).decode()}
    made = world.make(person, "ir.attachment", vals, "name", "description")
    if content:
        world.canaries[content] = ("ir.attachment", "raw", made)
        world.same["ir.attachment", "datas", made] = ("ir.attachment", "raw", made)
    return made


def talk(world, person, mona):
    """A message on the file and one on the enquiry, starred and reacted to, and a task on each."""
    world.message = _message(world, person, CASE, world.case, [world.attachment])
    world.lead_message = _message(world, person, LEAD, world.lead, [])
    person.ask("mail.message", "toggle_message_starred", [world.message])
    person.json("/mail/message/reaction", message_id=world.message, content="👍", action="add")
    world.mona = mona
    world.activity = _activity(world, person, CASE, world.case)
    world.lead_activity = _activity(world, person, LEAD, world.lead)


def tell(world):
    """Mona says something on the file that is for alice: it is in her letter box until she has dealt with it."""
    return _message(world, world.mona, CASE, world.case, [], to=[world.alice_partner])


def _message(world, person, model, record, files, to=()):
    body, subject, address, back = word(), word(), word(), word()
    made = person.ask(
        model, "message_post", [record], body=body, subject=subject, email_from=f"Q <{address}@example.org>",
        author_id=person.partner, reply_to=f"{back}@example.org",
        message_type="comment", subtype_xmlid="mail.mt_comment", attachment_ids=files, partner_ids=list(to),
    )  # fmt: skip
    made = made[0] if isinstance(made, list) else made
    places = {body: "body", subject: "subject", address: "email_from", back: "reply_to"}
    world.canaries |= {text: ("mail.message", field, made) for text, field in places.items()}
    world.same["mail.message", "preview", made] = ("mail.message", "body", made)
    return made


def _activity(world, person, model, record):
    model_id = world.model_id(model)
    vals = {"res_model_id": model_id, "res_id": record, "user_id": person.uid, "date_deadline": "2031-01-01"}
    return world.make(person, "mail.activity", vals, "summary", "note")


class Complaints:
    """One of chris's and one of carol's, both handled by alice: ``code`` makes them, ``made`` is told what it made."""

    FIELDS = ("description", "happened", "desired_outcome", "safe_contact", "postal_address")

    def __init__(self, world):
        self.world, self.told = world, {login: self._words() for login in ("chris", "carol")}
        self.code = _COMPLAINT.format(told=json.dumps(self.told))

    def _words(self):
        return {
            "complaint": {name: word() for name in self.FIELDS},
            "staff": {
                name: word() for name in ("investigation", "outcome_text", "review_text", "review_note")
            },
            "issue": {name: word() for name in ("what", "reason", "remedy")},
            "letter": word(),
            "handed": word(),
            "message": word(),
            "content": word(),
            "file_name": word() + ".txt",
        }

    def made(self, numbers):
        for (login, words), ids in zip(self.told.items(), numbers, strict=True):
            places = self._places(words, *ids)
            self.world.canaries |= places
            if login == "chris":
                world = self.world
                (
                    world.complaint,
                    world.complaint_message,
                    world.complaint_document,
                    world.issue,
                    world.letter,
                    world.handover,
                ) = ids
            else:
                self.world.carols_complaint, _said, self.world.carols_document, *_ours = ids
                ours = {*words["staff"].values(), *words["issue"].values(), words["letter"], words["handed"]}
                self.world.own[login] |= {place for text, place in places.items() if text not in ours}

    def _places(self, words, complaint, said, document, issue, letter, handed):
        told = {**words["complaint"], **words["staff"]}
        return {
            **{text: ("wlec.breach.complaint", name, complaint) for name, text in told.items()},
            **{text: ("wlec.breach.complaint.issue", name, issue) for name, text in words["issue"].items()},
            words["letter"]: ("wlec.complaint.letter", "body", letter),
            words["handed"]: ("wlec.complaint.handover", "reason", handed),
            words["message"]: ("wlec.complaint.message", "body", said),
            words["content"]: ("wlec.complaint.document", "content", document),
            words["file_name"].removesuffix(".txt"): ("wlec.complaint.document", "file_name", document),
        }
