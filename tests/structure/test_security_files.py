# SPDX-License-Identifier: LGPL-3.0-or-later
"""Access rights and record rules: every right has a rule, and nobody gets in by being an administrator."""

import re

import pytest

from . import allowed, reading

# Groups that are not a role of ours: everybody inside, everybody outside, the administrators.
BROAD = {
    "base.group_user",
    "base.group_portal",
    "base.group_public",
    "base.group_system",
    "base.group_erp_manager",
    "base.group_no_one",
}
OPERATIONS = ("read", "write", "create", "unlink")


def _defined():
    return {model.name for model in reading.models() if model.defines}


def test_there_is_something_to_read():
    assert len(reading.acls()) > 5
    assert len(list(reading.rules())) > 5
    assert {"wlec.case", "wlec.access.event", "wlec.access.grant"} <= _defined()


@pytest.mark.parametrize("row", reading.acls(), ids=lambda row: row.id)
def test_every_right_names_a_group_and_a_model(row):
    assert row.group, "a right without a group is everybody's"
    assert row.model in _defined(), f"{row.model} is not a model of ours"
    assert set(row.perms) <= {"0", "1"}
    assert "1" in row.perms


def test_no_right_is_given_twice():
    seen = [(row.model, row.group) for row in reading.acls()]
    assert sorted(seen) == sorted(set(seen))


@pytest.mark.parametrize("row", reading.acls(), ids=lambda row: row.id)
def test_every_right_has_a_rule_for_its_group(row):
    """A right for a group without a rule for that group is a right on every row."""
    for operation, given in zip(OPERATIONS, row.perms, strict=True):
        if given == "0":
            continue
        covered = [
            rule
            for rule, model, groups in reading.rules()
            if model == row.model and (row.group in groups) and _applies(rule, operation)
        ]
        assert covered, f"no rule of {row.group} on {row.model} speaks of {operation}"


def _applies(rule, operation):
    field = rule.field(f"perm_{operation}")
    return field is None or (field.get("eval") or field.text or "").strip() not in ("False", "0")


def test_every_model_of_ours_has_rights_or_a_reason():
    rights = {row.model for row in reading.acls()}
    kinds = {model.name: model.kind for model in reading.models() if model.defines}
    without = {name for name, kind in kinds.items() if kind != "AbstractModel"} - rights
    assert not without, "without any right a model is closed to all, and Odoo warns at each start"


def test_no_right_on_confidential_models_for_broad_groups():
    found = [
        (row.path, row.id)
        for row in reading.acls()
        if row.group in BROAD and row.model in reading.confidential_models()
    ]
    new, gone = allowed.compare("broad", found)
    assert not new, "a confidential model is open to a group that is not a role"
    assert not gone


def test_administrators_get_nothing_by_being_administrators():
    admins = {"base.group_system", "base.group_erp_manager", "base.group_no_one"}
    assert not [row.id for row in reading.acls() if row.group in admins]
    assert not [rule.id for rule, _model, groups in reading.rules() if groups & admins]
    for record in reading.records():
        if record.model == "res.groups" and not record.id.startswith("group_"):
            raise AssertionError(f"{record.id} is a group by another name")
        if record.id in ("base.group_system", "base.group_erp_manager", "base.user_admin", "base.user_root"):
            assert not re.search(r"wlec_confidentiality|'group_|\"group_", reading.text(record.path)), (
                record.path
            )


def test_rules_and_groups_heal_on_update():
    kept = [
        r.id
        for r in reading.records()
        if r.model in ("ir.rule", "res.groups", "ir.model.access") and r.noupdate
    ]
    assert not kept, "noupdate would keep what was loosened by hand for ever"


def test_rules_are_switched_on():
    assert not [rule.id for rule, _model, _groups in reading.rules() if rule.field("active") is not None]


def test_rules_speak_of_known_models():
    assert not [rule.id for rule, model, _groups in reading.rules() if model.startswith("model_")]


def test_rules_hold_no_times_or_ids():
    """Odoo keeps the text of a rule in memory: a time or a number in it would be that of the first reader."""
    for rule, _model, _groups in reading.rules():
        domain = rule.field("domain_force")
        text = (domain.get("eval") or domain.text or "").strip()
        assert text, rule.id
        assert not re.search(r"\b(time|now|today|context_today)\b", text), rule.id
        if text.replace(" ", "") == "[(1,'=',1)]":
            name = rule.field("name").text
            assert (
                re.search(r"\b(all|every|everybody|any|no content|every)\b", name, re.I) or "keep" in name
            ), f"{rule.id} opens every row and its name does not say so: {name}"


def test_evidence_is_never_deleted_by_right():
    evidence = {"wlec.access.event", "wlec.access.grant", "wlec.access.exclusion", "wlec.case", "wlec.consent",
                "wlec.consent.event", "wlec.disclosure.request", "wlec.breach.complaint", "wlec.policy.acknowledgement",
                "wlec.breach", "wlec.breach.notice", "wlec.breach.person", "wlec.breach.answer", "wlec.management.action"}  # fmt: skip
    assert not [row.id for row in reading.acls() if row.model in evidence and row.perms[3] == "1"]


def test_access_records_are_written_by_nobody():
    assert {row.perms for row in reading.acls() if row.model == "wlec.access.event"} == {"1000"}
