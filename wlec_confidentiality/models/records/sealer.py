# SPDX-License-Identifier: LGPL-3.0-or-later
"""The sealer: takes what has been recorded since the last seal into the tree, and signs what the log is now.

Those who write records do not wait for it. One sealer works at a time; what a crash interrupts is finished by the next.
"""

import contextlib
from datetime import datetime, timedelta, timezone

from odoo import sql_db
from odoo.tools import split_every

from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.tools import checkpoint, merkle, seal_key_files, seal_state
from odoo.addons.wlec_confidentiality.tools.checkpoint import Checkpoint
from odoo.addons.wlec_confidentiality.tools.seal_state import Mark, State, StateProblem

from . import key_exchange, log_purge, log_reading
from .key_exchange import SealRefused

# One sealer at a time in a database; an arbitrary number that only this job uses.
_LOCK = 0x776C6573
_PATIENCE = 20
_HEARTBEAT = timedelta(minutes=50)  # before a seal is an hour old and called late
_TILES_A_STATEMENT = 1000


class SealBusy(Exception):
    """Another sealer is at work, or somebody writes for very long: the next turn will do it."""


def name_of(env):
    """The name of this centre's log, which its key bears; settled with the first seal."""
    try:
        state = seal_state.load(state_path(env.cr.dbname))
    except StateProblem:
        state = None
    if state:
        return state.origin.partition("#")[0]
    return f"access-records/{env['ir.config_parameter'].sudo().get_param('database.uuid')}"


def state_path(dbname):
    """Where the sealer keeps what it must not forget: out of reach of whoever owns the database."""
    if not seal_key.path():
        raise StateProblem("no seal key is configured")
    return seal_state.path_of(seal_key.path(), dbname)


def seal(dbname, name, always=False, anew=False):
    """Seal everything recorded so far.

    :param always: sign a checkpoint although nothing is new and the last one is fresh
    :param anew: begin the log anew, with what the database holds now, whatever was sealed before. For whoever has put back a
        backup, knowingly.
    :return: the new checkpoint's note, or None when there was nothing to do
    :raise SealRefused: the database is not the one that was sealed before
    :raise SealBusy: somebody else is at it
    :raise SealKeyProblem: there is no key to sign with
    :raise StateProblem: what the sealer must remember cannot be read or written
    """
    with alone(dbname) as guard:
        if not anew:
            key_exchange.go_on(state_path(dbname), name)
        return run(guard, name, seal_key.signer(), always=always, anew=anew)


def run(guard, name, signer, **options):
    """Seal, as the only one at it, with this key."""
    up_to = log_reading.horizon(guard, _PATIENCE)
    if up_to is None:
        raise SealBusy("somebody writes access records for very long")
    with sql_db.db_connect(guard.dbname).cursor() as cr:
        return _Sealer(cr, name, signer).run(up_to, **options)


def renew(dbname, name):
    """Exchange the seal key: the old one signs a checkpoint that names the new one, which then takes its place.

    Killed at any moment, it goes on when it is called again, or with the next seal.

    :return: the file of the old key, for somebody to destroy
    :raise: as ``seal``
    """
    path = seal_key.path()
    with seal_key_files.locked(path), alone(dbname) as guard:
        old, state = seal_key.signer(), seal_state.load(state_path(dbname))
        if key_exchange.finish(path, name, old, state):
            return seal_key_files.before_path(path, old)
        former = key_exchange.former_signer(path, name, old, state)
        if former:  # another database that this key seals has exchanged it
            run(guard, name, former[1], always=True, successor=checkpoint.key_text(name, old.public))
            return former[0]
        new = seal_key_files.prepare(path)
        run(guard, name, old, always=True, successor=checkpoint.key_text(name, new.public))
        return seal_key_files.swap(path)


def purge(dbname, name, number):
    """Sign that the oldest partition is removed for good, and remove it.

    :raise: as ``seal``
    """
    with alone(dbname) as guard:
        key_exchange.go_on(state_path(dbname), name)
        run(guard, name, seal_key.signer())  # what a crash has left half done is done first
        oldest = log_purge.oldest(guard)
        if oldest and oldest.number == number:
            run(guard, name, seal_key.signer(), always=True, purge=oldest)


@contextlib.contextmanager
def alone(dbname):
    with sql_db.db_connect(dbname).cursor() as guard:
        guard.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not guard.fetchone()[0]:
            raise SealBusy("another sealer is at work")
        yield guard


