# SPDX-License-Identifier: LGPL-3.0-or-later
"""Our access record beside the auditing addon a centre would otherwise install, logging reads in full and its fast way: the same
list of 80 and form of 1, interleaved in one run. What is compared is the time above the unprotected call."""

import json
import os
import sys
from pathlib import Path

import pytest

from dev import python_env
from dev.console import table
from dev.places import DATA
from tests.support import centre as centres

sys.path.insert(0, str(Path(__file__).parent))
import measuring
from measuring import overhead, ratio, say

HERE = Path(__file__).parent
ROUNDS = 7
PROTECTED, TWIN = "wlec.case", "wlec.twin"
LOGGED = {"wlec.twin.full": "full", "wlec.twin.fast": "fast"}
COMPARED = ("list of 80", "form of 1")
KINDS = ("cpu", "wall")
AIM = 20  # times less overhead than the full log, on the list
RULES = """
for model, log_type in {logged!r}.items():
    env["auditlog.rule"].create(
        {{
            "name": model, "model_id": env["ir.model"]._get_id(model), "log_type": log_type, "state": "confirmed",
            "log_read": True, "log_write": False, "log_create": False, "log_unlink": False, "log_export_data": False,
        }}
    )
env.cr.commit()
"""


@pytest.fixture(scope="module")
def addons():
    unpacked = python_env.unpack(HERE / "peers.lock", DATA / "peers")
    return measuring.paths(unpacked / "odoo" / "addons")


@pytest.fixture(scope="module")
def database(addons):
    name = f"{os.environ['WLEC_TEST_DATABASE']}_peers"
    with measuring.centre_with("wlec_twin,auditlog", name, addons) as made:
        text = RULES.format(logged=LOGGED)
        centres.odoo("shell", "-d", made, "--no-http", "--log-level=warn", addons, text=text)
        yield made


@pytest.fixture(scope="module")
def measured(database, addons):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODELS", " ".join((PROTECTED, TWIN, *LOGGED)))
        patch.setenv("ROUNDS", str(ROUNDS))
        patch.setenv("TITLES", json.dumps(COMPARED))
        return measuring.in_process(database, addons)


@pytest.fixture(scope="module")
def lines(request):
    """The table, printed when everything is measured."""
    found = [("", "", "CPU, of the twin", "by the clock", "times our overhead: CPU", "by the clock", "aim")]
    yield found
    say(request, "\n" + table(found))


def compare(lines, title, times):
    """Note it; how many times less overhead of the CPU we have than the full log."""
    of_twin = {
        model: [ratio(times[model][kind], times[TWIN][kind]) for kind in KINDS]
        for model in (PROTECTED, *LOGGED)
    }
    lines.append((title, "ours", *of_twin[PROTECTED], "", "", ""))
    less = {}
    for model, log_type in LOGGED.items():
        less[log_type] = [
            # Noise can make ours nothing: it is never taken for less than a hundredth of the call.
            overhead(times[model][kind], times[TWIN][kind])
            / max(overhead(times[PROTECTED][kind], times[TWIN][kind]), 0.01)
            for kind in KINDS
        ]
        verdict = ""
        if log_type == "full" and title.endswith("list of 80"):
            verdict = f"{AIM}: {'met' if min(less['full']) >= AIM else 'MISSED'}"
        lines.append(
            ("", log_type, *of_twin[model], *(f"{times_ours:.0f}" for times_ours in less[log_type]), verdict)
        )
    return less["full"][0]


def test_at_the_orm(measured, lines):
    less = {title: compare(lines, f"ORM  {title}", measured["orm"][title]) for title in COMPARED}
    assert less["list of 80"] > 5


def test_over_http(measured, database, addons, lines):
    for title, times in measuring.over_http(database, addons, measured, ROUNDS):
        compare(lines, f"HTTP {title}", times)
    logged = centres.odoo(
        "shell",
        "-d",
        database,
        "--no-http",
        addons,
        text="print('LOGGED', env['auditlog.log'].search_count([]))",
    )
    assert int(logged.stdout.rpartition("LOGGED ")[2].split()[0]) > 80, "the other addon has logged nothing"
