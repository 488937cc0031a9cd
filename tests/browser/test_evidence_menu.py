# SPDX-License-Identifier: LGPL-3.0-or-later
"""The menu of the evidence in its groups, and its lists as cards on a telephone, where nothing has to be pushed sideways."""

import pytest
from playwright.sync_api import expect

from tests.support.browsing import PHONE, screenshot

ACTION = "/odoo/action-wlec_confidentiality."
LISTS = (
    ("mona", "wlec_access_event_action"),
    ("mona", "wlec_access_hiding_now_action"),
    ("otto", "wlec_emergency_review_action"),
    ("otto", "wlec_complaint_desk_action"),
)


def test_the_menu_is_in_groups(pages):
    page = pages.new("otto")
    page.goto(f"{ACTION}wlec_access_event_action")
    page.locator(".o_menu_sections").get_by_text("Access records").first.click()
    headings = page.locator(".o-dropdown--menu .dropdown-menu_group:visible")
    expect(headings).to_have_text(["Reviews", "Emergencies", "Seals"])
    screenshot(page, "evidence-menu")
    page.get_by_role("menuitem", name="State of the seals").click()
    expect(page.get_by_role("dialog")).to_contain_text("Last sealed")


@pytest.mark.parametrize(("login", "action"), LISTS)
def test_cards_on_a_telephone(pages, login, action):
    page = pages.new(login, PHONE)
    page.goto(f"{ACTION}{action}")
    expect(page.locator(".o_kanban_record:not(.o_kanban_ghost)").first).to_be_visible()
    screenshot(page, f"evidence-phone-{action}")
    wide = "() => document.querySelector('.o_kanban_renderer').scrollWidth - window.innerWidth"
    assert page.evaluate(wide) <= 0
