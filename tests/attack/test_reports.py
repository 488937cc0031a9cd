# SPDX-License-Identifier: LGPL-3.0-or-later
"""Reports somebody draws up themselves: they print what the person who prints them may read, and it is on record."""

import pytest

from .conftest import File

VIEW = """<t t-name="{key}"><t t-call="web.basic_layout"><t t-foreach="docs" t-as="doc">
    <p t-field="doc.narrative"/><p t-out="doc.matter"/><p t-out="doc.sudo().risk_notes"/>
    <p t-out="doc.note_ids.mapped('body')"/></t></t></t>"""


@pytest.fixture(scope="module")
def report(centre):
    """As an administrator makes one: a view and a report on files."""
    code = f"""
key = 'wlec_confidentiality.attack_report'
view = env['ir.ui.view'].create({{'type': 'qweb', 'key': key, 'name': key, 'arch': {VIEW!r}.format(key=key)}})
env['ir.model.data'].create({{'module': 'wlec_confidentiality', 'name': 'attack_report', 'model': 'ir.ui.view', 'res_id': view.id}})
env['ir.actions.report'].create({{'name': 'Attack', 'model': 'wlec.case', 'report_type': 'qweb-html', 'report_name': key}})
env.cr.commit()
"""
    centre.shell(code)
    yield "wlec_confidentiality.attack_report"
    centre.shell(
        "env['ir.actions.report'].search([('report_name', '=', 'wlec_confidentiality.attack_report')]).unlink()\n"
        "env.ref('wlec_confidentiality.attack_report').unlink()\nenv.cr.commit()"
    )


def test_who_may_read_prints_and_that_is_recorded(centre, people, file, report):
    before = centre.last_event()
    answer = people["alice"].get(f"/report/html/{report}/{file.id}")
    assert file.word in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    names = {
        name
        for row in centre.events(before)
        if row["model"] == "wlec.case" and row["record_ids"] == [file.id]
        for name in row["field_names"]
    }
    assert {"narrative", "matter", "risk_notes"} <= names


@pytest.mark.parametrize("login", ["bob", "sam", "fred", "carol", None])
def test_nobody_else_prints(centre, people, file, report, login):
    nothing = File(people["alice"])
    for path in (f"/report/html/{report}/{file.id}", f"/report/pdf/{report}/{file.id}", f"/report/html/{report}/{file.id},{nothing.id}", f"/report/html/{report}?docids={file.id}"):  # fmt: skip
        answer = people[login].get(path)
        assert file.word not in answer.text, path
        assert nothing.word not in answer.text, path
