# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL, misc

from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import explanation, history, history_fold, history_token
from odoo.addons.wlec_confidentiality.tools.clock import HOME

PAGE = 100
PAPER = 2000  # on paper there are no further pages
_FIRST_BATCH, _LARGEST_BATCH = 200, 5000


class WlecAccessHistory(models.AbstractModel):
    """Who has looked at a client's file, as the client is told.

    The access records of the client's own files, newest first, by their number: each page is a few statements, whatever the file has
    been through. What is told of them, and in which words, is ``tools.history``; it is the same whoever asks.
    """

    _name = "wlec.access.history"
    _description = "Who has looked at a client's file"

    # ---- whose
    @api.model
    def _files_of(self, partner):
        """The files of this client."""
        return self.env["wlec.case"].sudo().search([("partner_id", "=", partner.id)])

    # ---- one page
    @api.model
    def _page(self, cases, before=None, since=None, until=None, with_own=False, most=PAGE):
        """What is told of these files (of one client).

        :param before: only access records with a smaller number
        :param since: only from this moment on; ``until``: only before that one (UTC)
        :param with_own: with what the client did
        :return: (rows, the number to go on before, or ``None`` when this was all)
        """
        told = self._told(cases, before, since, until, with_own, most + 1)
        rows = history_fold.fold(told[:most], HOME)
        return rows, told[most - 1].event.id if len(told) > most else None

    @api.model
    def _told(self, cases, before, since, until, with_own, most):
        """The newest ``most`` that are told. What is not told leaves no gap: the next ones take its place."""
        known, now, told, batch = self._known(cases), fields.Datetime.now(), [], _FIRST_BATCH
        where = self._where(cases, known, since, until, with_own)
        while cases and len(told) < most:
            events = self._events(cases, SQL("%s AND %s", where, _before(before)), batch)
            shown = [event for event in events if not history.is_withheld(event, known, now)]
            reasons = self._reasons([event.id for event in shown], cases)
            found = (history.tell(event, reasons[event.id], known, now) for event in shown)
            told += filter(None, found)
            if len(events) < batch:
                break
            before, batch = events[-1].id, min(batch * 2, _LARGEST_BATCH)
        return told[:most]

    @api.model
    def _one(self, cases, number):
        """The access record with this number as it is told, or ``None``: it is not of these files, or is not told."""
        if not cases or not number:
            return None
        known, now = self._known(cases), fields.Datetime.now()
        events = self._events(
            cases, SQL("%s AND e.id = %s", self._where(cases, known, None, None, True), number), 1
        )
        return history.tell(events[0], self._reasons([number], cases)[number], known, now) if events else None

    # ---- the statements
    @api.model
    def _where(self, cases, known, since, until, with_own):
        """What the database can leave out itself, so that a long silence is not read row by row, and rows that are kept from the
        client cost no time by which they could be told. ``history.tell`` says the same of each row, and has the last word."""
        parts = [SQL("e.case_ids && %s::int[]", cases.ids)]
        if since:
            parts.append(SQL("e.at >= %s", since))
        if until:
            parts.append(SQL("e.at < %s", until))
        if not with_own and known.logins:
            parts.append(SQL("(e.actor_id IS NULL OR e.actor_id <> ALL(%s::int[]))", sorted(known.logins)))
        now = fields.Datetime.now()
        parts += [SQL("NOT (%s)", _covered(one)) for one in known.hidings if one.is_active(now)]
        parts += [
            SQL("NOT (e.model = %s AND e.record_ids && %s::int[])", model, sorted(ids))
            for model, ids in known.untold.items()
            if ids
        ]
        parts.append(_is_no_refusal_in_passing(known))
        return SQL(" AND ").join(parts)

    @api.model
    def _events(self, cases, where, most):
        query = SQL(
            """SELECT e.id, e.at, e.action, e.model, e.record_ids, e.field_names, e.case_ids, e.actor_id, e.origin,
                      coalesce(e.method, ''), e.outcome
                 FROM wlec_access_event e WHERE %s ORDER BY e.id DESC LIMIT %s""",
            where,
            most,
        )
        mine = frozenset(cases.ids)
        return [
            history.Event(*row[:4], tuple(row[4]), tuple(row[5]), tuple(sorted(mine.intersection(row[6]))), *row[7:])
            for row in self.env.execute_query(query)
        ]  # fmt: skip

    @api.model
    def _reasons(self, numbers, cases):
        """{number: explanations, strongest first}, of these files alone: what explains, or does not, why other files were in the same
        list is those files' matter."""
        events = self.env["wlec.access.event"].sudo().browse(numbers)
        if not numbers:
            return {}
        everybody = self.env["res.users"].browse(SUPERUSER_ID)
        subjects, found = events._explanation_rows(everybody)
        mine = set(cases.ids)
        return {
            number: explanation.explain(mine.intersection(subjects.get(number, ())), found.get(number, ()))
            for number in numbers
        }

    # ---- that it was read is itself on record
    @api.model
    def _note(self, cases, action="read"):
        audit.record(cases.sudo(False), action, fields=("access_history",))

    # ---- numbers as they leave the server
    @api.model
    def _seal_number(self, client, number):
        return history_token.seal(self._secret(), client.id, number)

    @api.model
    def _unseal_number(self, client, token):
        return history_token.unseal(self._secret(), client.id, token)

    @api.model
    def _secret(self):
        return bytes.fromhex(misc.hmac(self.env(su=True), "wlec.access.history", "numbers"))


def _before(number):
    return SQL("e.id < %s", number) if number else SQL("TRUE")


def _is_no_refusal_in_passing(known):
    """As ``history`` has it: of refusals of others those alone are told that somebody went for."""
    return SQL(
        "(e.outcome <> 'denied' OR e.actor_id = ANY(%s::int[]) OR (starts_with(e.model, 'wlec.case')"
        " AND regexp_replace(coalesce(e.method, ''), '\\.?[^.]*$', '') IN (e.model, '')))",
        sorted(known.logins),
    )


def _covered(hiding):
    if hiding.event:
        return SQL("e.id = %s", hiding.event)
    parts = [SQL("TRUE")]
    if hiding.actor:
        parts.append(SQL("e.actor_id IS NOT DISTINCT FROM %s", hiding.actor))
    if hiding.approvers:
        approvers = sorted(hiding.approvers)
        parts.append(SQL("(e.actor_id IS NULL OR e.actor_id <> ALL(%s::int[]))", approvers))
    if hiding.since:
        parts.append(SQL("e.at >= %s", hiding.since))
    if hiding.until:
        parts.append(SQL("e.at < %s", hiding.until))
    return SQL(" AND ").join(parts)
