# SPDX-License-Identifier: LGPL-3.0-or-later
"""The tests themselves: short enough to be read, and none that cannot fail."""

import ast
from functools import cache

import pytest

from dev.places import ADDON, ROOT

FILES = sorted(
    str(path.relative_to(ROOT))
    for folder in (ROOT / "tests", ADDON / "tests")
    for path in folder.rglob("*.py")
)
CHECKS = ("assert", "raises", "fail", "expect", "check")
PASSED_OVER = (
    "skip",
    "skipif",
    "skipTest",
    "skipIf",
    "skipUnless",
    "xfail",
    "expectedFailure",
    "importorskip",
)


@cache
def _tree(path):
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def _called(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _functions(path):
    return [node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef)]


def _checks(function, helpers=()):
    for node in ast.walk(function):
        if isinstance(node, (ast.Assert, ast.Raise)):
            return True
        name = _called(node.func).lstrip("_") if isinstance(node, ast.Call) else ""
        if name.startswith(CHECKS) or name in helpers:
            return True
    return False


@cache
def _helpers():
    """Names of functions that check something, by themselves or by one another."""
    others = [f for path in FILES for f in _functions(path) if not f.name.startswith("test")]
    found, before = set(), None
    while found != before:
        before = set(found)
        found |= {f.name.lstrip("_") for f in others if _checks(f, before)}
    return found - {
        "call",
        "get",
        "post",
        "run",
        "create",
        "make",
        "write",
    }  # everybody calls something of that name


def _says_nothing(test):
    """Always true, whatever the programme does."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(isinstance(value, ast.Constant) and value.value for value in test.values)
    if isinstance(test, ast.Compare) and len(test.comparators) == 1:
        return ast.dump(test.left) == ast.dump(test.comparators[0])
    return isinstance(test, (ast.Constant, ast.Tuple, ast.JoinedStr))


@pytest.mark.parametrize("path", FILES)
def test_files_and_functions_are_short(path):
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) < 400
    assert not [f.name for f in _functions(path) if f.end_lineno - f.lineno >= 60]


@pytest.mark.parametrize("path", FILES)
def test_every_test_checks_something(path):
    tests = [f for f in _functions(path) if f.name.startswith("test_")]
    assert not [f.name for f in tests if not _checks(f, _helpers())]
    asserts = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.Assert)]
    assert not [node.lineno for node in asserts if _says_nothing(node.test)]
    named = {_called(node) for node in ast.walk(_tree(path)) if isinstance(node, (ast.Attribute, ast.Name))}
    assert not named.intersection(PASSED_OVER)
