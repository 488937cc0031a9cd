# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell`: rows for both models, then the same calls on each, in turn, on new cursors.
# ruff: noqa: F821
import json
import os
import random
import time

from odoo import api
from odoo.modules.registry import Registry

random.seed(7)
LENGTHS = {"matter": 200, "narrative": 2000, "risk_notes": 1000, "safe_contact": 1000}
ROUNDS = int(os.environ.get("ROUNDS", "15"))
alice = env["res.users"].search([("login", "=", "alice")])
registry = Registry(env.cr.dbname)


def words(length):
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz     ", k=length))


def acting(cr):
    return api.Environment(cr, alice.id, {})


with registry.cursor() as cr:
    made = acting(cr)
    partner = made["res.partner"].create({"name": "Somebody of the measurement"})
    rows = [
        {
            "partner_id": partner.id,
            "caseworker_id": alice.id,
            **{name: words(length) for name, length in LENGTHS.items()},
        }
        for _ in range(80)
    ]
    ids = {model: made[model].create([dict(row) for row in rows]).ids for model in ("wlec.case", "wlec.twin")}

# What the web client asks for in a list of files: twelve columns, four of them confidential.
NAMED = {"fields": {"display_name": {}}}
NEUTRAL = {name: {} for name in ("name", "state", "opened_on", "next_review_on", "closed_on")}
NEUTRAL |= dict.fromkeys(("partner_id", "caseworker_id", "category_ids"), NAMED)
COLUMNS = NEUTRAL | {name: {} for name in LENGTHS}
CALLS = {
    "list of 80": lambda model: model.web_search_read([("id", "in", ids[model._name])], COLUMNS, limit=80),
    "list of 80, no confidential column": lambda model: model.web_search_read(
        [("id", "in", ids[model._name])], NEUTRAL, limit=80
    ),
    "form of 1": lambda model: model.browse(ids[model._name][:1]).web_read(COLUMNS),
}


def once(call, name):
    """CPU seconds of this process, and SQL statements, of one call on a cursor of its own, commit included."""
    before = time.process_time()
    with registry.cursor() as cr:
        call(acting(cr)[name])
        cr.commit()
        statements = cr.sql_log_count
    return time.process_time() - before, statements


figures = {}
for title, call in CALLS.items():
    row = {"case": [], "twin": []}
    counts = {}
    for name in ("wlec.case", "wlec.twin"):
        once(call, name)
    for number in range(ROUNDS):
        for name in ("wlec.case", "wlec.twin") if number % 2 else ("wlec.twin", "wlec.case"):
            runs = [once(call, name) for _ in range(6)]
            row[name.removeprefix("wlec.")].append(sum(run[0] for run in runs))
            counts[name] = runs[-1][1]
    # The insert of the records goes past Odoo's counter: it is one more for every kind of row.
    figures[title] = {**row, "statements": counts["wlec.case"] - counts["wlec.twin"]}

with registry.cursor() as cr:
    cr.execute("SELECT coalesce(max(id), 0) FROM wlec_access_event")
    newest = cr.fetchone()[0]
once(CALLS["list of 80"], "wlec.case")
with registry.cursor() as cr:
    cr.execute("SELECT count(*), sum(pg_column_size(e.*)) FROM wlec_log.event e WHERE id > %s", [newest])
    record_rows, record_bytes = cr.fetchone()
print(
    "FIGURES="
    + json.dumps(
        {
            "orm": figures,
            "ids": ids,
            "columns": COLUMNS,
            "neutral": NEUTRAL,
            "record_rows": record_rows,
            "record_bytes": record_bytes,
        }
    )
)
