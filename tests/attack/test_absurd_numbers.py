# SPDX-License-Identifier: LGPL-3.0-or-later
"""Record numbers in disguise - as text, as a fraction, beside one that can be none: they lead nowhere a plain one does not lead, seal
what a plain one seals, and keep no attempt out of the record."""

import pytest
import requests

from .asking import Asker
from .conftest import File, attempt
from .known import one

MISSING = 2**31 - 11
HUGE = (2**31 + 5, 2**70)
TIMES = {"start": "2031-01-02 10:00:00", "stop": "2031-01-02 11:00:00"}
DISGUISES = {
    "text": str, "with a space": lambda n: f" {n}", "with a sign": lambda n: f"+{n}", "in sixteens": hex, "a fraction": float,
    "just below": lambda n: n - 0.1, "with zeros": lambda n: f"000{n}",
}  # fmt: skip


@pytest.fixture(scope="module")
def closed(centre, people):
    """A file of alice's whose numbers are nowhere else."""
    centre.far_numbers("wlec_case", "res_partner")
    return File(people["alice"])


def _told(client, model, values, number):
    """What creating this says, with the number taken out, in all its forms."""
    answer = Asker(client).call(model, "create", number, [values], {})
    for text in (hex(number), str(number - 1), str(number)):
        answer = answer.replace(text, "#")
    return answer


# ---- pointing at what is closed
@pytest.mark.parametrize("dress", DISGUISES)
def test_what_is_closed_is_not_pointed_at(people, closed, dress):
    dressed = DISGUISES[dress]
    ways = [
        ("calendar.event", lambda n: {"name": "x", **TIMES, "partner_ids": [[4, dressed(n)]]}),
        ("calendar.event", lambda n: {"name": "x", **TIMES, "partner_ids": [[6, 0, [dressed(n)]]]}),
        ("calendar.event", lambda n: {"name": "x", **TIMES, "partner_ids": [dressed(n)]}),
        ("mail.template.preview", lambda n: {"mail_template_id": 1, "resource_ref": f"res.partner,{dressed(n)}"}),
    ]  # fmt: skip
    for model, values in ways:
        answers = {_told(people["bob"], model, values(n), n) for n in (closed.partner, MISSING)}
        assert len(answers) == 1, (model, answers)
        assert '"result"' not in answers.pop()


@pytest.mark.parametrize("dress", DISGUISES)
def test_what_hangs_on_a_client_is_sealed(centre, people, closed, dress):
    """Or refused; never kept in clear because nobody recognised the number."""
    alice, number = people["alice"], DISGUISES[dress](closed.partner)
    ((before,),) = centre.sql("SELECT max(id) FROM ir_attachment")
    for values in ({"res_id": number}, {"res_id": number, "res_model": "res.partner"}):
        values = {"name": f"{closed.word}.txt", "datas": "eHl6", "res_model": "res.partner"} | values
        attempt(alice.call, "ir.attachment", "create", values)
    attempt(
        alice.call, "calendar.event", "create", {"name": closed.word, **TIMES, "partner_ids": [[4, number]]}
    )
    rows = "SELECT count(*) FROM ir_attachment WHERE id > %s AND (wlec_sealed_for IS NULL OR name LIKE %s)"
    assert centre.sql(rows, before, f"%{closed.word}%") == [(0,)]
    assert centre.sql("SELECT count(*) FROM calendar_event WHERE name LIKE %s", f"%{closed.word}%") == [(0,)]


def test_a_sealed_document_does_not_leave_by_a_disguised_number(centre, people, closed):
    alice = people["alice"]
    values = {"name": "x.txt", "datas": "eHl6", "res_model": "res.partner", "res_id": closed.partner}
    document = one(alice.call("ir.attachment", "create", values))
    own = centre.sql("SELECT partner_id FROM res_users WHERE id = %s", alice.uid)[0][0]
    for number in (str(own), f" {own}", float(own)):
        assert "stays with the record" in attempt(
            alice.call, "ir.attachment", "write", [document], {"res_id": number}
        )
    found = centre.sql("SELECT wlec_sealed_for, res_id FROM ir_attachment WHERE id = %s", document)
    assert found == [(f"res.partner,{closed.partner}", closed.partner)]


# ---- an attempt is on record, whatever stands beside it
def _denied(centre, since):
    return [row for row in centre.events(since) if row["outcome"] == "denied" and row["model"] == "wlec.case"]


@pytest.mark.parametrize("method", ["read", "web_read", "write", "unlink", "export_data"])
@pytest.mark.parametrize("beside", HUGE)
def test_a_number_that_can_be_none_keeps_no_attempt_out_of_the_record(centre, people, closed, method, beside):
    words = {
        "read": [["matter"]], "web_read": [{"matter": {}}], "write": [{"matter": "x"}], "unlink": [], "export_data": [["matter"]],
    }[method]  # fmt: skip
    for ids in ([closed.id, beside], [beside, closed.id]):
        since = centre.last_event()
        answer = attempt(people["bob"].call, "wlec.case", method, ids, *words)
        assert closed.word not in answer
        assert "could not be written" not in answer
        named = {number for row in _denied(centre, since) for number in row["record_ids"]}
        assert named <= {closed.id}
        assert closed.id in named or "NumericValueOutOfRange" not in answer


