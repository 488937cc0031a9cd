# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every text of the addon can be translated, and is in the file translators start from.

What the file must hold to the letter only Odoo can tell: wlec_confidentiality/tests/test_translations.py exports and compares.
Here, in a moment, every kind of text is looked for. If one is missing: python3 -m dev pot
"""

import ast
import functools
import re
from html import unescape
from xml.etree import ElementTree

import polib
import pytest

from . import reading

POT = reading.ADDON / "i18n" / f"{reading.MODULE}.pot"
RENEW = "texts nobody can translate yet; renew the file:  python3 -m dev pot"
PYTHON = [path for path in reading.files(".py") if not path.startswith("tests/")]
XML = reading.files(".xml", "views", "reports", "data", "security", "wizards")
# Odoo's list (odoo/tools/translate.py) of what is shown to people.
ATTRIBUTES = {
    "string", "help", "sum", "avg", "confirm", "placeholder", "alt", "title", "aria-label", "value_label", "label",
    "data-tooltip", "confirm-label", "confirm-title", "cancel-label", "add-label",
}  # fmt: skip
SILENT = {"script", "style", "title", "attribute"}


@functools.cache
def _texts():
    return {entry.msgid for entry in polib.pofile(str(POT))}


@functools.cache
def _words():
    """All texts in one, without tags: part of a sentence is in it, wherever Odoo cuts."""
    return "\n".join(_plain(re.sub(r"<[^<>]+>", "\n", text)) for text in _texts())


@functools.cache
def _named(value):
    """A text of its own, or the attribute of an icon within a sentence."""
    return any(_plain(text) == _plain(value) or f'="{value}"' in text for text in _texts())


def _plain(text):
    lines = (" ".join(unescape(part).split()) for part in text.split("\n"))
    return " ".join(line for line in lines if line)


# ---- Python
def _calls(path, *names):
    for node in ast.walk(reading.tree(path)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
            if name in names:
                yield node


def _constants(node):
    """The literal texts an expression may be: both sides of `a if x else b`."""
    if isinstance(node, ast.IfExp):
        return [*_constants(node.body), *_constants(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


@pytest.mark.parametrize("path", PYTHON)
def test_messages(path):
    calls = list(_calls(path, "_", "_lt"))
    odd = [call.lineno for call in calls if not call.args or not isinstance(call.args[0], ast.Constant)]
    assert not odd, f"lines {odd}: the argument of _() is a literal text; what changes goes behind it"
    missing = sorted({call.args[0].value for call in calls} - _texts())
    assert not missing, RENEW


def _fields():
    for model in reading.models():
        for node in model.node.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                call = node.value
                kind = (
                    call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                )
                base = ast.unparse(call.func).split(".")[0]
                if base == "fields" or kind.startswith(("Confidential", "Sealable", "Integers")):
                    yield model, node.targets[0].id, kind, call


def _shown(kind, call):
    """Labels, helps and choices written in the definition of a field."""
    for word in call.keywords:
        if word.arg in ("string", "help"):
            yield from _constants(word.value)
        elif word.arg in ("selection", "selection_add"):
            yield from _choices(word.value)
    if kind == "Selection" and call.args:
        yield from _choices(call.args[0])
    elif kind not in ("Many2one", "One2many", "Many2many", "Selection") and call.args:
        yield from _constants(call.args[0])


def _choices(node):
    if isinstance(node, (ast.List, ast.Tuple)):
        for pair in node.elts:
            if isinstance(pair, ast.Tuple) and len(pair.elts) > 1:
                yield from _constants(pair.elts[1])


def test_fields():
    found = [(model.path, name, text) for model, name, kind, call in _fields() for text in _shown(kind, call)]
    assert len(found) > 400, "this looks in the wrong place"
    assert not [where for where in found if where[2] not in _texts()], RENEW


# ---- views, menus, actions
def _roots(path):
    """What is drawn: the architecture of views, templates, menus and actions."""
    for record in reading.records():
        if record.path == path:
            if record.model == "ir.ui.view":
                yield from (part for part in record.node if part.get("name") == "arch")
            elif record.model == "template":
                yield record.node


@pytest.mark.parametrize("path", XML)
def test_views(path):
    missing = []
    for root in _roots(path):
        for node in root.iter():
            missing += [text for text in _attributes(node) if not _named(text)]
            if node.tag not in SILENT:
                missing += [text for text in _between(node) if _plain(text) not in _words()]
    assert not missing, RENEW


def _attributes(node):
    if node.tag == "attribute":
        return [node.text] if node.get("name") in ATTRIBUTES and (node.text or "").strip() else []
    if node.get("t-call") or node.tag in ("template", "xpath"):
        return []
    return [value for name, value in node.attrib.items() if name in ATTRIBUTES and re.search(r"\w", value)]


def _between(node):
    inside = [node.text, *(child.tail for child in node)]
    return [text for text in inside if re.search(r"[^\W\d_]", text or "") and isinstance(node.tag, str)]


def test_menus_and_actions():
    missing = []
    for record in reading.records():
        if record.path.startswith("demo/"):
            continue
        if record.model == "menuitem":
            shown = [record.node.get("name")]
        elif record.model.startswith("ir.actions.") or record.model == "res.groups":
            shown = [name.text] if (name := record.field("name")) is not None else []
        else:
            continue
        missing += [text for text in shown if text and text not in _texts()]
    assert not missing, RENEW


# ---- the file itself
def test_the_file_stays_the_same_while_no_text_changes():
    text = POT.read_text("utf-8")
    assert not re.search(r"^\"(POT-Creation|PO-Revision)-Date", text, re.MULTILINE)
    assert not re.search(r"^#: code:.*:[1-9]", text, re.MULTILINE), "line numbers"
    entries = list(polib.pofile(str(POT)))
    assert len({entry.msgid for entry in entries}) == len(entries), "merged twice:  python3 -m dev pot"
    assert "<<<<" not in text


def test_every_source_it_names_is_there():
    named = {
        where.removeprefix(f"code:addons/{reading.MODULE}/")
        for entry in polib.pofile(str(POT))
        for where, _line in entry.occurrences
        if where.startswith("code:")
    }
    assert named
    assert not [path for path in sorted(named) if not (reading.ADDON / path).is_file()], RENEW


def test_xml_is_read_as_odoo_reads_it():
    """What is looked for above is there to be found: a view with a text of each kind."""
    node = ElementTree.fromstring(
        '<p title="A title">Before <b>bold</b> after<attribute name="help">H</attribute></p>'
    )
    assert _attributes(node) == ["A title"]
    assert [text.strip() for text in _between(node)] == ["Before", "after"]
    assert _attributes(node[1]) == ["H"]
