# SPDX-License-Identifier: LGPL-3.0-or-later
# Runs inside `odoo shell`, on a copy of the demo centre: the gate on one item and on a hundred, among few and 10,000 consents.
# ruff: noqa: F821
import json
import os
import time

from odoo import api
from odoo.modules.registry import Registry

ROUNDS = int(os.environ.get("ROUNDS", "15"))
ITEMS, CONSENTS = (1, 10, 100), 10_000
registry = Registry(env.cr.dbname)
alice = env["res.users"].search([("login", "=", "alice")]).id


def make(cr):
    """A request of alice's for each number of items, all of them resting on the consent of carol's file: {items: id}"""
    here = api.Environment(cr, alice, {})
    consent = here["wlec.consent"].search(
        [("state", "=", "given"), ("client_id.user_ids.login", "=", "carol")], limit=1
    )
    common = {
        "case_id": consent.case_id.id, "ground": "consent", "consent_id": consent.id, "origin": "client",
        "agency_id": consent.agency_id.id, "purpose_id": consent.purpose_id.id, "necessity": "n", "proportionality": "p",
        "condition_id": env.ref("wlec_confidentiality.legal_provision_ukgdpr_92a").id,
    }  # fmt: skip
    line = {"category_id": consent.category_ids[0].id, "description": "One thing"}
    return {
        number: here["wlec.disclosure.request"].create({**common, "item_ids": [(0, 0, line)] * number}).id
        for number in ITEMS
    }, consent.id


def fill(cr, consent):
    """Consents like this one, by SQL: without their sealed texts, which the gate does not read of others."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'wlec_consent' AND is_generated = 'NEVER'"
    )
    sealed = {
        name
        for name, field in env["wlec.consent"]._fields.items()
        if field.column_type and field.column_type[0] == "bytea"
    }
    columns = [name for (name,) in cr.fetchall() if name not in {"id", "name", *sealed}]
    names = ", ".join(f'"{name}"' for name in columns)
    cr.execute(
        f"INSERT INTO wlec_consent (name, {names}) SELECT 'CONS-P' || n, {names} FROM wlec_consent, generate_series(1, %s) n WHERE id = %s",
        [CONSENTS, consent],
    )
    cr.execute("ANALYZE wlec_consent")


def ask(number):
    """The gate once, in a transaction of alice's own: seconds, statements, and what is missing."""
    with registry.cursor() as cr:
        request = api.Environment(cr, alice, {})["wlec.disclosure.request"].browse(number)
        before, began = cr.sql_log_count, time.perf_counter()
        missing = request._missing()
        return time.perf_counter() - began, cr.sql_log_count - before, missing


def measure(requests):
    for number in requests.values():
        ask(number)
    rows = {items: [] for items in requests}
    for _ in range(ROUNDS):
        for items, number in requests.items():
            rows[items].append(ask(number))
    return {
        items: {
            "seconds": [row[0] for row in found],
            "statements": sorted({row[1] for row in found}),
            "missing": found[0][2],
        }
        for items, found in rows.items()
    }


with registry.cursor() as cr:
    requests, consent = make(cr)
figures = {"few": measure(requests)}
with registry.cursor() as cr:
    fill(cr, consent)
figures["many"] = measure(requests)
print("FIGURES=" + json.dumps(figures))
