# SPDX-License-Identifier: LGPL-3.0-or-later
"""Find the rows in a register file (CSV, UTF-8, RFC 4180), with the line numbers an editor shows.

A file that cannot be what it claims to be is refused as a whole, with `FileError`, before anything is imported.
A row that cannot be split into cells is reported like any other bad row, and reading goes on after it.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from .register import KINDS, Kind, RowError, reference_of

LONGEST_LINE = 1_000_000
LONGEST_CELL = 4_000_000
_HEAD = 8_192


class FileError(Exception):
    """The whole file is refused; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row by column name, and the line of the file on which the row begins."""

    line: int
    cells: dict[str, str]


def _check_head(path: Path, head: bytes) -> None:
    """Recognise the usual wrong files by their first bytes, to say what they are."""
    if not head:
        raise FileError(f"{path.name} is empty.")
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileError(f"{path.name} is a spreadsheet or an archive: save it as 'CSV UTF-8' first.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileError(f"{path.name} is written in UTF-16: save it as UTF-8 first.")
    if b"\x00" in head:
        raise FileError(f"{path.name} is a binary file, not a CSV file.")


def _lines(path: Path, stream: TextIO) -> Iterator[str]:
    """The lines of the file, never more of it in memory than a line may be long."""
    number = 1
    while True:
        try:
            line = stream.readline(LONGEST_LINE + 1)
        except UnicodeDecodeError as error:
            # The decoder works on blocks, so only the byte is certain. Never quote the text around it.
            raise FileError(
                f"{path.name} is not written in UTF-8 (after line {number - 1}, byte {error.object[error.start]:#x}):"
                " save it as 'CSV UTF-8' first."
            ) from None
        if not line:
            return
        if len(line) > LONGEST_LINE:
            raise FileError(f"{path.name}: line {number} has more than {LONGEST_LINE:,} characters.")
        if "\x00" in line:
            raise FileError(f"{path.name} is a binary file, not a CSV file (line {number}).")
        yield line
        number += 1


def _recognise(path: Path, header: list[str]) -> Kind:
    names = [name.strip().casefold() for name in header]
    kind = max(KINDS, key=lambda kind: len(set(kind.header) & set(names)))
    if not set(kind.header) & set(names):
        keys = " or ".join(known.header[0] for known in KINDS)
        hint = " Separate the columns by commas." if len(names) == 1 and {";", "\t"} & set(names[0]) else ""
        raise FileError(f"{path.name} is not a register: its first line has no column {keys}.{hint}")
    missing = [name for name in kind.header if name not in names]
    unknown = [name for name in names if name not in kind.header]
    twice = [name for name, count in Counter(names).items() if count > 1]
    for what, columns in (("misses", missing), ("does not know", unknown), ("repeats", twice)):
        if columns:
            listed = ", ".join(column[:40] or "(no name)" for column in columns[:10])
            raise FileError(f"The header of {path.name} {what} the column(s): {listed}.")
    return kind


@contextmanager
def _long_cells() -> Iterator[None]:
    """The limit of the csv module belongs to the whole process: put it back."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class RegisterFile:
    """A register file of a recognised kind. Iterate over `records()`, as often as needed."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        try:
            with self.path.open("rb") as raw:
                _check_head(self.path, raw.read(_HEAD))
        except OSError as error:
            raise FileError(f"{self.path} cannot be read: {error.strerror}.") from None
        with self._open() as rows:
            self.header = next((row for row in self._header(rows) if row), [])
        self.kind = _recognise(self.path, self.header)
        self.columns = [name.strip().casefold() for name in self.header]

    @contextmanager
    def _open(self) -> Iterator["csv._reader"]:
        # newline="": the csv module must see line breaks inside quotation marks as they are
        with _long_cells(), self.path.open(encoding="utf-8-sig", newline="") as stream:
            yield csv.reader(_lines(self.path, stream), strict=True)

    def _header(self, rows: Iterator[list[str]]) -> Iterator[list[str]]:
        try:
            yield from rows
        except csv.Error:
            raise FileError(f"The header of {self.path.name} cannot be split into columns.") from None

    def records(self) -> Iterator[Record | RowError]:
        """Every row after the header: its cells, or the reason why it has none. Blank lines are passed over."""
        with self._open() as rows:
            header_seen = False
            while True:
                line = rows.line_num + 1
                try:
                    cells = next(rows)
                except StopIteration:
                    return
                except csv.Error as error:
                    if "field larger" in str(error) or "end of data" in str(error):
                        raise FileError(
                            f"{self.path.name}: a quotation mark on line {line} is never closed."
                        ) from None
                    yield RowError(line, "", "", "malformed")
                    continue
                if not cells or not header_seen:
                    header_seen = header_seen or bool(cells)
                elif len(cells) != len(self.columns):
                    yield RowError(
                        line, "", "", "column_count", f"{len(cells)} instead of {len(self.columns)}"
                    )
                else:
                    yield Record(line, dict(zip(self.columns, cells, strict=True)))

    def survey(self) -> tuple[int, frozenset[str]]:
        """Read the whole file once: how many rows it has, and the references that occur more than once."""
        rows, seen = 0, Counter()
        for record in self.records():
            rows += 1
            if isinstance(record, Record) and (reference := reference_of(self.kind, record.cells)):
                seen[reference] += 1
        if not rows:
            raise FileError(f"{self.path.name} has a header and no rows.")
        return rows, frozenset(reference for reference, count in seen.items() if count > 1)
