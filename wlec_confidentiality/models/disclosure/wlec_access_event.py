# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from .wlec_disclosure_request_circle import outside_circle

# From its beginning until it was let go, refused or dropped: whoever has a part in it looks at the file. The day of handing over
# is theirs as well.
_TAKES_PART = SQL(
    """SELECT e.id, q.case_id, 'disclosure', 'wlec.disclosure.request', q.id
         FROM filed e JOIN wlec_disclosure_request q ON q.case_id = e.case_id
          AND e.actor_id IN (q.create_uid, q.requester_id, q.submitted_by_id, q.approver_id, q.second_approver_id, q.releaser_id,
                             q.released_by_id, q.refused_by_id, q.callback_by_id, q.chair_id)
        WHERE q.create_date <= e.at + interval '1 second'
          AND COALESCE(q.released_at, q.refused_at, q.cancelled_at, 'infinity') + interval '1 day' > e.at"""
)
# A link works once, for whoever was given it: nobody logs in for that.
_FETCHED = SQL(
    """SELECT e.id, q.case_id, 'delivery', 'wlec.disclosure.request', q.id
         FROM seen e JOIN wlec_disclosure_request q ON q.id = ANY(e.record_ids) AND q.case_id = ANY(e.case_ids)
        WHERE e.model = 'wlec.disclosure.request' AND e.action IN ('deliver', 'read', 'download')
          AND e.route LIKE '/disclosure/collect/%%'"""
)
_PARTS = (
    "wlec.disclosure.item",
    "wlec.disclosure.copy",
    "wlec.disclosure.delivery",
    "wlec.disclosure.notice",
)
_HANGING = {"mail.message": "model", "mail.activity": "res_model", "ir.attachment": "res_model"}


class WlecAccessEvent(models.Model):
    """Whoever has a part in a disclosure looks at the file; where nobody may be warned of it, others are not told why."""

    _inherit = "wlec.access.event"

    @api.model
    def _explaining(self):
        self.env["wlec.disclosure.request"].flush_model()
        return [*super()._explaining(), _TAKES_PART, _FETCHED]

    @api.model
    def _duties(self):
        keeps = ("wlec.legal.provision", "wlec.transparency.report", "wlec.disclosure.wall")
        return [*super()._duties(), ("duty", "wlec_confidentiality.group_officer", keeps)]

    @api.model
    def _hidden_records(self):
        """Requests that nobody may be warned of, and their items: their traces are for who takes part, and for the auditor."""
        found = super()._hidden_records()
        self.env["wlec.disclosure.request"].flush_model(["restricted", "circle_ids"])
        query = SQL("SELECT t.id FROM wlec_disclosure_request t WHERE %s", outside_circle("t", self.env.uid))
        if requests := [row[0] for row in self.env.execute_query(query)]:
            found["wlec.disclosure.request"] = requests
            for model in ("wlec.disclosure.item", "wlec.disclosure.copy", "wlec.disclosure.delivery"):
                parts = "SELECT id FROM %s WHERE request_id = ANY(%s)"
                parts = SQL(parts, SQL.identifier(self.env[model]._table), requests)
                found[model] = [row[0] for row in self.env.execute_query(parts)]
        return found

    @api.model
    def _untold(self, cases):
        """Requests the client is not told of, or not yet: neither they nor what hangs on them. One that is still being decided on is
        among them, as nobody knows yet whether the law will let it be spoken of."""
        found = super()._untold(cases)
        requests = self.env["wlec.disclosure.request"].sudo().search([("case_id", "in", cases.ids)])
        today = fields.Date.context_today(self)
        silent = requests.filtered(lambda request: not request._is_shown(today))
        if silent:
            found["wlec.disclosure.request"] = set(silent.ids)
            for model in _PARTS:
                parts = self.env[model].sudo().search([("request_id", "in", silent.ids)])
                found[model] = set(parts.ids)
            for model, name in _HANGING.items():
                hanging = SQL(
                    "SELECT id FROM %s WHERE %s = 'wlec.disclosure.request' AND res_id = ANY(%s)",
                    SQL.identifier(self.env[model]._table),
                    SQL.identifier(name),
                    silent.ids,
                )
                found[model] = {row[0] for row in self.env.execute_query(hanging)}
        return found
