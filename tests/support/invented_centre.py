# SPDX-License-Identifier: LGPL-3.0-or-later
"""An invented centre over twelve weeks: people, rotas, leave, files, meetings, and ten thousand ordinary accesses.

By a seed, so that the same one is met again. What people do is drawn without a look at the rules: they stay late, help each other
out, have names many people have, type one letter, come back to a file that is closed.
"""

import bisect
import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from tests.support.pure_tools import tool

anomalies = tool("anomalies")
clock = tool("clock")

FIRST_DAY, WEEKS = date(2026, 3, 2), 12
ACCESSES = 10_000
_SURNAMES = 900  # how many there are about; the first ones are common
_WEIGHTS = tuple(accumulate(1 / (rank + 6) for rank in range(_SURNAMES)))


@dataclass
class Person:
    id: int
    team: int
    role: str  # caseworker, volunteer, manager, officer
    surname: int
    days: tuple  # weekdays
    starts: float
    ends: float
    is_late: bool  # writes up at home now and then
    away: tuple = ()  # first and last day of leave
    mates: frozenset = frozenset()

    def works_on(self, day):
        away = self.away and self.away[0] <= day <= self.away[1]
        return day.weekday() in self.days and clock.is_working_day(day) and not away


@dataclass
class File:
    id: int
    team: int
    worker: int
    surname: int
    opened: date
    closed: datetime | None = None
    earlier: int | None = None  # who worked on it before
    press: datetime | None = None


@dataclass
class Centre:
    rng: random.Random
    people: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    ties: dict = field(default_factory=dict)
    clients: dict = field(default_factory=dict)
    worked: dict = field(default_factory=dict)
    accesses: list = field(default_factory=list)
    barred: dict = field(default_factory=dict)
    shelves: dict = field(default_factory=dict)

    def surname(self):
        return bisect.bisect(_WEIGHTS, self.rng.random() * _WEIGHTS[-1])

    def add(self, at, user, action, case=None, kinds=(), **more):
        number = len(self.accesses) + 1
        access = anomalies.Access(number, at, user, action, case, frozenset(kinds), **more)
        self.accesses.append(access)
        if action == "write":
            self.worked.setdefault((case, user), []).append(at)
        return access

    def moment(self, day, person):
        """During their hours; sometimes a little after."""
        hour = self.rng.uniform(person.starts, person.ends)
        if person.is_late and self.rng.random() < 0.06:
            hour = person.ends + self.rng.expovariate(0.9)
        return datetime.combine(day, time()) + timedelta(hours=min(hour, 23.9))

    def by(self, name):
        """{team or worker: their files}."""
        if name not in self.shelves:
            shelf = self.shelves[name] = {}
            for found in self.files.values():
                shelf.setdefault(getattr(found, name), []).append(found)
        return self.shelves[name]

    def days(self):
        return [FIRST_DAY + timedelta(days=number) for number in range(WEEKS * 7)]

    def context(self):
        """What the rules are told, from the centre's own data."""
        files = self.files.values()
        return anomalies.Context(
            ties=self.ties,
            clients=self.clients,
            mates={person.id: person.mates for person in self.people.values() if person.mates},
            workers={f.id: frozenset({f.worker, f.earlier} - {None}) for f in files},
            closed={f.id: f.closed for f in files if f.closed},
            press={f.id: f.press for f in files if f.press},
            barred=self.barred,
            worked={key: tuple(moments) for key, moments in self.worked.items()},
            habits=self.habits(),
        )

    def habits(self):
        """How many files they open in a busy hour: the 95th of a hundred."""
        hours = {}
        for access in self.accesses:
            if access.is_opening:
                hour = access.at.replace(minute=0, second=0, microsecond=0)
                hours.setdefault(access.user, {}).setdefault(hour, set()).add(access.case)
        return {user: _percentile([len(files) for files in found.values()]) for user, found in hours.items()}


def _percentile(numbers):
    return sorted(numbers)[int(len(numbers) * 0.95)] if numbers else 0


