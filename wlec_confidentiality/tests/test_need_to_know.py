# SPDX-License-Identifier: LGPL-3.0-or-later
"""Nobody without a grant that holds now opens a file, whatever rights, tricks or names they use."""

from datetime import timedelta

from odoo import Command, fields
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, NeedToKnowError
from odoo.addons.wlec_confidentiality.orm import actor

from .common import ConfidentialityCase

CANARY = "Canary-93e0 nobody else"


class GrantCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, matter=CANARY, narrative=CANARY)
        self.Grant, self.Exclusion = self.env["wlec.access.grant"], self.env["wlec.access.exclusion"]
        self._start_events()

    def grant(self, user, begins=0, ends=None, **values):
        now = fields.Datetime.now()
        return self.Grant.create(
            {
                "case_id": self.case.id,
                "user_id": user.id,
                "reason": "A reason of this test",
                "valid_from": now + timedelta(hours=begins),
                "valid_to": ends and now + timedelta(hours=ends),
                **values,
            }
        )

    def assertOpen(self, user):
        with self.acting(user) as env:
            self.assertEqual(self.case.with_env(env).narrative, CANARY)
            self.assertIn(self.case, env["wlec.case"].search([]))

    def assertClosed(self, user, recorded=True):
        """No row, no count, no value - not even with full rights - and the attempt is on record."""
        with self.acting(user) as env:
            case = self.case.with_env(env)
            if env["wlec.case"].has_access("read"):
                self.assertNotIn(self.case, env["wlec.case"].search([]))
                self.assertFalse(env["wlec.case"].search_count([("id", "=", self.case.id)]))
                self.assertFalse(env["wlec.case"].name_search(self.case.sudo().name))
            with self.assertRaises(AccessError):
                case.read(["narrative"])
            with self.assertRaises(AccessError):
                case.write({"safe_contact": "mine now"})
            with self.assertRaises(AccessError) as caught:
                case.sudo().narrative  # noqa: B018
            self.assertNotIn(CANARY, str(caught.exception))
        if recorded:
            self._start_events_kept()

    def _start_events_kept(self):
        rows = self.events(action="denied")
        self.assertTrue(any(self.case.ids == row["record_ids"] for row in rows), "the attempt left no trace")
        self.assertFalse([row for row in self.events(action="read") if row["actor_id"] != self.alice.id])


