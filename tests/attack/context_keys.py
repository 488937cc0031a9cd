# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every key of the context that a module in use asks for, or sets for another one to ask for: read from their source."""

import ast
import importlib.util
from pathlib import Path

from tests.structure.reading import ADDON

_ASKS = ("get", "pop", "setdefault")


def keys(modules):
    """The names, in their order, of all that ``modules`` and Odoo itself look for in a context. What is put together out of a name
    is named for the fields of a case file."""
    found = set()
    for path in _files(modules):
        found |= _keys_of(ast.parse(path.read_text("utf-8"), str(path)))
    return sorted(found)


def _files(modules):
    odoo = Path(next(iter(importlib.util.find_spec("odoo").submodule_search_locations)))
    places = [odoo / name for name in ("orm", "service", "tools")] + [ADDON]
    for name in modules:
        places += [
            folder / name for folder in (odoo / "addons", odoo.parent / "addons") if (folder / name).is_dir()
        ]
    yield odoo / "http.py"
    for place in places:
        yield from (path for path in sorted(place.rglob("*.py")) if "tests" not in path.parts)


def _keys_of(tree):
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found |= _asked_by(node) | _set_by(node)
        elif isinstance(node, ast.Subscript) and _is_context(node.value):
            found |= _text(node.slice)
        elif isinstance(node, ast.Compare) and _is_context(node.comparators[0]):
            found |= _text(node.left)
    return found


def _asked_by(call):
    is_asked = call.func.attr in _ASKS and _is_context(call.func.value) and call.args
    return _text(call.args[0]) if is_asked else set()


def _set_by(call):
    if call.func.attr != "with_context":
        return set()
    found = {one.arg for one in call.keywords if one.arg}
    for given in call.args:
        if isinstance(given, ast.Dict):
            found = found.union(*[_text(key) for key in given.keys])
        elif isinstance(given, ast.Call):
            found |= {one.arg for one in given.keywords if one.arg}
    return found


def _is_context(node):
    name = getattr(node, "attr", getattr(node, "id", ""))
    return name in ("context", "_context", "ctx")


def _text(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, (ast.JoinedStr, ast.BinOp)):
        start = ast.unparse(node).lstrip("f").strip("'\"").partition("'")[0].partition("{")[0]
        return {f"{start}{name}" for name in ("narrative", "case_id", "body", "res_id")} if start else set()
    return set()
