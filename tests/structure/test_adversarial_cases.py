# SPDX-License-Identifier: LGPL-3.0-or-later
"""The adversarial cases a complete implementation must pass, numbered, each with the tests that try it (``tests/attack/cases.csv``)."""

import csv

import pytest

from . import reading
from .test_traceability import _test

FILE = reading.ROOT / "tests" / "attack" / "cases.csv"
LISTED = 50  # cases everybody must pass; the others are our own
OF_OUR_OWN = 20


def _rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = _rows()


def test_every_case_has_a_test():
    numbers = sorted({int(row["case"]) for row in ROWS})
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= LISTED + OF_OUR_OWN


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['case']}-{row['test']}")
def test_every_test_is_there(row):
    assert row["what"].strip()
    assert _test(row["test"]), row["test"]
