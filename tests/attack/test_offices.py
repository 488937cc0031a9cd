# SPDX-License-Identifier: LGPL-3.0-or-later
"""What goes with an office is done by whoever holds it; what watches over everybody is not switched off without a trace, by nobody."""

import secrets

import pytest

from tests.support import access_reviews
from tests.support.client import RpcError

from .conftest import File, attempt

REVIEW, WITNESS = "wlec.access.review", "wlec.access.witness"
GIVEN = {"given_at": "2099-01-01 00:00:00", "given_size": 10**6, "problem": False}


def one(answer):
    return answer[0] if isinstance(answer, list) else answer


def run(sam, code):
    """A server action of the system administrator's, run by them; what came of it."""
    model = sam.call("ir.model", "search", [["model", "=", "res.partner"]])[0]
    action = one(
        sam.call(
            "ir.actions.server", "create", {"name": "x", "model_id": model, "state": "code", "code": code}
        )
    )
    answer = attempt(sam.call, "ir.actions.server", "run", [action])
    sam.call("ir.actions.server", "unlink", [action])
    return answer


@pytest.fixture
def waiting(centre, people):
    """A review of vera's, for mona."""
    return access_reviews.made(centre, "vera", File(people["alice"]).id)


def _state(centre, table, number):
    return centre.sql(f"SELECT state FROM {table} WHERE id = %s", number)[0][0]


@pytest.mark.parametrize("name", ["mona", "otto"])
def test_nobody_decides_a_review_in_anothers_name(centre, people, waiting, name):
    answer = run(
        people["sam"], f"env['{REVIEW}'].with_user({people[name].uid}).browse({waiting}).action_fine()"
    )
    assert _state(centre, "wlec_access_review", waiting) == "waiting", answer
    assert "your own name" in answer
    people[name].button(REVIEW, "action_fine", [waiting])
    assert _state(centre, "wlec_access_review", waiting) == "fine"


def test_nor_approves_a_disclosure(centre, people):
    request = one(
        people["alice"].call("wlec.disclosure.request", "search", [["state", "=", "submitted"]], limit=1)
    )
    mona = people["mona"].uid
    answer = run(
        people["sam"],
        f"env['wlec.disclosure.request'].with_user({mona}).browse({request}).sudo().action_approve()",
    )
    assert "your own name" in answer or "need to know" in answer
    assert _state(centre, "wlec_disclosure_request", request) == "submitted"


def test_nor_asks_for_a_purge_of_the_log(people):
    code = (
        f"purge = env['wlec.log.purge'].with_user({people['otto'].uid}).create({{'reason': 'x'}})\n"
        "purge.action_ask()"
    )
    assert "your own name" in run(people["sam"], code)


# ---- the rules of the review
def test_rules_are_not_removed_nor_called_otherwise(centre, people):
    before = centre.sql("SELECT id, code FROM wlec_access_rule ORDER BY id")
    on = centre.sql("SELECT * FROM wlec_company_access_rule_rel ORDER BY 1, 2")
    for code in ("unlink()", "write({'code': 'x'})"):
        run(people["sam"], f"env['wlec.access.rule'].sudo().search([]).{code}")
        for name in ("sam", "otto", "mona"):
            method, args = ("unlink", ()) if code == "unlink()" else ("write", ({"code": "x"},))
            with pytest.raises(RpcError):
                people[name].call("wlec.access.rule", method, [before[0][0]], *args)
    assert centre.sql("SELECT id, code FROM wlec_access_rule ORDER BY id") == before
    assert centre.sql("SELECT * FROM wlec_company_access_rule_rel ORDER BY 1, 2") == on


def test_a_rule_switched_off_is_on_record(centre, people):
    company, since = 1, centre.last_event()
    rules = [row[0] for row in centre.sql("SELECT wlec_access_rule_id FROM wlec_company_access_rule_rel")]
    for name in ("alice", "mona", "tara", "audrey"):
        with pytest.raises(RpcError):
            people[name].call("res.company", "write", [company], {"wlec_open_weekends": True})
    settings = one(
        people["sam"].call("res.config.settings", "create", {"wlec_review_rule_ids": [[6, 0, []]]})
    )
    people["sam"].call("res.config.settings", "execute", [settings])
    noted = [
        row for row in centre.events(since) if row["action"] == "configure" and row["model"] == "res.company"
    ]
    assert any("wlec_review_rule_ids" in row["field_names"] for row in noted)
    assert {row["actor_id"] for row in noted} == {people["sam"].uid}
    settings = one(
        people["sam"].call("res.config.settings", "create", {"wlec_review_rule_ids": [[6, 0, rules]]})
    )
    people["sam"].call("res.config.settings", "execute", [settings])


def test_another_company_in_which_nothing_is_looked_at_switches_nothing_off(centre, people):
    """The job runs in the company of the programme's own user, which an administrator may change."""
    sam, alice = people["sam"], people["alice"]
    blind = {"name": f"Blind {secrets.token_hex(4)}", "wlec_review_rule_ids": [[6, 0, []]], "wlec_open_weekends": True,
             "wlec_opens_at": 0, "wlec_closes_at": 24, "wlec_review_share": 0.1}  # fmt: skip
    company = one(sam.call("res.company", "create", blind))
    ((own,),) = centre.sql("SELECT company_id FROM res_users WHERE id = 1")
    run(
        sam,
        f"env['res.users'].browse(1).sudo().write({{'company_ids': [(4, {company})], 'company_id': {company}}})",
    )
    assert centre.sql("SELECT company_id FROM res_users WHERE id = 1") == [(company,)]
    try:
        file = File(alice, curious_since="2026-01-01")
        access_reviews.opened(centre, "bob", file.id)
        access_reviews.night(centre)
        number = access_reviews.of(centre, "bob", file.id)
        found = centre.sql("SELECT source FROM wlec_access_review WHERE id = %s", number)
        assert found == [("flagged",)]
    finally:
        centre.sql("UPDATE res_users SET company_id = %s WHERE id = 1", own)
        centre.sql("UPDATE res_company SET active = false WHERE id = %s", company)


