# SPDX-License-Identifier: LGPL-3.0-or-later
"""A breach by mouse: reported in two clicks, assessed, told to the regulator and to the client, followed up by line management,
closed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.form import Form
from tests.support.browsing import PHONE, screenshot

REGISTER = "/odoo/breaches"
FACTS = "Two letters went out in each other's envelopes. One of them was about an asylum appeal."


def report(page, viewport_name=""):
    """Click one, click two."""
    page.goto("/odoo")
    page.locator(".o_wlec_report_breach").click()
    form = Form(page)
    form.dialog()
    expect(form.field("facts")).to_be_visible()
    form.field("facts").locator("textarea").fill(FACTS)
    screenshot(page, f"60-breach-report{viewport_name}")
    form.press("action_report")
    expect(page.locator(".modal h1:visible")).to_have_text(re.compile(r"BR-\d{5}"), timeout=20_000)
    screenshot(page, f"61-breach-reported{viewport_name}")
    return page.locator(".modal h1:visible").inner_text().strip()


def open_breach(page, name):
    page.goto(REGISTER)
    page.locator(".o_data_row, .o_kanban_record", has_text=name).first.click()
    expect(page.locator(".o_form_view .o_statusbar_status")).to_be_visible()
    expect(page.locator("h1", has_text=name)).to_be_visible()
    return Form(page)


@pytest.fixture
def case(centre):
    """An open file of alice's whose client has a login."""
    alice = centre.login("alice")
    mine = [["caseworker_id", "=", alice.uid], ["state", "=", "open"]]
    carol = centre.sql("SELECT partner_id FROM res_users WHERE login = 'carol'")[0][0]
    return alice.call("wlec.case", "search_read", [*mine, ["partner_id", "=", carol]], ["name"], limit=1)[0][
        "name"
    ]


def test_from_the_report_to_the_end(pages, case, centre):
    page = pages.new("fred")
    name = report(page)
    page.context.close()

    page = pages.new("otto")
    form = open_breach(page, name)
    screenshot(page, "62-breach-suspected")
    assess(form, page)
    notify(form, page)
    tell_the_client(form, page, case)
    manage(form, page)
    page.context.close()

    page = pages.new("carol")
    page.goto("/my/confidentiality")
    screenshot(page, "70-breach-portal")
    page.get_by_role("link", name=re.compile("A letter from us")).click()
    expect(page.get_by_text("was sent to another client").first).to_be_visible()
    screenshot(page, "71-breach-letter", full_page=True)
    page.context.close()
    page = pages.new("carol", viewport=PHONE)
    page.goto("/my/breach-letters")
    screenshot(page, "71-breach-letter-phone", full_page=True)
    page.context.close()

    page = pages.new("mona")
    page.goto("/odoo/action-wlec_confidentiality.wlec_management_action_action")
    page.locator(".o_data_row", has_text="Alice Okafor").filter(has_text="2030").first.click()
    form = Form(page)
    form.field("outcome").locator("textarea").fill("An hour on addressing letters; agreed to check labels.")
    form.save()
    form.press("action_finish")
    form.status("Done")
    screenshot(page, "72-action-done")
    page.context.close()

    page = pages.new("otto")
    form = open_breach(page, name)
    form.tab("Others to tell")
    form.radio("serious_decision", "Do not report it")
    form.field("serious_reason").locator("textarea").fill("One person, and the letter is back.")
    form.save()
    screenshot(page, "73-breach-others")
    form.press("action_close")
    form.status("Closed")
    screenshot(page, "74-breach-closed")
    page.goto("/odoo/action-wlec_confidentiality.wlec_breach_action_numbers")
    expect(page.locator(".o_graph_renderer canvas")).to_be_visible()
    page.wait_for_timeout(1_000)
    screenshot(page, "75-breach-numbers")
    page.context.close()


def assess(form, page):
    form.select(cause="Letter or parcel to the wrong person")
    form.choose(category_ids="Immigration")
    form.fill(people_count="1", consequences="The other client knows of the appeal.")
    form.tab("Severity")
    form.select(
        severity_preset="Immigration status, asylum", confidentiality="Seen by people we know of · 0.25"
    )
    expect(page.get_by_text("Very high: 4 × 1 + 0.25 = 4.25").first).to_be_visible()
    form.radio("risk_decision", "A high risk: tell the people affected as well")
    form.tab("What we do")
    form.fill(
        containment="The other client brought the letter back.",
        lessons="A second person checks each envelope.",
    )
    form.save()
    form.tab("Severity")
    screenshot(page, "63-breach-severity", full_page=True)
    form.press("action_assess")
    form.status("Assessed")


def notify(form, page):
    form.press("action_prepare_notice")
    expect(page.locator("h1", has_text="BRN-")).to_be_visible()
    screenshot(page, "64-breach-notice", full_page=True)
    form.press("action_make_pdf")
    expect(form.field("pdf")).to_be_visible()
    form.select(sent_how="Online form")
    form.fill(sent_reference="IC-12345")
    form.save()
    screenshot(page, "65-breach-notice-ready", full_page=True)
    form.press("action_send")
    form.confirm()
    form.status("Sent")
    page.locator(".o_breadcrumb .breadcrumb-item a, .o_back_button").last.click()
    form.status("Regulator told")
    screenshot(page, "66-breach-notified")


def tell_the_client(form, page, case):
    form.tab("People affected")
    form.top.get_by_role("button", name="Add somebody").first.click()
    form.dialog()
    form.fill(case_reference=case)
    page.locator(".modal").get_by_role("button", name="Save & Close").click()
    form.no_dialog()
    form.save()
    form.press("action_prepare_letters")
    row = form.field("people_ids").locator(".o_data_row").first
    expect(row).to_contain_text("In the portal only")
    row.locator("td").first.click()
    form.dialog()
    letter = form.field("letter").locator("textarea")
    text = letter.input_value()
    for gap in (
        "a letter of ours was sent to another client.",
        "be careful when strangers ring.",
        "020 7946 0000",
    ):
        text = text.replace("…", gap, 1)
    letter.fill(text)
    screenshot(page, "67-breach-person")
    form.press("action_tell")
    form.confirm()
    expect(page.locator(".modal .o_arrow_button_current:visible")).to_have_text("Told", timeout=20_000)
    page.locator(".modal .btn-close:visible").last.click()
    form.no_dialog()
    page.reload()
    form.status("Regulator told")
    form.tab("People affected")
    expect(form.field("people_ids").locator(".o_data_row").first).to_contain_text("Told")
    screenshot(page, "68-breach-people", full_page=True)


def manage(form, page):
    form.smart_button("Actions")
    form.new()
    form.choose(person_id="Alice Okafor", owner_id="Mona Haddad")
    form.fill(due_on="31/12/2030", what="Supervision on addressing letters")
    form.save()
    screenshot(page, "69-action")


def test_on_a_phone(pages):
    page = pages.new("fred", viewport=PHONE)
    name = report(page, "-phone")
    page.context.close()
    page = pages.new("otto", viewport=PHONE)
    form = open_breach(page, name)
    screenshot(page, "62-breach-suspected-phone")
    form.tab("Severity")
    screenshot(page, "63-breach-severity-phone", full_page=True)
    page.context.close()
