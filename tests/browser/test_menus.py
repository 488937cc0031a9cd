# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every entry of everybody's menus, and the first record behind it: no error, no dead end, nothing to be pushed sideways.

Odoo's own entries are walked, too, by a caseworker and an administrator: what the addon seals shows in them.
"""

import contextlib

import pytest
from playwright.sync_api import Error, expect

from tests.support.browsing import DESKTOP, PASSWORD, PHONE

# (vera has not read the policy: a journey of her own shows what she sees.)
ROLES = ("alice", "mona", "otto", "audrey", "tara", "fred", "sam", "admin")
WHOLE = ("alice", "sam")
SIZES = {"desk": {**DESKTOP, "height": 768}, "phone": PHONE}
OURS = "Confidentiality"
MENUS = "async () => (await fetch('/web/webclient/load_menus')).json()"
CHOOSE = "async id => { await odoo.__WOWL_DEBUG__.root.env.services.menu.selectMenu(id) }"
# What is wider than its place, and by how much: the page, lists, cards, forms and dialogs. Cards in columns are swiped.
WIDE = """() => ['html', '.o_content', '.o_list_renderer', '.o_kanban_ungrouped', '.o_form_renderer', '.modal-body']
    .flatMap(where => [...document.querySelectorAll(where)]
        .filter(node => getComputedStyle(node).overflowX !== 'hidden' && node.scrollWidth > node.clientWidth + 1)
        .map(node => `${where} by ${node.scrollWidth - node.clientWidth} pixels`))"""
SHOWN = ".o_action_manager > *, .modal"
RECORDS = ".o_data_row td.o_data_cell:visible, .o_kanban_record:not(.o_kanban_ghost):visible"
EMPTY = ".o_view_nocontent:visible, .o_graph_renderer, .o_calendar_renderer"
GROUPS = ".o_group_header, .o_kanban_group, .o_field_x2many_list_row_add"
READY = f"{RECORDS}, {EMPTY}, {GROUPS}, .o_form_renderer, .o_pivot, .o_activity_view, .modal"
FORM = ".o_form_renderer, .modal, .o_error_dialog"
LISTS = ".o_list_view, .o_kanban_view"


class Walk:
    """Somebody's menus, one after the other, in one page; `complaints` says what is wrong with which."""

    def __init__(self, page):
        self.page, self.complaints, self.opened = page, [], 0
        page.on("pageerror", lambda error: self._complain(f"JavaScript: {error}"))
        page.on("console", lambda message: message.type == "error" and self._complain(message.text))
        self.home()
        self.menus = {menu["id"]: menu for menu in page.evaluate(MENUS).values()}
        self.menu = None

    def home(self):
        self.page.goto("/odoo")
        expect(self.page.locator(".o_main_navbar")).to_be_visible()
        expect(self.page.locator(SHOWN).first).to_be_visible()

    def _complain(self, what):
        name = self.name(self.menu) if self.menu else "the first page"
        self.complaints.append(f"{name}: {what}")

    def name(self, menu):
        parents = [
            one for one in self.menus.values() if menu["id"] in one["children"] and one["id"] != "root"
        ]
        return "".join(f"{self.name(parent)} / " for parent in parents) + menu["name"]

    def leaves(self, app=None):
        """What somebody can choose; a branch with nothing below it is a dead end."""
        for menu in self.menus.values():
            if menu["id"] == "root" or menu["children"]:
                continue
            self.menu = menu
            if not menu["actionID"]:
                self._complain("nothing happens")
            elif menu["actionModel"] != "ir.actions.act_url" and app in (
                None,
                self.menus[menu["appID"]]["name"],
            ):
                yield menu

    def open(self, menu):
        """Choose an entry; whether something is there."""
        self.menu = menu
        try:
            self.page.evaluate(CHOOSE, menu["id"])
        except Error as problem:
            self._complain(problem.message)
        self.opened += 1
        with contextlib.suppress(AssertionError):  # a view stands before its records are there
            expect(self.page.locator(READY).first).to_be_visible(timeout=10_000)
        self.page.wait_for_timeout(120)  # what it asks for after that
        return self.look()

    def look(self):
        """No error dialog, and something to see."""
        error = self.page.locator(".o_error_dialog")
        if error.count():
            self._complain(f"an error: {error.first.inner_text()[:500]}")
        if not self.page.locator(SHOWN).count():
            self._complain("nothing is shown")
        return not error.count()

    def is_ours(self):
        return self.menus[self.menu["appID"]]["name"] == OURS

    def is_empty_kindly(self):
        """A list of ours without records says why there is none."""
        there = self.page.locator(f"{RECORDS}, {GROUPS}, {EMPTY}")
        if self.page.locator(LISTS).count():
            try:  # on a busy machine the records come late
                expect(there.first).to_be_attached(timeout=10_000)
            except AssertionError:
                self._complain("an empty list without a word")

    def is_narrow_enough(self):
        for wide in self.page.evaluate(WIDE):
            self._complain(f"has to be pushed sideways: {wide}")

    def first_record(self):
        """The form behind a list, where there is a record."""
        records = self.page.locator(RECORDS)
        dialog = self.page.locator(".modal").count()
        if not dialog and self.page.locator(LISTS).count() and records.count():
            # Not by the mouse: a row at the edge of a list may lie under its frame.
            records.first.dispatch_event("click")
            with contextlib.suppress(AssertionError):  # some lists lead nowhere
                expect(self.page.locator(FORM).first).to_be_visible(timeout=1_000)
            self.page.wait_for_timeout(120)
            self.look()
            self.is_narrow_enough()

    def away(self):
        """Back to where no dialog and nothing half typed stands in the way."""
        if self.page.locator(".modal, .o_form_dirty, .o_error_dialog").count():
            self.home()


# On a telephone the entries of the caseworker and of the officer, who between them have nearly all.
@pytest.mark.parametrize(
    ("size", "login"), [*(("desk", one) for one in ROLES), ("phone", "alice"), ("phone", "otto")]
)
def test_every_entry_opens(pages, login, size):
    walk = Walk(pages.new(login, SIZES[size], password=login if login == "admin" else PASSWORD))
    is_whole = size == "desk" and login in WHOLE
    for menu in walk.leaves(None if is_whole else OURS):
        if walk.open(menu) and walk.is_ours():
            walk.is_empty_kindly()
            walk.is_narrow_enough()
            walk.first_record()
        walk.away()
    assert not walk.complaints, "\n".join(walk.complaints)
    assert walk.opened > 2 or not is_whole  # who has no duty here has nothing of ours
