# SPDX-License-Identifier: LGPL-3.0-or-later
"""Build the client register beside this file: python data/register/build_register.py [FOLDER]

The same version of Faker and the same seed give the same bytes. Nobody in it is real; see README.md.
"""

import csv
import io
import random
import sys
from pathlib import Path

import enquiries
import names
import people
import spellings
import spoil
import texts

SEED = 20190401
PEOPLE, BAD_PEOPLE, TWINS = 2400, 32, 110
ENQUIRIES, BAD_ENQUIRIES = 3400, 46
DEMO_PEOPLE, DEMO_ENQUIRIES = 150, 220
HERE = Path(__file__).resolve().parent


def draw_people(rng):
    """People in the order of their registration, and who of them is whom once more."""
    maker = people.PeopleMaker(rng, SEED)
    rows = [maker.person() for _ in range(PEOPLE - TWINS)]
    twins = []
    spelt_otherwise = [
        row for row in rows if {*row["given_names"].split(), row["family_name"]} & names.SAME_NAME.keys()
    ]
    chosen = rng.sample(spelt_otherwise, TWINS // 3)
    for first in chosen + rng.sample([row for row in rows if row not in chosen], TWINS - len(chosen)):
        second, kind = maker.again(first)
        rows.append(second)
        twins.append((first, second, kind))
    rows.sort(key=lambda row: row["registered"])
    for number, row in enumerate(rows, 1):
        row["person_ref"] = f"P-{number:05}"
    return rows, [(a["person_ref"], b["person_ref"], kind) for a, b, kind in twins]


def draw_enquiries(rng, clients):
    """Enquiries in the order they came in; a few people come again and again, some came once, some never."""
    weights = [rng.paretovariate(1.4) for _ in clients]
    rows = [enquiries.draw(rng, person) for person in rng.choices(clients, weights, k=ENQUIRIES)]
    rows.sort(key=lambda row: row["received"])
    for number, row in enumerate(rows, 1):
        row["enquiry_ref"] = f"E-{number:05}"
    return rows


def spoil_rows(rng, person_rows, enquiry_rows, twins):
    """The deliberate errors; returns {id(row): [(column, reason), ...]}."""
    busy = {row["person_ref"] for row in enquiry_rows} | {ref for twin in twins for ref in twin[:2]}
    idle = [row for row in person_rows if row["person_ref"] not in busy]
    first, second, third, fourth, *rest = rng.sample(idle, len(idle))
    wrong = [(row, [("person_ref", "duplicate_reference")]) for row in (first, second, third, fourth)]
    second["person_ref"], fourth["person_ref"] = first["person_ref"], third["person_ref"]
    wrong += spoil.spoil(rng, "people", rest, BAD_PEOPLE)
    # somebody whose card is bad: the enquiries go with it
    orphan = next(
        row for row in enquiry_rows if sum(e["person_ref"] == row["person_ref"] for e in enquiry_rows) == 2
    )
    card = next(row for row in person_rows if row["person_ref"] == orphan["person_ref"])
    card["phone"] = "no phone"
    wrong.append((card, [("phone", "bad_phone")]))
    lost = [row for row in enquiry_rows if row["person_ref"] == orphan["person_ref"]]
    wrong += [(row, [("person_ref", "unknown_person")]) for row in lost]
    usable = [row for row in enquiry_rows if row not in lost]
    wrong += spoil.spoil(rng, "enquiries", usable, BAD_ENQUIRIES)
    spoilt = {id(row) for row, _errors in wrong}
    one, two = rng.sample([row for row in usable if id(row) not in spoilt], 2)
    two["enquiry_ref"] = one["enquiry_ref"]
    wrong += [(row, [("enquiry_ref", "duplicate_reference")]) for row in (one, two)]
    return {id(row): errors for row, errors in wrong}


def make_odd(rng, person_rows, enquiry_rows, wrong):
    """Spellings that are unusual and right, and texts that look like code. Spoilt rows stay as they are."""
    for row in (row for row in person_rows if id(row) not in wrong):
        _odd_person(rng, row)
    for row in (row for row in enquiry_rows if id(row) not in wrong):
        _odd_enquiry(rng, row)


def _odd_person(rng, row):
    if row["date_of_birth"] and rng.random() < 0.22:
        row["date_of_birth"] = spellings.odd_date(rng, row["born"], short_year=1935 < row["born"].year < 2000)
    if rng.random() < 0.1:
        row["registered_on"] = spellings.odd_date(rng, row["registered"])
    for column in ("phone", "other_phone"):
        if row[column] and rng.random() < 0.4:
            row[column] = spellings.odd_phone(rng, row[column])
    if row["postcode"] and rng.random() < 0.15:
        row["postcode"] = rng.choice(
            (row["postcode"].replace(" ", ""), row["postcode"].lower(), f" {row['postcode']}")
        )
    if row["email"] and rng.random() < 0.06:
        row["email"] = rng.choice((row["email"].upper(), f" {row['email']} ", f"mailto:{row['email']}"))
    if rng.random() < 0.03:
        row["given_names"], row["family_name"] = row["given_names"].upper(), row["family_name"].upper()
    if rng.random() < 0.04:
        row["family_name"] = f" {row['family_name']}  "
    if rng.random() < 0.06:
        row["gender"] = rng.choice(("Non-binary", "Other", "Not said", row["gender"].capitalize()))
    if rng.random() < 0.012:
        row[rng.choice(("notes", "known_as", "contact_note"))] = rng.choice(texts.HOSTILE)


def _odd_enquiry(rng, row):
    if rng.random() < 0.12:
        row["received_on"] = spellings.odd_date(rng, row["received"])
    if row["closed_on"] and rng.random() < 0.12:
        row["closed_on"] = spellings.odd_date(rng, row["closed"])
    for column in ("channel", "status", "matter"):
        if rng.random() < 0.06:
            row[column] = rng.choice(
                (row[column].upper(), row[column].replace("_", " ").capitalize(), f" {row[column]}")
            )
    if rng.random() < 0.01:
        row[rng.choice(("other_party", "action_taken", "narrative"))] = rng.choice(texts.HOSTILE)


def _raw(cells, how):
    """A line that a careless programme wrote."""
    if how == "quotes":
        return (
            ",".join(
                [
                    cells[0],
                    cells[1],
                    f'"{cells[2]}" (Mrs)',
                    *('"' + c.replace('"', '""') + '"' for c in cells[3:]),
                ]
            )
            + "\r\n"
        )
    return table([cells[:-3]])


def to_csv(columns, rows, wrong):
    """(text of the file, its errors as [(line, column, reason)])"""
    lines, errors, line = [table([columns])], [], 2
    for row in rows:
        cells = [row[column] for column in columns]
        raw = "raw" in row
        lines.append(_raw([c.replace("\n", " ") for c in cells], row["raw"]) if raw else table([cells]))
        found = sorted(wrong.get(id(row), ()), key=lambda error: columns.index(error[0]) if error[0] else -1)
        errors += [(line, column, reason) for column, reason in found]
        line += lines[-1].count("\n")
    return "".join(lines), errors


def demo_slice(person_rows, enquiry_rows, wrong):
    """The most recent clients whose rows are all good, with their enquiries."""
    of_person = {}
    for row in enquiry_rows:
        of_person.setdefault(row["person_ref"], []).append(row)
    references = [row["person_ref"] for row in person_rows]
    chosen, count = [], 0
    for row in reversed(person_rows):
        mine = of_person.get(row["person_ref"], [])
        if id(row) in wrong or references.count(row["person_ref"]) > 1 or any(id(e) in wrong for e in mine):
            continue
        left, wanted = DEMO_PEOPLE - len(chosen), DEMO_ENQUIRIES - count
        if left and 1 <= len(mine) <= max(1, wanted - left + 1):
            chosen.append(row)
            count += len(mine)
    kept = {row["person_ref"] for row in chosen}
    return chosen[::-1], [row for row in enquiry_rows if row["person_ref"] in kept]


def build(folder):
    """Write the files into `folder`."""
    rng = random.Random(SEED)  # noqa: S311  reproducible on purpose, nothing is secret
    person_rows, twins = draw_people(rng)
    clients = [row for row in person_rows if rng.random() < 0.86]
    enquiry_rows = draw_enquiries(rng, clients)
    wrong = spoil_rows(rng, person_rows, enquiry_rows, twins)
    make_odd(rng, person_rows, enquiry_rows, wrong)
    demo_people, demo_enquiries = demo_slice(person_rows, enquiry_rows, wrong)
    files, expected = {}, []
    for name, columns, rows in (
        ("people.csv", people.COLUMNS, person_rows),
        ("enquiries.csv", enquiries.COLUMNS, enquiry_rows),
        ("demo/people.csv", people.COLUMNS, demo_people),
        ("demo/enquiries.csv", enquiries.COLUMNS, demo_enquiries),
    ):
        files[name], errors = to_csv(columns, rows, wrong)
        expected += [(name, *error) for error in errors]
    files["expected_errors.csv"] = table([("file", "line", "column", "reason"), *expected])
    files["known_duplicates.csv"] = table([("person_ref", "also_person_ref", "how"), *sorted(twins)])
    for name, text in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return files


def table(rows):
    """Rows as CSV text."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    for name, text in build(sys.argv[1] if len(sys.argv) > 1 else HERE).items():
        print(f"{name}: {len(text.encode()):,} bytes")
