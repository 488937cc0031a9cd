# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models
from odoo.tools import SQL

from .wlec_breach_complaint import FINDINGS


class WlecComplaintReport(models.Model):
    """One row a complaint, for counting: no reference, no client, no people, no word of it.

    Complaints about whoever counts are left out of what they count, without a trace."""

    _name = "wlec.complaint.report"
    _description = "Complaints in numbers"
    _inherit = ["wlec.complaint.blind.mixin"]
    _auto = False
    _order = "received_on desc, id desc"
    _rec_name = "received_on"

    received_on = fields.Date("Received on", readonly=True)
    channel = fields.Selection(
        lambda self: self.env["wlec.breach.complaint"]._fields["channel"].selection,
        "Came in by",
        readonly=True,
    )
    state = fields.Selection(
        lambda self: self.env["wlec.breach.complaint"]._fields["state"].selection, readonly=True
    )
    finding = fields.Selection(FINDINGS, readonly=True)
    issue_count = fields.Integer("Points", readonly=True)
    days_to_acknowledge = fields.Integer("Days to acknowledge", readonly=True, aggregator="avg")
    days_to_answer = fields.Integer("Days to answer", readonly=True, aggregator="avg")
    acknowledged_in_time = fields.Selection(
        [("yes", "Within the law's time"), ("no", "Late"), ("waiting", "Not yet, in time")],
        "Acknowledged",
        readonly=True,
    )
    put_off = fields.Boolean("Answer put off", readonly=True)
    reviewed_for_client = fields.Boolean("Review asked for", readonly=True)
    subject_user_ids = fields.Many2many(
        "res.users", "wlec_complaint_subject_rel", "complaint_id", "user_id", groups=fields.NO_ACCESS
    )

    _depends = {
        "wlec.breach.complaint": [
            "received_on", "channel", "state", "finding", "acknowledged_on", "acknowledge_by", "outcome_on", "extended_to",
            "review_by_client", "subject_user_ids",
        ],
        "wlec.breach.complaint.issue": ["complaint_id"],
    }  # fmt: skip

    @property
    def _table_query(self):
        return SQL(
            """SELECT c.id, c.received_on, c.channel, c.state, c.finding,
                      (SELECT count(*) FROM wlec_breach_complaint_issue i WHERE i.complaint_id = c.id) AS issue_count,
                      c.acknowledged_on - c.received_on AS days_to_acknowledge,
                      c.outcome_on - c.received_on AS days_to_answer,
                      CASE WHEN c.acknowledged_on <= c.acknowledge_by THEN 'yes'
                           WHEN c.acknowledged_on IS NULL AND c.acknowledge_by >= %(today)s THEN 'waiting'
                           ELSE 'no' END AS acknowledged_in_time,
                      c.extended_to IS NOT NULL AS put_off,
                      coalesce(c.review_by_client, FALSE) AS reviewed_for_client
                 FROM wlec_breach_complaint c""",
            today=self.env["wlec.breach.complaint"]._today(),
        )
