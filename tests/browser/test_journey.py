# SPDX-License-Identifier: LGPL-3.0-or-later
"""The main job, by mouse: one client's file from enquiry to complaint, everybody in their own browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.form import PDF, Form
from tests.support.browsing import PHONE, log_in, screenshot

FILES = "/odoo/action-wlec_confidentiality.wlec_case_action"


@pytest.fixture
def lead(centre):
    """The front desk has found the client, who is at the desk, and taken their enquiry: it goes to alice, their caseworker."""
    fred, alice = centre.login("fred"), centre.login("alice")
    said = {
        "client_name": "Carol Byrne",
        "email": "carol@example.org",
        "message": "Wants to see her adviser.",
    }
    before = alice.call("crm.lead", "search", [])
    desk = fred.call("wlec.client.lookup", "create", said)
    fred.call("wlec.client.lookup", "action_search", [desk])
    fred.call("wlec.client.lookup", "action_enquiry", [desk])
    (lead,) = set(alice.call("crm.lead", "search", [])) - set(before)
    return lead


def test_one_clients_file_from_enquiry_to_complaint(pages, lead):
    acknowledge(pages)
    case = open_file(pages, lead)
    grant_and_exclude(pages, case)
    record_consent(pages, case)
    request = ask_to_disclose(pages, case)
    decide(pages, request)
    release(pages, request)
    complaint = complain(pages)
    investigate(pages, complaint)
    read_the_answer(pages, complaint)
    who_has_seen_it(pages, case)


def acknowledge(pages):
    """vera has not acknowledged the policy: the files stay closed until she has."""
    page = pages.new()
    log_in(page, "vera")
    expect(page.locator(".o_menu_systray")).to_be_visible()
    page.goto(FILES)
    expect(page.get_by_text("please read the Confidentiality Policy")).to_be_visible()
    screenshot(page, "01-policy-first")
    page.get_by_role("button", name="Read and acknowledge").click()
    form = Form(page)
    expect(form.field("typed_name")).to_be_visible()
    form.fill(typed_name="vera nowak")
    screenshot(page, "02-acknowledge")
    form.press("action_acknowledge")
    form.no_dialog()
    page.goto(FILES)
    expect(page.locator(".o_kanban_record:not(.o_kanban_ghost)").first).to_be_visible()
    page.context.close()


def open_file(pages, lead):
    """alice opens the client's file from the enquiry and writes down what carol tells her."""
    page = pages.new("alice")
    page.goto(f"/odoo/crm.lead/{lead}")
    page.locator("button[name=action_open_wlec_case]:visible").first.click()
    form = Form(page)
    expect(form.field("narrative")).to_be_visible()
    form.fill(
        safe_contact="Mobile only, never at work. No voicemail.",
        risk_notes="Her supervisor reads the post that comes to the shop.",
        matter="Refused a chair at the till after her diagnosis",
        narrative="She asked for a chair in June. The manager said that «everybody stands here». 🪑 أخبرت النقابة",
    )
    form.choose(category_ids="Health")
    form.save()
    form.press("action_open")
    form.status("Open")
    case = re.search(r"CASE-\d+", page.locator(".o_form_view").inner_text())[0]
    _add_party(form, case)
    _add_note(form, case)
    _add_document(form, case)
    screenshot(page, "03-case-file")
    page.goto(FILES)
    expect(page.locator(".o_kanban_record:not(.o_kanban_ghost)").first).to_be_visible()
    screenshot(page, "04-case-files")
    page.context.close()
    return case


def _add_party(form, case):
    form.smart_button("Parties")
    form.new()
    form.select(role="Employer")
    form.fill(display_label="The shop where she works", organisation="Till & Trolley Ltd")
    form.save()
    _open_case(form.page, case)


def _add_note(form, case):
    expect(form.field("narrative")).to_be_visible()
    form.smart_button("Notes")
    form.new()
    form.fill(
        body="Carol brought the letter. Explained reasonable adjustments; she wants the Commission's help."
    )
    form.save()
    form.press("action_sign")
    form.confirm()
    form.status("Signed")
    _open_case(form.page, case)


def _add_document(form, case):
    expect(form.field("narrative")).to_be_visible()
    form.smart_button("Documents")
    form.new()
    form.upload("content", "refusal-letter.pdf")
    form.save()
    _open_case(form.page, case)


def _open_case(page, case):
    page.goto(FILES)
    card = page.locator(".o_kanban_record", has_text=case)
    expect(card).to_be_visible()
    card.click()
    expect(Form(page).field("narrative")).to_be_visible()
    return Form(page)


