# SPDX-License-Identifier: LGPL-3.0-or-later
"""What need to know costs at 100,000 files and 200,000 grants: each call as somebody, and with full rights, which no rule
touches; interleaved, as ratios."""

import json
import os
import statistics
from pathlib import Path

import pytest

from dev import sql
from tests.support import centre as centres

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def figures():
    name = f"{os.environ['WLEC_TEST_DATABASE']}_files"
    with centres.database_from(os.environ["WLEC_TEST_CENTRE"], name):
        statements = (HERE / "hundred_thousand_files.sql").read_text(encoding="utf-8")
        sql.execute([(statements, None)], name)
        script = (HERE / "rule_in_process.py").read_text(encoding="utf-8")
        out = centres.odoo("shell", "-d", name, "--no-http", "--log-level=warn", text=script).stdout
    return json.loads(out.rpartition("FIGURES=")[2].splitlines()[0])


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
