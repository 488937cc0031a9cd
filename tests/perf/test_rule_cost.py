# SPDX-License-Identifier: LGPL-3.0-or-later
"""What need to know costs at 100,000 files and 200,000 grants: each call as somebody, and with full rights, which no rule
touches; interleaved, as ratios."""

import statistics
from pathlib import Path

import pytest

from tests.support.in_process import copy_of_centre, told

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def figures():
    statements = (HERE / "hundred_thousand_files.sql").read_text(encoding="utf-8")
    with copy_of_centre("files", statements) as name:
        return told(name, HERE / "rule_in_process.py")


def test_the_newest_of_many(figures, request):
    found = {}
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\ngrants: {figures['grants']}")
        for title, row in figures["calls"].items():
            for login, (ruled, free) in row.items():
                ratio = statistics.median(a / b for a, b in zip(ruled, free, strict=True))
                found[title, login] = ratio
                print(
                    f"{title:<24} {login:<6} {statistics.median(ruled) * 1000:7.1f} ms, x{ratio:.1f} of no rule"
                )
    assert figures["grants"]["alice"] > 3000
    assert found["newest 80", "alice"] <= 8
