# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .wlec_breach_complaint_people import NAMED


class WlecAccessEvent(models.Model):
    """Access records of a file as evidence in a complaint: for whoever handles, investigates or reviews it, as long as it is open."""

    _inherit = "wlec.access.event"

    is_evidence = fields.Boolean("Evidence", compute="_compute_is_evidence", search="_search_is_evidence")
    evidence_complaint_id = fields.Many2one(
        "wlec.breach.complaint", "Evidence for", store=False, search="_search_evidence_complaint_id"
    )

    def _compute_is_evidence(self):
        found = self.search([("id", "in", self.ids), ("is_evidence", "=", True)]) if self.ids else self
        for event in self:
            event.is_evidence = event in found

    def _search_is_evidence(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._evidence_domain()
        return domain if True in value else ~domain

    def _search_evidence_complaint_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._evidence_domain([number for number in value if isinstance(number, int) and number])

    @api.model
    def _evidence_domain(self, complaint_ids=None):
        """Records on the files of the complaints open to this user, without what even they must not know of."""
        files, hidden = self._evidence_files(complaint_ids), self._hidden_records()

        def to_sql(model, alias, query):
            shown = [SQL("%s && %s::int[]", SQL.identifier(alias, "case_ids"), files)]
            for model_name, ids in hidden.items():
                hides = SQL("%s = %s", SQL.identifier(alias, "model"), model_name)
                hides = SQL("%s AND %s && %s::int[]", hides, SQL.identifier(alias, "record_ids"), ids)
                shown.append(SQL("NOT (%s)", hides))
            return SQL(" AND ").join(shown)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _evidence_files(self, complaint_ids):
        """The files of the user's open complaints, by one query; of an officer only those they handle or were named for."""
        Complaint, uid = self.env["wlec.breach.complaint"], self.env.uid
        Complaint.flush_model(["case_id", "state", "handler_id", *NAMED])
        mine = SQL(" OR ").join(
            SQL("%s = %s", SQL.identifier("c", name), uid) for name in ("handler_id", *NAMED)
        )
        query = SQL(
            "SELECT DISTINCT c.case_id FROM wlec_breach_complaint c WHERE c.case_id IS NOT NULL AND c.state <> 'closed'"
            " AND (%s) AND %s AND (%s)",
            mine,
            Complaint._open_sql("c", uid),
            SQL("TRUE") if complaint_ids is None else SQL("c.id = ANY(%s)", complaint_ids),
        )
        return [row[0] for row in self.env.execute_query(query)]