def test_outsiders_are_curious_no_more_when_a_manager_says_so(centre, people):
    """Taken away for the evening in which one looks, and put back."""
    alice, mona = people["alice"], people["mona"]
    file = File(alice)
    alice.call("wlec.case", "write", [file.id], {"curious_since": "2026-03-01"})
    for since in (False, "2026-03-02", "2099-01-01"):
        with pytest.raises(RpcError, match="manager"):
            alice.call("wlec.case", "write", [file.id], {"curious_since": since})
        run(people["sam"], f"env['wlec.case'].sudo().browse({file.id}).write({{'curious_since': {since!r}}})")
    assert str(centre.sql("SELECT curious_since FROM wlec_case WHERE id = %s", file.id)[0][0]) == "2026-03-01"
    alice.call("wlec.case", "write", [file.id], {"curious_since": "2026-02-01"})
    since = centre.last_event()
    mona.call("wlec.case", "write", [file.id], {"curious_since": False})
    noted = [row for row in centre.events(since) if row["action"] == "write" and row["model"] == "wlec.case"]
    assert [row["field_names"] for row in noted] == [["curious_since"]]


@pytest.mark.parametrize(
    "values", [{"active": False}, {"nextcall": "2099-01-01 00:00:00"}, {"interval_number": 9999}]
)
def test_a_job_that_is_stopped_or_put_off_is_on_record(centre, people, values):
    sam = people["sam"]
    ((job, before),) = centre.sql(
        "SELECT c.id, row_to_json(c) FROM ir_cron c JOIN ir_act_server a ON a.id = c.ir_actions_server_id WHERE a.code LIKE '%%_cron_look%%'"
    )
    since = centre.last_event()
    sam.call("ir.cron", "write", [job], values)
    try:
        noted = [row for row in centre.events(since) if row["model"] == "ir.cron"]
        assert [(row["action"], row["record_ids"], row["actor_id"]) for row in noted] == [
            ("configure", [job], sam.uid)
        ]
        assert noted[0]["field_names"] == sorted(values)
    finally:
        sam.call(
            "ir.cron",
            "write",
            [job],
            {name: before[name] if name != "nextcall" else "2030-01-01 00:00:00" for name in values},
        )


# ---- witnesses
@pytest.fixture
def witness(people):
    values = {"name": "A treasurer", "kind": "mail", "address": "treasurer@example.org", "every_hours": 0}
    number = one(people["otto"].call(WITNESS, "create", values))
    yield number
    attempt(people["otto"].call, WITNESS, "unlink", [number])


@pytest.mark.parametrize("values", [{name: value} for name, value in GIVEN.items()], ids=list(GIVEN))
def test_what_a_witness_was_given_is_nobodys_to_write(centre, people, witness, values):
    with pytest.raises(RpcError):
        people["otto"].call(WITNESS, "write", [witness], values)
    run(people["sam"], f"env['{WITNESS}'].sudo().browse({witness}).write({values!r})")
    made = {"name": "Another", "kind": "mail", "address": "another@example.org"}
    context = {f"default_{name}": value for name, value in values.items()}
    new = [
        one(people["otto"].call(WITNESS, "create", made | values)),
        one(people["otto"].call(WITNESS, "create", made, context=context)),
    ]
    rows = centre.sql(
        "SELECT given_at, coalesce(given_size, 0), problem FROM wlec_access_witness WHERE id = ANY(%s)",
        [witness, *new],
    )
    assert rows == [(None, 0, None)] * 3
    people["otto"].call(WITNESS, "unlink", new)


def test_who_names_a_witness_and_who_takes_one_away_is_on_record(centre, people):
    since = centre.last_event()
    values = {"name": "For a day", "kind": "mail", "address": "day@example.org"}
    number = one(people["otto"].call(WITNESS, "create", values))
    people["otto"].call(WITNESS, "write", [number], {"address": "me@example.org"})
    people["otto"].call(WITNESS, "unlink", [number])
    noted = [(row["action"], row["record_ids"]) for row in centre.events(since) if row["model"] == WITNESS]
    assert noted == [("create", [number]), ("configure", [number]), ("unlink", [number])]


@pytest.mark.parametrize(
    "address",
    ["https://127.0.0.1:{port}/x", "https://localhost:{port}/web", "https://[::1]:{port}/", "https://[::ffff:127.0.0.1]:{port}/",
     "https://169.254.169.254/latest/meta-data/", "https://0.0.0.0:{port}/", "https://2130706433:{port}/", "https://localhost:1/"],
)  # fmt: skip
def test_a_witness_does_not_lead_back_to_the_server(centre, people, address):
    """Nor does what is said of it tell what listens there."""
    otto, port = people["otto"], centre.url.rpartition(":")[2]
    otto.call("wlec.access.seal", "action_seal_now")
    values = {"name": "Here", "kind": "http", "address": address.format(port=port), "every_hours": 0}
    number = one(otto.call(WITNESS, "create", values))
    otto.call(WITNESS, "action_give_now", [number])
    (found,) = otto.call(WITNESS, "read", [number], ["problem", "given_at"])
    assert found["problem"].endswith("nobody took it at this address.")
    assert not found["given_at"]
    otto.call(WITNESS, "unlink", [number])
