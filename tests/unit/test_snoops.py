# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sixty snoops among ten thousand ordinary accesses: how many the rules find, and how many people they bother for nothing.

The thresholds of the rules were chosen on seeds below 20; the figures are of others.
"""

import random
from statistics import mean
from typing import NamedTuple

import pytest

from tests.support import invented_centre, snoops

anomalies = invented_centre.anomalies
SEEDS = range(400, 420)
_SAMPLE = 0.02


class Result(NamedTuple):
    recall: float  # of the snoops, those with an access the rules find
    in_queue: float  # or one that nothing explains
    flagged: float  # of the ordinary accesses
    explained: float
    by_chance: float  # of the snoops, those a random sample of all accesses finds


def _try(seed):
    centre = invented_centre.build(seed)
    ordinary = {access.id for access in centre.accesses}
    explained = mean(access.is_explained for access in centre.accesses)
    committed = snoops.commit_all(centre).values()
    flagged = {finding.access.id for finding in anomalies.findings(centre.accesses, centre.context())}
    count = round(len(centre.accesses) * _SAMPLE)
    sample = {access.id for access in random.Random(seed).sample(centre.accesses, count)}
    return Result(
        recall=mean(any(access.id in flagged for access in snoop) for snoop in committed),
        in_queue=mean(any(a.id in flagged or not a.is_explained for a in snoop) for snoop in committed),
        flagged=len(flagged & ordinary) / len(ordinary),
        explained=explained,
        by_chance=mean(any(access.id in sample for access in snoop) for snoop in committed),
    )


@pytest.fixture(scope="module")
def results():
    return [_try(seed) for seed in SEEDS]


def test_rules_find_snoops_and_leave_people_in_peace(results, capsys):
    average = Result(*map(mean, zip(*results, strict=True)))
    worst = min(result.recall for result in results)
    with capsys.disabled():
        print(
            f"\n{len(results)} centres, 10,000 accesses and 60 snoops each: found by the rules {average.recall:.1%} (worst"
            f" {worst:.1%}), in the queue {average.in_queue:.1%}; ordinary accesses flagged {average.flagged:.2%} (worst"
            f" {max(r.flagged for r in results):.2%}), explained {average.explained:.1%};"
            f" a random {_SAMPLE:.0%} finds {average.by_chance:.1%}"
        )
    assert average.recall >= 0.95
    assert worst >= 0.90
    assert average.flagged <= 0.02
    assert all(result.flagged <= 0.025 for result in results)
    assert all(result.explained >= 0.95 for result in results)
    assert average.recall > 3 * average.by_chance


def test_the_same_seed_is_the_same_centre():
    one, other = invented_centre.build(3), invented_centre.build(3)
    assert one.accesses == other.accesses
    assert len(one.accesses) == invented_centre.ACCESSES


def test_sixty_snoops_of_twelve_kinds():
    centre = invented_centre.build(4)
    committed = snoops.commit_all(centre)
    assert (len(committed), len(snoops.KINDS)) == (60, 12)
    assert all(committed.values())


@pytest.mark.parametrize("rule", anomalies.NAMES)
def test_without_one_rule_something_is_missed(rule):
    """Each rule is worth having: somewhere it finds a snoop that no other does."""
    rest = [name for name in anomalies.NAMES if name != rule]
    for seed in SEEDS:
        centre = invented_centre.build(seed)
        committed = snoops.commit_all(centre)
        all_of_them = anomalies.findings(centre.accesses, centre.context())
        of_rule = {f.access.id for f in all_of_them if f.rule == rule}
        of_rest = {f.access.id for f in all_of_them if f.rule in rest}
        for snoop in committed.values():
            ids = {access.id for access in snoop}
            if ids & of_rule and not ids & of_rest:
                return
    raise AssertionError(f"{rule} finds nothing that others do not find")
