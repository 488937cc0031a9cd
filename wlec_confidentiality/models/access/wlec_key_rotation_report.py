# SPDX-License-Identifier: LGPL-3.0-or-later
from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import KeyRingError
from odoo.addons.wlec_confidentiality.orm import rotation


class WlecKeyRotation(models.Model):
    """How far it is, and what the data keys need of the ring."""

    _inherit = "wlec.key.rotation"

    progress = fields.Float(compute="_compute_progress", aggregator=None)
    ring_report = fields.Html("Key ring", compute="_compute_ring_report")

    @api.depends("kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for job in self:
            job.display_name = f"{labels.get(job.kind, '')} {job._origin.id or ''}".strip()

    @api.depends("state", "keys_total", "keys_done", "values_total", "values_done")
    def _compute_progress(self):
        for job in self:
            share = _share(job.keys_done, job.keys_total)
            if job.kind == "data":  # new keys are made in no time; sealing anew is the work
                share = share * 0.05 + (
                    _share(job.values_done, job.values_total) * 0.95 if job.values_total else 0
                )
            job.progress = 100 if job.state == "done" else min(99, round(100 * share))

    @api.depends_context("uid")
    def _compute_ring_report(self):
        report = self._ring_report()
        for job in self:
            job.ring_report = report

    def _ring_report(self):
        """What the data keys need of the ring, as a table; no key is in it."""
        _ = self.env._
        try:
            needs = rotation.needs(self.env.cr)
        except KeyRingError as problem:
            return Markup('<p class="text-danger">%s</p>') % problem
        words = {True: _("current"), False: _("older")}
        rows = Markup("").join(
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
            % (
                need.kek_id,
                words[need.is_current] if need.is_there else _("MISSING"),
                need.active,
                need.retired,
            )
            for need in needs
        )
        head = (_("Key"), _("In the ring"), _("Data keys in use"), _("Retired data keys"))
        return Markup('<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>') % (
            Markup("").join(Markup("<th>%s</th>") % text for text in head),
            rows,
        )


def _share(done, total):
    return min(1, done / total) if total else 0
