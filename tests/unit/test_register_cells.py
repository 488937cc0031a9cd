# SPDX-License-Identifier: LGPL-3.0-or-later
"""The client register, cell by cell: every way people write a day, a telephone number, an address; and what is none."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.register_rows import TODAY, register, values

BadValue = values.BadValue
DAYS = st.dates(date(1930, 1, 1), TODAY)


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
