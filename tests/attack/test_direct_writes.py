# SPDX-License-Identifier: LGPL-3.0-or-later
"""State, grants, exclusions and records of access, written straight from outside."""

import pytest

from tests.support.client import RpcError

from .conftest import attempt

CANARY = "canary-typed-in-clear"


@pytest.fixture(scope="module")
def grant(centre, file):
    return centre.sql("SELECT id FROM wlec_access_grant WHERE case_id = %s ORDER BY id", file.id)[0][0]


def _refused(run, *args, **kwargs):
    with pytest.raises(RpcError) as caught:
        run(*args, **kwargs)
    return caught.value


@pytest.mark.parametrize("login", ["alice", "bob", "mona", "otto", "fred", "tara", "audrey", "sam", "carol"])
def test_grants(centre, people, file, grant, login):
    client = people[login]
    before = centre.sql("SELECT id, t::text FROM wlec_access_grant t WHERE case_id = %s ORDER BY id", file.id)
    for values in (
        {"case_id": file.id, "user_id": client.uid, "reason": "I would like to see it", "source": "assigned"},
        {
            "case_id": file.id,
            "user_id": client.uid,
            "reason": "I would like to see it",
            "source": "emergency",
        },
        {
            "case_id": file.id,
            "user_id": people["sam"].uid,
            "reason": "Looks after the computers",
            "valid_to": "2026-12-31",
        },
        {"case_id": file.id, "user_id": people["bob"].uid, "reason": "short", "valid_to": "2026-12-31"},
        {"case_id": file.id, "user_id": people["bob"].uid, "reason": "Without any end at all"},
    ):
        _refused(client.call, "wlec.access.grant", "create", values)
        _refused(client.call, "wlec.access.grant", "create", [values])
        _refused(client.call, "wlec.access.grant", "web_save", [], values, {"id": {}})
        _refused(client.call, "wlec.case", "write", [file.id], {"grant_ids": [[0, 0, values]]})
    _refused(client.call, "wlec.access.grant", "write", [grant], {"user_id": client.uid})
    _refused(client.call, "wlec.access.grant", "write", [grant], {"valid_to": False, "revoked_at": False})
    _refused(client.call, "wlec.access.grant", "unlink", [grant])
    for command in ([1, grant, {"user_id": client.uid}], [2, grant, 0], [3, grant, 0], [5, 0, 0], [6, 0, []]):
        _refused(client.call, "wlec.case", "write", [file.id], {"grant_ids": [command]})
    fields, row = (
        ["case_id/.id", "user_id/.id", "reason", "source"],
        [str(file.id), str(client.uid), "From a table of mine", "assigned"],
    )
    attempt(client.call, "wlec.access.grant", "load", fields, [row])
    assert (
        centre.sql("SELECT id, t::text FROM wlec_access_grant t WHERE case_id = %s ORDER BY id", file.id)
        == before
    )


@pytest.mark.parametrize("login", ["bob", "otto", "fred", "tara", "audrey", "sam", "carol"])
def test_exclusions(centre, people, file, login):
    client = people[login]
    values = {"case_id": file.id, "user_id": people["alice"].uid}
    _refused(client.call, "wlec.access.exclusion", "create", values)
    _refused(client.call, "wlec.access.exclusion", "create", {**values, "source": "wall"})
    assert not centre.sql("SELECT id FROM wlec_access_exclusion WHERE case_id = %s", file.id)


def test_an_exclusion_is_not_rewritten(centre, people, file):
    alice = people["alice"]
    made = alice.call("wlec.access.exclusion", "create", {"case_id": file.id, "user_id": people["bob"].uid})
    number = made[0] if isinstance(made, list) else made
    before = centre.sql("SELECT t::text FROM wlec_access_exclusion t WHERE id = %s", number)
    for login in ("alice", "mona", "bob", "sam"):
        _refused(
            people[login].call,
            "wlec.access.exclusion",
            "write",
            [number],
            {"lifted_at": "2026-01-01 00:00:00"},
        )
        _refused(people[login].call, "wlec.access.exclusion", "unlink", [number])
    for command in ([2, number, 0], [3, number, 0], [5, 0, 0], [1, number, {"user_id": 1}]):
        _refused(alice.call, "wlec.case", "write", [file.id], {"exclusion_ids": [command]})
    _refused(people["bob"].button, "wlec.access.exclusion", "action_lift", [number])
    assert centre.sql("SELECT t::text FROM wlec_access_exclusion t WHERE id = %s", number) == before
    alice.button("wlec.access.exclusion", "action_lift", [number])


@pytest.mark.parametrize("login", ["alice", "audrey", "otto", "sam", "carol"])
def test_access_records(centre, people, file, login):
    newest = centre.last_event()
    rows = centre.sql(
        "SELECT e::text FROM wlec_access_event e WHERE id <= %s ORDER BY id DESC LIMIT 50", newest
    )
    for method, args in (
        ("create", [{"action": "read", "model": "wlec.case", "record_ids": [file.id]}]),
        ("write", [[newest], {"outcome": "denied"}]),
        ("unlink", [[newest]]),
        ("copy", [[newest]]),
        ("web_save", [[newest], {"actor_id": 1}, {"id": {}}]),
        ("load", [["action", "model"], [["read", "wlec.case"]]]),
        ("name_create", ["x"]),
    ):
        attempt(people[login].call, "wlec.access.event", method, *args)
    assert (
        centre.sql("SELECT e::text FROM wlec_access_event e WHERE id <= %s ORDER BY id DESC LIMIT 50", newest)
        == rows
    )
    own = [row for row in centre.events(newest) if row["model"] == "wlec.access.event"]
    assert {row["action"] for row in own} <= {"read", "denied", "unlink"}


