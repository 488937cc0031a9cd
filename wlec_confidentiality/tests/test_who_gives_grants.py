# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who lets somebody into a file, to whom, for how long; and that what was given is not rewritten."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.wlec_confidentiality.exceptions import NeedToKnowError

from .grant_common import GrantCase


@tagged("post_install", "-at_install")
class TestWhoGivesGrants(GrantCase):
    def values(self, **more):
        return {
            "case_id": self.case.id,
            "user_id": self.bob.id,
            "reason": "Stands in while I am away",
            "valid_to": fields.Datetime.now() + timedelta(days=7),
            **more,
        }

    def give(self, user, **more):
        with self.acting(user) as env:
            return env["wlec.access.grant"].create(self.values(**more))

    def assertNotGiven(self, user, error=UserError, **more):
        with self.acting(user) as env, self.assertRaises(error):
            env["wlec.access.grant"].create(self.values(**more))

    def test_by_the_caseworker_with_reason_and_end(self):
        grant = self.give(self.alice)
        self.assertEqual(grant.granted_by, self.alice)
        self.assertOpen(self.bob)

    def test_in_ones_own_name_from_now(self):
        past = fields.Datetime.now() - timedelta(days=900)
        grant = self.give(self.alice, granted_by=self.mona.id, valid_from=past)
        self.assertEqual(grant.granted_by, self.alice)
        self.assertGreater(grant.valid_from, fields.Datetime.now() - timedelta(minutes=5))

    def test_not_without_reason_or_end(self):
        for wrong in (
            {"reason": ""}, {"reason": False}, {"reason": "  because "}, {"valid_to": False}, {"valid_to": "2099-01-01"},
            {"source": "assigned"}, {"source": "line_management"}, {"source": "emergency"}, {"source": "conflict"},
        ):  # fmt: skip
            self.assertNotGiven(self.alice, **wrong)

    def test_not_to_people_who_do_not_work_on_files(self):
        for user in (self.fred, self.tara, self.audrey, self.sam, self.carol):
            self.assertNotGiven(self.alice, user_id=user.id)

    def test_not_to_the_excluded(self):
        self.Exclusion.create({"case_id": self.case.id, "user_id": self.bob.id})
        self.assertNotGiven(self.alice)

    def test_not_by_the_ungranted(self):
        for user in (self.bob, self.otto, self.fred, self.tara, self.audrey, self.sam, self.carol):
            self.assertNotGiven(user, AccessError)
            self.assertNotGiven(user, AccessError, user_id=user.id)

    def test_not_by_who_was_let_in(self):
        self.give(self.alice)
        third = new_test_user(self.env, "third", groups="wlec_confidentiality.group_caseworker")
        self._acknowledge(third)
        self.assertNotGiven(self.bob, user_id=third.id)

    def test_neither_rewritten_nor_deleted(self):
        grant = self.give(self.alice)
        for user in (self.alice, self.mona, self.sam, self.env.user):
            with self.acting(user) as env:
                for change in (
                    {"valid_to": False},
                    {"user_id": self.mona.id},
                    {"revoked_at": False},
                    {"reason": "another reason"},
                ):
                    with self.assertRaises(UserError):
                        grant.with_env(env).write(change)
                with self.assertRaises(UserError):
                    grant.with_env(env).unlink()

    def test_not_through_the_file(self):
        own = self.Grant.search([("case_id", "=", self.case.id), ("user_id", "=", self.alice.id)], limit=1)
        for command in (
            Command.create({"user_id": self.bob.id, "reason": "short", "source": "assigned"}),
            Command.update(own.id, {"user_id": self.bob.id}),
            Command.delete(own.id),
            Command.unlink(own.id),
            Command.clear(),
            Command.set([]),
        ):
            with self.acting(self.alice) as env, self.assertRaises(UserError):
                self.case.with_env(env).write({"grant_ids": [command]})
        self.assertEqual(own.exists(), own)
        self.assertOpen(self.alice)

    def test_exclusions_are_kept_too(self):
        with self.acting(self.alice) as env:
            exclusion = env["wlec.access.exclusion"].create({"case_id": self.case.id, "user_id": self.bob.id})
            for change in ({"user_id": self.mona.id}, {"lifted_at": fields.Datetime.now()}):
                with self.assertRaises(UserError):
                    exclusion.write(change)
            with self.assertRaises(UserError):
                exclusion.unlink()
            with self.assertRaises(UserError):
                env["wlec.access.exclusion"].create(
                    {"case_id": self.case.id, "user_id": self.mona.id, "source": "wall"}
                )
            for command in (Command.clear(), Command.delete(exclusion.id), Command.set([])):
                with self.assertRaises(UserError):
                    self.case.with_env(env).write({"exclusion_ids": [command]})

    def test_manual_path_of_the_administrator(self):
        """Being administrator opens nothing; making oneself a caseworker or line manager is on record."""
        with self.acting(self.sam) as env:
            env["res.users"].browse(self.sam.id).write(
                {"group_ids": [Command.link(env.ref("wlec_confidentiality.group_line_manager").id)]}
            )
        rows = self.events(action="configure", model="res.users")
        self.assertEqual((rows[-1]["record_ids"], rows[-1]["actor_id"]), (self.sam.ids, self.sam.id))
        self._acknowledge(self.sam)
        with self.acting(self.sam) as env, self.assertRaises(AccessError):
            self.case.with_env(env).sudo().narrative  # noqa: B018

    def test_need_to_know_error_is_an_access_error(self):
        self.assertTrue(issubclass(NeedToKnowError, AccessError))
