# SPDX-License-Identifier: LGPL-3.0-or-later
"""“Who has looked at my file”, for the attacks on it: a file of carol's, what her page shows, access records made by hand."""

import re
from datetime import datetime, timedelta, timezone

from .conftest import File
from .known import one

PAGE = "/my/access-history"
REASON = "An investigation is under way, and she would warn him."


def carols_file(people, centre):
    """A file of carol's that alice has just read, and nobody else has ever broken the glass of."""
    alice = people["alice"]
    number = File(alice).id
    centre.sql("UPDATE wlec_case SET partner_id = %s WHERE id = %s", _partner(centre, "carol"), number)
    [found] = alice.call("wlec.case", "search_read", [["id", "=", number]], ["name"])
    alice.call("wlec.case", "web_read", [found["id"]], {"matter": {}, "narrative": {}})
    return found


def _partner(centre, login):
    return centre.sql("SELECT partner_id FROM res_users WHERE login = %s", login)[0][0]


def tokens(client):
    return re.findall(r"access=([\w=-]+)", client.get(PAGE).text)


def insert(centre, file, actor, hour=0):
    return centre.sql(
        "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin,"
        " route, method, outcome) VALUES (1, 'read', 'wlec.case', ARRAY[%s], '{matter}', ARRAY[%s], %s, %s, false, 'http', '/x',"
        " 'wlec.case.web_read', 'ok') RETURNING id", file["id"], file["id"], actor, actor,
    )[0][0]  # fmt: skip


def hiding(people, file, **values):
    ends = datetime.now(timezone.utc) + timedelta(days=20)
    provision = people["alice"].call(
        "wlec.legal.provision", "search", [["tell_client", "=", "no"], ["status", "=", "in_force"]], limit=1
    )
    vals = {
        "case_id": file["id"], "person_id": people["alice"].uid, "provision_id": provision[0], "reason": REASON,
        "ends_at": ends.strftime("%Y-%m-%d %H:%M:%S"), **values,
    }  # fmt: skip
    return one(people["alice"].call("wlec.access.hiding", "create", vals))


def visible(client):
    text = client.get(PAGE).text
    return re.sub(r"access=[\w=-]+|before=[\w=%-]+|csrf_token[^,]*,|[0-9a-f]{40}o\d+", "", text)
