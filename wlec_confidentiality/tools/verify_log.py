# SPDX-License-Identifier: LGPL-3.0-or-later
"""Checks exported access records without Odoo, without the centre and without the internet.

    python verify_log.py check LOG.zip --key KEY [--checkpoint FILE ...]
    python verify_log.py prove LOG.zip --key KEY --record NUMBER > PROOF
    python verify_log.py record PROOF --key KEY
    python verify_log.py show LOG.zip --key KEY [--file NUMBER]

``check``: every record is the one that was sealed, every checkpoint is signed and continues the one before, and the log continues
each checkpoint that you kept from an earlier day (--checkpoint): nothing was rewritten since. ``prove`` makes a proof that one
record is in the log, a small text that can be handed on; ``record`` checks one. ``show`` lists the records, those of one case
file if its number is given, after checking them all.

KEY is the public key of the log, as the settings page of the centre shows it and as you noted it before. Exit status: 0 it is as it
should be, 1 refused, 2 not used rightly. Needs Python, its package ``cryptography``, and the files beside this one: checkpoint.py,
event_entry.py, log_bundle.py, log_check.py, merkle.py, seal_state.py.
"""

import argparse
import base64
import binascii
import json
import sys
from pathlib import Path

if __package__:
    from . import checkpoint, event_entry, log_bundle, log_check, merkle
else:  # run as a program, by somebody who has these files and nothing else of the addon
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import importlib

    _name = Path(__file__).resolve().parent.name
    sys.modules.setdefault(_name, type(sys)(_name)).__path__ = [str(Path(__file__).resolve().parent)]
    checkpoint, event_entry, log_bundle, log_check, merkle = (
        importlib.import_module(f"{_name}.{part}")
        for part in ("checkpoint", "event_entry", "log_bundle", "log_check", "merkle")
    )

_PROOF = "c2sp.org/tlog-proof@v1"
_WORDS = {
    "changed": "at least one of the records {0.first} to {0.last} was changed, removed or put in after it was sealed",
    "missing": "records between number {0.first} and {0.last} are missing",
    "added": "between number {0.first} and {0.last} there are records that were not there when they were sealed",
    "numbers": "the numbers of the records {0.first} to {0.last} do not agree with their seal",
    "seal": "checkpoint number {0.first} is not signed with the key of the log, or it was changed",
    "chain": "checkpoint number {0.first} does not continue the one before it: checkpoints were removed, exchanged or put in",
}


class Refused(Exception):
    """It is not as it should be; the text says why."""


class Log:
    """A bundle, checked as it is read.

    :raise Refused: it is damaged
    """

    def __init__(self, path, keys):
        self.bundle = log_bundle.Reader(path)
        self.seals, damage = log_check.read_seals(self.bundle.notes, keys)
        _refuse(damage)
        if not self.seals:
            raise Refused("there is no checkpoint in it")
        self.leaves, self.tiles, self.unsealed = [], [], 0

    def check(self, each=None):
        """Read every record.

        :param each: called with (index, entry) of every sealed record
        """
        checker = log_check.Checker(self.seals, lambda number: None)
        size = self.seals[-1].size
        for index, entry in enumerate(self.bundle.entries()):
            record_id = event_entry.decode(entry)["id"]
            if not checker.take(record_id, entry):
                break
            if index >= size:
                self.unsealed += 1
                continue
            self._keep(merkle.leaf_hash(entry))
            if each:
                each(index, entry)
        _refuse(checker.finish())

    def _keep(self, leaf):
        self.leaves.append(leaf)

    def span(self, low, high):
        """The root over these leaves; to be asked once all are read."""
        return merkle.root_of(self.leaves[low:high])

    def continues(self, old):
        """:raise Refused: the log is not the one of this checkpoint with more records"""
        if old.size > self.seals[-1].size:
            raise Refused(
                "the log has fewer records than the checkpoint you kept: some were removed, or this is an old copy"
            )
        if old.origin != self.seals[-1].origin:
            raise Refused("the checkpoint you kept is of another log")
        if old.size and self.span(0, old.size) != old.root:
            raise Refused(
                f"the log was rewritten since the checkpoint of {old.more.get('at', 'an unknown day')}"
            )


def _refuse(damage):
    if damage:
        raise Refused(_WORDS[damage.kind].format(damage))


# ---- proofs, in the text form of C2SP's tlog-proof
def write_proof(index, entry, hashes, note):
    lines = [_PROOF, f"extra {base64.b64encode(entry).decode()}", f"index {index}"]
    return "\n".join((*lines, *(base64.b64encode(part).decode() for part in hashes), "", note))


def check_proof(text, keys):
    """:return: (the access record, the checkpoint it is under)

    :raise Refused: this record is not shown to be in the log
    """
    head, _blank, note = text.partition("\n\n")
    try:
        kind, extra, index, *hashes = head.split("\n")
        entry = base64.b64decode(extra.removeprefix("extra "), validate=True)
        hashes = [base64.b64decode(part, validate=True) for part in hashes]
        index = int(index.removeprefix("index "))
    except (ValueError, binascii.Error):
        raise Refused("this is not a proof, or it is damaged") from None
    if kind != _PROOF:
        raise Refused("this is not a proof of a kind known here")
    found = checkpoint.read(note, keys)
    merkle.check_inclusion(merkle.leaf_hash(entry), index, found.size, hashes, found.root)
    return event_entry.decode(entry), found


def as_text(row):
    """An access record as one line of JSON."""
    return json.dumps(row, default=lambda value: value.isoformat(), ensure_ascii=False)


# ---- the commands
def _check(given):
    log = Log(given.log, given.key)
    log.check()
    for path in given.checkpoint or ():
        log.continues(checkpoint.read(path.read_text("utf-8"), given.key))
    last = log.seals[-1]
    print(f"INTACT: {last.size} records, {len(log.seals)} checkpoints, the last of {last.more.get('at')}.")
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
        raise Refused(f"there is no sealed record of number {given.record}")
    ((index, entry),) = found
    hashes = merkle.inclusion_proof(index, log.seals[-1].size, log.span)
    sys.stdout.write(write_proof(index, entry, hashes, log.bundle.notes[-1]))


def _record(given):
    row, found = check_proof(given.log.read_text("utf-8"), given.key)
    print(
        f"PROVED: this record is in the log, under the checkpoint of {found.more.get('at')} ({found.size} records)."
    )
    print(as_text(row))


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
