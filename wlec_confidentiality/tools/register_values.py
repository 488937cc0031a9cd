# SPDX-License-Identifier: LGPL-3.0-or-later
"""One cell of a client register, read strictly and forgivingly: odd spellings pass, wrong values do not.

Every function takes the text of a cell and returns its value, or raises `BadValue` with a reason code.
Nothing here knows Odoo. An empty cell never comes here: the caller decides whether it may be empty.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta

import phonenumbers

# Text that a database or a screen cannot carry: control characters, and the mark that a converter leaves
# where it destroyed a letter. Tab and line break stay; so do the marks that right-to-left text needs.
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufdd0-\ufdef\ufffe\uffff]")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_DAY_NAME = re.compile(r"(\d{1,2})[- .]?([a-z]+)\.?[- ,]*(\d{4}|\d{2})")
_NAME_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})[ ,]+(\d{4})")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[ ,.]+")
_SERIAL = re.compile(r"\d{5}")  # a spreadsheet's day count: 10000 is in 1927, 99999 in 2173
_SERIAL_ZERO = date(1899, 12, 30)
_MONTHS = (
    ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
    ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
    ("dec", "december"),
)  # fmt: skip
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_LOCAL_PART = re.compile(r"[^\s@<>()\[\],;:\\\"]+")
_DOMAIN_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_POSTCODE = re.compile(r"((?:[A-Z]{1,2}[0-9][A-Z0-9]?)|GIR) ?([0-9][A-Z]{2})")
_YES = {"yes", "y", "true", "1", "x"}
_NO = {"no", "n", "false", "0"}
OLDEST_AGE = 120
FIRST_ENQUIRY = date(1990, 1, 1)
# Numbers the regulator reserves for drama are no valid numbers, and the library knows only some of them.
_UK_LENGTH = 10


class BadValue(ValueError):
    """A cell that cannot be used; `code` names the reason (the texts are in `register.REASONS`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean_text(text: str) -> str:
    """Trim, compose letters with their accents, make every line break one newline."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if _UNUSABLE.search(text):
        raise BadValue("bad_characters")
    return text


def one_line(text: str) -> str:
    """A text for one line: line breaks and repeated blanks become one blank."""
    return " ".join(clean_text(text).split())


def parse_reference(text: str, prefix: str) -> str:
    """`P-00012` in any case and with stray blanks; the result is safe as part of an external id."""
    match = re.fullmatch(rf"{prefix}-?([0-9]{{1,9}})", re.sub(r"\s", "", text).upper())
    if not match:
        raise BadValue("bad_reference")
    return f"{prefix}-{match.group(1).zfill(5)}"


def _century(year: str, latest: int) -> int:
    """Two-digit years mean the latest such year that is not after `latest`."""
    number = int(year)
    if len(year) == 4:
        return number
    return next(full for full in (2000 + number, 1900 + number) if full <= latest or full < 2000)


def _date_parts(text: str, latest: int) -> tuple[int, int, int] | None:
    if match := _ISO.fullmatch(text.upper()) or _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY_FIRST.fullmatch(text):
        return _century(match[3], latest), int(match[2]), int(match[1])
    if match := _DAY_NAME.fullmatch(text):
        return _century(match[3], latest), _MONTH_NUMBER.get(match[2], 0), int(match[1])
    if match := _NAME_DAY.fullmatch(text):
        return int(match[3]), _MONTH_NUMBER.get(match[1], 0), int(match[2])
    return None


def parse_date(text: str, today: date) -> date:
    """A calendar day in any of the ways people type one; the day comes before the month, as in the UK.

    Also accepts the bare day number that a spreadsheet leaves behind and digits of other scripts.
    """
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in one_line(text).casefold())
    text = _ORDINAL.sub("", _WEEKDAY.sub("", text)).replace(" of ", " ")
    if _SERIAL.fullmatch(text):
        return _SERIAL_ZERO + timedelta(days=int(text))
    parts = _date_parts(text, today.year)
    if parts is None:
        raise BadValue("unreadable_date")
    try:
        return date(*parts)
    except ValueError:
        raise BadValue("impossible_date") from None


def parse_birth(text: str, today: date) -> date:
    """A date of birth: not in the future and not more than 120 years ago."""
    day = parse_date(text, today)
    if day > today:
        raise BadValue("future_date")
    if today.year - day.year > OLDEST_AGE:
        raise BadValue("too_old")
    return day


def parse_past(text: str, today: date) -> date:
    """The date of something that happened at the centre: not in the future, not before centres kept registers."""
    day = parse_date(text, today)
    if day > today:
        raise BadValue("future_date")
    if day < FIRST_ENQUIRY:
        raise BadValue("too_old")
    return day


def parse_email(text: str) -> str:
    """One e-mail address; a `mailto:` in front and capitals in the domain are mended."""
    address = re.sub(r"^mailto:", "", one_line(text), flags=re.IGNORECASE)
    local, at, domain = address.rpartition("@")
    labels = domain.rstrip(".").casefold().split(".")
    if (
        not at
        or len(address) > 254
        or len(local) > 64
        or not _LOCAL_PART.fullmatch(local)
        or local.startswith(".")
        or local.endswith(".")
        or ".." in local
        or len(labels) < 2
        or any(len(label) > 63 or not _DOMAIN_LABEL.fullmatch(label) for label in labels)
        or labels[-1].isdecimal()
    ):
        raise BadValue("bad_email")
    return f"{local}@{'.'.join(labels)}"


def parse_phone(text: str) -> str:
    """One telephone number, returned in international form; numbers without country code are British."""
    try:
        number = phonenumbers.parse(one_line(text), "GB")
    except phonenumbers.NumberParseException:
        raise BadValue("bad_phone") from None
    if not phonenumbers.is_valid_number(number):
        possible = (
            phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
        )
        if not possible or (number.country_code == 44 and len(str(number.national_number)) != _UK_LENGTH):
            raise BadValue("bad_phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def parse_postcode(text: str) -> str:
    """A United Kingdom postcode, with one blank before its last three characters."""
    match = _POSTCODE.fullmatch(re.sub(r"[\s.\-]", "", clean_text(text)).upper())
    if not match:
        raise BadValue("bad_postcode")
    return f"{match[1]} {match[2]}"


def choice_key(text: str) -> str:
    """The way a choice is compared: `In Progress`, `in-progress` and `in_progress` are one."""
    return re.sub(r"[\s_/-]+", "_", one_line(text).casefold())


def parse_choice(text: str, choices: Mapping[str, str]) -> str:
    """The key of one of `choices`, given as the key or as its label."""
    key = choice_key(text)
    if key in choices:
        return key
    for name, label in choices.items():
        if key == choice_key(label):
            return name
    raise BadValue("unknown_choice")


def parse_choices(text: str, choices: Mapping[str, str]) -> tuple[str, ...]:
    """Several choices, separated by semicolons."""
    return tuple(dict.fromkeys(parse_choice(part, choices) for part in text.split(";") if part.strip()))


def parse_flag(text: str) -> bool:
    """Yes or no."""
    key = choice_key(text)
    if key not in _YES | _NO:
        raise BadValue("unknown_choice")
    return key in _YES
