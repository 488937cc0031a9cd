# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import Command
from odoo.exceptions import MissingError
from odoo.tests import HttpCase, tagged

from .breach_common import BreachCase
from .calendar_common import CalendarCase
from .closed_people import ClosedPeopleMixin
from .common import CastMixin
from .disclosing import DisclosingCase

NAME = "Qzclosed Haddad"


class ClosedClientMixin(ClosedPeopleMixin):
    def close_carol(self):
        """She is a client of alice's, and so closed to everybody else."""
        self.carol.partner_id.name = NAME
        self.file = self.case_for(self.alice, self.carol.partner_id)
        if not self.carol.partner_id.wlec_protected:
            self.carol.partner_id._protect()
        self.env.flush_all()

    def assert_closed(self, user, partner):
        with self.acting(user) as env:
            self.assertFalse(partner.with_env(env).has_access("read"))


@tagged("post_install", "-at_install", "wlec")
class TestClosedClients(ClosedClientMixin, BreachCase):
    """A record opens for its handler although the client who made it, or is in it, is closed to them."""

    def setUp(self):
        super().setUp()
        self.close_carol()

    def test_complaint(self):
        complaint = self.receive()
        with self.acting(self.carol) as env:
            env["wlec.complaint.message"]._add(complaint.with_env(env), "client", "More of it")
        self.assert_closed(self.otto, self.carol.partner_id)
        self.assert_all_pages_open(self.otto, complaint, NAME)
        self.assert_all_pages_open(self.otto, complaint.exchange_ids, NAME)
        self.assert_all_pages_open(self.otto, self.env["wlec.complaint.desk"].browse(complaint.id), NAME)

    def test_task_of_a_complaint_is_done(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            task = complaint.with_env(env).activity_ids[:1]
            self.assertEqual(task.sudo().create_uid.id, self.carol.id)
            task.action_feedback(feedback="Rang her")
        self.assert_all_pages_open(self.otto, complaint, NAME)

    def test_breach_with_somebody_affected(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            complaint.with_env(env).case_reference = self.file.name
            complaint.with_env(env).action_record_breach()
        breach = self.Breach.search([("complaint_id", "=", complaint.id)])
        self.assertEqual(breach.people_ids.partner_id, self.carol.partner_id)
        self.assert_all_pages_open(self.otto, breach, NAME)
        self.assert_all_pages_open(self.otto, breach.people_ids, NAME)

    def test_action_of_line_management(self):
        complaint = self.receive()
        with self.acting(self.mona) as env:
            action = env["wlec.management.action"].sudo().create({
                "complaint_id": complaint.id, "person_id": self.alice.id, "owner_id": self.mona.id,
                "due_on": "2030-01-01", "what": "Talk to her",
            })  # fmt: skip
        self.assert_all_pages_open(self.mona, self.env[action._name].browse(action.id), NAME)


@tagged("post_install", "-at_install", "wlec")
class TestClosedClientsOfDisclosures(ClosedClientMixin, DisclosingCase):
    def setUp(self):
        super().setUp()
        self.close_carol()
        self.case = self.file
        with self.acting(self.alice) as env:
            self.document = env["wlec.case.document"].create(
                {"case_id": self.case.id, "content": self.document_content(), "file_name": "letter.txt"}
            )

    def document_content(self):
        return "dGhlIGxldHRlciBpdHNlbGY="

    def test_request_before_its_decision(self):
        """The line manager has the file by then; the officer has not."""
        request = self.submitted("danger")
        for user in (self.mona, self.otto):
            with self.subTest(user=user.login):
                with self.acting(user) as env:
                    there = request.with_env(env).has_access("read")
                if there:
                    self.assert_all_pages_open(user, request)

    def test_consent_the_client_gave(self):
        consent = self.consent(given=False)
        self.assert_all_pages_open(self.alice, consent)

    def test_file_of_a_client_who_wrote(self):
        self.assert_all_pages_open(self.alice, self.case)
        self.assert_all_pages_open(self.alice, self.carol.partner_id)


@tagged("post_install", "-at_install", "wlec")
class TestClosedClientsInTheDiary(ClosedPeopleMixin, CalendarCase):
    """A meeting with two clients, one of whom is somebody else's."""

    def setUp(self):
        super().setUp()
        self.other = self.env["res.partner"].create({"name": NAME, "email": "closed@home.test"})
        self.case_for(self.bob, self.other)
        if not self.other.wlec_protected:
            self.other._protect()
        self.event = self.meeting()
        self.event.sudo().write({"partner_ids": [Command.link(self.other.id)]})
        self.env.flush_all()

    def test_meeting(self):
        self.assert_all_pages_open(self.alice, self.event, NAME)
        self.assert_all_pages_open(self.alice, self.event.attendee_ids, NAME)

    def test_who_comes(self):
        """Asked as the diary asks: about those of them the page was told of."""
        with self.acting(self.alice) as env:
            [told] = env["calendar.event"].browse(self.event.id).read(["partner_ids"])
            self.assertNotIn(self.other.id, told["partner_ids"])
            self.env.invalidate_all()
            found = env["res.partner"].browse(told["partner_ids"]).get_attendee_detail(self.event.ids)
            self.assertEqual({one["id"] for one in found}, {self.client.id, self.alice.partner_id.id})
            self.assertNotIn(NAME, repr(found))
        with self.acting(self.alice) as env, self.assertRaises(MissingError):
            env["res.partner"].browse(self.other.id).get_attendee_detail(self.event.ids)

    def test_one_beside_a_closed_one_is_read(self):
        """Odoo reads ahead for both: the closed one takes nothing away from the other."""
        both = (self.client | self.other).ids
        for name in ("email", "name", "display_name", "create_date"):
            with self.subTest(name), self.acting(self.alice) as env:
                mine, closed = env["res.partner"].browse(both)
                self.assertTrue(mine[name])
                with self.assertRaises(MissingError):
                    closed[name]

    def test_moved_and_cancelled(self):
        with self.acting(self.alice) as env:
            event = env["calendar.event"].browse(self.event.id)
            event.write({"start": "2031-01-01 10:00:00", "stop": "2031-01-01 11:00:00"})
            event._get_ics_file()
            event.attendee_ids.filtered(lambda one: one.partner_id == env.user.partner_id).do_decline()
            event.unlink()
        self.assertFalse(self.event.exists())


@tagged("post_install", "-at_install", "wlec")
class TestClosedInTheMessages(ClosedClientMixin, CastMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_cast()
        cls.bob.password = "bob and a long one"
        cls.env.flush_all()

    def ask(self, *params):
        return self.make_jsonrpc_request("/mail/data", {"fetch_params": list(params)})

    def test_a_chat_with_somebody_who_became_a_client(self):
        with self.acting(self.bob) as env:
            channel = env["discuss.channel"]._get_or_create_chat((self.carol.partner_id).ids)
            channel.message_post(body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.close_carol()
        self.assert_closed(self.bob, self.carol.partner_id)
        self.authenticate("bob", "bob and a long one")
        told = self.ask("init_messaging", "channels_as_member", "failures", "systray_get_activities")
        self.assertIn(channel.id, [one["id"] for one in told["discuss.channel"]])
        self.assertNotIn(NAME, repr(told))

    def test_what_could_not_be_delivered(self):
        """The letter to an agency went to a client as well, who is closed by now; and one on their own record is not thrown away."""
        agency = self.env["res.partner"].create({"name": "An agency", "is_company": True})
        bounced = self.env["mail.notification"]
        for record in (agency, self.carol.partner_id):
            message = record.message_post(
                body="Word", author_id=self.bob.partner_id.id, message_type="comment"
            )
            bounced |= bounced.create({
                "mail_message_id": message.id, "res_partner_id": self.carol.partner_id.id, "notification_type": "email",
                "notification_status": "bounce", "failure_type": "unknown", "author_id": self.bob.partner_id.id,
            })  # fmt: skip
        self.close_carol()
        self.authenticate("bob", "bob and a long one")
        told = self.ask("failures")
        self.assertEqual([one["id"] for one in told["mail.message"]], bounced[0].mail_message_id.ids)
        self.assertNotIn(NAME, repr(told))
        self.assertEqual(bounced.exists(), bounced)
