# SPDX-License-Identifier: LGPL-3.0-or-later
"""What protection costs: the case file against its unprotected twin, interleaved in one run, as ratios.

Four confidential columns of 200, 2,000, 1,000 and 1,000 characters; 80 files in a list, one in a form. The figures are
printed; what is asserted is only what does not depend on how busy the machine is.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

import pytest

from dev import odoo_source
from dev.places import DATA, ROOT
from tests.support import centre as centres

sys.path.insert(0, str(Path(__file__).parents[1] / "channels"))
from person import Person

HERE = Path(__file__).parent
ROUNDS, CALLS = 15, 6


@pytest.fixture(scope="module")
def database():
    """A copy of the demo centre with the twin installed beside the addon."""
    name = f"{os.environ['WLEC_TEST_DATABASE']}_twin"
    with centres.database_from(os.environ["WLEC_TEST_CENTRE"], name):
        quietly = ("--stop-after-init", "--no-http", "--log-level=warn", _paths())
        centres.odoo("server", "-d", name, "-i", "wlec_twin", *quietly)
        yield name


def _paths():
    found = odoo_source.get()
    folders = [*odoo_source.addons_folders(found), ROOT, HERE / "addons"]
    return "--addons-path=" + ",".join(map(str, folders))


@pytest.fixture(scope="module")
def twin(database):
    """Rows in both models, and the figures of the calls inside the server's own process."""
    script = (HERE / "overhead_in_process.py").read_text()
    out = centres.odoo("shell", "-d", database, "--no-http", "--log-level=warn", _paths(), text=script).stdout
    return json.loads(out.rpartition("FIGURES=")[2].splitlines()[0])


def _say(request, text):
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(text)


def _ratio(protected, plain):
    ratios = sorted(a / b for a, b in zip(protected, plain, strict=True))
    low, _, high = statistics.quantiles(ratios, n=4)
    return f"x{statistics.median(ratios):.2f} [{low:.2f}-{high:.2f}]"


def test_at_the_orm(twin, request):
    for name, row in twin["orm"].items():
        _say(
            request,
            f"ORM  {name:<46} CPU {_ratio(row['case'], row['twin'])}   statements +{row['statements']}",
        )
    assert twin["record_bytes"] <= 1024, "one list view must not cost more than 1 kB of access records"
    _say(
        request, f"access records of one list view: {twin['record_bytes']} bytes, rows: {twin['record_rows']}"
    )


def test_over_http(twin, database, request):
    with centres.opened(database, DATA / "log" / "test-perf-twin.log", _paths()) as centre:
        _over_http(twin, Person(centre.url, centre.db, "alice"), request)


def _over_http(twin, alice, request):
    columns, neutral = twin["columns"], twin["neutral"]
    calls = {
        "list of 80": lambda model, ids: alice.call(
            model, "web_search_read", [["id", "in", ids]], columns, limit=80
        ),
        "list of 80, no confidential column": lambda model, ids: alice.call(
            model, "web_search_read", [["id", "in", ids]], neutral, limit=80
        ),
        "form of 1": lambda model, ids: alice.call(model, "web_read", ids[:1], columns),
    }
    for name, call in calls.items():
        times = {"wlec.case": [], "wlec.twin": []}
        for model in times:
            assert b'"error"' not in call(model, twin["ids"][model])
        for number in range(ROUNDS):
            order = list(times) if number % 2 else list(times)[::-1]
            for model in order:
                times[model].append(_seconds(call, model, twin["ids"][model]))
        _say(request, f"HTTP {name:<46} wall {_ratio(times['wlec.case'], times['wlec.twin'])}")


def _seconds(call, model, ids):
    began = time.perf_counter()
    for _ in range(CALLS):
        call(model, ids)
    return time.perf_counter() - began
