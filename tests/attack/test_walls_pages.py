# SPDX-License-Identifier: LGPL-3.0-or-later
"""Lists in pages: each is full as long as there is more, and all together are what there is to see. A page that is short, or a count
that is not the number of rows, would tell that something is left out."""

import os

import pytest

from dev.places import DATA
from tests.support import centre as centres

from .known import Known, far_numbers

MODELS = (
    "res.partner", "crm.lead", "calendar.event", "calendar.attendee", "mail.message", "mail.activity", "mail.followers",
    "mail.notification", "mail.scheduled.message", "ir.attachment", "wlec.case", "wlec.case.note", "wlec.case.document",
)  # fmt: skip
MOST = 90
# A notice to one person is Odoo's to show to that person alone, on whatever record, and so is what was said about a private
# meeting of a colleague's, and about a drill, which is no secret and about nobody: it takes these out of a page itself.
ELSEWHERE = ["calendar.event", "wlec.emergency.drill"]
SHOWN = {"mail.message": [["message_type", "!=", "user_notification"], ["model", "not in", ELSEWHERE]]}


@pytest.fixture(scope="module")
def centre(request):
    """A centre nobody has attacked yet."""
    name = f"{os.environ['WLEC_TEST_DATABASE']}_pages"
    log = DATA / "log" / f"{name}.log"
    with centres.database_from(os.environ["WLEC_TEST_CENTRE"], name):
        request.config.wlec_log.follow(log)
        with centres.opened(name, log) as opened:
            yield opened


@pytest.fixture(scope="module")
def people(centre):
    return {login: centre.login(login) for login in ("alice", "bob", "sam", "fred", "mona")}


@pytest.fixture(scope="module")
def made(centre, people):
    """Closed things of alice's, and in between an open one of each kind of everybody's."""
    far_numbers(centre)
    for login in ("bob", "sam", "fred", "bob", "sam", "fred"):
        Known(people["alice"], centre)
        client = people[login]
        own = client.call("res.users", "read", [client.uid], ["partner_id"])[0]["partner_id"][0]
        client.call("res.partner", "message_post", [own], body="A note to myself")
        client.call("res.partner", "activity_schedule", [own], "mail.mail_activity_data_todo", summary="Tea")
        client.call(
            "ir.attachment",
            "create",
            {"name": "tea.txt", "raw": "x", "res_model": "res.partner", "res_id": own},
        )
    Known(people["alice"], centre)


@pytest.mark.parametrize("login", ["bob", "sam", "fred", "mona", "alice"])
def test_every_page_is_full(people, made, login):
    client, wrong, most = people[login], [], 0
    for model in MODELS:
        if not client.call(model, "has_access", [], "read"):
            continue
        domain = SHOWN.get(model, [])
        whole = client.call(model, "search", domain, order="id desc")
        most = max(most, len(whole))
        if client.call(model, "search_count", domain) != len(whole):
            wrong.append(f"{model}: counted otherwise")
        if {row["id"] for row in client.call(model, "search_read", domain, ["id"])} != set(whole):
            wrong.append(f"{model}: not all of them can be read")
        for size in (1, 7):
            found = []
            for offset in range(0, min(len(whole), MOST if size > 1 else 12), size):
                page = client.call(
                    model, "search_read", domain, ["id"], order="id desc", limit=size, offset=offset
                )
                found += [row["id"] for row in page]
            if found != whole[: len(found)] or len(found) < min(len(whole), 12):
                wrong.append(f"{model}: pages of {size} are {found}, not {whole[: len(found)]}")
    assert most > 20
    assert not wrong, "\n".join(wrong)
