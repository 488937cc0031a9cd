# SPDX-License-Identifier: LGPL-3.0-or-later
"""The chatter and the activities of protected records: sealed, gated, and without a trace for who has no need to know."""

from markupsafe import Markup

from odoo.exceptions import MissingError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tools.discuss import Store
from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import giving_back

from .common import ConfidentialityCase

WORD = "canarywren"
_TABLES = (
    "mail_message", "mail_mail", "mail_activity", "mail_tracking_value", "mail_notification", "mail_scheduled_message",
    "mail_compose_message", "mail_activity_schedule", "mail_followers_edit", "mail_push", "bus_bus",
)  # fmt: skip


class ChatterCase(ConfidentialityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.alice | cls.bob | cls.mona).notification_type = "inbox"
        cls.client = cls.env["res.partner"].create({"name": "Client", "email": "client@example.org"})

    def setUp(self):
        super().setUp()
        self.env.cr.precommit.run()  # what the set-up wanted to do at its commit
        self.case = self.case_for(self.alice, self.client)
        self._start_events()

    def post(self, user=None, **kwargs):
        kwargs = {"body": Markup("<p>%s said so</p>") % WORD, "message_type": "comment", **kwargs}
        with self.acting(user or self.alice) as env:
            message = self.case.with_env(env).message_post(**kwargs)
        return message.with_env(self.env)

    def assertNothingInClear(self, word=WORD):
        self.env.flush_all()
        self.env["bus.bus"]  # its rows are written right before the commit
        self.env.cr.precommit.run()
        for table in _TABLES:
            self.env.cr.execute(f"SELECT id FROM {table} t WHERE t::text ILIKE %s", [f"%{word}%"])
            self.assertFalse(self.env.cr.fetchall(), table)


