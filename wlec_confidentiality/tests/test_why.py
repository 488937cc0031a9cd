# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .calendar_common import CalendarCase
from .common import ConfidentialityCase
from .complaint_common import ComplaintCase
from .disclosing import DisclosingCase


class WhyMixin:
    """What explains the accesses of a test, as somebody is told."""

    def why(self, reader=None, **criteria):
        """The kinds that explain the newest access record with these values."""
        return [one.kind for one in self.explained(reader, **criteria)]

    def explained(self, reader=None, **criteria):
        found = self.events(**criteria)
        self.assertTrue(found, f"no access record with {criteria}")
        event = self.env["wlec.access.event"].browse(found[-1]["id"])
        return event._explanations(reader)[event.id]

    def reads(self, user, record, *names):
        with self.acting(user) as env:
            record.with_env(env).read(list(names))
        self.env.flush_all()


class TestGrants(WhyMixin, ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, self.carol.partner_id)

    def test_caseworker_and_line_manager(self):
        for user, kind in ((self.alice, "assigned"), (self.mona, "line_management")):
            self.reads(user, self.case, "matter")
            self.assertEqual(self.why(actor_id=user.id, action="read"), [kind])

    def test_the_grant_is_behind_it(self):
        self.reads(self.alice, self.case, "matter")
        (why,) = self.explained(actor_id=self.alice.id, action="read")
        grant = self.env[why.model].browse(why.res_id)
        self.assertEqual((grant.user_id, grant.case_id, grant.source), (self.alice, self.case, "assigned"))

    def test_a_grant_that_had_ended_or_not_begun_explains_nothing(self):
        grant = self.env["wlec.access.grant"]._grant(self.case, self.bob, "cover", "Covers for alice today")
        self.reads(self.bob, self.case, "matter")
        seen = {"actor_id": self.bob.id, "action": "read"}
        self.assertEqual(self.why(**seen), ["cover"])
        now = "now() AT TIME ZONE 'UTC'"
        for change in (
            f"revoked_at = {now} - interval '1 hour'",
            f"valid_from = {now} + interval '1 hour'",
        ):
            with self.env.cr.savepoint() as point:
                self.env.cr.execute(f"UPDATE wlec_access_grant SET {change} WHERE id = %s", [grant.id])
                grant.invalidate_recordset()
                self.assertEqual(self.why(**seen), [], change)
                point.rollback()

    def test_one_file_among_several_that_is_not_explained(self):
        other = self.case_for(self.bob)
        self.reads(self.alice, self.case, "matter")
        event = self.events(actor_id=self.alice.id, action="read", model="wlec.case")[-1]
        self.forge(event, case_ids=[self.case.id, other.id])
        self.assertEqual(self.why(self.env.ref("base.user_root"), actor_id=self.alice.id, outcome="ok"), [])
        # alice is told of her own file alone, and there it was she
        self.assertEqual(self.why(self.alice, actor_id=self.alice.id, outcome="ok"), ["assigned"])

    def forge(self, event, **values):
        """A record as the buffer would write it, of what cannot happen while the gate holds."""
        row = {**event, "case_ids": event["case_ids"], **values}
        self.env.cr.execute(
            """INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, outcome)
               VALUES (1, %(action)s, %(model)s, %(record_ids)s, %(field_names)s, %(case_ids)s, %(user_id)s, %(actor_id)s, FALSE,
                       'http', %(outcome)s)""",
            row,
        )

    def snoop(self, user, case=None, **values):
        """What would be written if the gate had a hole."""
        case = case or self.case
        told = {"action": "read", "model": "wlec.case", "record_ids": case.ids, "field_names": ["matter"]}
        told |= {"case_ids": case.ids, "user_id": user.id, "actor_id": user.id, "outcome": "ok", **values}
        self.forge(told)

    def test_a_snoop_is_unexplained_and_found_as_that(self):
        self.reads(self.alice, self.case, "matter")
        self.snoop(self.bob)
        self.assertEqual(self.why(actor_id=self.bob.id), [])
        with self.acting(self.audrey) as env:
            events = env["wlec.access.event"].search(
                [("is_explained", "=", False), ("actor_id", "=", self.bob.id)]
            )
            self.assertEqual(len(events), 1)
            self.assertEqual((events.explanation_kind, events.is_explained), ("unexplained", False))
            self.assertEqual(events.why, "Nothing on record explains this.")
            self.assertFalse(events.can_open_explanation)
            with self.assertRaises(UserError):
                events.action_open_explanation()
            mine = [
                ("actor_id", "=", self.alice.id),
                ("id", ">", self._first_event),
                ("model", "=", "wlec.case"),
            ]
            read = env["wlec.access.event"].search([*mine, ("explanation_kind", "=", "assigned")])
            self.assertTrue(read)
            self.assertFalse(
                env["wlec.access.event"].search([*mine, ("explanation_kind", "=", "unexplained")])
            )
            self.assertEqual(read[0].why, "This is the caseworker.")
            self.assertEqual(read[0].action_open_explanation()["res_model"], "wlec.access.grant")

    def test_what_was_refused_is_the_weakest(self):
        self.snoop(self.bob, action="denied", outcome="denied")
        self.assertEqual(self.why(actor_id=self.bob.id), ["refused"])
        self.snoop(self.alice, action="denied", outcome="denied")
        self.assertEqual(self.why(actor_id=self.alice.id, outcome="denied"), ["assigned", "refused"])

    def test_their_own_file(self):
        self.snoop(self.carol)
        self.assertEqual(self.why(actor_id=self.carol.id), ["own_record"])
        self.snoop(self.chris)
        self.assertEqual(self.why(actor_id=self.chris.id), [])

    def test_the_client_is_told_of_their_own_file_only(self):
        other = self.case_for(self.bob, self.chris.partner_id)
        for user, case in ((self.alice, self.case), (self.bob, other)):
            self.reads(user, case, "matter")
            self.assertEqual(
                self.why(self.carol, actor_id=user.id, action="read"),
                ["assigned"] if case == self.case else [],
            )

    def test_line_manager_learns_nothing_of_files_of_others(self):
        other = self.case_for(self.bob)
        self.reads(self.bob, other, "matter")
        self.assertEqual(self.why(self.mona, actor_id=self.bob.id, action="read"), [])

    def test_a_page_of_records_takes_as_many_statements_as_one(self):
        for number in range(40):
            self.snoop((self.alice, self.bob, self.mona)[number % 3])
        for reader in (self.audrey, self.alice):
            with self.acting(reader) as env:
                events = env["wlec.access.event"].search([("id", ">", self._first_event)])
                self.assertGreater(len(events), 12)
                counts = []
                for some in (events[:2], events):
                    env.invalidate_all()
                    some._explanations()  # what is asked once, of groups and rules
                    # which files are open to somebody is asked anew with every second: not three times in a row
                    counts.append(min(self._statements(some) for _ in range(3)))
                self.assertEqual(counts[0], counts[1])
                self.assertLessEqual(counts[1], 6)

    def _statements(self, events):
        before = events.env.cr.sql_log_count
        events._explanations()
        return events.env.cr.sql_log_count - before


