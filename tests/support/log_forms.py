# SPDX-License-Identifier: LGPL-3.0-or-later
"""Whether exported access records are what FHIR, its audit patterns and the Estonian data tracker ask for."""

import json
import re
from pathlib import Path

import jsonschema
from fhir.resources.R4B.auditevent import AuditEvent

_SCHEMA = json.loads(
    (Path(__file__).resolve().parent.parent / "unit" / "data_tracker_v3.schema.json").read_text("utf-8")
)
_FORMATS = jsonschema.FormatChecker()
_BALP = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
_ACTIONS = {
    "Read": "R",
    "Create": "C",
    "Update": "U",
    "Delete": "D",
    "Query": "E",
    "PrivacyDisclosure.Source": "R",
}
_FROM_US = ("Read", "PrivacyDisclosure.Source")


@_FORMATS.checks("date-time")
def _is_moment(value):
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
    return not isinstance(value, str) or bool(re.fullmatch(form, value))


def check_usage(answer):
    """:raise jsonschema.ValidationError: this is no answer of ``findUsage``"""
    jsonschema.Draft202012Validator(_SCHEMA, format_checker=_FORMATS).validate(answer)


def check_audit_event(found):
    """:raise Exception: it is no AuditEvent of FHIR R4, or does not keep to the pattern it says it follows"""
    AuditEvent.model_validate_json(json.dumps(found))
    assert re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", found["id"])
    for entity in found["entity"]:
        assert not ("name" in entity and "query" in entity)  # the resource's rule sev-1
    for profile in found.get("meta", {}).get("profile", ()):
        _check_pattern(found, profile.removeprefix(_BALP))


def _check_pattern(found, pattern):
    is_of_somebody = pattern.startswith(("Patient", "Privacy"))
    pattern = pattern.removeprefix("Patient")
    assert found["action"] == _ACTIONS[pattern]
    assert found["outcome"] == "0"
    ours, theirs = ("110153", "110152") if pattern in _FROM_US else ("110152", "110153")
    (we,), (they,) = (_agents(found, code) for code in (ours, theirs))
    assert we["who"] == found["source"]["observer"]
    assert we["network"] and they["network"] and they["who"]
    for user in _agents(found, "IRCP"):
        assert user["requestor"] and user["who"] and "network" not in user
    patients = [one for one in found["entity"] if one["type"]["code"] == "1"]
    assert len(patients) == is_of_somebody
    assert all(one["what"]["type"] == "Patient" and one["role"]["code"] == "1" for one in patients)
    (data,) = [one for one in found["entity"] if one["type"]["code"] == "2"]
    if pattern == "Query":
        assert data["query"] and not data.keys() & {"what", "lifecycle", "detail"}
    else:
        assert data["what"] and data["role"]["code"] == "4"


def _agents(found, code):
    return [agent for agent in found["agent"] if code in [c["code"] for c in agent["type"].get("coding", ())]]
