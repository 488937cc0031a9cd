# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError


class WlecCase(models.Model):
    """Who was given something from this file, and must hear of it when it changes."""

    _inherit = "wlec.case"

    notice_ids = fields.One2many("wlec.disclosure.notice", "case_id", string="Notices to recipients")
    notice_count = fields.Integer(compute="_compute_notice_count")

    @api.depends("notice_ids.state")
    def _compute_notice_count(self):
        waiting = self.env["wlec.disclosure.notice"]._read_group(
            [("case_id", "in", self.ids), ("state", "=", "to_send")], ["case_id"], ["__count"]
        )
        counts = dict(waiting)
        for case in self:
            case.notice_count = counts.get(case._origin, 0)

    def _latest_disclosures(self):
        """For each recipient of this file, the latest disclosure to them (of those the user may know of)."""
        released = self.env["wlec.disclosure.request"].search(
            [("case_id", "=", self.id), ("state", "=", "released"), ("ground", "!=", "conflict")],
            order="released_at, id",
        )
        latest = {request._recipient_key(): request for request in released}
        return released.browse(request.id for request in latest.values())

    def _tell_recipients(self, kind, change):
        """A notice for each recipient, to be sent one by one.

        :raise ConfidentialityError: nothing was ever disclosed from this file
        """
        self.ensure_one()
        requests = self._latest_disclosures()
        if not requests:
            raise ConfidentialityError(
                self.env._("Nothing was disclosed from this file: there is nobody to tell.")
            )
        return self.env["wlec.disclosure.notice"].create([
            {"case_id": self.id, "request_id": request.id, "kind": kind, "change": change} for request in requests
        ])  # fmt: skip

    def action_open_notices(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "wlec_confidentiality.wlec_disclosure_notice_action"
        )
        return {**action, "domain": [("case_id", "=", self.id)], "context": {"default_case_id": self.id}}