@pytest.mark.parametrize("login", ["alice", "mona", "bob", "otto", "tara", "sam", "carol"])
@pytest.mark.parametrize(
    ("model", "state"),
    [
        ("wlec.case", "disposed"), ("wlec.case.note", "signed"), ("wlec.case.document", "removed"), ("wlec.policy", "in_force"),
        ("wlec.consent", "given"), ("wlec.disclosure.request", "released"), ("wlec.breach.complaint", "closed"),
        ("wlec.complaint.letter", "sent"),
    ],
)  # fmt: skip
def test_states(centre, people, login, model, state):
    table = model.replace(".", "_")
    before = centre.sql(f"SELECT id, state FROM {table} ORDER BY id")
    for number, _state in before[:2] + before[-1:]:
        _refused(people[login].call, model, "write", [number], {"state": state})
        _refused(people[login].call, model, "web_save", [number], {"state": state}, {"id": {}})
        attempt(people[login].call, model, "copy", [number], {"state": state})
    _refused(people[login].call, model, "create", {"state": state})
    attempt(people[login].call, model, "create", {}, context={"default_state": state})
    attempt(people[login].call, model, "load", ["id", "state"], [["", state]])
    assert centre.sql(f"SELECT id, state FROM {table} ORDER BY id")[: len(before)] == before
    assert len(centre.sql(f"SELECT id FROM {table} WHERE state = %s", state)) == len(
        [1 for _id, had in before if had == state]
    )


@pytest.mark.parametrize("login", ["alice", "mona"])
def test_no_text_beside_the_file(centre, people, file, login):
    """Messages, attachments, activities, templates: Odoo keeps them in clear, so nothing may be typed there."""
    client = people[login]
    on = {"model": "wlec.case", "res_id": file.id}
    tries = (
        ("wlec.case", "message_post", [[file.id]], {"body": CANARY}),
        ("wlec.case", "message_notify", [[file.id]], {"body": CANARY, "partner_ids": [3]}),
        ("wlec.case.note", "message_post", [[file.note]], {"body": CANARY}),
        ("mail.message", "create", [{**on, "body": CANARY}], {}),
        ("mail.message", "create", [{"body": CANARY}], {"context": {"default_model": "wlec.case", "default_res_id": file.id}}),
        ("mail.compose.message", "create", [{"model": "wlec.case", "res_ids": str([file.id]), "body": CANARY}], {}),
        ("mail.scheduled.message", "create", [{**on, "body": CANARY, "scheduled_date": "2030-01-01 00:00:00"}], {}),
        ("ir.attachment", "create", [{"name": CANARY, "raw": "x", "res_model": "wlec.case", "res_id": file.id}], {}),
        ("ir.attachment", "create", [{"name": CANARY, "raw": "x"}], {"context": {"default_res_model": "wlec.case", "default_res_id": file.id}}),
        ("wlec.case", "activity_schedule", [[file.id]], {"act_type_xmlid": "mail.mail_activity_data_todo", "note": CANARY}),
        ("wlec.case", "activity_schedule", [[file.id]], {"act_type_xmlid": "mail.mail_activity_data_todo", "summary": CANARY}),
    )  # fmt: skip
    for model, method, args, kwargs in tries:
        attempt(client.call, model, method, *args, **kwargs)
    attempt(
        client.json,
        "/mail/message/post",
        thread_model="wlec.case",
        thread_id=file.id,
        post_data={"body": CANARY},
    )
    form = {"thread_id": file.id, "thread_model": "wlec.case", "name": CANARY}
    client.post("/mail/attachment/upload", form, files={"ufile": (f"{CANARY}.txt", CANARY.encode())})
    client.post(
        "/web/binary/upload_attachment",
        {"model": "wlec.case", "id": file.id},
        files={"ufile": (f"{CANARY}.txt", CANARY.encode())},
    )
    for table in (
        "mail_message",
        "mail_mail",
        "mail_activity",
        "mail_compose_message",
        "mail_scheduled_message",
    ):
        assert not centre.sql(f"SELECT id FROM {table} t WHERE t::text LIKE %s", f"%{CANARY}%"), table
    assert not centre.sql(
        "SELECT id FROM ir_attachment WHERE res_model LIKE 'wlec.%%' AND res_field IS NULL AND name LIKE %s",
        f"{CANARY}%",
    )
    lines = centre.sql("SELECT id FROM mail_message WHERE model = 'wlec.case' ORDER BY id DESC LIMIT 3")
    for (number,) in lines:
        attempt(client.call, "mail.message", "write", [number], {"body": CANARY})
        attempt(client.json, "/mail/message/update_content", message_id=number, update_data={"body": CANARY})
    assert not centre.sql("SELECT id FROM mail_message t WHERE t::text LIKE %s", f"%{CANARY}%")
