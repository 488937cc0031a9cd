# SPDX-License-Identifier: LGPL-3.0-or-later
"""From each clause of the policy to what enforces it, and to the test that shows it: every pointer leads somewhere."""

import ast
import csv
import re
from pathlib import Path

import pytest

from . import reading

FILE = reading.ROOT / "data" / "policy" / "traceability.csv"
POLICY = reading.ROOT / "data" / "policy" / "confidentiality_policy.txt"
# Those with a text, and the review dates at the end. Clause 1 is a heading; clause 4, private interviews, gets its own room.
CLAUSES = {"2", "3", "5", "6", "7", "8", "10"}


def _rows():
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = _rows()


def test_every_clause_is_enforced_and_tested():
    for clause in CLAUSES:
        kinds = {row["kind"] for row in ROWS if row["clause"].split(".")[0] == clause}
        assert "test" in kinds, f"no test shows clause {clause}"
        assert kinds & {"model", "field", "method", "rule", "right"}, f"nothing enforces clause {clause}"


def test_every_room_enforces_a_clause():
    """A room that no clause of the policy asks for would be a room too many."""
    pointed = {tuple(row["target"].split(":")) for row in ROWS if row["kind"] in ("model", "field", "method")}
    rooms, used = set(), set()
    for model in reading.models():
        if model.path.startswith("models/") and model.path.count("/") > 1:
            room = model.path.split("/")[1]
            rooms.add(room)
            names = {f.name for f in reading.functions(model.node)}
            if any(
                name == model.name and (not rest or rest[0] in names or _assigns(model.node, rest[0]))
                for name, *rest in pointed
            ):
                used.add(room)
    assert rooms == used


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['clause']}-{row['target']}")
def test_every_pointer_leads_somewhere(row):
    assert row["requirement"].strip()
    assert _EXISTS[row["kind"]](row["target"]), row["target"]


def test_quoted_words_are_in_the_policy():
    words = re.sub(r"[\s-]+", " ", POLICY.read_text("utf-8"))
    for row in ROWS:
        assert re.sub(r"[\s-]+", " ", row["policy_words"]) in words, row["policy_words"]


def _model(target):
    return any(model.name == target and model.defines for model in reading.models())


def _field(target):
    model, _colon, name = target.partition(":")
    return any(_assigns(m.node, name) for m in reading.models() if m.name == model)


def _assigns(node, name):
    return any(
        isinstance(child, ast.Assign) and name in [ast.unparse(target) for target in child.targets]
        for child in node.body
    )


def _method(target):
    model, _colon, name = target.partition(":")
    return any(f.name == name for m in reading.models() if m.name == model for f in reading.functions(m.node))


def _function(target):
    path, _colon, name = target.partition(":")
    return any(f.name == name for f in reading.functions(reading.tree(path)))


def _rule(target):
    return any(record.id == target for record, _model, _groups in reading.rules())


def _right(target):
    return any(row.id == target for row in reading.acls())


def _test(target):
    """``path::test`` or ``path::Class.test``, from the top of the repository."""
    path, _colons, name = target.partition("::")
    file = reading.ROOT / path
    if not file.is_file():
        return False
    tree = ast.parse(Path(file).read_text("utf-8"))
    class_name, _dot, method = name.rpartition(".")
    scope = (
        [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name]
        if class_name
        else [tree]
    )
    return any(
        node.name == method for part in scope for node in ast.walk(part) if isinstance(node, ast.FunctionDef)
    )


_EXISTS = {
    "model": _model, "field": _field, "method": _method, "function": _function, "rule": _rule, "right": _right, "test": _test,
}  # fmt: skip
