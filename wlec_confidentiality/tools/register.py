# SPDX-License-Identifier: LGPL-3.0-or-later
"""The two files of a client register, people and enquiries: their columns, and what makes a row good.

Pure: text goes in, `Row` or a list of `RowError` comes out. `register_file` finds the rows in a file,
`register_values` reads single cells, the import command puts the good rows into Odoo.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from . import register_values as values
from .register_values import BadValue
from .register_words import CHANNELS, GENDERS, MATTERS, REASONS, SENSITIVE, SOURCES, STATUSES

# Part of every fingerprint: raise it when rows that did not change must be written again.
FORMAT = 1
SHOWN = 40


@dataclass(frozen=True, slots=True)
class RowError:
    """Why one cell, or one row, was left out. `shown` is short and safe to print; long texts are never in it."""

    line: int
    reference: str
    column: str
    code: str
    shown: str = ""

    @property
    def message(self) -> str:
        return REASONS[self.code]


@dataclass(frozen=True, slots=True)
class Row:
    """A good row: `line` is where it begins in the file, `values` has one entry for every column."""

    kind: str
    line: int
    reference: str
    values: Mapping[str, Any]

    def fingerprint(self) -> str:
        """The same for the same facts, however they were spelt; another for any other."""
        facts = json.dumps([FORMAT, self.kind, self.values], sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.blake2b(facts.encode(), digest_size=20).hexdigest()


@dataclass(frozen=True, slots=True)
class Context:
    """What a row is judged against: the day, references that occur twice, the people who exist."""

    today: date
    repeated: Collection[str] = frozenset()
    people: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how its cells are read (`read(text, today)`), how long they may be, whether errors may show them."""

    name: str
    read: Callable[[str, date], Any]
    limit: int = 120
    required: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two files. The first column holds the reference of the row."""

    name: str
    prefix: str
    columns: tuple[Column, ...]
    check: Callable[[dict[str, Any], Context], Mapping[str, str]]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _plain(read: Callable[..., Any], *args: Any) -> Callable[[str, date], Any]:
    return lambda text, _today: read(text, *args)


_line, _text, _flag = _plain(values.one_line), _plain(values.clean_text), _plain(values.parse_flag)
_email, _phone, _postcode = (
    _plain(values.parse_email),
    _plain(values.parse_phone),
    _plain(values.parse_postcode),
)


def _choice(choices: Mapping[str, str]) -> Callable[[str, date], str]:
    return _plain(values.parse_choice, choices)


def _reference(prefix: str) -> Callable[[str, date], str]:
    return _plain(values.parse_reference, prefix)


def _check_person(found: dict[str, Any], _context: Context) -> Mapping[str, str]:
    """A person has at least one name; many people have only one."""
    return {} if found.get("given_names") or found.get("family_name") else {"family_name": "missing"}


def _check_enquiry(found: dict[str, Any], context: Context) -> Mapping[str, str]:
    wrong = {}
    if found.get("person_ref") and found["person_ref"] not in context.people:
        wrong["person_ref"] = "unknown_person"
    received, closed = found.get("received_on"), found.get("closed_on")
    if received and closed and closed < received:
        wrong["closed_on"] = "dates_backwards"
    return wrong


PEOPLE = Kind(
    "people",
    "P",
    (
        Column("person_ref", _reference("P"), required=True),
        Column("registered_on", values.parse_past, required=True),
        Column("given_names", _line),
        Column("family_name", _line),
        Column("known_as", _line),
        Column("name_in_own_script", _line),
        Column("date_of_birth", values.parse_birth),
        Column("gender", _choice(GENDERS)),
        Column("first_language", _line, 60),
        Column("interpreter", _flag),
        Column("email", _email, 254),
        Column("phone", _phone, 40),
        Column("other_phone", _phone, 40),
        Column("address", _text, 300),
        Column("town", _line, 80),
        Column("postcode", _postcode, 12),
        Column("borough", _line, 60),
        Column("access_needs", _text, 500, private=True),
        Column("contact_note", _text, 2_000, private=True),
        Column("notes", _text, 20_000, private=True),
    ),
    _check_person,
)
ENQUIRIES = Kind(
    "enquiries",
    "E",
    (
        Column("enquiry_ref", _reference("E"), required=True),
        Column("person_ref", _reference("P"), required=True),
        Column("received_on", values.parse_past, required=True),
        Column("channel", _choice(CHANNELS)),
        Column("source", _choice(SOURCES)),
        Column("status", _choice(STATUSES), required=True),
        Column("adviser", _line, 64),
        Column("closed_on", values.parse_past),
        Column("matter", _choice(MATTERS), required=True),
        Column("sensitive_categories", _plain(values.parse_choices, SENSITIVE), 400),
        Column("other_party", _line, 200, private=True),
        Column("narrative", _text, 100_000, required=True, private=True),
        Column("action_taken", _text, 20_000, private=True),
        Column("open_file", _flag),
    ),
    _check_enquiry,
)
KINDS = (PEOPLE, ENQUIRIES)


def shorten(column: Column, text: str) -> str:
    """What an error may show of a cell: of a long or private text its length, of another its first characters.

    Characters that steer a terminal or reverse its writing are made visible.
    """
    if column.private or len(text) > 4 * SHOWN:
        return f"({len(text)} characters)" if text else ""
    flat = " ".join(text.split())
    flat = flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in flat)


def _read_cell(column: Column, text: str, today: date) -> Any:
    if not text.strip():
        if column.required:
            raise BadValue("missing")
        return None
    if len(text.strip()) > column.limit:
        raise BadValue("too_long")
    return column.read(text, today)


def parse_row(kind: Kind, line: int, cells: Mapping[str, str], context: Context) -> Row | list[RowError]:
    """Judge one row. All its errors are reported at once, in the order of the columns."""
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for column in kind.columns:
        try:
            found[column.name] = _read_cell(column, cells[column.name], context.today)
        except BadValue as error:
            wrong[column.name] = error.code
    key = kind.columns[0].name
    if found.get(key) in context.repeated:
        wrong[key] = "duplicate_reference"
    for name, code in kind.check(found, context).items():
        wrong.setdefault(name, code)
    if not wrong:
        return Row(kind.name, line, found[key], found)
    report = partial(RowError, line, found.get(key) or shorten(kind.columns[0], cells[key]))
    return [report(c.name, wrong[c.name], shorten(c, cells[c.name])) for c in kind.columns if c.name in wrong]


def reference_of(kind: Kind, cells: Mapping[str, str]) -> str | None:
    """The reference of a raw row, if it has a readable one (to find those that occur twice)."""
    try:
        return values.parse_reference(cells[kind.columns[0].name], kind.prefix)
    except BadValue:
        return None
