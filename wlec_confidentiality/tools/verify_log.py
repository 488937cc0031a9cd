# SPDX-License-Identifier: LGPL-3.0-or-later
"""Checks exported access records without Odoo, without the centre and without the internet.

    python verify_log.py check LOG.zip --key KEY [--checkpoint FILE ...]
    python verify_log.py prove LOG.zip --key KEY --record NUMBER > PROOF
    python verify_log.py record PROOF --key KEY
    python verify_log.py show LOG.zip --key KEY [--file NUMBER]
    python verify_log.py keys LOG.zip --key KEY

``check``: every record is the one that was sealed, every checkpoint is signed and continues the one before, and the log continues
each checkpoint that you kept from an earlier day (--checkpoint): nothing was rewritten since. A file may hold several of them, and
other text around them, such as the message they came in. ``prove`` makes a proof that one record is in the log, a small text that can be handed on; ``record`` checks one. ``show`` lists the records, those of one case
file if its number is given, after checking them all. ``keys`` says which key signed which checkpoints, when the centre has changed it:
each names the next; a proof is checked with the key that signed last.

KEY is the public key that the log began with, as the settings page of the centre shows it and as you noted it before; a log that was
begun anew with another key needs that one too, after it. Exit status: 0 it is as it should be, 1 refused, 2 it could not be
checked: a file is missing, or the command is not right. Needs Python, its package ``cryptography``, and the files beside this
one: bundle_check.py, checkpoint.py, event_entry.py, kept_roots.py, log_bundle.py, log_check.py, merkle.py, seal_state.py.
"""

import argparse
import json
import os
import sys
from pathlib import Path

try:
    import cryptography  # noqa: F401 - asked for before the files beside this one do
except ImportError:
    print(
        "NOT CHECKED: Python's package cryptography is missing: python -m pip install cryptography",
        file=sys.stderr,
    )
    sys.exit(2)
if __package__:
    from . import bundle_check, checkpoint, event_entry, log_bundle, merkle
else:  # run as a program, by somebody who has these files and nothing else of the addon
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import importlib

    _name = Path(__file__).resolve().parent.name
    sys.modules.setdefault(_name, type(sys)(_name)).__path__ = [str(Path(__file__).resolve().parent)]
    try:
        bundle_check, checkpoint, event_entry, log_bundle, merkle = (
            importlib.import_module(f"{_name}.{part}")
            for part in ("bundle_check", "checkpoint", "event_entry", "log_bundle", "merkle")
        )
    except ModuleNotFoundError as _missing:
        _file = f"{_missing.name.rpartition('.')[2]}.py"
        print(f"NOT CHECKED: the file {_file} is missing beside this program", file=sys.stderr)
        sys.exit(2)

Refused, NotChecked, Log = bundle_check.Refused, bundle_check.NotChecked, bundle_check.Log


def as_text(row):
    """An access record as one line of JSON."""
    return json.dumps(row, default=lambda value: value.isoformat(), ensure_ascii=False)


def _text(path):
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise NotChecked(f"{path} is not a text") from None


def _continues(log, path):
    """How many checkpoints in this file the log continues."""
    try:
        notes = checkpoint.found_in(_text(path))
    except checkpoint.BadCheckpoint as why:
        raise NotChecked(f"{path}: {why}") from None
    try:
        for note in notes:
            log.continues(note)
    except (Refused, checkpoint.BadCheckpoint) as why:
        raise Refused(f"{path}: {why}") from None
    return len(notes)


# ---- the commands
def _check(given):
    log = Log(given.log, given.key)
    log.check()
    kept = sum(_continues(log, path) for path in given.checkpoint or ())
    last = log.seals[-1]
    print(f"INTACT: {last.size} records, {len(log.seals)} checkpoints, the last of {last.more.get('at')}.")
    if log.purged:
        print(
            f"The first {log.purged} of them, up to number {log.mark.last}, were purged; what is kept of them fits the seals."
        )
    if kept:
        which = "checkpoint" if kept == 1 else f"{kept} checkpoints"
        print(f"It continues the {which} you kept: nothing was rewritten since.")
    else:
        print(
            "No checkpoint kept outside was given: whoever holds the seal key could have rewritten all of it."
        )
    if log.unsealed:
        print(f"{log.unsealed} newer records are not sealed yet.")


def _prove(given):
    log, found = Log(given.log, given.key), []

    def look(index, entry):
        if event_entry.decode(entry)["id"] == given.record:
            found.append((index, entry))

    log.check(look)
    if not found:
        was = ", or it was purged" if given.record <= log.mark.last else ""
        raise Refused(f"there is no sealed record of number {given.record}{was}")
    ((index, entry),) = found
    hashes = merkle.inclusion_proof(index, log.seals[-1].size, log.span)
    sys.stdout.write(bundle_check.write_proof(index, entry, hashes, log.bundle.notes[-1]))


def _record(given):
    row, found = bundle_check.check_proof(_text(given.log), given.key)
    print(
        f"PROVED: this record is in the log, under the checkpoint of {found.more.get('at')} ({found.size} records)."
    )
    print(as_text(row))


def _keys(given):
    for span in Log(given.log, given.key).chain.spans:
        print(f"{span.key}  checkpoints {span.first} to {span.last}, up to {span.sizes[1]} records")


def _show(given):
    rows = []

    def look(_index, entry):
        row = event_entry.decode(entry)
        if given.file is None or given.file in row["case_ids"]:
            rows.append(row)

    Log(given.log, given.key).check(look)
    for row in rows:
        print(as_text(row))
    if not rows:
        print("There is no sealed record of it in this log.", file=sys.stderr)


def _arguments():
    description, *rest = __doc__.split("\n\n")
    parser = argparse.ArgumentParser(
        description=description,
        epilog="\n\n".join(rest),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, run, file, text in (
        ("check", _check, "the exported log", "is it the log that was sealed?"),
        ("prove", _prove, "the exported log", "make a proof that one record is in it"),
        ("record", _record, "the proof", "check such a proof"),
        ("show", _show, "the exported log", "list the records"),
        ("keys", _keys, "the exported log", "which key signed which checkpoints"),
    ):
        command = commands.add_parser(name, help=text, description=text.capitalize(), allow_abbrev=False)
        command.set_defaults(run=run)
        command.add_argument("log", type=Path, metavar=file.split()[-1].upper(), help=file)
        command.add_argument(
            "--key",
            action="append",
            required=True,
            help="the public key of the log, as its settings page shows it; once or more",
        )
        if name == "check":
            text = "a file with checkpoints that you kept; once or more"
            command.add_argument("--checkpoint", action="append", type=Path, metavar="FILE", help=text)
        if name == "prove":
            text = "number of the access record"
            command.add_argument("--record", type=int, required=True, metavar="NUMBER", help=text)
        if name == "show":
            command.add_argument("--file", type=int, metavar="NUMBER", help="number of the case file")
    return parser


def main(words=None) -> int:
    given = _arguments().parse_args(words)
    try:
        given.run(given)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        return _say(f"NOT CHECKED: {error.filename} cannot be read ({error.strerror})", 2)
    except NotChecked as why:
        return _say(f"NOT CHECKED: {why}", 2)
    except (
        Refused,
        log_bundle.BadBundle,
        checkpoint.BadCheckpoint,
        event_entry.BadEntry,
        merkle.BadProof,
    ) as why:
        return _say(f"REFUSED: {why}", 1)
    return 0


def _say(text, code):
    print(text)
    return code


if __name__ == "__main__":
    sys.exit(main())
