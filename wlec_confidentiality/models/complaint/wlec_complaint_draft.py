# SPDX-License-Identifier: LGPL-3.0-or-later
import json

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText

DAYS_KEPT = 90


class WlecComplaintDraft(models.Model):
    """A complaint a client has begun to write in the portal. Nobody but them has it; it is no complaint yet, and no clock runs.
    What is not sent is forgotten after ninety days."""

    _name = "wlec.complaint.draft"
    _description = "Complaint a client has begun to write"
    _inherit = ["wlec.complaint.blind.mixin", "wlec.confidential.mixin"]
    _rec_name = "date"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    date = fields.Datetime("Saved on", required=True, readonly=True, default=fields.Datetime.now)
    # All of the form in one piece: not even which questions were answered can be seen from outside.
    content = ConfidentialText("What was written")

    _one_each = models.UniqueIndex("(user_id)")

    def _need_to_know(self, uid):
        query = SQL(
            "SELECT id FROM wlec_complaint_draft WHERE id = ANY(%s) AND user_id = %s", list(self.ids), uid
        )
        return {row[0] for row in self.env.execute_query(query)}

    @api.model
    def _mine(self):
        return self.search([("user_id", "=", self.env.uid)], limit=1)

    @api.model
    def _keep(self, values):
        """Keep what the client has written so far, in place of what was kept before."""
        vals = {"content": json.dumps(values), "date": fields.Datetime.now()}
        if mine := self._mine():
            mine.sudo().write(vals)
        else:
            self.sudo().create({"user_id": self.env.uid, **vals})

    def _values(self):
        """What was kept, by the names of the form."""
        return json.loads(self.content or "{}")

    @api.model
    def _throw_away(self):
        self._mine().sudo().unlink()

    @api.autovacuum
    def _forget_old(self):
        old = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS_KEPT)
        self.sudo().search(Domain("date", "<", old)).unlink()
