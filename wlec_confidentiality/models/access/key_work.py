# SPDX-License-Identifier: LGPL-3.0-or-later
"""The work behind ``wlec.key.rotation``: step after step, each in a transaction of its own that also counts what it did, so that
work stopped at any moment - by a person, a power cut, a lost key ring - goes on where it was."""

import random
import time

import psycopg2.errors

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import KeyRingError
from odoo.addons.wlec_confidentiality.orm import rotation, sealed_stores

_TRIES = 8
_TURNS = 30  # over rows that others hold, before the work is put off
_MOST_PROBLEMS = 200
_SAMPLE = 200
_COLLISIONS = (psycopg2.errors.SerializationFailure, psycopg2.errors.DeadlockDetected)


class _Stopped(Exception):
    """Somebody has stopped the work, or finished it."""


class _PutOff(Exception):
    """Time is up, or others hold what is left."""


class Bars:
    """Whom to tell how far the work is; this one tells nobody."""

    def begin(self, title, done, total):
        """A stage begins, or goes on."""

    def advance(self, count):
        """So many more are done."""


def work(registry, job_id, seconds=None, bars=None):
    """Do the work of one ``wlec.key.rotation``, or ``seconds`` of it.

    :return: whether it is finished
    """
    try:
        _Work(registry, job_id, seconds, bars or Bars()).run()
        return True
    except KeyRingError as problem:
        _note_obstacle(registry, job_id, str(problem))
        return False
    except (_Stopped, _PutOff):
        return False


def _note_obstacle(registry, job_id, text):
    with registry.cursor() as cr:
        rotation.new_transaction(cr)
        cr.execute("UPDATE wlec_key_rotation SET obstacle = %s WHERE id = %s", [text, job_id])


def _lines(problems):
    return "".join(f"{problem}\n" for problem in problems)


