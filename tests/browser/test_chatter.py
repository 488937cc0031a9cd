# SPDX-License-Identifier: LGPL-3.0-or-later
"""The chatter of a client's file, by mouse: written, attached, told, planned, read, deleted; and nothing of it elsewhere."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.support.browsing import PHONE, screenshot

NOTE = "canarylark rang: the depot has no chair for her"
PICTURE = "canarylark-chair.png"


@pytest.fixture
def case(centre):
    """Carol's file: alice's, with mona as her line manager; no business of bob's."""
    query = (
        "SELECT c.id, c.name FROM wlec_case c JOIN res_users u ON u.partner_id = c.partner_id"
        " WHERE u.login = 'carol' ORDER BY c.id LIMIT 1"
    )
    return centre.sql(query)[0]


def test_a_note_from_one_to_the_other(pages, centre, case):
    case_id, name = case
    start = centre.last_event()
    alice = open_file(pages.new("alice"), case_id)
    only_people_with_access(alice)
    write(alice)
    plan(alice)
    page = from_the_menu(pages, centre, name)
    on_record(centre, start, case_id)
    do_the_task(page)
    remove(alice, centre, start)
    nothing_for_others(pages, centre, case_id, name)


def open_file(page, case_id):
    page.goto(f"/odoo/case-files/{case_id}")
    page.locator(".o-mail-Chatter .o-mail-Message").first.wait_for()
    return page


def only_people_with_access(page):
    """bob cannot be named, told or made to follow: the client offers those alone who may read it."""
    page.locator(".o-mail-Chatter-sendMessage").click()
    expect(page.locator(".o-mail-RecipientsInput .o_tag")).to_have_count(0)
    page.locator(".o-mail-RecipientsInput input").click()
    offered = page.locator(".o-mail-RecipientsInput .o-autocomplete--dropdown-item")
    expect(offered).to_have_text(["Mona Haddad"])
    page.locator(".o-mail-Chatter-logNote").click()
    words = page.locator(".o-mail-Composer-input")
    words.press_sequentially("@Bob")
    expect(page.locator(".o-mail-Composer-suggestionList")).to_contain_text(
        "Nobody with access to this record"
    )
    words.fill("")


def write(page):
    words = page.locator(".o-mail-Composer-input")
    words.press_sequentially(f"{NOTE} @Mona")
    page.locator(".o-mail-Composer-suggestion", has_text="Mona Haddad").click()
    page.locator(".o-mail-Composer input[type=file]").set_input_files(
        {"name": PICTURE, "mimeType": "image/png", "buffer": picture()}
    )
    expect(page.locator(".o-mail-Composer .o-mail-AttachmentContainer")).to_be_visible()
    expect(page.locator(".o-mail-Composer .o-isUploading")).to_have_count(0)
    page.locator(".o-mail-Composer-send:not([disabled])").click()
    see_picture(page)
    screenshot(page, "30-chatter")


def see_picture(page):
    """It is loaded when it comes into sight, and not before."""
    shown = page.locator(".o-mail-Message", has_text=NOTE).locator(".o-mail-AttachmentList img").first
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True, timeout=20_000)


def picture():
    made = io.BytesIO()
    Image.new("RGB", (600, 400), "#7a3b69").save(made, "PNG")
    return made.getvalue()


def plan(page):
    page.locator(".o-mail-Chatter-activity").click()
    form = page.locator(".modal:visible")
    form.locator("[name=summary] input").fill("canarylark: ring the depot")
    person = form.locator("[name=activity_user_id] input")
    person.click()
    offered = page.locator(".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option)")
    expect(offered).to_have_text(["Alice Okafor", "Mona Haddad"])
    offered.last.click()
    form.locator("button[name=action_schedule_activities]").click()
    expect(page.locator(".o-mail-Activity", has_text="ring the depot")).to_contain_text("Mona Haddad")


def from_the_menu(pages, centre, name):
    """mona's menu says where there is news, and nothing of it; opening it is reading it."""
    page = pages.new("mona")
    page.goto("/odoo")
    before = centre.last_event()
    page.locator(".o_menu_systray .fa-comments").click()
    news = page.locator(".o-mail-NotificationItem", has_text=name)
    expect(news).to_contain_text(f"There is news in {name}.")
    menu = page.locator(".o-mail-MessagingMenu").inner_text()
    assert "canarylark" not in menu and "Alice" not in menu
    screenshot(page, "31-news")
    page.keyboard.press("Escape")
    page.locator(".o_menu_systray .o-mail-ActivityMenu-class, .o_menu_systray .fa-clock-o").first.click()
    tasks = page.locator(".o-mail-ActivityMenu")
    expect(tasks).to_contain_text("Case file")
    assert "canarylark" not in tasks.inner_text()
    page.keyboard.press("Escape")
    assert not read(centre, before, "mona"), "to be told that there is news is not to read it"
    page.locator(".o_menu_systray .fa-comments").click()
    news.click()
    see_picture(page)
    page.locator(".o-mail-Activity", has_text="ring the depot").wait_for()
    page.locator(".o_menu_systray .fa-comments").click()
    expect(page.locator(".o-mail-NotificationItem", has_text=name).locator(".badge")).to_have_count(0)
    page.keyboard.press("Escape")
    return page