@tagged("post_install", "-at_install")
class TestGrants(GrantCase):
    def test_caseworker_and_their_line_manager(self):
        self.assertOpen(self.alice)
        self.assertOpen(self.mona)

    def test_nobody_else(self):
        for user in (
            self.bob,
            self.otto,
            self.fred,
            self.tara,
            self.audrey,
            self.sam,
            self.carol,
            self.chris,
        ):
            with self.subTest(user=user.login):
                self._start_events()
                self.assertClosed(user)

    def test_administrator_and_root(self):
        admin = self.env.ref("base.user_admin")
        self.assertClosed(admin)
        with self.acting(self.env["res.users"].browse(SUPERUSER_ID)) as env, self.assertRaises(AccessError):
            self.case.with_env(env).narrative  # noqa: B018

    def test_granted_colleague(self):
        self.grant(self.bob, -1, 1)
        self.assertOpen(self.bob)

    def test_grant_without_end(self):
        self.grant(self.bob, -1)
        self.assertOpen(self.bob)

    def test_expired(self):
        self.grant(self.bob, -2, -1)
        self.assertClosed(self.bob)

    def test_not_begun(self):
        self.grant(self.bob, 1, 2)
        self.assertClosed(self.bob)

    def test_revoked(self):
        grant = self.grant(self.bob, -1, 1)
        self.assertOpen(self.bob)
        with self.acting(self.alice) as env:
            grant.with_env(env).action_revoke()
        self._start_events()
        self.assertClosed(self.bob)

    def test_revoked_while_open(self):
        """In the very transaction that has read already, the next reading is refused."""
        grant = self.grant(self.bob, -1, 1)
        with self.acting(self.bob) as env:
            self.assertEqual(self.case.with_env(env).matter, CANARY)
            grant.with_env(env).sudo()._end("test")
            env.invalidate_all()
            with self.assertRaises(AccessError):
                self.case.with_env(env).sudo().narrative  # noqa: B018

    def test_grant_on_another_file_opens_only_that(self):
        other = self.case_for(self.alice)
        self.grant(self.bob, -1, 1, case_id=other.id)
        self.assertClosed(self.bob)

    def test_exclusion_beats_every_grant_and_role(self):
        for user in (self.bob, self.mona, self.alice):
            self.grant(user, -1)
            self.Exclusion.create({"case_id": self.case.id, "user_id": user.id})
            self._start_events()
            self.assertClosed(user)

    def test_lifted_exclusion(self):
        self.grant(self.bob, -1)
        exclusion = self.Exclusion.create({"case_id": self.case.id, "user_id": self.bob.id})
        with self.acting(self.alice) as env:
            exclusion.with_env(env).action_lift()
        self.assertOpen(self.bob)

    def test_wall_is_not_lifted_by_hand(self):
        wall = self.Exclusion.create({"case_id": self.case.id, "user_id": self.bob.id, "source": "wall"})
        with self.acting(self.alice) as env, self.assertRaises(ConfidentialityError):
            wall.with_env(env).action_lift()

    def test_without_acknowledgement(self):
        self.grant(self.vera, -1)
        with self.acting(self.vera) as env:
            with self.assertRaises(RedirectWarning):
                self.case.with_env(env).read(["narrative"])
            with self.assertRaises(RedirectWarning):
                self.case.with_env(env).sudo().narrative  # noqa: B018
        self._acknowledge(self.vera)
        self.assertOpen(self.vera)

    def test_items_of_the_file_follow_it(self):
        with self.acting(self.alice) as env:
            note = env["wlec.case.note"].create({"case_id": self.case.id, "body": CANARY})
            party = env["wlec.case.party"].create({"case_id": self.case.id, "full_name": CANARY})
        for record, name in ((note, "body"), (party, "full_name")):
            with self.acting(self.bob) as env:
                self.assertFalse(env[record._name].search([]) & record.with_env(env))
                with self.assertRaises(AccessError):
                    record.with_env(env).read([name])
                with self.assertRaises(AccessError):
                    record.with_env(env).sudo()[name]
                with self.assertRaises(AccessError):
                    env[record._name].create({"case_id": self.case.id, name: "planted"})

    def test_mixed_list_gives_nothing_away(self):
        other = self.case_for(self.alice)
        self.grant(self.bob, -1, case_id=other.id)
        with self.acting(self.bob) as env:
            with self.assertRaises(AccessError):
                env["wlec.case"].browse([other.id, self.case.id]).read(["matter"])
            self.assertEqual(env["wlec.case"].search([("id", "in", [other.id, self.case.id])]).ids, other.ids)

    def test_refusal_has_the_same_words_for_what_was_never_there(self):
        with self.acting(self.bob) as env:
            with self.assertRaises(AccessError) as walled:
                self.case.with_env(env).read(["name"])
        self.assertNotIn(self.case.name, str(walled.exception))
        self.assertNotIn("wlec.case", str(walled.exception))


