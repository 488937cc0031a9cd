# SPDX-License-Identifier: LGPL-3.0-or-later
"""The modules of tools/ that know each other, imported without Odoo."""

from datetime import date, datetime

from tests.support.pure_tools import tool as load

record = load("consent_record")
signing = load("consent_signing")
verify = load("verify_receipt")
people = load("consent_people")
text = load("consent_text")


def facts(**changed):
    """Facts of a receipt, all of them filled in unless changed."""
    said = text.statement(
        "Permission, CONS-12345", [("Who may be told", "The Commission")], "I may take it back."
    )
    full = {
        "receipt": "3f2b8c1e-0000-4000-8000-000000000001",
        "reference": "CONS-12345",
        "file": "CASE-48213",
        "url": "https://centre.example/my/consents/7",
        "language": "en-GB",
        "wording": "Permission to pass on information",
        "wording_version": 1,
        "wording_hash": "a" * 64,
        "statement": said,
        "statement_hash": text.fingerprint(said),
        "centre": record.Party(
            "https://centre.example", "The Centre", "1 High Street", "info@centre.example"
        ),
        "recipient": record.Party("EHRC", "Equality and Human Rights Commission"),
        "purpose": "Help with the case",
        "purpose_words": "So that they help me",
        "categories": (("health", "Health", True), ("employment", "Employment", False)),
        "documents": ("Document 1 (Letter, 3 May 2026)",),
        "valid_from": date(2026, 11, 24),
        "valid_to": date(2027, 11, 24),
        "lawful_basis": "legitimate_interests",
        "lawful_basis_label": "Legitimate interests",
        "condition_label": "Explicit consent",
        "events": (record.Event("given", datetime(2026, 11, 24, 10), "client", "portal", "Carol Byrne"),),
        "created": datetime(2026, 11, 24, 10, 0, 1),
    }
    return record.Facts(**{**full, **changed})
