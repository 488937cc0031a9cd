# SPDX-License-Identifier: LGPL-3.0-or-later
"""“Who has looked at my file”: nobody reads another's, a number made up leads nowhere, and looking changes nothing but the record."""

import io
import re
from datetime import datetime, timedelta, timezone

import pypdf
import pytest

from tests.support.client import RpcError

from .conftest import File, attempt

PAGE = "/my/access-history"
REASON = "An investigation is under way, and she would warn him."


@pytest.fixture
def file(people, centre):
    """A file of carol's that alice has just read, and nobody else has ever broken the glass of."""
    alice = people["alice"]
    number = File(alice).id
    centre.sql("UPDATE wlec_case SET partner_id = %s WHERE id = %s", _partner(centre, "carol"), number)
    [found] = alice.call("wlec.case", "search_read", [["id", "=", number]], ["name"])
    alice.call("wlec.case", "web_read", [found["id"]], {"matter": {}, "narrative": {}})
    return found


def _partner(centre, login):
    return centre.sql("SELECT partner_id FROM res_users WHERE login = %s", login)[0][0]


def _tokens(client):
    return re.findall(r"access=([\w=-]+)", client.get(PAGE).text)


def _earlier(text):
    found = re.search(r'href="(/my/access-history\?before=[^"]+)"[^>]*>Earlier<', text)
    return found and found[1]


def _complaints(centre):
    return centre.sql("SELECT count(*), count(questioned_event_id) FROM wlec_breach_complaint")[0]


# ---- whose
def test_the_client_reads_it_and_that_is_on_record(people, centre, file):
    since = centre.last_event()
    page = people["carol"].get(PAGE)
    assert page.status_code == 200
    assert "Your caseworker" in page.text and "what you told us" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    rows = [row for row in centre.events(since) if "access_history" in row["field_names"]]
    assert [(row["action"], row["model"]) for row in rows] == [("read", "wlec.case")]
    assert file["id"] in rows[0]["case_ids"]
    assert "narrative" not in page.text and "web_read" not in page.text and "Okafor" not in page.text


@pytest.mark.parametrize("login", ["alice", "bob", "mona", "otto", "sam", "audrey", "tara", "fred"])
def test_staff_find_nothing_there(people, file, login):
    page = people[login].get(PAGE)
    assert "We hold no file of yours" in page.text
    assert file["name"] not in page.text
    assert people[login].get(f"{PAGE}/pdf").status_code == 404


def test_another_client_sees_their_own_and_a_stranger_the_door(people, centre, file):
    page = people["chris"].get(PAGE).text
    assert file["name"] not in page
    nobody = centre.login(None)
    for path in (PAGE, f"{PAGE}/pdf", f"/wlec/access-history/{file['id']}"):
        answer = nobody.get(path, allow_redirects=False)
        assert answer.status_code == 303 and "/web/login" in answer.headers["Location"]
    for path in (f"/complaint?access={_tokens(people['carol'])[0]}", "/complaint/receipt?access=x"):
        assert "You are asking about" not in nobody.get(path).text


def test_a_file_closed_and_one_there_is_none_of_are_the_same_on_paper(people, centre, file):
    since = centre.last_event()
    paper = people["alice"].get(f"/wlec/access-history/{file['id']}")
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert [row["action"] for row in centre.events(since) if "access_history" in row["field_names"]] == [
        "print"
    ]
    for login in ("bob", "fred", "sam", "otto", "tara", "audrey", "carol", "chris"):
        answers = [
            people[login].get(f"/wlec/access-history/{number}") for number in (file["id"], 2**31 - 9, 10**15)
        ]
        assert [answer.status_code for answer in answers] == [404] * 3, login
        assert len({re.sub(r"\d{4,}|csrf_token[^,]*,|[0-9a-f]{40}o\d+", "", a.text) for a in answers}) == 1, (
            login
        )


@pytest.mark.parametrize(
    "query",
    [
        "from=2020-01-01&to=2020-01-02", "from=x&to=%00", "from=0001-01-01&to=9999-12-31", "to=2026-02-30", "before=", "own=1",
        "from=2030-01-01&to=2020-01-01",
    ],
)  # fmt: skip
def test_absurd_periods_are_just_empty_or_whole(people, query):
    page = people["carol"].get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert "Who has looked at your file" in page.text


