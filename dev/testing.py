# SPDX-License-Identifier: LGPL-3.0-or-later
"""./test: the layers, each a pytest of its own, two at a time where they do not measure anything, and their sum.

Those that need no database run while the databases of the others are made.
"""

import dataclasses
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from dev import browser, house, lanes, processes, templates
from dev.console import Problem, say, table
from dev.house import House
from dev.places import DATA, MODULE, ROOT

PLAIN, ODOO, CENTRE = "plain", "odoo", "centre"


@dataclasses.dataclass(frozen=True)
class Layer:
    name: str
    folder: str
    kind: str  # plain: no database; odoo: inside Odoo; centre: against a server with the demo centre
    usual: bool = True
    weight: int = 0  # which of the usual ones to begin with: the longest


LAYERS = (
    Layer("structure", "tests/structure", PLAIN),
    Layer("unit", "tests/unit", PLAIN),
    Layer("odoo", f"{MODULE}/tests", ODOO, weight=3),
    Layer("channels", "tests/channels", CENTRE, weight=1),
    Layer("attack", "tests/attack", CENTRE, weight=4),
    Layer("browser", "tests/browser", CENTRE, weight=2),
    Layer("perf", "tests/perf", CENTRE, usual=False),
    Layer("upgrade", "tests/upgrade", CENTRE, usual=False),
)
HELP = f"""\
./test                         every layer but perf and upgrade
./test LAYER ...               one or more of: {" ".join(layer.name for layer in LAYERS)}
./test PATH ...                files, folders or single tests (tests/unit/test_x.py::test_y), each in its layer
./test ... -- WORDS            further words for pytest, for example:  ./test odoo -- -k consent -x
A skipped test, a layer without tests and an unexpected WARNING in Odoo's log are failures.
ODOO_HOME, WLEC_CACHE and PGHOST work as in ./run help.
"""


@dataclasses.dataclass
class Result:
    layer: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0
    why: dict[str, str] = dataclasses.field(default_factory=dict)  # failed test: the end of what it said


def main(words: list[str]) -> int:
    if words[:1] in (["help"], ["--help"], ["-h"]):
        say(HELP)
        return 0
    own, further = words, []
    if "--" in words:
        cut = words.index("--")
        own, further = words[:cut], words[cut + 1 :]
    work = _choose(own)
    DATA.mkdir(mode=0o700, exist_ok=True)
    results: list[Result] = []
    try:
        _run_all(work, further, results)
    except Problem as problem:
        _show(problem)
        results.append(Result("set-up", failed=1))
    _sum_up(results)
    return 1 if any(result.failed for result in results) else 0


def _show(problem: Problem) -> None:
    say(f"\nStopped: {problem}\n\nWhat to do: {problem.advice}")


def _choose(words: list[str]) -> list[tuple[Layer, list[str]]]:
    """Which layers, and in each which paths."""
    chosen: dict[str, list[str]] = {}
    for word in words:
        layer = next((layer for layer in LAYERS if word == layer.name), None)
        if layer:
            chosen.setdefault(layer.name, []).append(layer.folder)
            continue
        path, _, test = word.partition("::")
        file = (ROOT / path).resolve()
        layer = next((layer for layer in LAYERS if file.is_relative_to(ROOT / layer.folder)), None)
        if layer is None or not file.exists():
            raise Problem(
                f"{word} is neither a layer nor a test file of this project.", f"One of these works:\n{HELP}"
            )
        chosen.setdefault(layer.name, []).append(str(file.relative_to(ROOT)) + ("::" + test if test else ""))
    if not words:
        chosen = {layer.name: [layer.folder] for layer in LAYERS if layer.usual}
    return [(layer, chosen[layer.name]) for layer in LAYERS if layer.name in chosen]


def _run_all(work: list[tuple[Layer, list[str]]], further: list[str], results: list[Result]) -> None:
    _odoo, python = house.programs()
    plain = [(layer, paths) for layer, paths in work if layer.kind == PLAIN]
    rest = [(layer, paths) for layer, paths in work if layer.kind != PLAIN]
    if not rest or lanes.COUNT == 1:
        results.extend(_pytest(layer, [python], paths, further, {}) for layer, paths in plain)
        plain = []
    with lanes.Lanes(results.append) as together:
        for layer, paths in plain:  # while the templates are made
            together.start(_pytest, layer, [python], paths, further, {})
        if rest:
            _run_in_house(rest, further, results, together)


