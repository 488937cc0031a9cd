# SPDX-License-Identifier: LGPL-3.0-or-later
"""axe-core on every page of consents and disclosures that clients and recipients come to: at a desk and on a telephone."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.accessibility import assert_accessible, violations
from tests.support.asking import ask_again, given
from tests.support.browsing import DESKTOP, PHONE, screenshot

SIZES = {"desk": DESKTOP, "phone": PHONE}
REQUEST = "wlec.disclosure.request"


@pytest.fixture(params=SIZES)
def size(request):
    return SIZES[request.param]


@pytest.fixture
def asked(centre):
    """Put a question before carol; its number."""
    alice = centre.login("alice")
    return ask_again(alice, given(alice), purpose="So that they can help me.")


# ---- the helper itself
def test_it_finds_what_is_wrong(page):
    page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><img src='data:,'></main></html>")
    assert [found.rule for found in violations(page)] == ["image-alt"]
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
    assert not violations(page, without={"image-alt"})


def test_nothing_to_look_at_is_no_pass(page):
    page.set_content("<html lang='en'><title>x</title></html>")
    with pytest.raises(AssertionError, match="nothing to look at"):
        violations(page, "#not-there")


# ---- the client's pages
@pytest.mark.parametrize(
    "path",
    [
        "/my/confidentiality",
        "/my/consents",
        "/my/disclosures",
        "/my/access-history",
        "/my/access-history?own=1",
    ],
)
def test_lists(pages, size, path):
    page = pages.new("carol", size)
    page.goto(path)
    expect(page.locator("h1")).to_be_visible()
    assert_accessible(page)


def test_a_question_and_all_its_answers(pages, size, asked):
    page = pages.new("carol", size)
    page.goto(f"/my/consents/{asked}")
    assert_accessible(page)
    page.fill("#signature", "Somebody Else")
    page.get_by_role("button", name="Yes, I agree").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.fill("#signature", "Carol Byrne")
    page.get_by_role("button", name="Yes, I agree").click()
    expect(page.get_by_role("status")).to_contain_text("You said yes")
    assert_accessible(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("status")).to_contain_text("You took it back")
    assert_accessible(page)


def test_no(pages, size, asked):
    page = pages.new("carol", size)
    page.goto(f"/my/consents/{asked}")
    page.get_by_role("button", name="No, do not tell them").click()
    expect(page.get_by_role("status")).to_contain_text("You said no")
    assert_accessible(page)


# ---- what somebody was told of a breach, and all of it from right to left
LETTER = """
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
env['res.lang']._activate_lang('ar_001')
carol = env['res.users'].search([('login', '=', 'carol')])
if not env['wlec.breach.person'].search_count([('partner_id', '=', carol.partner_id.id), ('state', '=', 'told')]):
    breach = env['wlec.breach']._report_breach('staff', {'facts': 'A letter went astray'}, env['res.users'])
    told = env['wlec.breach.person'].create({
        'breach_id': breach.id, 'partner_id': carol.partner_id.id, 'channel': 'portal',
        'letter': 'We are sorry.\\n\\nA letter about you went to somebody else.\\n\\nYou can talk to us about it.'})
    with permit(told, {'state', 'told_at'}):
        told.write({'state': 'told', 'told_at': '2026-11-20 10:00:00'})
env.cr.commit()
"""


@pytest.fixture(scope="module")
def letter(centre):
    centre.shell(LETTER)


def test_letters_about_a_breach(pages, size, letter):
    page = pages.new("carol", size)
    page.goto("/my/breach-letters")
    expect(page.locator("article")).to_contain_text("A letter about you went to somebody else")
    assert_accessible(page)
    screenshot(page, f"breach-letters-{size['width']}", full_page=True)
    page.goto("/my/confidentiality")
    page.get_by_role("link", name="A letter from us").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/my/breach-letters"))


@pytest.mark.parametrize(
    "path", ["/my/confidentiality", "/my/consents", "/my/disclosures", "/my/breach-letters", "/my/complaints"]
)
def test_from_right_to_left(pages, size, letter, path, expect_log):
    expect_log(r"^WARNING odoo.addons.base.models.assetsbundle: You need https://rtlcss.com/")
    page = pages.new("carol", size)
    page.goto(f"/ar{path}")
    found = "node => { const style = getComputedStyle(node); return [style.direction, style.textAlign] }"
    assert page.locator("#wrap h1").evaluate(found) == ["rtl", "start"], page.url
    assert_accessible(page, "#wrap")
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room + 1
    screenshot(page, f"right-to-left{path.replace('/', '-')}-{size['width']}", full_page=True)


# ---- the recipient's page
def test_collecting_a_package(pages, centre, size):
    otto = centre.login("otto")
    released = [
        ["state", "=", "released"],
        ["agency_id.code", "=", "EHRC"],
        ["released_by_id", "=", otto.uid],
    ]
    [request] = otto.call(REQUEST, "search", released, limit=1)
    address = otto.button(REQUEST, "action_make_link", [request])["params"]["link"]
    page = pages.new(None, size)
    page.goto(re.sub(r"^https?://[^/]+", "", address))
    expect(page.get_by_role("button", name="Download the package")).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"collect-{size['width']}")
    page.on("console", lambda _message: None)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the package").press("Enter")
    assert download.value.suggested_filename.endswith(".zip")


def test_a_link_that_leads_nowhere(browser, centre, size):
    """Without the fixture that fails on console errors: the browser reports every 404 there."""
    context = browser.new_context(base_url=centre.url, viewport=size)
    page = context.new_page()
    page.goto("/disclosure/collect/nothing-of-the-kind")
    expect(page.get_by_role("heading", name="This link leads nowhere")).to_be_visible()
    assert_accessible(page)
    context.close()
