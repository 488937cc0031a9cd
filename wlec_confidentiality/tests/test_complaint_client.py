# SPDX-License-Identifier: LGPL-3.0-or-later

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.mail.tools.discuss import Store
from odoo.addons.wlec_confidentiality.exceptions import NeedToKnowError

from .complaint_common import SECRET, ComplaintCase


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

    def test_the_task_their_complaint_made_opens_for_its_handler(self):
        """Odoo tells the page who entered a task: here a client who is closed to whoever has it."""
        self.case_for(self.alice, partner=self.carol.partner_id)
        complaint = self.receive()
        self.assertEqual(complaint.activity_ids.create_uid, self.carol)
        self.env.flush_all()
        with self.acting(self.otto) as env:
            self.assertFalse(self.carol.with_env(env).has_access("read"))
            self.env.invalidate_all()
            store = Store().add(complaint.with_env(env), [], as_thread=True, request_list=["activities"])
            told = store.get_result()
        self.assertTrue(told["mail.activity"])
        self.assertFalse([task for task in told["mail.activity"] if "create_uid" in task])

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