class TestMeetings(WhyMixin, CalendarCase):
    def setUp(self):
        super().setUp()
        self.env["wlec.access.exclusion"].search([("case_id", "=", self.file.id)])

    def snoop(self, user):
        self.env.cr.execute(
            """INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, outcome)
               VALUES (1, 'read', 'wlec.case', %s, '{matter}', %s, %s, %s, FALSE, 'http', 'ok')""",
            [self.file.ids, self.file.ids, user.id, user.id],
        )
        return self.why(self.env.ref("base.user_root"), actor_id=user.id, model="wlec.case")

    def at(self, days=0, hours=0):
        start = fields.Datetime.now().replace(hour=12, minute=0, second=0) + timedelta(days=days, hours=hours)
        return {"start": start, "stop": start + timedelta(hours=1)}

    def ago(self, meeting):
        self.env.cr.execute(
            "UPDATE calendar_event SET create_date = now() - interval '1 day' WHERE id = %s", meeting.ids
        )

    def test_on_the_day_and_only_then(self):
        both = [(6, 0, (self.bob.partner_id | self.client).ids)]
        self.assertEqual(self.snoop(self.bob), [])
        self.ago(self.meeting(partner_ids=both, **self.at(days=2)))
        self.assertEqual(self.snoop(self.bob), [])
        today = self.meeting(partner_ids=both, **self.at())
        self.ago(today)
        self.assertEqual(self.snoop(self.bob), ["meeting"])
        self.assertEqual(self.snoop(self.otto), [])
        today.active = False
        self.env.flush_all()
        self.assertEqual(self.snoop(self.bob), [])

    def test_one_put_into_the_diary_afterwards_explains_nothing(self):
        self.snoop(self.bob)
        both = [(6, 0, (self.bob.partner_id | self.client).ids)]
        later = self.meeting(partner_ids=both, **self.at())
        self.env.cr.execute(
            "UPDATE calendar_event SET create_date = clock_timestamp() AT TIME ZONE 'UTC' + interval '1 minute' WHERE id = %s",
            later.ids,
        )
        self.assertEqual(
            self.why(self.env.ref("base.user_root"), actor_id=self.bob.id, model="wlec.case"), []
        )


