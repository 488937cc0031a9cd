# SPDX-License-Identifier: LGPL-3.0-or-later
"""Blacking out, by mouse and by keyboard: what is drawn is saved, seen in the preview, and gone from the copy that is given."""

import base64
import io
import re

import pypdf
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import expect
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.browser.form import Form
from tests.support.accessibility import assert_accessible
from tests.support.browsing import DESKTOP, PHONE, screenshot

ITEM, REQUEST = "wlec.disclosure.item", "wlec.disclosure.request"
NAME, PLACE = "Miriam Osei", "Elm Grove 14"
# Where the name and the address stand, in shares of the page: left, top, right, bottom.
NAME_AT, PLACE_AT = (0.10, 0.105, 0.62, 0.13), (0.10, 0.165, 0.62, 0.19)


def _letter():
    """Two pages: a name on both, an address on the first."""
    stream = io.BytesIO()
    page = Canvas(stream, pagesize=A4)
    for number in (1, 2):
        page.setFont("Helvetica", 13)
        page.drawString(72, 740, f"Statement of {NAME}, page {number}")
        if number == 1:
            page.drawString(72, 690, f"She lives at {PLACE} since May.")
        page.drawString(72, 640, "She saw what was said at the counter.")
        page.showPage()
    page.save()
    return stream.getvalue()


@pytest.fixture
def item(centre):
    """A draft of alice's that gives the letter: (request, item)."""
    alice = centre.login("alice")
    mine = [["caseworker_id", "=", alice.uid], ["state", "=", "open"]]
    case = alice.call("wlec.case", "search", mine, limit=1)[0]
    content = base64.b64encode(_letter()).decode()
    document = alice.call(
        "wlec.case.document", "create", {"case_id": case, "file_name": "statement.pdf", "content": content}
    )
    kind = alice.call("wlec.information.category", "search", [["code", "=", "employment"]])[0]
    line = {"category_id": kind, "description": "The statement", "document_id": document}
    request = alice.call(REQUEST, "create", {"case_id": case, "item_ids": [[0, 0, line]]})
    return request, alice.call(ITEM, "search", [["request_id", "=", request]])[0]


def open_viewer(pages, request, size=DESKTOP):
    page = pages.new("alice", size)
    page.goto(f"/odoo/action-wlec_confidentiality.wlec_disclosure_request_action/{request}")
    form = Form(page)
    form.tab("Documents")
    form.press("action_redact")
    shown(page)
    return page


def shown(page):
    """Wait until the picture of the page is there."""
    picture = page.locator(".o_wlec_redaction_sheet img")
    expect(picture).to_be_visible(timeout=30_000)  # made on the server, page by page
    page.wait_for_function("() => document.querySelector('.o_wlec_redaction_sheet img').naturalWidth > 100")
    return picture


def draw(page, area):
    """A rectangle with the mouse, in shares of the page."""
    box = page.locator(".o_wlec_redaction_sheet").bounding_box()
    x = [box["x"] + box["width"] * share for share in (area[0], area[2])]
    y = [box["y"] + box["height"] * share for share in (area[1], area[3])]
    page.mouse.move(x[0], y[0])
    page.mouse.down()
    page.mouse.move(sum(x) / 2, sum(y) / 2, steps=4)
    page.mouse.move(x[1], y[1], steps=4)
    page.mouse.up()


def saved(centre, item):
    """What the server keeps: the rectangles as lists of numbers."""
    client = centre.login("alice")
    body = {"jsonrpc": "2.0", "method": "call", "params": {}}
    return client.http.post(f"{centre.url}/wlec/redaction/{item}/open", json=body, timeout=60).json()[
        "result"
    ]["areas"]


def darkness(picture, area):
    """The share of dark points inside ``area`` of a picture."""
    left, top, right, bottom = (round(share * picture.size[n % 2]) for n, share in enumerate(area))
    inside = picture.convert("L").crop((left + 3, top + 3, right - 3, bottom - 3)).histogram()
    return sum(inside[:60]) / sum(inside)


def picture_shown(page):
    address = page.locator(".o_wlec_redaction_sheet img").get_attribute("src")
    return Image.open(io.BytesIO(page.request.get(address).body()))


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_be_disabled()


