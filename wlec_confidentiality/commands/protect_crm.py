# SPDX-License-Identifier: LGPL-3.0-or-later
"""Protect the records of a CRM that is in use, where they stand, and show how far it has got.

Without options: say what will happen, begin, and go on until everything is protected. The command may be stopped
and repeated at any moment; the server may run meanwhile, and people may work. It cannot be undone but by
uninstalling the addon.

--vacuum afterwards rewrites the tables (VACUUM FULL), so that former versions of the rows, which hold what they
said in clear, are gone from the disk. Each table is locked while it is rewritten: do it in a quiet hour.

Exit code: 0 everything is protected; 3 some records could not be protected, they are listed; 1 it stopped.
"""

import sys

NAME = "protect-crm"


def add_arguments(parser):
    parser.add_argument("--show", action="store_true", help="only say what would happen, in numbers")
    parser.add_argument(
        "--vacuum",
        action="store_true",
        help="afterwards rewrite the tables, so that no former version of a row is left",
    )
    parser.add_argument(
        "--delete-sent-mail",
        action="store_true",
        help="delete the outbox's copies of sent e-mails and the log in the database",
    )
    parser.add_argument(
        "--batch", type=int, default=500, metavar="N", help="records to commit at once (default 500)"
    )


def check(args):
    """Refuse what needs no database to be refused."""
    if not 1 <= args.batch <= 5000:
        sys.exit("--batch takes a number from 1 to 5000.")


def run(env, args):
    # not at the top: see the note in __init__.py
    from odoo.addons.wlec_confidentiality.commands._protect_run import protect, show

    return show(env) if args.show else protect(env, args)
