# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models


class WlecBreachComplaint(models.Model):
    """A complaint is not hidden by naming those who would see it: it goes to the chair, or to whoever is free."""

    _inherit = "wlec.breach.complaint"

    def write(self, vals):
        with self._watched(vals):
            return super().write(vals)

    def _watching(self):
        """An officer sees on the desk that it is there, and can take it over."""
        return super()._watching() | self.overseer_id

    def _may_watch(self, user):
        return super()._may_watch(user) and not self._obstacle(user)

    def _pass_on(self, user):
        self._set_named({"overseer_id": user.id})
        self._task(self.env._("Look at a complaint: people were named in it"), self._today(), user)

    @api.model
    def _drop_where_too_close(self):
        """Whoever watched and turns out to be too close themselves leaves it to the next who is free."""
        watched = self.sudo().search([("overseer_id", "!=", False), ("state", "!=", "closed")])
        super()._drop_where_too_close()
        for complaint in watched.filtered(lambda complaint: not complaint.overseer_id):
            complaint._keep_watch(complaint.handler_id)
