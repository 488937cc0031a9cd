# SPDX-License-Identifier: LGPL-3.0-or-later
"""Work on a paper in a process of its own, which may crash, hang or run out of memory without harm to anybody.

Papers go in and come out by pipes; nothing is ever written to a file.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .findings import UNREADABLE, Finding, PaperError
from .inspection_version import VERSION

_SECONDS = 110  # less than a server gives a request
# Verdicts by a fingerprint of paper, words and inspector; no word of a paper is in them.
_known: dict[bytes, tuple[Finding, ...]] = {}
_MOST_KNOWN = 500
_HERE = Path(__file__).resolve().parent.parent


def _run(task: str, *papers: bytes, **details):
    """:raise PaperError: the paper cannot be worked with, or has brought down who tried"""
    head = {"task": task, "lengths": [len(paper) for paper in papers], **details}
    # The folders this process imports from, ours first; nothing else of its environment.
    path = os.pathsep.join([str(_HERE), *filter(None, sys.path)])
    environment = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # our own Python and our own words
            [sys.executable, "-m", "papers"],
            input=b"".join([json.dumps(head).encode(), b"\n", *papers]),
            capture_output=True,
            timeout=_SECONDS,
            env=environment,
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PaperError("too_big") from None
    first, _newline, rest = done.stdout.partition(b"\n")
    if done.returncode or not first:
        raise PaperError(UNREADABLE)
    answer = json.loads(first)
    if "refused" in answer:
        raise PaperError(answer["refused"])
    results = []
    for length in answer["lengths"]:
        results.append(rest[:length])
        rest = rest[length:]
    return answer["answer"], results


def inspect(
    data: bytes, name: str | None = None, words: Iterable[str] = (), sight: bool = True
) -> list[Finding]:
    """See :func:`inspection.inspect`. A paper that brings down its inspector is one that cannot be read.

    The same paper, looked through a moment ago with the same words by the same inspector, is not looked through again.
    """
    task = {"name": name, "words": list(words), "sight": sight}
    key = hashlib.sha256(
        json.dumps([VERSION, task]).encode() + b"\0" + hashlib.sha256(data).digest()
    ).digest()
    if (known := _known.get(key)) is None:
        try:
            found, _none = _run("inspect", data, **task)
        except PaperError as error:
            return [Finding(error.code)]
        known = tuple(Finding(*values) for values in found)
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = known
    return list(known)


def sizes(data: bytes) -> list[tuple[float, float]]:
    return [tuple(size) for size in _run("sizes", data)[0]]


def paged(data: bytes, name: str | None = None) -> bytes:
    return _run("paged", data, name=name)[1][0]


def readable(data: bytes, name: str | None = None) -> str:
    return _run("readable", data, name=name)[0]


def picture(data: bytes, index: int, width: int, areas: Iterable = ()) -> bytes:
    return _run("picture", data, index=index, width=width, areas=[list(area) for area in areas])[1][0]


def find(data: bytes, words: Iterable[str]) -> list[list]:
    return _run("find", data, words=list(words))[0]


def redacted(data: bytes, areas: Iterable) -> bytes:
    return _run("redact", data, areas=[list(area) for area in areas])[1][0]


def given(data: bytes, name: str | None = None, stamp: bytes | None = None) -> tuple[bytes, str]:
    ending, results = _run("give", data, *([stamp] if stamp else []), name=name)
    return results[0], ending
