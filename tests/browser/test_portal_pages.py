# SPDX-License-Identifier: LGPL-3.0-or-later
"""axe-core on the clients' pages that no journey looks at: full and empty, and in the states that come late in a complaint."""

import base64
import re

import pytest
from playwright.sync_api import expect

from tests.support.accessibility import assert_accessible
from tests.support.asking import ask_again, given
from tests.support.browsing import DESKTOP, PHONE, screenshot

SIZES = {"desk": DESKTOP, "phone": PHONE}
# The page before them all is Odoo's own.
EMPTY = (
    "/my/consents",
    "/my/complaints",
    "/my/disclosures",
    "/my/breach-letters",
    "/my/access-history",
)
# A complaint of carol's that has an answer: the workflow has journeys of its own, this is about the page.
ANSWERED = """
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
carol = env['res.users'].search([('login', '=', 'carol')])
complaint = env['wlec.breach.complaint'].create({
    'partner_id': carol.partner_id.id, 'channel': 'portal', 'description': 'My name was said aloud at the desk.',
    'finding': 'upheld'})
with permit(complaint, {'state', 'escalation_level'}):
    complaint.state = 'outcome'
env.cr.commit()
print('complaint', complaint.id)
"""


@pytest.fixture(params=SIZES)
def size(request):
    return SIZES[request.param]


@pytest.fixture(scope="module")
def answered(centre):
    return int(re.search(r"complaint (\d+)", centre.shell(ANSWERED))[1])


@pytest.fixture(scope="module")
def spoken_for(centre):
    """Ask chris, who has authority for carol, for a permission of hers; its number."""
    alice = centre.login("alice")
    like = given(alice)
    paper = alice.call("wlec.case.document", "create", {
        "case_id": like["case_id"][0], "file_name": "lpa.txt", "content": base64.b64encode(b"the power").decode(),
    })  # fmt: skip
    [chris] = alice.call("res.users", "search", [["login", "=", "chris"]])
    authority = {
        "representative_kind": "lpa",
        "representative_name": "Chris Adeyemi",
        "authority_document_id": paper,
    }
    return ask_again(alice, like, purpose="So that they can help.", representative_user_id=chris, **authority)


@pytest.mark.parametrize("path", EMPTY)
def test_full(pages, size, path):
    page = pages.new("carol", size)
    look(page, path)


@pytest.mark.parametrize("path", EMPTY)
def test_with_nothing_to_show(pages, size, path):
    page = pages.new("chris", size)
    look(page, path)


def look(page, path):
    page.goto(path)
    expect(page.locator("#wrap")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def assert_fits(page):
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room + 1, f"{page.url} is {wide} wide, and there is room for {room}"


def test_somebody_with_authority_decides(pages, size, spoken_for):
    page = pages.new("chris", size)
    page.goto(f"/my/consents/{spoken_for}")
    expect(page.get_by_text("You decide this for the person")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    screenshot(page, f"consent-spoken-for-{size['width']}", full_page=True)


def test_a_complaint_with_its_answer(pages, size, answered):
    page = pages.new("carol", size)
    page.goto(f"/my/complaints/{answered}")
    expect(page.get_by_role("button", name="Ask for a review")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    screenshot(page, f"complaint-answered-{size['width']}", full_page=True)
    page.get_by_role("button", name="Send", exact=True).click()  # nothing written
    expect(page.locator("#body-error")).to_be_visible()
    assert_accessible(page)


def test_a_row_questioned(pages, size):
    page = pages.new("carol", size)
    page.goto("/my/access-history")
    for details in page.locator("details").all():
        details.evaluate("node => node.open = true")
    page.get_by_role("link", name="Question this").first.click()
    expect(page.locator("#description")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    screenshot(page, f"question-this-{size['width']}", full_page=True)
