# SPDX-License-Identifier: LGPL-3.0-or-later
"""WARNING and worse in Odoo's log is a failure, but for the lines named with their reason in expected_log.txt."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

EXPECTED = Path(__file__).with_name("expected_log.txt")
# 2026-01-31 12:00:00,123 4711 WARNING wlec odoo.addons.base: text
_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) \S+ (?P<logger>[\w.-]+): (?P<text>.*)"
)
BAD = {"WARNING", "ERROR", "CRITICAL"}


@cache
def expected() -> tuple[re.Pattern, ...]:
    lines = EXPECTED.read_text().splitlines()
    return tuple(re.compile(line) for line in lines if line.strip() and not line.startswith("#"))


def is_expected(line: str, more: Iterable[str] = ()) -> bool:
    """Whether a line `LEVEL logger: text` may be there."""
    return any(pattern.search(line) for pattern in expected()) or any(
        re.search(pattern, line) for pattern in more
    )


def bad_lines(text: str) -> list[str]:
    """`LEVEL logger: text` for every WARNING and worse in a piece of log; a traceback's last line is added."""
    found, current = [], None
    for line in text.splitlines():
        match = _LINE.match(line)
        if match:
            current = None
            if match["level"] in BAD:
                found.append(f"{match['level']} {match['logger']}: {match['text'].rstrip()}")
                current = len(found) - 1
        elif current is not None and line and not line.startswith((" ", "Traceback")):
            head = found[current].split("\n")[0]
            found[current] = f"{head}\n    {line}"
    return found


def unexpected(log: Path, more: Iterable[str] = ()) -> list[str]:
    text = log.read_text(errors="replace") if log.exists() else ""
    return [line for line in bad_lines(text) if not is_expected(line, more)]
