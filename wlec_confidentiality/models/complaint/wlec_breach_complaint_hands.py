# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import held

from .wlec_breach_complaint_people import NAMED

_TABLE = "wlec_breach_complaint"
PLACES = tuple(f"{_TABLE}.{name}" for name in ("handler_id", *NAMED))
_PASSED_ON = SQL(
    """
    SELECT complaint_id, from_id, to_id, date, lag(date) OVER hands AS since, lead(date) OVER hands IS NULL AS is_last
      FROM wlec_complaint_handover WINDOW hands AS (PARTITION BY complaint_id ORDER BY date, id)"""
)


class WlecBreachComplaint(models.Model):
    """In whose hands a complaint was, and when: an access is judged by that, not by who has it today."""

    _inherit = "wlec.breach.complaint"

    def init(self):
        super().init()
        begins = [name for name in ("handler_id", *NAMED) if held.follow(self.env.cr, self._table, name)]
        if "handler_id" in begins:
            self._recall_handovers()

    def _recall_handovers(self):
        """Of the time before it was noted, what the handovers tell."""
        self.env.cr.execute("SELECT to_regclass('wlec_complaint_handover') IS NOT NULL")
        if not self.env.cr.fetchone()[0]:
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO wlec_held (place, thing, holder, since, until)
                   SELECT %s, complaint_id, from_id, COALESCE(since, '-infinity'), date FROM (%s) p WHERE from_id IS NOT NULL""",
                PLACES[0],
                _PASSED_ON,
            )
        )
        self.env.cr.execute(
            SQL(
                """UPDATE wlec_held h SET since = p.date FROM (%s) p
                    WHERE h.place = %s AND h.thing = p.complaint_id AND h.holder = p.to_id AND h.until = 'infinity' AND p.is_last""",
                _PASSED_ON,
                PLACES[0],
            )
        )
