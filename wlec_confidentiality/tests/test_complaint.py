# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, NeedToKnowError, TransitionError
from odoo.addons.wlec_confidentiality.tools import upload

from .common import ConfidentialityCase

PDF = b"%PDF-1.4\n%minimal\n"
SECRET = "Told to my neighbour: canary-7781"


class ComplaintCase(ConfidentialityCase):
    """A complaint of carol's, handled by otto unless a test says otherwise."""

    def setUp(self):
        super().setUp()
        self.Complaint = self.env["wlec.breach.complaint"]
        # Whatever a demo centre holds is not counted.
        self.before = self.Complaint.search([])
        # So that it is not the lack of this right that stops an export.
        staff = self.env["res.users"].search([("share", "=", False)])
        staff.write({"group_ids": [Command.link(self.env.ref("base.group_allow_export").id)]})

    def receive(self, client=None, documents=(), **told):
        client = client or self.carol
        options = {name: told.pop(name) for name in ("about_officer", "submission_key") if name in told}
        with self.acting(client) as env:
            complaint = env["wlec.breach.complaint"]._receive(
                "portal",
                {"description": SECRET, "contact_by": "email", **told},
                partner=client.partner_id,
                documents=documents,
                **options,
            )
        return self.Complaint.browse(complaint.id)

    def as_(self, complaint, user):
        return complaint.with_user(user).with_context({})

    def outcomes(self, user, call):
        """What ``call`` gives to ``user``: the value, or the type and text of the error."""
        with self.acting(user) as env:
            try:
                with env.cr.savepoint():
                    return call(env)
            except (UserError, IntegrityError) as error:
                return type(error), str(error)


