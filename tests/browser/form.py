# SPDX-License-Identifier: LGPL-3.0-or-later
"""Odoo's forms by mouse and keyboard: fields by their name, buttons by what they call."""

import contextlib
import re

from playwright.sync_api import Page, TimeoutError, expect

from tests.support.papers.pdfs import canvas, letter

# A paper that can be looked through: what leaves is.
PDF = canvas(letter)


class Form:
    """The form on top of the page: the dialog if there is one."""

    def __init__(self, page: Page):
        self.page = page

    @property
    def top(self):
        dialog = self.page.locator(".modal:visible").last
        return dialog if dialog.count() else self.page.locator(".o_action_manager .o_form_view").first

    def field(self, name):
        return self.top.locator(f".o_field_widget[name='{name}']:visible").first

    def fill(self, **values):
        for name, value in values.items():
            box = self.field(name).locator("input, textarea").first
            box.click()
            box.fill(value)
            box.press("Tab")

    def choose(self, **values):
        """A record from a many2one or a tag list, by what it is called."""
        for name, value in values.items():
            box = self.field(name).locator("input").first
            box.click()
            box.fill(value)
            self.page.locator(".o-autocomplete--dropdown-item:visible", has_text=value).first.click()

    def select(self, **values):
        for name, label in values.items():
            widget = self.field(name)
            if widget.locator("select").count():
                widget.locator("select").select_option(label=label)
            else:  # Odoo's own drop-down
                self._pick(widget.locator("input").first, label)

    def _pick(self, box, label):
        """On a busy machine the list may be drawn anew under the mouse, and the click go nowhere."""
        chosen = re.compile(re.escape(label))
        for _again in range(3):
            box.click()
            self.page.locator(".o_select_menu_item:visible", has_text=label).first.click()
            with contextlib.suppress(AssertionError):
                expect(box).to_have_value(chosen, timeout=3_000)
                return
        expect(box).to_have_value(chosen)

    def radio(self, name, label):
        self.field(name).get_by_label(label, exact=True).check()

    def upload(self, name, file_name, content=PDF):
        self.field(name).locator("input[type=file]").set_input_files(
            {"name": file_name, "mimeType": "application/pdf", "buffer": content}
        )
        expect(self.field(name).locator("input:not([type=file])").first).to_have_value(file_name)

    def press(self, name):
        """A button of the form, by the method it calls."""
        self.top.locator(f"button[name='{name}']:visible").first.click()

    def tab(self, label):
        self.top.get_by_role("tab", name=label, exact=True).click()

    def save(self):
        self.page.locator(".o_form_button_save:visible").last.click()
        expect(self.page.locator(".o_form_button_save:visible")).to_have_count(0)

    def smart_button(self, label):
        """The row of these buttons is laid out anew whenever one more fits, and may take the button away under the mouse."""
        for _again in range(3):
            with contextlib.suppress(TimeoutError):
                self._smart_button(label).click(timeout=5_000)
                return
        self._smart_button(label).click()

    def _smart_button(self, label):
        button = self.page.locator(".oe_stat_button:visible", has_text=label)
        if not button.count():
            more = ".o-form-buttonbox .o_button_more:visible, button:has-text('More'):visible"
            self.page.locator(more).first.click()
            button = self.page.locator(".oe_stat_button:visible", has_text=label)
        return button.first

    def new(self):
        self.page.locator(
            ".o_list_button_add:visible, .o-kanban-button-new:visible, .o_form_button_create:visible"
        ).first.click()
        expect(self.page.locator(".o_action_manager .o_form_view")).to_be_visible()

    def dialog(self):
        """Wait until a dialog is there; from then on it is the form on top."""
        expect(self.page.locator(".modal:visible").last).to_be_visible()

    def confirm(self):
        self.dialog()
        self.page.locator(".modal-footer .btn-primary:visible").last.click()

    def no_dialog(self):
        expect(self.page.locator(".modal:visible")).to_have_count(0, timeout=15_000)

    def status(self, label):
        expect(self.page.locator(".o_statusbar_status .o_arrow_button_current:visible")).to_have_text(
            label, timeout=15_000
        )
