# SPDX-License-Identifier: LGPL-3.0-or-later
"""Checks exported access records without Odoo, without the centre and without the internet.

    python verify_log.py check LOG.zip --key KEY [--checkpoint FILE ...]
    python verify_log.py prove LOG.zip --key KEY --record NUMBER > PROOF
    python verify_log.py record PROOF --key KEY
    python verify_log.py show LOG.zip --key KEY [--file NUMBER]
    python verify_log.py keys LOG.zip --key KEY

``check``: every record is the one that was sealed, every checkpoint is signed and continues the one before, and the log continues
each checkpoint that you kept from an earlier day (--checkpoint): nothing was rewritten since. ``prove`` makes a proof that one
record is in the log, a small text that can be handed on; ``record`` checks one. ``show`` lists the records, those of one case
file if its number is given, after checking them all. ``keys`` says which key signed which checkpoints, when the centre has changed it:
each names the next; a proof is checked with the key that signed last.

KEY is the public key that the log began with, as the settings page of the centre shows it and as you noted it before; a log that was
begun anew with another key needs that one too, after it. Exit status: 0 it is as it
should be, 1 refused, 2 not used rightly. Needs Python, its package ``cryptography``, and the files beside this one:
bundle_check.py, checkpoint.py, event_entry.py, kept_roots.py, log_bundle.py, log_check.py, merkle.py, seal_state.py.
"""

import argparse
import json
import sys
from pathlib import Path

if __package__:
    from . import bundle_check, checkpoint, event_entry, log_bundle, merkle
else:  # run as a program, by somebody who has these files and nothing else of the addon
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import importlib

    _name = Path(__file__).resolve().parent.name
    sys.modules.setdefault(_name, type(sys)(_name)).__path__ = [str(Path(__file__).resolve().parent)]
    bundle_check, checkpoint, event_entry, log_bundle, merkle = (
        importlib.import_module(f"{_name}.{part}")
        for part in ("bundle_check", "checkpoint", "event_entry", "log_bundle", "merkle")
    )

Refused, Log = bundle_check.Refused, bundle_check.Log


def as_text(row):
    """An access record as one line of JSON."""
    return json.dumps(row, default=lambda value: value.isoformat(), ensure_ascii=False)


# ---- the commands
def _check(given):
    log = Log(given.log, given.key)
    log.check()
    for path in given.checkpoint or ():
        log.continues(path.read_text("utf-8"))
    last = log.seals[-1]
    print(f"INTACT: {last.size} records, {len(log.seals)} checkpoints, the last of {last.more.get('at')}.")
    if log.purged:
        print(
            f"The first {log.purged} of them, up to number {log.mark.last}, were purged; what is kept of them fits the seals."
        )
    if given.checkpoint:
        print(
            f"It continues the {len(given.checkpoint)} checkpoint(s) you kept: nothing was rewritten since."
        )
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
    row, found = bundle_check.check_proof(given.log.read_text("utf-8"), given.key)
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


def _arguments():
    parser = argparse.ArgumentParser(description="Check exported access records, offline.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run, file in (
        ("check", _check, "the exported log"),
        ("prove", _prove, "the exported log"),
        ("record", _record, "the proof"),
        ("show", _show, "the exported log"),
        ("keys", _keys, "the exported log"),
    ):
        command = commands.add_parser(name)
        command.set_defaults(run=run)
        command.add_argument("log", type=Path, help=file)
        command.add_argument(
            "--key", action="append", required=True, help="the public key of the log, once or more"
        )
        if name == "check":
            command.add_argument("--checkpoint", action="append", type=Path, help="one that you kept")
        if name == "prove":
            command.add_argument("--record", type=int, required=True, help="number of the access record")
        if name == "show":
            command.add_argument("--file", type=int, help="number of the case file")
    return parser


def main(words=None) -> int:
    given = _arguments().parse_args(words)
    try:
        given.run(given)
    except OSError as error:
        print(f"REFUSED: {error.filename} cannot be read ({error.strerror})")
        return 1
    except (
        Refused,
        log_bundle.BadBundle,
        checkpoint.BadCheckpoint,
        event_entry.BadEntry,
        merkle.BadProof,
        UnicodeDecodeError,
    ) as why:
        print(f"REFUSED: {why}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
