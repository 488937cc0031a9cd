# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sixty snoops of twelve kinds, five of each, put among the ordinary accesses of an invented centre.

Each is what people do, with its size drawn: some look once and late, some for an hour; some are in the team and some have no
reason at all; a few are too small to be told from an ordinary day.
"""

from datetime import datetime, time, timedelta

from tests.support.invented_centre import anomalies

EACH = 5
_BARRED = ("wall", "exclusion", "end")


def commit_all(centre):
    """{name of the snoop: its accesses}, which are added to the centre's."""
    return {
        f"{kind.__name__.strip('_')} {number + 1}": kind(centre) for kind in KINDS for number in range(EACH)
    }


# ---- who, when, by what right
def _somebody(centre, *roles):
    people = [p for p in centre.people.values() if not roles or p.role in roles]
    return centre.rng.choice(people)


def _at_work(centre, person):
    day = centre.rng.choice([day for day in centre.days()[21:] if person.works_on(day)])
    return datetime.combine(day, time()) + timedelta(
        hours=centre.rng.uniform(person.starts, person.ends - 0.5)
    )


def _right(centre):
    """They are in the team, or nobody knows why they could."""
    return centre.rng.choice(({"team"}, (), ()))


def _file(centre, person):
    """An open file they have had nothing to do with."""
    known = {access.case for access in centre.accesses if access.user == person.id}
    files = [
        f for f in centre.files.values()
        if f.worker != person.id and f.id not in known and not f.closed and not f.press and f.id not in centre.clients
    ]  # fmt: skip
    return centre.rng.choice(files)


def _look(centre, person, at, found, kinds=None):
    kinds = _right(centre) if kinds is None else kinds
    return [
        centre.add(at + timedelta(minutes=number), person.id, "read", found.id, kinds)
        for number in range(centre.rng.choice((1, 1, 2)))
    ]


# ---- the twelve
def _relative_of_theirs(centre):
    person = _somebody(centre)
    found = _file(centre, person)
    kind = centre.rng.choice(("household", "address", "telephone", "surname", "rare_surname"))
    centre.ties[found.id, person.id] = frozenset({kind})
    return _look(centre, person, _at_work(centre, person), found, () if kind == "surname" else None)


def _themselves(centre):
    person = _somebody(centre)
    found = _file(centre, person)
    centre.clients[found.id] = person.id
    return _look(centre, person, _at_work(centre, person), found)


def _colleague(centre):
    person = _somebody(centre)
    found = _file(centre, person)
    centre.clients[found.id] = centre.rng.choice([p for p in centre.people if p != person.id])
    return _look(centre, person, _at_work(centre, person), found)


def _of_a_partner(centre):
    person = centre.rng.choice([p for p in centre.people.values() if p.mates])
    found = _file(centre, person)
    (mate,) = person.mates
    if (how := centre.rng.random()) < 0.4:
        found.earlier = mate
    else:
        other = mate if how < 0.8 else centre.rng.choice([p for p in centre.people if p != person.id])
        centre.ties[found.id, other] = frozenset({"household"})
    return _look(centre, person, _at_work(centre, person), found)


def _old_story(centre):
    person = _somebody(centre)
    at = _at_work(centre, person)
    closed = [f for f in centre.files.values() if f.closed and f.closed < at and f.worker != person.id]
    found = centre.rng.choice(closed)
    return _look(centre, person, at, found)


def _one_by_one(centre):
    """Search, open, search, open."""
    person, done = _somebody(centre), []
    at, kinds = _at_work(centre, person), _right(centre)
    for _number in range(centre.rng.choice((3, 5, 6, 7, 9, 12))):
        found = _file(centre, person)
        done.append(centre.add(at, person.id, "search", found.id, kinds))
        at += timedelta(seconds=centre.rng.uniform(10, 200))
        done.append(centre.add(at, person.id, "read", found.id, kinds))
        at += timedelta(minutes=centre.rng.uniform(0.5, 6))
    return done


def _letters(centre):
    """A, B, C: who is there?"""
    person, done = _somebody(centre), []
    at = _at_work(centre, person)
    for _number in range(centre.rng.choice((4, 6, 8, 10, 15, 20))):
        done.append(centre.add(at, person.id, "search", _file(centre, person).id, (), is_short=True))
        at += timedelta(seconds=centre.rng.uniform(5, 120))
    return done


def _at_night(centre):
    person = _somebody(centre)
    day = centre.rng.choice(centre.days()[21:])
    if centre.rng.random() < 0.4:
        day += timedelta(days=(5 - day.weekday()) % 7)  # a Saturday
        hour = centre.rng.uniform(9, 20)
    else:
        hour = centre.rng.choice((centre.rng.uniform(18.8, 23.5), centre.rng.uniform(0, 7.5)))
    return _look(centre, person, datetime.combine(day, time()) + timedelta(hours=hour), _file(centre, person))


def _many(centre):
    """File after file of a team, from a list."""
    person, done = _somebody(centre, "caseworker", "volunteer"), []
    at, kinds, step = _at_work(centre, person), _right(centre), centre.rng.uniform(0.3, 2)
    files = [f for f in centre.by("team")[centre.rng.randrange(3)] if not f.closed]
    for found in centre.rng.sample(files, centre.rng.randint(12, 30)):
        done.append(centre.add(at, person.id, "read", found.id, kinds))
        at += timedelta(minutes=step)
    return done


def _a_serial(centre):
    """How does it go on? Day after day, and never a word written."""
    person = _somebody(centre)
    found, done, kinds = _file(centre, person), [], _right(centre)
    first = centre.rng.randrange(21, 60)
    there = [day for day in centre.days()[first : first + 21] if person.works_on(day)]
    for day in there[: centre.rng.choice((3, 4, 5, 6, 8))]:
        at = datetime.combine(day, time()) + timedelta(hours=centre.rng.uniform(person.starts, person.ends))
        done.append(centre.add(at, person.id, "read", found.id, kinds))
    return done


def _not_theirs_any_more(centre):
    person = _somebody(centre)
    at, found = _at_work(centre, person), _file(centre, person)
    why = centre.rng.choice(_BARRED)
    centre.barred[found.id, person.id] = anomalies.Barred(
        at - timedelta(days=centre.rng.uniform(0.1, 80)), why
    )
    done = []
    for number in range(
        centre.rng.choice((1, 2, 3)) if why != "end" else centre.rng.choice((1, 2, 3, 4, 5, 6))
    ):
        moment = at + timedelta(minutes=number * centre.rng.uniform(0.2, 30))
        done.append(centre.add(moment, person.id, "denied", found.id, {"refused"}, is_denied=True))
    return done


def _in_the_papers(centre):
    person = _somebody(centre)
    at = _at_work(centre, person)
    known = [f for f in centre.files.values() if f.press and f.press < at and f.worker != person.id]
    found = centre.rng.choice(known)
    return _look(centre, person, at, found)


KINDS = (
    _relative_of_theirs, _themselves, _colleague, _of_a_partner, _old_story, _one_by_one, _letters, _at_night, _many, _a_serial,
    _not_theirs_any_more, _in_the_papers,
)  # fmt: skip
