# SPDX-License-Identifier: LGPL-3.0-or-later
"""A file that cannot wait, by mouse: refused, opened with the glass broken, reviewed by somebody else, read by the client; and the drill."""

import pytest
from playwright.sync_api import expect

from tests.browser.form import Form
from tests.support.accessibility import assert_accessible
from tests.support.browsing import DESKTOP, PHONE, screenshot
from tests.support.client import PASSWORD

LIST = "/odoo/action-wlec_confidentiality.wlec_emergency_access_action"
DRILLS = "/odoo/action-wlec_confidentiality.wlec_emergency_drill_action"
NEVER_GIVEN = 987654


@pytest.fixture
def file(centre):
    """carol's file, which is alice's: (id, reference)."""
    ((partner,),) = centre.sql("SELECT partner_id FROM res_users WHERE login = 'carol'")
    found = centre.login("alice").call(
        "wlec.case", "search_read", [["partner_id", "=", partner]], ["name"], limit=1
    )
    return found[0]["id"], found[0]["name"]


def test_break_the_glass_and_answer_for_it(pages, file):
    broken_from_a_refused_file(pages, *file)
    reviewed(pages)
    explained(pages, file[1])
    read_by_the_client(pages, file[1])


def _refused(page, number):
    """What the dialog says when somebody comes to this file by its address."""
    page.goto(f"/odoo/wlec.case/{number}")
    dialog = page.locator(".modal:visible").last
    expect(dialog.get_by_role("button", name="It is an emergency")).to_be_visible()
    return dialog.inner_text().replace(str(number), "#")


def broken_from_a_refused_file(pages, number, reference):
    page = pages.new("bob")
    never = _refused(page, NEVER_GIVEN)
    assert _refused(page, number) == never
    screenshot(page, "emergency-1-refused")
    page.get_by_role("button", name="It is an emergency").click()
    form = Form(page)
    form.no_dialog()
    expect(form.field("reference")).to_be_visible()
    form.fill(reference=reference, reason="Her landlord stands at the door and changes the locks.")
    form.radio("category", "Safeguarding of a child or an adult at risk")
    screenshot(page, "emergency-2-why")
    form.press("action_break")
    form.dialog()
    page.locator(".modal:visible input[type=password]").fill("wrong")
    page.locator(".modal:visible .btn-primary").first.click()
    expect(page.get_by_text("Incorrect Password")).to_be_visible()
    page.locator(".modal:visible").last.get_by_role("button", name="Close").last.click()
    page.locator(".modal:visible input[type=password]").fill(PASSWORD)
    page.locator(".modal:visible .btn-primary").first.click()
    form.no_dialog()
    expect(form.field("narrative")).to_be_visible()
    assert reference in page.locator(".o_form_view").inner_text()
    screenshot(page, "emergency-3-open")
    page.context.close()


def reviewed(pages):
    page = pages.new("otto")
    page.goto(LIST)
    page.locator(".o_data_row", has_text="Safeguarding").first.click()
    form = Form(page)
    form.press("action_review")
    form.dialog()
    form.radio("outcome", "It was right")
    screenshot(page, "emergency-4-review")
    page.locator(".modal:visible .o_form_button_save").click()
    form.no_dialog()
    form.status("Reviewed")
    page.context.close()


def explained(pages, reference):
    """alice sees in her file's access records that it was an emergency, and by which grant."""
    page = pages.new("alice")
    page.goto("/odoo/action-wlec_confidentiality.wlec_access_event_action")
    row = page.locator(".o_data_row", has_text="Emergency access").first
    expect(row).to_contain_text(reference)
    screenshot(page, "emergency-5-why")
    row.click()
    page.get_by_role("button", name="Open what explains it").click()
    expect(page.locator(".o_form_view", has_text="Safeguarding")).to_be_visible()
    page.context.close()


def read_by_the_client(pages, reference):
    for name, size in (("desk", DESKTOP), ("phone", PHONE)):
        page = pages.new("carol", size)
        page.goto("/my/emergency")
        expect(page.get_by_text("Safeguarding").first).to_be_visible()
        expect(page.get_by_text("Somebody else has reviewed it.").first).to_be_visible()
        assert reference in page.inner_text("main")
        assert "bob" not in page.inner_text("main").lower()
        assert_accessible(page)
        screenshot(page, f"emergency-6-client-{name}", full_page=True)
        page.context.close()


def test_the_yearly_drill(pages):
    page = pages.new("otto")
    page.goto(DRILLS)
    form = Form(page)
    form.new()
    screenshot(page, "drill-1-due")
    form.press("action_run")
    expect(page.locator(".o_data_row")).to_have_count(13, timeout=60_000)
    form.status("Everything held")
    screenshot(page, "drill-2-held")
    with page.expect_download() as paper:
        form.press("action_print")
    assert paper.value.suggested_filename.startswith("DRILL-")
    page.context.close()


def test_nobody_has_opened_it(pages):
    page = pages.new("chris", PHONE)
    page.goto("/my/emergency")
    expect(page.get_by_text("Nobody has opened your file in an emergency.")).to_be_visible()
    assert_accessible(page)
