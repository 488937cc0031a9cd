# SPDX-License-Identifier: LGPL-3.0-or-later
import secrets
from collections import defaultdict
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import anomalies, clock, review_queue

from . import bookmark, gathering

_AT_ONCE = 2000
_WORKING_DAYS = 5
# Records are numbered before they are there: what is this old is complete.
_SETTLED = timedelta(minutes=15)


class WlecAccessReview(models.Model):
    """By night: everything that was opened since, looked through by the programme; what somebody is to look at put into the queue."""

    _inherit = "wlec.access.review"

    @api.model
    def _cron_look(self):
        """Batch by batch, each with the number it came to in one transaction: killed at any moment, it goes on from there."""
        self.env["wlec.access.tie"]._renew()
        while (looked := self._look_at_next()) is not None:
            if not self.env["ir.cron"]._commit_progress(looked):
                break

    @api.model
    def _look_at_next(self):
        """Look through the next batch.

        :return: how many access records it was; ``None``: there are none left
        """
        now, after = fields.Datetime.now(), bookmark.read(self.env.cr)
        if after is None:  # the first night, or somebody has been at it: that is on record
            after = self._begin_anew(now)
        batch = gathering.batch(self.env, after, _AT_ONCE, now - _SETTLED)
        if batch.last is None:
            return None
        self._look_at(batch)
        bookmark.note(self.env.cr, batch.last)
        return batch.last - after

    @api.model
    def _begin_anew(self, now):
        """From the midnight of some weeks ago; the days since are counted once more, not twice."""
        audit.record(self, "inspect", fields=("begun_anew",))
        first = clock.today_at_home(now - bookmark.LOOK_BACK)
        self.env["wlec.access.review.day"].sudo()._forget_since(first)
        return gathering.last_before(self.env, clock.end_of_day(first - timedelta(days=1)))

    @api.model
    def _look_at(self, batch):
        found = self._accesses(batch)
        if not found:
            return
        # Of all companies: a new one, in which nothing is looked at, switches nothing off.
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        earlier = self._accesses(gathering.hour_before(self.env, batch))
        context = gathering.context(self.env, found, gathering.hours(companies))
        rules = set(companies.wlec_review_rule_ids.mapped("code"))
        findings = [
            one for one in anomalies.findings(earlier + found, context, rules) if one.access.id >= found[0].id
        ]
        share = max(companies.mapped("wlec_review_share"))
        self._queue(review_queue.items(found, findings, self._lot(share)))
        self._count_days(found)

    @api.model
    def _accesses(self, batch):
        return list(gathering.accesses(batch, self._kinds([event[0] for event in batch.events])))

    @api.model
    def _kinds(self, event_ids):
        root = self.env["res.users"].browse(SUPERUSER_ID)
        explained = self.env["wlec.access.event"].sudo().browse(event_ids)._explanations(reader=root)
        return {event_id: [one.kind for one in why] for event_id, why in explained.items()}

    @api.model
    def _lot(self, percent):
        """Draws: whether this one is looked at. By the system's own randomness, which nobody can foresee."""
        source = secrets.SystemRandom()
        return lambda: source.random() * 100 < percent

    @api.model
    def _count_days(self, found):
        counted = defaultdict(lambda: (0, 0))
        for access in {access.id: access for access in found}.values():
            accesses, explained = counted[access.at.date()]
            counted[access.at.date()] = accesses + 1, explained + access.is_explained
        self.env["wlec.access.review.day"].sudo()._count(counted)

    # ---- the queue
    @api.model
    def _queue(self, items):
        """Put them into the queue: new ones, and more about what waits there already."""
        if not items:
            return
        reviews, names = self.sudo(), self._names_of_files(items)
        for item in items:
            # A record may name a file that was disposed of, or never was. There is one review of all such.
            item.case = item.case if item.case in names else None
        waiting = {
            (review.person_id.id, review.case_id.id or None, review.day): review
            for review in reviews.search([
                ("state", "=", "waiting"),
                ("person_id", "in", list({item.user for item in items})),
                ("day", "in", list({item.day for item in items})),
            ])
        }  # fmt: skip
        new = {}
        for item in items:
            if item.key not in waiting:
                new.setdefault(item.key, item)
        waiting.update(zip(new, reviews.create(self._values(list(new.values()), names)), strict=True))
        for item in items:
            if new.get(item.key) is not item:
                waiting[item.key]._add_item(item)
        self._name_rules([(waiting[item.key], item) for item in items])
        reviews.browse({waiting[item.key].id for item in items})._run_clocks()

    @api.model
    def _names_of_files(self, items):
        """{number of a file that there is: its reference}"""
        cases = self.env["wlec.case"].sudo().browse({item.case for item in items if item.case})
        return {case.id: case.name for case in cases.exists()}

    @api.model
    def _values(self, items, names):
        people = {
            user.id: user for user in self.env["res.users"].sudo().browse({item.user for item in items})
        }
        chosen = self._choose_reviewers([(people[item.user], item.case) for item in items])
        due = clock.end_of_day(
            clock.add_working_days(clock.today_at_home(fields.Datetime.now()), _WORKING_DAYS)
        )
        return [
            {
                "person_id": item.user, "case_id": item.case, "reference": names.get(item.case), "day": item.day,
                "source": item.source, "kind": item.kind, "first_at": _utc(item.first), "last_at": _utc(item.last),
                "access_count": item.count, "score": item.score, "due_at": due,
                "reviewer_id": chosen[item.user, item.case].id if (item.user, item.case) in chosen else False,
            }
            for item in items
        ]  # fmt: skip

    def _add_item(self, item):
        """More of the same person, file and day; what weighs more is what it is called."""
        order = list(dict(self._fields["source"].selection))
        self.write({
            "first_at": min(self.first_at, _utc(item.first)),
            "last_at": max(self.last_at, _utc(item.last)),
            "access_count": self.access_count + item.count,
            "score": max(self.score, item.score),
            "source": min(self.source, item.source, key=order.index),
            "kind": review_queue.UNEXPLAINED if review_queue.UNEXPLAINED in (self.kind, item.kind) else self.kind or item.kind,
        })  # fmt: skip

    @api.model
    def _name_rules(self, pairs):
        """Which rule found what; each rule once for an item, as it weighs most."""
        rules = {rule.code: rule.id for rule in self.env["wlec.access.rule"].sudo().search([])}
        ids = [review.id for review, _item in pairs]
        query = SQL(
            "SELECT review_id, rule_id FROM wlec_access_review_finding WHERE review_id = ANY(%s)", ids
        )
        findings = self.env["wlec.access.review.finding"].sudo()
        findings.flush_model(["review_id", "rule_id"])
        known = set(self.env.execute_query(query))
        named = [(review.id, rules[one.rule], one) for review, item in pairs for one in item.findings]
        found = {named_[:2]: named_[2] for named_ in sorted(named, key=lambda named_: named_[2].score)}
        findings.create([
            {"review_id": review_id, "rule_id": rule_id, "score": one.score, "facts": dict(one.facts)}
            for (review_id, rule_id), one in found.items()
            if (review_id, rule_id) not in known
        ])  # fmt: skip


def _utc(at):
    """Of a moment by the centre's clock, as Odoo keeps it."""
    return at.replace(tzinfo=clock.HOME).astimezone(clock.timezone.utc).replace(tzinfo=None, microsecond=0)
