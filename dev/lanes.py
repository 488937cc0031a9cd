# SPDX-License-Identifier: LGPL-3.0-or-later
"""Programs that run two at a time. What one prints is shown when it is through, so that they do not mix."""

import concurrent.futures
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Any

from dev import processes
from dev.console import Problem

COUNT = min(2, os.cpu_count() or 1)
# To end them all when one of us is told to stop.
_running: set[subprocess.Popen] = set()


def wait(child: subprocess.Popen) -> None:
    _running.add(child)
    try:
        child.wait()
    except BaseException:
        processes.stop(child, signal.SIGINT, patience=30)
        raise
    finally:
        _running.discard(child)


def _kept(run: Callable, words: tuple) -> tuple[Any, IO[str]]:
    output = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115 (closed by whoever shows it)
    return run(*words, output=output), output


class Lanes:
    """Jobs are begun in the order they are given; ``keep`` is handed what each came to."""

    def __init__(self, keep: Callable[[Any], None]):
        self.keep, self.jobs = keep, []
        self.pool = concurrent.futures.ThreadPoolExecutor(COUNT)

    def __enter__(self) -> "Lanes":
        return self

    def start(self, run: Callable, *words) -> None:
        """``run(*words, output=file)`` prints into the file."""
        self.jobs.append(self.pool.submit(_kept, run, words))

    def show(self) -> None:
        for job in concurrent.futures.as_completed(self.jobs):
            result, output = job.result()
            self.keep(result)
            with output:
                output.seek(0)
                shutil.copyfileobj(output, sys.stdout)
        self.jobs.clear()

    def stop(self) -> None:
        for job in self.jobs:
            job.cancel()
        for child in list(_running):
            processes.stop(child, signal.SIGINT, patience=30)

    @contextlib.contextmanager
    def stopped_first(self) -> Iterator[None]:
        """Whoever stops us stops the programs before what they need goes; a set-up that failed does not stop them."""
        try:
            yield
        except Problem:
            raise
        except BaseException:
            self.stop()
            raise

    def __exit__(self, kind, _problem, _traceback) -> None:
        try:
            if kind is None or issubclass(kind, Problem):
                self.show()
        finally:
            self.stop()
            self.pool.shutdown()