def test_other_methods_than_get_do_nothing(people):
    for method in ("POST", "PUT", "DELETE"):
        answer = people["carol"].http.request(method, f"{people['carol'].url}{PAGE}", timeout=60)
        assert answer.status_code in (400, 405)


# ---- tokens
FORGED = ("1", "0", "-1", "4711", "x" * 100, "gAAAAABl", "A" * 5000, "%00", "1 OR 1=1")


@pytest.mark.parametrize("token", FORGED)
def test_a_made_up_token_leads_nowhere_and_leaves_no_trace(people, centre, token):
    before, carol = _complaints(centre), people["carol"]
    since = centre.last_event()
    assert carol.get("/my/complaints/new", params={"access": token}).status_code == 404
    assert carol.get(PAGE, params={"before": token}).status_code == 404
    form = {"description": "x", "contact_by": "portal", "access": token}
    assert carol.post("/my/complaints/new", form).status_code == 404
    assert carol.post("/my/complaints/new", {**form, "save": "1"}).status_code == 404
    assert _complaints(centre) == before
    assert not [row for row in centre.events(since) if row["model"] != "res.partner"]


def test_another_clients_token_is_as_good_as_none(people, centre, file):
    token, before = _tokens(people["carol"])[0], _complaints(centre)
    since = centre.last_event()
    for login in ("chris", "alice", "bob", "otto", "sam"):
        answer = people[login].get("/my/complaints/new", params={"access": token})
        other = people[login].get("/my/complaints/new", params={"access": "x"})
        assert (answer.status_code, other.status_code) == (404, 404), login
        form = {"description": "x", "contact_by": "portal", "access": token}
        assert people[login].post("/my/complaints/new", form).status_code == 404, login
        assert people[login].get(PAGE, params={"before": token}).status_code == 404
    assert _complaints(centre) == before
    assert not [row for row in centre.events(since) if row["model"] == "wlec.access.event"]


def test_looking_changes_nothing_and_the_button_decides(people, centre, file, expect_log):
    expect_log(r"^WARNING odoo\.http: No CSRF validation token provided")
    carol, before = people["carol"], _complaints(centre)
    token = _tokens(carol)[0]
    for _ in range(3):
        page = carol.get("/my/complaints/new", params={"access": token})
        carol.http.head(f"{carol.url}/my/complaints/new?access={token}", timeout=60)
    assert _complaints(centre) == before
    assert (
        "You are asking about this" in page.text
        and "I would like to know whether this was right" in page.text
    )
    form = {"description": "Was this right?", "contact_by": "portal", "access": token}
    carol.post("/my/complaints/new", form, csrf=False)
    assert _complaints(centre) == before
    key = re.search(r'name="submission_key" value="([0-9a-f]{32})"', page.text)[1]
    for _ in range(2):  # pressed twice
        carol.post("/my/complaints/new", {**form, "submission_key": key})
    assert _complaints(centre) == (before[0] + 1, before[1] + 1)


def test_whoever_it_was_never_sees_the_complaint_and_the_handler_sees_the_access(people, centre, file):
    carol = people["carol"]
    form = {"description": "Was this right?", "contact_by": "portal", "access": _tokens(carol)[0]}
    answer = carol.post("/my/complaints/new", form, allow_redirects=False)
    number = int(re.search(r"/my/complaints/(\d+)", answer.headers["Location"])[1])
    ((actor, case, event, handler),) = centre.sql(
        "SELECT e.actor_id, c.case_id, e.id, u.login FROM wlec_breach_complaint c JOIN wlec_access_event e"
        " ON e.id = c.questioned_event_id JOIN res_users u ON u.id = c.handler_id WHERE c.id = %s",
        number,
    )  # fmt: skip
    assert (actor, case) == (people["alice"].uid, file["id"])
    assert centre.sql("SELECT user_id FROM wlec_complaint_subject_rel WHERE complaint_id = %s", number) == [
        (actor,)
    ]
    ((name,),) = centre.sql("SELECT name FROM wlec_breach_complaint WHERE id = %s", number)
    assert name not in attempt(people["alice"].call, "wlec.breach.complaint", "read", [number], ["name"])
    with pytest.raises(RpcError):
        people["alice"].button("wlec.breach.complaint", "action_view_questioned", [number])
    action = people[handler].button("wlec.breach.complaint", "action_view_questioned", [number])
    assert (action["res_model"], action["res_id"]) == ("wlec.access.event", event)
    [seen] = people[handler].call(
        "wlec.access.event",
        "web_read",
        [event],
        {"at": {}, "actor_id": {"fields": {"display_name": {}}}, "what": {}},
    )
    assert seen["actor_id"]["id"] == actor
    for login in ("bob", "fred", "sam", "carol", "chris", "tara"):
        with pytest.raises(RpcError):
            people[login].button("wlec.breach.complaint", "action_view_questioned", [number])
    with pytest.raises(RpcError):
        people[handler].call("wlec.breach.complaint", "read", [number], ["questioned_event_id"])
    with pytest.raises(RpcError):
        people[handler].call("wlec.breach.complaint", "write", [number], {"questioned_event_id": 1})