def build(seed):
    """A centre with its ordinary accesses."""
    centre = Centre(random.Random(seed))
    _hire(centre)
    _open_files(centre)
    _tie(centre)
    while len(centre.accesses) < ACCESSES:
        _a_piece_of_work(centre)
    del centre.accesses[ACCESSES:]
    return centre


def _hire(centre):
    rng = centre.rng
    roles = ["manager"] + ["caseworker"] * 5 + ["volunteer"] * 3
    for number, role in enumerate(["officer", *roles * 3], start=1):
        days = (
            tuple(range(5))
            if role in ("officer", "manager")
            else tuple(sorted(rng.sample(range(5), rng.choice((2, 3, 4, 5)))))
        )
        starts = rng.choice((8.5, 9, 9, 9.5, 10))
        person = Person(
            number,
            (number - 2) // 9 if number > 1 else -1,
            role,
            centre.surname(),
            days,
            starts,
            rng.choice((16, 17, 17, 18)),
            rng.random() < 0.3,
        )
        leave = FIRST_DAY + timedelta(days=rng.randrange(WEEKS * 7))
        person.away = (leave, leave + timedelta(days=rng.choice((2, 4, 11))))
        centre.people[number] = person
    one, other = rng.sample(sorted(centre.people), 2)  # a couple
    centre.people[one].mates, centre.people[other].mates = frozenset({other}), frozenset({one})


def _open_files(centre):
    rng = centre.rng
    workers = [p for p in centre.people.values() if p.role in ("caseworker", "volunteer")]
    for number in range(1, 481):
        worker = rng.choice(workers)
        found = File(
            number, worker.team, worker.id, centre.surname(), FIRST_DAY - timedelta(days=rng.randrange(300))
        )
        if rng.random() < 0.35:
            day = FIRST_DAY + timedelta(days=rng.randrange(-250, WEEKS * 7))
            found.closed = datetime.combine(max(day, found.opened), time(17))
        if rng.random() < 0.2:
            found.earlier = rng.choice(workers).id
        if rng.random() < 0.015:
            found.press = datetime.combine(FIRST_DAY - timedelta(days=rng.randrange(40)), time(9))
        centre.files[number] = found
    for case in rng.sample(sorted(centre.files), 3):  # members of staff who are clients
        client = rng.choice([p for p in centre.people.values() if p.id != centre.files[case].worker])
        centre.clients[case] = client.id


def _tie(centre):
    """Names that are the same by chance, neighbours, and a few real relatives."""
    rng, count = centre.rng, {}
    for found in centre.files.values():
        count[found.surname] = count.get(found.surname, 0) + 1
    for found in centre.files.values():
        for person in centre.people.values():
            if person.surname == found.surname:
                kind = "rare_surname" if count[found.surname] <= 2 else "surname"
                centre.ties[found.id, person.id] = frozenset({kind})
    for _number in range(12):
        case, person = rng.choice(sorted(centre.files)), rng.choice(sorted(centre.people))
        if centre.files[case].worker != person:  # the check at intake saw to that
            kinds = {rng.choice(("address", "telephone", "household"))}
            centre.ties[case, person] = centre.ties.get((case, person), frozenset()) | kinds


# ---- an ordinary day
def _a_piece_of_work(centre):
    rng = centre.rng
    day = rng.choice(centre.days())
    there = [person for person in centre.people.values() if person.works_on(day)]
    if not there:
        return
    person = rng.choice(there)
    at = centre.moment(day, person)
    rng.choices(
        (_own, _team, _cover, _above, _met, _duty, _search, _list, _odd), (52, 6, 8, 5, 10, 5, 7, 5, 4)
    )[0](centre, person, at)


def _current(centre, at, **wanted):
    """Files that are open at that moment, seldom one that is not."""
    ((name, value),) = wanted.items()
    found = [f for f in centre.by(name).get(value, ()) if f.opened <= at.date()]
    open_ = [f for f in found if not f.closed or f.closed > at]
    recent = [f for f in found if f.closed and f.closed < at < f.closed + timedelta(days=25)]
    return recent if recent and centre.rng.random() < 0.05 else open_


