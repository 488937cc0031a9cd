# SPDX-License-Identifier: LGPL-3.0-or-later
"""axe-core looks at a page as it stands: WCAG 2.2 up to AA, and what its makers call good practice.

    from tests.support.accessibility import assert_accessible
    page.goto("/my/consents")
    assert_accessible(page)                                # the whole page
    assert_accessible(page, ".o_form_view")                # only what is ours on it
    assert_accessible(page, without={"color-contrast"})    # and say beside it why

A machine finds about half of what keeps people out; keyboard and screenshots are tried and looked at besides.
"""

from collections.abc import Iterable
from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
GOOD_PRACTICE = "best-practice"
_AXE = Axe()


class Violation(NamedTuple):
    """One rule broken at one place."""

    rule: str
    impact: str
    where: str
    html: str
    how: str

    def __str__(self):
        return f"{self.rule} ({self.impact}) at {self.where}\n    {self.html}\n    {self.how}"


def violations(
    page: Page,
    only: str | None = None,
    *,
    without: Iterable[str] = (),
    tags: Iterable[str] = (*WCAG, GOOD_PRACTICE),
) -> list[Violation]:
    """What axe-core objects to on ``page`` as it is now, one for each rule and place.

    :param only: a CSS selector of the part to look at; it has to be there. The whole page without one
    :param without: rules not to be tried, by axe-core's names
    :param tags: axe-core's names of groups of rules
    :raise AssertionError: nothing is there to look at, which would otherwise pass for faultless
    """
    if only and not page.locator(only).count():
        raise AssertionError(f"Nothing on {page.url} is {only}: there is nothing to look at.")
    page.emulate_media(reduced_motion="reduce")  # what is fading in has too little contrast for a moment
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": list(tags)},
        "rules": {rule: {"enabled": False} for rule in without},
    }
    response = _AXE.run(page, context=only, options=options).response
    if not response["passes"]:
        raise AssertionError(f"Not one rule applies to {page.url}: there is nothing to look at.")
    return [_violation(rule, node) for rule in response["violations"] for node in rule["nodes"]]


def _violation(rule, node):
    where = " ".join(str(target) for target in node["target"])
    how = "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
    return Violation(rule["id"], rule["impact"] or "", where, " ".join(node["html"].split())[:200], how)


def assert_accessible(page: Page, only: str | None = None, **options) -> None:
    """No violation on ``page``; else all of them, with where they are. Parameters as of ``violations``."""
    found = violations(page, only, **options)
    assert not found, f"{len(found)} on {page.url}:\n" + "\n".join(map(str, found))
