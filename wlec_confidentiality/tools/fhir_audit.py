# SPDX-License-Identifier: LGPL-3.0-or-later
"""Access records as HL7 FHIR R4 AuditEvent resources, after the patterns of IHE's Basic Audit Log Patterns (BALP).

Nobody is named but whom something was disclosed to: who did it is a number and a role, who it is about the reference of the case file.

``purposeOfEvent`` may stand any number of times, and HL7 wants all reasons that led to it. Of each file they are those of that file.
What is exported of one file alone goes to the person it is about: they are told what their history tells them, and no more
(UK GDPR, Article 15(4): without the rights of others; and nobody is warned of what the law keeps from them).

Sources: https://hl7.org/fhir/R4/auditevent.html and https://profiles.ihe.net/ITI/BALP/.
"""

import base64
import dataclasses
import re
from datetime import timezone

from .export_facts import PURPOSES, UNEXPLAINED, Centre, Facts, by_file
from .history import OVERSIGHT

_BALP = "https://profiles.ihe.net/ITI/BALP"
_HL7 = "http://terminology.hl7.org/CodeSystem"
_DICOM = "http://dicom.nema.org/resources/ontology/DCM"
_REST = "http://hl7.org/fhir/restful-interaction"
_LIFECYCLE = f"{_HL7}/iso-21089-lifecycle"


def _code(system, code, display):
    return {"system": system, "code": code, "display": display}


_RESTFUL = _code(f"{_HL7}/audit-event-type", "rest", "RESTful Operation")
_EXPORT = _code(_DICOM, "110106", "Export")
_ALERT = _code(_DICOM, "110113", "Security Alert")
_RIGHTS = _code(_DICOM, "110137", "User Security Attributes Changed")
_DISCLOSE = _code(_LIFECYCLE, "disclose", "Disclose Record Lifecycle Event")


def _rest(code):
    return _code(_REST, code, code)


# Our action -> (type, subtype, the standard's action, the pattern it follows)
KINDS = {
    "read": (_RESTFUL, _rest("read"), "R", "Read"),
    "print": (_RESTFUL, _rest("read"), "R", "Read"),
    "download": (_RESTFUL, _rest("read"), "R", "Read"),
    "search": (_RESTFUL, _rest("search-type"), "E", "Query"),
    "create": (_RESTFUL, _rest("create"), "C", "Create"),
    "attach": (_RESTFUL, _rest("create"), "C", "Create"),
    "write": (_RESTFUL, _rest("update"), "U", "Update"),
    "unlink": (_RESTFUL, _rest("delete"), "D", "Delete"),
    "detach": (_RESTFUL, _rest("delete"), "D", "Delete"),
    "transition": (_RESTFUL, _rest("operation"), "E", None),
    "export": (_EXPORT, _code(_LIFECYCLE, "extract", "Extract Record Lifecycle Event"), "R", None),
    "import": (_code(_DICOM, "110107", "Import"), _rest("create"), "C", None),
    "disclose": (_EXPORT, _DISCLOSE, "R", "PrivacyDisclosure.Source"),
    "deliver": (_EXPORT, _DISCLOSE, "R", "PrivacyDisclosure.Source"),
    "denied": (_ALERT, _rest("operation"), "E", None),
    "emergency": (_ALERT, _code(_DICOM, "110127", "Emergency Override Started"), "E", None),
    "grant": (_ALERT, _RIGHTS, "C", None),
    "revoke": (_ALERT, _RIGHTS, "D", None),
    "exclude": (_ALERT, _RIGHTS, "U", None),
    "configure": (_ALERT, _code(_DICOM, "110131", "Software Configuration"), "U", None),
    "acknowledge": (_RESTFUL, _code(_LIFECYCLE, "attest", "Attest Record Lifecycle Event"), "E", None),
    "inspect": (_RESTFUL, _code(_LIFECYCLE, "verify", "Verify Record Lifecycle Event"), "E", None),
}
# The patterns that say where the data came from: from us when it is read, from the other side when it is written or asked for.
_TO_US = ("Create", "Update", "Delete", "Query")
_OUTCOMES = {
    "ok": ("0", ""),
    "rolled_back": ("4", "undone: the transaction was rolled back"),
    "denied": ("8", "refused"),
}
_ROLE, _PERSON, _OBJECT = f"{_HL7}/object-role", f"{_HL7}/audit-entity-type", f"{_HL7}/audit-entity-type"
_NOT_IN_A_STRING = re.compile(r"[^\S ]+|[\x00-\x1f]")
_REQUEST = _code(f"{_BALP}/CodeSystem/BasicAuditEntityType", "XrequestId", "X-Request-Id")


def audit_events(
    row: dict, facts: Facts, centre: Centre, references: dict[int, str], only: int | None = None
):
    """The resources of one access record (``event_entry.decode``): one for each file it concerns, as BALP asks for.

    :param references: number of a file -> its reference
    :param only: the number of the only file that is asked for
    """
    for number, (case, file, records) in enumerate(by_file(row, references, only)):
        if only is None:
            of_file = dataclasses.replace(facts, purposes=facts.of_file.get(case, facts.purposes))
            yield _resource(row, of_file, centre, number, file, records)
        elif not facts.is_kept_from(case):
            told = _for_client(row, facts.is_told_as(case, OVERSIGHT))
            numbers = [case] if told["model"] != row["model"] else records
            yield _resource(told, facts.for_client(case), centre, number, file, numbers)


