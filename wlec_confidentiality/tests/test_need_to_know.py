# SPDX-License-Identifier: LGPL-3.0-or-later
"""Nobody without a grant that holds now opens a file, whatever rights, tricks or names they use."""

from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import actor

from .grant_common import CANARY, GrantCase


@tagged("post_install", "-at_install")
class TestGrants(GrantCase):
    def test_caseworker_and_their_line_manager(self):
        self.assertOpen(self.alice)
        self.assertOpen(self.mona)

    def test_nobody_else(self):
        for user in self.cast("bob otto fred tara audrey sam carol chris"):
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