class _Work:
    def __init__(self, registry, job_id, seconds, bars):
        self.registry, self.job_id, self.bars = registry, job_id, bars
        self.until = time.monotonic() + seconds if seconds is not None else None
        self.pairs = rotation.Pairs()
        self.problems, self.problem_count = [], 0

    def run(self):
        job = self._transact(self._job)
        getattr(self, f"_{job['kind']}")(job)
        self._transact(self._finish, alone=True)

    # ---- transactions
    def _transact(self, function, *args, alone=False):
        for turn in range(_TRIES):
            try:
                with self.registry.cursor() as cr:
                    if not alone:
                        rotation.new_transaction(cr)
                    return function(cr, *args)
            except _COLLISIONS:
                time.sleep(0.05 * 2**turn * random.random())  # noqa: S311 - so that two do not collide again
        raise _PutOff

    def _step(self, count_as, function, *args):
        """One step, and what it did added up, in one transaction."""
        if self.until is not None and time.monotonic() > self.until:
            raise _PutOff

        def both(cr):
            self._job(cr)
            step = function(cr, *args)
            if step.done:
                cr.execute(
                    SQL(
                        "UPDATE wlec_key_rotation SET %(name)s = coalesce(%(name)s, 0) + %(count)s, obstacle = NULL"
                        " WHERE id = %(id)s",
                        name=SQL.identifier(count_as),
                        count=step.done,
                        id=self.job_id,
                    )
                )
            return step

        step = self._transact(both)
        if step.done:
            self.bars.advance(step.done)
        return step

    def _job(self, cr):
        """The job as it is now.

        :raise _Stopped: it is not running
        """
        cr.execute(
            "SELECT state, kind, scope, up_to, before, is_complete, keys_total, values_total, check_store, check_after"
            "  FROM wlec_key_rotation WHERE id = %s",
            [self.job_id],
        )
        row = cr.fetchone()
        if not row or row[0] != "running":
            raise _Stopped
        return dict(zip([column.name for column in cr.description], row, strict=True))

    # ---- the kinds of work
    def _kek(self, _job):
        self._begin("Data keys", "keys", self._transact(rotation.count_to_rewrap))
        self._until_none_left(rotation.count_to_rewrap, "keys_done", rotation.rewrap)

    def _data(self, job):
        choice = rotation.Choice(job["up_to"], job["before"], job["scope"])
        stores = sealed_stores.stores(self.registry)
        self._begin("Data keys", "keys", self._transact(rotation.count_to_renew, choice))
        self._until_none_left(
            lambda cr: rotation.count_to_renew(cr, choice),
            "keys_done",
            lambda cr, after: rotation.renew(cr, choice, after),
        )
        waiting = [self._transact(store.waiting) for store in stores]
        self._begin("Sealed values", "values", sum(waiting))
        for store, count in zip(stores, waiting, strict=True):
            if count:
                self._until_none_left(
                    store.waiting,
                    "values_done",
                    lambda cr, after, store=store: store.reseal(cr, self.pairs, after, rotation.BATCH),
                )

    def _check(self, job):
        stores = sealed_stores.stores(self.registry)
        if not job["check_store"]:
            self._until_the_end("keys_done", rotation.check_keys)
        for store in stores:
            if store.name < (job["check_store"] or ""):
                continue
            after = job["check_after"] if store.name == job["check_store"] else 0
            if job["is_complete"]:
                self._until_the_end("values_done", self._checked(store), after or 0)
            elif highest := self._transact(store.highest):
                start = random.randint(0, max(0, highest - _SAMPLE))  # noqa: S311 - a sample, not a secret
                self._add(self._step("values_done", store.check, start, _SAMPLE).problems)

    def _checked(self, store):
        """Where it came to and what it found is kept with each step."""

        def check(cr, after):
            step = store.check(cr, after, rotation.BATCH)
            cr.execute(
                "UPDATE wlec_key_rotation SET check_store = %s, check_after = %s,"
                " problem_count = coalesce(problem_count, 0) + %s, problems = left(concat(problems, %s), 20000) WHERE id = %s",
                [store.name, step.last or after, len(step.problems), _lines(step.problems), self.job_id],
            )
            return step._replace(problems=())

        return check

    def _destroy(self, _job):
        stores = sealed_stores.stores(self.registry)
        self._step("keys_done", lambda cr: rotation.destroy_unused(cr, stores))
        if kept := self._transact(rotation.count_retired):
            self.problems = [
                f"{kept} retired data keys stay: they are used, or were retired less than a day ago"
            ]

    # ---- over and over
    def _begin(self, title, name, left):
        """A stage with so many left to do; what was done before a stop counts."""

        def write(cr):
            total, done = SQL.identifier(f"{name}_total"), SQL.identifier(f"{name}_done")
            cr.execute(
                SQL(
                    "UPDATE wlec_key_rotation SET %s = coalesce(%s, 0) + %s WHERE id = %s RETURNING coalesce(%s, 0)",
                    total,
                    done,
                    left,
                    self.job_id,
                    done,
                )
            )
            return cr.fetchone()[0]

        done = self._transact(write)
        self.bars.begin(title, done, done + left)

    def _until_the_end(self, count_as, function, after=0):
        problems = []
        while (step := self._step(count_as, function, after)).last is not None:
            after = step.last
            problems += step.problems
        self._add(problems)

    def _until_none_left(self, left, count_as, function):
        for turn in range(_TURNS):
            problems, after = [], 0
            while (step := self._step(count_as, function, after)).last is not None:
                after = step.last
                problems += step.problems
            if self._transact(left) <= len(problems):
                return self._add(problems)
            time.sleep(min(0.02 * 2**turn, 2))  # others hold some of them just now
        raise _PutOff

    def _add(self, problems):
        self.problem_count += len(problems)
        self.problems += problems[: _MOST_PROBLEMS - len(self.problems)]

    def _finish(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["wlec.key.rotation"].browse(self.job_id)._finish(self.problem_count, _lines(self.problems))