def _for_client(row, is_oversight):
    """The network address of a colleague is no business of theirs; and what was looked into in a check could be told from who did it,
    and to what."""
    told = {**row, "ip": None}
    if not is_oversight:
        return told
    return {**told, "actor_id": None, "user_id": None, "model": "wlec.case", "field_names": []}


def _resource(row, facts, centre, number, file, records):
    kind, subtype, action, pattern = KINDS[row["action"]]
    outcome, words = _OUTCOMES[row["outcome"]]
    found = {
        "resourceType": "AuditEvent",
        "id": f"{row['id']}-{number}",
        "type": kind,
        "subtype": [subtype],
        "action": action,
        "recorded": row["at"]
        .astimezone(timezone.utc)
        .isoformat(timespec="microseconds")
        .replace("+00:00", "Z"),
        "outcome": outcome,
        "purposeOfEvent": _purposes(facts),
        "agent": _agents(row, facts, centre, pattern),
        "source": {
            "site": centre.site,
            "observer": _who(f"urn:{centre.log}", centre.site),
            "type": [_code(f"{_HL7}/security-source-type", "4", "Application Server")],
        },
        "entity": _entities(row, centre, pattern, file, records),
    }
    if words:
        found["outcomeDesc"] = words
    if profile := _profile(row, pattern, file):
        found["meta"] = {"profile": [f"{_BALP}/StructureDefinition/IHE.BasicAudit.{profile}"]}
    return found


def _profile(row, pattern, file):
    """Which pattern it claims to follow; they are all of things that were done."""
    if not pattern or row["outcome"] != "ok":
        return None
    if pattern == "PrivacyDisclosure.Source":
        return pattern if file else None
    return f"Patient{pattern}" if file else pattern


def _text(words):
    return _NOT_IN_A_STRING.sub(" ", words).strip() or "-"


def _who(system, value):
    return {"identifier": {"system": system, "value": _text(str(value))}}


def _purposes(facts):
    found = []
    for kind, words in facts.purposes or ((UNEXPLAINED, UNEXPLAINED),):
        one = {"text": _text(words)}
        if code := PURPOSES.get(kind):
            one["coding"] = [{"system": f"{_HL7}/v3-ActReason", "code": code}]
        found.append(one)
    return found


# ---- who
def _agents(row, facts, centre, pattern):
    client, server = ("110153", "110152") if pattern in _TO_US else ("110152", "110153")
    observer = _who(f"urn:{centre.log}", centre.site)
    recipient = (
        {"display": _text(facts.recipient)}
        if facts.recipient and pattern == "PrivacyDisclosure.Source" and row["outcome"] == "ok"
        else _who(f"urn:{centre.log}:door", row["origin"])
    )
    return [
        *_people(row, facts, centre),
        {**_side(client), "who": recipient, "network": _network(row["ip"], row["origin"])},
        {**_side(server), "who": observer, "network": _network(None, centre.site)},
    ]


def _people(row, facts, centre):
    who = {
        "type": _concept(f"{_HL7}/v3-ParticipationType", "IRCP", "information recipient"),
        "who": _who(f"urn:{centre.log}:user", row["actor_id"] or 0),
        "requestor": True,
    }
    if facts.roles:
        who["role"] = [{"text": _text(role)} for role in facts.roles]
    yield who
    if row["user_id"] and row["user_id"] != row["actor_id"]:  # in whose name
        yield {
            "type": {"text": "acting as"},
            "who": _who(f"urn:{centre.log}:user", row["user_id"]),
            "requestor": False,
        }


def _side(code):
    display = "Destination Role ID" if code == "110152" else "Source Role ID"
    return {"type": _concept(_DICOM, code, display), "requestor": False}


def _concept(*code):
    return {"coding": [_code(*code)]}


def _network(address, name):
    return {"address": address, "type": "2"} if address else {"address": _text(name), "type": "1"}


# ---- what
def _entities(row, centre, pattern, file, records):
    found = [_query(row)] if pattern == "Query" else [_data(row, centre, records)]
    if file:
        found.append(
            {
                "type": _code(_PERSON, "1", "Person"),
                "role": _code(_ROLE, "1", "Patient"),
                "what": {"type": "Patient", **_who(f"urn:{centre.log}:file", file)},
            }
        )
    if row["request_id"]:
        found.append({"type": _REQUEST, "what": {"identifier": {"value": row["request_id"]}}})
    return found


def _data(row, centre, records):
    details = (("record", records), ("field", row["field_names"]))
    found = {
        "type": _code(_OBJECT, "2", "System Object"),
        "role": _code(_ROLE, "4", "Domain Resource"),
        "what": _who(f"urn:{centre.log}:model", row["model"]),
    }
    detail = [
        {"type": name, "valueString": _text(str(value))} for name, values in details for value in values
    ]
    return {**found, "detail": detail} if detail else found


def _query(row):
    """What was looked through. The words somebody typed are not in the access records."""
    words = f"{row['model']}?_elements={','.join(row['field_names'])}"
    return {
        "type": _code(_OBJECT, "2", "System Object"),
        "role": _code(_ROLE, "24", "Query"),
        "query": base64.b64encode(words.encode()).decode(),
    }