def _run_in_house(rest: list, further: list[str], results: list[Result], together: lanes.Lanes) -> None:
    browser.get()
    usual = sorted((one for one in rest if one[0].usual), key=lambda one: -one[0].weight)
    with house.prepare(durable=False) as home, together.stopped_first():
        home.environment.update(browser.environment())
        templates.sweep(home)
        if together.jobs or (len(usual) > 1 and lanes.COUNT > 1):
            templates.centre(home)  # all begin with it
            names = ", ".join(layer.name for layer, _paths in usual)
            say(f"\nTwo at a time: {names}. Each is shown when it is through.")
            for layer, paths in usual:
                together.start(_one, layer, home, paths, further)
            together.show()
        else:
            results.extend(_one(layer, home, paths, further) for layer, paths in usual)
        # What measures, or loads the whole machine, has it to itself.
        results.extend(_one(layer, home, paths, further) for layer, paths in rest if not layer.usual)


def _one(layer: Layer, home: House, paths: list[str], further: list[str], output=None) -> Result:
    try:
        return _in_database(layer, home, paths, further, output)
    except Problem as problem:
        say(f"\n== {layer.name} ==")
        _show(problem)
        return Result(layer.name, failed=1)


def _in_database(layer: Layer, home: House, paths: list[str], further: list[str], output) -> Result:
    template = templates.addon(home) if layer.kind == ODOO else templates.centre(home)
    with templates.fresh(home, template, layer.name) as database, tempfile.TemporaryDirectory() as folder:
        environment = {
            **home.environment,
            **templates.private_keys(home, Path(folder)),
            "WLEC_TEST_DATABASE": database,
        }
        if layer.kind == ODOO:
            options = ["--odoo-http", f"--odoo-database={database}", "--odoo-log-level=warn"]
            result = _pytest(layer, [home.python], paths, further, environment, options, output)
            for line in templates.complaints(home):
                say(f"Unexpected while the addon was installed: {line}")
                result.failed += 1
        else:
            environment |= templates.names(home)
            result = _pytest(layer, [home.python], paths, further, environment, output=output)
    return result


def _pytest(
    layer: Layer,
    python: list,
    paths: list[str],
    further: list[str],
    environment: dict,
    options=(),
    output=None,
) -> Result:
    began = time.monotonic()
    print(f"\n== {layer.name} ==", file=output or sys.stdout, flush=True)
    report = DATA / "test" / f"{layer.name}-{os.getpid()}.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    missing = [path for path in paths if not (ROOT / path.partition("::")[0]).exists()]
    if missing:
        say(f"There is no {missing[0]} yet: a layer without tests fails.")
        return Result(layer.name, failed=1)
    without = [] if layer.kind == ODOO else ["-p", "no:odoo"]
    command = [*python, "-m", "pytest", "-p", "dev.pytest_plugin", *without, *options, *paths, *further]
    environment = {**(environment or os.environ), "WLEC_REPORT": str(report)}
    child = processes.start(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    lanes.wait(child)
    return _read(report, layer.name, time.monotonic() - began)


def _read(report: Path, layer: str, seconds: float) -> Result:
    """What the plugin counted; a pytest that died has no report, and one without tests has passed nothing."""
    try:
        outcome = json.loads(report.read_text())
        report.unlink()
    except (OSError, ValueError):
        say(f"The layer {layer} ended before its tests did.")
        return Result(layer, failed=1, seconds=seconds)
    result = Result(layer, len(outcome["passed"]), len(outcome["failed"]), seconds, outcome["failed"])
    if not result.passed and not result.failed:
        say(f"The layer {layer} has run no test: that is a failure.")
        result.failed = 1
    return result


def _sum_up(results: list[Result]) -> None:
    rows = [("layer", "passed", "failed", "seconds")]
    order = {layer.name: place for place, layer in enumerate(LAYERS)}
    results = sorted(results, key=lambda one: order.get(one.layer, len(order)))
    rows += [(one.layer, str(one.passed), str(one.failed), f"{one.seconds:.1f}") for one in results]
    # Once more at the end: a long log is often kept by its tail only.
    for test, why in (failure for one in results for failure in one.why.items()):
        say(f"\nFAILED {test}\n{why}")
    say(f"\n{table(rows)}\n")
    say(f"{sum(one.passed for one in results)} passed, {sum(one.failed for one in results)} failed")
