# SPDX-License-Identifier: LGPL-3.0-or-later
"""What earlier versions of Odoo wanted, and Odoo 19 does not know any more."""

import re

import pytest

from . import reading

PYTHON = [path for path in reading.files(".py") if path != "__manifest__.py"]
OLD_PYTHON = {
    r"\b_sql_constraints\b": "models.Constraint",
    r"\bname_get\b": "_compute_display_name",
    r"\b_name_search\b": "_search_display_name",
    r"\bgroup_operator\b": "aggregator",
    r"\buser_has_groups\b": "env.user.has_group",
    r"\bcheck_access_rights\b|\bcheck_access_rule\b": "check_access",
    r"\bself\._(cr|uid|context)\b": "self.env",
    r"\bosv\b": "fields.Domain",
    r"\bgroups_id\b": "group_ids",
    r"\btoggle_active\b": "action_archive",
    r"\bauto_join\b": "bypass_search_access",
    r"\bfrom odoo\.orm\b|\bimport odoo\.orm\b": "odoo.api, odoo.fields",
    r"\btrack_visibility\b|\btracking=True\b": "nothing: changes of confidential records are access records",
    r"\bread_group\(": "_read_group",
    r"@api\.(one|multi|cr|returns)\b": "nothing",
}
OLD_XML = {
    r"<tree\b|view_mode\">[^<]*tree": "list",
    r"\sattrs=|\sstates=": "invisible=",
    r"\boe_chatter\b": "<chatter/>",
    r"\bkanban-box\b": "t-name=card",
    r"\bgroups_id\b": "group_ids",
    r"\bt-raw=": "t-out",
    r"\bt-esc=": "t-out",
    r"<group[^>]*\bexpand=": "a bare group",
    r"\bnumbercall\b|\bdoall\b": "nothing",
    r"\bcategory_id\" ref=\"[^\"]*\"/>\s*</record>\s*<!-- group": "privilege_id",
}


@pytest.mark.parametrize("old", OLD_PYTHON)
def test_no_outdated_python(old):
    assert not [path for path in PYTHON if re.search(old, reading.text(path))], f"use {OLD_PYTHON[old]}"


@pytest.mark.parametrize("old", OLD_XML)
def test_no_outdated_xml(old):
    assert not [path for path in reading.files(".xml") if re.search(old, reading.text(path))], (
        f"use {OLD_XML[old]}"
    )
