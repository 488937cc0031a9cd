# SPDX-License-Identifier: LGPL-3.0-or-later
"""Import register files: refuse or read them, show what happens, list the rejected rows."""

import csv
import os
from collections import Counter
from contextlib import ExitStack
from functools import partial

from odoo import fields
from odoo.service.model import retrying

from odoo.addons.wlec_confidentiality.commands._register_batch import BatchImport, ImportStopped
from odoo.addons.wlec_confidentiality.commands._screen import Screen
from odoo.addons.wlec_confidentiality.tools.register import PEOPLE, Context, Row, RowError, parse_row
from odoo.addons.wlec_confidentiality.tools.register_file import FileError, RegisterFile

SHOWN_ERRORS = 20
OK, STOPPED, REJECTED = 0, 1, 3
REPORT_HEADER = ("file", "line", "reference", "column", "reason", "value", "message")
# One import at a time in a database; an arbitrary number that only this command uses.
LOCK = 0x776C6563


class RejectedReport:
    """The CSV file of rejected rows: opened before anything is imported, so that it cannot fail afterwards.

    Only its owner may read it. Cells that a spreadsheet would take for a formula get an apostrophe.
    """

    def __init__(self, path):
        self.path = path
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        except OSError as error:
            raise FileError(
                f"The report {path} cannot be written ({error.strerror}): choose another place with --report."
            ) from None
        self._stream = os.fdopen(handle, "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._stream)
        self._writer.writerow(REPORT_HEADER)

    def add(self, name, error):
        cells = name, error.line, error.reference, error.column, error.code, error.shown, error.message
        self._writer.writerow(
            f"'{cell}" if str(cell).startswith(tuple("=+-@\t\r")) else cell for cell in cells
        )

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._stream.close()


def import_files(env, paths, report=None, batch_size=200, screen=None, transact=None):
    """Import the files; returns the exit code.

    `transact(func)` runs one batch and commits it: the place where a test puts its own.
    """
    screen = screen or Screen()
    run = _Run(env, screen, batch_size, transact or (lambda func: retrying(func, env)))
    env.cr.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
    if not env.cr.fetchone()[0]:
        screen.say("Another import is running in this database. Wait until it is done.")
        return STOPPED
    try:
        return run.all(paths, report)
    except (FileError, ImportStopped) as error:
        screen.say(str(error))
        return STOPPED
    finally:
        if not env.cr.closed:
            env.cr.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


class _Run:
    def __init__(self, env, screen, batch_size, transact):
        self.env, self.screen, self.batch_size, self.transact = env, screen, batch_size, transact

    def all(self, paths, report_path):
        # Every file is read to its end before the first row is written: a bad file leaves nothing half done.
        surveys = [(file, *file.survey()) for file in map(RegisterFile, paths)]
        surveys.sort(key=lambda survey: survey[0].kind is not PEOPLE)
        with ExitStack() as stack:
            shared = stack.enter_context(RejectedReport(report_path)) if report_path else None
            reports = [
                shared or stack.enter_context(RejectedReport(f"{file.path}.rejected.csv"))
                for file, _total, _repeated in surveys
            ]
            rejected = [self.one(*survey, report) for survey, report in zip(surveys, reports, strict=True)]
        return REJECTED if any(rejected) else OK

    def one(self, file, total, repeated, report):
        """Import one file; returns how many of its rows were rejected."""
        batches = BatchImport(self.env, file.kind)
        context = Context(fields.Date.context_today(self.env.user), repeated, batches.people)
        tally, errors = Counter(), []
        with self.screen.progress(file.path.name, total) as advance:
            for rows in self._batches(file, context, errors, advance):
                created, updated, unchanged, refused = self.transact(partial(batches.load, rows))
                self.env.invalidate_all()
                tally.update(created=created, updated=updated, unchanged=unchanged)
                errors += refused
                advance(len(rows))
        return self._conclude(file, tally, errors, report)

    def _batches(self, file, context, errors, advance):
        """Yield the good rows, some hundreds at a time; collect what is wrong with the others."""
        rows = []
        for record in file.records():
            judged = (
                [record]
                if isinstance(record, RowError)
                else parse_row(file.kind, record.line, record.cells, context)
            )
            if isinstance(judged, Row):
                rows.append(judged)
            else:
                errors += judged
                advance(1)
            if len(rows) >= self.batch_size:
                yield rows
                rows = []
        if rows:
            yield rows

    def _conclude(self, file, tally, errors, report):
        errors.sort(key=lambda error: error.line)
        for error in errors:
            report.add(file.path.name, error)
        rejected = len({error.line for error in errors})
        self.screen.say(
            f"{file.path.name}: {tally['created']} created, {tally['updated']} updated,"
            f" {tally['unchanged']} unchanged, {rejected} rejected"
        )
        for error in errors[:SHOWN_ERRORS]:
            shown = f" [{error.shown}]" if error.shown else ""
            self.screen.say(f"  line {error.line}, {error.column or 'whole row'}: {error.message}{shown}")
        if len(errors) > SHOWN_ERRORS:
            self.screen.say(f"  and {len(errors) - SHOWN_ERRORS} more")
        if errors:
            self.screen.say(f"  All of them are in {report.path}")
        return rejected
