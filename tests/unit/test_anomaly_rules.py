# SPDX-License-Identifier: LGPL-3.0-or-later
"""The twelve rules, one by one: what each finds, what answers for it, and where its border is."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

anomalies = tool("anomalies")
facts = tool("anomalies.facts")
Access, Barred, Context = anomalies.Access, anomalies.Barred, anomalies.Context

ANN, BEN = 1, 2
NOON = datetime(2026, 6, 10, 12)  # a Wednesday
RULES = {rule.name: rule for rule in anomalies.ALL}
KINDS = sorted(facts.WORK | facts.OVERSIGHT | facts.STANDING)


def opened(at=NOON, *kinds, user=ANN, case=7, number=1, action="read", **more):
    return Access(number, at, user, action, case, frozenset(kinds), **more)


def found(name, accesses, **known):
    accesses = accesses if isinstance(accesses, list) else [accesses]
    return [(f.access.id, dict(f.facts)) for f in anomalies.findings(accesses, Context(**known), [name])]


def test_twelve_rules_with_names_and_reasons():
    assert len(anomalies.NAMES) == len(set(anomalies.NAMES)) == 12
    for rule in anomalies.ALL:
        assert "nswer" in type(rule).__doc__, f"{rule.name} does not say what answers for it"
        assert rule.answers <= set(KINDS), f"{rule.name} names kinds there are none of"


def test_kinds_are_those_there_are():
    assert set(KINDS) | facts.NOTHING_SEEN == set(tool("explanation").KINDS)


# ---- people
@pytest.mark.parametrize("kind", ["household", "address", "telephone"])
def test_a_household_is_found_even_where_they_are_on_the_file(kind):
    known = {"ties": {(7, ANN): frozenset({kind})}}
    assert found("tie", opened(NOON, "assigned"), **known) == [(1, {"ties": [kind]})]
    assert not found("tie", opened(NOON, "complaint", "sample"), **known)
    assert not found("tie", opened(user=BEN), **known)
    assert not found("tie", opened(together=40), **known), "a row of a list is no opening"
    assert found("tie", opened(action="export", together=40), **known)


def test_a_name_many_people_have_counts_only_where_nothing_explains_the_access():
    common, rare = ({"ties": {(7, ANN): frozenset({kind})}} for kind in ("surname", "rare_surname"))
    assert found("tie", opened(), **common)
    assert not found("tie", opened(NOON, "team"), **common)
    assert found("tie", opened(NOON, "team"), **rare)
    assert not found("tie", opened(NOON, "team", "assigned"), **rare)


def test_nearest_tie_weighs_most():
    known = Context(ties={(7, ANN): frozenset({"surname", "household"})})
    (finding,) = anomalies.findings([opened()], known)
    assert (finding.score, finding.facts["ties"][0]) == (90, "household")


def test_own_file():
    known = {"clients": {7: ANN}}
    assert found("own_file", opened(NOON, "assigned"), **known)
    assert not found("own_file", opened(NOON, "own_record"), **known)
    assert not found("own_file", opened(user=BEN), **known)


def test_colleagues_file():
    known = {"clients": {7: BEN}}
    assert found("colleague", opened(NOON, "team", "line_management"), **known)
    assert not found("colleague", opened(NOON, "assigned"), **known)
    assert not found("colleague", opened(user=BEN), **known), "that is the rule for one's own file"
    assert not found("colleague", opened(case=8), **known)


def test_file_of_a_relative():
    mates = {"mates": {ANN: frozenset({BEN})}}
    assert found("relative", opened(NOON, "team"), workers={7: frozenset({BEN})}, **mates) == [
        (1, {"how": "worked"})
    ]
    near = {"ties": {(7, BEN): frozenset({"household"})}}
    assert found("relative", opened(NOON, "team"), **near, **mates) == [(1, {"how": "household"})]
    assert found("relative", opened(), **near) == [(1, {"how": "colleague"})]
    assert not found("relative", opened(NOON, "team"), **near), "a colleague one does not live with"
    assert not found("relative", opened(), ties={(7, BEN): frozenset({"surname"})})
    assert not found("relative", opened(NOON, "meeting"), **near, **mates)


def test_closed_file():
    known = {"closed": {7: NOON - timedelta(days=10)}}
    assert found("closed_file", opened(NOON, "team"), **known) == [(1, {"days": 10})]
    assert not found("closed_file", opened(NOON, "assigned"), **known), "the last letter"
    assert found("closed_file", opened(NOON + timedelta(days=30), "assigned"), **known)
    assert not found("closed_file", opened(NOON + timedelta(days=300), "complaint"), **known)
    assert not found("closed_file", opened(NOON - timedelta(days=11)), **known)


def test_press():
    known = {"press": {7: NOON}}
    assert found("press", opened(NOON, "team"), **known)
    assert not found("press", opened(NOON, "cover"), **known)
    assert not found("press", opened(NOON - timedelta(days=1)), **known)


# ---- ways of going about it
def search_then_open(count, *kinds, apart=timedelta(minutes=5)):
    for number in range(count):
        at = NOON + number * apart
        yield opened(at, *kinds, case=number, number=2 * number, action="search")
        yield opened(at + timedelta(minutes=1), *kinds, case=number, number=2 * number + 1)


def test_search_then_open():
    assert found("enumeration", [*search_then_open(4)]) == [(7, {"files": 4})]
    assert not found("enumeration", [*search_then_open(3)])
    assert not found("enumeration", [*search_then_open(9, "assigned")])
    assert not found("enumeration", [*search_then_open(9, apart=timedelta(minutes=25))])
    opened_only = [access for access in search_then_open(9) if access.action == "read"]
    assert not found("enumeration", opened_only)


def test_refused_attempts_one_after_the_other():
    tried = [
        opened(NOON + timedelta(minutes=n), "refused", case=n, number=n, action="denied", is_denied=True)
        for n in range(4)
    ]
    assert found("enumeration", tried) == [(3, {"files": 4})]


def letters(count, apart=timedelta(seconds=20), is_short=True):
    return [
        opened(NOON + n * apart, "assigned", case=n, number=n, action="search", is_short=is_short)
        for n in range(count)
    ]


def test_initials():
    assert [number for number, _facts in found("initials", letters(5))] == [3, 4]
    assert not found("initials", letters(3))
    assert not found("initials", letters(20, is_short=False))
    assert not found("initials", letters(20, apart=timedelta(minutes=11)))
    at_once = letters(9, apart=timedelta())
    assert not found("initials", at_once), "one search, whatever it shows"


@pytest.mark.parametrize(
    ("at", "kinds", "when"),
    [
        (datetime(2026, 6, 10, 18, 59), (), None),
        (datetime(2026, 6, 10, 19, 1), (), "late"),
        (datetime(2026, 6, 10, 7, 59), ("team",), "late"),
        (datetime(2026, 6, 10, 21, 59), ("assigned",), None),
        (datetime(2026, 6, 10, 22, 1), ("assigned",), "night"),
        (datetime(2026, 6, 10, 3, 0), ("cover",), "night"),
        (datetime(2026, 6, 10, 3, 0), ("emergency",), None),
        (datetime(2026, 6, 13, 12), ("assigned",), "day_off"),  # a Saturday
        (datetime(2026, 12, 25, 12), ("assigned",), "day_off"),
        (datetime(2026, 12, 25, 12), ("meeting",), None),
    ],
)
def test_out_of_hours(at, kinds, when):
    assert found("out_of_hours", opened(at, *kinds)) == ([(1, {"when": when})] if when else [])


def test_hours_are_the_centres_own():
    hours = anomalies.Hours(datetime(1, 1, 1, 12).time(), datetime(1, 1, 1, 22).time(), weekend=True)
    saturday = datetime(2026, 6, 13, 21)
    assert not found("out_of_hours", opened(saturday), hours=hours)
    assert found("out_of_hours", opened(saturday.replace(hour=9)), hours=hours)
    assert found("out_of_hours", opened(datetime(2026, 12, 26, 13)), hours=hours), (
        "a bank holiday, on a Saturday"
    )


def in_a_row(count, *kinds, apart=timedelta(minutes=2)):
    return [opened(NOON + n * apart, *kinds, case=n, number=n) for n in range(count)]


def test_burst_is_measured_by_ones_own_habit():
    assert [number for number, _facts in found("burst", in_a_row(10))] == [8, 9]
    assert not found("burst", in_a_row(8))
    assert not found("burst", in_a_row(10), habits={ANN: 5})
    assert found("burst", in_a_row(11), habits={ANN: 5}) == [(10, {"files": 11, "usual": 5})]
    assert not found("burst", in_a_row(20, "cover"))
    assert not found("burst", in_a_row(20, apart=timedelta(minutes=9)))


def daily(count, *kinds):
    return [opened(NOON + timedelta(days=n), *kinds, number=n) for n in range(count)]


def test_reading_without_doing_anything():
    assert found("idle_reading", daily(3, "team")) == [(2, {"days": 3})]
    assert not found("idle_reading", daily(2, "team"))
    assert not found("idle_reading", daily(9, "assigned"))
    note = NOON + timedelta(days=2, hours=2)
    assert not found("idle_reading", daily(3), worked={(7, ANN): (note,)})
    assert found("idle_reading", daily(3), worked={(7, BEN): (note,)})
    assert found("idle_reading", daily(3), worked={(7, ANN): (NOON - timedelta(days=30),)})


def test_reading_of_the_days_before_counts():
    before = tuple(NOON - timedelta(days=n) for n in (1, 2))
    assert found("idle_reading", opened(), seen={(7, ANN): before})
    assert not found(
        "idle_reading", opened(), seen={(7, ANN): tuple(at - timedelta(days=14) for at in before)}
    )


@pytest.mark.parametrize("why", ["wall", "exclusion"])
def test_nothing_answers_for_a_wall_or_the_clients_wish(why):
    known = {"barred": {(7, ANN): Barred(NOON - timedelta(days=2), why)}}
    tried = opened(NOON, "refused", action="denied", is_denied=True)
    assert found("barred", tried, **known) == [(1, {"why": why, "days": 2})]
    assert found("barred", opened(NOON, "assigned"), **known)
    assert not found("barred", opened(NOON - timedelta(days=3)), **known)
    assert not found("barred", opened(NOON + timedelta(days=89)), **known)


def test_an_old_bookmark_is_no_finding_the_second_attempt_is():
    known = {"barred": {(7, ANN): Barred(NOON - timedelta(days=2), "end")}}
    tried = [opened(NOON, "refused", number=n, action="denied", is_denied=True) for n in range(3)]
    assert [number for number, _facts in found("barred", tried, **known)] == [1, 2]
    assert not found("barred", opened(NOON, "meeting"), **known), "given to them anew"
    assert found("barred", opened(), **known)


# ---- all of them
_ACCESSES = st.lists(
    st.builds(
        Access,
        id=st.integers(1, 10**6),
        at=st.datetimes(datetime(2026, 6, 1), datetime(2026, 6, 20)),
        user=st.integers(1, 3),
        action=st.sampled_from(["read", "search", "write", "export", "denied"]),
        case=st.none() | st.integers(1, 4),
        kinds=st.frozensets(st.sampled_from([*KINDS, "refused"]), max_size=2),
        together=st.integers(1, 3),
        is_denied=st.booleans(),
        is_short=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda access: access.id,
)
_EVERYTHING = {
    "ties": {(case, user): frozenset({"household", "surname"}) for case in (1, 2) for user in (1, 2)},
    "clients": {1: 1, 3: 2},
    "mates": {1: frozenset({2})},
    "workers": {4: frozenset({2})},
    "closed": {2: datetime(2026, 6, 5)},
    "press": {3: datetime(2026, 6, 5)},
    "barred": {(4, 3): Barred(datetime(2026, 6, 2), "wall"), (1, 3): Barred(datetime(2026, 6, 2), "end")},
}


@given(_ACCESSES, st.randoms())
def test_order_of_arrival_does_not_matter(accesses, random):
    def seen(some):
        return sorted(
            (f.rule, f.access.id, f.score) for f in anomalies.findings(some, Context(**_EVERYTHING))
        )

    shuffled = list(accesses)
    random.shuffle(shuffled)
    assert seen(accesses) == seen(shuffled)


@given(_ACCESSES)
def test_what_answers_for_a_rule_is_never_found_by_it(accesses):
    for finding in anomalies.findings(accesses, Context(**_EVERYTHING)):
        assert RULES[finding.rule].answers.isdisjoint(finding.access.kinds)
        assert finding.score > 0


@given(_ACCESSES, st.sets(st.sampled_from(anomalies.NAMES)))
def test_a_rule_switched_off_finds_nothing(accesses, names):
    assert {f.rule for f in anomalies.findings(accesses, Context(**_EVERYTHING), names)} <= names
