# SPDX-License-Identifier: LGPL-3.0-or-later
"""The gate of a disclosure at 10,000 consents and 100 items: as many statements as for one item, interleaved, as ratios."""

import statistics
from pathlib import Path

import pytest

from tests.support.in_process import copy_of_centre, told


@pytest.fixture(scope="module")
def figures():
    with copy_of_centre("gate") as name:
        return told(name, Path(__file__).with_name("gate_in_process.py"))


def test_a_hundred_items_among_ten_thousand_consents(figures, request):
    counts, few, many = set(), figures["few"], figures["many"]
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        for title, row in (("few", few), ("10,000", many)):
            for items, found in row.items():
                pairs = zip(found["seconds"], few["1"]["seconds"], strict=True)
                ratio = statistics.median(one / base for one, base in pairs)
                print(
                    f"the gate: {items:>3} items, {title:>6} consents: {found['statements']} statements,"
                    f" {statistics.median(found['seconds']) * 1000:.1f} ms, x{ratio:.2f} of 1 item among few"
                )
                assert found["missing"] == [], "it is the whole gate that was asked"
                counts.add(min(found["statements"]))  # now and then Odoo asks for its own caches as well
    assert len(counts) == 1, "statements grow neither with the items nor with the consents"
    hundred, one = (statistics.median(many[items]["seconds"]) for items in ("100", "1"))
    assert hundred < 10 * one
