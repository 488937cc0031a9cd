# SPDX-License-Identifier: LGPL-3.0-or-later
"""The job that protects the records of a filled CRM where they stand.

Batch by batch, each a transaction of its own: what is committed is done and counted, so the job may be killed at any moment and
goes on where it was. People work meanwhile: rows they hold are passed over and come later; whoever wrote a row after the job
has looked at it makes the batch fail to serialise, and it is done again on what they wrote.
"""

import math
import time
from functools import partial

import psycopg2

from odoo.exceptions import ConcurrencyError, UserError

from odoo.addons.wlec_confidentiality.exceptions import KeyRingError
from odoo.addons.wlec_confidentiality.models.access import giving_back

# One batch at a time in a database; an arbitrary number that only this job uses.
LOCK = 0x776C6571
_ROUNDS = 5
_PATIENCE = 1.0
_SHOWN_PROBLEMS = 200


class Job:
    """One run.

    :param transact: calls a function, commits, and calls it again after a failure to serialise
    :param report: called with (model, number of records protected just now, number remaining or ``None``)
    :param seconds_left: called between batches; the run ends when it says 0
    """

    def __init__(self, env, transact, report=None, size=500, seconds_left=None):
        self.env, self.transact, self.size = env, transact, size
        self.report = report or (lambda model, done, remaining: None)
        self.seconds_left = seconds_left or (lambda: math.inf)
        self.protection = env["wlec.crm.protection"]._the_one()
        self.problems = {}  # {(model, id): what is wrong}
        self.paused = self.interrupted = False

    def run(self):
        """:return: whether everything is protected"""
        if not self.transact(self.protection._resume):
            return False
        for model in giving_back.models(self.env):
            if not self._all_of(model):
                return False
        return self.transact(self._conclude)

    def _all_of(self, model):
        """Pass over the table until nothing is left; rows that people hold are met again in the next round."""
        for number in range(_ROUNDS):
            left = self.transact(partial(self._count, model))
            if not left - self._problems_of(model):
                break
            if number:
                time.sleep(_PATIENCE)
            if not self._once_over(model):
                return False
        return True

    def _once_over(self, model):
        last = 0
        while last is not None:
            if not self.seconds_left() > 0:
                self.interrupted = True
                return False
            last, done = self.transact(partial(self._batch, model, last))
            if self.paused:
                return False
            if done:
                self.report(model, done, None)
        return True

    def _count(self, model):
        left = giving_back.count(model, model._rows_to_protect("t"))
        self._lines()._set(
            self.protection, model._name, giving_back.count(model, model._rows_protected("t")), left
        )
        self.report(model, 0, left)
        return left

    def _problems_of(self, model):
        return sum(name == model._name for name, _id in self.problems)

    def _lines(self):
        return self.env["wlec.crm.protection.line"].sudo()

    # ---- one batch
    def _batch(self, model, after):
        """:return: (the last id looked at, or ``None`` at the end of the table; how many records were protected)"""
        self._take_turn()
        ids = giving_back.ids(model, model._rows_to_protect("t"), after=after, limit=self.size, lock=True)
        if not ids:
            return None, 0
        good = [record_id for record_id in ids if (model._name, record_id) not in self.problems]
        try:
            done = self._protect(model.browse(good))
        except KeyRingError as problem:
            self.protection._pause(str(problem))
            self.paused = True
            return None, 0
        if done:
            self._lines()._add(self.protection, model._name, done)
        return ids[-1], done

    def _take_turn(self):
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not self.env.cr.fetchone()[0]:
            raise ConcurrencyError("another run is at it")

    def _protect(self, records):
        """Protect these; where that fails, one by one, and remember which cannot be."""
        if not records:
            return 0
        if hasattr(records, "_prepare_keys"):
            records._prepare_keys()  # not inside the savepoint: keys must not go with it
        try:
            with self.env.cr.savepoint():
                with giving_back.unedited(records):
                    records._protect()
                return len(records)
        except KeyRingError:
            raise
        except (UserError, ValueError, psycopg2.DataError, psycopg2.IntegrityError) as problem:
            if len(records) == 1:
                # the text of an error may quote the row
                self.problems[records._name, records.id] = type(problem).__name__
                return 0
        return sum(self._protect(record) for record in records)

    def _conclude(self):
        lines = [f"{model} {record_id}: {what}" for (model, record_id), what in sorted(self.problems.items())]
        self.protection._note_problems(lines[:_SHOWN_PROBLEMS])
        left = sum(giving_back.count(m, m._rows_to_protect("t")) for m in giving_back.models(self.env))
        if not left:
            self.protection._finish()
        return not left
