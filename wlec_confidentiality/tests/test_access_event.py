# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access record: exactly what was opened, by whom, and never less."""

import base64

import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import AccessRecordError, ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import actor, audit, cursor_hooks

from .common import ConfidentialityCase

CANARY = "Canary-51ab met in the park"
SECRETS = ["matter", "narrative", "risk_notes", "safe_contact"]


class EventCase(ConfidentialityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Client of a test"})

    def setUp(self):
        super().setUp()
        texts = {"matter": CANARY, "narrative": CANARY, "risk_notes": CANARY, "safe_contact": CANARY}
        with self.acting(self.alice) as env:
            values = {"partner_id": self.partner.id, "caseworker_id": self.alice.id, **texts}
            self.cases = env["wlec.case"].create([dict(values) for _ in range(5)]).with_env(self.env)
        self.case = self.cases[0]
        self._start_events()

    def assertReads(self, *expected, model="wlec.case", action="read"):
        """Exactly these readings, as (ids, fields); nobody else read anything of this model."""
        rows = self.events(model=model)
        self.assertEqual(
            [
                (row["record_ids"], row["field_names"])
                for row in rows
                if row["action"] in ("read", "denied", "write", "export")
            ],
            [(sorted(ids), sorted(names)) for ids, names in expected],
        )
        for row in rows:
            self.assertEqual(row["action"], action)
        return rows


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


@tagged("post_install", "-at_install")
class TestNothingLosesARecord(EventCase):
    def test_rolled_back_savepoint(self):
        with self.acting(self.alice) as env:
            with self.assertRaises(UserError), env.cr.savepoint():
                text = self.case.with_env(env).narrative
                raise UserError(text)
        self.assertReads((self.case.ids, ["narrative"]))

    def test_cleared_hooks_and_cache(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).narrative  # noqa: B018
            env.cr.precommit.clear()
            env.cr.postcommit.clear()
            env.cr.postrollback.clear()
            env.cr.cache.clear()
            env.transaction.clear()
            env.invalidate_all()
        self.assertReads((self.case.ids, ["narrative"]))

    def test_server_action_is_recorded_as_who_runs_it(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Reads",
                "model_id": self.env.ref("wlec_confidentiality.model_wlec_case").id,
                "state": "code",
                "code": "texts = record.sudo().mapped('narrative')",
            }
        )
        with self.acting(self.alice) as env:
            action.with_env(env).sudo().with_context(
                active_model="wlec.case", active_id=self.case.id, active_ids=self.case.ids
            ).run()
        (row,) = self.assertReads((self.case.ids, ["narrative"]))
        self.assertEqual((row["actor_id"], row["su"]), (self.alice.id, True))

    def test_effective_user_is_kept_apart_from_the_actor(self):
        self.env["wlec.access.grant"]._grant(self.case, self.bob, "team", "Works with alice")
        with self.acting(self.alice) as env:
            self.case.with_env(env).with_user(self.bob).narrative  # noqa: B018
        (row,) = self.events(model="wlec.case", action="read")
        self.assertEqual((row["actor_id"], row["user_id"]), (self.alice.id, self.bob.id))

    def test_scheduled_job_says_so(self):
        with actor.job(7):
            door = actor.door()
        self.assertEqual((door.origin, door.route), ("cron", "ir.cron/7"))
        self.assertEqual(actor.door().origin, "shell")

    def test_actions_are_a_closed_list(self):
        with self.assertRaises(ValueError):
            audit.record(self.case, "peek")


@tagged("post_install", "-at_install")
class TestFailsClosed(EventCase):
    """The record cannot be written: nothing leaves, and the error says nothing."""

    def failing(self, *_args, **_kwargs):
        raise psycopg2.OperationalError(f"disk full while writing {CANARY}")

    def assertClosed(self, run):
        self.patch(cursor_hooks, "write", self.failing)
        self.patch(cursor_hooks, "_write_apart", self.failing)
        with self.assertLogs("odoo.addons.wlec_confidentiality.orm.cursor_hooks", "ERROR") as logs:
            try:
                run()
            except AccessRecordError as error:
                self.assertNotIn("Canary", str(error))
                self.assertIsNone(error.__cause__)
                self.assertTrue(error.__suppress_context__)
            else:
                self.fail("the request went through without its record")
        self.assertNotIn("Canary", "".join(logs.output))

    def test_commit(self):
        done = []
        with self.acting(self.alice) as env:
            self.case.with_env(env).narrative  # noqa: B018
            self.assertClosed(lambda: cursor_hooks._commit(done.append, env.cr))
        self.assertFalse(done, "the transaction was committed although its record was not written")

    def test_rollback(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).narrative  # noqa: B018
            self.assertClosed(lambda: cursor_hooks._rollback(lambda cr: None, env.cr))

    def test_refusals_need_their_record_too(self):
        with self.acting(self.bob) as env:
            with self.assertRaises(AccessError):
                self.case.with_env(env).sudo().narrative  # noqa: B018
            self.assertClosed(lambda: cursor_hooks._rollback(lambda cr: None, env.cr))

    def test_serialization_failures_are_left_to_odoo(self):
        class Collision(psycopg2.errors.SerializationFailure):
            pgcode = "40001"

        def collide(*_args):
            raise Collision

        with self.acting(self.alice) as env:
            self.case.with_env(env).narrative  # noqa: B018
            self.patch(cursor_hooks, "write", collide)
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                cursor_hooks._commit(lambda cr: None, env.cr)

    def test_what_hooks_after_the_commit_open_is_kept_for_the_record(self):
        """Code may ask to be run after the commit; what it opens then is not lost with the buffer of the transaction."""
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            case.matter  # noqa: B018

            def commit(cr):
                case.invalidate_recordset()
                case.narrative  # noqa: B018 - as env.cr.postcommit would do

            cursor_hooks._commit(commit, env.cr)
            self.assertReads((self.case.ids, ["matter"]), (self.case.ids, ["narrative"]))


