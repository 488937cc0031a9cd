# SPDX-License-Identifier: LGPL-3.0-or-later
from typing import NamedTuple

from markupsafe import Markup

from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import KeyRingError
from odoo.addons.wlec_confidentiality.orm import keys

from . import event_table

_ROW = Markup(
    '<li class="d-flex gap-2 mb-2"><i class="fa fa-fw %s mt-1 flex-shrink-0" role="img" aria-label="%s"></i><span>%s</span></li>'
)
_DUTIES = ("officer", "caseworker", "line_manager", "committee")


class Step(NamedTuple):
    """One thing to be done before the first client comes."""

    is_done: bool
    text: str


class ResConfigSettings(models.TransientModel):
    """What is still to be done in a new centre, seen from what is there and not from what somebody has ticked.

    Rooms add their step in ``_wlec_first_steps``.
    """

    _inherit = "res.config.settings"

    wlec_first_steps = fields.Html(compute="_compute_wlec_first_steps", sanitize=False)
    wlec_steps_to_do = fields.Integer(compute="_compute_wlec_first_steps")

    def _compute_wlec_first_steps(self):
        steps = self._wlec_first_steps()
        for settings in self:
            settings.wlec_first_steps = Markup(
                '<ol class="list-unstyled mb-0">%s</ol>'
            ) % self._wlec_step_rows(steps)
            settings.wlec_steps_to_do = sum(not step.is_done for step in steps)

    def _wlec_step_rows(self, steps):
        done, to_do = self.env._("Done"), self.env._("To do")
        return Markup("").join(
            _ROW
            % (
                ("fa-check text-success", done, step.text)
                if step.is_done
                else ("fa-square-o text-danger", to_do, step.text)
            )
            for step in steps
        )

    def _wlec_first_steps(self):
        """In the order in which they are taken."""
        return [
            self._wlec_ring_step(),
            self._wlec_people_step(),
            self._wlec_address_step(),
            self._wlec_hardened_step(),
        ]

    def _wlec_ring_step(self):
        _ = self.env._
        try:
            keys.ring()
            return Step(True, _("The key ring. Keep two copies of its file, in two places."))
        except KeyRingError as problem:
            text = _(
                "Make the key ring, outside the database: python wlec_confidentiality/tools/keyring.py create FILE. Name it in odoo.conf"
                " (wlec_keyring = FILE), and start Odoo again. Before that nothing confidential can be written down. %s",
                problem,
            )
            return Step(False, text)

    def _wlec_people_step(self):
        groups = [self.env.ref(f"wlec_confidentiality.group_{duty}").sudo() for duty in _DUTIES]
        nobody = [group.name for group in groups if not group.all_user_ids.filtered("active")]
        if not nobody:
            return Step(True, self.env._("Every duty has somebody who holds it."))
        text = self.env._(
            "Give people their duties, and caseworkers their line manager (Settings, Users). Nobody is this yet: %s.",
            ", ".join(nobody),
        )
        return Step(False, text)

    def _wlec_address_step(self):
        company = self.env.company.sudo()
        known = company.street and company.zip and (company.phone or company.email)
        return Step(
            bool(known),
            self.env._(
                "The centre's name, address and telephone number (Settings, Companies). They stand on every letter; now: %s.",
                ", ".join(filter(None, (company.name, company.street, company.zip, company.phone))),
            ),
        )

    def _wlec_hardened_step(self):
        return Step(
            event_table.is_hardened(self.env.cr),
            self.env._(
                "Access records out of Odoo's own reach: whoever administers PostgreSQL runs data/access/harden.sql once, and after each"
                " restore."
            ),
        )