def test_by_mouse(pages, centre, item):
    request, number = item
    page = open_viewer(pages, request)
    assert darkness(picture_shown(page), NAME_AT) < 0.3
    draw(page, NAME_AT)
    expect(page.locator(".o_wlec_redaction_sheet .o_wlec_area")).to_have_count(1)
    expect(page.get_by_text("On this page: 1")).to_be_visible()
    draw(page, (0.5, 0.5, 0.501, 0.501))  # a click, or a slip of the hand, is no rectangle
    expect(page.get_by_text("On this page: 1")).to_be_visible()
    draw(page, PLACE_AT)
    expect(page.get_by_text("On this page: 2")).to_be_visible()
    screenshot(page, "redaction-1-drawn")
    assert saved(centre, number) == []
    save(page)
    [name, place] = saved(centre, number)
    assert name == pytest.approx([0, 0.10, 0.105, 0.52, 0.025], abs=0.01)
    assert place[0] == 0

    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("button", name="Go on drawing")).to_have_attribute("aria-pressed", "true")
    shown(page)
    assert darkness(picture_shown(page), NAME_AT) > 0.99
    screenshot(page, "redaction-2-preview")
    draw(page, (0.2, 0.6, 0.6, 0.7))  # nothing is drawn in the preview
    expect(page.get_by_text("On this page: 2")).to_be_visible()
    page.get_by_role("button", name="Go on drawing").click()
    page.get_by_role("button", name="Take away").last.click()
    expect(page.get_by_text("On this page: 1")).to_be_visible()

    search(page, f"{NAME}\n{PLACE}")
    expect(page.get_by_text("Places found: 3")).to_be_visible(timeout=30_000)
    make(page)
    look_at_the_copy(centre, number)
    form = Form(page)
    form.tab("Documents")
    expect(page.locator("[name=item_ids] .o_data_row:visible", has_text="Checked")).to_have_count(1)
    screenshot(page, "redaction-5-back-on-the-request")
    page.context.close()


def search(page, words):
    page.get_by_label("Search and black out").fill(words)
    page.get_by_role("button", name="Black out every place").press("Enter")


def make(page):
    page.get_by_role("button", name="Make the redacted copy").click()
    expect(page.get_by_text(re.compile("was made and checked"))).to_be_visible(timeout=40_000)
    expect(page.locator(".o_form_view")).to_be_visible()


def look_at_the_copy(centre, item):
    """Neither the text nor the picture of the copy holds what was blacked out; what was not is still to be read."""
    alice = centre.login("alice")
    [found] = alice.call(ITEM, "read", [item], ["copy_id", "check_state"])
    assert found["check_state"] == "clean"
    content = base64.b64decode(
        alice.call("wlec.disclosure.copy", "read", [found["copy_id"][0]], ["content"])[0]["content"]
    )
    assert not "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(content)).pages).strip()
    assert NAME.encode() not in content
    copy = pypdfium2.PdfDocument(content)
    assert len(copy) == 2
    first = copy[0].render(scale=2).to_pil()
    assert darkness(first, (0.30, 0.112, 0.38, 0.122)) > 0.99  # inside the name
    assert 0.005 < darkness(first, (0.12, 0.225, 0.5, 0.245)) < 0.5  # the sentence below


def test_by_keyboard_alone(pages, centre, item):
    request, number = item
    page = open_viewer(pages, request)
    page.get_by_role("button", name="Add one").press("Enter")
    rectangle = page.locator(".o_wlec_areas button.text-start")
    expect(rectangle).to_contain_text("10 % from the left")
    rectangle.focus()
    for _step in range(4):
        page.keyboard.press("ArrowRight")
    expect(rectangle).to_contain_text("12 % from the left")
    page.keyboard.press("ArrowDown")
    for _step in range(6):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    expect(rectangle).to_be_focused()
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Saved", exact=True)).to_be_disabled()
    assert saved(centre, number)[0] == pytest.approx([0, 0.12, 0.105, 0.33, 0.025], abs=0.001)
    page.get_by_role("button", name="Next page").press("Enter")
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(page.get_by_text("On this page: 0")).to_be_visible()
    page.get_by_role("button", name="Page before").press("Enter")
    rectangle.focus()
    page.keyboard.press("Delete")
    expect(rectangle).to_have_count(0)
    page.get_by_role("button", name="Add one").press("Enter")
    page.get_by_role("button", name="Take away").press("Enter")
    expect(rectangle).to_have_count(0)
    search(page, NAME)
    expect(page.get_by_text("Places found: 2")).to_be_visible(timeout=30_000)
    screenshot(page, "redaction-3-keyboard")
    page.context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_for_everybody(pages, item, size):
    request, _number = item
    page = open_viewer(pages, request, size)
    draw(page, NAME_AT)
    expect(page.get_by_text("On this page: 1")).to_be_visible()
    assert_accessible(page, ".o_wlec_redaction")
    screenshot(page, f"redaction-4-{size['width']}")
    page.context.close()
