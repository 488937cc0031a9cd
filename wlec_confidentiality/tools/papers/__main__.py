# SPDX-License-Identifier: LGPL-3.0-or-later
"""One task on one paper, in a process of its own: a line of JSON and bytes come in, a line of JSON and bytes go out."""

import json
import resource
import sys

from . import areas, giving, inspection, inspection_text, kinds, redaction
from .findings import PaperError

_MEMORY = 2 * 1024**3
_SECONDS = 240


def _inspect(papers, task):
    found = inspection.inspect(papers[0], task["name"], task["words"], task["sight"])
    return [list(finding) for finding in found], []


def _sizes(papers, task):
    return redaction.sizes(papers[0]), []


def _paged(papers, task):
    return None, [redaction.paged(papers[0], task["name"])]


def _readable(papers, task):
    return inspection_text.readable(papers[0], kinds.kind_of(papers[0], task["name"])), []


def _picture(papers, task):
    black = areas.checked(task["areas"])
    return None, [redaction.picture(papers[0], task["index"], task["width"], black)]


def _find(papers, task):
    return [list(area) for area in redaction.find(papers[0], task["words"])], []


def _redact(papers, task):
    return None, [redaction.redacted(papers[0], areas.checked(task["areas"]))]


def _give(papers, task):
    copy, ending = giving.given(papers[0], task["name"], papers[1] if len(papers) > 1 else None)
    return ending, [copy]


TASKS = {
    "inspect": _inspect, "sizes": _sizes, "paged": _paged, "readable": _readable, "picture": _picture, "find": _find,
    "redact": _redact, "give": _give,
}  # fmt: skip


def _limit():
    """No more memory or time than a paper can need; no file may be written, no process started."""
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def main():
    _limit()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    task = json.loads(source.readline())
    papers = [source.read(length) for length in task["lengths"]]
    try:
        answer, results = TASKS[task["task"]](papers, task)
        head = {"answer": answer, "lengths": [len(result) for result in results]}
    except PaperError as error:
        head, results = {"refused": error.code, "lengths": []}, []
    except MemoryError:
        head, results = {"refused": "too_big", "lengths": []}, []
    target.write(json.dumps(head).encode() + b"\n")
    for result in results:
        target.write(result)
    target.flush()


if __name__ == "__main__":
    main()
