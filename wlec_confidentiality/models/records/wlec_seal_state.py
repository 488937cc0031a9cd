# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.wlec_confidentiality.models.access import event_table


class WlecSealState(models.TransientModel):
    """How the evidence stands, on one page, for those who answer for it: nothing of it is kept."""

    _name = "wlec.seal.state"
    _description = "State of the seals"

    problems = fields.Text("What is wrong", compute="_compute_state")
    sealed_at = fields.Datetime("Last sealed", compute="_compute_state")
    size = fields.Integer("Records", compute="_compute_state")
    witnesses = fields.Char(compute="_compute_state")
    checked = fields.Char("Last check", compute="_compute_state")
    hardened = fields.Boolean(
        "Out of Odoo's own reach",
        help="The records belong to another database role: Odoo can add to them, and change none.",
        compute="_compute_state",
    )
    key_due = fields.Date("Seal key to be exchanged by", compute="_compute_state")
    first_key = fields.Char(
        "Key for auditors",
        compute="_compute_state",
        help="The key the log began with: each one names the next. Note it down.",
    )
    log_key = fields.Char("Key in use", compute="_compute_state")

    def _compute_display_name(self):
        for state in self:
            state.display_name = self.env._("State of the seals")

    def _compute_state(self):
        seals = self.env["wlec.access.seal"]
        newest, keys = seals.sudo().search([], limit=1), seals._pinned_keys()
        values = {
            "problems": "\n".join(seals._problems()),
            "sealed_at": newest.at,
            "size": newest.size,
            "witnesses": ", ".join(
                self.env["wlec.access.witness"].sudo().search([("active", "=", True)]).mapped("name")
            ),
            "checked": self._last_check(),
            "hardened": event_table.is_hardened(self.env.cr),
            "key_due": seals._key_due(),
            "first_key": keys[0],
            "log_key": seals._log_key(),
        }
        for state in self:
            state.update(values)

    def _last_check(self):
        last = self.env["wlec.access.check"].sudo().search([("state", "=", "done")], limit=1)
        if not last:
            return self.env._("None yet")
        verdict = dict(last._fields["verdict"]._description_selection(self.env))[last.verdict]
        day = format_date(self.env, last.finished_at, date_format="d MMMM y")
        return f"{verdict}, {day}"
