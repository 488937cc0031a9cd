# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access record: nothing loses it, nothing leaves without it, nobody alters it."""

import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import AccessRecordError, ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import actor, audit, cursor_hooks

from .event_common import CANARY, EventCase


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

    def test_an_installation_that_fails_says_why(self):
        """There is no table yet, so there is nothing yet to read; a server at work without its table is another matter."""

        class Missing(psycopg2.errors.UndefinedTable):
            pgcode = "42P01"

        def missing(*_args):
            raise Missing

        self.patch(cursor_hooks, "write", missing)
        with self.acting(self.alice) as env:
            self.case.with_env(env).narrative  # noqa: B018
            self.patch(self.registry, "ready", False)
            self.assertEqual(cursor_hooks._rollback(lambda cr: "rolled back", env.cr), "rolled back")
            self.case.with_env(env).matter  # noqa: B018
            self.patch(self.registry, "ready", True)
            self.failing = missing
            self.assertClosed(lambda: cursor_hooks._rollback(lambda cr: None, env.cr))

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
