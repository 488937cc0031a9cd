# SPDX-License-Identifier: LGPL-3.0-or-later
# ruff: noqa: F821  `env` is what odoo shell gives
"""Run inside `odoo shell`: the same good rows through our import and through plain load(), in turns; nothing is kept.

Both sides get cleaned values, so that only the writing differs; our side also reads the file, judges every row and
remembers it. A third side is ours in a CRM that is protected: every row is sealed as well.
Prints FIGURES={"people": {"ours": [[wall, cpu], ...], "protected": [...], "load": [...], "rows": n}, ...}
"""

import io
import json
import os
import time
from pathlib import Path

from odoo.addons.wlec_confidentiality.commands import _register_batch, _register_run
from odoo.addons.wlec_confidentiality.commands._screen import Screen
from odoo.addons.wlec_confidentiality.orm import unprotected
from odoo.addons.wlec_confidentiality.tools.register import Row, parse_row
from odoo.addons.wlec_confidentiality.tools.register_file import RegisterFile

FOLDER = Path(os.environ["REGISTER"])
WORK = Path(os.environ["WORK"])
ROUNDS = int(os.environ.get("ROUNDS", "3"))
ROWS = int(os.environ.get("ROWS", "600"))
SIDES = ("ours", "load", "protected")
BATCH = 200


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    env.flush_all()
    return [time.perf_counter() - wall, time.process_time() - cpu]


def ours(path):
    code = _register_run.import_files(
        env,
        [path],
        report=WORK / "report.csv",
        batch_size=BATCH,
        screen=Screen(io.StringIO()),
        transact=lambda f: f(),
    )
    assert code == 0, code


def as_cells(batches, rows):
    """Header and cells as somebody would give them to load(): external ids and database ids for links."""
    batches.mapping.prepare(rows)
    every = [batches.mapping.values(row) for row in rows]
    fields = batches.model._fields
    names = sorted(set().union(*every))
    cells = [
        [f"__load_test__.{row.reference}", *(as_cell(fields[name], values.get(name)) for name in names)]
        for row, values in zip(rows, every, strict=True)
    ]
    return ["id", *(f"{name}/.id" if fields[name].type == "many2one" else name for name in names)], cells


def as_cell(field, value):
    if field.type == "boolean":
        return "1" if value else "0"
    return "" if value in (False, None) else str(value)


def load(batches, header, cells):
    for start in range(0, len(cells), BATCH):
        result = batches.model.with_context(_register_batch.QUIET).load(header, cells[start : start + BATCH])
        assert result["ids"], result["messages"][:3]


def first_rows(name):
    """A file of the first good rows, and these rows."""
    file = RegisterFile(FOLDER / name)
    _total, repeated = file.survey()
    batches = _register_batch.BatchImport(env, file.kind)
    context = _register_run.Context(_register_run.fields.Date.today(), repeated, batches.people)
    rows = []
    for record in file.records():
        row = parse_row(file.kind, record.line, record.cells, context) if hasattr(record, "cells") else None
        if isinstance(row, Row) and len(rows) < ROWS:
            rows.append((record, row))
    path = WORK / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = _register_run.csv.DictWriter(stream, file.kind.header)
        writer.writeheader()
        writer.writerows(record.cells for record, _row in rows)
    return path, [row for _record, row in rows]


def one_turn(side, path, kind, rows):
    """Import once and forget it; seconds taken."""
    savepoint = env.cr.savepoint()
    env.invalidate_all()
    if side == "protected":
        env.cr.execute("UPDATE wlec_crm_protection SET began_at = now() AT TIME ZONE 'UTC'")
        unprotected.forget()
        assert env["wlec.crm.protection"]._is_on()
    if side != "load":
        taken = timed(lambda: ours(path))
    else:
        batches = _register_batch.BatchImport(env, kind)
        header, cells = as_cells(batches, rows)
        taken = timed(lambda: load(batches, header, cells))
    savepoint.rollback()
    env.invalidate_all()
    # That the CRM is protected, and that rows are, is remembered for ever.
    env.registry.clear_cache()
    unprotected._some.clear()
    unprotected.forget()
    assert not env["wlec.crm.protection"]._is_on()
    return taken


figures = {}
for name in ("people.csv", "enquiries.csv"):
    path, rows = first_rows(name)
    kind = RegisterFile(path).kind
    taken = {side: [] for side in SIDES}
    for number in range(ROUNDS + 1):
        for side in SIDES if number % 2 else reversed(SIDES):
            taken[side].append(one_turn(side, path, kind, rows))
    # the first round warmed up
    figures[kind.name] = {"rows": len(rows), **{side: turns[1:] for side, turns in taken.items()}}
    ours(path)  # the enquiries need the people
print("FIGURES=" + json.dumps(figures))
