# SPDX-License-Identifier: LGPL-3.0-or-later
"""Disclosures that are not asked for by the client, by mouse: danger now and its review; a police form that obliges nobody."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.form import Form
from tests.support.browsing import screenshot

REQUESTS = "/odoo/action-wlec_confidentiality.wlec_disclosure_request_action"
NEW = "/odoo/action-wlec_confidentiality.wlec_disclosure_request_action/new"


@pytest.fixture
def case(centre):
    """An open file of alice's whose client keeps nobody out."""
    alice, mona = centre.login("alice"), centre.login("mona")
    mine = [["caseworker_id", "=", alice.uid], ["state", "=", "open"], ["exclusion_ids", "=", False]]
    return mona.call("wlec.case", "search_read", mine, ["name"], limit=1)[0]["name"]


def start(page, case, agency):
    page.goto(NEW)
    form = Form(page)
    expect(form.field("case_id")).to_be_visible(timeout=20_000)
    form.choose(case_id=case)
    form.choose(agency_id=agency)
    return form


def add_item(form, page, category, description):
    form.top.get_by_role("button", name="Add a line").first.click()
    row = form.field("item_ids").locator("tr.o_selected_row")
    box = row.locator("[name='category_id'] input").first
    box.click()
    box.fill(category)
    page.locator(".o-autocomplete--dropdown-item:visible", has_text=category).first.click()
    row.locator("[name=description] input, [name=description] textarea").first.fill(description)


def reference(page):
    return re.search(r"DISC-\d+", page.locator("h1").first.inner_text())[0]


def open_request(page, name):
    page.goto(REQUESTS)
    page.locator(".o_data_row", has_text=name).first.click()
    expect(page.locator(".o_form_view")).to_be_visible()
    return Form(page)


def test_danger_now_and_its_review(pages, case):
    page = pages.new("alice")
    form = start(page, case, "Police")
    form.select(origin="We report it ourselves")
    add_item(form, page, "Contact", "Where she is at the moment")
    form.tab("Why it is lawful")
    form.radio("ground", "Danger to the client or to others")
    form.select(danger_imminence="Now", safeguarding_route="Police")
    form.fill(
        danger_who="The client and her son",
        danger_what="Her former husband has found the address and is on his way",
        why_not_consent="She does not answer the telephone",
        emergency_reason="He rang from the street: minutes count, and nobody who may approve is in.",
    )
    form.save()
    screenshot(page, "30-emergency-before")
    form.press("action_release_emergency")
    form.confirm()
    expect(page.locator(".o_wlec_password")).to_be_visible(timeout=30_000)
    form.confirm()
    form.status("Released")
    expect(page.get_by_text("Released in an emergency")).to_be_visible()
    screenshot(page, "31-emergency-released")
    request = reference(page)
    form.tab("Why it is lawful")
    form.fill(necessity="They could not find her without it", proportionality="The address and nothing else")
    form.choose(purpose_id="safe")
    form.save()
    page.context.close()

    for person, picture in (("mona", "32-emergency-review"), ("otto", "33-emergency-reviewed")):
        page = pages.new(person)
        form = open_request(page, request)
        screenshot(page, picture)
        form.press("action_justify")
        form.confirm()
        expect(page.locator("button[name=action_justify]:visible")).to_have_count(0)
        page.context.close()
    page = pages.new("mona")
    open_request(page, request)
    expect(page.get_by_text("Released in an emergency")).to_have_count(0)
    page.context.close()


def test_a_police_form_obliges_nobody(pages, case):
    """A “Schedule 2” form permits; it is asked back first, and then refused with its reasons."""
    page = pages.new("alice")
    form = start(page, case, "Police")
    form.fill(answer_by="31/12/2030")
    add_item(form, page, "Contact", "Telephone number and address")
    form.tab("Who asks")
    form.fill(
        asker_name="DC Example", asker_rank="Detective Constable", asker_contact="On the form: 07700 900123"
    )
    form.tab("Why it is lawful")
    form.radio("ground", "Required by law")
    form.choose(provision_id="Schedule 2 form")
    form.save()
    expect(page.get_by_text("permits, but obliges nobody").first).to_be_visible()
    screenshot(page, "34-police-form")
    request = reference(page)
    form.press("action_recommend_refusal")
    page.context.close()

    page = pages.new("mona")
    form = open_request(page, request)
    screenshot(page, "35-police-form-manager")
    form.press("action_refuse")
    form.dialog()
    form.fill(refusal_reason="A Schedule 2 form is not an order. They may come back with one.")
    form.press("action_refuse")
    form.no_dialog()
    expect(page.locator(".ribbon:visible", has_text="Refused")).to_be_visible()
    screenshot(page, "36-police-form-refused")
    page.context.close()