def test_an_officers_access_is_handled_by_somebody_else(people, centre, file):
    event = _insert(centre, file, people["otto"].uid)
    token = next(iter(_tokens(people["carol"])))
    form = {"description": "Was this right?", "contact_by": "portal", "access": token}
    answer = people["carol"].post("/my/complaints/new", form, allow_redirects=False)
    number = int(re.search(r"/my/complaints/(\d+)", answer.headers["Location"])[1])
    ((questioned, handler, name),) = centre.sql(
        "SELECT questioned_event_id, handler_id, name FROM wlec_breach_complaint WHERE id = %s", number
    )
    assert questioned == event and handler != people["otto"].uid
    assert name not in attempt(people["otto"].call, "wlec.breach.complaint", "read", [number], ["name"])


def _insert(centre, file, actor, hour=0):
    return centre.sql(
        "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin,"
        " route, method, outcome) VALUES (1, 'read', 'wlec.case', ARRAY[%s], '{matter}', ARRAY[%s], %s, %s, false, 'http', '/x',"
        " 'wlec.case.web_read', 'ok') RETURNING id", file["id"], file["id"], actor, actor,
    )[0][0]  # fmt: skip


# ---- page by page, on a file that everybody opens
def test_a_hot_file_page_by_page(people, centre, file):
    """More than a page: nothing is lost between two, and the number of the last one is not in the address."""
    centre.sql(
        "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin,"
        " route, method, outcome) SELECT 1, 'read', 'wlec.case', ARRAY[%s], '{matter}', ARRAY[%s], a, a, false, 'http', '/x',"
        " 'wlec.case.web_read', 'ok' FROM generate_series(1, 260) n, LATERAL (SELECT CASE n %% 2 WHEN 0 THEN %s ELSE %s END) AS x(a)"
        " RETURNING id", file["id"], file["id"], people["alice"].uid, people["mona"].uid,
    )  # fmt: skip
    carol, path, pages = people["carol"], PAGE, 0
    while path and pages < 20:
        text = carol.get(path).text
        pages += 1
        path = _earlier(text)
        assert not path or len(path) > 100  # a sealed number, not a number
    assert 3 <= pages < 20


# ---- hiding, from outside
def _hiding(people, file, **values):
    ends = datetime.now(timezone.utc) + timedelta(days=20)
    provision = people["alice"].call(
        "wlec.legal.provision", "search", [["tell_client", "=", "no"], ["status", "=", "in_force"]], limit=1
    )
    vals = {
        "case_id": file["id"], "person_id": people["alice"].uid, "provision_id": provision[0], "reason": REASON,
        "ends_at": ends.strftime("%Y-%m-%d %H:%M:%S"), **values,
    }  # fmt: skip
    made = people["alice"].call("wlec.access.hiding", "create", vals)
    return made[0] if isinstance(made, list) else made