class TestWorkflow(ComplaintCase):
    def test_comes_in(self):
        complaint = self.receive()
        self.assertRegex(complaint.name, r"^COMP-\d{5,}$")
        self.assertEqual(
            (complaint.state, complaint.channel, complaint.handler_id), ("received", "portal", self.otto)
        )
        self.assertEqual(complaint.acknowledge_by, complaint.received_on + timedelta(days=29))
        self.assertEqual(complaint.due_on, complaint.acknowledge_by)
        self.assertEqual(complaint.activity_ids.user_id, self.otto)
        self.assertFalse(complaint.message_follower_ids)
        self.assertNotIn("canary", complaint.activity_ids.summary)

    def test_main_path(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            self.assertTrue(mine.can_acknowledge)
            mine.action_acknowledge()
            self.assertEqual(mine.acknowledged_on, mine._today())
            mine.action_investigate()
            with self.assertRaises(TransitionError):
                mine.action_give_outcome()
            mine.write(
                {"finding": "upheld", "outcome_text": "You were right.", "investigation": "Asked around."}
            )
            mine.action_give_outcome()
            with self.assertRaises(ConfidentialityError):
                mine.outcome_text = "You were wrong."
            mine.action_close()
        self.assertEqual(complaint.state, "closed")
        self.assertFalse(complaint.activity_ids)
        self.assertFalse(complaint.is_overdue)
        self.assertEqual(complaint.exchange_ids.sorted("id").mapped("kind"), ["acknowledgement", "outcome"])
        with self.acting(self.carol) as env:
            said = env["wlec.breach.complaint"].browse(complaint.id).exchange_ids.mapped("body")
        self.assertIn("You were right.", said)
        self.assertTrue(any(complaint.name in text for text in said))

    def test_review(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            mine.action_acknowledge()
            mine.write({"finding": "not_upheld", "outcome_text": "No."})
            mine.action_give_outcome()
        with self.acting(self.carol) as env:
            with self.assertRaises(AccessError):
                env["wlec.breach.complaint"].browse(complaint.id).action_request_review()
            env["wlec.breach.complaint"].browse(complaint.id).sudo().action_request_review()
        self.assertEqual(complaint.state, "review")
        self.assertEqual(complaint.activity_ids.user_id, self.otto)
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            mine.write({"finding": "partly", "outcome_text": "We looked again: in part, yes."})
            mine.action_give_outcome()
        self.assertEqual(
            complaint.exchange_ids.filtered(lambda m: m.kind == "outcome").sorted("id")[-1].author_kind,
            "centre",
        )

    def test_every_state_and_action(self):
        """Nothing but the table leads on, and the table is for those who may write."""
        actions = sorted({action for _state, action in self.Complaint._TRANSITIONS})
        states = [state for state, _label in self.Complaint._fields["state"].selection]
        everybody = (
            self.otto,
            self.alice,
            self.mona,
            self.vera,
            self.tara,
            self.fred,
            self.audrey,
            self.sam,
            self.carol,
            self.chris,
        )
        complaint = self.receive()
        with self.acting(self.otto) as env:
            env["wlec.breach.complaint"].browse(complaint.id).write(
                {"finding": "upheld", "outcome_text": "Yes."}
            )
        for state in states:
            for action in actions:
                for user in everybody:
                    with self.subTest(state=state, action=action, user=user.login):
                        self.env.flush_all()
                        self.env.cr.execute("SAVEPOINT step")
                        self.env.cr.execute(
                            "UPDATE wlec_breach_complaint SET state = %s WHERE id = %s", [state, complaint.id]
                        )
                        self.env.invalidate_all()
                        try:
                            with self.acting(user) as env:
                                getattr(
                                    env["wlec.breach.complaint"].browse(complaint.id), f"action_{action}"
                                )()
                            went = True
                        except UserError:
                            went = False
                        except Exception as error:  # vera is led to the policy instead
                            self.assertIsInstance(error, RedirectWarning)
                            went = False
                        self.env.cr.execute("ROLLBACK TO SAVEPOINT step")
                        self.env.invalidate_all()
                        expected = user == self.otto and (state, action) in self.Complaint._TRANSITIONS
                        self.assertEqual(went, expected)

    def test_state_is_not_edited(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            for vals in (
                {"state": "closed"},
                {"acknowledged_on": date.today()},
                {"description": "x"},
                {"name": "COMP-1"},
            ):
                with self.subTest(vals=vals), self.assertRaises(ConfidentialityError):
                    mine.write(vals)
            with self.assertRaises(AccessError):
                mine.unlink()
            with self.assertRaises(AccessError):
                env["wlec.breach.complaint"].create({"partner_id": self.carol.partner_id.id})
        with self.assertRaises(ConfidentialityError):
            complaint.sudo().unlink()
        with self.assertRaises(ConfidentialityError):
            complaint.sudo().copy()

    def test_clocks(self):
        with self.assertRaises(ValidationError):
            self.receive(received_on=self.Complaint._today() + timedelta(days=1))
        late = self.receive(received_on=self.Complaint._today() - timedelta(days=30))
        last_day = self.receive(received_on=self.Complaint._today() - timedelta(days=29))
        overdue = self.Complaint.search([("is_overdue", "=", True), ("id", "in", (late | last_day).ids)])
        self.assertEqual(overdue, late)
        self.assertTrue(late.is_overdue)
        self.assertFalse(last_day.is_overdue)
        self.assertTrue(last_day.is_late_to_acknowledge)
        self.assertEqual(
            self.Complaint.search([("is_overdue", "!=", True), ("id", "in", (late | last_day).ids)]), last_day
        )
        with self.acting(self.otto) as env:
            env["wlec.breach.complaint"].browse(late.id).action_acknowledge()
        self.assertFalse(late.is_overdue)
        self.assertEqual(late.due_on, late.received_on + timedelta(days=56))

    @freeze_time("2026-06-30 23:30:00")
    def test_day_at_home(self):
        self.assertEqual(self.Complaint._today(), date(2026, 7, 1))

    def test_entered_by_staff(self):
        with self.acting(self.fred) as env:
            form = Form(env["wlec.complaint.entry"])
            form.description = SECRET
            form.complainant = "A woman from Southall, by phone"
            form.received_on = self.Complaint._today() - timedelta(days=2)
            entry = form.save()
            entry.action_submit()
            reference = entry.reference
            self.assertFalse(entry.description)
            self.assertFalse(entry.complainant)
            entry.action_submit()
        complaint = self.Complaint.search([("name", "=", reference)])
        self.assertEqual(
            (complaint.channel, complaint.received_on), ("staff", self.Complaint._today() - timedelta(days=2))
        )
        self.assertEqual(len(self.Complaint.search([]) - self.before), 1)
        with self.acting(self.fred) as env, self.assertRaises(UserError):
            env["wlec.breach.complaint"].browse(complaint.id).read(["description"])
        with self.acting(self.otto) as env:
            self.assertEqual(env["wlec.breach.complaint"].browse(complaint.id).description, SECRET)
        with self.acting(self.fred) as env:
            empty = env["wlec.complaint.entry"].create({"description": "   "})
            with self.assertRaises(ValidationError):
                empty.action_submit()

    def test_sealed_at_rest(self):
        complaint = self.receive(documents=[upload.Upload("note.pdf", "application/pdf", len(PDF), PDF)])
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT c::text, d::text FROM wlec_breach_complaint c JOIN wlec_complaint_document d"
            " ON d.complaint_id = c.id WHERE c.id = %s",
            [complaint.id],
        )
        row = "".join(self.env.cr.fetchone())
        self.assertNotIn("canary", row)
        self.assertNotIn(SECRET.encode().hex(), row)
        self.assertNotIn(PDF.hex(), row)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=like", "wlec.%complaint%"), ("res_id", "in", complaint.ids)]
            )
        )

    def test_one_key_for_each_complaint(self):
        complaint = self.receive(documents=[upload.Upload("note.pdf", "application/pdf", len(PDF), PDF)])
        self.env.flush_all()
        self.assertEqual(complaint.document_ids._key_scope(), f"wlec.breach.complaint,{complaint.id}")
        self.env.cr.execute("SELECT count(*) FROM wlec_data_key WHERE scope = %s", [complaint._key_scope()])
        self.assertEqual(self.env.cr.fetchone(), (1,))


