# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import held, people

from .wlec_breach_complaint_hands import PLACES
from .wlec_breach_complaint_independence import HANDLER_GROUPS

_PARTS = (
    "wlec.breach.complaint.issue",
    "wlec.complaint.message",
    "wlec.complaint.document",
    "wlec.complaint.letter",
)
_MODELS = ("wlec.breach.complaint", *_PARTS)
# Whoever had it in their hands then, whoever has it today.
_DEALS = SQL(
    "(e.actor_id = c.outcome_by_id OR %s)", held.by(PLACES, SQL("c.id"), SQL("e.actor_id"), SQL("e.at"))
)
# In the minute in which they entered it for somebody: afterwards it is closed to them.
_ENTERED = SQL(
    "(u.share IS NOT TRUE AND c.create_uid = e.actor_id AND e.at <= c.create_date + interval '1 minute')"
)
# While the complaint was open, on the file it is about.
_FILE = SQL(
    """SELECT e.id, c.case_id, 'complaint', 'wlec.breach.complaint', c.id
         FROM filed e JOIN wlec_breach_complaint c ON c.case_id = e.case_id AND %s
        WHERE c.create_date <= e.at + interval '1 second' AND (c.closed_on IS NULL OR c.closed_on >= e.at::date)""",
    _DEALS,
)


def _of_complaint(env):
    """SQL of (access record, record in it, complaint): what was to a complaint, or to a part of one."""
    ways = [
        SQL("SELECT t.event, t.record, t.owner FROM thing t WHERE t.owner_model = 'wlec.breach.complaint'")
    ]
    ways += [
        SQL(
            "SELECT t.event, t.record, p.complaint_id FROM thing t JOIN %s p ON t.owner_model = %s AND p.id = t.owner",
            SQL.identifier(env[name]._table),
            name,
        )
        for name in _PARTS
    ]
    return SQL(" UNION ").join(ways)


def _complaints(env):
    """Whoever deals with it, and the client: also the one who came with a receipt code, and is nobody."""
    return SQL(
        """SELECT o.event, o.record, CASE WHEN %(deals)s THEN 'complaint' WHEN %(entered)s THEN 'author' ELSE 'own_record' END, 'wlec.breach.complaint', c.id
             FROM (%(of)s) AS o(event, record, complaint) JOIN seen e ON e.id = o.event
             JOIN wlec_breach_complaint c ON c.id = o.complaint
             LEFT JOIN res_users u ON u.id = e.actor_id
            WHERE %(deals)s OR %(entered)s OR (u.share AND c.partner_id = u.partner_id)
               OR (e.actor_id = %(nobody)s AND c.channel = 'receipt' AND e.route LIKE '/complaint%%')""",
        deals=_DEALS,
        entered=_ENTERED,
        of=_of_complaint(env),
        nobody=env["ir.model.data"]._xmlid_to_res_id("base.public_user"),
    )


# A draft is there for whoever writes it alone, and gone when it is sent.
_DRAFTS = SQL(
    """SELECT e.id, NULL::int, 'own_record', NULL, NULL::int FROM seen e JOIN res_users u ON u.id = e.actor_id AND u.share
        WHERE e.model = 'wlec.complaint.draft'"""
)


class WlecAccessEvent(models.Model):
    """Whoever deals with a complaint looks at it, and at the file it is about; the person it is about learns nothing of that."""

    _inherit = "wlec.access.event"

    @api.model
    def _explaining(self):
        for name in _MODELS:
            self.env[name].flush_model()
        return [*super()._explaining(), _FILE, _complaints(self.env), _DRAFTS]

    @api.model
    def _duties(self):
        papers = (
            "wlec.complaint.letter.template",
            "wlec.complaint.report",
            "wlec.complaint.summary",
            "wlec.complaint.entry",
        )
        groups = [group for group in HANDLER_GROUPS if group != people.OFFICER]
        return [
            *super()._duties(),
            ("duty", people.OFFICER, (*_MODELS, *papers)),
            *(("duty", group, ("wlec.complaint.entry", "wlec.complaint.summary")) for group in groups),
        ]

    @api.model
    def _files_told(self, reader, ids):
        """Also those that are evidence in a complaint the reader deals with."""
        evidence = self.with_user(reader)._evidence_files(None) if reader._is_internal() else ()
        return super()._files_told(reader, ids) | set(ids).intersection(evidence)

    @api.model
    def _explanations_told(self, model_name, ids, reader):
        """Of a complaint about themself not even the auditor is told."""
        told = super()._explanations_told(model_name, ids, reader)
        if model_name != "wlec.breach.complaint" or not told:
            return told
        about = "SELECT complaint_id FROM wlec_complaint_subject_rel WHERE user_id = %s AND complaint_id = ANY(%s)"
        return set(told) - {row[0] for row in self.env.execute_query(SQL(about, reader.id, list(told)))}
