# SPDX-License-Identifier: LGPL-3.0-or-later
"""The client register without Odoo: single cells, rows, whole files, and the register this project ships."""

import csv
import io
import subprocess
import sys
import unicodedata
from datetime import date, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
REGISTER = ROOT / "data" / "register"
TODAY = date(2026, 11, 22)


def _tools():
    """The addon's `tools` as a package of its own, so that nothing of Odoo is imported."""
    folder = ROOT / "wlec_confidentiality" / "tools"
    spec = spec_from_file_location(
        "wlec_register_tools", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    package = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(package)


_tools()
from wlec_register_tools import register, register_file  # noqa: E402
from wlec_register_tools import register_values as values  # noqa: E402
from wlec_register_tools.register_values import BadValue  # noqa: E402

DAYS = st.dates(date(1930, 1, 1), TODAY)
PERSON = dict.fromkeys(register.PEOPLE.header, "") | {
    "person_ref": "P-1",
    "registered_on": "2024-05-06",
    "family_name": "Nowak",
}
ENQUIRY = dict.fromkeys(register.ENQUIRIES.header, "") | {
    "enquiry_ref": "E-1",
    "person_ref": "P-1",
    "received_on": "2024-05-06",
    "status": "new",
    "matter": "housing",
    "narrative": "Mould.",
}
CONTEXT = register.Context(TODAY, people={"P-00001"})


def codes(result):
    return {error.column: error.code for error in result} if isinstance(result, list) else {}


# ---- single cells --------------------------------------------------------------------------------------


@given(DAYS)
def test_every_spelling_of_a_day_is_that_day(day):
    arabic = day.strftime("%d/%m/%Y").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    spellings = [
        day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%Y%m%d}", f"{day:%d %B %Y}",
        f"{day:%d-%b-%Y}", f"{day:%B} {day.day}, {day.year}", f"{day:%A} {day.day} {day:%b} {day.year}", arabic,
        f"{day.isoformat()}T09:30:00Z", f"  {day:%d %m %Y} ", str((day - date(1899, 12, 30)).days), f"{day:%Y/%m/%d}",
    ]  # fmt: skip
    assert {values.parse_date(text, TODAY) for text in spellings} == {day}


@given(DAYS.filter(lambda day: day.year > 1927))
def test_two_digit_years_are_never_in_the_future(day):
    assert values.parse_date(f"{day:%d/%m/%y}", TODAY) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2020", "impossible_date"),
        ("03/25/2020", "impossible_date"),
        ("2021-00-10", "impossible_date"),
        ("5 Smarch 2020", "impossible_date"),
        ("0000-01-01", "impossible_date"),
        ("yesterday", "unreadable_date"),
        ("1/1", "unreadable_date"),
        ("2020", "unreadable_date"),
        ("²/³/2020", "unreadable_date"),
    ],
)
def test_dates_that_are_none(text, code):
    with pytest.raises(BadValue) as caught:
        values.parse_date(text, TODAY)
    assert caught.value.code == code


def test_a_birth_is_not_in_the_future_and_not_too_long_ago():
    assert values.parse_birth("22/11/1906", TODAY) == date(1906, 11, 22)
    for text, code in (("23/11/2026", "future_date"), ("31/12/1905", "too_old")):
        with pytest.raises(BadValue, match=code):
            values.parse_birth(text, TODAY)


@pytest.mark.parametrize("read", [values.parse_email, values.parse_phone, values.parse_postcode, values.clean_text,
                                  values.one_line, values.choice_key, values.parse_flag])  # fmt: skip
@given(text=st.text(min_size=1))
def test_a_reader_accepts_or_says_why_and_its_result_reads_as_itself(read, text):
    try:
        result = read(text)
    except BadValue as error:
        assert error.code in register.REASONS
        return
    if isinstance(result, str):
        assert read(result) == result if result else True


@given(text=st.text(min_size=1))
def test_dates_accept_or_say_why(text):
    try:
        assert isinstance(values.parse_date(text, TODAY), date)
    except BadValue as error:
        assert error.code in register.REASONS


@given(st.integers(0, 999))
def test_drama_numbers_are_telephone_numbers(number):
    for start, written in (("07700 900", "+44 7700 900"), ("020 7946 0", "+44 20 7946 0")):
        assert values.parse_phone(f"{start}{number:03}") == f"{written}{number:03}"
    assert values.parse_phone(f"0044 (0)1632-960{number:03}") == f"+44 1632 960{number:03}"


@pytest.mark.parametrize(
    "text", ["079", "07700 9001234567", "call me", "+999 1234567", "020 79460 12", "1" * 300]
)
def test_what_is_no_telephone_number(text):
    with pytest.raises(BadValue, match="bad_phone"):
        values.parse_phone(text)


def test_telephones_abroad():
    assert values.parse_phone("+48 22 123 45 67") == "+48 22 123 45 67"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("w51ci", "W5 1CI"),
        (" UB1  3mk ", "UB1 3MK"),
        ("EC1A-1BB", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
        ("sw6\u00a02vo", "SW6 2VO"),
    ],
)
def test_postcodes(text, result):
    assert values.parse_postcode(text) == result


@pytest.mark.parametrize("text", ["W5", "Ealing", "UB1 CIK", "12345", "W5 1CIX", "Ẃ5 1CI"])
def test_what_is_no_postcode(text):
    with pytest.raises(BadValue, match="bad_postcode"):
        values.parse_postcode(text)


@pytest.mark.parametrize(
    "text",
    ["a@b", "a@@b.org", "a b@c.org", ".a@b.org", "a..b@c.org", "a@b..org", "a@-b.org", "a@1.2.3.4", "a" * 65 + "@b.org",
     "a@b.org, c@d.org", "Ann <a@b.org>", "a@b.org\nBcc: c@d.org"],
)  # fmt: skip
def test_what_is_no_email(text):
    with pytest.raises(BadValue, match="bad_email"):
        values.parse_email(text)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("mailto:Ann@Example.ORG", "Ann@example.org"),
        ("ann+x@mail.example.org", "ann+x@mail.example.org"),
        ("łukasz@żółw.example", "łukasz@żółw.example"),
    ],
)
def test_emails(text, result):
    assert values.parse_email(text) == result


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[2Jb", "\ufffd", "a\x0bb", "\x7f"])
def test_characters_nobody_can_store(text):
    with pytest.raises(BadValue, match="bad_characters"):
        values.clean_text(text)


def test_letters_are_composed_and_directions_kept():
    assert values.one_line(unicodedata.normalize("NFD", "Zoë  Nguyễn\n")) == "Zoë Nguyễn"
    assert values.clean_text("\u202bمريم\u202c 👋🏽 क्‍ष") == "\u202bمريم\u202c 👋🏽 क्‍ष"


def test_choices_by_key_and_by_label():
    for text in ("walk_in", "Walk-in", " WALK IN "):
        assert values.parse_choice(text, register.CHANNELS) == "walk_in"
    assert values.parse_choices("Health; religion;health;", register.SENSITIVE) == ("health", "religion")


# ---- rows ----------------------------------------------------------------------------------------------


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


# ---- files ---------------------------------------------------------------------------------------------


def write(folder, text, name="people.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def as_csv(*rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def people_csv(*changes):
    return as_csv(register.PEOPLE.header, *((PERSON | change).values() for change in changes))


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


# ---- the register of this project ----------------------------------------------------------------------

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
