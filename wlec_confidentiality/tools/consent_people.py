# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who can consent for a client: the law's rules, from facts to what is still missing. Pure, so that every combination is tried.

Capacity is presumed and doubted for one decision at a time (Mental Capacity Act 2005, sections 1 to 3). From 16 a person is
presumed able to consent; below, understanding decides and not age (Gillick v West Norfolk and Wisbech AHA [1985] UKHL 7).
A relative or advocate has no authority of their own.
"""

from typing import NamedTuple

# Who may stand in for somebody who cannot decide this themselves.
FOR_WHO_CANNOT = frozenset(("lpa", "deputy", "appointee", "litigation_friend"))
REPRESENTATIVES = FOR_WHO_CANNOT | {"parental_responsibility", "written_authority"}
CANNOT, CHILD = "cannot", "not_competent"


class Facts(NamedTuple):
    """Texts come as booleans: whether they say something."""

    capacity: str | None = None  # none: never doubted; "can", "cannot": doubted and assessed
    capacity_assessed: bool = False  # who, when and how is written down
    minor: str | None = None  # none: 18 or over; "16_17", "competent", "not_competent"
    minor_assessed: bool = False  # who assessed, and the reasons
    parent_told: bool = False  # whether a parent is told is decided, with the reason
    representative: str | None = None
    representative_named: bool = False
    authority: bool = False  # the document that gives authority is in the file
    benefits: bool = False  # the recipient deals with benefits
    proceedings: bool = False  # it is for court or tribunal proceedings
    interpreter: bool = False
    interpreter_language: bool = False
    portal: bool = False


def gaps(facts: Facts) -> list[str]:
    """Codes of what is missing, in the order a person would ask; empty: this person may say yes."""
    return [
        code
        for code, missing in (*_assessments(facts), *_representative(facts), *_interpreter(facts))
        if missing
    ]


def _assessments(facts):
    under_16 = facts.minor in ("competent", CHILD)
    return (
        ("capacity_assessment", bool(facts.capacity) and not facts.capacity_assessed),
        ("gillick", under_16 and not facts.minor_assessed),
        ("parent", under_16 and not facts.parent_told),
        ("cannot_alone", facts.capacity == CANNOT and not facts.representative),
        ("child_alone", facts.minor == CHILD and not facts.representative),
    )


def _representative(facts):
    kind = facts.representative
    if not kind:
        return ()
    return (
        ("representative_name", not facts.representative_named),
        ("authority", not facts.authority),
        ("portal_representative", facts.portal),
        ("wrong_for_cannot", facts.capacity == CANNOT and kind not in FOR_WHO_CANNOT),
        ("wrong_for_child", facts.minor == CHILD and kind not in ("parental_responsibility", "litigation_friend", "deputy")),
        ("wrong_for_able", kind == "parental_responsibility" and facts.minor != CHILD),
        ("appointee_scope", kind == "appointee" and not facts.benefits),
        ("litigation_scope", kind == "litigation_friend" and not facts.proceedings),
    )  # fmt: skip


def _interpreter(facts):
    return (
        ("interpreter_name", facts.interpreter_language and not facts.interpreter),
        ("interpreter_language", facts.interpreter and not facts.interpreter_language),
    )
