# SPDX-License-Identifier: LGPL-3.0-or-later
"""Chromium through Playwright: the one on this machine, British, at a common size."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from dev.browser import NAMES
from dev.places import DATA

SCREENSHOTS = DATA / "screenshots"
DESKTOP = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        raise AssertionError("There is no Chromium on the PATH: ./test looks after that.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


class Pages:
    """Makes pages, each in a browser profile of its own, and hands what goes wrong in them to `complain`."""

    def __init__(self, browser: Browser, url: str, complain: Callable[[str], None]):
        self.browser, self.url, self.complain = browser, url, complain
        self.contexts = []

    def new(
        self, login: str | None = None, viewport: dict = DESKTOP, *, password: str = "demo", **options
    ) -> Page:
        """A page of somebody's, logged in through the login form."""
        context = self.browser.new_context(
            base_url=self.url, locale="en-GB", timezone_id="Europe/London", viewport=viewport, **options
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complain(f"ERROR browser: {error}"))
        page.on("console", self._console)
        if login:
            log_in(page, login, password)
        return page

    def _console(self, message) -> None:
        if message.type == "error":
            self.complain(f"ERROR browser: {message.text}")

    def close(self) -> None:
        while self.contexts:
            self.contexts.pop().close()


def log_in(page: Page, login: str, password: str = "demo") -> None:
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
