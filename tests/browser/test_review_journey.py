# SPDX-License-Identifier: LGPL-3.0-or-later
"""Somebody opened a file that is none of theirs: the night finds it, the line manager looks at it, and decides by one click."""

import pytest
from playwright.sync_api import expect

from tests.browser.form import Form
from tests.support import access_reviews
from tests.support.browsing import PHONE, screenshot

QUEUE = "/odoo/action-wlec_confidentiality.wlec_access_review_action"


@pytest.fixture
def reference(centre):
    """Of a file of alice's that vera opened, although outsiders are curious about it and she has nothing to do with it."""
    alice = centre.login("alice")
    carol = centre.sql("SELECT partner_id FROM res_users WHERE login = 'carol'")[0][0]
    mine = [["state", "=", "open"], ["caseworker_id", "=", alice.uid], ["partner_id", "=", carol]]
    (case,) = alice.call("wlec.case", "search_read", mine, ["name"], limit=1)
    alice.call("wlec.case", "write", [case["id"]], {"curious_since": "2026-01-01"})
    for _time in range(3):
        access_reviews.opened(centre, "vera", case["id"])
    access_reviews.night(centre)
    return case["name"]


def _open(page, reference):
    row = (
        page.locator(".o_data_row:visible, .o_kanban_record:visible")
        .filter(has_text=reference)
        .filter(has_text="Outsiders are curious")
    )
    row.first.click()
    expect(
        page.locator(".o_form_view .o_statusbar_status, .o_form_view .o_statusbar_buttons").first
    ).to_be_visible()
    return Form(page)


def test_from_the_night_to_the_talk(pages, reference):
    page = pages.new("mona")
    page.goto(QUEUE)
    expect(page.locator(".o_data_row").first).to_be_visible()
    screenshot(page, "100-review-queue")
    form = _open(page, reference)
    expect(page.get_by_text("Outsiders are curious about this file.")).to_be_visible()
    expect(form.field("accesses").locator("tr").first).to_be_visible()
    screenshot(page, "101-review", full_page=True)
    form.field("reason").locator("textarea").fill("Wanted to know what the papers were about")
    form.press("action_talk")
    form.status("To be talked about")
    screenshot(page, "102-review-talk")
    page.goto("/odoo/action-wlec_confidentiality.wlec_management_action_action")
    expect(page.locator(".o_data_row", has_text="Vera Nowak").first).to_be_visible()
    page.context.close()

    page = pages.new("vera")
    page.goto(QUEUE)
    page.locator(".o_action_manager .o_view_controller, .modal:visible").first.wait_for()
    page.wait_for_timeout(500)  # rows come after their view
    assert reference not in page.inner_text("body")


def test_graphs_and_the_queue_on_a_telephone(pages, reference):
    page = pages.new("mona")
    for number, action in enumerate(("wlec_access_review_finding_action", "wlec_access_review_day_action")):
        page.goto(f"/odoo/action-wlec_confidentiality.{action}")
        expect(page.locator(".o_graph_canvas_container canvas")).to_be_visible()
        page.wait_for_timeout(1200)
        screenshot(page, f"10{3 + number}-review-graph")
    page.goto(QUEUE)
    page.locator(".o_switch_view.o_kanban").click()
    expect(page.locator(".o_kanban_record").first).to_be_visible()
    screenshot(page, "105-review-kanban")
    page.context.close()
    page = pages.new("mona", viewport=PHONE)
    page.goto(QUEUE)
    expect(page.locator(".o_kanban_record:visible, .o_data_row:visible").first).to_be_visible()
    screenshot(page, "106-review-queue-phone")
    _open(page, reference)
    page.wait_for_timeout(800)
    screenshot(page, "107-review-phone", full_page=True)


def test_nothing_to_look_at(pages, reference):
    page = pages.new("otto")
    page.goto(QUEUE)
    expect(page.locator(".o_data_row").first).to_be_visible()
    page.locator(".o_searchview_input").fill("CASE-00000")
    expect(page.locator(".o_searchview_autocomplete:visible")).to_contain_text("CASE-00000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing to look at. Thank you!")).to_be_visible()
    screenshot(page, "108-review-empty")
