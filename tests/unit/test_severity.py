# SPDX-License-Identifier: LGPL-3.0-or-later
"""The severity of a breach, against what ENISA and the EDPB have published (in our own words)."""

import csv
import itertools
from pathlib import Path

import pytest

from tests.support.breach_tools import severity

Facts = severity.Facts

HERE = Path(__file__).parent


def _rows(name):
    """The rows of a table; lines that begin with # say where they come from and who checked them."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


# ENISA 2013, annex on the scoring of the data processing context
@pytest.mark.parametrize("row", _rows("enisa_examples.csv"), ids=lambda row: row["data"][:40])
def test_examples_of_enisa(row):
    assert severity.context([(row["base"], int(row["adjustment"]))]) == int(row["dpc"])


# EDPB Guidelines 01/2021: whether the authority and the people are told, of each of its 18 cases
@pytest.mark.parametrize("row", _rows("edpb_cases.csv"), ids=lambda row: row["case"])
def test_cases_of_the_edpb(row):
    facts = Facts(
        ((row["base"], int(row["adjustment"])),),
        row["identification"],
        row["confidentiality"],
        row["integrity"],
        row["availability"],
        row["malicious"] == "1",
        row["unintelligible"] == "1",
        row["recovered"] == "1",
    )
    expected = "high_risk" if row["people"] == "1" else "risk" if row["regulator"] == "1" else "none"
    assert severity.suggestion(facts) == expected, severity.score(facts)


def test_there_are_all_of_them():
    assert [int(row["case"]) for row in _rows("edpb_cases.csv")] == list(range(1, 19))
    assert len(_rows("enisa_examples.csv")) >= 20


def _everything():
    """Every combination there is of one kind of data."""
    for base, adjustment, *words in itertools.product(
        severity.BASE,
        range(-3, 4),
        severity.IDENTIFICATION,
        severity.CONFIDENTIALITY,
        severity.INTEGRITY,
        severity.AVAILABILITY,
        (False, True),
    ):
        yield Facts(((base, adjustment),), *words)


def test_every_combination():
    seen = set()
    for facts in _everything():
        (base, adjustment), figure = facts.data[0], severity.score(facts)
        dpc = sorted((1, severity.BASE[base] + adjustment, 4))[1]
        assert severity.context(facts.data) == dpc
        assert figure == dpc * severity.IDENTIFICATION[facts.identification] + severity.circumstances(facts)
        assert 0.25 <= figure <= 6
        assert 0 <= severity.circumstances(facts) <= 2
        name = severity.band(figure)
        low, high = {"low": (0, 2), "medium": (2, 3), "high": (3, 4), "very_high": (4, 7)}[name]
        assert low <= figure < high
        seen.add(name)
        worse = facts._replace(malicious=True)
        assert severity.score(worse) >= figure
        assert severity.suggestion(facts._replace(unintelligible=True)) <= severity.suggestion(facts) or (
            severity.suggestion(facts._replace(unintelligible=True)) == "none"
        )
    assert seen == {"low", "medium", "high", "very_high"}


@pytest.mark.parametrize(
    ("figure", "name"),
    [(0.25, "low"), (1.99, "low"), (2, "medium"), (2.99, "medium"), (3, "high"), (3.99, "high"), (4, "very_high"), (6, "very_high")],
)  # fmt: skip
def test_bands(figure, name):
    assert severity.band(figure) == name


def test_of_several_kinds_the_highest_counts():
    assert severity.context([("simple", 0), ("financial", 0), ("behavioural", 0)]) == 3
    assert severity.context([("simple", 3), ("sensitive", -3)]) == 4


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        severity.context([])
    with pytest.raises(ValueError, match="adjustments"):
        severity.context([("simple", 4)])
    with pytest.raises(KeyError):
        severity.score(Facts((("simple", 0),), "obvious"))


def test_what_cannot_be_read_but_is_lost_still_counts():
    lost = Facts((("sensitive", 0),), availability="lost", unintelligible=True)
    assert severity.suggestion(lost) == "high_risk"
    assert severity.suggestion(lost._replace(availability="none")) == "none"


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("abuse_address", "high_risk"), ("immigration", "high_risk"), ("hiv", "high_risk"), ("union", "high_risk"),
        ("client", "high_risk"), ("staff", "none"), ("mailing_list", "risk"), ("appointment", "none"),
    ],
)  # fmt: skip
def test_presets_of_an_advice_centre(preset, expected):
    """One person's, to one known wrong recipient."""
    found = severity.PRESETS[preset]
    facts = Facts(((found.base, found.adjustment),), found.identification, "known")
    assert severity.suggestion(facts) == expected


def test_presets_are_in_the_tables():
    for found in severity.PRESETS.values():
        assert severity.context([(found.base, found.adjustment)])
        assert found.identification in severity.IDENTIFICATION
