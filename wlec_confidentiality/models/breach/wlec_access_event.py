# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import held, people

_PARTS = ("wlec.breach.notice", "wlec.breach.person")


def _breaches(env):
    """Whoever deals with a breach, has been brought it, or has something to do because of it."""
    of = [SQL("SELECT t.event, t.record, t.owner FROM thing t WHERE t.owner_model = 'wlec.breach'")]
    of += [
        SQL(
            "SELECT t.event, t.record, p.breach_id FROM thing t JOIN %s p ON t.owner_model = %s AND p.id = t.owner",
            SQL.identifier(env[name]._table),
            name,
        )
        for name in _PARTS
    ]
    of.append(
        SQL(
            """SELECT t.event, t.record, n.breach_id FROM thing t JOIN wlec_breach_answer p ON t.owner_model = 'wlec.breach.answer'
                 AND p.id = t.owner JOIN wlec_breach_notice n ON n.id = p.notice_id"""
        )
    )
    return SQL(
        """SELECT o.event, o.record, 'breach', 'wlec.breach', b.id FROM (%s) AS o(event, record, breach)
             JOIN seen e ON e.id = o.event JOIN wlec_breach b ON b.id = o.breach
            WHERE e.actor_id = b.reporter_id OR %s""",
        SQL(" UNION ").join(of),
        held.by(
            ("wlec_breach.handler_id", "wlec_breach.chair_id"), SQL("b.id"), SQL("e.actor_id"), SQL("e.at")
        ),
    )


_ACTIONS = SQL(
    """SELECT t.event, t.record, 'duty', 'wlec.management.action', a.id FROM thing t JOIN seen e ON e.id = t.event
         JOIN wlec_management_action a ON t.owner_model = 'wlec.management.action' AND a.id = t.owner
        WHERE e.actor_id = a.create_uid OR %s""",
    held.by(["wlec_management_action.owner_id"], SQL("a.id"), SQL("e.actor_id"), SQL("e.at")),
)


class WlecAccessEvent(models.Model):
    """Whoever deals with a breach looks at it; whoever was involved learns nothing of that."""

    _inherit = "wlec.access.event"

    @api.model
    def _explaining(self):
        for name in ("wlec.breach", "wlec.management.action", *_PARTS):
            self.env[name].flush_model()
        return [*super()._explaining(), _breaches(self.env), _ACTIONS]

    @api.model
    def _duties(self):
        named = (
            "wlec.breach",
            "wlec.breach.report",
            "wlec.breach.heading",
            "wlec.management.action",
            *_PARTS,
        )
        return [
            *super()._duties(),
            ("duty", people.OFFICER, named),
            ("duty", people.MANAGER, ("wlec.management.action", "wlec.breach.report")),
            ("duty", people.COMMITTEE, ("wlec.breach.report",)),
        ]

    @api.model
    def _explanations_told(self, model_name, ids, reader):
        """Of a breach they were involved in not even the auditor is told."""
        told = super()._explanations_told(model_name, ids, reader)
        if model_name != "wlec.breach" or not told:
            return told
        involved = "SELECT breach_id FROM wlec_breach_subject_rel WHERE user_id = %s AND breach_id = ANY(%s)"
        return set(told) - {row[0] for row in self.env.execute_query(SQL(involved, reader.id, list(told)))}
