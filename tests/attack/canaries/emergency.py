# SPDX-License-Identifier: LGPL-3.0-or-later
"""A file opened in an emergency, and what somebody else says of it."""

from datetime import date, timedelta

from .day import door

MODEL = "wlec.emergency.access"


@door
def opened_in_an_emergency(day):
    (case,) = day.alice.call("wlec.case", "read", [day.case], ["name"])
    told = {"reference": case["name"], "category": "danger", "tell_client": "later", "tell_on": _tomorrow()}
    told["reason"] = f"She is in danger tonight: {day.word(f'{MODEL}.reason')}"
    told["tell_reason"] = f"Her partner reads her letters: {day.word(f'{MODEL}.tell_reason')}"
    access = day.save(day.bob, MODEL, [], told)
    dialog = day.bob.button(MODEL, "action_break", [access])
    day.bob.call("res.users.identitycheck", "run_check", [dialog["res_id"]], context={"password": "demo"})
    vals = {"access_id": access, "outcome": "fine", **day.words("wlec.emergency.review", "remark")}
    day.save(day.otto, "wlec.emergency.review", [], vals)


def _tomorrow():
    return (date.today() + timedelta(days=1)).isoformat()
