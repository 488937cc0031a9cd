# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell`, on 100,000 files: what need to know adds to the newest 80 files of people with few and many grants.
# ruff: noqa: F821
import json
import os
import time

from odoo import api
from odoo.modules.registry import Registry

ROUNDS = int(os.environ.get("ROUNDS", "21"))
NAMES = ["name", "state", "opened_on", "partner_id", "caseworker_id"]
registry = Registry(env.cr.dbname)
people = {login: env["res.users"].search([("login", "=", login)]).id for login in ("bob", "alice", "mona")}
grants = dict.fromkeys(people, 0)
for login, uid in people.items():
    grants[login] = env["wlec.access.grant"].sudo().search_count([("user_id", "=", uid)])

CALLS = {
    "newest 80": lambda files: files.search_fetch([], NAMES, limit=80),
    "newest 80 that are open": lambda files: files.search_fetch([("state", "=", "open")], NAMES, limit=80),
    "count": lambda files: files.search_count([]),
}


def seconds(call, uid, su):
    with registry.cursor() as cr:
        files = api.Environment(cr, uid, {}, su)["wlec.case"]
        began = time.perf_counter()
        call(files)
        return time.perf_counter() - began


figures = {}
for title, call in CALLS.items():
    taken = {(login, su): [] for login in people for su in (False, True)}
    for who in taken:
        seconds(call, people[who[0]], who[1])
    for _ in range(ROUNDS):
        for login, su in taken:
            taken[login, su].append(seconds(call, people[login], su))
    figures[title] = {login: [taken[login, False], taken[login, True]] for login in people}
print("FIGURES=" + json.dumps({"grants": grants, "calls": figures}))
