# SPDX-License-Identifier: LGPL-3.0-or-later
"""Whom the chatter of a protected record offers, what lists of news say, and what staff note on a client's complaint."""

import base64

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tools.discuss import Store
from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.chatter.news import news_only

from .complaint_common import ComplaintCase
from .test_chatter import WORD, ChatterCase


def store_of(thread, *request_list):
    data = Store().add(thread, as_thread=True, request_list=list(request_list)).get_result()
    return data["mail.thread"][0], {one["id"] for one in data.get("res.partner", ())}


@tagged("post_install", "-at_install")
class TestWhoIsOffered(ChatterCase):
    def test_only_people_with_access(self):
        with self.acting(self.alice) as env:
            told, people = store_of(self.case.with_env(env), "wlec_people")
        self.assertTrue(told["wlec_protected"])
        self.assertFalse(told["wlec_staff_only"])
        self.assertEqual(set(told["wlec_people"]), set((self.alice | self.mona).partner_id.ids))
        self.assertFalse(people & set((self.bob | self.sam | self.carol).partner_id.ids))

    def test_nothing_for_who_has_none(self):
        for user in (self.bob, self.sam, self.carol):
            with self.subTest(user=user.login), self.acting(user) as env:
                told, _people = store_of(self.case.with_env(env).sudo(), "wlec_people")
                self.assertFalse(told.keys() & {"wlec_protected", "wlec_people", "wlec_staff_only"})

    def test_nobody_outside_is_suggested(self):
        message = self.post()
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            self.assertFalse(case._message_get_suggested_recipients(reply_discussion=True))
        with self.acting(self.mona) as env:
            case = self.case.with_env(env)
            found = case._message_get_suggested_recipients(reply_message=message.with_env(env))
            self.assertEqual([one["partner_id"] for one in found], self.alice.partner_id.ids)

    def test_the_officer_is_answered_without_the_client(self):
        """Suggesting an unreadable client failed the whole form."""
        other = self.env["res.partner"].create({"name": "A supplier", "email": "s@example.org"})
        with self.acting(self.alice) as env:
            found = other.with_env(env)._message_get_suggested_recipients()
        self.assertEqual([one["partner_id"] for one in found], other.ids, "others are as ever")

    def test_the_wizards_offer_only_them(self):
        people = self.alice | self.mona
        with self.acting(self.alice) as env:
            planned = env["mail.activity.schedule"].with_context(
                active_model="wlec.case", active_ids=self.case.ids
            )
            wizard = planned.new(planned.default_get(["res_model", "res_ids", "activity_type_id"]))
            self.assertTrue(wizard.wlec_limits_people)
            self.assertEqual(wizard.wlec_user_ids._origin.ids, people.sorted().ids)
            edit = env["mail.followers.edit"].new({"res_model": "wlec.case", "res_ids": str(self.case.ids)})
            self.assertEqual(set(edit.wlec_partner_ids._origin.ids), set(people.partner_id.ids))
            supplier = self.env["res.partner"].create({"name": "A supplier"})
            other = env["mail.followers.edit"].new({"res_model": "res.partner", "res_ids": str(supplier.ids)})
            self.assertFalse(other.wlec_limits_people)
            with self.assertRaises(ConfidentialityError):
                env["mail.followers.edit"].create(
                    {
                        "res_model": "wlec.case",
                        "res_ids": str(self.case.ids),
                        "operation": "add",
                        "partner_ids": [(6, 0, self.bob.partner_id.ids)],
                    }
                ).edit_followers()


@tagged("post_install", "-at_install")
class TestNews(ChatterCase):
    def test_the_list_says_where_and_not_what(self):
        message = self.post(partner_ids=self.mona.partner_id.ids)
        self._start_events()
        with self.acting(self.mona) as env:
            mine = message.with_env(env)
            with news_only():
                shown = Store().add(mine).get_result()
        self.assertNotIn(WORD, repr(shown))
        self.assertNotIn(self.alice.name, repr(shown), "not who works with whom either")
        self.assertIn(f"There is news in {self.case.name}.", repr(shown))
        self.assertFalse(self.events(model="mail.message"), "and so nobody has read anything")
        with self.acting(self.mona) as env:
            self.assertIn(WORD, repr(Store().add(message.with_env(env)).get_result()))
        self.assertEqual(
            [row["record_ids"] for row in self.events(action="read", model="mail.message")], [message.ids]
        )

    def test_what_could_not_be_delivered(self):
        message = self.post(partner_ids=self.mona.partner_id.ids)
        message.notification_ids.sudo().write({"notification_status": "exception"})
        self._start_events()
        with self.acting(self.alice) as env:
            store = Store()
            message.with_env(env).sudo()._message_notifications_to_store(store)
            shown = store.get_result()
        self.assertNotIn(WORD, repr(shown))
        self.assertIn("exception", repr(shown))
        self.assertFalse(self.events(action="read", model="mail.message"))


