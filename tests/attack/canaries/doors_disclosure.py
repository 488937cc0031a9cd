# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is disclosed, or is not: from the first word to what the recipient is told later."""

from .day import PAPER, door, encoded
from .doors_consent import consent_values


def _request(day, ground, *names, **vals):
    vals = {
        "case_id": day.case,
        "ground": ground,
        "origin": "client",
        "purpose_id": day.one(day.alice, "wlec.consent.purpose"),
        "recipient_kind": "person",
        **vals,
    }
    return day.make(
        day.alice, "wlec.disclosure.request", vals, "recipient_name", "necessity", "proportionality", *names
    )


def _approved(day, number, *approvers):
    model = "wlec.disclosure.request"
    for step in ("assess", "submit"):
        day.alice.button(model, f"action_{step}", [number])
    for person, remark in approvers:
        day.save(person, model, [number], {"decision_remark": day.word(f"{model}.{remark}")})
        person.button(model, "action_approve", [number])


def _item(day, **vals):
    return [
        0,
        0,
        {"category_id": day.one(day.alice, "wlec.information.category"), "document_id": day.document, **vals},
    ]


@door
def disclosure_in_danger(day):
    model = "wlec.disclosure.request"
    number = _request(
        day, "danger", "danger_who", "danger_what", "why_not_consent", "tell_reason", danger_imminence="now",
        condition_id=day.one(day.alice, "wlec.legal.provision", [["special_condition", "=", True]]),
        item_ids=[_item(day, **day.words("wlec.disclosure.item", "description", "reason"))],
        tell_client="delayed", tell_date="2035-01-01", safeguarding_route="emergency",
    )  # fmt: skip
    asked = {"callback_number": day.phone(f"{model}.callback_number")}
    asked |= day.words(model, "asker_name", "asker_rank", "asker_contact")
    day.save(day.alice, model, [number], asked)
    _approved(day, number, (day.mona, "approval_remark"), (day.otto, "second_approval_remark"))
    day.canaries.same(f"{model}.decision_remark", f"{model}.approval_remark")


@door
def disclosure_sent_back(day):
    model = "wlec.disclosure.request"
    number = _request(
        day, "danger", "privilege_waiver_filename", danger_imminence="now", safeguarding_route="emergency",
        danger_who="them", danger_what="harm", why_not_consent="gone",
        condition_id=day.one(day.alice, "wlec.legal.provision", [["special_condition", "=", True]]),
        privilege_waiver=encoded(day.word(f"{model}.privilege_waiver")), item_ids=[_item(day, description="a letter")],
    )  # fmt: skip
    _approved(day, number)
    day.save(day.mona, model, [number], day.words(model, "question"))
    day.mona.button(model, "action_ask_back", [number])


@door
def emergency(day):
    model = "wlec.disclosure.request"
    number = _request(
        day, "danger", emergency_reason=f"He stands at the door: {day.word(f'{model}.emergency_reason')}", danger_imminence="now", safeguarding_route="emergency",
        danger_who="them", danger_what="harm", why_not_consent="gone", item_ids=[_item(day, description="a letter")],
    )  # fmt: skip
    day.alice.button(model, "action_release_emergency", [number])
    day.save(day.mona, model, [number], day.words(model, "review_finding"))
    day.mona.button(model, "action_reject", [number])


@door
def disclosure_released(day):
    """What leaves is made of what was typed: the words of the items and the document are in schedule and package."""
    model, agency = "wlec.disclosure.request", day.one(day.alice, "wlec.agency")
    permission = day.make(
        day.alice,
        "wlec.consent",
        consent_values(day, agency_id=agency, evidence=PAPER, evidence_filename="x.pdf", purpose="help"),
    )
    day.alice.button("wlec.consent", "action_give", [permission])
    number = _request(
        day, "consent", recipient_kind="agency", agency_id=agency, consent_id=permission,
        condition_id=day.one(day.alice, "wlec.legal.provision", [["special_condition", "=", True]]),
        item_ids=[_item(day, description=day.word("an item that is given"))],
    )  # fmt: skip
    _approved(day, number, (day.mona, "the remark of the one approval"))
    day.otto.button(model, "action_release", [number])
    day.canaries.same(f"{model}.package", "wlec.case.document.content")
    day.canaries.same(f"{model}.schedule", "an item that is given")
    record, delivery = "wlec.disclosure.record", "wlec.disclosure.delivery"
    for what in ("delivery", "password"):
        wizard = day.make(
            day.otto, record, {"request_id": number, "what": what, "method": "hand"}, "person", "proof"
        )
        day.otto.button(record, "action_record", [wizard])
    for kept, typed in (
        (f"{delivery}.received_by", f"{record}.person"),
        (f"{delivery}.proof", f"{record}.proof"),
        (f"{model}.password_to", f"{record}.person"),
    ):
        day.canaries.same(kept, typed)
    recipients_told(day)


def recipients_told(day):
    """Something has changed since: everybody who was given it hears of it."""
    notify, notice = "wlec.disclosure.notify", "wlec.disclosure.notice"
    wizard = day.make(day.alice, notify, {"case_id": day.case}, "change")
    day.alice.button(notify, "action_notify", [wizard])
    day.canaries.same(f"{notice}.change", f"{notify}.change")
    numbers = day.alice.call(notice, "search", [["case_id", "=", day.case]])
    day.alice.button(notice, "action_letter", numbers[:1])
    day.save(day.alice, notice, numbers[:1], day.words(notice, "why_not"))
    day.alice.button(notice, "action_give_up", numbers[:1])


@door
def disclosure_prepared(day):
    """What the caseworker lists as not to leave, and the copies made of a document."""
    number = _request(
        day, "danger", "banned_words", "more_conditions", danger_imminence="now", safeguarding_route="emergency",
        danger_who="them", danger_what="harm", why_not_consent="gone", item_ids=[_item(day, description="a letter")],
    )  # fmt: skip
    day.alice.button("wlec.disclosure.request", "action_check_documents", [number])


@door
def disclosure_refused(day):
    model = "wlec.disclosure.request"
    number = _request(
        day, "law", "notice_reference", "notice_filename", "conflict_statement", "cannot_act_address",
        notice_document=encoded(day.word(f"{model}.notice_document")),
    )  # fmt: skip
    day.refused(day.alice.button, model, "action_assess", [number])
    day.alice.button(model, "action_recommend_refusal", [number])
    day.save(day.mona, model, [number], day.words(model, "refusal_reason"))
    day.mona.button(model, "action_refuse", [number])
