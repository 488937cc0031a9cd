# SPDX-License-Identifier: LGPL-3.0-or-later
"""A client reads who has looked at her file, questions one access, and the handler has that access before them; on paper, too; and
what is hidden for a time appears by itself."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.form import Form
from tests.support.accessibility import assert_accessible
from tests.support.browsing import DESKTOP, PHONE, screenshot

HISTORY = "/my/access-history"
HIDINGS = "/odoo/action-wlec_confidentiality.wlec_access_hiding_now_action"


@pytest.fixture
def file(centre):
    """carol's file, just opened by alice, who works on it, by her line manager, and in a list."""
    alice, mona = centre.login("alice"), centre.login("mona")
    [found] = alice.call(
        "wlec.case", "search_read", [["partner_id.user_ids.login", "=", "carol"]], ["name"], limit=1
    )
    alice.call("wlec.case", "web_read", [found["id"]], {"narrative": {}, "risk_notes": {}})
    mona.call("wlec.case", "web_read", [found["id"]], {"matter": {}})
    alice.call("wlec.case", "web_search_read", [["id", "=", found["id"]]], {"matter": {}})
    return found


def test_read_questioned_and_looked_into(pages, centre, file):
    complaint = question_on_a_phone(pages, centre)
    the_handler_has_it_before_them(pages, centre, complaint)
    read_at_a_desk(pages)
    on_paper(pages, file)


def one_access(page, who):
    """Not a row that holds several: of lists, or of downloads."""
    rows = page.get_by_role("listitem").filter(has_text=who).filter(has_text="On a page of our program")
    return rows.filter(has_not=page.locator("details")).first


def question_on_a_phone(pages, centre):
    """By finger and without JavaScript."""
    known = pages.new("carol", PHONE).context.storage_state()
    page = pages.new(None, PHONE, java_script_enabled=False, storage_state=known)
    page.goto("/my/confidentiality")
    page.get_by_role("link", name=re.compile("Who has looked at your file")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who has looked at your file")
    row = one_access(page, "The line manager of your caseworker")
    expect(row).to_contain_text("They manage the person who works on your file")
    assert not page.get_by_text("You yourself").count()
    assert_fits(page)
    page.locator("details summary").filter(has_text="In a list of files").first.click()
    screenshot(page, "history-1-on-a-phone", full_page=True)
    page.get_by_label("Also show what I did myself").check()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("this list of who looked").first).to_be_attached()
    row = one_access(page, "The line manager of your caseworker")
    row.get_by_role("link", name=re.compile("Question this")).click()
    expect(page.get_by_role("note")).to_contain_text("The line manager of your caseworker")
    expect(page.get_by_label("What happened?")).to_have_value(re.compile("whether this was right"))
    screenshot(page, "history-2-question-on-a-phone", full_page=True)
    page.get_by_role("button", name="Send complaint").click()
    expect(page.get_by_role("status")).to_contain_text("We have received your complaint")
    return re.search(r"COMP-\d+", page.locator("main").inner_text())[0]


def assert_fits(page):
    """Nothing has to be scrolled sideways, and what is pressed is large enough for a finger (WCAG 2.2, 2.5.8)."""
    for link in page.locator("main .btn:visible, main summary:visible").all():
        box = link.bounding_box()
        assert box["height"] >= 24 and box["width"] >= 24
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def the_handler_has_it_before_them(pages, centre, reference):
    [[login, number]] = centre.sql(
        "SELECT u.login, c.id FROM wlec_breach_complaint c JOIN res_users u ON u.id = c.handler_id WHERE c.name = %s",
        reference,
    )
    page = pages.new(login)
    page.goto(f"/odoo/wlec.breach.complaint/{number}")
    button = page.locator("button[name=action_view_questioned]")
    expect(button).to_be_visible()
    screenshot(page, "history-3-complaint-about-an-access")
    button.click()
    expect(page.locator(".o_form_view [name=actor_id]")).to_contain_text("Mona")
    expect(page.locator(".o_form_view [name=at]")).not_to_be_empty()
    screenshot(page, "history-4-the-access-in-question")


