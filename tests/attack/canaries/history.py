# SPDX-License-Identifier: LGPL-3.0-or-later
"""Why something is hidden from a client, and a client's question about an access."""

import re
from datetime import date, timedelta

from .day import door

MODEL = "wlec.access.hiding"


@door
def hidden_from_a_client(day):
    provision = day.one(
        day.alice, "wlec.legal.provision", [["tell_client", "=", "no"], ["status", "=", "in_force"]]
    )
    ends = f"{date.today() + timedelta(days=30)} 12:00:00"
    vals = {"case_id": day.case, "person_id": day.alice.uid, "provision_id": provision, "ends_at": ends}
    vals["reason"] = f"She would warn him at once: {day.word(f'{MODEL}.reason')}"
    hiding = day.save(day.alice, MODEL, [], vals)
    day.alice.button(MODEL, "action_ask", [hiding])
    day.mona.button(MODEL, "action_approve", [hiding])
    day.otto.call(MODEL, "web_read", [hiding], {"reason": {}})
    day.otto.button(MODEL, "action_refuse", [hiding])


@door
def asked_about_an_access(day):
    """A draft first, then the complaint: with what the client typed themselves."""
    page = day.carol.get("/my/access-history").text
    token = re.search(r"access=([\w=-]+)", page)[1]
    form = {
        "contact_by": "portal",
        "access": token,
        "description": f"Why was it opened? {day.word('a question about an access')}",
    }
    day.carol.post("/my/complaints/new", {**form, "save": "1"})
    assert token in day.carol.get("/my/complaints/new").text
    day.carol.post("/my/complaints/new", form)
