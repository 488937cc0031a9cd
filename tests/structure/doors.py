# SPDX-License-Identifier: LGPL-3.0-or-later
"""The doors of the server: routes and methods a remote caller can name. Each is in a list, and is either knocked at by
a channel (tests/channels, which proves it) or has a reason why it need not be."""

import ast
import csv
import functools
from pathlib import Path

from . import reading

HERE = Path(__file__).parent
ANY = "*"
_SILENT = {"HEAD", "OPTIONS"}


@functools.cache
def listed_routes():
    """{(path, methods): reason}; no reason: a channel knocks at it."""
    return {(row["route"], row["methods"]): row["reason"] for row in _rows("routes.csv")}


@functools.cache
def listed_methods():
    """{(model, method): reason}; no reason: a channel calls it."""
    return {(row["model"], row["method"]): row["reason"] for row in _rows("methods.csv")}


def _rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def doubles(name, *columns):
    seen, twice = set(), []
    for row in _rows(name):
        key = tuple(row[column] for column in columns)
        twice += [key] if key in seen else []
        seen.add(key)
    return twice


def http_methods(names):
    """``GET POST`` of a list of them; ``*`` for any."""
    return " ".join(sorted(set(names) - _SILENT)) if names else ANY


def new_and_gone(found, listed):
    """What is there and in no list, and what is in the list and not there any more."""
    return sorted(set(found) - set(listed)), sorted(set(listed) - set(found))


# ---- as the source has them
def routes_in(tree):
    """{(path, methods)} of the routes that controllers in this source open; an override without a path opens none."""
    found = set()
    for function in reading.functions(tree):
        for decorator in function.decorator_list:
            if not (
                isinstance(decorator, ast.Call) and ast.unparse(decorator.func).split(".")[-1] == "route"
            ):
                continue
            words = {word.arg: word.value for word in decorator.keywords}
            paths = decorator.args[0] if decorator.args else words.get("route")
            if paths is not None:
                methods = http_methods(ast.literal_eval(words["methods"]) if "methods" in words else ())
                paths = ast.literal_eval(paths)
                found |= {(path, methods) for path in ([paths] if isinstance(paths, str) else paths)}
    return found


def routes_of_ours():
    found = set()
    for path in reading.files(".py"):
        if not path.startswith("tests/"):
            found |= routes_in(reading.tree(path))
    return found


def methods_in(model, node):
    """{(model, method)} a remote caller can name, of what one class defines: also what is put there by assignment."""
    found = set()
    for child in node.body:
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            decorators = {ast.unparse(decorator).split("(")[0] for decorator in child.decorator_list}
            if not decorators & {"api.private", "property"}:
                found.add((model, child.name))
        elif isinstance(child, ast.Assign) and isinstance(child.value, (ast.Lambda, ast.Name, ast.Attribute)):
            found |= {(model, target.id) for target in child.targets if isinstance(target, ast.Name)}
    return {(name, method) for name, method in found if not method.startswith("_")}


def methods_of_ours():
    found = set()
    for model in reading.models():
        found |= methods_in(model.name, model.node)
    return found
