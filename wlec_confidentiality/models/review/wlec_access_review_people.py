# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know, people
from odoo.addons.wlec_confidentiality.tools import deadlines

# Who has to do it from the start, then the officer, then the chair.
_ABLE = (people.MANAGER, people.OFFICER, people.COMMITTEE)
_LADDER = ((deadlines.DOER, None), (deadlines.OFFICER, 0), (deadlines.CHAIR, 3))


class WlecAccessReviewPeople(models.Model):
    """Who looks at what: the line manager of the person; of whoever has none, an officer; of an officer, the chair. Never the person,
    nobody they manage, nobody the client keeps out of the file or is near to."""

    _name = "wlec.access.review"
    _inherit = ["wlec.access.review", "wlec.clock.mixin"]

    is_mine = fields.Boolean("For me to look at", compute="_compute_is_mine", search="_search_is_mine")

    # ---- need to know
    def _open_sql(self, alias, uid):
        """To whoever it was given to, and their cover; the person's line managers at any height; the officers, unless the person is
        one or above them; the chair when it is late. Never the person."""
        self.flush_model(["person_id", "reviewer_id", "case_id", "due_at", "state"])
        user = self.env["res.users"].sudo().browse(uid)
        person = SQL.identifier(alias, "person_id")
        return SQL(
            "%(person)s <> %(uid)s AND %(internal)s AND NOT %(close)s AND (%(given)s OR %(below)s OR %(officer)s OR %(chair)s)",
            person=person,
            uid=uid,
            internal=user._is_internal(),
            close=self._too_close_sql(alias, uid),
            given=_given_sql(alias, uid),
            below=SQL("%s IN (%s)", person, people.below_sql(uid))
            if user.has_group(people.MANAGER)
            else SQL("FALSE"),
            officer=self._officer_sql(person, user),
            chair=SQL(
                "(%s AND %s < %s)",
                people.chair(self.env).id == uid,
                SQL.identifier(alias, "due_at"),
                fields.Datetime.now(),
            ),
        )

    def _too_close_sql(self, alias, uid):
        """Whoever the file is closed to, whose own it may be, or whose household's; whoever the person manages."""
        self.env["wlec.access.exclusion"].flush_model()
        case = SQL.identifier(alias, "case_id")
        near = SQL(
            "EXISTS (SELECT 1 FROM wlec_access_tie t WHERE t.case_id = %s AND t.user_id = %s AND t.kind NOT LIKE '%%surname')",
            case,
            uid,
        )
        managed = SQL(
            "EXISTS (SELECT 1 FROM res_users u WHERE u.id = %s AND u.wlec_line_manager_id = %s)",
            uid,
            SQL.identifier(alias, "person_id"),
        )
        return SQL("(%s OR %s OR %s)", need_to_know.excluded(case, uid), near, managed)

    def _officer_sql(self, person, user):
        """Officers do not look at each other, nor at those above them."""
        if not user.has_group(people.OFFICER):
            return SQL("FALSE")
        closed = people.members(self.env, people.OFFICER) | people.above(user)
        return SQL("%s <> ALL(%s)", person, closed.ids)

    # ---- to whom it is given
    @api.model
    def _choose_reviewers(self, pairs):
        """{(person, file): who looks at it}; nobody where there is nobody left, then it waits for the chair to be named.

        :param pairs: of ``res.users`` and a file's id (or ``None``)
        """
        loads, close = self._loads(), self._too_close({case for _person, case in pairs if case})
        people_ = {person for person, _case in pairs}
        rungs = {person: list(self._rungs(person)) for person in people_}
        below = {person: self._below(person) | {person.id} for person in people_}
        able = {user.id for group in _ABLE for user in people.members(self.env, group)}
        found = {}
        for person, case in pairs:
            free = able - close.get(case, set()) - below[person]
            if chosen := _least_busy(rungs[person], free, loads):
                loads[chosen.id] = loads.get(chosen.id, 0) + 1
                found[person.id, case] = chosen
        return found

    def _rungs(self, person):
        """Who is asked, one group after the other: line managers from the nearest up, officers, the chair, trustees."""
        for manager in people.above(person):
            yield manager._or_cover()
        officers = people.members(self.env, people.OFFICER)
        if person not in officers:
            yield officers._or_cover() - people.above(person)
        yield people.chair(self.env)._or_cover()
        yield people.members(self.env, people.COMMITTEE)

    def _loads(self):
        return {
            user.id: count
            for user, count in self.sudo()._read_group(
                [("state", "=", "waiting")], ["reviewer_id"], ["__count"]
            )
        }

    def _below(self, person):
        return {row[0] for row in self.env.execute_query(people.below_sql(person.id))}

    def _too_close(self, case_ids):
        """{file: people who are kept out of it or near to its client}"""
        query = SQL(
            """SELECT case_id, user_id FROM wlec_access_exclusion WHERE lifted_at IS NULL AND case_id = ANY(%(ids)s)
                UNION SELECT case_id, user_id FROM wlec_access_tie WHERE kind NOT LIKE '%%surname' AND case_id = ANY(%(ids)s)""",
            ids=sorted(case_ids),
        )
        found = {}
        for case_id, user_id in self.env.execute_query(query):
            found.setdefault(case_id, set()).add(user_id)
        return found

    # ---- mine
    @api.depends_context("uid")
    @api.depends("reviewer_id")
    def _compute_is_mine(self):
        mine = self.search([("id", "in", self.ids), ("is_mine", "=", True)]) if self.ids else self
        for review in self:
            review.is_mine = review in mine

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        uid = self.env.uid
        mine = fields.Domain.custom(to_sql=lambda model, alias, query: _given_sql(alias, uid))
        mine &= fields.Domain("state", "=", "waiting")
        return mine if True in value else ~mine

    # ---- in time
    @api.model
    def _clock_domain(self):
        return [("state", "=", "waiting")]

    def _deadlines(self, now):
        for review in self:
            if review.state == "waiting":
                yield review, deadlines.Deadline("look", review.due_at, _LADDER)

    def _clock_text(self, kind):
        return self.env._("Look at what somebody opened")

    def _clock_person(self, role, kind):
        found = {
            deadlines.DOER: lambda: self.reviewer_id._or_cover(),
            deadlines.OFFICER: lambda: people.members(self.env, people.OFFICER)._or_cover(),
            deadlines.CHAIR: lambda: people.chair(self.env)._or_cover(),
        }[role]()
        return found.filtered(lambda user: self._need_to_know(user.id))


def _least_busy(rungs, free, loads):
    """Of the first group in which somebody is free, whoever has least to look at."""
    for rung in rungs:
        if there := [user for user in rung if user.id in free]:
            return min(there, key=lambda user: (loads.get(user.id, 0), user.id))
    return None


def _given_sql(alias, uid):
    """SQL: it was given to this user, or to somebody they cover for."""
    return SQL(
        """%(reviewer)s IN (SELECT u.id FROM res_users u WHERE u.id = %(uid)s
                             OR (u.wlec_cover_id = %(uid)s AND u.wlec_away_until >= current_date))""",
        reviewer=SQL.identifier(alias, "reviewer_id"),
        uid=uid,
    )
