# SPDX-License-Identifier: LGPL-3.0-or-later
"""The client register, file by file: what is refused as a whole and why, and where each row begins."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.register_rows import PERSON, as_csv, people_csv, register, register_file


def write(folder, text, name="people.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


REFUSED = {
    "nothing": (b"", "is empty"),
    "header only": (people_csv().encode(), "no rows"),
    "workbook": (b"PK\x03\x04rest", "spreadsheet"),
    "binary": (b"\x7fELF\x00\x01", "binary"),
    "binary later": (people_csv({}).encode() + b"a" * 9000 + b"\x00", "binary"),
    "utf-16": (people_csv({}).encode("utf-16"), "UTF-16"),
    "latin-1": (people_csv({"town": "Café"}).encode("latin-1"), "not written in UTF-8"),
    "semicolons": (people_csv({}).replace(",", ";").encode(), "commas"),
    "other file": (b"a,b\r\n1,2\r\n", "not a register"),
    "column missing": (people_csv({}).replace("gender,", "", 1).encode(), "misses the column(s): gender"),
    "column too many": (people_csv({}).replace("gender,", "gender,shoe size,", 1).encode(), "does not know"),
    "column twice": (
        people_csv({}).replace("gender,", "gender,gender,", 1).encode(),
        "repeats the column(s): gender",
    ),
    "open quotes": (people_csv({}).encode() + b'P-2,"2024', "never closed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_files_say_what_is_wrong(tmp_path, name):
    content, reason = REFUSED[name]
    with pytest.raises(register_file.FileError) as caught:
        register_file.RegisterFile(write(tmp_path, content)).survey()
    assert reason in str(caught.value)
    assert "Caf" not in str(caught.value)


def test_missing_and_unreadable_files_are_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(register_file.FileError, match="cannot be read"):
            register_file.RegisterFile(path)


def test_fifty_megabytes_without_a_line_break_are_refused_early(tmp_path):
    path = write(tmp_path, people_csv({}).encode() + b"x" * 50_000_000)
    with pytest.raises(register_file.FileError, match="line 3 has more than"):
        register_file.RegisterFile(path).survey()


def test_columns_in_another_order_and_a_byte_order_mark(tmp_path):
    header = list(reversed(register.PEOPLE.header))
    path = write(tmp_path, "\ufeff" + as_csv([h.upper() for h in header], [PERSON[name] for name in header]))
    (record,) = register_file.RegisterFile(path).records()
    assert record.cells == PERSON


def test_a_broken_row_does_not_take_the_next_one_along(tmp_path):
    good = as_csv(PERSON.values())
    text = people_csv({}) + 'P-2,2024-01-01,"Ann" (Mrs),x\r\n' + "\r\n" + good + "P-3,too,short\r\n" + good
    records = list(register_file.RegisterFile(write(tmp_path, text)).records())
    found = [(r.line, getattr(r, "code", "good")) for r in records]
    assert found == [(2, "good"), (3, "malformed"), (5, "good"), (6, "column_count"), (7, "good")]


@given(st.lists(st.text(st.sampled_from('ab,"\n\r ;é\u2028')), min_size=1, max_size=8))
def test_lines_are_counted_as_an_editor_counts_them(tmp_path_factory, notes):
    folder = tmp_path_factory.mktemp("lines")
    path = write(folder, people_csv(*({"notes": note} for note in notes)))
    text = path.read_bytes().decode()
    records = list(register_file.RegisterFile(path).records())
    assert [record.cells["notes"] for record in records] == notes
    # an editor ends a line at CR LF, at LF and at CR alone
    lines = io.StringIO(text, newline=None).read().split("\n")
    for record in records:
        assert lines[record.line - 1].startswith("P-1,2024-05-06")


def test_the_limit_of_the_csv_module_is_put_back(tmp_path):
    before = csv.field_size_limit()
    records = register_file.RegisterFile(write(tmp_path, people_csv({}, {}))).records()
    next(records)
    records.close()
    assert csv.field_size_limit() == before