class TestComplaints(WhyMixin, ComplaintCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, self.carol.partner_id)
        self.complaint = self.receive()
        self.complaint.case_id = self.case
        self.complaint.subject_user_ids = self.mona
        self.complaint.investigator_id = self.bob

    def test_whoever_deals_with_it(self):
        self.reads(self.bob, self.complaint, "description")
        root = self.env.ref("base.user_root")
        self.assertEqual(
            self.why(root, actor_id=self.bob.id, model=self.complaint._name, action="read"), ["complaint"]
        )
        self.reads(self.otto, self.complaint, "description")
        self.assertEqual(
            self.why(root, actor_id=self.otto.id, model=self.complaint._name, action="read"),
            ["complaint", "duty"],
        )
        self.reads(self.carol, self.complaint, "description")
        self.assertEqual(
            self.why(root, actor_id=self.carol.id, model=self.complaint._name, action="read"), ["own_record"]
        )

    def test_the_person_it_is_about_does_not_learn_of_it(self):
        """bob opens the file because of it; mona, whom it is about, is on the file and reads who did."""
        self.env.cr.execute(
            """INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, outcome)
               VALUES (1, 'read', 'wlec.case', %s, '{matter}', %s, %s, %s, FALSE, 'http', 'ok')""",
            [self.case.ids, self.case.ids, self.bob.id, self.bob.id],
        )
        seen = {"actor_id": self.bob.id, "model": "wlec.case"}
        self.assertEqual(self.why(self.env.ref("base.user_root"), **seen), ["complaint"])
        self.assertEqual(self.why(self.otto, **seen), ["complaint"])  # it is evidence: he handles it
        self.assertEqual(self.why(self.mona, **seen), [])
        self.assertEqual(self.why(self.audrey, **seen), ["complaint"])
        self.complaint.subject_user_ids |= self.audrey
        self.assertEqual(self.why(self.audrey, **seen), [])
        event = self.events(**seen)[-1]["id"]
        for user in (self.mona, self.audrey):
            with self.acting(user) as env:
                record = env["wlec.access.event"].browse(event)
                self.assertEqual(record.why, "Nothing on record explains this.")
                self.assertEqual(record.explanation_kind, "unexplained")
                for kind in ("complaint", "unexplained"):
                    found = env["wlec.access.event"].search(
                        [("explanation_kind", "=", kind), ("id", "=", event)]
                    )
                    self.assertEqual(bool(found), kind == "unexplained")
                self.assertFalse(record.can_open_explanation)

    def test_full_rights_do_not_change_who_is_told(self):
        self.test_the_person_it_is_about_does_not_learn_of_it()
        event = self.events(actor_id=self.bob.id, model="wlec.case")[-1]["id"]
        with self.acting(self.mona) as env:
            self.assertEqual(env["wlec.access.event"].sudo().browse(event).explanation_kind, "unexplained")


@tagged("post_install", "-at_install", "wlec")
class TestDisclosures(WhyMixin, DisclosingCase):
    def _seen_by(self, user):
        self.env.cr.execute(
            """INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, outcome)
               VALUES (1, 'read', 'wlec.case', %s, '{matter}', %s, %s, %s, FALSE, 'http', 'ok')""",
            [self.case.ids, self.case.ids, user.id, user.id],
        )
        return {"actor_id": user.id, "model": "wlec.case"}

    def _decided(self, request):
        for user, step in (
            (self.alice, "assess"),
            (self.alice, "submit"),
            (self.mona, "approve"),
            (self.otto, "approve"),
        ):
            self.step(request, user, step)
        return request

    def test_whoever_takes_part(self):
        self._decided(self.request("law", provision_id=self.notice.id))
        seen = self._seen_by(self.otto)
        for reader in (self.env.ref("base.user_root"), self.alice):
            self.assertIn("disclosure", self.why(reader, **seen))

    def test_where_nobody_may_be_warned_others_are_not_told(self):
        duty = self.env.ref("wlec_confidentiality.legal_provision_ta_38b")
        telling = {"tell_client": "not", "tell_date": self.days(90), "tell_reason": "Section 39 of the Act"}
        self._decided(self.request("law", provision_id=duty.id, agency_id=self.police.id, **telling))
        self.env["wlec.access.grant"]._grant(self.case, self.bob, "team", "Works on the file as well")
        client = self.carol
        self.env.cr.execute(
            "UPDATE wlec_case SET partner_id = %s WHERE id = %s", [client.partner_id.id, self.case.id]
        )
        seen = self._seen_by(self.otto)
        self.assertIn("disclosure", self.why(self.alice, **seen))  # she is in it
        for outsider in (self.bob, client):
            self.assertNotIn("disclosure", self.why(outsider, **seen))
        self.env.cr.execute(
            "UPDATE wlec_access_grant SET revoked_at = now() - interval '1 day' WHERE user_id = %s",
            [self.otto.id],
        )
        for outsider in (self.bob, client):
            self.assertEqual(self.why(outsider, **seen), [])
