# SPDX-License-Identifier: LGPL-3.0-or-later
"""The manifest lists every data file there is and nothing else; every test is imported; the packages are whole."""

import ast
import re

import pytest

from . import reading

NOT_LOADED = {"data/access/harden.sql"}  # run once by whoever administers PostgreSQL


def _listed():
    manifest = reading.manifest()
    return [*manifest["data"], *manifest.get("demo", ())]


def test_every_listed_file_exists_once():
    listed = _listed()
    assert len(listed) == len(set(listed))
    assert not [path for path in listed if not (reading.ADDON / path).is_file()]


def test_every_data_file_is_listed():
    folders = ("security", "data", "demo", "views", "wizards", "reports")
    found = {path for suffix in (".xml", ".csv", ".sql") for path in reading.files(suffix, *folders)}
    assert sorted(found - set(_listed()) - NOT_LOADED) == []


def test_groups_come_first_and_rights_before_views():
    data = reading.manifest()["data"]
    assert data[0] == "security/wlec_groups.xml"
    for room in ("access", "case", "policy", "consent", "disclosure", "complaint"):
        own = [path for path in data if path.split("/")[1:2] == [room]]
        security = [number for number, path in enumerate(own) if path.startswith("security/")]
        assert security == list(range(len(security))), f"{room}: rights and rules come before its views"


def test_what_the_manifest_says():
    manifest = reading.manifest()
    assert manifest["license"] == "LGPL-3"
    assert manifest["version"].startswith("19.0.")
    assert {"base", "mail", "crm", "portal"} <= set(manifest["depends"])


def test_every_module_is_imported_by_its_package():
    forgotten = []
    for path in reading.files(".py", "models", "wizards", "controllers", "reports", "tests"):
        folder, _slash, name = path.rpartition("/")
        if name == "__init__.py" or (folder == "tests" and name == "common.py"):
            continue
        imported = {imported.rpartition(".")[2] for imported in reading.imports(f"{folder}/__init__.py")}
        if name.removesuffix(".py") not in imported and not _imported_elsewhere(path):
            forgotten.append(path)
    assert not forgotten


def _imported_elsewhere(path):
    dotted = f"{reading.MODULE}." + path.removesuffix(".py").replace("/", ".")
    if path.rpartition("/")[2].startswith("test_"):
        return False  # only what the package imports is run
    return any(
        name.startswith(dotted)
        for other in reading.files(".py")
        if other != path
        for name in reading.imports(other)
    )


@pytest.mark.parametrize(
    "path", [path for path in reading.files(".py", "tests") if path.rpartition("/")[2].startswith("test_")]
)
def test_every_test_file_tests(path):
    methods = [node.name for node in ast.walk(reading.tree(path)) if isinstance(node, ast.FunctionDef)]
    assert any(name.startswith("test_") for name in methods)
    assert not re.search(r"\bskip(Test|If|Unless)?\b\(", reading.text(path)), (
        "a skipped test is a test that is not there"
    )


def test_hooks_exist():
    names = {node.name for node in reading.tree("hooks.py").body if isinstance(node, ast.FunctionDef)}
    for hook in ("post_init_hook", "uninstall_hook"):
        assert reading.manifest()[hook] in names
