# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a long command shows: a progress bar on a terminal, a line now and then in a log file."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

try:  # an Odoo that is already running may not have it; the import works all the same
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
except ImportError:
    Progress = None

PAUSE = 10.0  # seconds between two lines of a log


class Screen:
    """Standard output for people. Give `say` no text that was not made safe to print."""

    def __init__(self, stream=None) -> None:
        self.stream = stream or sys.stdout
        self.live = None

    def say(self, text: str = "") -> None:
        line = text.encode(self.stream.encoding or "utf-8", "backslashreplace").decode(
            self.stream.encoding or "utf-8"
        )
        if self.live:
            self.live.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            print(line, file=self.stream, flush=True)

    @contextmanager
    def progress(self, title: str, total: int) -> Iterator:
        """Yield `advance(n)`."""
        if Progress is not None and self.stream is sys.stdout and self.stream.isatty():
            yield from self._bar(title, total)
        else:
            yield from self._log(title, total)

    def _bar(self, title: str, total: int) -> Iterator:
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns) as self.live:
            task = self.live.add_task(title, total=total)
            try:
                yield lambda count=1: self.live.update(task, advance=count)
            finally:
                live, self.live = self.live, None
                live.refresh()

    def _log(self, title: str, total: int) -> Iterator:
        done, told = 0, time.monotonic()

        def advance(count: int = 1) -> None:
            nonlocal done, told
            done += count
            if time.monotonic() - told > PAUSE or done == total:
                told = time.monotonic()
                self.say(f"{title}: {done} of {total} rows")

        yield advance