def grant_and_exclude(pages, case):
    """bob gets the file for a week, for a reason; then carol asks that he does not see it."""
    page = pages.new("alice")
    form = _open_case(page, case)
    page.get_by_role("button", name="Grant a colleague").click()
    form.dialog()
    form.choose(user_id="Bob Kowalski")
    form.fill(reason="Covers the hearing while I am on leave")
    screenshot(page, "05-grant")
    form.press("action_grant")
    form.no_dialog()
    bob = pages.new("bob")
    _open_case(bob, case)
    page.get_by_role("button", name="Client excludes a colleague").click()
    form.dialog()
    form.choose(user_id="Bob Kowalski")
    form.select(told_how="In person")
    form.press("action_exclude")
    form.no_dialog()
    bob.goto(FILES)
    expect(bob.locator(".o_kanban_view, .o_view_nocontent")).to_be_visible()
    expect(bob.locator(".o_kanban_record", has_text=case)).to_have_count(0)
    form.tab("Who may see it")
    screenshot(page, "06-who-may-see-it")
    bob.context.close()
    page.context.close()


def record_consent(pages, case):
    """carol signs that the Commission may be told, what and until when."""
    page = pages.new("alice")
    form = _open_case(page, case)
    form.smart_button("Consents")
    form.new()
    form.choose(agency_id="Equality and Human Rights", purpose_id="help", category_ids="Health")
    form.fill(purpose="So that they can decide whether to help me with my case against the shop.")
    form.upload("evidence", "consent-form.pdf")
    form.save()
    form.press("action_give")
    expect(page.locator(".ribbon:visible", has_text="Given")).to_be_visible()
    screenshot(page, "07-consent")
    page.context.close()


def ask_to_disclose(pages, case):
    """The request says by itself what is missing, until nothing is."""
    page = pages.new("alice")
    form = _open_case(page, case)
    form.smart_button("Disclosures")
    form.new()
    form.select(origin="The client wants it")
    form.choose(agency_id="Equality and Human Rights", purpose_id="help")
    form.save()
    expect(page.get_by_text("Still missing")).to_be_visible()
    screenshot(page, "08-disclosure-missing")
    form.top.get_by_role("button", name="Add a line").first.click()
    row = form.field("item_ids").locator("tr.o_selected_row")
    _choose_in(row, page, "category_id", "Health")
    row.locator("[name=description] input, [name=description] textarea").first.fill("Letter of refusal")
    _choose_in(row, page, "document_id", "Document 1")
    form.tab("Why it is lawful")
    form.radio("ground", "The client consents")
    form.choose(consent_id="CONS")
    form.fill(
        necessity="The Commission cannot judge without the refusal itself.",
        proportionality="One letter. Her account and the witnesses are left out.",
    )
    form.choose(condition_id="9(2)(a)")
    form.save()
    form.press("action_assess")
    form.press("action_submit")
    form.status("Awaits decision")
    expect(page.locator("button[name=action_approve]:visible")).to_have_count(0)
    screenshot(page, "09-disclosure-submitted")
    request = re.search(r"DISC-\d+", page.locator("h1").first.inner_text())[0]
    page.context.close()
    return request


def _choose_in(row, page, name, value):
    box = row.locator(f"[name='{name}'] input").first
    box.click()
    box.fill(value)
    page.locator(".o-autocomplete--dropdown-item:visible", has_text=value).first.click()


def _open_request(page, request):
    page.goto("/odoo/action-wlec_confidentiality.wlec_disclosure_request_action")
    page.locator(".o_data_row", has_text=request).first.click()
    expect(page.locator(".o_form_view")).to_be_visible()
    return Form(page)


def decide(pages, request):
    """mona sees at a glance what, to whom and why; she approves with the button."""
    page = pages.new("mona")
    form = _open_request(page, request)
    screenshot(page, "10-manager-decides")
    form.press("action_approve")
    form.status("Approved")
    page.context.close()


def release(pages, request):
    """otto hands it over: the package's password is shown once, and the schedule is a PDF."""
    page = pages.new("otto")
    form = _open_request(page, request)
    form.press("action_release")
    form.confirm()
    expect(page.locator(".o_wlec_password")).to_be_visible(timeout=30_000)
    screenshot(page, "11-released")
    form.confirm()
    form.status("Released")
    page.goto("/odoo/action-wlec_confidentiality.wlec_disclosure_register_action")
    expect(page.locator(".o_data_row", has_text=request)).to_be_visible()
    screenshot(page, "12-register-of-disclosures")
    page.context.close()


