# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell`, on 100,000 files: what it costs to explain access records, a page of them and a month, and to look
# through that month as the nightly job does.
# ruff: noqa: F821
import json
import os
import statistics
import time
from datetime import datetime

from odoo import api
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.review import gathering

RECORDS, ROUNDS = int(os.environ.get("RECORDS", "100000")), int(os.environ.get("ROUNDS", "9"))
# Nineteen in twenty by somebody who holds a grant, one by somebody who has none; one in ten is a list of eighty files.
FILL = """
    WITH held AS (
        SELECT case_id, user_id, row_number() OVER (ORDER BY id) AS n, row_number() OVER (PARTITION BY user_id ORDER BY id) AS nth
          FROM wlec_access_grant
         WHERE valid_from < now() - interval '40 days' AND revoked_at IS NULL AND (valid_to IS NULL OR valid_to > now())),
    listed AS (SELECT user_id, array_agg(case_id) AS ids FROM held WHERE nth <= 80 GROUP BY user_id)
    INSERT INTO wlec_log.event (version, at, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, route,
                                method, ip, session, request_id, outcome)
    SELECT 1, now() - (n * interval '31 days' / %(records)s), 'read', 'wlec.case', f.ids, '{matter,narrative}', f.ids, who, who, false, 'http',
           '/web/dataset/call_kw', 'web_read', '10.0.0.1', md5(n::text), gen_random_uuid(), 'ok'
      FROM held JOIN listed USING (user_id),
           LATERAL (SELECT CASE WHEN n %% 10 = 7 THEN listed.ids ELSE ARRAY[case_id] END,
                           CASE WHEN n %% 20 = 0 THEN (SELECT id FROM res_users WHERE login = 'fred') ELSE user_id END) AS f(ids, who)
     WHERE n <= %(records)s ORDER BY n DESC
"""
before = env.execute_query(SQL("SELECT coalesce(max(id), 0) FROM wlec_access_event"))[0][0]
env.cr.execute(FILL, {"records": RECORDS})
env.cr.execute("ANALYZE wlec_log.event")
env.cr.commit()
EVENT = "wlec.access.event"
figures = {"records": env[EVENT].search_count([("id", ">", before)]), "pages": {}, "search": {}}


def as_(login):
    mine = api.Environment(env.cr, env["res.users"].search([("login", "=", login)]).id, {})
    env.transaction.default_env = mine
    return mine


def page(mine, size):
    """(seconds, statements) of explaining this many of the newest."""
    events = mine[EVENT].search([("id", ">", before)], limit=size)
    taken = []
    for _ in range(ROUNDS + 1):
        mine.invalidate_all()
        events.mapped("at")
        began, count = time.perf_counter(), env.cr.sql_log_count
        events._explanations()
        taken.append((time.perf_counter() - began, env.cr.sql_log_count - count))
    return [len(events), statistics.median(seconds for seconds, _count in taken[1:]), taken[-1][1]]


for login in ("audrey", "alice"):
    mine = as_(login)
    figures["pages"][login] = [page(mine, size) for size in (1, 80)]
    began = time.perf_counter()
    found = mine[EVENT].search_count([("is_explained", "=", False), ("id", ">", before)])
    figures["search"][login] = [found, time.perf_counter() - began]


def nights():
    """[(records, seconds, statements, items in the queue since)] of each batch looked through by night, from the first to the last."""
    root = api.Environment(env.cr, api.SUPERUSER_ID, {})
    env.transaction.default_env = root
    reviews = root["wlec.access.review"]
    after, taken, queued = before, [], reviews.search_count([])
    while True:
        began, count = time.perf_counter(), env.cr.sql_log_count
        batch = gathering.batch(root, after, 2000, datetime.now())
        if batch.last is None:
            return taken
        reviews._look_at(batch)
        root.flush_all()
        root.invalidate_all()
        seconds, statements = time.perf_counter() - began, env.cr.sql_log_count - count
        more, queued = reviews.search_count([]) - queued, reviews.search_count([])
        taken.append((batch.last - after, seconds, statements, more))
        after = batch.last


figures["nights"] = nights()
figures["queued"] = env["wlec.access.review"].sudo().search_count([])
print("FIGURES=" + json.dumps(figures))
