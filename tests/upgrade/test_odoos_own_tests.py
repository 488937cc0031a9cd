# SPDX-License-Identifier: LGPL-3.0-or-later
"""Odoo's own tests of the modules beneath: what passes without the addon passes with it.

Each module's tests run twice, on a copy of the core database and on one with the addon installed; the lists are compared.
What fails with the addon only gets a second chance by itself: Odoo's tours give up after seconds when the machine is busy.
reviewed.csv names the tests that cannot pass, and why; nothing else may be lost.

It takes a while, so ./test runs it only when it is asked to: ./test upgrade
"""

import csv
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from dev import odoo_source
from tests.support import centre as centres

MODULES = ("portal", "contacts", "calendar", "crm", "mail", "base")
# Uninstalls and installs modules within the process, and leaves it without a registry: everything after it would fail.
NOT_HERE = {"base": ("test_uninstall.py",)}
REVIEWED = Path(__file__).with_name("reviewed.csv")
SECONDS = 5400


def _tests_of(module):
    odoo = odoo_source.get()
    for folder in (odoo / "odoo" / "addons", odoo / "addons"):
        if (folder / module / "tests").is_dir():
            return folder / module / "tests"
    raise AssertionError(f"Odoo has no tests of {module} here")


def _outcomes(module, template, name, tmp_path, only=()):
    """{test: (outcome, why)}; the outcome is "passed", "failed" or "skipped"."""
    report = tmp_path / f"{name}.xml"
    with centres.database_from(template, name):
        options = [
            "--odoo-http",
            f"--odoo-database={name}",
            "--odoo-log-level=critical",
            f"--junitxml={report}",
        ]
        own = ["-p", "no:cacheprovider", "-p", "no:dev.pytest_plugin", "-c", os.devnull, "-q", "--tb=short"]
        chosen = (
            ["-k", " or ".join(f"({' and '.join(test.split('.')[-2:])})" for test in only)] if only else []
        )
        tests = _tests_of(module)
        left_out = [f"--ignore={tests / name}" for name in NOT_HERE.get(module, ())]
        command = [sys.executable, "-m", "pytest", *own, *options, *chosen, *left_out, str(tests)]
        subprocess.run(command, timeout=SECONDS, capture_output=True, cwd=tmp_path)
    outcomes = {}
    for case in ElementTree.parse(report).iter("testcase"):
        test = f"{case.get('classname')}.{case.get('name')}"
        if outcomes.get(test, ("passed",))[0] == "passed":  # a test with parts is reported several times
            outcomes[test] = _outcome(case)
    return outcomes


def _outcome(case):
    for child in case:
        if child.tag in ("failure", "error"):
            return "failed", child.text or child.get("message")
        if child.tag == "skipped":
            return "skipped", child.get("message")
    return "passed", ""


def _lost(passed, with_us):
    lost = {test: with_us.get(test, ("missing", "")) for test in sorted(passed)}
    return {test: found for test, found in lost.items() if found[0] != "passed"}


def _reviewed(module):
    with REVIEWED.open(encoding="utf-8", newline="") as file:
        return {row["test"]: row["reason"] for row in csv.DictReader(file) if row["module"] == module}


@pytest.mark.parametrize("module", MODULES)
def test_no_new_failure(module, tmp_path, request):
    database = os.environ["WLEC_TEST_DATABASE"]
    core, addon = os.environ["WLEC_TEST_CORE"], os.environ["WLEC_TEST_ADDON"]
    without = _outcomes(module, core, f"{database}_{module}_without", tmp_path)
    with_us = _outcomes(module, addon, f"{database}_{module}_with", tmp_path)
    passed = {test for test, (outcome, _why) in without.items() if outcome == "passed"}
    lost = _lost(passed, with_us)
    if lost:
        lost = _lost(lost, _outcomes(module, addon, f"{database}_{module}_again", tmp_path, only=lost))
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(
            f"\n{module}: {len(passed)} of {len(without)} pass without the addon, {len(passed) - len(lost)} of them with it"
        )
        for test, (outcome, why) in lost.items():
            print(f"\n-- {test}: {outcome}\n{why}")
    assert passed, "no test ran"
    reviewed = _reviewed(module)
    assert not lost.keys() - reviewed.keys()
    assert not reviewed.keys() - lost.keys(), "these pass: take them off the list"
    assert all(reason.strip() for reason in reviewed.values())
