# SPDX-License-Identifier: LGPL-3.0-or-later
"""The README's map of the rooms is the house as it is, and its table of dependencies is what the code imports."""

import ast
import re
import sys

import pytest

from . import reading

README = (reading.ROOT / "README.md").read_text("utf-8")
MAP = re.search(r"^## The rooms\n+```\n(.*?)^```", README, re.MULTILINE | re.DOTALL)[1]
TABLE = re.search(r"^## Dependencies.*?\n(\|.*?)\n\n", README, re.MULTILINE | re.DOTALL)[1]
PYPROJECT = (reading.ROOT / "pyproject.toml").read_text("utf-8")
# What Odoo 19 itself requires, so that it is there wherever Odoo is; all else a centre has to install for us.
WITH_ODOO = {"PIL", "dateutil", "lxml", "markupsafe", "psycopg2", "pypdf", "vobject", "werkzeug"}
# The packages whose name is another than that of what is imported.
PACKAGE = {"PIL": "pillow", "dateutil": "python-dateutil", "psycopg2": "psycopg2-binary"}


def _folders(place):
    return {
        path.name
        for path in place.iterdir()
        if path.is_dir() and any(path.rglob("*.py")) and path.name[0] not in "._"
    }


# ---- the rooms
def test_every_room_is_on_the_map():
    assert set(re.findall(r"\bmodels/(\w+)/", MAP)) == _folders(reading.ADDON / "models")


def test_every_other_folder_of_the_addon_is_on_the_map():
    inside = MAP[MAP.index(f"{reading.MODULE}/") :]
    named = set(re.findall(r"(?<![\w/])(\w+)/(?!\w)", inside))
    there = {path.name for path in reading.ADDON.iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert there - {"models", "static", "i18n"} == named - {reading.MODULE}


def test_every_layer_of_the_tests_is_on_the_map():
    line = re.search(r"^tests/ +(.*)$", MAP, re.MULTILINE)[1]
    assert set(re.findall(r"\w+", line.partition(":")[2])) == _folders(reading.ROOT / "tests") - {"support"}


# ---- dependencies
def _imported():
    """What the addon's code (its tests apart) imports from outside Python, Odoo and itself: {name: files}."""
    found = {}
    for path in reading.files(".py"):
        if path.startswith("tests/"):
            continue
        for node in ast.walk(reading.tree(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            for name in names:
                found.setdefault(name.partition(".")[0], set()).add(path)
    return {name: paths for name, paths in found.items() if name not in {*sys.stdlib_module_names, "odoo"}}


IMPORTED = _imported()
OURS = sorted(set(IMPORTED) - WITH_ODOO)


def test_there_is_something_to_look_at():
    assert {"cryptography", "lxml"} <= set(IMPORTED)
    assert set(IMPORTED) >= WITH_ODOO, "named here and used no more"


def test_the_manifest_names_what_odoo_does_not_bring():
    """Odoo then says what is missing before it installs, and not in the middle of somebody's work."""
    assert sorted(reading.manifest()["external_dependencies"]["python"]) == OURS


@pytest.mark.parametrize("name", sorted(IMPORTED))
def test_it_is_pinned(name):
    package = PACKAGE.get(name, name)
    wanted = re.search(r"^dependencies = \[(.*?)^\]", PYPROJECT, re.MULTILINE | re.DOTALL)[1]
    assert re.search(rf'"{package}[";<]', wanted)
    lock = (reading.ROOT / "requirements.lock").read_text("utf-8")
    assert re.search(rf"^{package}==", lock, re.MULTILINE)


@pytest.mark.parametrize("name", OURS)
def test_the_readme_says_why(name):
    row = next((line for line in TABLE.splitlines() if f"`{name}`" in line), "")
    assert all(cell.strip() for cell in row.strip("|").split("|")), row
    assert row.count("|") == 4, f"a row for {name}: package, licence, what it is for"
    installing = re.search(
        r"install the Python packages it adds to\s+Odoo's own: (.*?) \(pinned", README, re.DOTALL
    )[1]
    assert f"`{name}`" in installing


def test_the_readme_names_nothing_that_is_gone():
    rows = [
        line.split("|")[1]
        for line in TABLE.splitlines()[2:]
        if "in tests" not in line and "Odoo 19" not in line
    ]
    named = {name for row in rows for name in re.findall(r"`([\w-]+)`", row)}
    assert named <= {PACKAGE.get(name, name) for name in IMPORTED}
