# SPDX-License-Identifier: LGPL-3.0-or-later
"""New keys for old, while people work.

--kek adds a new key to the key ring and wraps all data keys with it. --data gives every file (or those chosen) a new data key
and seals its values anew. --destroy-retired deletes old data keys that no value uses any more. Stopped or killed, the command
goes on where it was when it is run again; one that the officer has started in Odoo is finished first.

Exit code: 0 done; 3 done, and problems are listed; 1 stopped, or it could not be started.
"""

import sys

NAME = "rotate-keys"


def add_arguments(parser):
    parser.add_argument(
        "--kek", action="store_true", help="a new key for the ring; data keys are wrapped with it"
    )
    parser.add_argument("--data", action="store_true", help="new data keys; values are sealed anew")
    parser.add_argument(
        "--older-than", type=int, metavar="DAYS", help="with --data: only keys older than this"
    )
    parser.add_argument("--case", metavar="REF", help="with --data: only the file with this reference")
    parser.add_argument(
        "--destroy-retired", action="store_true", help="delete old data keys nothing uses any more"
    )


def check(args):
    """Refuse what needs no database to be refused."""
    if not (args.kek or args.data or args.destroy_retired):
        sys.exit("Say what to do: --kek, --data or --destroy-retired.")
    if (args.older_than is not None or args.case) and not args.data:
        sys.exit("--older-than and --case go with --data.")
    if args.older_than is not None and not 0 <= args.older_than <= 36500:
        sys.exit("--older-than takes a number of days from 0 to 36500.")


def run(env, args):
    # not at the top: see the note in __init__.py
    from odoo.addons.wlec_confidentiality.commands._key_work import STOPPED, KeyWork

    work, codes = KeyWork(env), []
    wishes = {"older_than_days": args.older_than or 0, "case_reference": args.case or False}
    for wanted, kind, wish in (
        (args.kek, "kek", {}),
        (args.data, "data", wishes),
        (args.destroy_retired, "destroy", {}),
    ):
        if wanted and STOPPED not in codes:
            codes.append(work.do(kind, **wish))
    return STOPPED if STOPPED in codes else max(codes)