class _Sealer:
    def __init__(self, cr, name, signer):
        self.cr, self.name, self.signer = cr, name, signer
        self.path = state_path(cr.dbname)
        self.turn, self.tiles = 1, []

    def run(self, up_to, always=False, anew=False, successor="", purge=None):
        state = self._begin_anew() if anew else self._known()
        now = datetime.now(timezone.utc).replace(microsecond=0)
        before = state.after if state and not anew else Mark(merkle.Tree())
        if up_to < before.last:
            raise SealRefused("the newest access record has a lower number than one already sealed")
        after = self._read(before, up_to)
        is_old = after.tree.size == before.tree.size and state and not (always or anew)
        if is_old and self._is_fresh(state, now):
            return None
        origin = seal_state.origin_of(self.name, self.turn)
        previous = self._newest() or ""
        roots = self._roots(state, anew)
        purged = self._drop(purge, roots) if purge else ""
        note = self._sign(origin, after, previous, now, successor=successor, purged=purged)
        previous = previous and checkpoint.digest(previous)
        seal_state.save(
            self.path, State(note, previous, origin, self.turn, before, after, self._roots(state, anew))
        )
        self._keep(note, after)
        return note

    def _begin_anew(self):
        self.cr.execute("SELECT coalesce(max(turn), 0) + 1 FROM wlec_log.seal")
        (self.turn,) = self.cr.fetchone()

    # ---- what was sealed before
    def _known(self):
        """The state of the last checkpoint; one that a crash kept from the database is in it now."""
        state, newest = seal_state.load(self.path), self._newest()
        if state is None and newest is None:
            return None
        if state is None:
            raise SealRefused("there are seals, but the sealer's own memory of the last one is missing")
        self.turn = state.turn
        self._ours_to_follow(state.note)
        if newest == state.note:
            return state
        if (checkpoint.digest(newest) if newest else "") != state.previous:
            raise SealRefused("the newest seal in the database is not the last one that was signed")
        again = self._read(state.before, state.after.last)
        if again.tree.root() != state.after.tree.root():
            raise SealRefused("records that were about to be sealed have changed since")
        self._drop_again(state)
        self._keep(state.note, again)
        self.tiles = []
        return state

    # ---- what is removed for good: with the checkpoint that says so, in one transaction
    def _drop(self, partition, keys):
        try:
            kept = log_purge.keep(self.cr, keys, partition)
            log_purge.drop(self.cr, self.turn, partition, kept)
        except log_purge.PurgeBusy as busy:
            raise SealBusy(str(busy)) from None
        return kept.line()

    def _drop_again(self, state):
        """The checkpoint that purges was signed, and a crash kept it from the database: so it kept the records, too."""
        line = checkpoint.read_unsigned(state.note).more.get("purged")
        if not line:
            return
        oldest = log_purge.oldest(self.cr)
        if not oldest or self._drop(oldest, state.roots) != line:
            raise SealRefused("what was about to be purged has changed since")

    def _newest(self):
        self.cr.execute("SELECT note FROM wlec_log.seal ORDER BY id DESC LIMIT 1")
        found = self.cr.fetchone()
        return found and found[0]

    def _ours_to_follow(self, note):
        if not key_exchange.follows(note, self.name, self.signer):
            raise SealRefused("the last seal was signed with another key than the one in use now")

    def _roots(self, state, anew):
        """The keys that the log began with: what its first checkpoints are checked with for ever."""
        ours = checkpoint.key_text(self.name, self.signer.public)
        known = tuple(state.roots) if state else ()
        if anew:
            with contextlib.suppress(StateProblem):
                old = seal_state.load(self.path)
                known = tuple(old.roots) if old else ()
        return known if ours in known or (known and not anew) else (*known, ours)

    def _is_fresh(self, state, now):
        signed = checkpoint.read_unsigned(state.note)
        return now - datetime.fromisoformat(signed.more["at"].replace("Z", "+00:00")) < _HEARTBEAT

    # ---- what is new
    def _read(self, before, up_to):
        mark = before.copy()
        tree, tiles, size = mark.tree, self.tiles, before.tree.size

        def take(_record_id, entry):
            tile = tree.add(merkle.leaf_hash(entry))
            if tile:
                tiles.append((tree.tiles - 1, tile))

        log_reading.copy(self.cr, before.last, up_to, take)
        unused = up_to - before.last - (tree.size - size)
        return Mark(tree, up_to, before.gaps + unused)

    def _sign(self, origin, after, previous, now, **lines):
        more = {"at": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "last": str(after.last), "gaps": str(after.gaps)}
        more["previous"] = checkpoint.digest(previous) if previous else "-"
        more |= {word: text for word, text in lines.items() if text}
        return self.signer.checkpoint(Checkpoint(origin, after.tree.size, after.tree.root(), more))

    def _keep(self, note, after):
        for some in split_every(_TILES_A_STATEMENT, self.tiles):
            rows = b", ".join(self.cr._obj.mogrify("(%s, %s, %s)", (self.turn, *tile)) for tile in some)
            self.cr._obj.execute(b"INSERT INTO wlec_log.tile (turn, number, root) VALUES " + rows)
        self.cr.execute(
            "INSERT INTO wlec_log.seal (turn, size, last_id, gaps, note) VALUES (%s, %s, %s, %s, %s)",
            [self.turn, after.tree.size, after.last, after.gaps, note],
        )
        self.cr.commit()  # pylint: disable=invalid-commit  # on a connection of its own
