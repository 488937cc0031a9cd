# SPDX-License-Identifier: LGPL-3.0-or-later
# ruff: noqa: F821  `env` is what odoo shell gives
"""Run inside `odoo shell`: the same good rows through our import and through plain load(), in turns; nothing is kept.

Both sides get cleaned values, so that only the writing differs; our side also reads the file, judges every row and
remembers it. Prints FIGURES={"people": {"ours": [[wall, cpu], ...], "load": [...], "rows": n}, ...}
"""

import io
import json
import os
import time
from pathlib import Path

from odoo.addons.wlec_confidentiality.commands import _register_batch, _register_run
from odoo.addons.wlec_confidentiality.commands._screen import Screen
from odoo.addons.wlec_confidentiality.tools.register import Row, parse_row
from odoo.addons.wlec_confidentiality.tools.register_file import RegisterFile

FOLDER = Path(os.environ["REGISTER"])
WORK = Path(os.environ["WORK"])
ROUNDS = int(os.environ.get("ROUNDS", "3"))
ROWS = int(os.environ.get("ROWS", "1000"))
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
    names, cells = None, []
    for row in rows:
        values = {key: value for key, value in batches.mapping.values(row).items()}
        values.setdefault("probability", False)
        values.setdefault("automated_probability", False)
        if batches.kind.name == "people":
            values = {key: value for key, value in values.items() if "probability" not in key}
        names = list(values)
        line = [f"__load_test__.{row.reference}"]
        for key, value in values.items():
            field = batches.model._fields[key]
            if field.type == "boolean":
                line.append("1" if value else "0")
            else:
                line.append(str(value) if value not in (False, None) else "")
        cells.append(line)
    header = [f"{n}/.id" if batches.model._fields[n].type == "many2one" else n for n in names]
    return ["id", *header], cells


def load(batches, header, cells):
    for start in range(0, len(cells), BATCH):
        result = batches.model.with_context(_register_batch.QUIET).load(header, cells[start : start + BATCH])
        assert result["ids"], result["messages"][:3]


def first_rows(name):
    """A file of the first good rows, and these rows."""
    file = RegisterFile(FOLDER / name)
    total, repeated = file.survey()
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


figures = {}
for name in ("people.csv", "enquiries.csv"):
    path, rows = first_rows(name)
    kind = RegisterFile(path).kind
    figures[kind.name] = {"ours": [], "load": [], "rows": len(rows)}
    for number in range(ROUNDS + 1):
        for side in ("ours", "load") if number % 2 else ("load", "ours"):
            savepoint = env.cr.savepoint()
            env.invalidate_all()
            if side == "ours":
                taken = timed(lambda: ours(path))
            else:
                batches = _register_batch.BatchImport(env, kind)
                header, cells = as_cells(batches, rows)
                taken = timed(lambda: load(batches, header, cells))
            savepoint.rollback()
            env.invalidate_all()
            if number:  # the first round warms up
                figures[kind.name][side].append(taken)
    ours(path)  # the enquiries need the people
print("FIGURES=" + json.dumps(figures))
