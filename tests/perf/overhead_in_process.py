# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell`: rows for the three models, then the same calls on each, in turn, on new cursors.
# ruff: noqa: F821
import functools
import json
import os
import random
import statistics
import sys
import time

from odoo import api
from odoo.modules.registry import Registry

random.seed(7)
LENGTHS = {"matter": 200, "narrative": 2000, "risk_notes": 1000, "safe_contact": 1000}
MODELS = tuple(os.environ.get("MODELS", "wlec.case wlec.twin wlec.twin.ruled").split())
ROUNDS, CALLS_A_ROUND = int(os.environ.get("ROUNDS", "15")), 6
alice = env["res.users"].search([("login", "=", "alice")])
registry = Registry(env.cr.dbname)


def words(length):
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz     ", k=length))


def acting(cr):
    return api.Environment(cr, alice.id, {})


with registry.cursor() as cr:
    made = acting(cr)
    rows = [
        {"caseworker_id": alice.id, **{name: words(length) for name, length in LENGTHS.items()}}
        for _ in range(80)
    ]
    only = {"wlec.twin.ruled": {"user_ids": [(4, alice.id)]}}
    ids = {}
    for model in MODELS:
        # Each has contacts of its own: those of the files become clients, and are sealed; the twins' stay as Odoo has them.
        contacts = made["res.partner"].create([{"name": f"{model} {words(12)}"} for _ in rows])
        of_model = [
            row | only.get(model, {}) | {"partner_id": contact.id}
            for row, contact in zip(rows, contacts, strict=True)
        ]
        ids[model] = made[model].create(of_model).ids
        assert set(contacts.mapped(lambda contact: bool(contact.wlec_protected))) == {model == "wlec.case"}
with registry.cursor() as cr:
    cr.execute("ANALYZE")

# What the web client asks for in a list of files: twelve columns, four of them confidential; with the client, whose name is
# sealed in the contact, there is a fifth.
NAMED = {"fields": {"display_name": {}}}
NEUTRAL = {name: {} for name in ("name", "state", "opened_on", "next_review_on", "closed_on", "create_date")}
NEUTRAL |= dict.fromkeys(("caseworker_id", "category_ids"), NAMED)
COLUMNS = NEUTRAL | {name: {} for name in LENGTHS}
WITH_CLIENT = COLUMNS | {"partner_id": NAMED}


def listing(model, columns):
    model.web_search_read([("id", "in", ids[model._name])], columns, limit=80)


def form(model, columns):
    model.browse(ids[model._name][:1]).web_read(columns)


SHOWN = {
    "list of 80": (listing, COLUMNS),
    "list of 80, no confidential column": (listing, NEUTRAL),
    "list of 80, and the client": (listing, WITH_CLIENT),
    "form of 1": (form, COLUMNS),
    "form of 1, and the client": (form, WITH_CLIENT),
}
TITLES = json.loads(os.environ.get("TITLES", "null")) or list(SHOWN)
CALLS = {
    title: functools.partial(show, columns=columns)
    for title, (show, columns) in SHOWN.items()
    if title in TITLES
}


class Counting:
    """The driver's cursor, counting everything that is sent to the database, also past Odoo's own counter."""

    def __init__(self, cursor):
        self.cursor, self.sent = cursor, 0

    def __getattr__(self, name):
        if name in ("execute", "copy_expert"):
            self.sent += 1
        return getattr(self.cursor, name)


def cpu_of(pid):
    """CPU seconds a process has used, by Linux's clock of it."""
    return time.clock_gettime((~pid << 3) | 2)


def once(call, name):
    """CPU seconds (of this process and of its PostgreSQL process) and seconds, of one call on a cursor of its own, commit
    included."""
    with registry.cursor() as cr:
        pids = (os.getpid(), cr._cnx.get_backend_pid())
        cpu, wall = sum(map(cpu_of, pids)), time.perf_counter()
        call(acting(cr)[name])
        cr.commit()
        return sum(map(cpu_of, pids)) - cpu, time.perf_counter() - wall


def statements(call, name):
    with registry.cursor() as cr:
        cr._obj = counting = Counting(cr._obj)
        call(acting(cr)[name])
        cr.commit()
        return counting.sent


def function_calls(call, name):
    """How many functions are called, of Python and of C: the same on every machine."""
    made = 0

    def count(frame, event, arg):
        nonlocal made
        made += event in ("call", "c_call")

    with registry.cursor() as cr:
        env = acting(cr)
        sys.setprofile(count)
        try:
            call(env[name])
            cr.commit()
        finally:
            sys.setprofile(None)
    return made


figures = {}
for title, call in CALLS.items():
    row = {name: {"cpu": [], "wall": []} for name in MODELS}
    for name in MODELS:
        once(call, name)
    for number in range(ROUNDS):
        for name in MODELS if number % 2 else MODELS[::-1]:
            runs = [once(call, name) for _ in range(CALLS_A_ROUND)]
            for kind, values in zip(("cpu", "wall"), zip(*runs, strict=True), strict=True):
                row[name][kind].append(statistics.median(values))
    for kind, counting in (("statements", statements), ("calls", function_calls)):
        # The fewest of three: with every new second a file's readers are asked about again.
        row[kind] = {name: min(counting(call, name) for _ in range(3)) for name in MODELS}
    figures[title] = row

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
            "columns": {title: SHOWN[title][1] for title in CALLS},
            "record_rows": record_rows,
            "record_bytes": record_bytes,
        }
    )
)
