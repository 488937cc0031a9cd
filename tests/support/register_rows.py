# SPDX-License-Identifier: LGPL-3.0-or-later
"""A person and an enquiry as the register has them, for tests that change a cell of theirs."""

import csv
import io
from datetime import date

from dev.places import ROOT

from .pure_tools import tool

register, register_file, values = tool("register"), tool("register_file"), tool("register_values")

REGISTER = ROOT / "data" / "register"
TODAY = date(2026, 11, 22)
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


def as_csv(*rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def people_csv(*changes):
    return as_csv(register.PEOPLE.header, *((PERSON | change).values() for change in changes))
