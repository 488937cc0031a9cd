# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.tools import history

# A grant is noted to the second, an access record to the microsecond.
_BEFORE, _AFTER = timedelta(seconds=2), timedelta(minutes=1)


class WlecAccessHistory(models.AbstractModel):
    """What a client may know: asked of every room that has something to keep from them, for all of their files at once."""

    _inherit = "wlec.access.history"

    @api.model
    def _known(self, cases):
        partner = cases.sudo().partner_id
        untold = self.env["wlec.access.event"].sudo()._untold(cases)
        unseen = self._unseen_emergencies(cases)
        grants = set(unseen.grant_id.ids)
        untold["wlec.access.grant"] = untold.get("wlec.access.grant", set()) | grants
        return history.Known(
            logins=frozenset(partner.with_context(active_test=False).user_ids.ids),
            complaints=self._complaints_told(partner),
            untold=untold,
            absences=tuple(
                history.Absence(one.user_id.id, one.opened_at - _BEFORE, one.ends_at + _AFTER)
                for one in unseen
            ),
            hidings=tuple(self.env["wlec.access.hiding"].sudo()._of_files(cases)),
        )

    @api.model
    def _complaints_told(self, partner):
        """The complaints these clients made. On a paper that somebody of the staff makes for them only those that are open to whoever
        makes it: the complaint may be about that very person. The others are told as any check is."""
        complaints = self.env["wlec.breach.complaint"].sudo().search([("partner_id", "in", partner.ids)])
        if self.env.user._is_internal():
            complaints = complaints.sudo(False)._filtered_by_search()
        return frozenset(complaints.ids)

    @api.model
    def _unseen_emergencies(self, cases):
        """Emergency access of which the client is told on a later day."""
        today = fields.Date.context_today(self)
        domain = [
            ("case_id", "in", cases.ids),
            ("opened_at", "!=", False),
            ("tell_client", "=", "later"),
            "|", ("tell_on", "=", False), ("tell_on", ">", today),
        ]  # fmt: skip
        return self.env["wlec.emergency.access"].sudo().search(domain)
