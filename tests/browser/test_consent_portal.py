# SPDX-License-Identifier: LGPL-3.0-or-later
"""A permission, from the caseworker's question to the client's answer on a telephone, and back again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.form import Form
from tests.support.browsing import PHONE, log_in, screenshot

CONSENTS = "/odoo/action-wlec_confidentiality.wlec_consent_action"


@pytest.fixture
def file(centre):
    """The reference of carol's file, of which alice is the caseworker."""
    found = centre.login("alice").call(
        "wlec.case", "search_read", [["partner_id.user_ids.login", "=", "carol"]], ["name"], limit=1
    )
    return found[0]["name"]


def test_asked_answered_and_taken_back(pages, centre, file):
    consent = ask(pages, file)
    answer_on_a_phone(pages, centre, consent)
    see_the_answer(pages, consent)
    take_back_on_a_phone(pages, centre, consent)
    see_the_withdrawal(pages, consent)


def ask(pages, file):
    """alice writes down what is to be told to whom, and asks carol in the portal."""
    page = pages.new("alice")
    page.goto(CONSENTS)
    page.locator(".o_list_button_add, .o-kanban-button-new").first.click()
    form = Form(page)
    form.choose(
        case_id=file, agency_id="Equality and Human", purpose_id="Legal assistance", category_ids="Employment"
    )
    form.fill(purpose="Tell me whether they take up my case.")
    page.get_by_label("In the portal", exact=True).check()
    form.save()
    expect(page.get_by_text("Everything is there. Press “Ask the client”")).to_be_visible()
    screenshot(page, "consent-1-ready-to-ask")
    form.press("action_ask")
    expect(page.get_by_text("The client has been asked in the portal")).to_be_visible()
    consent = re.search(r"CONS-\d+", page.locator(".o_form_view").inner_text())[0]
    page.get_by_role("tab", name="Who says yes").click()
    screenshot(page, "consent-2-who-says-yes")
    page.context.close()
    return consent


def answer_on_a_phone(pages, centre, consent):
    """carol reads, signs with the wrong name, then with her own; without JavaScript, by keyboard where it matters."""
    door = pages.new(None, PHONE)
    door.goto("/my/consents")
    expect(
        door.locator("input[name=login]")
    ).to_be_visible()  # the link of a mail leads to the login, and no further
    log_in(door, "carol")
    known = door.context.storage_state()
    page = pages.new(None, PHONE, java_script_enabled=False, storage_state=known)
    page.goto("/my/consents")
    screenshot(page, "consent-3-list-on-a-phone", full_page=True)
    page.locator("main a[href*='/my/consents/']").filter(has_text="Legal assistance").first.click()
    expect(page.get_by_role("region")).to_contain_text(consent)
    expect(page.get_by_role("region")).to_contain_text("Tell me whether they take up my case.")
    assert_fits(page)
    screenshot(page, "consent-4-question-on-a-phone", full_page=True)
    name = page.get_by_label("Type your full name")
    name.fill("Somebody Else")
    name.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Carol Byrne")
    assert name.get_attribute("aria-invalid") == "true"
    screenshot(page, "consent-5-not-your-name", full_page=True)
    name.fill("carol byrne")
    name.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You said yes")
    assert centre.sql("SELECT state FROM wlec_consent WHERE name = %s", consent)[0][0] == "given"
    assert_fits(page)
    screenshot(page, "consent-6-given-on-a-phone", full_page=True)
    page.context.close()


def assert_fits(page):
    """Nothing has to be scrolled sideways, and what is pressed is large enough for a finger (WCAG 2.2, 2.5.8)."""
    for button in page.locator("main button, main .btn").all():
        box = button.bounding_box()
        assert box["height"] >= 24 and box["width"] >= 24
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    region = page.get_by_role("region").bounding_box()
    assert region["x"] + region["width"] <= PHONE["width"]


def see_the_answer(pages, consent):
    """alice has a task, the exact text and the receipt."""
    page = pages.new("alice")
    form = open_consent(page, consent)
    form.status("Given")
    page.get_by_role("tab", name="Exact text and receipts").click()
    expect(page.locator("[name=receipt_ids] .o_data_row")).to_have_count(1)
    expect(page.get_by_text("carol byrne", exact=True)).to_be_visible()
    screenshot(page, "consent-7-receipt-for-the-caseworker", full_page=True)
    with page.expect_download() as download:
        page.locator("[name=receipt_ids] button[name=action_download_record]").first.click()
    assert download.value.suggested_filename.startswith(f"receipt-{consent}")
    page.get_by_role("tab", name="Evidence").click()
    expect(page.locator("[name=event_ids] .o_data_row")).to_have_count(3)
    screenshot(page, "consent-8-history")
    page.context.close()


def open_consent(page, consent):
    page.goto(CONSENTS)
    page.locator(".o_data_row", has_text=consent).click()
    form = Form(page)
    expect(form.field("purpose")).to_be_visible()
    return form


def take_back_on_a_phone(pages, centre, consent):
    """One button, no question."""
    page = pages.new("carol", PHONE)
    page.goto("/my/consents")
    page.locator("main a[href*='/my/consents/']").filter(has_text="Legal assistance").first.click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("status")).to_contain_text("You took it back")
    assert centre.sql("SELECT state FROM wlec_consent WHERE name = %s", consent)[0][0] == "withdrawn"
    expect(page.get_by_role("link", name=re.compile("to print"))).to_have_count(2)
    screenshot(page, "consent-9-taken-back-on-a-phone", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("to print")).last.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.context.close()


def see_the_withdrawal(pages, consent):
    page = pages.new("alice")
    form = open_consent(page, consent)
    form.status("Withdrawn")
    screenshot(page, "consent-10-withdrawn")
    page.context.close()
