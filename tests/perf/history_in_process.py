# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell`: the client's page of a file with few access records and of one that everybody opens all the time.
# ruff: noqa: F821
import json
import os
import statistics
import time

MANY, ROUNDS = int(os.environ.get("SIZE", "100000")), int(os.environ.get("ROUNDS", "30"))
FILL = """
    INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, route,
                                method, ip, session, request_id, outcome)
    SELECT 1, 'read', 'wlec.case', ARRAY[%(file)s], '{matter,narrative}', ARRAY[%(file)s], a, a, false, 'http',
           '/web/dataset/call_kw', 'wlec.case.web_read', '10.0.0.1', md5(n::text), gen_random_uuid(), 'ok'
      FROM generate_series(1, %(count)s) n, LATERAL (SELECT (%(people)s::int[])[1 + n %% 3]) AS x(a)
"""
people = env["res.users"].search([("login", "in", ("alice", "mona", "bob"))]).ids
carol = env["res.users"].search([("login", "=", "carol")]).partner_id
few = env["wlec.case"].search([("partner_id", "=", carol.id)], limit=1)
hot = env["wlec.case"].search([("partner_id", "!=", carol.id), ("caseworker_id", "in", people)], limit=1)
for case, count in ((few, 300), (hot, MANY)):
    env.cr.execute(FILL, {"file": case.id, "count": count, "people": people})
env.cr.commit()
env.cr.execute(
    "SELECT id FROM wlec_access_event WHERE case_ids && %s ORDER BY id OFFSET %s LIMIT 1",
    [hot.ids, MANY // 2],
)
middle = env.cr.fetchone()[0]


def page(case, **options):
    """The page as the client gets it, in a transaction of its own; its seconds and its statements."""
    with env.registry.cursor() as cr:
        History = env(cr=cr)["wlec.access.history"].sudo()
        cases = case.with_env(History.env)
        before, began = cr.sql_log_count, time.perf_counter()
        rows, _older = History._page(cases, **options)
        shown = History._shown(rows, cases, cases.partner_id)
        taken = time.perf_counter() - began
        assert shown
        return taken, cr.sql_log_count - before


asked = {
    "few": (few, {}),
    "hot": (hot, {}),
    "hot, in the middle": (hot, {"before": middle}),
    "hot, on paper": (hot, {"most": 2000}),
}
for case, options in asked.values():
    page(case, **options)
times = {name: [] for name in asked}
for _round in range(ROUNDS):
    for name, (case, options) in asked.items():
        times[name].append(page(case, **options))
figures = {
    name: {
        "p50": statistics.median(taken for taken, _count in found),
        "p95": sorted(taken for taken, _count in found)[int(len(found) * 0.95)],
        "statements": max(count for _taken, count in found),
    }
    for name, found in times.items()
}
print("FIGURES=" + json.dumps(figures))
