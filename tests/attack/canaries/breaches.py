# SPDX-License-Identifier: LGPL-3.0-or-later
"""A breach from its report to its letters, each word typed by whoever would type it."""

import time

from .day import door

REGISTER = "wlec.breach"
_TEXTS = (
    "facts", "involved", "discovery", "consequences", "measures_before", "containment", "lessons", "aware_reason", "late_reason",
    "risk_reason", "not_notified_reason", "serious_reason", "others_to_tell", "public_notice",
)  # fmt: skip


@door
def breach_reported(day):
    wizard = day.save(
        day.fred, "wlec.breach.report", [], day.words("wlec.breach.report", "facts", "involved")
    )
    day.fred.button("wlec.breach.report", "action_report", [wizard])
    day.breach = day.otto.call(REGISTER, "search", [], limit=1, order="id desc")[0]


@door
def breach_of_a_complaint(day):
    day.otto.button("wlec.breach.complaint", "action_record_breach", [day.complaint])


@door
def breach_assessed(day):
    category = day.one(day.otto, "wlec.information.category")
    vals = {
        "cause": "post", "people_count": 1, "category_ids": [[6, 0, [category]]], "data_kind": "simple", "data_adjustment": 3,
        "identification": "maximum", "confidentiality": "known", "risk_decision": "risk", "serious_decision": "no",
    }  # fmt: skip
    day.save(day.otto, REGISTER, [day.breach], {**day.words(REGISTER, *_TEXTS), **vals})
    day.otto.button(REGISTER, "action_assess", [day.breach])


@door
def breach_notified(day):
    model = "wlec.breach.notice"
    notice = day.otto.button(REGISTER, "action_prepare_notice", [day.breach])["res_id"]
    answer = day.otto.call("wlec.breach.answer", "search", [["notice_id", "=", notice]], limit=1)
    day.save(day.otto, "wlec.breach.answer", answer, day.words("wlec.breach.answer", "answer"))
    vals = {"sent_on": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime()), "sent_how": "form"}
    day.save(day.otto, model, [notice], {**vals, **day.words(model, "remark")})
    day.otto.button(model, "action_make_pdf", [notice])
    day.otto.get(f"/web/content/{model}/{notice}/pdf?download=1")
    day.otto.button(model, "action_send", [notice])


@door
def people_told(day):
    model = "wlec.breach.person"
    texts = day.words(model, "who", "address", "letter", "told_note", "why_not")
    person = day.save(day.otto, model, [], {"breach_id": day.breach, "channel": "phone", **texts})
    day.otto.button(model, "action_print", [person])
    day.otto.button(model, "action_tell", [person])


@door
def managed(day):
    model = "wlec.management.action"
    vals = {
        "breach_id": day.breach,
        "person_id": day.alice.uid,
        "owner_id": day.mona.uid,
        "due_on": "2031-01-01",
    }
    action = day.save(day.otto, model, [], {**vals, **day.words(model, "what")})
    day.save(day.mona, model, [action], day.words(model, "outcome"))
    day.mona.button(model, "action_finish", [action])
