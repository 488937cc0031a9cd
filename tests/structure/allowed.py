# SPDX-License-Identifier: LGPL-3.0-or-later
"""The exceptions somebody has looked at, each with its reason: rows of allowed.csv by kind."""

import csv
import functools
from pathlib import Path

FILE = Path(__file__).with_name("allowed.csv")


@functools.cache
def rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def of(kind):
    """{(path, where)} of one kind."""
    return {(row["path"], row["where"]) for row in rows() if row["kind"] == kind}


def compare(kind, found):
    """What was found and is not on the list, and what is on the list and was not found any more."""
    listed = of(kind)
    return sorted(set(found) - listed), sorted(listed - set(found))
