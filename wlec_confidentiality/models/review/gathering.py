# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the rules are told: a batch of access records, and of the people and files in it what the centre's data say. A fixed number
of statements for a batch, however many records, people and files there are."""

from collections import defaultdict
from datetime import datetime, time, timedelta, timezone
from typing import NamedTuple

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know
from odoo.addons.wlec_confidentiality.tools import anomalies, clock, ties

_LOOK_BACK_DAYS = 15  # for reading again and again, and work done on it
_HABIT_DAYS = 60
_HOUR, _OVERLAP = timedelta(hours=1), 5000
_SHORT = "by_letter"  # how a search for one or two letters is marked
_MANY = 5  # a list of more files than this is one thing, not so many
_READING = ("read", "export", "print", "download", "search", "denied")
# Of what is in no file: clients, who they are and when they come.
_CLIENTS = ("res.partner", "crm.lead", "calendar.event")
# Nobody but who takes part may learn of them; of the rest, who looks at it is told what is in no such thing.
_ELSEWHERE = (
    "wlec.disclosure.request",
    "wlec.disclosure.item",
    "wlec.disclosure.copy",
    "wlec.disclosure.delivery",
)


class Batch(NamedTuple):
    events: list  # (id, at, user, action, files, is_short, is_denied)
    last: int | None  # the newest id looked at; ``None``: there was nothing


def batch(env, after, limit, before):
    """The next access records of people of the staff, after this id and older than ``before``."""
    rows = _rows(env, SQL("id > %s AND at < %s ORDER BY id LIMIT %s", after, before, limit))
    return Batch([row[:7] for row in rows if row[7]], rows[-1][0] if rows else None)


def hour_before(env, batch_):
    """What was recorded in the hour before a batch: what happens one after the other does not end with it."""
    first = batch_.events[0]
    rows = _rows(
        env, SQL("id < %s AND at > %s ORDER BY id DESC LIMIT %s", first[0], first[1] - _HOUR, _OVERLAP)
    )
    return Batch([row[:7] for row in rows if row[7]], None)


def _rows(env, which):
    query = SQL(
        """SELECT e.id, e.at, e.actor_id, e.action, e.case_ids, %(short)s = ANY(e.field_names), e.outcome = 'denied',
                  u.id IS NOT NULL AND e.origin NOT IN ('cron', 'shell') AND e.outcome <> 'rolled_back'
                  AND e.model <> ALL(%(elsewhere)s) AND (e.case_ids <> '{}' OR (e.model = ANY(%(clients)s) AND e.outcome = 'ok'
                      AND e.action = ANY(%(reading)s)))
             FROM (SELECT * FROM wlec_access_event WHERE %(which)s) e
             LEFT JOIN res_users u ON u.id = e.actor_id AND NOT u.share ORDER BY e.id""",
        short=_SHORT,
        elsewhere=_not_told(env),
        clients=list(_CLIENTS),
        reading=list(_READING),
        which=which,
    )
    return env.execute_query(query)


def last_before(env, moment):
    """The newest access record from before this moment."""
    query = SQL("SELECT id FROM wlec_access_event WHERE at < %s ORDER BY id DESC LIMIT 1", moment)
    return next((row[0] for row in env.execute_query(query)), 0)


def _not_told(env):
    blind = {name for name, model in env.registry.items() if getattr(model, "_wlec_blind", False)}
    return sorted(blind.union(_ELSEWHERE))


def accesses(batch_, kinds):
    """Each record as what the rules look at: one for each file, a long list as one thing.

    :param kinds: {id of the record: kinds of its explanations}
    """
    for event_id, at, user, action, cases, is_short, is_denied in batch_.events:
        taken = action in ("export", "print", "download")
        for case in cases if taken or 0 < len(cases) <= _MANY else (None,):
            yield anomalies.Access(
                event_id, at_home(at), user, action, case, frozenset(kinds.get(event_id, ())), max(1, len(cases)),
                bool(is_denied), bool(is_short),
            )  # fmt: skip


def at_home(at):
    """By the clock on the centre's wall, naive."""
    return at.replace(tzinfo=timezone.utc).astimezone(clock.HOME).replace(tzinfo=None)


def context(env, found, hours):
    """What is known of the people and files in these accesses.

    :param hours: the centre's, as ``anomalies.Hours``
    """
    cases = sorted({access.case for access in found if access.case})
    users = sorted({access.user for access in found})
    first = min((access.id for access in found), default=0)
    for name in ("wlec.case", "wlec.access.grant"):
        env[name].flush_model()
    need_to_know.flush(env)
    tied, clients = _ties(env, cases)
    worked, seen = _before(env, cases, users, first)
    closed, press = _files(env, cases)
    return anomalies.Context(
        hours=hours, ties=tied, clients=clients, mates=ties.mates(env["wlec.access.tie"]._staff()), workers=_workers(env, cases),
        closed=closed, press=press, barred=_barred(env, cases, users), worked=worked, seen=seen, habits=_habits(env, users, first),
    )  # fmt: skip