def complain(pages):
    """carol complains from her telephone, with a document."""
    page = pages.new("carol", viewport=PHONE)
    page.goto("/my/complaints/new")
    page.fill("[name=description]", "Somebody at the desk said my name and my illness aloud.")
    page.fill("[name=about]", "Alice Okafor")
    page.fill("[name=desired_outcome]", "That it does not happen again.")
    page.set_input_files(
        "[name=documents]", {"name": "what-i-wrote-down.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    screenshot(page, "13-complaint-on-a-phone", full_page=True)
    page.get_by_role("button", name="Send complaint").click()
    page.wait_for_url(re.compile(r"/my/complaints/\d+"))
    screenshot(page, "14-complaint-status", full_page=True)
    complaint = re.search(r"COMP-\d+", page.locator("main").inner_text())[0]
    page.context.close()
    return complaint


def investigate(pages, complaint):
    """otto acknowledges, names whom it is about, investigates and answers; tara reviews and closes; alice finds no trace."""
    page = pages.new("otto")
    page.goto("/odoo/action-wlec_confidentiality.wlec_breach_complaint_action")
    page.get_by_text(complaint).first.click()
    form = Form(page)
    form.press("action_acknowledge")
    form.status("Acknowledged")
    form.choose(subject_user_ids="Alice Okafor")
    form.save()
    screenshot(page, "15-complaint-officer")
    form.press("action_investigate")
    form.status("Being investigated")
    form.tab("Investigation and answer")
    form.radio("finding", "Upheld")
    form.fill(outcome_text="You were right, and we are sorry. Names are no longer called out at the desk.")
    form.save()
    form.press("action_give_outcome")
    form.confirm()
    form.no_dialog()
    form.press("action_request_review")
    form.status("Under review")
    page.context.close()
    page = pages.new("tara")
    page.goto("/odoo/action-wlec_confidentiality.wlec_breach_complaint_action")
    page.get_by_text(complaint).first.click()
    form = Form(page)
    form.tab("Review")
    form.fill(review_text="I have looked at the answer. It stands.")
    form.save()
    form.press("action_close")
    form.confirm()
    form.status("Closed")
    screenshot(page, "16-complaint-closed")
    page.context.close()
    alice = pages.new("alice")
    alice.goto("/odoo/action-wlec_confidentiality.wlec_case_action")
    expect(alice.locator(".o_kanban_record:not(.o_kanban_ghost)").first).to_be_visible()
    found = alice.evaluate(
        """async () => (await (await fetch('/web/dataset/call_kw/wlec.breach.complaint/search_count', {method: 'POST',
        headers: {'Content-Type': 'application/json'}, body: JSON.stringify({params: {model: 'wlec.breach.complaint',
        method: 'search_count', args: [[]], kwargs: {}}})})).json())"""
    )
    assert "error" in found or found["result"] == 0
    alice.context.close()


def read_the_answer(pages, complaint):
    page = pages.new("carol", viewport=PHONE)
    page.goto("/my/complaints")
    screenshot(page, "17-complaints-of-the-client", full_page=True)
    page.get_by_text(complaint).first.click()
    expect(page.get_by_text("You were right, and we are sorry.").first).to_be_visible()
    screenshot(page, "18-answer", full_page=True)
    page.context.close()


def who_has_seen_it(pages, case):
    """On the file: who saw what, when and why. The auditor sees all records, and no content."""
    page = pages.new("mona")
    form = _open_case(page, case)
    form.smart_button("Who has")
    expect(page.locator(".o_data_row").first).to_be_visible()
    screenshot(page, "19-who-has-seen-this")
    page.context.close()
    page = pages.new("audrey")
    page.goto("/odoo/action-wlec_confidentiality.wlec_access_event_action")
    expect(page.locator(".o_data_row").first).to_be_visible()
    screenshot(page, "20-access-records")
    page.locator(".o_switch_view.o_pivot").click()
    expect(page.locator(".o_pivot table")).to_be_visible()
    screenshot(page, "21-access-records-pivot")
    page.locator(".o_switch_view.o_graph").click()
    expect(page.locator(".o_graph_renderer canvas")).to_be_visible()
    page.wait_for_timeout(800)  # the bars grow
    screenshot(page, "22-access-records-graph")
    page.context.close()
