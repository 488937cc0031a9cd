# SPDX-License-Identifier: LGPL-3.0-or-later
"""A consent as an ISO/IEC TS 27560:2023 record and receipt, in JSON-LD with terms of the W3C's Data Privacy Vocabulary.

After the DPV group's guide "Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV"; the schema that every
receipt is held against is ``data/consent/receipt.schema.json``. Pure: facts in, dictionary out.
"""

from datetime import date, datetime
from typing import NamedTuple

SCHEMA = "https://w3id.org/dpv/schema/dpv-27560"
CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "loc": "https://w3id.org/dpv/loc#",
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "sec": "https://w3id.org/security#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "wlec": "urn:wlec-confidentiality:receipt:",
    "proof": "sec:proof",
    "type": "@type",
    "cryptosuite": "sec:cryptosuite",
    "created": {"@id": "dct:created", "@type": "xsd:dateTime"},
    "verificationMethod": {"@id": "sec:verificationMethod", "@type": "@id"},
    "proofPurpose": {"@id": "sec:proofPurpose", "@type": "@vocab"},
    "assertionMethod": "sec:assertionMethod",
    "proofValue": "sec:proofValue",
}
_STAMP = "%Y-%m-%dT%H:%M:%SZ"
# What happened to a consent, as DPV calls it.
STATUS = {
    "asked": "dpv:ConsentRequested",
    "given": "dpv:ConsentGiven",
    "confirmed": "dpv:ConsentGiven",
    "refused": "dpv:ConsentRefused",
    "withdrawn": "dpv:ConsentWithdrawn",
    "revoked": "dpv:ConsentRevoked",
    "expired": "dpv:ConsentExpired",
    "invalidated": "dpv:ConsentInvalidated",
}
# UK GDPR, Article 6, as DPV calls it.
BASIS = {
    "consent": "dpv:Consent",
    "contract": "dpv:Contract",
    "legal_obligation": "dpv:LegalObligation",
    "vital_interests": "dpv:VitalInterest",
    "public_task": "dpv:PublicInterest",
    "legitimate_interests": "dpv:LegitimateInterest",
    "recognised_interests": "dpv:LegitimateInterest",
}


class Party(NamedTuple):
    """The centre, or whoever may be told."""

    identifier: str
    name: str
    address: str = ""
    contact: str = ""


class Event(NamedTuple):
    """Something that happened. ``who``: client, representative, centre or programme; ``signature``: the name they typed."""

    kind: str
    at: datetime
    who: str
    how: str
    signature: str = ""


class Facts(NamedTuple):
    """All a receipt says. Times are in UTC."""

    receipt: str  # a UUID
    reference: str
    file: str
    url: str
    language: str
    wording: str
    wording_version: int
    wording_hash: str
    statement: str
    statement_hash: str
    centre: Party
    recipient: Party
    purpose: str
    purpose_words: str
    categories: tuple[tuple[str, str, bool], ...]  # code, name, special
    documents: tuple[str, ...]
    valid_from: date
    valid_to: date
    lawful_basis: str
    lawful_basis_label: str
    condition_label: str
    events: tuple[Event, ...]
    created: datetime


def stamp(moment: datetime) -> str:
    """A time in UTC, as the standards write it."""
    return f"{moment:{_STAMP}}"


def moment(text: str) -> datetime:
    """What a ``stamp`` was made of: naive, UTC."""
    return datetime.strptime(text, _STAMP)


def receipt(facts: Facts) -> dict:
    """The receipt, not signed yet."""
    return {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{facts.receipt}",
        "@type": "dpv:ConsentReceipt",
        "dct:identifier": facts.receipt,
        "dct:conformsTo": f"{SCHEMA}#receipt",
        "dct:created": stamp(facts.created),
        "dct:publisher": facts.centre.identifier,
        "schema:recipient": "dpv:DataSubject",
        "dpv:hasRecordOfActivity": _record(facts),
    }


def _record(facts):
    return {
        "@id": facts.url,
        "@type": "dpv:ConsentRecord",
        "dct:identifier": facts.reference,
        "dct:conformsTo": f"{SCHEMA}#record",
        "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dct:identifier": facts.file},
        "dct:language": facts.language,
        "dpv:hasNotice": {
            "@type": "dpv:ConsentNotice",
            "dct:title": facts.wording,
            "schema:version": facts.wording_version,
            "wlec:wordingSha256": facts.wording_hash,
            "wlec:statement": facts.statement,
            "wlec:statementSha256": facts.statement_hash,
        },
        "dpv:hasDataController": _party(facts.centre, ["dpv:DataController", "dpv:NonProfitOrganisation"]),
        "dpv:hasProcess": _process(facts),
        "dpv:hasConsentStatus": [_event(event, facts) for event in facts.events],
    }


def _process(facts):
    process = {
        "@type": "dpv:Process",
        "dpv:hasPurpose": {"@type": "dpv:Purpose", "dct:title": facts.purpose, "dct:description": facts.purpose_words},
        "dpv:hasProcessing": "dpv:Disclose",
        "dpv:hasPersonalData": [
            {
                "@type": "dpv:SpecialCategoryPersonalData" if special else "dpv:PersonalData",
                "dct:identifier": code,
                "dct:title": name,
            }
            for code, name, special in facts.categories
        ],
        "wlec:onlyTheseDocuments": list(facts.documents),
        "dpv:hasRecipient": _party(facts.recipient, ["dpv:Recipient", "dpv:ThirdParty"]),
        "dpv:hasLegalBasis": [
            {"@type": BASIS[facts.lawful_basis], "dct:title": facts.lawful_basis_label},
            *([{"@type": "dpv:LegalBasis", "dct:title": facts.condition_label}] if facts.condition_label else []),
        ],
        "dpv:hasStorageCondition": [
            {"@type": "dpv:StorageLocation", "dpv:hasLocation": "loc:GB"},
            {"@type": "dpv:StorageDuration", "dct:description": "As long as the client's file is kept"},
        ],
        "dpv:hasJurisdiction": "loc:GB",
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "dpv:isExercisedAt": facts.url,
            "dct:description": "On this page, or in person, by telephone or in writing; no reason is needed",
        },
        "dpv:hasAuthority": {"@type": "dpv:DataProtectionAuthority", "dpv:hasName": "Information Commissioner's Office"},
    }  # fmt: skip
    if not facts.documents:
        del process["wlec:onlyTheseDocuments"]
    return process


def _party(party, types):
    return {
        "@type": types,
        "dpv:hasIdentifier": party.identifier,
        "dpv:hasName": party.name,
        "dpv:hasAddress": party.address or "not recorded",
        "dpv:hasContact": party.contact or "not recorded",
    }


def _event(event, facts):
    told = {
        "@type": STATUS[event.kind],
        "dct:date": stamp(event.at),
        "dct:valid": f"{facts.valid_from:%Y-%m-%d}/{facts.valid_to:%Y-%m-%d}",
        "dpv:isImplementedByEntity": event.who,
        "dpv:hasIndicationMethod": event.how,
        "dpv:hasLegalBasis": "dpv:ExplicitlyExpressedConsent",
    }
    return {**told, "wlec:typedSignature": event.signature} if event.signature else told