def _read(centre, person, at, found, kinds, writes=0.4, again=0.35):
    rng = centre.rng
    if centre.clients.get(found.id) == person.id:
        return at  # nobody does that on an ordinary day
    centre.add(at, person.id, "read", found.id, kinds)
    while rng.random() < again:
        at += timedelta(minutes=rng.uniform(0.2, 20))
        centre.add(at, person.id, "read", found.id, kinds)
    if rng.random() < writes:
        at += timedelta(minutes=rng.uniform(1, 25))
        centre.add(at, person.id, "write", found.id, kinds)
    return at


def _own(centre, person, at):
    """Through one's own files, one after the other."""
    files = _current(centre, at, worker=person.id)
    for found in centre.rng.sample(files, min(len(files), centre.rng.choice((1, 1, 2, 3, 5)))):
        at = _read(centre, person, at, found, {"assigned"}) + timedelta(minutes=centre.rng.uniform(1, 15))


def _team(centre, person, at):
    """A colleague asks for a second opinion; the advice session of the day."""
    files = [
        f
        for f in _current(centre, at, team=person.team)
        if not f.press and (f.id, person.id) not in centre.ties
    ]
    files = [f for f in files if f.id not in centre.clients]
    if files:
        kinds = {"team"} if centre.rng.random() < 0.9 else ()
        _read(centre, person, at, centre.rng.choice(files), kinds, writes=0.25)


def _cover(centre, person, at):
    away = [p.id for p in centre.people.values() if p.team == person.team and not p.works_on(at.date())]
    files = [f for f in _current(centre, at, team=person.team) if f.worker in away]
    for found in centre.rng.sample(files, min(len(files), centre.rng.choice((1, 2, 4)))):
        at = _read(centre, person, at, found, {"cover"}) + timedelta(minutes=centre.rng.uniform(1, 10))


def _above(centre, person, at):
    """Supervision: some files of one's people, on one afternoon."""
    managers = [p for p in centre.people.values() if p.role == "manager" and p.works_on(at.date())]
    if managers:
        manager = centre.rng.choice(managers)
        files = _current(centre, at, team=manager.team)
        for found in centre.rng.sample(files, min(len(files), centre.rng.choice((2, 3, 4, 6)))):
            at = _read(centre, manager, at, found, {"line_management"}, writes=0.2) + timedelta(minutes=5)


def _met(centre, person, at):
    if files := _current(centre, at, team=person.team):
        _read(centre, person, at, centre.rng.choice(files), {"meeting"}, writes=0.8)


def _duty(centre, person, at):
    kinds = {centre.rng.choice(("complaint", "disclosure", "sample", "breach", "delivery", "duty"))}
    found = centre.rng.choice(list(centre.files.values()))
    if centre.clients.get(found.id) != person.id and (found.id, person.id) not in centre.ties:
        _read(centre, person, at, found, kinds, writes=0.3)


def _search(centre, person, at):
    """Looks for a client of their own and opens the file; types one letter first, now and then."""
    if files := _current(centre, at, worker=person.id):
        found = centre.rng.choice(files)
        for _try in range(centre.rng.choice((1, 1, 1, 2, 3))):
            is_short = centre.rng.random() < 0.08
            centre.add(at, person.id, "search", found.id, {"assigned"}, is_short=is_short)
            at += timedelta(seconds=centre.rng.uniform(4, 60))
        _read(centre, person, at, found, {"assigned"})


def _list(centre, person, at):
    files = _current(centre, at, worker=person.id)
    for found in files[:8]:
        centre.add(at, person.id, "read", found.id, {"assigned"}, together=len(files[:8]) or 1)


def _odd(centre, person, at):
    """What nothing explains, and is nothing: a favour, a wrong number, an old bookmark, a file closed long ago."""
    rng, found = centre.rng, centre.rng.choice(centre.by("team").get(person.team) or [*centre.files.values()])
    if rng.random() < 0.3:
        centre.add(at, person.id, "denied", found.id, {"refused"}, is_denied=True)
    else:
        _read(centre, person, at, found, (), writes=0.3)
