# SPDX-License-Identifier: LGPL-3.0-or-later
"""An exported log held against its checkpoints, and proofs that a record is in it: what ``verify_log`` does, without its command line."""

import base64
import binascii

from . import checkpoint, event_entry, log_bundle, log_check, merkle

_PROOF = "c2sp.org/tlog-proof@v1"
_WORDS = {
    "changed": "at least one of the records {0.first} to {0.last} was changed, removed or put in after it was sealed",
    "missing": "records between number {0.first} and {0.last} are missing",
    "added": "between number {0.first} and {0.last} there are records that were not there when they were sealed",
    "numbers": "the numbers of the records {0.first} to {0.last} do not agree with their seal",
    "seal": "checkpoint number {0.first} is not signed with the key of the log, or it was changed",
    "purged": "what is kept of the records that were purged, up to number {0.last}, was changed, or is missing",
    "chain": "checkpoint number {0.first} does not continue the one before it: checkpoints were removed, exchanged or put in",
}


class Refused(Exception):
    """It is not as it should be; the text says why."""


class NotChecked(Exception):
    """It could not be checked at all, which says nothing about it; the text says why."""


class Log:
    """A bundle, checked as it is read.

    :raise Refused: it is damaged
    :raise NotChecked: there is nothing to read, or nothing to check it with
    """

    def __init__(self, path, keys):
        names = _names(keys)
        self.bundle = _opened(path)
        self.chain = log_check.read_chain(self.bundle.notes, keys)
        self.seals = self.chain.seals
        _refuse_other_key(self.bundle.notes, names)
        _refuse(self.chain.damage)
        if not self.seals:
            raise Refused("there is no checkpoint in it")
        self.mark, self.passed, damage = log_check.start(self.seals, self.bundle.kept)
        _refuse(damage)
        self.purged = self.mark.tree.size  # so many records, from the first, are there no more
        self.leaves, self.unsealed = [], 0

    def check(self, each=None):
        """Read every record.

        :param each: called with (index, entry) of every sealed record
        """
        checker = log_check.Checker(self.seals, lambda number: None, self.mark, self.passed)
        size = self.seals[-1].size
        for index, entry in enumerate(self.bundle.entries(), self.purged):
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
        """The root over these leaves, as proofs ask for it; to be asked once all are read.

        :raise LookupError: it cannot be told from what is kept of purged records
        """
        return merkle.span_of(self._tiles, self._leaf_hashes)(low, high)

    def _tiles(self, first, after):
        tiles = self.bundle.kept.tiles if self.purged else ()
        return [
            tiles[tile]
            if tile < len(tiles)
            else merkle.root_of(self._leaf_hashes(tile * merkle.TILE, (tile + 1) * merkle.TILE))
            for tile in range(first, after)
        ]

    def _leaf_hashes(self, low, high):
        border = max(low, min(high, self.purged))
        kept = self.bundle.kept.leaves(low, border) if low < border else []
        return [*kept, *self.leaves[border - self.purged : high - self.purged]]

    def continues(self, note):
        """:raise Refused: the log is not the one of this checkpoint, kept elsewhere, with more records"""
        old = self.chain.believes(note)
        if old.size > self.seals[-1].size:
            raise Refused(
                "the log has fewer records than the checkpoint you kept: some were removed, or this is an old copy"
            )
        if old.origin != self.seals[-1].origin:
            raise Refused("the checkpoint you kept is of another log")
        if old.size and not self._begins_with(old, note):
            raise Refused(
                f"the log was rewritten since the checkpoint of {old.more.get('at', 'an unknown day')}"
            )

    def _begins_with(self, old, note):
        try:
            return self.span(0, old.size) == old.root
        except (
            LookupError
        ):  # among what was purged: it is the very checkpoint that the later ones continue, or it is not
            return note in self.bundle.notes


def _opened(path):
    try:
        with open(path, "rb"):
            return log_bundle.Reader(path)
    except OSError as error:
        raise NotChecked(f"{path} cannot be read ({error.strerror})") from None


def _names(keys):
    try:
        return [checkpoint.key_name(key) for key in keys]
    except checkpoint.BadCheckpoint:
        raise NotChecked(
            "what was given as --key is not the text of a key; it looks like access-records/name+1a2b3c4d+AbCd..., in one piece"
        ) from None


def _refuse_other_key(notes, names):
    used = checkpoint.signed_with(notes[0]) if notes else names[0]
    if used and used not in names:
        raise Refused(
            f"it is signed with the key {used}, and the key you gave is {names[0]}: this is another log, or you have the key of another"
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
    _names(keys)
    found = checkpoint.read(note, keys)
    merkle.check_inclusion(merkle.leaf_hash(entry), index, found.size, hashes, found.root)
    return event_entry.decode(entry), found
