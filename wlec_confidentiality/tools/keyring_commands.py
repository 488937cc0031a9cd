# SPDX-License-Identifier: LGPL-3.0-or-later
"""The commands of ``keyring.py``, for whoever looks after a ring. Neither Odoo nor a database is needed."""

import argparse
import contextlib
import sys

if __package__:
    from . import keyring
else:  # keyring.py is run as a program
    import importlib

    keyring = importlib.import_module("keyring")

_COMMANDS = (
    ("create", "make a new ring; never overwrites"),
    ("add", "add a new key, from then on the current one"),
    ("rotate", "the same as add"),
    ("retire", "take out a key that nothing needs any more"),
    ("list", "show the keys' ids, never the keys"),
)


def _parser():
    parser = argparse.ArgumentParser(
        prog="keyring.py", description="Look after the key ring.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in _COMMANDS:
        commands.add_parser(name, help=text).add_argument("path", metavar="PATH")
    retiring = commands.choices["retire"]
    retiring.add_argument("key_id", metavar="ID")
    retiring.add_argument(
        "--still-needed",
        metavar="FILE",
        required=True,
        help="ids of the keys still needed, one a line (- for standard input), from every database this ring serves:"
        " psql -Atc 'SELECT DISTINCT kek_id FROM wlec_data_key' DATABASE",
    )
    return parser


def _create(args):
    made = keyring.create(args.path)
    return f"Made {args.path} with the key {made.current}. Keep two copies, in two places."


def _add(args):
    return (
        f"The current key is now {keyring.add(args.path).current}. Renew both copies of the ring first, then run"
        " `odoo wlec rotate-keys --kek`: it wraps the data keys with it."
    )


def _retire(args):
    needed = _still_needed(args.still_needed)
    if not needed:
        raise keyring.KeyRingProblem("the list of keys still needed is empty: no database was asked")
    keyring.retire(args.path, args.key_id, needed)
    return f"{args.key_id} is no longer in the ring. Backups from before the data keys were rewrapped need the old ring."


def _still_needed(name):
    with contextlib.ExitStack() as stack:
        lines = sys.stdin if name == "-" else stack.enter_context(open(name, encoding="utf-8"))
        return {line.strip() for line in lines if line.strip()}


def _list(args):
    return "\n".join(
        f"{key_id}  {created}{'  current' * current}"
        for key_id, created, current in keyring.listed(args.path)
    )


_DONE_BY = {"create": _create, "add": _add, "rotate": _add, "retire": _retire, "list": _list}


def main(words=None):
    """One command; the text to print comes back.

    :raise KeyRingProblem, OSError: it could not be done
    """
    args = _parser().parse_args(words)
    return _DONE_BY[args.command](args)


def run():
    """From the command line."""
    try:
        print(main())
    except keyring.KeyRingProblem as problem:
        sys.exit(f"Not done: {problem}.")
    except FileExistsError as problem:
        sys.exit(f"Not done: there is a file {problem.filename} already; nothing was changed.")
    except OSError as problem:
        sys.exit(f"Not done: {problem.filename}: {problem.strerror}.")
