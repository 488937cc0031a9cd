# SPDX-License-Identifier: LGPL-3.0-or-later
"""The gate of a disclosure at 10,000 consents and 100 items: as many statements as for one item, interleaved, as ratios."""

import json
import os
import statistics
from pathlib import Path

import pytest

from tests.support import centre as centres

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def figures():
    name = f"{os.environ['WLEC_TEST_DATABASE']}_gate"
    with centres.database_from(os.environ["WLEC_TEST_CENTRE"], name):
        script = (HERE / "gate_in_process.py").read_text(encoding="utf-8")
        done = centres.odoo("shell", "-d", name, "--no-http", "--log-level=warn", text=script)
    assert "FIGURES=" in done.stdout, done.stderr[-3000:]
    return json.loads(done.stdout.rpartition("FIGURES=")[2].splitlines()[0])


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