@pytest.mark.parametrize("number", [float, str])
def test_nor_does_a_disguise(centre, people, closed, number):
    since = centre.last_event()
    assert closed.word not in attempt(
        people["bob"].call, "wlec.case", "read", [number(closed.id)], ["matter"]
    )
    assert [row["record_ids"] for row in _denied(centre, since)] in ([[closed.id]], [])


@pytest.mark.parametrize("path", ["%00", "a%00b", "%ED%A0%80", "%FF", "%E2%80%AE"])
def test_nor_does_an_odd_address(centre, people, closed, path):
    """The path of a remote call is the caller's own: what is called stands in the body."""
    bob, since = people["bob"], centre.last_event()
    params = {"model": "wlec.case", "method": "read", "args": [[closed.id], ["matter"]], "kwargs": {}}
    answer = bob.http.post(
        f"{bob.url}/web/dataset/call_kw/{path}",
        json={"jsonrpc": "2.0", "id": 1, "params": params},
        timeout=60,
    )
    assert closed.word not in answer.text
    assert [row["record_ids"] for row in _denied(centre, since)] == [[closed.id]], answer.text[:500]


# ---- pages
@pytest.mark.parametrize("number", ["9" * 5000, "²", "٣", "-1", "%00", "1e3", " 5", "0x5"])
def test_odd_numbers_in_addresses_are_no_fault_of_the_server(people, number):
    carol, alice = people["carol"], people["alice"]
    for client, path in (
        (carol, f"/my/complaints/{number}"), (carol, f"/my/consents/{number}"), (carol, f"/my/complaints/document/{number}"),
        (alice, f"/wlec/access-history/{number}"), (alice, f"/wlec/redaction/{number}/page/0"),
        (carol, f"/calendar/meeting/view?token=x&id={number}"),
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code < 500, (path, answer.status_code)


def test_a_link_shows_no_more_of_a_confidential_meeting_by_another_writing_of_its_number(
    centre, people, closed
):
    alice = people["alice"]
    own = centre.sql("SELECT partner_id FROM res_users WHERE id = %s", alice.uid)[0][0]
    values = {"name": closed.word, "location": closed.word, "description": closed.word, **TIMES}
    event = one(
        alice.call("calendar.event", "create", {**values, "partner_ids": [[4, own], [4, closed.partner]]})
    )
    token = "t0ken-of-a-test"  # Odoo mails it; here it is known
    centre.sql(
        "UPDATE calendar_attendee SET access_token = %s WHERE event_id = %s AND partner_id = %s",
        token,
        event,
        closed.partner,
    )
    for number in (
        event,
        f"%20{event}",
        f"%2B{event}",
        f"0{event}",
        f"{event}%20",
        f"{str(event)[0]}_{str(event)[1:]}",
    ):
        answer = requests.Session().get(
            f"{centre.url}/calendar/meeting/view?token={token}&id={number}",
            timeout=60,
            proxies={"http": None},
        )
        assert closed.word not in answer.text, number
        assert answer.status_code in (200, 404)


# ---- settings that count
YEARS, MONTHS = "wlec_confidentiality.log_years", "wlec_confidentiality.seal_key_months"


@pytest.mark.parametrize("value", ["9" * 5000, "999999999", "-5", "²", "x", ""])
def test_an_absurd_setting_stops_no_page_and_no_job(centre, people, value):
    """An administrator who could make the page of the seals fail would have the officers told of nothing."""
    sam, since = people["sam"], centre.last_event()
    before = dict(
        centre.sql("SELECT key, value FROM ir_config_parameter WHERE key IN (%s, %s)", YEARS, MONTHS)
    )
    try:
        for key in (YEARS, MONTHS):
            sam.call("ir.config_parameter", "set_param", key, value)
        noted = {
            name
            for row in centre.events(since)
            if row["model"] == "ir.config_parameter"
            for name in row["field_names"]
        }
        assert noted >= {YEARS} or value == ""
        state = one(people["otto"].call("wlec.seal.state", "create", {}))
        people["otto"].call("wlec.seal.state", "read", [state], ["problems", "key_due"])
        purge = one(people["otto"].call("wlec.log.purge", "create", {"reason": "x"}))
        assert "kept for ever" in attempt(people["otto"].call, "wlec.log.purge", "action_ask", [purge])
        people["otto"].call("wlec.log.purge", "unlink", [purge])
    finally:
        for key in (YEARS, MONTHS):
            sam.call("ir.config_parameter", "set_param", key, before.get(key, False))


def test_the_name_of_the_log_is_not_changed_without_a_trace(centre, people):
    sam, since = people["sam"], centre.last_event()
    ((number, value),) = centre.sql("SELECT id, value FROM ir_config_parameter WHERE key = 'database.uuid'")
    sam.call("ir.config_parameter", "write", [number], {"value": "another"})
    sam.call("ir.config_parameter", "write", [number], {"value": value})
    noted = [row for row in centre.events(since) if row["model"] == "ir.config_parameter"]
    assert [(row["actor_id"], row["field_names"], row["record_ids"]) for row in noted] == [
        (sam.uid, ["database.uuid"], [number])
    ] * 2
