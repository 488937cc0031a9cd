# SPDX-License-Identifier: LGPL-3.0-or-later
"""A permission of carol's, asked for once more, as alice does it in the case file."""

CONSENT = "wlec.consent"
_GIVEN = [
    ["state", "=", "given"],
    ["agency_id.code", "=", "EHRC"],
    ["client_id.user_ids.login", "=", "carol"],
]


def given(alice) -> dict:
    """One that carol has given: its file, agency, purpose and categories."""
    names = ["case_id", "agency_id", "purpose_id", "category_ids"]
    [like] = alice.call(CONSENT, "search_read", _GIVEN, names, limit=1)
    return like


def ask_again(alice, like: dict, **values) -> int:
    """Put the same question to carol in the portal; its number."""
    consent = alice.call(CONSENT, "create", {
        "case_id": like["case_id"][0], "agency_id": like["agency_id"][0], "purpose_id": like["purpose_id"][0],
        "category_ids": [[6, 0, like["category_ids"]]], "method": "portal", **values,
    })  # fmt: skip
    alice.button(CONSENT, "action_ask", [consent])
    return consent
