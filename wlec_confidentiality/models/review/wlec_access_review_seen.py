# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import datetime, time

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime

from odoo.addons.wlec_confidentiality.tools import clock, review_queue

_SHOWN = 40


class WlecAccessReview(models.Model):
    """What somebody did with the file on that day, line by line: when, what, by which door. Nothing of the file itself."""

    _inherit = "wlec.access.review"

    why = fields.Char("Why they could", compute="_compute_why")
    rules = fields.Char("Rules", compute="_compute_rules", search="_search_rules")
    accesses = fields.Html("That day", compute="_compute_accesses", sanitize=False)

    @api.depends("kind")
    def _compute_why(self):
        sentences = self.env["wlec.access.event"]._why_sentences()
        for review in self:
            kind = review.sudo().kind
            told = kind == review_queue.UNEXPLAINED or kind in review_queue.PLAIN
            review.why = told and sentences[kind]

    @api.depends("finding_ids.rule_id")
    def _compute_rules(self):
        for review in self:
            review.rules = ", ".join(review.finding_ids.rule_id.mapped("name"))

    @api.model
    def _search_rules(self, operator, value):
        return [("finding_ids.rule_id.name", operator, value)]

    @api.depends_context("uid")
    def _compute_accesses(self):
        """Read from the access records, which is on record itself."""
        for review in self:
            events = review._events() if review.id else self.env["wlec.access.event"]
            review.accesses = _table(events) if events else False

    def _events(self):
        """The access records of that person, file and day, with full rights: the right to read them is the right to this review.
        Without what nobody may be warned of."""
        events = self.env["wlec.access.event"]
        start, end = self._utc_day()
        case = self.sudo().case_id.id
        hidden = [
            SQL("NOT (e.model = %s AND e.record_ids && %s::int[])", name, ids)
            for name, ids in events._hidden_records().items()
        ]
        blind = sorted(
            name for name, model in self.env.registry.items() if getattr(model, "_wlec_blind", False)
        )
        query = SQL(
            """SELECT e.id FROM wlec_access_event e WHERE e.actor_id = %s AND e.at BETWEEN %s AND %s AND e.model <> ALL(%s) AND %s
                ORDER BY e.id LIMIT %s""",
            self.person_id.id, start, end, blind,
            SQL(" AND ").join([SQL("e.case_ids && ARRAY[%s]", case) if case else SQL("(e.case_ids = '{}' OR cardinality(e.case_ids) > 5)"), *hidden]),
            _SHOWN + 1,
        )  # fmt: skip
        return events.sudo().browse(row[0] for row in self.env.execute_query(query))

    def _utc_day(self):
        start = datetime.combine(self.day, time.min, tzinfo=clock.HOME).astimezone(clock.timezone.utc)
        return start.replace(tzinfo=None), clock.end_of_day(self.day)


def _table(events):
    """As a table; every word in it is escaped."""
    labels = dict(events._fields["action"]._description_selection(events.env))
    shown, more = events[:_SHOWN], events[_SHOWN:]
    rows = Markup().join(
        Markup("<tr><td>{}</td><td>{}</td><td>{}</td></tr>").format(
            format_datetime(events.env, event.at, tz=clock.HOME.key, dt_format="HH:mm:ss"),
            labels.get(event.action),
            event.what,
        )
        for event in shown
    )
    if more:
        rest = events.env._("There is more: only the first %s are shown.", _SHOWN)
        rows += Markup('<tr><td colspan="3">{}</td></tr>').format(rest)
    return Markup('<table class="table table-sm mb-0"><tbody>{}</tbody></table>').format(rows)
