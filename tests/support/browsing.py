# SPDX-License-Identifier: LGPL-3.0-or-later
"""Chromium through Playwright: the one on this machine, British, at a common size."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from dev.browser import NAMES
from dev.places import DATA

from .client import PASSWORD

SCREENSHOTS = DATA / "screenshots"
DESKTOP = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 45_000  # milliseconds, for whatever is waited for on a busy machine


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        raise AssertionError("There is no Chromium on the PATH: ./test looks after that.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


class Pages:
    """Makes pages, each in a browser profile of its own, and hands what goes wrong in them to `complain`."""

    def __init__(self, browser: Browser, centre, complain: Callable[[str], None]):
        self.browser, self.url, self.db, self.complain = browser, centre.url, centre.db, complain
        self.contexts = []

    def new(
        self, login: str | None = None, viewport: dict = DESKTOP, *, password: str = PASSWORD, **options
    ) -> Page:
        """A page of somebody who has logged in; nothing is on it yet.

        The login form and the page behind it are left out, which take longer than many a test: see ``log_in``.
        """
        context = self.browser.new_context(
            base_url=self.url, locale="en-GB", timezone_id="Europe/London", viewport=viewport, **options
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complain(f"ERROR browser: {error}"))
        page.on("console", self._console)
        if login:
            self._let_in(context, login, password)
        return page

    def _let_in(self, context: BrowserContext, login: str, password: str) -> None:
        params = {"db": self.db, "login": login, "password": password}
        call = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = context.request.post("/web/session/authenticate", data=call).json()
        assert answer.get("result", {}).get("uid"), answer

    def _console(self, message) -> None:
        if message.type == "error":
            self.complain(f"ERROR browser: {message.text}")

    def close(self) -> None:
        while self.contexts:
            self.contexts.pop().close()


def log_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """Through the login form, as people do."""
    page.goto("/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/web/login" not in url)


def screenshot(page: Page, name: str, **options) -> Path:
    """Leave a picture for the README and for whoever looks whether it is beautiful."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, **options)
    return path