def read_at_a_desk(pages):
    page = pages.new("carol", DESKTOP)
    page.goto(HISTORY)
    screenshot(page, "history-5-at-a-desk", full_page=True)
    for details in page.locator("details").all():
        details.evaluate("node => node.open = true")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.goto(f"{HISTORY}?from=2020-01-01&to=2020-01-02")
    expect(page.get_by_text("Nobody has looked at your file in this time.")).to_be_visible()
    screenshot(page, "history-6-nothing")
    # Right to left: nothing sticks out, and the machine finds nothing.
    page.goto(HISTORY)
    page.locator(".o_wlec_history").evaluate("node => node.dir = 'rtl'")
    for link in page.locator("main .btn:visible").all():
        box = link.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= DESKTOP["width"]
    assert_accessible(page)
    screenshot(page, "history-7-right-to-left", full_page=True)


def on_paper(pages, file):
    page = pages.new("alice")
    page.goto(f"/odoo/wlec.case/{file['id']}")
    form = Form(page)
    expect(form.field("partner_id")).to_be_visible()
    form.smart_button("on paper")
    expect(page.get_by_role("dialog")).to_contain_text("For a client without a login")
    screenshot(page, "history-8-on-paper")
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


def test_hidden_by_two_and_shown_by_itself(pages, centre, file):
    reference = ask_to_hide(pages, file)
    for login, name in (("mona", "history-10-first-approval"), ("otto", "history-11-second-approval")):
        page = pages.new(login)
        page.goto(HIDINGS)
        page.locator(".o_data_row", has_text=reference).click()
        expect(page.get_by_role("button", name="Approve")).to_be_visible()
        screenshot(page, name)
        page.get_by_role("button", name="Approve").click()
        page.get_by_role("dialog").get_by_role("button", name="Ok").click()
        expect(page.get_by_role("button", name="Approve")).to_have_count(0)
        page.context.close()
    carol = pages.new("carol")
    carol.goto(f"{HISTORY}?own=1")
    expect(carol.get_by_text("Your caseworker", exact=True)).to_have_count(0)
    cockpit(pages, reference)
    centre.sql(
        "UPDATE wlec_access_hiding SET ends_at = now() AT TIME ZONE 'UTC' - interval '1 second' WHERE name = %s",
        reference,
    )
    carol.goto(HISTORY)
    expect(carol.get_by_text("This was not shown to you from").first).to_be_attached()
    assert_accessible(carol)
    screenshot(carol, "history-13-shown-again", full_page=True)


def ask_to_hide(pages, file):
    page = pages.new("alice")
    page.goto(HIDINGS)
    page.locator(".o_list_button_add").first.click()
    form = Form(page)
    form.choose(case_id=file["name"], person_id="Alice", provision_id="Warning somebody of a terrorist")
    form.fill(reason="An investigation is under way, and she would warn her brother.")
    ends = (datetime.now() + timedelta(days=20)).strftime("%d/%m/%Y %H:%M:%S")
    box = form.field("ends_at").locator("input, button").first
    if box.evaluate("node => node.tagName") == "BUTTON":
        box.click()
        box = form.field("ends_at").locator("input").first
    box.fill(ends)
    box.press("Tab")
    form.save()
    screenshot(page, "history-9-ask-to-hide")
    form.press("action_ask")
    expect(page.get_by_role("button", name="Ask for approval")).to_have_count(0)
    return re.search(r"HIDE-\d+", page.locator(".o_form_view").inner_text())[0]


def cockpit(pages, reference):
    page = pages.new("otto")
    page.goto(HIDINGS)
    expect(page.locator(".o_data_row", has_text=reference)).to_contain_text("Hidden")
    screenshot(page, "history-12-hidden-now")
