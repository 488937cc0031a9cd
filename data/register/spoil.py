# SPDX-License-Identifier: LGPL-3.0-or-later
"""Spoil a few rows on purpose, and remember what is wrong with each: the column and the reason code."""

# (column, reason, value); None as value means: worked out from the row
PEOPLE = (
    ("date_of_birth", "impossible_date", "31/02/1984"),
    ("date_of_birth", "impossible_date", "03/25/1990"),
    ("date_of_birth", "impossible_date", "1979-00-00"),
    ("date_of_birth", "future_date", "2093-04-12"),
    ("date_of_birth", "too_old", "1873-05-01"),
    ("date_of_birth", "unreadable_date", "about fifty"),
    ("date_of_birth", "unreadable_date", "1/1"),
    ("registered_on", "missing", ""),
    ("registered_on", "unreadable_date", "see card"),
    ("registered_on", "too_old", "12/06/1019"),
    ("email", "bad_email", "fatima.example.org"),
    ("email", "bad_email", "jo@@example.com"),
    ("email", "bad_email", "none"),
    ("email", "bad_email", "d.perera@example"),
    ("email", "bad_email", "a b@example.org"),
    ("phone", "bad_phone", "0770090"),
    ("phone", "bad_phone", "ask sister"),
    ("phone", "bad_phone", "07700 9001234567"),
    ("other_phone", "bad_phone", "x"),
    ("postcode", "bad_postcode", "W5"),
    ("postcode", "bad_postcode", "Ealing"),
    ("postcode", "bad_postcode", "UB1 CIK"),
    ("gender", "unknown_choice", "see notes"),
    ("interpreter", "unknown_choice", "sometimes"),
    ("family_name", "missing", None),
    ("given_names", "bad_characters", "Zo\ufffd"),
    ("given_names", "too_long", None),
    ("notes", "bad_characters", "Copied from the old system\x0b\x1b[2J"),
    ("person_ref", "bad_reference", "card 12"),
    ("person_ref", "missing", ""),
)
ENQUIRIES = (
    ("received_on", "impossible_date", "30/02/2023"),
    ("received_on", "impossible_date", "2022-13-05"),
    ("received_on", "future_date", "2102-01-05"),
    ("received_on", "missing", ""),
    ("received_on", "unreadable_date", "last Tuesday"),
    ("received_on", "too_old", "05/08/0205"),
    ("closed_on", "dates_backwards", None),
    ("closed_on", "dates_backwards", None),
    ("closed_on", "unreadable_date", "ongoing"),
    ("closed_on", "impossible_date", "31-Jun-2024"),
    ("person_ref", "unknown_person", "P-99001"),
    ("person_ref", "unknown_person", "P-09999"),
    ("person_ref", "bad_reference", "Mrs Haddad"),
    ("person_ref", "missing", ""),
    ("channel", "unknown_choice", "fax"),
    ("channel", "unknown_choice", "pigeon"),
    ("source", "unknown_choice", "??"),
    ("status", "unknown_choice", "half done"),
    ("status", "missing", ""),
    ("matter", "unknown_choice", "misc."),
    ("matter", "missing", ""),
    ("sensitive_categories", "unknown_choice", "health;height"),
    ("open_file", "unknown_choice", "perhaps"),
    ("narrative", "missing", " \n "),
    ("narrative", "too_long", None),
    ("narrative", "bad_characters", "The scan could not be read: \ufffd\ufffd\ufffd"),
    ("adviser", "too_long", None),
    ("enquiry_ref", "bad_reference", "E-12/2021"),
    ("enquiry_ref", "missing", ""),
)
ORDER = {"people": "person_ref", "enquiries": "enquiry_ref"}


def _value(row, column, reason, value):
    if value is not None:
        return value
    if reason == "too_long":
        text = {"given_names": "Anna Maria ", "adviser": "advice team "}.get(column) or row["narrative"] + " "
        length = {"given_names": 150, "adviser": 99}.get(column, 100_100)
        return (text * (length // len(text) + 1))[:length].strip() + "."
    if reason == "dates_backwards":
        return f"{row['received'].year - 1}-12-31"
    row["given_names"] = ""  # a person with no name at all
    return ""


def spoil(rng, kind, rows, count):
    """Spoil `count` of `rows` in place, each in its own way; every sixth in two columns.

    Returns [(row, [(column, reason), ...])]. A row may get the key `raw`: the line to write instead.
    """
    recipes = list(PEOPLE if kind == "people" else ENQUIRIES)
    spoilt = []
    for number, row in enumerate(rng.sample(rows, count)):
        if number < 2:
            row["raw"] = ("quotes", "cells")[number]
            spoilt.append((row, [("", "malformed" if number == 0 else "column_count")]))
            continue
        first = recipes[(number - 2) % len(recipes)]
        wrong = {first[0]: first}
        if number % 6 == 0:
            other = rng.choice(
                [r for r in recipes if r[0] not in (first[0], ORDER[kind]) and r[1] != "dates_backwards"]
            )
            wrong[other[0]] = other
        for column, reason, value in wrong.values():
            row[column] = _value(row, column, reason, value)
        if "received_on" in wrong and wrong["received_on"][1] != "missing":
            row["closed_on"] = row["closed_on"] if "closed_on" in wrong else ""
        spoilt.append((row, [(column, reason) for column, reason, _value_ in wrong.values()]))
    return spoilt