class TestMessagesAndDocuments(ComplaintCase):
    def test_reply(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            wizard = env["wlec.complaint.reply"].create(
                {
                    "complaint_id": complaint.id,
                    "body": "What day was it?",
                    "document": base64.b64encode(PDF),
                    "document_name": "../../leaflet.pdf",
                }
            )
            wizard.action_send()
        with self.acting(self.carol) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            self.assertEqual(mine.exchange_ids.body, "What day was it?")
            self.assertEqual(mine.document_ids.file_name, "leaflet.pdf")
            self.assertEqual(base64.b64decode(mine.document_ids.content), PDF)

    def test_append_only(self):
        complaint = self.receive(documents=[upload.Upload("note.pdf", "application/pdf", len(PDF), PDF)])
        message = self.env["wlec.complaint.message"]._add(complaint, "client", "Hello")
        with self.acting(self.otto) as env:
            his = env["wlec.complaint.message"].browse(message.id)
            with self.assertRaises(ConfidentialityError):
                his.write({"body": "Changed"})
            with self.assertRaises(AccessError):
                his.unlink()
            with self.assertRaises(ConfidentialityError):
                env["wlec.breach.complaint"].browse(complaint.id).document_ids.write({"content": False})
        for record in (message, complaint.document_ids):
            with self.assertRaises(ConfidentialityError):
                record.sudo().unlink()

    def test_staff_speak_for_the_centre_only(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            message = env["wlec.complaint.message"].create(
                {"complaint_id": complaint.id, "author_kind": "client", "kind": "outcome", "body": "Forged"}
            )
            self.assertEqual(
                (message.author_kind, message.kind, message.user_id), ("centre", "message", self.otto)
            )
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            env["wlec.complaint.message"].create(
                {"complaint_id": complaint.id, "author_kind": "centre", "body": "Hello"}
            )

    def test_refused_documents(self):
        complaint = self.receive()
        for name, content in (
            ("x.html", b"<html>"),
            ("x.svg", b"<svg/>"),
            ("x.pdf", b"MZ"),
            ("x.pdf", b""),
            ("x.exe", b"MZ"),
        ):
            with self.subTest(name=name), self.acting(self.otto) as env, self.assertRaises(ValidationError):
                env["wlec.complaint.document"].create(
                    {
                        "complaint_id": complaint.id,
                        "file_name": name,
                        "content": base64.b64encode(content),
                        "author_kind": "centre",
                    }
                )
        many = [upload.Upload(f"{n}.pdf", "application/pdf", len(PDF), PDF) for n in range(11)]
        with self.assertRaises(ValidationError):
            self.receive(documents=many)

    def test_internal_documents_stay_internal(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            inside = env["wlec.complaint.document"].create(
                {
                    "complaint_id": complaint.id,
                    "file_name": "log.pdf",
                    "content": base64.b64encode(PDF),
                    "author_kind": "centre",
                }
            )
            self.assertEqual(inside.size, len(PDF))
        with self.acting(self.carol) as env:
            self.assertFalse(env["wlec.complaint.document"].search([("complaint_id", "=", complaint.id)]))
            self.assertFalse(env["wlec.complaint.document"].browse(inside.id).read(["size"]))
            with self.assertRaises(NeedToKnowError):
                env["wlec.complaint.document"].browse(inside.id).sudo().content  # noqa: B018
        with self.acting(self.otto) as env:
            env["wlec.complaint.document"].browse(inside.id).is_shared = True
        with self.acting(self.carol) as env:
            self.assertEqual(base64.b64decode(env["wlec.complaint.document"].browse(inside.id).content), PDF)

    def test_mails_say_nothing(self):
        self.carol.partner_id.email = "carol@example.org"
        self.otto.partner_id.email = "otto@example.org"
        known = self.env["mail.mail"].search([])
        complaint = self.receive(
            about="Alice Okafor",
            documents=[upload.Upload("canary-name.pdf", "application/pdf", len(PDF), PDF)],
        )
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            mine.action_acknowledge()
            mine.write({"finding": "upheld", "outcome_text": "canary-outcome"})
            mine.action_give_outcome()
        with self.acting(self.carol) as env:
            env["wlec.complaint.message"]._add(complaint, "client", "canary-message")
        mails = self.env["mail.mail"].search([]) - known
        self.assertTrue(mails)
        addressed = mails.recipient_ids | self.env["res.partner"].search(
            [("email", "in", [m.email_to for m in mails if m.email_to])]
        )
        self.assertEqual(addressed, self.carol.partner_id | self.otto.partner_id)
        for mail in mails:
            text = f"{mail.subject} {mail.body_html} {mail.body}"
            for word in ("canary", "Alice", "Okafor", "upheld", "neighbour"):
                self.assertNotIn(word, text)
            self.assertFalse(mail.attachment_ids)
            self.assertNotIn("carol", f"{mail.email_from} {mail.reply_to} {mail.author_id.name}".lower())
            self.assertNotIn("otto", f"{mail.email_from} {mail.reply_to} {mail.author_id.name}".lower())
            self.assertIn(complaint.name, text)
        lines = self.env["mail.message"].search(
            [("model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertNotIn("canary", " ".join(str(line.body) + str(line.subject) for line in lines))

    def test_no_mail_unless_wished(self):
        self.carol.partner_id.email = "carol@example.org"
        for way in ("portal", "phone", "post"):
            complaint = self.receive(contact_by=way)
            known = self.env["mail.mail"].search([])
            with self.acting(self.otto) as env:
                env["wlec.breach.complaint"].browse(complaint.id).action_acknowledge()
            self.assertFalse(
                (self.env["mail.mail"].search([]) - known).filtered(
                    lambda m: self.carol.partner_id in m.recipient_ids
                )
            )

    def test_no_chatter(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            with self.assertRaises(ConfidentialityError):
                mine.message_post(body="Secret")
            mine.message_subscribe(partner_ids=self.alice.partner_id.ids)
        self.assertFalse(complaint.message_follower_ids)


class TestIndependence(ComplaintCase):
    def traces(self, user, complaint, missing):
        """Everything ``user`` gets by asking about ``complaint`` that they would not get about an id never given."""
        found = []

        def compare(name, ask):
            real, none = (
                self.outcomes(user, lambda env, id_=id_: ask(env, id_)) for id_ in (complaint.id, missing)
            )
            if str(real).replace(f"({complaint.id},)", "#") != str(none).replace(f"({missing},)", "#"):
                found.append((name, real, none))

        model = complaint._name
        compare("search", lambda env, id_: env[model].search([("id", "=", id_)]))
        compare("count", lambda env, id_: env[model].search_count([("id", "=", id_)]))
        compare("read", lambda env, id_: env[model].browse(id_).read(["name", "state"]))
        compare("web_read", lambda env, id_: env[model].browse(id_).web_read({"name": {}, "description": {}}))
        compare("attribute", lambda env, id_: env[model].browse(id_).name)
        compare("display_name", lambda env, id_: env[model].browse(id_).read(["display_name"]))
        compare(
            "name_search",
            lambda env, id_: list(env[model].name_search(complaint.name, operator="=")),
        )
        compare(
            "web_search_read", lambda env, id_: env[model].web_search_read([("id", "=", id_)], {"name": {}})
        )
        compare(
            "group",
            lambda env, id_: env[model].formatted_read_group([("id", "=", id_)], ["state"], ["__count"]),
        )
        compare("export", lambda env, id_: env[model].browse(id_).export_data(["name", "description"]))
        compare("write", lambda env, id_: env[model].browse(id_).write({"contact_by": "post"}))
        compare("step", lambda env, id_: env[model].browse(id_).action_acknowledge())
        compare("hand over", lambda env, id_: env[model].browse(id_).action_hand_over())
        compare("unlink", lambda env, id_: env[model].browse(id_).unlink())
        compare("copy", lambda env, id_: env[model].browse(id_).copy())
        for child in ("wlec.complaint.message", "wlec.complaint.document"):
            compare(child, lambda env, id_, child=child: env[child].search([("complaint_id", "=", id_)]))
        on = [("model", "=", model)]
        compare("mail.message", lambda env, id_: env["mail.message"].search([*on, ("res_id", "=", id_)]))
        compare("message_ids", lambda env, id_: env[model].browse(id_).message_ids)
        compare(
            "activity",
            lambda env, id_: env["mail.activity"].search([("res_model", "=", model), ("res_id", "=", id_)]),
        )
        compare(
            "follower",
            lambda env, id_: env["mail.followers"].search([("res_model", "=", model), ("res_id", "=", id_)]),
        )
        compare("mail.mail", lambda env, id_: env["mail.mail"].search([*on, ("res_id", "=", id_)]))
        compare(
            "wizard",
            lambda env, id_: (
                env["wlec.complaint.reply"].create({"complaint_id": id_, "body": "x"}).action_send()
            ),
        )
        return found

    def involve(self, complaint, user):
        """Let ``user`` have been as close to the complaint as can be before it turns out to be about them."""
        if user.has_group("wlec_confidentiality.group_officer") or user.has_group(
            "wlec_confidentiality.group_caseworker"
        ):
            complaint.sudo().handler_id = user
            with self.acting(user) as env:
                mine = env["wlec.breach.complaint"].browse(complaint.id)
                mine.action_acknowledge()
                env["wlec.complaint.message"].create(
                    {"complaint_id": complaint.id, "author_kind": "centre", "body": "Hello"}
                )
                mine.sudo().activity_schedule(
                    "mail.mail_activity_data_todo", summary="A complaint awaits you", user_id=user.id
                )
        self.env["mail.followers"].sudo().create(
            {"res_model": complaint._name, "res_id": complaint.id, "partner_id": user.partner_id.id}
        )

    def test_nobody_complained_about_finds_a_trace(self):
        admin = self.env.ref("base.user_admin")
        missing = 2**31 - 7
        for user in (
            self.alice,
            self.bob,
            self.mona,
            self.tara,
            self.fred,
            self.audrey,
            self.sam,
            admin,
            self.otto,
        ):
            with self.subTest(user=user.login):
                complaint = self.receive(documents=[upload.Upload("n.pdf", "application/pdf", len(PDF), PDF)])
                document, line = complaint.document_ids.id, complaint.message_ids.ids
                self.involve(complaint, user)
                line += complaint.message_ids.ids
                messages = complaint.exchange_ids.ids
                complaint.sudo().subject_user_ids = user
                self.assertNotEqual(complaint.handler_id, user)
                self.assertTrue(complaint.handler_id)
                self.assertNotIn(user, complaint.activity_ids.user_id)
                self.assertFalse(complaint.message_follower_ids)
                self.assertEqual(self.traces(user, complaint, missing), [])
                with self.acting(user) as env:
                    self.assertFalse(env["mail.message"].search([("id", "in", line)]))
                    self.assertFalse(
                        env["mail.activity"].search(
                            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
                        )
                    )
                    for model, ids in (
                        ("wlec.complaint.document", [document]),
                        ("wlec.complaint.message", messages),
                    ):
                        if env[model].has_access("read"):
                            self.assertFalse(env[model].browse(ids).read(["date"]))
                    for record in (
                        env["wlec.breach.complaint"].browse(complaint.id),
                        env["wlec.complaint.document"].browse(document),
                    ):
                        field = "description" if record._name == "wlec.breach.complaint" else "content"
                        with self.assertRaises(NeedToKnowError):
                            record.sudo()[field]

    def test_not_a_party_finds_no_trace_either(self):
        complaint = self.receive()
        for user in (
            self.alice,
            self.bob,
            self.mona,
            self.tara,
            self.fred,
            self.audrey,
            self.sam,
            self.chris,
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.traces(user, complaint, 2**31 - 7), [])

    def test_handler_sees_it(self):
        complaint = self.receive()
        complaint.sudo().handler_id = self.tara
        with self.acting(self.tara) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            self.assertEqual(mine.description, SECRET)
            mine.action_acknowledge()
        self.assertEqual(complaint.activity_ids.user_id, self.tara)

    def test_handler_rules(self):
        complaint = self.receive()
        complaint.sudo().subject_user_ids = self.alice
        for user in (self.alice, self.carol, self.fred):
            with (
                self.subTest(user=user.login),
                self.assertRaises(ValidationError),
                self.acting(self.otto) as env,
            ):
                env["wlec.breach.complaint"].browse(complaint.id).handler_id = user

    def test_hand_over(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                mine.subject_user_ids = self.otto
            action = mine.action_hand_over()
            self.assertEqual(action["res_model"], "wlec.breach.complaint")
            self.assertFalse(env["wlec.breach.complaint"].search([("id", "=", complaint.id)]))
        self.assertIn(self.otto, complaint.subject_user_ids)
        self.assertTrue(complaint.handler_id)

    def test_about_the_officer(self):
        named = self.receive(about="It was otto, I am sure of it")
        ticked = self.receive(about_officer=True)
        other = self.receive(about="Somebody at the desk")
        for complaint in (named, ticked):
            self.assertIn(self.otto, complaint.subject_user_ids)
            self.assertNotEqual(complaint.handler_id, self.otto)
            self.assertEqual(self.traces(self.otto, complaint, 2**31 - 7), [])
        self.assertEqual(other.handler_id, self.otto)
        self.assertFalse(other.subject_user_ids)

    def test_reserve(self):
        self.env.company.wlec_complaint_reserve_id = self.mona
        self.assertEqual(self.receive(about_officer=True).handler_id, self.mona)

    def test_file_by_its_reference(self):
        case = self.case_for(self.alice, self.carol.partner_id)
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            mine.case_reference = case.name.lower()
            self.assertEqual(mine.case_id.id, case.id)
            self.assertFalse(env["wlec.case"].search([("id", "=", case.id)]))
            with self.assertRaises(ValidationError):
                mine.case_reference = "CASE-X"
            mine.case_reference = False
            self.assertFalse(mine.case_id)

    def test_case_button_counts_what_one_may_see(self):
        case = self.case_for(self.alice, self.carol.partner_id)
        complaint = self.receive()
        complaint.sudo().case_id = case
        with self.acting(self.alice) as env:
            self.assertEqual(env["wlec.case"].browse(case.id).complaint_count, 0)
        complaint.sudo().handler_id = self.bob
        with self.acting(self.bob) as env:
            self.assertEqual(env["wlec.case"].sudo().browse(case.id).complaint_count, 1)


class TestPortalAccess(ComplaintCase):
    """What a client gets by remote calls, past the pages."""

    INTERNAL = (
        "investigation",
        "outcome_text",
        "subject_user_ids",
        "handler_id",
        "case_id",
        "finding",
        "document_count",
        "submission_key",
        "case_reference",
        "create_uid",
        "write_uid",
    )

    def test_internal_fields(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            env["wlec.breach.complaint"].browse(complaint.id).write(
                {"investigation": "canary-note", "outcome_text": "canary-draft"}
            )
        with self.acting(self.carol) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            names = [
                name
                for name in mine.fields_get(attributes=["type"])
                if not name.startswith(("activity_", "my_activity_"))
            ]
            everything = mine.read(names)[0]
            self.assertEqual(everything.pop("description"), SECRET)
            for name in self.INTERNAL:
                self.assertNotIn(name, everything)
                with self.subTest(name=name), self.assertRaises(AccessError):
                    mine.read([name])
                with self.subTest(name=name, by="domain"), self.assertRaises(AccessError):
                    env["wlec.breach.complaint"].search([(name, "!=", False)])
            self.assertNotIn("canary", str(everything))
            self.assertFalse(env["mail.message"].search([("model", "=", mine._name)]))

    def test_only_own_and_only_read(self):
        mine, other = self.receive(), self.receive(self.chris)
        with self.acting(self.carol) as env:
            Complaint = env["wlec.breach.complaint"]
            self.assertEqual(Complaint.search([("id", "in", (mine | other).ids)]).ids, mine.ids)
            self.assertFalse(Complaint.browse(other.id).read(["description"]))
            with self.assertRaises(NeedToKnowError):
                Complaint.browse(other.id).sudo().description  # noqa: B018
            with self.assertRaises(AccessError):
                Complaint.browse(mine.id).write({"contact_by": "post"})
            for model in ("wlec.breach.complaint", "wlec.complaint.message", "wlec.complaint.document"):
                with self.subTest(model=model), self.assertRaises(AccessError):
                    env[model].create({"complaint_id": mine.id} if model != mine._name else {})

    def test_reading_is_recorded(self):
        complaint = self.receive()
        self.env.flush_all()
        self._start_events()
        with self.acting(self.carol) as env:
            env["wlec.breach.complaint"].browse(complaint.id).read(["description"])
        [event] = self.events(action="read", model=complaint._name)
        self.assertEqual(
            (event["record_ids"], event["field_names"], event["actor_id"]),
            ([complaint.id], ["description"], self.carol.id),
        )

    def test_one_form_one_complaint(self):
        self.receive(submission_key="a" * 32)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.receive(submission_key="a" * 32)