@tagged("post_install", "-at_install")
class TestOtherNames(GrantCase):
    """The one who really logged in must have the need to know."""

    def assertRefused(self, env, run):
        with self.assertRaises(AccessError) as caught:
            run(env)
        self.assertNotIn(CANARY, str(caught.exception))

    def test_sudo_and_with_user(self):
        for user in (self.bob, self.sam):
            with self.acting(user) as env:
                case = self.case.with_env(env)
                self.assertRefused(env, lambda env, case=case: case.sudo().narrative)
                self.assertRefused(env, lambda env, case=case: case.with_user(self.alice).narrative)
                self.assertRefused(env, lambda env, case=case: case.with_user(self.alice).sudo().narrative)
                self.assertRefused(
                    env, lambda env, case=case: case.with_user(SUPERUSER_ID).read(["narrative"])
                )

    def test_actor_and_effective_user_must_both_hold(self):
        """A granted caseworker running code as somebody else is asked by the rules as that one."""
        with self.acting(self.alice) as env:
            self.assertRefused(env, lambda env: self.case.with_env(env).with_user(self.bob).narrative)

    def run_code(self, env, code, **context):
        model = self.env.ref("wlec_confidentiality.model_wlec_case")
        action = self.env["ir.actions.server"].create(
            {"name": "x", "model_id": model.id, "state": "code", "code": code}
        )
        self.env.flush_all()
        return action.with_env(env).with_context(
            active_model="wlec.case", active_id=self.case.id, active_ids=self.case.ids, **context
        ).sudo().run()  # fmt: skip

    def test_server_action_of_the_administrator(self):
        for code in (
            "raise UserError(record.sudo().narrative)",
            "raise UserError(str(env['wlec.case'].sudo().search([]).mapped('narrative')))",
            f"raise UserError(env['wlec.case'].with_user({self.alice.id}).browse(record.id).narrative)",
            f"raise UserError(env(user={self.alice.id}, su=True)['wlec.case'].browse(record.id).narrative)",
            "raise UserError(str(record.sudo().read(['narrative'])))",
            "raise UserError(str(record.sudo().export_data(['narrative'])))",
            "raise UserError(str(record.sudo()._read_format(['narrative'])))",
            "raise UserError(record.sudo().new(origin=record).narrative)",
            "record.sudo().fetch(['narrative'])\nraise UserError(str(record.sudo()._convert_to_write(dict(record.sudo()._cache))))",
            "env.transaction.reset()\nraise UserError(record.sudo().narrative)",
        ):
            with self.subTest(code=code), self.acting(self.sam) as env:
                self.assertRefused(env, lambda env, code=code: self.run_code(env, code))

    def test_server_action_that_looks_at_the_cache(self):
        for code in (
            "record.sudo().fetch(['narrative'])\nraise UserError(str(record.sudo()._cache['narrative']))",
            "record.sudo().fetch(['narrative'])\nraise UserError('{0._Sealed__plain} {0._Sealed__blob}'.format(record.sudo()._cache['narrative']))",
            "record.sudo().fetch(['narrative'])\nraise UserError(str(env.cache))",
            "env.cr.execute('SELECT narrative FROM wlec_case WHERE id = %s', [record.id])\nraise UserError(str(bytes(env.cr.fetchone()[0])))",
        ):
            with self.subTest(code=code), self.acting(self.sam) as env:
                with self.assertRaises(Exception) as caught:
                    self.run_code(env, code)
                self.assertNotIn(CANARY, str(caught.exception))

    def test_server_action_that_reaches_for_the_insides(self):
        for code in (
            "record._cache['narrative']._Sealed__plain",
            "record._fields['narrative'].__class__",
            "env.transaction.default_env = env",
            "record.sudo()._fields['narrative']._unseal(record)",
        ):
            with self.subTest(code=code), self.acting(self.sam) as env:
                with self.assertRaises(Exception) as caught:
                    self.run_code(env, code)
                self.assertNotIn(CANARY, str(caught.exception))

    def test_mail_template_of_the_administrator(self):
        with self.acting(self.sam) as env, mute_logger("odoo.addons.mail.models.mail_render_mixin"):
            with self.assertRaises(UserError) as caught:
                env["mail.render.mixin"].sudo()._render_template(
                    '<p t-out="object.narrative"/>', "wlec.case", self.case.ids, engine="qweb"
                )
            self.assertNotIn(CANARY, str(caught.exception))

    def test_scheduled_job_in_somebodys_name(self):
        """The administrator sets who a scheduled action runs as: in a job nobody has logged in, so nothing opens."""
        with self.acting(self.alice) as env, actor.job(99):
            self.assertRefused(env, lambda env: self.case.with_env(env).narrative)

    def test_related_field_of_another_model(self):
        field = self.env["ir.model.fields"].create(
            {
                "name": "x_peek",
                "model_id": self.env["ir.model"]._get_id("wlec.access.grant"),
                "ttype": "text",
                "related": "case_id.narrative",
                "store": False,
            }
        )
        self.assertTrue(field)
        grant = self.Grant.search([("case_id", "=", self.case.id)], limit=1)
        with self.acting(self.audrey) as env:
            self.assertTrue(grant.with_env(env).read(["reason"]))
            self.assertRefused(env, lambda env: grant.with_env(env).read(["x_peek"]))
        with self.acting(self.alice) as env:
            self.assertEqual(grant.with_env(env).x_peek, CANARY)
        self.assertEqual(self.events(action="read", model="wlec.case")[-1]["record_ids"], self.case.ids)

    def test_forged_context(self):
        for key in ("skip", "skip_log", "skip_audit", "no_check", "bypass", "install_mode", "tracking_disable", "import_file",
                    "prefetch_fields", "active_test", "su", "uid", "default_env", "module", "_wlec", "wlec_sudo"):  # fmt: skip
            for value in (True, self.alice.id):
                with self.acting(self.bob) as env:
                    case = self.case.with_env(env).with_context(**{key: value})
                    self.assertRefused(env, lambda env, case=case: case.read(["narrative"]))
                    self.assertRefused(env, lambda env, case=case: case.sudo().narrative)


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