def read(centre, since, login):
    """What somebody opened of messages, tasks, documents and files: {(action, model): ids}"""
    (number,) = centre.sql("SELECT id FROM res_users WHERE login = %s", login)[0]
    found = {}
    for event in centre.events(since):
        if event["actor_id"] == number and event["outcome"] == "ok":
            found.setdefault((event["action"], event["model"]), set()).update(event["record_ids"])
    models = ("mail.message", "mail.activity", "ir.attachment", "wlec.case")
    return {what: ids for what, ids in found.items() if what[1] in models}


def made(centre, since, model):
    return {
        number
        for event in centre.events(since)
        if event["action"] == "create" and event["model"] == model
        for number in event["record_ids"]
    }


def on_record(centre, start, case_id):
    """Each reading of mona's, and none besides."""
    (note,) = centre.sql(
        "SELECT m.id FROM mail_message m JOIN message_attachment_rel a ON a.message_id = m.id"
        " WHERE m.model = 'wlec.case' AND m.res_id = %s ORDER BY m.id DESC LIMIT 1",
        case_id,
    )[0]
    pictures, tasks = made(centre, start, "ir.attachment"), made(centre, start, "mail.activity")
    assert note in made(centre, start, "mail.message") and len(pictures) == len(tasks) == 1
    seen = read(centre, start, "mona")
    assert seen.pop(("read", "wlec.case")) == {case_id}
    assert seen.pop(("read", "mail.message")) == {note}
    assert seen.pop(("read", "ir.attachment")) == pictures
    assert seen.pop(("download", "ir.attachment")) == pictures
    assert seen.pop(("read", "mail.activity")) == tasks
    assert not seen


def do_the_task(page):
    task = page.locator(".o-mail-Activity", has_text="ring the depot")
    task.get_by_text("Mark Done").click()
    page.locator(".o-mail-ActivityMarkAsDone textarea").fill("No answer: they ring back")
    page.locator(".o-mail-ActivityMarkAsDone").get_by_text("Done", exact=True).first.click()
    expect(page.locator(".o-mail-Message", has_text="No answer: they ring back")).to_be_visible()
    screenshot(page, "32-task-done")
    page.context.close()


def remove(page, centre, start):
    """The picture is looked at, downloaded and deleted: on record with who did it."""
    (number,) = made(centre, start, "ir.attachment")
    before = centre.last_event()
    container = page.locator(
        ".o-mail-Message .o-mail-AttachmentContainer, .o-mail-Message .o-mail-AttachmentImage"
    ).first
    container.click()
    page.locator(".o-FileViewer img").wait_for()
    with page.expect_download() as download:
        page.locator(".o-FileViewer-download, .o-FileViewer [title='Download']").first.click()
    assert download.value.suggested_filename == PICTURE
    page.keyboard.press("Escape")
    assert read(centre, before, "alice")["download", "ir.attachment"] == {number}
    container.hover()
    page.locator(".o-mail-Message [title='Remove']").first.click()
    page.locator(".modal:visible .btn-primary").click()
    expect(page.locator(".o-mail-Message .o-mail-AttachmentContainer")).to_have_count(0)
    assert read(centre, before, "alice")["detach", "ir.attachment"] == {number}
    assert not centre.sql("SELECT 1 FROM ir_attachment WHERE id = %s", number)
    page.context.close()


def nothing_for_others(pages, centre, case_id, name):
    """bob, who has no grant, and sam, who is administrator: menus, search and addresses lead to nothing."""
    before = centre.last_event()
    for login, viewport in (("bob", PHONE), ("sam", None)):
        page = pages.new(login, **({"viewport": viewport} if viewport else {}))
        page.goto(f"/odoo/case-files/{case_id}")
        page.locator(".o_action_manager .o_view_controller, .modal:visible").first.wait_for()
        assert not re.search(f"canarylark|{name}|Carol", page.locator("body").inner_text())
        page.goto("/odoo")
        page.locator(".o_menu_systray .fa-comments").click()
        expect(page.locator(".o_popover .o-mail-MessagingMenu").first).to_be_visible()
        text = page.locator("body").inner_text()
        assert not re.search(f"canarylark|{name}|Carol", text)
        client = centre.login(login)
        for model, domain in (
            ("mail.message", [["model", "=", "wlec.case"], ["res_id", "=", case_id]]),
            ("mail.message", [["body", "ilike", "canarylark"]]),
            ("mail.activity", [["summary", "ilike", "canarylark"]]),
            ("ir.attachment", [["name", "ilike", "canarylark"]]),
        ):
            assert client.call(model, "search_count", domain) == 0, (login, model, domain)
        assert not read(centre, before, login)
        page.context.close()
