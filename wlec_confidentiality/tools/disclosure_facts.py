# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the gate of a disclosure looks at, and how it answers."""

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
    special: bool = False  # UK GDPR, Article 9
    criminal: bool = False  # Article 10
    protected: bool = False
    privileged: bool = False


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
    reaches_excluded: bool = True  # PACE 1984, sections 11 and 12
    shields_advice: bool = False  # may not be used on free advisers: SSAA 1992, section 109H(7)


class Facts(NamedTuple):
    """All the gate looks at. Texts come as booleans: whether they say something, never what they say."""

    today: date
    ground: str | None = None
    recipient: bool = False
    recipient_dissolved: bool = False
    purpose: Hashable = None
    asked_by_recipient: bool = False
    asker: bool = False
    rank_needed: bool = (
        False  # by the register of agencies: this one shows rank, seal or countersignature ...
    )
    asker_rank: bool = False
    written_needed: bool = False  # ... and asks in writing
    callback_needed: bool = False
    callback_done: bool = False
    necessity: bool = False
    proportionality: bool = False
    items: tuple[Item, ...] = ()
    consent: Consent | None = None
    danger_who: bool = False
    danger_what: bool = False
    danger_imminence: bool = False
    danger_now: bool = False
    why_not_consent: bool = False
    safeguarding: bool = False
    provision: Provision | None = None
    notice_reference: bool = False
    notice_document: bool = False
    binds_checked: bool = False
    excluded_material: bool = False
    advice_head: str | None = None
    advice_free: bool | None = None
    privilege_waiver: bool = False
    conflict_statement: bool = False
    lawful_basis: str | None = None
    special_condition: bool = False
    offence_condition: bool = False
    tell_client: str | None = None
    tell_date: date | None = None
    tell_reason: bool = False


class Gap(NamedTuple):
    """Something missing: a code for the sentence, and what the sentence names."""

    code: str
    what: Hashable = None