@tagged("post_install", "-at_install")
class TestMessages(ChatterCase):
    def test_sealed_and_open_to_who_may(self):
        message = self.post(subject=f"About {WORD}")
        self.assertNothingInClear()
        self.assertTrue(message.wlec_protected)
        with self.acting(self.alice) as env:
            mine = message.with_env(env)
            self.assertIn(WORD, mine.body)
            self.assertIn(WORD, mine.subject)
            self.assertIn(WORD, mine.preview)
        read = self.events(action="read", model="mail.message")
        self.assertEqual([row["record_ids"] for row in read], [message.ids])
        self.assertEqual(read[0]["case_ids"], self.case.ids)
        self.assertEqual(read[0]["field_names"], ["body", "subject"])
        self.assertEqual(
            [row["case_ids"] for row in self.events(action="create", model="mail.message")], [self.case.ids]
        )

    def test_neither_author_nor_recipient_without_need_to_know(self):
        message = self.post()
        message.sudo().write({"partner_ids": [(4, self.bob.partner_id.id)]})
        self.env["mail.notification"].create(
            {"mail_message_id": message.id, "res_partner_id": self.bob.partner_id.id}
        )
        self.env.cr.execute(
            "UPDATE mail_message SET author_id = %s, create_uid = %s WHERE id = %s",
            [self.bob.partner_id.id, self.bob.id, message.id],
        )
        self.env.invalidate_all()
        for user in (self.bob, self.sam, self.vera, self.carol):
            with self.subTest(user=user.login), self.acting(user) as env:
                messages = env["mail.message"]
                self.assertFalse(messages.search([("id", "=", message.id)]))
                self.assertFalse(messages.search_count([("needaction", "=", True), ("id", "=", message.id)]))
                self.assertFalse(messages.search([("model", "=", "wlec.case"), ("id", "=", message.id)]))
                self.assertFalse(messages.search([("body", "ilike", WORD)]))
                with self.assertRaises(MissingError):
                    message.with_env(env).read(["body"])
                with self.assertRaises(MissingError):
                    message.with_env(env).write({"body": "x"})
                self.assertFalse(message.with_env(env).sudo().body, "full rights do not help")
        self.assertFalse(self.events(action="read", model="mail.message"))

    def test_a_grant_that_ends_ends_it(self):
        message = self.post()
        grant = self.env["wlec.access.grant"].search(
            [("case_id", "=", self.case.id), ("user_id", "=", self.mona.id)]
        )
        with self.acting(self.mona) as env:
            self.assertIn(WORD, message.with_env(env).body)
        with self.acting(self.alice) as env:
            env["wlec.access.exclusion"].create({"case_id": self.case.id, "user_id": self.mona.id})
        with self.acting(self.mona) as env:
            self.assertFalse(env["mail.message"].search([("id", "=", message.id)]))
            self.assertFalse(message.with_env(env).sudo().body)
        self.assertTrue(grant)

    def test_search(self):
        message, other = self.post(), self.case_for(self.alice)
        self.case, first = other, self.case
        self.post()
        self._start_events()
        with self.acting(self.alice) as env:
            fetched = env["mail.message"]._message_fetch(
                None, thread=first.with_env(env), search_term="WREN said"
            )
            self.assertEqual(fetched["messages"].ids, message.ids)
            self.assertEqual(fetched["count"], 1)
        found = {tuple(row["record_ids"]) for row in self.events(action="search", model="mail.message")}
        self.assertEqual(found, {tuple(message.ids)}, "messages of other files are not looked through")
        self.assertFalse(self.events(action="read", model="mail.message"))

    def test_groups_and_order_say_nothing(self):
        self.post()
        with self.acting(self.alice) as env:
            groups = env["mail.message"].formatted_read_group(
                [("model", "=", "wlec.case")], ["body"], ["subject:array_agg", "__count"]
            )
            self.assertNotIn(WORD, repr(groups))
            self.assertNotIn("wlec1$", repr(groups))

    def test_neutral_lines_stay_in_clear_and_are_not_rewritten(self):
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            case.action_open()
            lines = case.message_ids
            self.assertEqual(len(lines), 2)
            self.assertFalse(any(lines.mapped("wlec_protected")))
            for run in (
                lambda: lines[0].write({"body": WORD}),
                lambda: lines[0].sudo().write({"subject": WORD}),
                lambda: case._message_update_content(lines[0].sudo(), body=WORD, strict=False),
            ):
                with self.assertRaises(ConfidentialityError):
                    run()
        self.assertNothingInClear()

    def test_log_by_others_is_sealed(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env)._message_log(body=WORD)
            env["mail.message"].create(
                {"model": "wlec.case", "res_id": self.case.id, "body": WORD, "wlec_protected": False}
            )
            env["mail.message"].with_context(default_model="wlec.case", default_res_id=self.case.id).create(
                {"body": WORD}
            )
            note = env["wlec.case.note"].create({"case_id": self.case.id, "body": "x"})
            env["mail.message"].create({"model": note._name, "res_id": note.id, "body": WORD})
        self.assertNothingInClear()

    def test_edited(self):
        message = self.post(body="at first")
        with self.acting(self.alice) as env:
            self.case.with_env(env)._message_update_content(message.with_env(env), body=WORD)
            self.assertIn(WORD, message.with_env(env).body)
        self.assertNothingInClear()

    def test_moved(self):
        message, other = self.post(), self.case_for(self.alice)
        supplier = self.env["res.partner"].create({"name": "A supplier"})
        with self.acting(self.alice) as env:
            mine = message.with_env(env).sudo()
            with self.assertRaises(ConfidentialityError):
                mine.write({"model": "res.partner", "res_id": supplier.id})
            env.invalidate_all()
        with self.acting(self.bob) as env, self.assertRaises(ConfidentialityError):
            message.with_env(env).sudo().write({"res_id": other.id})
        with self.acting(self.alice) as env:
            message.with_env(env).sudo().write({"res_id": other.id})
            self.assertIn(WORD, message.with_env(env).body)
        line = supplier.message_post(body=WORD)
        line.sudo().write({"model": "wlec.case", "res_id": other.id})
        self.assertNothingInClear()
        with self.acting(self.alice) as env:
            self.assertIn(WORD, line.with_env(env).body)

    def test_to_the_web_client(self):
        message = self.post()
        with self.acting(self.alice) as env:
            self.assertIn(WORD, repr(Store().add(message.with_env(env)).get_result()))
            by_bus = Store(bus_channel=env.user).add(message.with_env(env)).get_result()
            self.assertNotIn(WORD, repr(by_bus))
            self.assertIn(self.case.name, repr(by_bus))

    def test_unprotected_ones_are_as_ever(self):
        partner = self.env["res.partner"].create({"name": "A supplier"})
        self.bob.group_ids += self.env.ref("base.group_partner_manager")
        with self.acting(self.bob) as env:
            message = partner.with_env(env).message_post(body=WORD)
            self.assertFalse(message.wlec_protected)
            self.assertEqual(env["mail.message"].search([("body", "ilike", WORD)]), message)
        self.env.cr.execute("SELECT body FROM mail_message WHERE id = %s", message.ids)
        self.assertIn(WORD, self.env.cr.fetchone()[0])
        self.assertFalse(self.events(model="mail.message"))

    def test_a_record_protected_later(self):
        partner = self.env["res.partner"].create({"name": "To be a client"})
        message = partner.message_post(body=WORD)
        activity = partner.activity_schedule("mail.mail_activity_data_todo", note=WORD, user_id=self.env.uid)
        partner._protect()
        self.env.invalidate_all()
        self.assertTrue(message.wlec_protected and activity.wlec_protected)
        self.assertNothingInClear()
        with giving_back.under_way():
            partner._unprotect()
        self.env.invalidate_all()
        self.assertIn(WORD, message.body)
        self.assertIn(WORD, activity.note)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_tracked_values(self):
        partner = self.env["res.partner"].create({"name": "A client", "email": f"{WORD}@example.org"})
        self.alice.group_ids += self.env.ref("base.group_partner_manager")
        with self.acting(self.alice) as env:
            env["wlec.case"].create({"partner_id": partner.id, "caseworker_id": self.alice.id})
        partner._protect()
        self._start_events()
        with self.acting(self.alice) as env:
            partner.with_env(env)._track_prepare(["name", "email", "phone"])
        self.assertFalse(self.events(action="read", model="res.partner"), "noting a change opens nothing")
        with self.acting(self.alice) as env:
            partner.with_env(env).write({"email": f"{WORD}2@example.org"})
            env.flush_all()
        self.assertNothingInClear()
        tracked = self.env["mail.tracking.value"].search(
            [("mail_message_id.res_id", "=", partner.id), ("mail_message_id.model", "=", "res.partner")]
        )
        self.assertNotIn("email", tracked.field_id.mapped("name"))


