# SPDX-License-Identifier: LGPL-3.0-or-later
"""Child processes that never outlive us, locks that never go stale."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from dev.console import Problem, tail


def _own(command: list) -> list[str]:
    """The command, told by the kernel when we die, even by SIGKILL."""
    words = [str(word) for word in command]
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *words] if setpriv else words


def start(command: list, **options) -> subprocess.Popen:
    """Start a child in a session of its own: Ctrl-C reaches us only, and we stop the child in good order."""
    return subprocess.Popen(_own(command), start_new_session=True, **options)


def stop(child: subprocess.Popen, first=signal.SIGTERM, patience: float = 10) -> None:
    """Ask the child politely, so that it can end its own children; then insist with all of them."""
    for send, sign, wait in (
        (os.kill, first, patience),
        (os.killpg, signal.SIGTERM, 5),
        (os.killpg, signal.SIGKILL, 5),
    ):
        if child.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            send(child.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(wait)


def run(command: list, log: Path, advice: str, text: str | None = None, fine=(0,), **options) -> None:
    """Run to the end with the output in a log; a failure shows the end of that log and the advice."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        feed = subprocess.PIPE if text is not None else subprocess.DEVNULL
        child = start(command, stdin=feed, stdout=output, stderr=subprocess.STDOUT, **options)
        try:
            child.communicate(text.encode() if text is not None else None)
        except BaseException:
            stop(child)
            raise
    if child.returncode not in fine:
        raise Problem(
            f"{log.stem} failed with code {child.returncode}. The end of {log}:\n{tail(log)}", advice
        )


def attempt(command: list, **options) -> bool:
    """Run without a word; whether it worked."""
    silence = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = start(command, **{**silence, **options})
    try:
        return child.wait() == 0
    except BaseException:
        stop(child)
        raise


def output(command: list, **options) -> str:
    """What a quick command prints; empty when it is missing or fails."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            **options,
        )
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


def clear(folder: Path) -> Path:
    """An empty place; a child that is just being stopped may still write into it."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(0.1)
    return folder


class Lock:
    """A lock on a file, let go by the kernel when its holder dies: there is no stale one."""

    def __init__(self, path: Path):
        self.path = path
        self._file = None

    def take(self, shared: bool = False, wait: bool = True) -> bool:
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open(self.path, "a+")  # noqa: SIM115
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._file, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def let_go(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def write(self, text: str) -> None:
        """Leave word for whoever finds the lock taken."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(text)
        self._file.flush()

    def read(self) -> str:
        with contextlib.suppress(OSError):
            return self.path.read_text().strip()
        return ""

    def __enter__(self):
        self.take()
        return self

    def __exit__(self, *exc):
        self.let_go()
