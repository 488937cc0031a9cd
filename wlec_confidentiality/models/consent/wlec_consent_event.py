# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError


class WlecConsentEvent(models.Model):
    """One step in the life of a consent. Written by the steps themselves; never changed, never deleted."""

    _name = "wlec.consent.event"
    _description = "Consent history"
    _order = "id desc"
    _rec_name = "event"

    consent_id = fields.Many2one(
        "wlec.consent", required=True, readonly=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one("wlec.case", required=True, readonly=True, index=True, ondelete="restrict")
    at = fields.Datetime(string="When", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Who", required=True, readonly=True, index=True)
    event = fields.Selection(selection="_event_selection", string="What", required=True, readonly=True)
    method = fields.Selection(selection="_method_selection", readonly=True)
    wording_hash = fields.Char(string="Fingerprint of the wording", readonly=True)

    @api.model
    def _event_selection(self):
        return [*self.env["wlec.consent"]._STATES, ("confirmed", self.env._("Confirmed in writing"))]

    @api.model
    def _method_selection(self):
        return self.env["wlec.consent"]._METHODS

    def write(self, vals):
        raise ConfidentialityError(self.env._("The history of a consent is not changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("The history of a consent is not deleted."))
