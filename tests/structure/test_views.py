# SPDX-License-Identifier: LGPL-3.0-or-later
"""Views as a browser will read them: what only shows when somebody opens them, found without opening them."""

import re
from xml.etree import ElementTree

import pytest

from . import reading

FILES = reading.files(".xml", "views")
USED = re.compile(r"\brecord\.(\w+)")


@pytest.mark.parametrize("file", FILES)
def test_cards_load_what_they_use(file):
    """A card that asks for a field its view does not load ends in an error dialog."""
    for kanban in ElementTree.fromstring(reading.text(file).encode()).iter("kanban"):
        loaded = {field.get("name") for field in kanban.iter("field")}
        used = set(USED.findall(ElementTree.tostring(kanban, encoding="unicode")))
        assert not used - loaded, f"not loaded: {', '.join(sorted(used - loaded))}"


@pytest.mark.parametrize("file", FILES)
def test_empty_lists_have_a_word(file):
    """Odoo's own words for an empty list, "Create new document", fit none of ours."""
    for record in ElementTree.fromstring(reading.text(file).encode()).iter("record"):
        fields = {field.get("name"): field for field in record.iter("field")}
        modes = (fields["view_mode"].text or "") if "view_mode" in fields else ""
        if record.get("model") == "ir.actions.act_window" and modes != "form":
            assert "help" in fields, record.get("id")
