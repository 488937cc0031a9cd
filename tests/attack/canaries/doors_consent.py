# SPDX-License-Identifier: LGPL-3.0-or-later
"""What clients allow, on paper, by word, and by somebody else."""

from .day import door, encoded


def consent_values(day, **vals):
    return {
        "case_id": day.case,
        "purpose_id": day.one(day.alice, "wlec.consent.purpose"),
        "category_ids": [[6, 0, [day.one(day.alice, "wlec.information.category")]]],
        **vals,
    }


@door
def consents(day):
    vals = consent_values(day, recipient_kind="person", evidence=encoded(day.word("wlec.consent.evidence")))
    number = day.make(day.alice, "wlec.consent", vals, "recipient_name", "purpose", "evidence_filename")
    day.alice.button("wlec.consent", "action_give", [number])
    day.save(day.alice, "wlec.consent", [number], day.words("wlec.consent", "end_reason"))
    day.alice.button("wlec.consent", "action_invalidate", [number])
    vals = consent_values(day, agency_id=day.one(day.alice, "wlec.agency"), purpose="help", method="verbal",
                    witness_id=day.mona.uid, confirm_by="2035-01-01", read_back=True)  # fmt: skip
    (number,) = day.alice.call("wlec.consent", "create", [vals])
    day.alice.button("wlec.consent", "action_give", [number])
    vals = {
        "confirmation": encoded(day.word("wlec.consent.confirmation")),
        **day.words("wlec.consent", "confirmation_filename"),
    }
    day.save(day.alice, "wlec.consent", [number], vals)
    day.alice.button("wlec.consent", "action_confirm", [number])


@door
def consent_by_somebody_else(day):
    """What is written down about who can decide, who speaks for them and who interprets."""
    day.make(
        day.alice, "wlec.consent", consent_values(day, agency_id=day.one(day.alice, "wlec.agency")), "capacity_assessment",
        "minor_reasons", "parent_reasons", "representative_name", "interpreter_name", "interpreter_language",
    )  # fmt: skip
