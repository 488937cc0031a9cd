# SPDX-License-Identifier: LGPL-3.0-or-later
"""Import a client register: people into contacts, enquiries into the CRM.

The kind of each FILE is recognised by its header; files of people are imported before files of enquiries.
Good rows are imported, bad rows are listed on the screen and in FILE.rejected.csv. Rows that were imported
before and have not changed are passed over, so the command may be repeated, and resumed after it was stopped.

Exit code: 0 all rows are in; 3 all good rows are in, bad ones are listed; 1 a file was refused or the work stopped.
"""

import sys
from pathlib import Path

NAME = "import-register"


def add_arguments(parser):
    parser.add_argument(
        "files", nargs="+", metavar="FILE", type=Path, help="people.csv, enquiries.csv (UTF-8)"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="where to list the rejected rows of all files"
    )
    parser.add_argument(
        "--batch", type=int, default=200, metavar="N", help="rows to commit at once (default 200)"
    )


def check(args):
    """Refuse what needs no database to be refused."""
    for path in args.files:
        if not path.is_file():
            sys.exit(f"{path} is not a file.")
    if not 1 <= args.batch <= 5000:
        sys.exit("--batch takes a number from 1 to 5000.")


def run(env, args):
    # not at the top: see the note in __init__.py
    from odoo.addons.wlec_confidentiality.commands._register_run import import_files

    return import_files(env, args.files, report=args.report, batch_size=args.batch)
