# SPDX-License-Identifier: LGPL-3.0-or-later
"""From accesses and findings to what somebody is to look at: nothing is lost, nothing is there twice, and the lot is a lot."""

import random
from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

anomalies, queue = tool("anomalies"), tool("review_queue")
KINDS = tool("explanation").KINDS
START = datetime(2026, 6, 10, 9)

_ACCESSES = st.lists(
    st.builds(
        anomalies.Access,
        id=st.integers(1, 10**6),
        at=st.integers(0, 5000).map(lambda minutes: START + timedelta(minutes=minutes)),
        user=st.integers(1, 3),
        action=st.sampled_from(["read", "search", "write"]),
        case=st.none() | st.integers(1, 3),
        kinds=st.frozensets(st.sampled_from(KINDS), max_size=2),
        is_denied=st.booleans(),
    ),
    max_size=40,
    unique_by=lambda access: access.id,
)


def _findings(accesses, every):
    return [anomalies.Finding("press", access, 80, {}) for access in accesses[::every]]


def never():
    return False


def always():
    return True


@given(_ACCESSES, st.integers(1, 5))
def test_nothing_is_lost_and_nothing_is_there_twice(accesses, every):
    findings = _findings(accesses, every)
    items = queue.items(accesses, findings, never)
    assert len({item.key for item in items}) == len(items)
    found = {finding.access for finding in findings}
    expected = Counter(
        (access.user, access.case, access.at.date())
        for access in accesses
        if access in found or not access.is_explained
    )
    assert {item.key: item.count for item in items} == expected
    for item in items:
        assert item.first <= item.last and item.first.date() == item.day == item.last.date()
        assert (item.source == "flagged") == bool(item.findings)
        assert item.kind is None or item.kind in queue.PLAIN or item.kind == queue.UNEXPLAINED


@given(_ACCESSES)
def test_by_lot_come_only_accesses_explained_by_what_every_reviewer_may_know_of(accesses):
    for item in queue.items(accesses, [], always):
        assert item.source in ("sample", "unexplained")
        assert (item.kind in queue.PLAIN) if item.source == "sample" else (item.kind == queue.UNEXPLAINED)
    secret = [
        access
        for access in accesses
        if access.is_explained and access.kinds <= {"complaint", "disclosure", "breach"}
    ]
    assert not queue.items(secret, [], always)


@given(_ACCESSES)
def test_refused_attempts_are_not_drawn(accesses):
    refused = [access for access in accesses if access.is_denied and access.is_explained]
    assert not queue.items(refused, [], always)


def test_a_rule_is_there_once_as_it_weighs_most():
    access = anomalies.Access(1, START, 1, "read", 7)
    findings = [anomalies.Finding("tie", access, score, {}) for score in (30, 90, 60)]
    (item,) = queue.items([access], findings, never)
    assert (item.score, len(item.findings)) == (90, 1)


def test_the_lot_is_asked_once_for_an_access_to_several_files():
    asked = []
    accesses = [anomalies.Access(1, START, 1, "read", case, frozenset({"assigned"}), 3) for case in (1, 2, 3)]
    queue.items(accesses, [], lambda: asked.append(1))
    assert len(asked) == 1


def test_two_of_a_hundred_are_drawn():
    source = random.Random(1)
    accesses = [
        anomalies.Access(number, START, number, "read", number, frozenset({"assigned"}))
        for number in range(20_000)
    ]
    drawn = len(queue.items(accesses, [], lambda: source.random() < 0.02))
    assert 320 < drawn < 480
