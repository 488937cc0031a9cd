# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.tools import disclosure_gate as gate

from .disclosing import DisclosingCase
from .test_disclosure_gate import EVIDENCE

ROLES = ("alice", "bob", "mona", "otto", "vera", "fred", "tara", "audrey", "sam", "carol")
BUTTONS = ("assess", "submit", "approve", "release", "release_emergency", "repack", "justify")
# Who can let it go when everything is in place and everybody has approved who must: nobody of those who asked or approved.
RELEASERS = {"consent": {"otto"}, "danger": set(), "law": set(), "conflict": set()}


class _TakenBack(Exception):
    """Undo an attempt that went through."""


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureExhaustive(DisclosingCase):
    """Every ground, complete and with each piece of evidence left out, every role, every way to "released" there is: exactly
    the documented combinations arrive. (Every subset of the evidence is tried by the unit tests of the gate.)"""

    def _attempt(self, user, run):
        """Whether ``run(env)`` by ``user`` ends with a released request; whatever it did is taken back."""
        reached = []
        try:
            with self.env.cr.savepoint(), self.acting(user) as env:
                try:
                    run(env)
                finally:
                    self.env.flush_all()
                    self.env.cr.execute("SELECT id FROM wlec_disclosure_request WHERE state = 'released'")
                    reached += self.env.cr.fetchall()
                raise _TakenBack
        except (UserError, RedirectWarning, _TakenBack):
            pass
        self.env.invalidate_all()
        return bool(reached)

    def _ways(self, request):
        """Every way somebody might try: buttons one by one and in a row, writing, importing, saving a form, copying."""
        model, number = request._name, request.id

        def pressing(*names):
            def run(env):
                for name in names:
                    getattr(env[model].browse(number), f"action_{name}")()

            return run

        yield from ((name, pressing(name)) for name in BUTTONS)
        yield "in a row", pressing("assess", "submit", "approve", "release")
        yield "write", lambda env: env[model].browse(number).write({"state": "released"})
        yield (
            "write approval",
            lambda env: env[model].browse(number).write({"approver_id": env.uid, "state": "approved"}),
        )
        yield "web_save", lambda env: env[model].browse(number).web_save({"state": "released"}, {"state": {}})
        yield "import", lambda env: env[model].load([".id", "state"], [[str(number), "released"]])
        yield "create", lambda env: env[model].create({"case_id": self.case.id, "state": "released"})
        yield (
            "default",
            lambda env: env[model].with_context(default_state="released").create({"case_id": self.case.id}),
        )
        yield "copy", lambda env: env[model].browse(number).copy({"state": "released"})
        yield "sudo write", lambda env: env[model].sudo().browse(number).write({"state": "released"})

    def _reached(self, request):
        return {
            (role, way)
            for role in ROLES
            for way, run in self._ways(request)
            if self._attempt(getattr(self, role), run)
        }

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_nobody_reaches_released_alone(self):
        """A draft, whatever it holds: no single person takes it to "released", by any way."""
        for ground in gate.GROUNDS:
            missing = EVIDENCE[ground] + (() if ground == "conflict" else ("necessity", "proportionality"))
            for absent in (None, *missing):
                request = self.request(ground)
                if absent:
                    with self.acting(self.alice) as env:
                        request.with_env(env).write({absent: False})
                with self.subTest(ground=ground, absent=absent):
                    self.assertFalse(self._reached(request))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_exactly_who_may_lets_go_of_what_is_approved(self):
        for ground in gate.GROUNDS:
            request = self.approved(ground)
            with self.subTest(ground):
                reached = self._reached(request)
                self.assertEqual({role for role, _way in reached}, RELEASERS[ground])
                self.assertLessEqual({way for _role, way in reached}, {"release"})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
    def test_approved_and_then_a_piece_goes_missing(self):
        """The gate is asked again at the moment of release: what no longer holds then lets nothing go."""
        broken = {
            "consent": lambda request: self.step(request.consent_id, self.alice, "withdraw"),
            "law": lambda request: request.provision_id.sudo().write({"status": "repealed"}),
        }
        for ground, spoil in broken.items():
            request = self.approved(ground)
            spoil(request)
            with self.subTest(ground):
                self.assertFalse(self._reached(request))