@tagged("post_install", "-at_install")
class TestAppendOnly(EventCase):
    def setUp(self):
        super().setUp()
        with self.acting(self.alice) as env:
            self.case.with_env(env).matter  # noqa: B018
        self._write_buffer()
        self.event = self.env["wlec.access.event"].search([], limit=1)

    def test_not_through_the_orm(self):
        for user in (self.env.user, self.audrey, self.alice, self.sam):
            with self.acting(user) as env:
                event = env["wlec.access.event"].browse(self.event.id)
                for change in (
                    lambda event=event: event.create({"action": "read", "model": "wlec.case"}),
                    lambda event=event: event.write({"outcome": "denied"}),
                    lambda event=event: event.unlink(),
                    lambda event=event: event.copy(),
                ):
                    with self.assertRaises(UserError):
                        change()

    @mute_logger("odoo.sql_db")
    def test_not_by_sql(self):
        for statement in (
            "DELETE FROM wlec_access_event",
            "UPDATE wlec_access_event SET actor_id = 1",
            "UPDATE wlec_log.event SET outcome = 'ok'",
            "DELETE FROM wlec_log.event_p0",
            "TRUNCATE wlec_log.event",
            "TRUNCATE wlec_log.event_p0",
            "INSERT INTO wlec_log.event (id) VALUES (1)",
        ):
            with self.assertRaises(psycopg2.Error, msg=statement), self.env.cr.savepoint(flush=False):
                self.env.cr.execute(statement)

    def test_people_of_the_log_are_not_deleted_from_it(self):
        with self.assertRaises(ConfidentialityError):
            self.event.sudo().unlink()

    def test_who_sees_which_records(self):
        with self.acting(self.alice) as env:
            self.assertTrue(env["wlec.access.event"].search([("file_id", "=", self.case.id)]))
            self.assertTrue(env["wlec.access.event"].search_count([("model", "=", "wlec.case")]))
        with self.acting(self.bob) as env:
            self.assertFalse(env["wlec.access.event"].search([("file_id", "=", self.case.id)]))
            with self.assertRaises(AccessError):
                env["wlec.access.event"].browse(self.event.id).read(["what"])
            with self.assertRaises(AccessError):
                env["wlec.access.event"].search([("case_ids", "in", self.case.ids)])
        for user in (self.fred, self.carol, self.sam):
            with self.acting(user) as env, self.assertRaises(AccessError):
                env["wlec.access.event"].search([])
        for user in (
            self.otto,
            self.tara,
        ):  # theirs are those on the file of a complaint they look into: there is none
            with self.acting(user) as env:
                self.assertFalse(env["wlec.access.event"].search([]))
        with self.acting(self.audrey) as env:
            self.assertTrue(env["wlec.access.event"].search([("case_ids", "in", self.case.ids)]))
            with self.assertRaises(AccessError):
                env["wlec.case"].search([])

    def test_partitions_ahead(self):
        self.env["wlec.access.event"]._cron_partitions()
        self.env.cr.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'wlec_log.event'::regclass")
        self.assertGreaterEqual(self.env.cr.fetchone()[0], 2)

    def test_search_by_file_finds_what_was_done_to_its_items(self):
        with self.acting(self.alice) as env:
            env["wlec.case"].browse(self.case.id).write({"note_ids": [Command.create({"body": "said"})]})
        self._write_buffer()
        with self.acting(self.audrey) as env:
            models = env["wlec.access.event"].search([("file_id", "=", self.case.id)]).mapped("model")
        self.assertIn("wlec.case.note", models)
