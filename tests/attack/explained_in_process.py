# SPDX-License-Identifier: LGPL-3.0-or-later
"""Run in `odoo shell`: what explains the access records of this database, as whoever may know everything is told."""

import json
from collections import Counter

from odoo.tools import SQL

LEFT = """
    SELECT e.action, e.model, u.login, e.origin, e.route, e.method, e.outcome, e.field_names, e.record_ids
      FROM wlec_access_event e LEFT JOIN res_users u ON u.id = e.actor_id WHERE e.id = ANY(%s)"""


def run(env, since):
    rows = env.execute_query(SQL("SELECT id FROM wlec_access_event WHERE id > %s ORDER BY id", since))
    events = env["wlec.access.event"].browse(row[0] for row in rows)
    found = events._explanations(env.ref("base.user_root"))
    kinds = Counter(why[0].kind if why else "unexplained" for why in found.values())
    left = env.execute_query(SQL(LEFT, [event_id for event_id, why in found.items() if not why]))
    print("EXPLAINED", json.dumps({"kinds": kinds, "left": [[str(value) for value in row] for row in left]}))
