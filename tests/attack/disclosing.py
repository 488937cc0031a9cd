# SPDX-License-Identifier: LGPL-3.0-or-later
"""Requests to disclose that rest on a consent, made by the caseworker over the web client's door."""

CONSENT, REQUEST = "wlec.consent", "wlec.disclosure.request"


def like_carols(alice):
    """What a consent of carol's to the commission is about, for another one: (values)."""
    names = ["case_id", "agency_id", "purpose_id", "category_ids"]
    domain = [
        ["state", "=", "given"],
        ["agency_id.code", "=", "EHRC"],
        ["client_id.user_ids.login", "=", "carol"],
    ]
    found = alice.call(CONSENT, "search_read", domain, names)[0]
    return {
        **{name: found[name][0] for name in names[:3]},
        "category_ids": [[6, 0, found["category_ids"]]],
        "purpose": "So that they can help me.",
    }


def resting(alice, consent):
    """A request that waits for mona, and rests on this consent."""
    names = ["case_id", "agency_id", "purpose_id"]
    read = alice.call(CONSENT, "read", [consent], names)[0]
    category = alice.call("wlec.information.category", "search", [["code", "=", "employment"]])[0]
    request = alice.call(
        REQUEST,
        "create",
        {
            **{name: read[name][0] for name in names},
            "ground": "consent",
            "origin": "client",
            "consent_id": consent,
            "necessity": "They cannot judge without it.",
            "proportionality": "One line, nothing else.",
            "item_ids": [[0, 0, {"category_id": category, "description": "What the employer wrote"}]],
        },
    )
    alice.button(REQUEST, "action_assess", [request])
    alice.button(REQUEST, "action_submit", [request])
    return request
