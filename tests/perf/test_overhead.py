# SPDX-License-Identifier: LGPL-3.0-or-later
"""What protection costs: the case file against its unprotected twins, interleaved in one run, as ratios.

Four confidential columns of 200, 2,000, 1,000 and 1,000 characters; 80 files in a list, one in a form; and the same with the
client, a contact whose name is sealed as well. The **twin** has the same columns, in clear, contacts of its own that nobody
protects, and no record rule at all; the **ruled twin** has besides the usual rule of Odoo ("I am one of its users", a
many2many), so that what need to know costs can be told from what sealing and recording cost.

CPU is that of the server's process and of its PostgreSQL process together; it says more than the time by the clock on a machine
that is doing other things. The figures are printed beside the issue's aims, and one that misses its aim says so; what is asserted
is only what does not depend on how busy the machine is.
"""

import os
import sys
from pathlib import Path

import pytest

from dev.console import table

sys.path.insert(0, str(Path(__file__).parent))
import measuring
from measuring import median_ratio, ratio, say

ROUNDS = 25
PROTECTED, TWIN, RULED = "wlec.case", "wlec.twin", "wlec.twin.ruled"
# Over HTTP. The issue sets none for what holds a fifth sealed value, the client's name.
AIMS = {"list of 80": 1.25, "list of 80, no confidential column": 1.00, "form of 1": 1.10}
# Statements more than the twin's: what is open to this person, the sealed columns of a list by COPY, the access record; and to
# whom a client is open.
ADDED = {
    "list of 80": 3,
    "list of 80, no confidential column": 1,
    "list of 80, and the client": 4,
    "form of 1": 2,
    "form of 1, and the client": 3,
}
HEAD = ("", "CPU, of the twin", "by the clock", "CPU, of the ruled twin", "by the clock", "aim")


@pytest.fixture(scope="module")
def database():
    name = f"{os.environ['WLEC_TEST_DATABASE']}_twin"
    with measuring.centre_with("wlec_twin", name, measuring.paths()) as made:
        yield made


@pytest.fixture(scope="module")
def twin(database):
    return measuring.in_process(database, measuring.paths())


@pytest.fixture(scope="module")
def lines(request):
    """The table, printed when everything is measured."""
    found = [HEAD]
    yield found
    say(request, "\n" + table(found))


def line(door, title, times):
    cells = [
        ratio(times[PROTECTED][kind], times[other][kind])
        for other in (TWIN, RULED)
        for kind in ("cpu", "wall")
    ]
    return (f"{door} {title}", *cells, _verdict(title, times) if door == "HTTP" else "")


def _verdict(title, times):
    if title not in AIMS:
        return "-"
    found = [median_ratio(times[PROTECTED][kind], times[TWIN][kind]) for kind in ("cpu", "wall")]
    met = all(round(one, 2) <= AIMS[title] for one in found)
    return f"x{AIMS[title]:.2f}: {'met' if met else 'MISSED'}"


def test_at_the_orm(twin, lines, request):
    counted = [("", "statements", "twin", "ruled twin", "functions called", "twin", "ruled twin")]
    for title, row in twin["orm"].items():
        lines.append(line("ORM ", title, row))
        numbers = [row[kind][model] for kind in ("statements", "calls") for model in (PROTECTED, TWIN, RULED)]
        counted.append((title, *map(str, numbers)))
    say(request, "\n" + table(counted))
    say(request, f"access records of one list view: {twin['record_rows']} row, {twin['record_bytes']} bytes")
    for title, row in twin["orm"].items():
        assert row["statements"][PROTECTED] - row["statements"][TWIN] <= ADDED[title], title
    assert twin["record_rows"] == 1
    assert twin["record_bytes"] <= 1024, "one list view must not cost more than 1 kB of access records"


def test_over_http(twin, database, lines):
    for title, times in measuring.over_http(database, measuring.paths(), twin, ROUNDS):
        lines.append(line("HTTP", title, times))
