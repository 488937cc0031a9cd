# SPDX-License-Identifier: LGPL-3.0-or-later
"""Names: people outside this repository rely on them."""

import re

import pytest

from . import allowed, reading

_KINDS = "form|list|search|kanban|pivot|graph|calendar|activity|qweb|hierarchy"


def _bare(record):
    return record.id.removeprefix(f"{reading.MODULE}.")


@pytest.mark.parametrize("model", [m for m in reading.models() if m.defines], ids=lambda model: model.name)
def test_models(model):
    assert model.name.startswith("wlec.")
    camel = "".join(part.capitalize() for part in model.name.replace("_", ".").split("."))
    assert model.node.name == camel
    assert model.path.rpartition("/")[2] == model.name.replace(".", "_") + ".py", (
        "one model a file, named after it"
    )


@pytest.mark.parametrize("path", reading.files(".py", "models", "wizards"))
def test_one_model_a_file(path):
    assert len([model for model in reading.models() if model.path == path]) <= 1


@pytest.mark.parametrize(
    "model", [m for m in reading.models() if not m.defines], ids=lambda model: model.path
)
def test_files_of_extensions_are_named_after_the_model(model):
    """``wlec_case_need_to_know.py`` extends ``wlec.case``: its name begins with the model's."""
    assert model.path.rpartition("/")[2].startswith(model.name.replace(".", "_"))


def test_views():
    wrong = [
        record.id
        for record in reading.records()
        if record.model == "ir.ui.view"
        and not re.fullmatch(rf"[a-z0-9_]+_view_({_KINDS})(_\w+)?", _bare(record))
    ]
    assert not wrong


def test_actions():
    kinds = ("ir.actions.act_window", "ir.actions.server", "ir.actions.client", "ir.actions.act_url")
    wrong = [
        r.id
        for r in reading.records()
        if r.model in kinds and not re.fullmatch(r"\w+_action(_\w+)?", _bare(r))
    ]
    assert not wrong


def test_rights():
    """``access_<model>_<group>``"""
    groups = {row.id: row.group.rpartition(".")[2].removeprefix("group_") for row in reading.acls()}
    wrong = [r.id for r in reading.acls() if r.id != f"access_{r.model.replace('.', '_')}_{groups[r.id]}"]
    assert not wrong


def test_rules():
    """``<model>_rule_<who>_<what>``, and a sentence as its name."""
    wrong = []
    for record, model, groups in reading.rules():
        who = {group.rpartition(".")[2].removeprefix("group_") for group in groups} or {"everybody"}
        match = re.fullmatch(
            rf"{model.replace('.', '_')}_rule_([a-z_]+)_(read|write|create|unlink|all)(_\w+)?", record.id
        )
        if not match or match[1] not in who:
            wrong.append((record.path, record.id))
        assert len(record.field("name").text.split()) >= 3, record.id
    new, gone = allowed.compare("rule", wrong)
    assert not new
    assert not gone


def test_menus_and_crons():
    menus = [
        r.id
        for r in reading.records()
        if r.model == "menuitem" and not re.fullmatch(r"wlec_\w*menu\w*", _bare(r))
    ]
    crons = [
        r.id
        for r in reading.records()
        if r.model == "ir.cron" and not re.fullmatch(r"\w+_cron(_\w+)?|cron_\w+", _bare(r))
    ]
    assert not menus + crons


def test_no_xml_id_twice():
    seen = {}
    for record in reading.records():
        if record.id and "." not in record.id:
            assert seen.setdefault(record.id, record.path) == record.path, record.id


def test_scheduled_methods_are_private():
    for record in reading.records():
        code = record.field("code") if record.model == "ir.cron" else None
        if code is not None:
            assert re.search(r"model\._cron_\w+\(", code.text or ""), record.id
