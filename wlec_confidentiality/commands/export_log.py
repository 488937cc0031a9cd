# SPDX-License-Identifier: LGPL-3.0-or-later
"""Write the access records into one file for somebody outside.

--format bundle (the default): all of them with their seals, to be checked without Odoo (verify_log.py). --format fhir: HL7 FHIR R4
AuditEvent resources, one a line. --format estonia: an answer of the Estonian data tracker, version 3. The last two may be of one
case file (--case) and of some days (--from, --to, in UTC).

There is no confidential value in it, but it says who opened which file when: keep it as closely as the files.
"""

from datetime import date
from pathlib import Path

NAME = "export-log"


def add_arguments(parser):
    parser.add_argument("file", type=Path, help="the file to make; it must not exist")
    parser.add_argument("--format", choices=("bundle", "fhir", "estonia"), default="bundle")
    parser.add_argument(
        "--from", dest="start", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the first day"
    )
    parser.add_argument(
        "--to", dest="end", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the last day"
    )
    parser.add_argument("--case", metavar="CASE-48213", help="the reference of the only file")


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
    print(
        f"{count} records written to {args.file}. Key of the log: {env['wlec.access.seal']._pinned_keys()[0]}"
    )
    return 0
