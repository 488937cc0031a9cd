# SPDX-License-Identifier: LGPL-3.0-or-later
"""Reads the addon's source as text: no Odoo, no database, well under a second."""

import ast
import csv
import functools
import re
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
ADDON = ROOT / "wlec_confidentiality"
MODULE = ADDON.name
_SKIPPED = {"__pycache__", ".ruff_cache", "node_modules"}


class Model(NamedTuple):
    """One class of an Odoo model."""

    name: str  # of the model it defines or extends
    defines: bool
    kind: str  # Model, TransientModel or AbstractModel
    path: str
    node: ast.ClassDef


class Acl(NamedTuple):
    """One row of an ir.model.access.csv."""

    id: str
    model: str
    group: str
    perms: str
    path: str


class Record(NamedTuple):
    """One <record> of an XML file."""

    id: str
    model: str
    path: str
    noupdate: bool
    node: ElementTree.Element

    def field(self, name):
        return next(
            (child for child in self.node if child.tag == "field" and child.get("name") == name), None
        )


@functools.cache
def files(suffix, *folders):
    """The addon's files with this suffix, in these of its folders or in all of it, relative to the addon."""
    found = [path for folder in folders or (".",) for path in sorted((ADDON / folder).rglob(f"*{suffix}"))]
    return tuple(path.relative_to(ADDON).as_posix() for path in found if not _SKIPPED & set(path.parts))


@functools.cache
def text(path):
    return (ADDON / path).read_text("utf-8")


@functools.cache
def tree(path):
    return ast.parse(text(path), path)


@functools.cache
def manifest():
    return ast.literal_eval(text("__manifest__.py").split("\n", 1)[1])


def functions(node):
    return [child for child in ast.walk(node) if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef))]


@functools.cache
def models():
    """Every class of a model in models/, wizards/ and reports/."""
    return tuple(_models())


def _models():
    for path in files(".py", "models", "wizards", "reports"):
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and (kind := _kind(node)):
                name, inherit = _constant(node, "_name"), _constant(node, "_inherit")
                inherited = (_list(inherit) or [None])[0]
                yield Model(name or inherited, bool(name) and name not in _list(inherit), kind, path, node)


def _kind(node):
    for base in node.bases:
        if isinstance(base, ast.Attribute) and isinstance(base.value, ast.Name) and base.value.id == "models":
            return base.attr
    return None


def _list(inherit):
    return [inherit] if isinstance(inherit, str) else list(inherit or [])


def _constant(node, name):
    for statement in node.body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == name for t in statement.targets
        ):
            try:
                return ast.literal_eval(statement.value)
            except ValueError:
                return None
    return None


@functools.cache
def acls():
    return tuple(_acls())


def _acls():
    for path in files("ir.model.access.csv"):
        with (ADDON / path).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                perms = "".join(row[f"perm_{op}"] for op in ("read", "write", "create", "unlink"))
                yield Acl(row["id"], model_of(row["model_id:id"]), full_id(row["group_id:id"]), perms, path)


def full_id(xml_id):
    return xml_id if not xml_id or "." in xml_id else f"{MODULE}.{xml_id}"


def model_of(model_id):
    """``model_wlec_case`` -> ``wlec.case``"""
    return _tables().get(model_id.rpartition(".")[2].removeprefix("model_"), model_id)


@functools.cache
def _tables():
    return {model.name.replace(".", "_"): model.name for model in models()}


@functools.cache
def records():
    return tuple(_records())


def _records():
    for path in files(".xml"):
        if path.startswith("static/"):
            continue
        yield from _in_element(ElementTree.parse(ADDON / path).getroot(), path, False)


def _in_element(element, path, noupdate):
    noupdate = element.get("noupdate", "1" if noupdate else "0") in ("1", "True", "true")
    for child in element:
        if child.tag in ("record", "template", "menuitem"):
            yield Record(child.get("id"), child.get("model", child.tag), path, noupdate, child)
        elif child.tag in ("data", "odoo"):
            yield from _in_element(child, path, noupdate)


def rules():
    """The record rules, as (record, model name, groups); no groups: for everybody."""
    for record in records():
        if record.model == "ir.rule":
            groups = record.field("groups")
            expression = "" if groups is None else groups.get("eval", "")
            found = {full_id(group) for group in re.findall(r"ref\(['\"]([\w.]+)['\"]\)", expression)}
            yield record, model_of(record.field("model_id").get("ref")), found


@functools.cache
def confidential_models():
    """Models with a confidential field, or bound to one by inheritance of the mixin."""
    found = set()
    for model in models():
        inherit = _constant(model.node, "_inherit")
        bases = [inherit] if isinstance(inherit, str) else inherit or []
        if (
            "wlec.confidential.mixin" in bases
            or "wlec.case.item" in bases
            or re.search(r"\bConfidential(Char|Text|Html|Binary|Selection)\(", ast.unparse(model.node))
        ):
            found.add(model.name)
    return found


def imports(path):
    """What a file imports, as dotted names: ``wlec_confidentiality.models.case`` for imports of the addon itself."""
    package = ["wlec_confidentiality", *Path(path).parent.parts]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (_short(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield _short(f"{module}.{alias.name}")


def _short(name):
    return name.removeprefix("odoo.addons.") if name.startswith(f"odoo.addons.{MODULE}") else name
