# SPDX-License-Identifier: LGPL-3.0-or-later
"""The rules of ./test inside pytest: a skipped test fails, an unexpected line in Odoo's log fails, everything is counted."""

import json
import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dev import log_check

PATTERNS = pytest.StashKey[list]()
WHY_LINES = 12


class LogWatch(logging.Handler):
    """Bad lines of Odoo's log: of this process, and of the servers whose log files are followed."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self._lines: list[str] = []
        self._sources: list[Callable[[], list[str]]] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().splitlines() or [""]
        if record.exc_info and record.exc_info[0]:
            text.append(f"    {record.exc_info[0].__name__}: {record.exc_info[1]}")
        self._lines.append(
            f"{record.levelname} {record.name}: " + "\n".join((text[0], *text[-1:])[: len(text)])
        )

    def follow(self, log: Path) -> None:
        read = 0

        def news() -> list[str]:
            nonlocal read
            if not log.exists():
                return []
            with log.open("rb") as file:
                file.seek(read)
                block = file.read()
            whole = block[: block.rfind(b"\n") + 1]  # the rest is still being written
            read += len(whole)
            return log_check.bad_lines(whole.decode(errors="replace"))

        self._sources.append(news)

    def add(self, line: str) -> None:
        """A line of another kind of log, such as the browser's console."""
        self._lines.append(line)

    def take(self) -> list[str]:
        lines, self._lines = self._lines, []
        for news in self._sources:
            lines += news()
        return lines


class Rules:
    def __init__(self):
        self.watch = LogWatch()
        self.failed: dict[str, str] = {}  # test: the end of why
        self.passed: set[str] = set()
        self.loose: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        if report.skipped or hasattr(report, "wasxfail"):
            reason = (
                report.longrepr[2] if isinstance(report.longrepr, tuple) else getattr(report, "wasxfail", "")
            )
            report.outcome, report.longrepr = (
                "failed",
                f"{reason}\nA skipped test shows nothing: it counts as failed.",
            )
            report.__dict__.pop("wasxfail", None)
        lines = self._unexpected(item.stash.get(PATTERNS, ()))
        if lines:
            text = (
                "Unexpected in Odoo's log (a test that provokes a line names it: expect_log(regex)):\n"
                + lines
            )
            if report.passed:
                report.outcome, report.longrepr = "failed", text
            else:
                report.sections.append(("Odoo's log", text))
        return report

    def _unexpected(self, patterns) -> str:
        return "\n".join(
            f"  {line}" for line in self.watch.take() if not log_check.is_expected(line, patterns)
        )

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self._note(report.nodeid, report.longreprtext)
        elif report.when == "call":
            self.passed.add(report.nodeid)

    def _note(self, test: str, why: str) -> None:
        end = "\n".join(why.strip().splitlines()[-WHY_LINES:])
        self.failed[test] = "\n".join(filter(None, (self.failed.get(test), end)))

    def pytest_collectreport(self, report):
        if report.failed:
            self._note(report.nodeid, report.longreprtext)
        elif report.skipped:
            self._note(report.nodeid, "skipped as a whole")
            self.loose.append(f"{report.nodeid} was skipped as a whole: a skipped test shows nothing.")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if lines := self._unexpected(()):
            self.loose.append(f"Unexpected in Odoo's log after the last test:\n{lines}")
            self._note("the log after the last test", lines)
        outcome = {"passed": sorted(self.passed - self.failed.keys()), "failed": self.failed}
        Path(os.environ["WLEC_REPORT"]).write_text(json.dumps(outcome))
        if self.failed and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        for text in self.loose:
            terminalreporter.write_line(text, red=True)


def pytest_configure(config):
    if not os.environ.get("WLEC_REPORT"):
        raise pytest.UsageError("The tests run through ./test, which makes their databases: ./test help")
    rules = Rules()
    config.pluginmanager.register(rules, "wlec-rules")
    config.wlec_log = rules.watch
    logging.getLogger().addHandler(rules.watch)


@pytest.fixture
def expect_log(request):
    """Name lines this test provokes on purpose: `expect_log(r"^WARNING odoo.http: ...")`."""
    patterns = request.node.stash.setdefault(PATTERNS, [])
    return patterns.append
