# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access record: exactly what was opened, by whom, and never less."""

import base64

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .event_common import CANARY, SECRETS, EventCase


@tagged("post_install", "-at_install")
class TestWhatIsRecorded(EventCase):
    def test_read_one_file(self):
        with self.acting(self.alice) as env:
            value = self.case.with_env(env).read(["name", *SECRETS])[0]
        self.assertEqual(value["narrative"], CANARY)
        (row,) = self.assertReads((self.case.ids, SECRETS))
        self.assertEqual(row["case_ids"], self.case.ids)
        self.assertEqual(
            (row["user_id"], row["actor_id"], row["su"], row["outcome"]),
            (self.alice.id, self.alice.id, False, "ok"),
        )

    def test_read_some_fields(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).web_read({"matter": {}, "state": {}})
        self.assertReads((self.case.ids, ["matter"]))

    def test_a_list_without_confidential_columns_costs_nothing(self):
        with self.acting(self.alice) as env:
            found = env["wlec.case"].web_search_read(
                [("id", "in", self.cases.ids)], {"name": {}, "state": {}, "partner_id": {}}
            )
        self.assertEqual(found["length"], 5)
        self.assertFalse(self.events())

    def test_search_read_of_two(self):
        with self.acting(self.alice) as env:
            found = env["wlec.case"].search_read([("id", "in", self.cases.ids)], ["matter"], limit=2)
        self.assertReads((sorted(row["id"] for row in found), ["matter"]))

    def test_one_touched_of_many_prefetched(self):
        with self.acting(self.alice) as env:
            cases = env["wlec.case"].browse(self.cases.ids)
            cases.fetch(["name", *SECRETS])
            self.assertEqual(cases[3].narrative, CANARY)
        self.assertReads((self.cases[3].ids, ["narrative"]))

    def test_each_record_its_own_fields(self):
        with self.acting(self.alice) as env:
            cases = env["wlec.case"].browse(self.cases.ids)
            (cases[0] | cases[1]).mapped("matter")
            cases[1].narrative  # noqa: B018
        rows = {tuple(row["field_names"]): row["record_ids"] for row in self.events(action="read")}
        self.assertEqual(rows, {("matter",): self.cases[0].ids, ("matter", "narrative"): self.cases[1].ids})

    def test_read_twice_is_one_row(self):
        with self.acting(self.alice) as env:
            for _ in range(3):
                self.case.with_env(env).matter  # noqa: B018
                env.invalidate_all()
        self.assertReads((self.case.ids, ["matter"]))

    def test_null_test_opens_nothing(self):
        with self.acting(self.alice) as env:
            domain = [("id", "in", self.cases.ids), ("narrative", "!=", False)]
            self.assertEqual(env["wlec.case"].search_count(domain), 5)
            self.assertEqual(
                len(env["wlec.case"].browse(self.cases.ids).filtered_domain([("narrative", "=", False)])), 0
            )
        self.assertFalse(self.events())

    def test_write_is_recorded_and_reads_nothing(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).write({"narrative": CANARY, "safe_contact": "new"})
        rows = self.events()
        self.assertEqual({row["action"] for row in rows}, {"write"})
        self.assertEqual(
            sorted(name for row in rows for name in row["field_names"]), ["narrative", "safe_contact"]
        )

    def test_create_is_recorded(self):
        with self.acting(self.alice) as env:
            case = env["wlec.case"].create(
                {"partner_id": self.partner.id, "caseworker_id": self.alice.id, "matter": CANARY}
            )
        rows = self.events(model="wlec.case")
        self.assertEqual({row["action"] for row in rows}, {"create"})
        self.assertEqual({tuple(row["record_ids"]) for row in rows}, {(case.id,)})
        self.assertEqual({name for row in rows for name in row["field_names"]}, {"matter"})

    def test_saving_one_field_of_a_form_reads_what_the_form_shows(self):
        with self.acting(self.alice) as env:
            spec = {"name": {}, **{name: {} for name in SECRETS}}
            self.case.with_env(env).web_save({"next_review_on": "2030-01-01"}, spec)
        self.assertReads((self.case.ids, SECRETS))

    def test_onchange_of_another_field_opens_nothing(self):
        with self.acting(self.alice) as env:
            spec = {"partner_id": {}, "next_review_on": {}, **{name: {} for name in SECRETS}}
            result = self.case.with_env(env).onchange(
                {"next_review_on": "2030-01-01"}, ["next_review_on"], spec
            )
        self.assertFalse(set(result["value"]) & set(SECRETS))
        self.assertFalse(self.events())

    def test_form_records_what_it_shows(self):
        with self.acting(self.alice) as env:
            Form(self.case.with_env(env))
        shown = {name for row in self.events(model="wlec.case", action="read") for name in row["field_names"]}
        self.assertTrue(shown <= set(SECRETS))
        self.assertEqual(
            {tuple(row["record_ids"]) for row in self.events(model="wlec.case")}, {(self.case.id,)}
        )

    def test_copy_data_holds_no_secret(self):
        with self.acting(self.alice) as env:
            (values,) = self.case.with_env(env).copy_data()
        self.assertFalse(set(values) & {*SECRETS, "name", "state"})
        self.assertFalse(self.events())

    def test_export_needs_its_right(self):
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            self.case.with_env(env).export_data(["matter"])

    def test_export(self):
        self.alice.group_ids += self.env.ref("base.group_allow_export")
        self._start_events()
        with self.acting(self.alice) as env:
            rows = env["wlec.case"].browse(self.cases.ids[:2]).export_data(["name", "matter"])["datas"]
        self.assertEqual([row[1] for row in rows], [CANARY, CANARY])
        self.assertReads((self.cases.ids[:2], ["matter"]))

    def test_export_through_a_relation(self):
        with self.acting(self.alice) as env:
            note = env["wlec.case.note"].create({"case_id": self.case.id, "body": CANARY})
        self.alice.group_ids += self.env.ref("base.group_allow_export")
        self._start_events()
        with self.acting(self.alice) as env:
            note.with_env(env).export_data(["name", "case_id/matter"])
        self.assertReads((self.case.ids, ["matter"]))
        self.assertFalse(self.events(model="wlec.case.note"))

    def test_value_computed_from_a_secret_records_the_source(self):
        with self.acting(self.alice) as env:
            lengths = [len(text) for text in env["wlec.case"].browse(self.cases.ids[:2]).mapped("narrative")]
        self.assertEqual(len(lengths), 2)
        self.assertReads((self.cases.ids[:2], ["narrative"]))

    def test_document_added_opened_and_removed(self):
        with self.acting(self.alice) as env:
            document = env["wlec.case.document"].create(
                {"case_id": self.case.id, "file_name": "a.txt", "content": base64.b64encode(b"x")}
            )
        with self.acting(self.alice) as env:
            document.with_env(env).content  # noqa: B018
        with self.acting(self.alice) as env:
            document.with_env(env).action_remove("Belongs to another client")
        actions = [row["action"] for row in self.events(model="wlec.case.document")]
        for action in ("create", "attach", "read", "transition", "detach"):
            self.assertIn(action, actions)
        self.assertEqual(
            {tuple(row["case_ids"]) for row in self.events(model="wlec.case.document")}, {(self.case.id,)}
        )

    def test_no_value_is_ever_in_a_record(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).read(SECRETS)
            self.case.with_env(env).write({"narrative": "Canary-51ab again"})
            with self.assertRaises(UserError):
                env["wlec.case"].search([("narrative", "ilike", "Canary-51ab")])
        self._write_buffer()
        self.env.cr.execute("SELECT count(*) FROM wlec_access_event e WHERE e::text LIKE '%Canary-51ab%'")
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_who_reads_the_record_is_in_the_record(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).matter  # noqa: B018
        self._write_buffer()
        self._start_events()
        with self.acting(self.audrey) as env:
            events = env["wlec.access.event"].search([("actor_id", "=", self.alice.id)], limit=2)
            events.read(["what", "record_ids", "case_ids"])
        rows = self.events(model="wlec.access.event")
        self.assertEqual({row["actor_id"] for row in rows}, {self.audrey.id})
        self.assertEqual(sorted({i for row in rows for i in row["record_ids"]}), sorted(events.ids))

    def test_grant_and_revocation_are_recorded(self):
        with self.acting(self.alice) as env:
            grant = env["wlec.access.grant"].create(
                {
                    "case_id": self.case.id,
                    "user_id": self.bob.id,
                    "reason": "Stands in for me",
                    "valid_to": "2027-02-01",
                }
            )
            grant.action_revoke()
        self.assertEqual(
            [row["action"] for row in self.events(model="wlec.access.grant") if row["action"] != "read"],
            ["grant", "revoke"],
        )
        self.assertEqual(self.events(action="grant")[0]["case_ids"], self.case.ids)