def test_hidden_by_two_others_and_nobody_else(people, centre, file):
    number = _hiding(people, file)
    for login in ("mona", "otto", "bob", "sam", "carol", "audrey", "tara"):  # not asked for yet: alice's own
        assert REASON not in attempt(
            people[login].call, "wlec.access.hiding", "read", [number], ["reason", "name"]
        )
    people["alice"].button("wlec.access.hiding", "action_ask", [number])
    for login in ("bob", "fred", "sam", "carol", "chris", "audrey", "tara"):
        assert REASON not in attempt(people[login].call, "wlec.access.hiding", "read", [number], ["reason"])
        for action in ("action_approve", "action_refuse", "action_lift", "action_ask"):
            with pytest.raises(RpcError):
                people[login].button("wlec.access.hiding", action, [number])
    for values in (
        {"state": "approved"},
        {"approved_at": "2020-01-01 00:00:00"},
        {"ends_at": "2099-01-01 00:00:00"},
    ):
        for login in ("alice", "mona", "otto"):
            with pytest.raises(RpcError):
                people[login].call("wlec.access.hiding", "write", [number], values)
    assert "Your caseworker" in people["carol"].get(PAGE).text
    people["mona"].button("wlec.access.hiding", "action_approve", [number])
    with pytest.raises(RpcError):
        people["alice"].button("wlec.access.hiding", "action_approve", [number])
    people["otto"].button("wlec.access.hiding", "action_approve", [number])
    assert "Your caseworker" not in people["carol"].get(f"{PAGE}?own=1").text
    # The very second it ends, without anybody's doing.
    centre.sql(
        "UPDATE wlec_access_hiding SET ends_at = now() AT TIME ZONE 'UTC' - interval '1 second' WHERE id = %s",
        number,
    )
    page = people["carol"].get(PAGE).text
    assert "Your caseworker" in page and "This was not shown to you from" in page
    people["otto"].button("wlec.access.hiding", "action_lift", [number])
    assert people["otto"].call("wlec.access.hiding", "read", [number], ["state"])[0]["state"] == "lifted"


@pytest.mark.parametrize(
    "values",
    [
        {"state": "approved"}, {"approved_at": "2020-01-01 00:00:00"}, {"first_approver_id": 1}, {"case_id": 10**6},
        {"person_id": False}, {"ends_at": False}, {"provision_id": False},
    ],
)  # fmt: skip
def test_what_is_not_anybodys_to_say(people, file, values):
    with pytest.raises(RpcError):
        _hiding(people, file, **values)


def test_asked_in_ones_own_name(people, file):
    number = _hiding(people, file, requester_id=people["bob"].uid, name="HIDE-1")
    [made] = people["alice"].call("wlec.access.hiding", "read", [number], ["requester_id", "name"])
    assert made["requester_id"][0] == people["alice"].uid and made["name"] != "HIDE-1"
    with pytest.raises(RpcError):
        people["alice"].call("wlec.access.hiding", "unlink", [number])


def test_from_the_access_record_to_the_form(people, centre, file):
    event = people["alice"].call("wlec.access.event", "search", [["file_id", "in", [file["id"]]]], limit=1)
    action = people["alice"].button("wlec.access.event", "action_hide", event)
    assert action["context"] == {"default_case_id": file["id"], "default_event_id": event[0]}
    for login in ("bob", "sam", "carol", "fred"):
        with pytest.raises(RpcError):
            people[login].button("wlec.access.event", "action_hide", event)
    with pytest.raises(RpcError):
        people["alice"].button("wlec.access.event", "action_hide", [2**31 - 1])


def test_on_paper_from_the_file(people, file):
    alice = people["alice"]
    action = alice.button("wlec.case", "action_print_history", [file["id"]])
    made = alice.call("wlec.history.print", "create", {"case_id": file["id"], "date_from": "2026-01-01"})
    made = made[0] if isinstance(made, list) else made
    assert action["res_model"] == "wlec.history.print"
    answer = alice.button("wlec.history.print", "action_print", [made])
    assert alice.get(answer["url"]).content.startswith(b"%PDF-")
    with pytest.raises(RpcError):
        alice.call(
            "wlec.history.print", "write", [made], {"date_from": "2026-02-01", "date_to": "2026-01-01"}
        )
        alice.button("wlec.history.print", "action_print", [made])
    for login in ("bob", "sam", "carol", "otto"):
        with pytest.raises(RpcError):
            people[login].button("wlec.case", "action_print_history", [file["id"]])
        with pytest.raises(RpcError):
            people[login].call("wlec.history.print", "create", {"case_id": file["id"]})


