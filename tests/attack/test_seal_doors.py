# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who may see and make seals and checks: officers and auditors; who may change one: nobody."""

import pytest

from tests.support.client import RpcError

ALLOWED = ("otto", "audrey")
OTHERS = ("alice", "bob", "mona", "vera", "fred", "tara", "carol", "sam")


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("model", ["wlec.access.seal", "wlec.access.check", "wlec.access.witness"])
def test_others_find_nothing(people, name, model):
    for call in (
        lambda client: client.call(model, "search_read", [], ["id"]),
        lambda client: client.call(model, "search_count", []),
        lambda client: client.call(model, "create", {}),
    ):
        with pytest.raises(RpcError):
            call(people[name])


@pytest.mark.parametrize("name", OTHERS)
def test_others_press_no_button(people, name):
    with pytest.raises(RpcError):
        people[name].call("wlec.access.seal", "action_seal_now")


@pytest.mark.parametrize("name", ALLOWED)
def test_a_seal_is_made_and_never_changed(people, name):
    client = people[name]
    client.call("wlec.access.seal", "action_seal_now")
    (seal,) = client.call("wlec.access.seal", "search_read", [], ["size", "note"], limit=1)
    assert seal["note"].splitlines()[1] == str(seal["size"])
    for attack in (
        lambda: client.call("wlec.access.seal", "write", [seal["id"]], {"note": "x"}),
        lambda: client.call("wlec.access.seal", "unlink", [seal["id"]]),
        lambda: client.call("wlec.access.seal", "create", {"note": "x", "size": 1}),
        lambda: client.call("wlec.access.seal", "copy", [seal["id"]]),
    ):
        with pytest.raises(RpcError):
            attack()


@pytest.mark.parametrize("name", ALLOWED)
def test_a_check_is_made_and_its_verdict_is_nobodys_to_write(people, centre, name):
    client = people[name]
    client.call("wlec.access.seal", "action_seal_now")
    check = client.call("wlec.access.check", "create", {})
    check = check[0] if isinstance(check, list) else check
    for values in ({"verdict": "intact"}, {"state": "done"}, {"place": "{}"}):
        with pytest.raises(RpcError):
            client.call("wlec.access.check", "write", [check], values)
        with pytest.raises(RpcError):
            client.call("wlec.access.check", "create", values)
    client.call("wlec.access.check", "action_start", [check])
    with pytest.raises(RpcError):
        people["alice"].call("wlec.access.check", "action_continue", [check])
    client.call("wlec.access.check", "action_continue", [check])
    (found,) = client.call("wlec.access.check", "read", [check], ["state", "verdict", "finding", "sealed"])
    assert (found["state"], found["verdict"], found["finding"]) == ("done", "intact", False)
    assert found["sealed"] > 0
    with pytest.raises(RpcError):
        client.call("wlec.access.check", "unlink", [check])


def test_reading_seals_is_on_record(people, centre):
    since = centre.last_event()
    people["audrey"].call("wlec.access.seal", "search_read", [], ["note"], limit=1)
    assert [(row["model"], row["action"]) for row in centre.events(since)] == [("wlec.access.seal", "read")]


WITNESS = {"name": "A witness", "kind": "mail", "address": "witness@example.org"}


@pytest.mark.parametrize("name", (*OTHERS, "audrey"))
def test_only_officers_name_a_witness(people, name):
    with pytest.raises(RpcError):
        people[name].call("wlec.access.witness", "create", WITNESS)
    with pytest.raises(RpcError):
        people[name].call("wlec.access.witness", "action_give_now", [1])


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("mail", "no address"),
        ("http", "http://witness.example"),
        ("http", "file:///etc/passwd"),
        ("http", "https://me:secret@witness.example"),
        ("file", "../../etc/cron.d/x"),
        ("file", "/etc/passwd"),
        ("file", "seals.txt"),  # no folder is named on this server
        ("mail", ""),
    ],
)
def test_a_witness_has_an_address_that_can_serve(people, kind, address):
    with pytest.raises(RpcError):
        people["otto"].call("wlec.access.witness", "create", WITNESS | {"kind": kind, "address": address})


def test_a_witness_is_given_the_newest_seal_and_nothing_else(people, centre):
    otto = people["otto"]
    otto.call("wlec.access.seal", "action_seal_now")
    witness = otto.call("wlec.access.witness", "create", WITNESS)
    witness = witness[0] if isinstance(witness, list) else witness
    otto.call("wlec.access.witness", "action_give_now", [witness])
    ((body,),) = centre.sql(
        "SELECT body_html FROM mail_mail WHERE email_to = 'witness@example.org' ORDER BY id DESC LIMIT 1"
    )
    (seal,) = otto.call("wlec.access.seal", "search_read", [], ["note"], limit=1)
    assert seal["note"].splitlines()[2] in body.replace("&#43;", "+")
    otto.call("wlec.access.witness", "unlink", [witness])
