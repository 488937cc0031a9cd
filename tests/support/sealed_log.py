# SPDX-License-Identifier: LGPL-3.0-or-later
"""A sealed log in memory, as the sealer makes it, to be tampered with."""

import contextlib
import io
import random
from datetime import datetime, timedelta, timezone

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.support.pure_tools import tool

checkpoint, event_entry, merkle = tool("checkpoint"), tool("event_entry"), tool("merkle")
log_bundle, log_check, seal_state = tool("log_bundle"), tool("log_check"), tool("seal_state")
verify_log = tool("verify_log")

ORIGIN = "access-records/a-test"
PRIVATE, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
KEY = checkpoint.key_text(ORIGIN, PRIVATE.public_key().public_bytes_raw())
START = datetime(2026, 11, 24, 10, tzinfo=timezone.utc)


def row(number):
    return {
        "version": 1, "id": number, "at": START + timedelta(seconds=number), "action": "read", "model": "wlec.case",
        "record_ids": [number % 7 + 1], "field_names": ["matter"], "case_ids": [number % 7 + 1], "user_id": 6, "actor_id": 6,
        "su": False, "origin": "http", "route": "/web/dataset/call_kw", "method": "web_read", "ip": "127.0.0.1", "session": None,
        "api_key_id": None, "request_id": None, "outcome": "ok",
    }  # fmt: skip


class Log:
    """A log as the sealer makes it: numbers with gaps, a seal now and then."""

    def __init__(self, count, every, seed=1, private=PRIVATE):
        self.random, self.private = random.Random(seed), private
        self.entries, self.notes, self.tiles = [], [], {}
        self.tree, self.last, self.gaps = merkle.Tree(), 0, 0
        for number in range(count):
            self.add()
            if (number + 1) % every == 0:
                self.seal()

    def add(self):
        step = 1 + (self.random.random() < 0.1)
        self.last, self.gaps = self.last + step, self.gaps + step - 1
        entry = event_entry.encode(row(self.last))
        self.entries.append((self.last, entry))
        if tile := self.tree.add(merkle.leaf_hash(entry)):
            self.tiles[self.tree.tiles - 1] = tile

    def seal(self, **more):
        previous = checkpoint.digest(self.notes[-1]) if self.notes else "-"
        more = {
            "at": "2026-11-24T10:00:00Z",
            "last": str(self.last),
            "gaps": str(self.gaps),
            "previous": previous,
            **more,
        }
        found = checkpoint.Checkpoint(ORIGIN, self.tree.size, self.tree.root(), more)
        self.notes.append(checkpoint.sign(found, self.private))

    def check(self, keys=(KEY,), step=None):
        seals, damage = log_check.read_seals(self.notes, keys)
        if damage:
            return damage
        checker = log_check.Checker(seals, self.tiles.get)
        for at, (number, entry) in enumerate(self.entries):
            if step and at and at % step == 0:  # put away and taken up again
                place, seal = checker.mark().as_json(), checker.seal
                checker = log_check.Checker(seals, self.tiles.get, seal_state.Mark.of_json(place), seal)
            if not checker.take(number, entry):
                break
        return checker.finish()

    def bundle(self, path):
        with path.open("wb") as file:
            writer = log_bundle.Writer(file, ORIGIN, KEY)
            for _number, entry in self.entries:
                writer.add(entry)
            writer.close(self.notes)
        return path


def run(*words):
    """The program that outsiders run: (exit code, what it says)."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = verify_log.main([str(word) for word in words])
    return code, out.getvalue()
