# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the tests from outside share: the demo centre with its server, a browser, databases of their own."""

import contextlib
import os

import pytest

from dev.places import DATA
from tests.support import browsing
from tests.support import centre as centres


@pytest.fixture(scope="session")
def centre(request):
    """The demo centre: a server of its own (one for the whole layer), filled, with the cast."""
    database = os.environ["WLEC_TEST_DATABASE"]
    log = DATA / "log" / f"{database}.log"
    request.config.wlec_log.follow(log)
    with centres.opened(database, log) as opened:
        yield opened


@pytest.fixture
def new_database():
    """Make databases: `new_database("core"|"addon"|"centre")` is the name of a copy, dropped after the test."""
    with contextlib.ExitStack() as stack:

        def make(template: str) -> str:
            name = f"{os.environ['WLEC_TEST_DATABASE']}_{len(made)}"
            made.append(name)
            return stack.enter_context(
                centres.database_from(os.environ[f"WLEC_TEST_{template.upper()}"], name)
            )

        made = []
        yield make


@pytest.fixture(scope="session")
def odoo():
    """Run an Odoo command: `odoo("wlec", "-d", database, "verify-log")`."""
    return centres.odoo


@pytest.fixture(scope="session")
def browser():
    with browsing.browser() as chromium:
        yield chromium


@pytest.fixture
def pages(request, browser, centre):
    """Pages of several people at once: `pages.new("alice")`. Errors in a page's console fail the test."""
    made = browsing.Pages(browser, centre, request.config.wlec_log.add)
    yield made
    made.close()


@pytest.fixture
def page(pages):
    """One page, not logged in; `browsing.log_in(page, "alice")` does that."""
    return pages.new()
