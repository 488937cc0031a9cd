# SPDX-License-Identifier: LGPL-3.0-or-later
"""What sealing costs those who write records, how fast all of them are checked, and how fast "who was on this file" is answered,
as the log grows. Ratios are of runs in turns, on the same machine at the same time.

    SIZES=100000,1000000,5000000 ./test tests/perf/test_seals.py      (without it: 100,000 and 1,000,000)
    EVERY=30 SECONDS=60 WINDOWS=3 ./test tests/perf/test_seals.py     (one seal a minute, as in a centre; without it: one a second)
"""

import os
import statistics
from pathlib import Path

import pytest

from dev.console import table
from tests.support.in_process import copy_of_centre, told

SCRIPT = Path(__file__).with_name("sealing_in_process.py")
AIMS = {"throughput": 0.95, "check": 0.6, "p95": 0.020, "bytes": 300}


@pytest.fixture(scope="module")
def figures():
    os.environ.setdefault("SIZES", "100000,1000000")
    with copy_of_centre("sealing") as name:
        return told(name, SCRIPT)


def _met(is_met):
    return "met" if is_met else "MISSED"


def test_what_sealing_costs(figures, request):
    pairs = list(zip(figures["throughput"]["with"], figures["throughput"]["without"], strict=True))
    ratios = [with_ / without for with_, without in pairs]
    low, middle, high = statistics.quantiles(ratios, n=4)
    rows = [
        (
            "records",
            "bytes each",
            "sealed a second",
            "check, of the limit",
            "file: p50, p95",
            "hot file: p50, p95",
            "last week, first week",
            "aims",
        )
    ]
    for size, row in figures["sizes"].items():
        check = statistics.median(row["check"])
        slowest = max(row["typical"][1], row["hot"][1])
        met = check >= AIMS["check"] and slowest <= AIMS["p95"] and row["bytes"] <= AIMS["bytes"]
        times = [
            " ".join(f"{seconds * 1000:.1f}" for seconds in row[kind]) + " ms" * bool(row[kind])
            for kind in ("typical", "hot", "weeks")
        ]
        rows.append(
            (
                f"{int(size):,}",
                f"{row['bytes']:.0f}",
                f"{row['sealing']:,.0f}",
                f"x{check:.2f}",
                *times,
                _met(met),
            )
        )
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(
            f"\neight writers beside a sealer: x{middle:.2f} [{low:.2f}-{high:.2f}] of the throughput without"
            f" (aim {AIMS['throughput']}: {_met(middle >= AIMS['throughput'])}),"
            f" {statistics.median(figures['throughput']['without']):,.0f} records a second"
        )
        print(table(rows))
        print(
            f"aims: check >= {AIMS['check']} of COPY and SHA-256, p95 <= 20 ms, {AIMS['bytes']} bytes a record"
        )
    assert all(row["bytes"] <= 1024 for row in figures["sizes"].values())
    assert middle > 0.5, "writers wait for the sealer"
