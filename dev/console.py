# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the person at the terminal sees: steps with their time, and problems with a way out."""

import contextlib
import os
import sys
import threading
import time
from pathlib import Path

_BEGAN = time.monotonic()


class Problem(Exception):
    """Something a person has to deal with. `advice` says what to do next, in plain words."""

    def __init__(self, what: str, advice: str):
        super().__init__(what)
        self.advice = advice


def elapsed() -> float:
    return time.monotonic() - _BEGAN


def say(text: str = "", end: str = "\n") -> None:
    try:
        print(text, end=end, flush=True)
    except OSError:  # the terminal or the pipe is gone: the work, or its orderly end, goes on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(text: str) -> None:
    say(f"[{elapsed():6.1f} s]   {text}")


def tail(log: Path, lines: int = 15) -> str:
    """The end of a log, indented, to show under a failure."""
    with contextlib.suppress(OSError):
        return "\n".join("    " + line for line in log.read_text(errors="replace").splitlines()[-lines:])
    return ""


@contextlib.contextmanager
def step(title: str):
    """Announce a step, let the seconds tick on a terminal, and say how long it took."""
    began = time.monotonic()
    ended = threading.Event()
    live = sys.stdout.isatty()

    def line(end: str) -> None:
        took = time.monotonic() - began
        say(f"\r[{elapsed():6.1f} s] {title} ... {took:.0f} s", end)

    def tick() -> None:
        while not ended.wait(1):
            line("")

    if live:
        line("")
        threading.Thread(target=tick, daemon=True).start()
    else:
        say(f"[{elapsed():6.1f} s] {title} ...")
    try:
        yield
    finally:
        ended.set()
        if live:
            line("\n")
    if not live:
        say(f"[{elapsed():6.1f} s] {title}: {time.monotonic() - began:.1f} s")


def table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  " + "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows
    )
