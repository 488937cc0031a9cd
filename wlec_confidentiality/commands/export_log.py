# SPDX-License-Identifier: LGPL-3.0-or-later
"""Write the access records into one file for somebody outside.

--format bundle (the default): all of them with their seals, to be checked without Odoo (verify_log.py). --format fhir: HL7 FHIR R4
AuditEvent resources, one a line. --format estonia: an answer of the Estonian data tracker, version 3. The last two may be of one
case file (--case) and of some days (--from, --to, in UTC).

There is no confidential value in it, but it says who opened which file when: keep it as closely as the files.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

NAME = "export-log"


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day: write it as 2026-03-31") from None


def add_arguments(parser):
    parser.add_argument("file", type=Path, help="the file to make; it must not exist")
    parser.add_argument("--format", choices=("bundle", "fhir", "estonia"), default="bundle")
    parser.add_argument("--from", dest="start", type=day, metavar="YYYY-MM-DD", help="the first day")
    parser.add_argument("--to", dest="end", type=day, metavar="YYYY-MM-DD", help="the last day")
    parser.add_argument("--case", metavar="CASE-48213", help="the reference of the only file")


def check(args):
    """Refuse what needs no database to be refused."""
    if args.format == "bundle" and (args.start or args.end or args.case):
        sys.exit(
            "What can be checked against the seals is the whole log: --from, --to and --case go with another --format."
        )
    if args.start and args.end and args.end < args.start:
        sys.exit("The last day (--to) lies before the first (--from).")
    if args.file.exists():
        sys.exit(f"{args.file} exists already.")


def run(env, args):
    # not at the top: see the note in __init__.py
    from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
    from odoo.addons.wlec_confidentiality.models.records import log_export

    try:
        case = log_export.case_number(env, args.case) if args.case else None
        choice = log_export.Choice(args.start, args.end, case)
        count = log_export.to_path(env, args.file, args.format, choice)
    except FileExistsError:
        print(f"{args.file} exists already.")
        return 1
    except ConfidentialityError as why:
        print(why)
        return 1
    print(f"{count} records written to {args.file}.")
    if args.format == "bundle":
        key = env["wlec.access.seal"]._pinned_keys()[0]
        print(
            f"Key of the log: {key}"
            if key
            else "There is no seal key here: give the auditor the key you noted down."
        )
    return 0
