# SPDX-License-Identifier: LGPL-3.0-or-later
"""What explanations cost: a page of access records takes as many statements as one record, and the filter "Unexplained" goes through
a month of them, at 100,000 files, 200,000 grants and 100,000 records in that month."""

from pathlib import Path

import pytest

from tests.support.in_process import copy_of_centre, told

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def figures():
    statements = (HERE / "hundred_thousand_files.sql").read_text(encoding="utf-8")
    with copy_of_centre("explained", statements) as name:
        return told(name, HERE / "explaining_in_process.py")


def test_a_page_and_a_month(figures, capsys):
    with capsys.disabled():
        print(f"\n{figures['records']:,} access records of a month")
        for login, pages in figures["pages"].items():
            for size, seconds, statements in pages:
                print(f"{login:<7} {size:>3} explained: {seconds * 1000:7.1f} ms, {statements} statements")
        for login, (found, seconds) in figures["search"].items():
            print(f"{login:<7} filter “Unexplained”: {found:,} found in {seconds:.1f} s")
    assert figures["records"] > 50_000
    for one, eighty in figures["pages"].values():
        assert eighty[0] == 80
        assert eighty[2] <= max(one[2], 8)
    found, _seconds = figures["search"]["audrey"]
    assert found == pytest.approx(figures["records"] / 20, rel=0.02)


def test_looking_through_a_month(figures, capsys):
    """What it costs goes by what there is to look at, not by how much waits in the queue already."""
    batches = figures["nights"]
    tenth = max(1, len(batches) // 10)
    first, last = (_cost_of_an_item(some) for some in (batches[:tenth], batches[-tenth:]))
    records, seconds = sum(batch[0] for batch in batches), sum(batch[1] for batch in batches)
    with capsys.disabled():
        print(
            f"\nlooked through by night: {records:,} records in {seconds:.0f} s, {figures['queued']:,} to be looked at by somebody;"
            f" each of these took {first[1]:.1f} statements at first and {last[1]:.1f} at last, x{last[0] / first[0]:.2f} of the time"
        )
    assert records == figures["records"]
    assert figures["queued"] > 1000
    assert last[1] < 1.5 * first[1]


def _cost_of_an_item(batches):
    """(seconds, statements)"""
    items = sum(batch[3] for batch in batches)
    return tuple(sum(batch[column] for batch in batches) / items for column in (1, 2))
