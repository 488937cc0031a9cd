# SPDX-License-Identifier: LGPL-3.0-or-later
"""A complaint told at the front desk, by mouse, to the end: acknowledged by post, looked into by somebody independent, answered
point by point, reviewed on a telephone by a trustee, closed, counted."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.form import Form
from tests.support.browsing import PHONE, SCREENSHOTS, screenshot

COMPLAINTS = "/odoo/action-wlec_confidentiality.wlec_breach_complaint_action"
ENTRY = "/odoo/action-wlec_confidentiality.wlec_complaint_entry_action"


@pytest.fixture
def case(centre):
    alice = centre.login("alice")
    mine = [["caseworker_id", "=", alice.uid], ["state", "=", "open"]]
    return centre.login("mona").call("wlec.case", "search_read", mine, ["name"], limit=1)[0]["name"]


def test_from_the_desk_to_the_end(pages, case):
    complaint = told_at_the_desk(pages)
    acknowledged_by_post(pages, complaint, case)
    looked_into(pages, complaint)
    reviewed_on_a_telephone(pages, complaint)
    counted(pages, complaint)


def _open(page, complaint):
    page.goto(COMPLAINTS)
    page.get_by_text(complaint).first.click()
    expect(page.locator(".o_form_view").first).to_be_visible()
    return Form(page)


def told_at_the_desk(pages):
    page = pages.new("fred")
    page.goto("/odoo")
    page.goto(ENTRY)
    form = Form(page)
    form.dialog()
    form.select(contact_by="By post")
    form.fill(
        complainant="Mrs Okoro, by telephone",
        description="Somebody in the waiting room was told why I come here. And my letter lay open on the desk.",
        happened="On Monday, about eleven",
        about="Alice Okafor",
        safe_contact="Post only. No name of the centre on the envelope.",
        postal_address="Mrs Okoro\nFlat 3\n12 Uxbridge Road\nLondon W12 8LQ",
        desired_outcome="An apology, and that it does not happen again.",
    )
    screenshot(page, "30-told-at-the-desk")
    form.press("action_submit")
    reference = page.locator(".modal h1:visible")
    expect(reference).to_have_text(re.compile(r"COMP-\d+"))
    complaint = re.search(r"COMP-\d+", reference.inner_text())[0]
    page.context.close()
    return complaint


def acknowledged_by_post(pages, complaint, case):
    """otto has the letter written, prints it, and says when it is posted; then he names whom it is about and who looks into it."""
    page = pages.new("otto")
    form = _open(page, complaint)
    form.press("action_prepare_acknowledgement")
    expect(page.get_by_text("A letter has not reached the client")).to_be_visible()
    form.tab("Letters")
    screenshot(page, "31-letter-to-post")
    with page.expect_download() as download:
        page.locator("button[name='action_print']:visible").first.click()
    assert download.value.suggested_filename == f"{complaint}-acknowledgement.pdf"
    page.locator("button[name='action_sent']:visible").first.click()
    form.status("Acknowledged")
    form.choose(subject_user_ids="Alice Okafor")
    form.fill(case_reference=case)
    form.save()
    box = form.field("investigator_id").locator("input").first
    box.click()
    box.fill("Mona")
    expect(page.locator(".o-autocomplete--dropdown-item:visible", has_text="Mona Haddad")).to_have_count(0)
    box.fill("")
    form.choose(investigator_id="Bob")
    form.save()
    screenshot(page, "32-investigator-chosen")
    form.press("action_investigate")
    form.status("Being investigated")
    page.context.close()


def picture(path, name):
    """The first page of a letter, to be looked at."""
    pypdfium2.PdfDocument(path)[0].render(scale=1.3).to_pil().save(SCREENSHOTS / f"{name}.png")


def looked_into(pages, complaint):
    """bob looks at who was in the file, tells how far he is, and answers point by point."""
    page = pages.new("bob")
    form = _open(page, complaint)
    screenshot(page, "33-investigator")
    form.smart_button("Access records")
    expect(page.locator(".o_data_row").first).to_be_visible()
    screenshot(page, "34-evidence")
    form = _open(page, complaint)
    page.get_by_role("button", name="Tell how far we are").first.click()
    form.dialog()
    form.fill(
        reason="We have spoken to everybody who was there. We will write again by the end of the month."
    )
    screenshot(page, "35-progress-notice")
    form.press("action_send")
    form.no_dialog()
    form.tab("Investigation and answer")
    for what, finding, reason, remedy in (
        (
            "Told in the waiting room",
            "Upheld",
            "Two people heard it.",
            "Talks are held in the interview room now.",
        ),
        ("The letter on the desk", "Not upheld", "It was in a closed folder all day.", ""),
    ):
        form.field("issue_ids").get_by_text("Add a point").click()
        form.dialog()
        form.fill(what=what, reason=reason, remedy=remedy)
        form.radio("finding", finding)
        if remedy:
            screenshot(page, "36-point")
        page.locator(".modal-footer .o_form_button_save:visible").first.click()
        form.no_dialog()
    form.fill(outcome_text="We are sorry for what happened on Monday.")
    form.save()
    screenshot(page, "37-points", full_page=True)
    form.press("action_give_outcome")
    form.confirm()
    form.status("Answered")
    form.tab("Letters")
    row = page.locator(".o_field_widget[name=letter_ids] .o_data_row", has_text="Outcome")
    with page.expect_download() as download:
        row.locator("button[name='action_print']").click()
    assert download.value.suggested_filename == f"{complaint}-outcome.pdf"
    picture(download.value.path(), "38-outcome-letter-on-paper")
    row.locator("button[name='action_sent']").click()
    expect(row.get_by_text("Sent", exact=True).first).to_be_visible()
    screenshot(page, "38-outcome-letter")
    form.press("action_request_review")
    form.status("Under review")
    screenshot(page, "39-with-the-reviewer")
    page.context.close()


def reviewed_on_a_telephone(pages, complaint):
    page = pages.new("tara", viewport=PHONE)
    form = _open(page, complaint)
    screenshot(page, "40-review-on-a-phone", full_page=True)
    form.tab("Review")
    form.fill(review_text="I have read everything. The answer stands.")
    form.save()
    screenshot(page, "41-review-written-on-a-phone", full_page=True)
    page.locator(".o_statusbar_buttons button:visible, .o_cp_action_menus button:visible").first.click()
    close = page.locator("button[name='action_close']:visible")
    if close.count():
        close.first.click()
    form.confirm()
    form.no_dialog()
    # On a telephone the line of states is behind a button.
    expect(page.locator(".o_arrow_button_current[data-value=closed]").first).to_have_text("Closed")
    screenshot(page, "42-closed-on-a-phone")
    page.context.close()


def counted(pages, complaint):
    page = pages.new("otto")
    page.goto(COMPLAINTS)
    page.locator(".o_switch_view.o_kanban").click()
    expect(page.locator(".o_kanban_group").first).to_be_visible()
    screenshot(page, "43-complaints-by-state")
    page.locator(".o_switch_view.o_activity").click()
    expect(page.locator(".o_activity_view").first).to_be_visible()
    screenshot(page, "44-activities")
    page.goto("/odoo/action-wlec_confidentiality.wlec_complaint_report_action")
    expect(page.locator(".o_graph_renderer canvas").first).to_be_visible()
    screenshot(page, "45-in-numbers")
    page.goto("/odoo")
    page.goto("/odoo/action-wlec_confidentiality.wlec_complaint_summary_action")
    form = Form(page)
    form.dialog()
    screenshot(page, "46-for-the-regulator")
    page.goto("/odoo/action-wlec_confidentiality.wlec_complaint_letter_template_action")
    page.locator(".o_data_row", has_text="Outcome").first.click()
    expect(page.locator(".o_form_view").first).to_be_visible()
    screenshot(page, "47-wording", full_page=True)
    page.goto("/odoo/action-wlec_confidentiality.wlec_complaint_letter_action")
    expect(page.locator(".o_list_view").first).to_be_visible()
    screenshot(page, "48-letters-to-send")
    page.context.close()
