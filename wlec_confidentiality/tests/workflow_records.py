# SPDX-License-Identifier: LGPL-3.0-or-later
"""One record of each workflow model, for the generated test of ``test_workflow``.

A model that cannot be made from its required fields alone gets a maker here::

    @maker("wlec.thing")
    def _thing(test, **vals):
        return test.env["wlec.thing"].create({...} | vals)

``PLACED`` says what else must be true before a record can stand in a state.
"""

import itertools

from odoo import fields
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

MAKERS = {}
PLACED = {}


def maker(model):
    def register(function):
        MAKERS[model] = function
        return function

    return register


def make(test, model, **vals):
    """A new record of ``model`` in its first state, in the test's own (superuser) environment."""
    return MAKERS.get(model, _from_required_fields)(
        test, *([] if model in MAKERS else [model]), **vals
    ).with_env(test.env)


def place(record, state):
    """Put the record into ``state`` behind the workflow's back, as no caller could."""
    if prepare := PLACED.get(record._name):
        prepare(record, state)
    record.env.flush_all()
    record.env.cr.execute(
        SQL("UPDATE %s SET state = %s WHERE id = %s", SQL.identifier(record._table), state, record.id)
    )
    record.env.invalidate_all()


# ---- this addon's models
@maker("wlec.case")
def _case(test, **vals):
    return test.case_for(test.alice, **vals)


@maker("wlec.case.note")
def _note(test, **vals):
    case = test.case_for(test.alice)
    with test.acting(test.alice) as env:
        return env["wlec.case.note"].create({"case_id": case.id, "body": "What was said.", **vals})


@maker("wlec.case.document")
def _document(test, **vals):
    case = test.case_for(test.alice)
    with test.acting(test.alice) as env:
        return env["wlec.case.document"].create(
            {"case_id": case.id, "content": b"UGFwZXI=", "file_name": "a.txt", **vals}
        )


@maker("wlec.management.action")
def _management_action(test, **vals):
    return test.env["wlec.management.action"].create(
        {
            "breach_id": make(test, "wlec.breach").id,
            "person_id": test.alice.id,
            "owner_id": test.mona.id,
            "due_on": fields.Date.today(),
            **vals,
        }
    )


@maker("wlec.policy")
def _policy(test, **vals):
    return test.env["wlec.policy"].create({"body": "<p>Words</p>", "minute_reference": "EC 1/26", **vals})


def _only_one_in_force(policy, state):
    if state == "in_force":
        policy.env.flush_all()
        policy.env.cr.execute("UPDATE wlec_policy SET state = 'superseded' WHERE state = 'in_force'")


PLACED["wlec.policy"] = _only_one_in_force


@maker("wlec.consent")
def _consent(test, **vals):
    case, ref = test.case_for(test.alice), test.env.ref
    with test.acting(test.alice) as env:
        return env["wlec.consent"].create(
            {
                "case_id": case.id,
                "agency_id": ref("wlec_confidentiality.agency_ehrc").id,
                "purpose_id": ref("wlec_confidentiality.consent_purpose_assistance").id,
                "purpose": "To help me against my employer",
                "category_ids": ref("wlec_confidentiality.information_category_employment").ids,
                "evidence": b"UGFwZXI=",
                "evidence_filename": "signed.pdf",
                **vals,
            }
        )


@maker("wlec.disclosure.request")
def _request(test, **vals):
    case, ref = test.case_for(test.alice), test.env.ref
    item = {
        "category_id": ref("wlec_confidentiality.information_category_employment").id,
        "description": "The letter of dismissal",
    }
    with test.acting(test.alice) as env:
        return env["wlec.disclosure.request"].create(
            {
                "case_id": case.id,
                "ground": "danger",
                "origin": "client",
                "agency_id": ref("wlec_confidentiality.agency_pol").id,
                "purpose_id": ref("wlec_confidentiality.consent_purpose_assistance").id,
                "necessity": "They cannot help without it",
                "proportionality": "Only where she is",
                "danger_who": "The client",
                "danger_what": "Threats against her life",
                "danger_imminence": "now",
                "why_not_consent": "She cannot be reached",
                "item_ids": [(0, 0, item)],
                **vals,
            }
        )


@maker("wlec.disclosure.delivery")
def _delivery(test, **vals):
    request = _request(test)
    with test.acting(test.alice) as env:
        parts = {"request_id": request.id, "case_id": request.case_id.id, "method": "link"}
        return env["wlec.disclosure.delivery"].sudo().create({**parts, **vals})


@maker("wlec.disclosure.notice")
def _notice(test, **vals):
    request = _request(test)
    with test.acting(test.alice) as env:
        about = {"request_id": request.id, "case_id": request.case_id.id, "kind": "rectification"}
        return env["wlec.disclosure.notice"].create({**about, "change": "Put right", **vals})


@maker("wlec.access.hiding")
def _hiding(test, **vals):
    case = test.case_for(test.alice)
    forbids = [("tell_client", "in", ("no", "unless_prejudice", "ordered")), ("status", "=", "in_force")]
    asked = {
        "case_id": case.id,
        "person_id": test.bob.id,
        "provision_id": test.env["wlec.legal.provision"].sudo().search(forbids, limit=1).id,
        "reason": "They would know at once who asked.",
        "ends_at": fields.Datetime.add(fields.Datetime.now(), days=30),
    }
    with test.acting(test.alice) as env:
        return env["wlec.access.hiding"].create({**asked, **vals})


_days = itertools.count(1)


@maker("wlec.access.review")
def _review(test, **vals):
    """Each of another day: of one person, file and day there is one."""
    found = {"person_id": test.alice.id, "day": fields.Date.subtract(fields.Date.today(), days=next(_days))}
    return test.env["wlec.access.review"].sudo().create({**found, **vals})


# ---- any other model
def _from_required_fields(test, model, **vals):
    case = test.case_for(test.alice)
    Model = test.env[model]
    names = [name for name, field in Model._fields.items() if _must_be_given(field)]
    missing = set(names) - Model.default_get(names).keys()
    given = {name: _some_value(test, case, Model._fields[name]) for name in sorted(missing)}
    with test.acting(test.alice) as env:
        return env[model].sudo().create({**given, **vals})


def _must_be_given(field):
    stored = field.store and not field.compute and not field.related
    return stored and field.required and field.name not in ("state", "name", *MAGIC_COLUMNS)


def _some_value(test, case, field):
    if field.type == "many2one":
        known = {"wlec.case": case, "res.users": test.alice, "res.partner": case.partner_id}
        record = known.get(field.comodel_name)
        return record.id if record is not None else test.env[field.comodel_name].sudo().search([], limit=1).id
    values = {
        "date": fields.Date.today(),
        "datetime": fields.Datetime.now(),
        "integer": 1,
        "float": 1.0,
        "boolean": True,
    }
    if field.type == "selection":
        return field.get_values(test.env)[0]
    return values.get(field.type, "Words for a test")
