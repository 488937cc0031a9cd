# SPDX-License-Identifier: LGPL-3.0-or-later
"""What leaves about a protected record, who is told, and what comes back."""

from email.message import EmailMessage
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

from .test_chatter import WORD, ChatterCase


@tagged("post_install", "-at_install")
class TestNotices(ChatterCase):
    def setUp(self):
        super().setUp()
        (self.alice | self.mona).notification_type = "email"
        self.mona.email = "mona@centre.example"
        self.env.company.email = "office@centre.example"
        self.sent = []

    def tell(self, *partners, user=None, **kwargs):
        return self.post(user, partner_ids=[partner.id for partner in partners], **kwargs)

    def mails(self):
        return self.env["mail.mail"].search([("model", "=", "wlec.case"), ("res_id", "=", self.case.id)])

    def deliver(self, mails):
        """As the queue does: with nobody behind it."""

        def keep(server, message, *args, **kwargs):
            self.sent.append(message)
            return message["Message-Id"]

        with (
            patch.object(IrMail_Server, "_disable_send", lambda server: False),
            patch.object(IrMail_Server, "_connect__", lambda server, *args, **kwargs: None),
            patch.object(IrMail_Server, "send_email", keep),
        ):
            mails.send()
        return self.sent

    def test_a_notice_to_staff(self):
        self.tell(self.mona.partner_id, subject=f"About {WORD}")
        self.assertNothingInClear()
        mail = self.mails()
        self.assertEqual(mail.recipient_ids, self.mona.partner_id)
        self.assertIn(self.case.name, mail.body_html)
        self.assertIn(self.case.name, mail.subject)
        for text in (mail.email_from, mail.reply_to, mail.body_html, mail.headers or "", mail.email_to or ""):
            self.assertNotIn("alice", text.lower())
            self.assertNotIn("client@", text.lower())
        [sent] = self.deliver(mail)
        self.assertEqual(sent["To"], "mona@centre.example")
        self.assertNotIn(WORD, sent.as_string())
        self.assertIn("office@centre.example", sent["From"])
        self.assertFalse(mail.exists(), "delivered and gone, with the message it was made of")
        self.assertFalse(
            self.env["mail.message"].search(
                [("message_type", "=", "user_notification"), ("res_id", "=", self.case.id)]
            )
        )

    def test_a_notice_to_the_client(self):
        self.client._protect()
        self._start_events()
        self.tell(self.client, subtype_xmlid="mail.mt_comment")
        self.assertNothingInClear("client@example")
        mail = self.mails()
        self.assertIn("/my", mail.body_html)
        [sent] = self.deliver(mail)
        self.assertEqual(sent["To"], "client@example.org")
        self.assertNotIn(WORD, sent.as_string())
        delivered = self.events(action="deliver")
        self.assertEqual(
            [(row["model"], row["record_ids"], row["field_names"]) for row in delivered],
            [("res.partner", self.client.ids, ["email"])],
        )

    def test_the_inbox_and_the_bus(self):
        self.mona.notification_type = "inbox"
        message = self.tell(self.mona.partner_id)
        self.assertNothingInClear()
        self.env.cr.execute("SELECT message FROM bus_bus")
        by_bus = repr(self.env.cr.fetchall())
        self.assertIn(self.case.name, by_bus)
        with self.acting(self.mona) as env:
            inbox = env["mail.message"]._message_fetch([("needaction", "=", True)])["messages"]
            self.assertIn(message.id, inbox.ids)
            self.assertIn(WORD, message.with_env(env).body)

    def test_people_outside_are_not_told(self):
        for run in (
            lambda: self.tell(self.bob.partner_id),
            lambda: self.tell(self.env["res.partner"].create({"name": "A friend", "email": "f@example.org"})),
            lambda: self.post(outgoing_email_to="somebody@example.org"),
        ):
            with self.assertRaises(ConfidentialityError), self.cr.savepoint():
                run()
        self.assertFalse(self.mails())

    def test_a_follower_who_loses_the_grant_is_not_told(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).message_subscribe(partner_ids=self.mona.partner_id.ids)
        self.assertIn(self.mona.partner_id, self.case.message_partner_ids)
        self.post(subtype_xmlid="mail.mt_comment")
        self.assertEqual(self.mails().recipient_ids, self.mona.partner_id)
        with self.acting(self.alice) as env:
            env["wlec.access.exclusion"].create({"case_id": self.case.id, "user_id": self.mona.id})
        self.mails().unlink()
        self.post(subtype_xmlid="mail.mt_comment")
        self.assertFalse(self.mails())

    def test_followers_are_not_added_past_the_grants(self):
        followers = self.env["mail.followers"]
        values = {"res_model": "wlec.case", "res_id": self.case.id, "partner_id": self.bob.partner_id.id}
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            for run in (
                lambda: case.message_subscribe(partner_ids=self.bob.partner_id.ids),
                lambda: case.write({"message_follower_ids": [(0, 0, values)]}),
                lambda: case.write({"message_partner_ids": [(4, self.bob.partner_id.id)]}),
                lambda: env["mail.followers"].create(values),
                lambda: (
                    env["mail.followers.edit"]
                    .create(
                        {
                            "res_model": "wlec.case",
                            "res_ids": str(case.ids),
                            "partner_ids": self.bob.partner_id.ids,
                            "message": WORD,
                        }
                    )
                    .edit_followers()
                ),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    run()
        with self.acting(self.sam) as env, self.assertRaises(UserError), self.cr.savepoint():
            env["mail.followers"].create(values)
        self.case.message_subscribe(partner_ids=self.bob.partner_id.ids)  # by the programme: left out
        self.assertNotIn(self.bob.partner_id, self.case.message_partner_ids)
        self.assertFalse(
            followers.search([("partner_id", "=", self.bob.partner_id.id), ("res_model", "=", "wlec.case")])
        )

    def test_followers_are_no_trace(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).message_subscribe(partner_ids=(self.mona.partner_id | self.client).ids)
        domain = [("res_model", "=", "wlec.case"), ("res_id", "=", self.case.id)]
        rows = self.env["mail.followers"].sudo().search(domain)
        self.assertEqual(rows.partner_id, (self.alice | self.mona).partner_id | self.client)
        with self.acting(self.alice) as env:
            self.assertEqual(env["mail.followers"].search(domain), rows)
        for user in (self.bob, self.sam):
            with self.acting(user) as env:
                self.assertFalse(env["mail.followers"].search(domain))
                self.assertFalse(env["mail.followers"].search([("partner_id", "=", self.client.id)]))
                self.assertEqual(rows.with_env(env).read(["partner_id"]), [])

    def test_failure_texts(self):
        self.tell(self.mona.partner_id)
        mail = self.mails()
        mail.write({"failure_reason": f"mona@{WORD}.example is unknown"})
        self.env["mail.notification"].search([("mail_mail_id", "=", mail.id)]).write(
            {"failure_reason": f"mona@{WORD}.example is unknown"}
        )
        self.assertNothingInClear()

    def test_web_push(self):
        message = self.post()
        with self.acting(self.alice) as env:
            payload = self.case.with_env(env)._notify_by_web_push_prepare_payload(message.with_env(env))
        self.assertNotIn(WORD, repr(payload))
        self.assertIn(self.case.name, repr(payload))

    def test_mails_with_content_are_refused(self):
        model = self.env["ir.model"]._get_id("wlec.case")
        template = self.env["mail.template"].create(
            {
                "name": "t",
                "model_id": model,
                "body_html": '<t t-out="object.name"/>',
                "email_to": "x@example.org",
            }
        )
        values = {
            "model": "wlec.case",
            "res_id": self.case.id,
            "body_html": WORD,
            "email_to": "x@example.org",
        }
        message = self.post()
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            for run in (
                lambda: template.with_env(env).sudo().send_mail(case.id),
                lambda: template.with_env(env).send_mail(case.id),
                lambda: case.message_mail_with_source(template.with_env(env)),
                lambda: env["mail.mail"].sudo().create(values),
                lambda: env["mail.mail"].sudo().create({"mail_message_id": message.id, "body_html": WORD}),
                lambda: env["mail.compose.message"].create(
                    {
                        "model": "wlec.case",
                        "res_ids": str(case.ids),
                        "body": WORD,
                        "composition_mode": "mass_mail",
                    }
                ),
            ):
                with self.assertRaises(ConfidentialityError), self.cr.savepoint():
                    run()
        self.assertNothingInClear()

    def test_the_composer(self):
        with self.acting(self.alice) as env:
            composer = env["mail.compose.message"].create(
                {
                    "model": "wlec.case",
                    "res_ids": str(self.case.ids),
                    "subject": WORD,
                    "body": f"<p>{WORD}</p>",
                    "composition_mode": "comment",
                }
            )
            env.flush_all()
            self.assertIn(WORD, composer.body)
            composer.write({"body": f"<p>{WORD} again</p>"})
            composer.action_send_mail()
            self.assertIn(f"{WORD} again", self.case.with_env(env).message_ids[0].body)
        self.assertNothingInClear()
        with self.acting(self.mona) as env:
            self.assertFalse(composer.with_env(env).sudo().body, "a draft is of who writes it")

    @mute_logger("odoo.addons.mail.models.mail_scheduled_message")
    def test_scheduled(self):
        with self.acting(self.alice) as env:
            values = {"model": "wlec.case", "res_id": self.case.id, "author_id": self.alice.partner_id.id}
            scheduled = env["mail.scheduled.message"].create(
                {
                    **values,
                    "subject": WORD,
                    "body": f"<p>{WORD}</p>",
                    "is_note": True,
                    "scheduled_date": "2040-01-01 00:00:00",
                }
            )
            self.assertIn(WORD, scheduled.body)
        self.assertNothingInClear()
        with self.acting(self.bob) as env:
            self.assertFalse(env["mail.scheduled.message"].search([("id", "=", scheduled.id)]))
        scheduled.with_env(self.env).sudo()._post_message()
        self.assertNothingInClear()
        with self.acting(self.alice) as env:
            self.assertIn(WORD, self.case.with_env(env).message_ids[0].body)


@tagged("post_install", "-at_install")
class TestGateway(ChatterCase):
    def setUp(self):
        super().setUp()
        self.env.company.email = "office@centre.example"

    def _reply(self, message, **headers):
        mail = EmailMessage()
        mail["From"] = "Client <client@example.org>"
        mail["To"] = "office@centre.example"
        mail["Subject"] = f"Re: {WORD}"
        mail["Message-Id"] = "<a-reply@example.org>"
        mail["In-Reply-To"] = message.message_id
        mail["References"] = message.message_id
        mail.set_content(f"{WORD} wrote back")
        mail.add_attachment(f"{WORD} attached".encode(), "text", "plain", filename="letter.txt")
        return mail.as_string()

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_a_reply_lands_sealed(self):
        message = self.post(subtype_xmlid="mail.mt_comment")
        self.env["mail.thread"].message_process("res.partner", self._reply(message), save_original=True)
        self.env.invalidate_all()
        self.assertNothingInClear()
        with self.acting(self.alice) as env:
            reply = self.case.with_env(env).message_ids[0]
            self.assertIn(f"{WORD} wrote back", reply.body)
            self.assertIn(WORD, reply.subject)
            self.assertIn("client@example.org", reply.email_from)

    @mute_logger("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail")
    def test_a_bounce_says_nothing(self):
        message = self.post()
        self.env["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": self.client.id,
                "notification_type": "email",
                "notification_status": "sent",
            }
        )
        self.env["mail.thread"]._routing_handle_bounce(
            EmailMessage(),
            {
                "bounced_email": "client@example.org",
                "bounced_partner": self.client,
                "bounced_msg_ids": [message.message_id],
                "bounced_message": message,
                "email_from": "MAILER-DAEMON@example.org",
                "body": f"{WORD} came back",
                "message_id": "<bounce@example.org>",
                "to": "bounce@centre.example",
            },
        )
        self.assertNothingInClear()
