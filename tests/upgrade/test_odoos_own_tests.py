# SPDX-License-Identifier: LGPL-3.0-or-later
"""Odoo's own tests of the modules beneath: what passes without the addon passes with it.

Each module's tests run twice, on a copy of the core database and on one with the addon installed; the lists are compared.
It takes a while, so ./test runs it only when it is asked to: ./test upgrade
"""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from dev import odoo_source
from tests.support import centre as centres

MODULES = ("portal", "crm", "mail", "base")
SECONDS = 3000


def _tests_of(module):
    odoo = odoo_source.get()
    for folder in (odoo / "odoo" / "addons", odoo / "addons"):
        if (folder / module / "tests").is_dir():
            return folder / module / "tests"
    raise AssertionError(f"Odoo has no tests of {module} here")


def _outcomes(module, template, name, tmp_path):
    """{test: "passed", "failed" or "skipped"}"""
    report = tmp_path / f"{name}.xml"
    with centres.database_from(template, name):
        options = [
            "--odoo-http",
            f"--odoo-database={name}",
            "--odoo-log-level=critical",
            f"--junitxml={report}",
        ]
        own = ["-p", "no:cacheprovider", "-p", "no:dev.pytest_plugin", "-c", os.devnull, "-q", "--tb=no"]
        command = [sys.executable, "-m", "pytest", *own, *options, str(_tests_of(module))]
        subprocess.run(command, timeout=SECONDS, capture_output=True, cwd=tmp_path)
    return {
        f"{case.get('classname')}.{case.get('name')}": _outcome(case)
        for case in ElementTree.parse(report).iter("testcase")
    }


def _outcome(case):
    tags = {child.tag for child in case}
    return "failed" if tags & {"failure", "error"} else "skipped" if "skipped" in tags else "passed"


@pytest.mark.parametrize("module", MODULES)
def test_no_new_failure(module, tmp_path, request):
    database = os.environ["WLEC_TEST_DATABASE"]
    without = _outcomes(module, os.environ["WLEC_TEST_CORE"], f"{database}_{module}_without", tmp_path)
    with_us = _outcomes(module, os.environ["WLEC_TEST_ADDON"], f"{database}_{module}_with", tmp_path)
    passed = {test for test, outcome in without.items() if outcome == "passed"}
    lost = sorted(test for test in passed if with_us.get(test) != "passed")
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(
            f"\n{module}: {len(passed)} of {len(without)} pass without the addon, {len(passed) - len(lost)} of them with it"
        )
        print("\n".join(lost))
    assert passed, "no test ran"
    assert not lost
