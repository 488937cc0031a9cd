# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the measurements of lists and forms share: a database with the twins, calls inside the process and over HTTP."""

import contextlib
import functools
import os
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from dev import odoo_source
from dev.places import DATA, ROOT
from tests.support import centre as centres
from tests.support.in_process import told

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "channels"))
from person import Person  # noqa: E402

CALLS = 4


def paths(*folders) -> str:
    """The option that names the addons, the twins' and these."""
    found = odoo_source.get()
    every = [*odoo_source.addons_folders(found), ROOT, HERE / "addons", *folders]
    return "--addons-path=" + ",".join(map(str, every))


@contextlib.contextmanager
def centre_with(modules: str, name: str, addons: str) -> Iterator[str]:
    """A copy of the demo centre with more modules installed beside the addon."""
    with centres.database_from(os.environ["WLEC_TEST_CENTRE"], name):
        quietly = ("--stop-after-init", "--no-http", "--log-level=warn", addons)
        centres.odoo("server", "-d", name, "-i", modules, *quietly)
        yield name


def in_process(database: str, addons: str) -> dict:
    """Rows in every model, and the figures of the calls inside the server's own process."""
    return told(database, HERE / "overhead_in_process.py", options=(addons,))


def over_http(database: str, addons: str, measured: dict, rounds: int) -> Iterator[tuple[str, dict]]:
    """The same calls from a browser's session, in turns: (title, {model: {"cpu" or "wall": seconds of each round}})."""
    with centres.opened(database, DATA / "log" / f"{database}.log", addons) as centre:
        alice = Person(centre.url, centre.db, "alice")
        for title, columns in measured["columns"].items():
            call = functools.partial(_call, alice, title, columns)
            times = {model: {"cpu": [], "wall": []} for model in measured["ids"]}
            for model in times:
                assert b'"error"' not in call(model, measured["ids"][model])
            clocks = _clocks(centre)
            for number in range(rounds):
                for model in list(times) if number % 2 else list(times)[::-1]:
                    cpu, wall = _seconds(clocks, call, model, measured["ids"][model])
                    times[model]["cpu"].append(cpu)
                    times[model]["wall"].append(wall)
            yield title, times


def _call(alice, title, columns, model, ids):
    if title.startswith("list"):
        return alice.call(model, "web_search_read", [["id", "in", ids]], columns, limit=80)
    return alice.call(model, "web_read", ids[:1], columns)


def _clocks(centre) -> list[int]:
    """Linux's clocks of the CPU time of the server and of its PostgreSQL processes."""
    busy = centre.sql(
        "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", centre.db
    )
    return [(~pid << 3) | 2 for pid in (centre.server.pid, *(pid for (pid,) in busy))]


def _seconds(clocks, call, model, ids):
    cpu, began = sum(map(time.clock_gettime, clocks)), time.perf_counter()
    for _ in range(CALLS):
        call(model, ids)
    return sum(map(time.clock_gettime, clocks)) - cpu, time.perf_counter() - began


def median_ratio(ours, theirs) -> float:
    """The median of the ratios of each round."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def ratio(ours, theirs) -> str:
    """The median of the ratios of each round, and their quartiles."""
    low, middle, high = statistics.quantiles((a / b for a, b in zip(ours, theirs, strict=True)), n=4)
    return f"x{middle:.2f} [{low:.2f}-{high:.2f}]"


def overhead(protected, plain) -> float:
    """The time above the unprotected call, as a part of it."""
    added = statistics.median(a - b for a, b in zip(protected, plain, strict=True))
    return added / statistics.median(plain)


def say(request, text):
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(text)
