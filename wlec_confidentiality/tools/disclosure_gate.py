# SPDX-License-Identifier: LGPL-3.0-or-later
"""The gate every disclosure passes: from the facts of a request to the list of what is still missing.

Pure on purpose. The model gathers :class:`Facts` and puts the answers into words; nothing here reads a database, a user or a
clock, so every combination of ground and evidence can be tried in milliseconds. An empty list means: lawful as far as the
centre's policy and registers can tell.
"""

from collections.abc import Hashable
from datetime import date
from typing import NamedTuple

CONSENT, DANGER, LAW, CONFLICT = "consent", "danger", "law", "conflict"
GROUNDS = (CONSENT, DANGER, LAW, CONFLICT)


class Item(NamedTuple):
    """One line of what is asked and what is given."""

    number: int
    asked: bool = True
    given: bool = True
    category: Hashable = None
    described: bool = True
    document: Hashable = None
    on_file: bool = True
    reason: bool = False
    special: bool = False
    protected: bool = False


class Consent(NamedTuple):
    """The permission a request rests on."""

    state: str = "given"
    recipient: bool = True
    purpose: Hashable = None
    categories: frozenset = frozenset()
    documents: frozenset = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None
    confirm_by: date | None = None


class Provision(NamedTuple):
    """The rule of law a request rests on."""

    status: str = "in_force"
    obliges: bool = True
    binds_us: str = "yes"
    recipient: bool = True
    needs_notice: bool = True
    forbids_telling: bool = False


class Facts(NamedTuple):
    """All the gate looks at. Texts come as booleans: whether they say something, never what they say."""

    today: date
    ground: str | None = None
    recipient: bool = False
    recipient_dissolved: bool = False
    purpose: Hashable = None
    asked_by_recipient: bool = False
    asker: bool = False
    callback_needed: bool = False
    callback_done: bool = False
    necessity: bool = False
    proportionality: bool = False
    items: tuple[Item, ...] = ()
    consent: Consent | None = None
    danger_who: bool = False
    danger_what: bool = False
    danger_imminence: bool = False
    why_not_consent: bool = False
    provision: Provision | None = None
    notice_reference: bool = False
    notice_document: bool = False
    binds_checked: bool = False
    conflict_statement: bool = False
    special_condition: bool = False
    tell_client: str | None = None
    tell_date: date | None = None
    tell_reason: bool = False


class Gap(NamedTuple):
    """Something missing: a code for the sentence, and what the sentence names."""

    code: str
    what: Hashable = None


def missing(facts: Facts) -> list[Gap]:
    """Everything that stands between the facts and a lawful disclosure, in the order a person would ask."""
    return [
        *_recipient(facts),
        *_reasons(facts),
        *(_BY_GROUND[facts.ground](facts) if facts.ground in _BY_GROUND else [Gap("ground")]),
        *_items(facts),
        *_telling(facts),
    ]


def _gaps(*pairs):
    return [Gap(code) for code, absent in pairs if absent]


def _recipient(facts):
    return _gaps(
        ("recipient", not facts.recipient),
        ("recipient_dissolved", facts.recipient_dissolved),
        ("asker", facts.asked_by_recipient and not facts.asker),
        ("callback", facts.callback_needed and not facts.callback_done),
    )


def _reasons(facts):
    if facts.ground == CONFLICT:
        return []
    return _gaps(
        ("purpose", facts.purpose is None),
        ("necessity", not facts.necessity),
        ("proportionality", not facts.proportionality),
    )


def _consent(facts):
    consent = facts.consent
    if consent is None:
        return [Gap("consent")]
    gaps = [] if consent.state == "given" else [Gap("consent_state", consent.state)]
    gaps += _gaps(
        ("consent_recipient", not consent.recipient),
        ("consent_purpose", facts.purpose is not None and consent.purpose != facts.purpose),
        ("consent_early", consent.valid_from is None or facts.today < consent.valid_from),
        ("consent_late", consent.valid_to is None or facts.today > consent.valid_to),
        ("consent_unconfirmed", consent.confirm_by is not None and facts.today > consent.confirm_by),
    )
    given = [item for item in facts.items if item.given]
    outside = dict.fromkeys(
        i.category for i in given if i.category is not None and i.category not in consent.categories
    )
    gaps += [Gap("consent_category", category) for category in outside]
    if consent.documents:
        gaps += [
            Gap("consent_document", i.number)
            for i in given
            if i.document and i.document not in consent.documents
        ]
    return gaps


def _danger(facts):
    return _gaps(
        ("danger_who", not facts.danger_who),
        ("danger_what", not facts.danger_what),
        ("danger_imminence", not facts.danger_imminence),
        ("why_not_consent", not facts.why_not_consent),
    )


def _law(facts):
    provision = facts.provision
    if provision is None:
        return [Gap("provision")]
    return _gaps(
        ("provision_repealed", provision.status == "repealed"),
        ("provision_future", provision.status == "not_commenced"),
        ("provision_permits", not provision.obliges),
        ("provision_not_us", provision.binds_us == "no"),
        ("provision_recipient", facts.recipient and not provision.recipient),
        ("notice_reference", provision.needs_notice and not facts.notice_reference),
        ("notice_document", provision.needs_notice and not facts.notice_document),
        ("binds_checked", not facts.binds_checked),
    )


def _conflict(facts):
    return _gaps(("conflict_statement", not facts.conflict_statement))


_BY_GROUND = {CONSENT: _consent, DANGER: _danger, LAW: _law, CONFLICT: _conflict}


def _items(facts):
    given = [item for item in facts.items if item.given]
    if facts.ground == CONFLICT:
        # Only the fact that the centre cannot act may be told; nothing of either file.
        return [Gap("conflict_only_fact")] if given else []
    gaps = [] if given else [Gap("nothing_given")]
    for item in facts.items:
        if item.given:
            gaps += [Gap("item_protected", item.number)] if item.protected else []
            gaps += [Gap("item_category", item.number)] if item.category is None else []
            gaps += [Gap("item_empty", item.number)] if not (item.described or item.document) else []
            gaps += [Gap("item_elsewhere", item.number)] if item.document and not item.on_file else []
        if item.asked != item.given and not item.reason:
            gaps.append(Gap("item_refused_reason" if item.asked else "item_extra_reason", item.number))
    if not facts.special_condition and any(item.special for item in given):
        gaps.append(Gap("special_condition"))
    return gaps


def _telling(facts):
    silent = facts.ground == LAW and facts.provision is not None and facts.provision.forbids_telling
    if facts.tell_client == "now":
        return [Gap("tipping_off")] if silent else []
    if facts.tell_client not in ("delayed", "not"):
        return [Gap("tell_client")]
    return _gaps(
        ("tell_date", facts.tell_date is None),
        ("tell_date_past", facts.tell_date is not None and facts.tell_date < facts.today),
        ("tell_reason", not facts.tell_reason),
    )