def _ties(env, cases):
    tied, clients = defaultdict(set), {}
    query = SQL("SELECT case_id, user_id, kind FROM wlec_access_tie WHERE case_id = ANY(%s)", cases)
    for case, user, kind in env.execute_query(query):
        if kind == "self":
            clients[case] = user
        else:
            tied[case, user].add(kind)
    return {key: frozenset(kinds) for key, kinds in tied.items()}, clients


def _files(env, cases):
    closed, press = {}, {}
    query = SQL("SELECT id, state, closed_on, curious_since FROM wlec_case WHERE id = ANY(%s)", cases)
    for case, state, closed_on, curious_since in env.execute_query(query):
        if state in ("closed", "disposed") and closed_on:
            closed[case] = datetime.combine(closed_on, time.max)
        if curious_since:
            press[case] = datetime.combine(curious_since, time.min)
    return closed, press


def _workers(env, cases):
    query = SQL(
        """SELECT case_id, array_agg(user_id) FROM wlec_access_grant
            WHERE source IN ('assigned', 'team', 'cover') AND case_id = ANY(%s) GROUP BY case_id""",
        cases,
    )
    return {case: frozenset(users) for case, users in env.execute_query(query)}


def _barred(env, cases, users):
    """Walls and the clients' wishes that hold; grants that have ended, where no other holds."""
    query = SQL(
        """SELECT case_id, user_id, max(coalesce(revoked_at, valid_to)), 'end' FROM wlec_access_grant
            WHERE case_id = ANY(%(cases)s) AND user_id = ANY(%(users)s) GROUP BY case_id, user_id
           HAVING bool_and(coalesce(revoked_at, valid_to, 'infinity') <= now() at time zone 'UTC')
            UNION ALL
           SELECT case_id, user_id, create_date, CASE source WHEN 'client' THEN 'exclusion' ELSE 'wall' END
             FROM wlec_access_exclusion
            WHERE lifted_at IS NULL AND case_id = ANY(%(cases)s) AND user_id = ANY(%(users)s)""",
        cases=cases,
        users=users,
    )
    rows = env.execute_query(query)  # a wall comes after the grant, and counts more
    return {(case, user): anomalies.Barred(at_home(since), why) for case, user, since, why in rows if since}


def _before(env, cases, users, first):
    """({(file, person): moments of work}, {(file, person): days of reading before}) of the last fortnight; work up to today."""
    query = SQL(
        """SELECT f.case_id, e.actor_id, e.action = ANY(%(doing)s), min(e.at), min(e.id)
             FROM wlec_access_event e CROSS JOIN unnest(e.case_ids) f(case_id)
            WHERE e.case_ids && %(cases)s::int[] AND e.actor_id = ANY(%(users)s) AND e.outcome = 'ok'
              AND e.at > (SELECT at FROM wlec_access_event WHERE id = %(first)s) - make_interval(days => %(days)s)
              AND (e.action = ANY(%(doing)s) OR (e.id < %(first)s AND cardinality(e.case_ids) = 1))
            GROUP BY f.case_id, e.actor_id, e.action = ANY(%(doing)s), e.at::date""",
        doing=sorted(anomalies.DOING),
        cases=cases,
        users=users,
        first=first,
        days=_LOOK_BACK_DAYS,
    )
    worked, seen = defaultdict(list), defaultdict(list)
    for case, user, is_work, at, _id in env.execute_query(query):
        (worked if is_work else seen)[case, user].append(at_home(at))
    return worked, seen


def _habits(env, users, first):
    """How many files each opens in a busy hour: the 95th of a hundred, of the weeks before."""
    query = SQL(
        """SELECT actor_id, percentile_disc(0.95) WITHIN GROUP (ORDER BY files) FROM (
               SELECT e.actor_id, count(DISTINCT e.case_ids[1]) AS files FROM wlec_access_event e
                WHERE e.actor_id = ANY(%(users)s) AND e.id < %(first)s AND e.outcome = 'ok' AND cardinality(e.case_ids) = 1
                  AND e.at > (SELECT at FROM wlec_access_event WHERE id = %(first)s) - make_interval(days => %(days)s)
                GROUP BY e.actor_id, date_trunc('hour', e.at)) hours
            GROUP BY actor_id""",
        users=users,
        first=first,
        days=_HABIT_DAYS,
    )
    return dict(env.execute_query(query))


def hours(companies):
    """The centre's hours, from its settings; of several companies those that all of them keep."""
    return anomalies.Hours(
        _time(max(companies.mapped("wlec_opens_at"))),
        _time(min(companies.mapped("wlec_closes_at"))),
        all(companies.mapped("wlec_open_weekends")),
    )


def _time(number):
    return (datetime.min + timedelta(hours=min(number, 23.98))).time()
