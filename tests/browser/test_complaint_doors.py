# SPDX-License-Identifier: LGPL-3.0-or-later
"""A complaint by each of its three doors: without a login, in the portal, and told to somebody at the desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.form import Form
from tests.support.accessibility import assert_accessible
from tests.support.browsing import DESKTOP, PHONE, log_in, screenshot

COMPLAINTS = "/odoo/complaints"
STORY = "The volunteer told my landlord about my appeal.\nNow he wants me out."
PUBLIC = ("/complaint", "/complaint/receipt", "/complaint/help", "/complaint/paper")
PORTAL = ("/my/complaints", "/my/complaints/new")
LANGUAGES = {"en_GB": "ltr", "ar_001": "rtl"}


@pytest.fixture(scope="module")
def languages(centre):
    """The centre speaks Arabic as well."""
    centre.shell("env['res.lang']._activate_lang('ar_001')\nenv.cr.commit()")
    return LANGUAGES


def assert_fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room + 1, f"{page.url} is {wide} wide, and there is room for {room}"


def words_on(page: Page) -> str:
    expect(page.locator(".code li")).to_have_count(8)
    return " ".join(page.locator(".code li").all_inner_texts())


# ---- door 2: without a login
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_public_pages_are_accessible(pages, languages, lang, viewport, expect_log):
    expect_log(
        r"^ERROR browser: Failed to load resource: .* 422"
    )  # what lacks something is told so by the status, too
    page = pages.new(None, viewport)
    for path in PUBLIC:
        page.goto(f"{path}?lang={lang}")
        assert page.locator("html").get_attribute("dir") == languages[lang]
        assert page.locator("html").get_attribute("lang") == lang.replace("_", "-")
        assert_accessible(page)
        assert_fits(page)
    page.goto(f"/complaint?lang={lang}")
    page.fill("#description", STORY)
    page.get_by_role("radio").nth(1).check()  # by phone, and no number
    page.locator("button[type=submit]").click()
    expect(page.locator("#safe_contact")).to_have_attribute("aria-invalid", "true")
    assert page.locator("html").get_attribute("dir") == languages[lang]
    assert_accessible(page)
    page.get_by_role("radio").nth(0).check()
    page.locator("button[type=submit]").click()
    code = words_on(page)
    assert_accessible(page)
    assert_fits(page)
    screenshot(page, f"complaint-receipt-{lang}-{viewport['width']}", full_page=True)
    page.goto(f"/complaint/receipt?lang={lang}")
    page.fill("#code", code.replace(" ", "\n").upper())
    page.locator("button[type=submit]").click()
    expect(page.locator("#body")).to_be_visible()
    assert page.locator("html").get_attribute("dir") == languages[lang]
    assert_accessible(page)
    assert_fits(page)
    screenshot(page, f"complaint-opened-{lang}-{viewport['width']}", full_page=True)


def test_without_a_login_without_a_script_to_the_answer(pages, centre):
    """By keyboard alone, on a telephone, without JavaScript; the officer answers; the words open it again."""
    page = pages.new(None, PHONE, java_script_enabled=False)
    page.goto("/complaint")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, "#description")
    page.keyboard.type(STORY)
    _tab_to(page, "#complainant")
    page.keyboard.type("Nadia")
    _tab_to(page, "button[type=submit]")
    page.keyboard.press("Enter")
    code = words_on(page)
    name = re.search(r"COMP-\d+", page.locator("main").inner_text())[0]
    page.context.close()

    _answer(centre, name)

    page = pages.new(None, PHONE, java_script_enabled=False)
    page.goto("/complaint/receipt")
    page.fill("#code", code)
    page.locator("button[type=submit]").press("Enter")
    expect(page.locator("main")).to_contain_text("We are sorry: it should not have happened.")
    expect(page.locator("main")).to_contain_text("you were right to complain")
    screenshot(page, "complaint-answered-on-a-phone", full_page=True)
    page.fill("#body", "Thank you.")
    page.locator("form[action$='/message'] button").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("has been sent")
    page.locator("form[action$='/review'] button").click()
    expect(page.get_by_role("status")).to_contain_text("look at your complaint again")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(("who", "path"), [(None, "/complaint"), ("chris", "/my/complaints/new")])
def test_the_address_is_asked_for_where_letters_are_wanted(pages, who, path, viewport, expect_log):
    expect_log(r"^ERROR browser: Failed to load resource: .* 422")
    page = pages.new(who, viewport, java_script_enabled=who is not None)
    page.goto(path)
    expect(page.locator("#postal_address")).to_be_hidden()
    page.fill("#description", STORY)
    page.check("#contact_by_post")
    page.get_by_role("button", name="Send complaint").click()
    address = page.locator("#postal_address")
    expect(address).to_have_attribute("aria-invalid", "true")
    assert_fits(page)
    screenshot(page, f"complaint-by-post-{who}-{viewport['width']}", full_page=True)
    address.fill("Nadia Haddad\nFlat 3\nW12 8LQ")
    page.get_by_role("button", name="Send complaint").click()
    if who is None:
        page.get_by_role("button", name="I have written them down: open my complaint").click()
    expect(page.locator("dl")).to_contain_text("Flat 3")
    assert_fits(page)


def _tab_to(page: Page, selector: str) -> None:
    target = page.locator(selector)
    for _ in range(40):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def _answer(centre, name):
    """otto answers. (His own way there, by mouse: test_complaint_journey.py.)"""
    otto, model = centre.login("otto"), "wlec.breach.complaint"
    [row] = otto.call(model, "search_read", [["name", "=", name]], ["state"])
    if row["state"] == "received":  # the scheduler may have been quicker
        otto.button(model, "action_acknowledge", [row["id"]])
    answer = {"finding": "upheld", "outcome_text": "We are sorry: it should not have happened."}
    otto.call(model, "write", [row["id"]], answer)
    otto.button(model, "action_give_outcome", [row["id"]])


# ---- door 1: the portal
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_portal_begun_left_and_sent(pages, viewport):
    page = pages.new("chris", viewport)
    page.goto("/my/complaints/new")
    assert_accessible(page, "#wrap")
    page.fill("#description", STORY)
    page.fill("#language", "Arabic")
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing has been sent yet")
    assert_accessible(page, "#wrap")
    assert_fits(page)
    screenshot(page, f"complaint-draft-{viewport['width']}", full_page=True)
    page.get_by_role("link", name="Go on writing").click()
    expect(page.locator("#description")).to_have_value(STORY)
    screenshot(page, f"complaint-form-{viewport['width']}", full_page=True)
    page.get_by_role("button", name="Send complaint").click()
    expect(page.get_by_role("status")).to_contain_text("We have received your complaint")
    assert_accessible(page, "#wrap")
    assert_fits(page)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_portal_from_right_to_left(pages, languages, viewport, expect_log):
    expect_log(
        r"^WARNING odoo.addons.base.models.assetsbundle: You need https://rtlcss.com/"
    )  # a tool of Odoo's own
    door = pages.new(None, viewport)
    log_in(door, "chris")
    for path in PORTAL:
        door.goto(f"/ar{path}")
        heading = door.locator("#wrap h1")
        assert heading.evaluate("node => getComputedStyle(node).direction") == "rtl", door.url
        assert_accessible(door, "#wrap")
        assert_fits(door)
    screenshot(door, f"complaint-form-rtl-{viewport['width']}", full_page=True)


# ---- door 3: told to somebody
def test_told_at_the_desk(pages, centre):
    page = pages.new("fred")
    page.goto("/odoo/action-wlec_confidentiality.wlec_complaint_entry_action")
    form = Form(page)
    form.dialog()
    form.fill(description=STORY, language="Somali")
    page.locator(".modal .o_field_widget[name=has_representative] input").check()
    form.fill(representative="Amal Said, her sister")
    screenshot(page, "complaint-at-the-desk")
    form.press("action_submit")
    expect(page.locator(".modal")).to_contain_text("The complaint has been passed on")
    name = re.search(r"COMP-\d+", page.locator(".modal").inner_text())[0]
    page.context.close()
    page = pages.new("otto")
    page.goto(COMPLAINTS)
    page.locator(".o_searchview_input").fill(name)
    page.locator(".o_searchview_input").press("Enter")
    page.locator(".o_data_row, .o_kanban_record", has_text=name).first.click()
    page.wait_for_selector(".o_form_view")
    expect(Form(page).field("representative").locator("input")).to_have_value("Amal Said, her sister")
    screenshot(page, "complaint-of-a-representative", full_page=True)