@tagged("post_install", "-at_install")
class TestOnAComplaint(ComplaintCase):
    def note(self, complaint, user, **kwargs):
        with self.acting(user) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            return mine.message_post(body=WORD, subtype_xmlid="mail.mt_note", **kwargs).with_env(self.env)

    def test_a_note_is_of_those_who_handle_it(self):
        complaint = self.receive()
        attachment = ("rota.txt", f"{WORD} rota".encode())
        note = self.note(complaint, self.otto, attachments=[attachment])
        self.env.flush_all()
        self.env.cr.execute("SELECT id FROM mail_message m WHERE m::text LIKE %s", [f"%{WORD}%"])
        self.assertFalse(self.env.cr.fetchall())
        paper = note.attachment_ids
        self.assertEqual(paper.wlec_sealed_for, f"wlec.breach.complaint,{complaint.id}")
        with self.acting(self.otto) as env:
            self.assertIn(WORD, note.with_env(env).body)
            self.assertIn(WORD.encode(), paper.with_env(env).raw)
        for user in (self.carol, self.bob, self.sam):
            with self.subTest(user=user.login), self.acting(user) as env:
                self.assertFalse(env["mail.message"].search([("id", "=", note.id)]))
                if env["ir.attachment"].has_access("read"):
                    self.assertFalse(env["ir.attachment"].search([("id", "=", paper.id)]))
                for rows, field in ((note, "body"), (paper, "raw"), (paper, "name")):
                    self.assertFalse(self._read_of(rows.with_env(env), field))
                self.assertFalse(note.with_env(env).sudo().body, "full rights open nothing")
                with self.assertRaises(UserError):
                    bytes(paper.with_env(env).sudo().raw)

    def _read_of(self, rows, field):
        """What is read of rows that may be closed: refused, or not there."""
        try:
            return rows.read([field])
        except (AccessError, MissingError):
            return []

    def test_no_message_but_a_note(self):
        complaint = self.receive()
        for user, kwargs in (
            (self.otto, {"subtype_xmlid": "mail.mt_comment"}),
            (self.otto, {}),
            (self.carol, {"subtype_xmlid": "mail.mt_note"}),
        ):
            with self.subTest(user=user.login), self.acting(user) as env:
                mine = env["wlec.breach.complaint"].browse(complaint.id)
                for record in (mine, mine.sudo()):
                    with self.assertRaises(UserError):
                        record.message_post(body=WORD, message_type="comment", **kwargs)
        with self.acting(self.carol) as env, self.assertRaises(UserError):
            env["wlec.breach.complaint"].browse(complaint.id).message_notify(
                body=WORD, partner_ids=self.otto.partner_id.ids
            )

    def test_the_client_is_not_told_of_a_note(self):
        complaint = self.receive()
        with self.assertRaises(ConfidentialityError):
            self.note(complaint, self.otto, partner_ids=self.carol.partner_id.ids)
        with self.acting(self.otto) as env:
            told, _people = store_of(env["wlec.breach.complaint"].browse(complaint.id), "wlec_people")
        self.assertTrue(told["wlec_staff_only"])
        self.assertNotIn(self.carol.partner_id.id, told["wlec_people"])
        self.assertNotIn(self.bob.partner_id.id, told["wlec_people"])

    def test_the_form_loads_for_the_officer(self):
        """Also where the client is nobody they may see."""
        complaint = self.receive()
        self.carol.partner_id._protect()
        with self.acting(self.otto) as env:
            told, _people = store_of(
                env["wlec.breach.complaint"].browse(complaint.id), "suggestedRecipients", "followers"
            )
        self.assertEqual(told["suggestedRecipients"], [])

    @mute_logger("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail")
    def test_what_comes_by_mail_is_kept_as_a_note(self):
        complaint = self.receive()
        note = self.note(complaint, self.otto)
        content = base64.b64encode(f"{WORD} attached".encode()).decode()
        mail = "\r\n".join(
            (
                "From: Carol <carol@example.org>", "To: office@centre.example", f"Subject: Re: {WORD}",
                "Message-Id: <reply@example.org>", f"In-Reply-To: {note.message_id}", f"References: {note.message_id}",
                "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=x", "", "--x",
                "Content-Type: text/plain", "", f"{WORD} wrote back", "--x",
                "Content-Type: text/plain; name=letter.txt", "Content-Transfer-Encoding: base64",
                "Content-Disposition: attachment; filename=letter.txt", "", content, "--x--", "",
            )
        )  # fmt: skip
        known = self.env["mail.mail"].search([])
        self.env["mail.thread"].message_process("res.partner", mail)
        self.env.invalidate_all()
        with self.acting(self.otto) as env:
            reply = env["mail.message"].search([("message_id", "=", "<reply@example.org>")])
            self.assertIn(f"{WORD} wrote back", reply.body)
            self.assertTrue(reply.is_internal or reply.subtype_id.internal)
            self.assertIn(WORD.encode(), reply.attachment_ids.raw)
        self.assertFalse(self.env["mail.mail"].search([]) - known, "nobody else is told")
        self.env.cr.execute("SELECT id FROM mail_message m WHERE m::text LIKE %s", [f"%{WORD}%"])
        self.assertFalse(self.env.cr.fetchall())
