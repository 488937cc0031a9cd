# SPDX-License-Identifier: LGPL-3.0-or-later
"""The client register without Odoo: its rows, and the register this project ships."""

import csv
import subprocess
import sys
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.register_rows import ENQUIRY, PERSON, REGISTER, TODAY, register, register_file, values

CONTEXT = register.Context(TODAY, people={"P-00001"})


def codes(result):
    return {error.column: error.code for error in result} if isinstance(result, list) else {}


def test_a_good_row_has_a_value_for_every_column():
    row = register.parse_row(register.ENQUIRIES, 7, ENQUIRY, CONTEXT)
    assert (row.line, row.reference, row.kind) == (7, "E-00001", "enquiries")
    assert set(row.values) == set(register.ENQUIRIES.header)
    assert row.values["received_on"] == date(2024, 5, 6)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"narrative": " \n"}, {"narrative": "missing"}),
        ({"narrative": "x" * 100_001}, {"narrative": "too_long"}),
        ({"closed_on": "2024-05-05"}, {"closed_on": "dates_backwards"}),
        ({"person_ref": "P-2"}, {"person_ref": "unknown_person"}),
        ({"status": "", "matter": "x"}, {"status": "missing", "matter": "unknown_choice"}),
        ({"received_on": "2027-01-01"}, {"received_on": "future_date"}),
        ({"enquiry_ref": "E-1; DROP"}, {"enquiry_ref": "bad_reference"}),
    ],
)
def test_bad_enquiries(change, expected):
    assert codes(register.parse_row(register.ENQUIRIES, 2, ENQUIRY | change, CONTEXT)) == expected


def test_a_person_needs_a_name_and_one_is_enough():
    assert codes(register.parse_row(register.PEOPLE, 2, PERSON | {"family_name": " "}, CONTEXT)) == {
        "family_name": "missing"
    }
    row = register.parse_row(
        register.PEOPLE, 2, PERSON | {"family_name": "", "given_names": "Najib"}, CONTEXT
    )
    assert row.reference == "P-00001"


def test_a_reference_used_twice_is_nobodys():
    context = register.Context(TODAY, repeated={"P-00001"})
    assert codes(register.parse_row(register.PEOPLE, 2, PERSON, context)) == {
        "person_ref": "duplicate_reference"
    }


def test_a_fingerprint_is_of_the_facts():
    def fingerprint(**change):
        return register.parse_row(register.PEOPLE, 2, PERSON | change, CONTEXT).fingerprint()

    assert fingerprint() == fingerprint(registered_on="6 May 2024", family_name=" Nowak ")
    assert fingerprint() != fingerprint(family_name="Novak")


@given(st.dictionaries(st.sampled_from(register.ENQUIRIES.header), st.text()))
def test_any_row_is_good_or_says_why_and_shows_no_private_text(change):
    result = register.parse_row(register.ENQUIRIES, 2, ENQUIRY | change, CONTEXT)
    private = {column.name for column in register.ENQUIRIES.columns if column.private}
    for error in result if isinstance(result, list) else ():
        assert error.message
        assert len(error.shown) <= 6 * register.SHOWN
        assert error.shown.isprintable()
        if error.column in private and change[error.column]:
            assert error.shown == f"({len(change[error.column])} characters)"


def test_what_steers_a_terminal_is_shown_as_letters():
    (error,) = register.parse_row(register.PEOPLE, 2, PERSON | {"email": "\x1b[31m\u202eevil"}, CONTEXT)
    assert error.shown == "\\u001b[31m\\u202eevil"


# ---- the register of this project
FILES = ("people.csv", "enquiries.csv", "demo/people.csv", "demo/enquiries.csv")


def test_building_it_again_gives_the_same_bytes(tmp_path):
    subprocess.run(
        [sys.executable, REGISTER / "build_register.py", tmp_path], check=True, capture_output=True
    )
    for name in (*FILES, "expected_errors.csv", "known_duplicates.csv"):
        assert (tmp_path / name).read_bytes() == (REGISTER / name).read_bytes(), name


def test_every_deliberate_error_is_found_and_no_other():
    found, people, sizes = [], set(), {}
    for name in FILES:
        file = register_file.RegisterFile(REGISTER / name)
        total, repeated = file.survey()
        rejected = set()
        for record in file.records():
            row = record
            if isinstance(record, register_file.Record):
                row = register.parse_row(
                    file.kind, record.line, record.cells, register.Context(TODAY, repeated, people)
                )
            if isinstance(row, register.Row):
                people.update({row.reference} if file.kind is register.PEOPLE else ())
                continue
            errors = row if isinstance(row, list) else [row]
            rejected.add(errors[0].line)
            found += [(name, str(error.line), error.column, error.code) for error in errors]
        sizes[name] = (total, len(rejected))
    with (REGISTER / "expected_errors.csv").open(encoding="utf-8", newline="") as stream:
        assert found == [tuple(row) for row in csv.reader(stream)][1:]
    assert sizes["people.csv"][0] >= 2000
    assert sizes["enquiries.csv"][0] >= 3000
    assert sizes["demo/people.csv"][1] == sizes["demo/enquiries.csv"][1] == 0


def test_it_can_reach_nobody():
    for name in ("people.csv", "demo/people.csv"):
        with (REGISTER / name).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["email"] and "@" in row["email"]:
                    assert "example" in row["email"].casefold().partition("@")[2]
                for column in ("phone", "other_phone"):
                    digits = "".join(c for c in row[column] or "" if c.isdecimal())
                    drama = ("7700900", "2079460", "1632960", "3069990", "8081570")
                    assert len(digits) < 9 or any(part in digits for part in drama)
                letters = (row["postcode"] or "").strip()[-2:].upper()
                assert (
                    len(letters) < 2
                    or not letters.isalpha()
                    or set(letters) <= set("CIKMOV")
                    or len(row["postcode"]) < 7
                )


def test_it_is_as_untidy_as_real_life():
    text = (REGISTER / "people.csv").read_text(encoding="utf-8") + (REGISTER / "enquiries.csv").read_text(
        encoding="utf-8"
    )
    scripts = {unicodedata.name(c, "").split()[0] for c in set(text) if c.isalpha()}
    assert {
        "LATIN",
        "ARABIC",
        "GURMUKHI",
        "GUJARATI",
        "DEVANAGARI",
        "CYRILLIC",
        "TAMIL",
        "ETHIOPIC",
        "CJK",
    } <= scripts
    assert "👋" in text
    assert "=cmd|" in text
    file = register_file.RegisterFile(REGISTER / "enquiries.csv")
    cells = [record.cells for record in file.records() if isinstance(record, register_file.Record)]
    assert sum(len(row["narrative"]) > 3000 for row in cells) > 50
    assert sum("\n" in row["narrative"] for row in cells) > 1000
    assert len({row["narrative"] for row in cells}) > 3300


def test_the_slice_is_of_the_last_years():
    file = register_file.RegisterFile(REGISTER / "demo" / "enquiries.csv")
    days = [values.parse_date(record.cells["received_on"], TODAY) for record in file.records()]
    assert min(days) > TODAY - timedelta(days=3 * 365)