@tagged("post_install", "-at_install")
class TestActivities(ChatterCase):
    def plan(self, user, **values):
        with self.acting(user) as env:
            values = {"summary": f"Call {WORD}", "note": f"<p>{WORD}</p>", "user_id": user.id, **values}
            return (
                self.case.with_env(env)
                .activity_schedule("mail.mail_activity_data_todo", **values)
                .with_env(self.env)
            )

    def test_sealed_and_open_to_who_may(self):
        activity = self.plan(self.alice)
        self.assertNothingInClear()
        with self.acting(self.alice) as env:
            mine = activity.with_env(env)
            self.assertIn(WORD, mine.note)
            self.assertIn(WORD, mine.display_name)
            self.assertEqual(mine.res_name, self.case.name)
            mine.action_feedback(feedback=f"{WORD} was not in")
        self.assertNothingInClear()
        with self.acting(self.alice) as env:
            done = self.case.with_env(env).message_ids.filtered("mail_activity_type_id")
            self.assertIn(f"{WORD} was not in", done.body)
            self.assertIn(WORD, activity.with_env(env).feedback)

    def test_assigned_to_somebody_outside(self):
        for values in ({"user_id": self.bob.id},):
            with self.assertRaises(ConfidentialityError) as caught, self.cr.savepoint():
                self.plan(self.alice, **values)
            self.assertIn("Bob", str(caught.exception))
        activity = self.plan(self.alice)
        with self.acting(self.alice) as env, self.assertRaises(ConfidentialityError):
            activity.with_env(env).write({"user_id": self.bob.id})

    def test_no_trace_for_who_loses_access(self):
        activity = self.plan(self.alice, user_id=self.mona.id)
        with self.acting(self.mona) as env:
            self.assertEqual(self._counted(env), 1)
        with self.acting(self.alice) as env:
            env["wlec.access.exclusion"].create({"case_id": self.case.id, "user_id": self.mona.id})
        with self.acting(self.mona) as env:
            self.assertEqual(self._counted(env), 0)
            self.assertFalse(env["mail.activity"].search([("id", "=", activity.id)]))
            self.assertEqual(activity.with_env(env).read(["note"]), [])
            masked = activity.with_env(env).sudo()
            self.assertFalse(masked.note)
            self.assertEqual(masked.summary, f"Activity on {self.case.name}")

    def _counted(self, env):
        groups = env["res.users"]._get_activity_groups()
        return sum(group["total_count"] for group in groups if group.get("model") != "calendar.event")

    def test_the_wizard(self):
        with self.acting(self.alice) as env:
            wizard = (
                env["mail.activity.schedule"]
                .with_context(active_model="wlec.case", active_ids=self.case.ids)
                .create(
                    {
                        "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
                        "summary": WORD,
                        "note": WORD,
                        "activity_user_id": self.alice.id,
                    }
                )
            )
            self.assertTrue(wizard.wlec_protected)
            wizard.action_schedule_activities()
            self.assertIn(WORD, self.case.with_env(env).activity_ids.note)
        self.assertNothingInClear()

    def test_of_the_programme(self):
        """Neutral tasks are in clear, and those who get them are told by the ordinary ways."""
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            case.action_open()
            self.assertFalse(case.activity_ids.filtered("wlec_protected"))