def test_a_wall_and_the_page_stays_what_it_was(people, centre, file):
    """otto puts up a wall between carol's file and somebody else's: nothing carol can see changes."""
    other = File(people["bob"])
    carol = people["carol"]
    carol.get(f"{PAGE}?own=1")
    before = _visible(carol)
    centre.shell(
        f"case = env['wlec.case'].browse({file['id']})\n"
        f"env['wlec.access.exclusion'].sudo().create([{{'case_id': {file['id']}, 'user_id': {people['bob'].uid}, 'source': 'wall'}},"
        f" {{'case_id': {other.id}, 'user_id': {people['alice'].uid}, 'source': 'wall'}}])\nenv.cr.commit()\n"
    )
    try:
        assert _visible(carol) == before
    finally:
        centre.shell(
            "env.cr.execute(\"UPDATE wlec_access_exclusion SET lifted_at = now() WHERE source = 'wall' AND case_id IN"
            f' ({file["id"]}, {other.id})")\nenv.cr.commit()\n'
        )


def _visible(client):
    text = client.get(PAGE).text
    return re.sub(r"access=[\w=-]+|before=[\w=%-]+|csrf_token[^,]*,|[0-9a-f]{40}o\d+", "", text)


# ---- what a form would tell
MISSING = 2**31 - 13


def _asked(client, file, number):
    """What whoever fills in the form is told of this access record, by every way, without its number."""
    ends = (datetime.now(timezone.utc) + timedelta(days=9)).strftime("%Y-%m-%d %H:%M:%S")
    forbids = [["tell_client", "=", "no"], ["status", "=", "in_force"]]
    law = client.call("wlec.legal.provision", "search", forbids, limit=1)[0]
    values = {
        "case_id": file["id"],
        "event_id": number,
        "reason": REASON,
        "ends_at": ends,
        "provision_id": law,
    }
    spec, model = {"hides": {}, "event_id": {"fields": {"display_name": {}}}}, "wlec.access.hiding"
    own = _one(client.call(model, "create", {**values, "event_id": False, "since": "2026-01-01 00:00:00"}))
    ways = [
        (("onchange", [], {"event_id": number}, ["event_id"], spec), {}),
        (("onchange", [], {}, [], spec), {"context": {"default_event_id": number}}),
        (("onchange", [own], {"event_id": number}, ["event_id"], spec), {}),
        (("create", values), {}),
        (("create", {**values, "event_id": False}), {"context": {"default_event_id": number}}),
        (("write", [own], {"event_id": number}), {}),
        (("web_save", [own], {"event_id": number}, spec), {}),
    ]
    told = [attempt(client.call, model, *args, **more) for args, more in ways]
    told = [re.sub(r"Traceback.*", "", one, flags=re.S).replace(str(number), "#") for one in told]
    return [re.sub(r"\d{5,}", "#", one) for one in told]


def _one(answer):
    return answer[0] if isinstance(answer, list) else answer


def test_the_form_tells_of_no_access_record_that_is_closed(people, centre, file):
    """When, who and what stands in the form: it would be a page through the whole log, number by number."""
    alice, other = people["alice"], File(people["bob"])
    closed = _insert(centre, {"id": other.id}, people["bob"].uid)
    mine = _insert(centre, file, people["alice"].uid)
    answers, missing = _asked(alice, file, closed), _asked(alice, file, MISSING)
    assert answers == missing
    assert "Bob" not in str(answers) and "Matter" not in str(answers)
    assert "Matter" in str(_asked(alice, file, mine)), "one's own is told"


def test_a_paper_made_by_whom_a_complaint_is_about_does_not_say_that_there_is_one(people, centre, file):
    """The client reads that somebody looked because of their complaint; the caseworker it is about reads of a check."""
    form = {
        "description": "She told my neighbour.",
        "contact_by": "portal",
        "access": _tokens(people["carol"])[0],
    }
    answer = people["carol"].post("/my/complaints/new", form, allow_redirects=False)
    number = int(re.search(r"/my/complaints/(\d+)", answer.headers["Location"])[1])
    handler = centre.sql("SELECT handler_id FROM wlec_breach_complaint WHERE id = %s", number)[0][0]
    _insert(centre, file, handler)
    assert "Because of your complaint" in people["carol"].get(PAGE).text
    paper = people["alice"].get(f"/wlec/access-history/{file['id']}").content
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages)
    words = re.sub(r"\s+", " ", words)
    assert "A check that we keep to our own rules" in words
    assert "complaint" not in words.lower()
