# SPDX-License-Identifier: LGPL-3.0-or-later
"""The rules of ./test hold: what would look green elsewhere is red here."""

import json
import subprocess
import sys

import pytest

from dev.places import ROOT

HEAD = "import logging, unittest, pytest\nlog = logging.getLogger('odoo.x')\n"
CASES = {
    "passes": ("def test_a(): pass", True),
    "fails": ("def test_a(): assert False", False),
    "is skipped": ("@pytest.mark.skip(reason='later')\ndef test_a(): pass", False),
    "skips itself": ("def test_a(): pytest.skip('no browser')", False),
    "is skipped as a case": ("class T(unittest.TestCase):\n  def test_a(self): self.skipTest('no')", False),
    "is expected to fail": ("@pytest.mark.xfail\ndef test_a(): assert False", False),
    "cannot be collected": ("import no_such_module\ndef test_a(): pass", False),
    "logs a warning": ("def test_a(): log.warning('what?')", False),
    "logs in its set-up": ("@pytest.fixture\ndef f(): log.error('x')\ndef test_a(f): pass", False),
    "logs in its teardown": (
        "@pytest.fixture\ndef f():\n  yield\n  log.error('x')\ndef test_a(f): pass",
        False,
    ),
    "logs as announced": (
        "def test_a(expect_log):\n  expect_log('^WARNING odoo.x: wh')\n  log.warning('what?')",
        True,
    ),
    "logs something else": (
        "def test_a(expect_log):\n  expect_log('^WARNING odoo.y')\n  log.warning('what?')",
        False,
    ),
    "fails in its subtest": (
        "class T(unittest.TestCase):\n  def test_a(self):\n    with self.subTest(n=1): self.fail()",
        False,
    ),
    "fails in its teardown": ("@pytest.fixture\ndef f():\n  yield\n  assert 0\ndef test_a(f): pass", False),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> dict:
    """One pytest over all the cases, each a file of its own."""
    folder = tmp_path_factory.mktemp("cases")
    for number, (text, _passes) in enumerate(CASES.values()):
        (folder / f"test_{number}.py").write_text(f"{HEAD}{text}\n")
    (folder / "test_none.py").write_text("def no_test(): pass\n")
    report = folder / "report.json"
    without = ["-p", "no:odoo", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
    options = ["-q", "-p", "dev.pytest_plugin", *without, "--continue-on-collection-errors"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        *options,
        "--rootdir",
        str(folder),
        "-c",
        "/dev/null",
        str(folder),
    ]
    environment = {"WLEC_REPORT": str(report), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return json.loads(report.read_text())


@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES.keys())
def test_a_test_that(number, outcome):
    counted = {kind: sum(f"test_{number}.py" in test for test in tests) for kind, tests in outcome.items()}
    passes = list(CASES.values())[number][1]
    assert counted == {"passed": int(passes), "failed": int(not passes)}


def test_nothing_else_is_counted(outcome):
    assert sum(map(len, outcome.values())) == len(CASES)
