# SPDX-License-Identifier: LGPL-3.0-or-later
"""A disclosure decided on by two people at one moment: one approval, one release, and never one without the consent."""

import base64

import pytest

from .disclosing import CONSENT, REQUEST, like_carols, resting
from .test_two_at_once import at_once


@pytest.fixture
def submitted(people):
    """A request of alice's that waits for mona, on a consent of its own: (consent, request)."""
    alice = people["alice"]
    evidence = base64.b64encode(b"%PDF-1.4 signed").decode()
    consent = alice.call(CONSENT, "create", {**like_carols(alice), "evidence": evidence})
    alice.button(CONSENT, "action_give", [consent])
    return consent, resting(alice, consent)


def _state(centre, request):
    return centre.sql("SELECT state FROM wlec_disclosure_request WHERE id = %s", request)[0][0]


def _events(centre, since, action, step=None):
    return [
        row
        for row in centre.events(since)
        if row["action"] == action
        and row["model"] == REQUEST
        and row["outcome"] == "ok"
        and (step is None or step in row["field_names"])
    ]


def test_two_approvals_at_once(centre, submitted):
    _consent, request = submitted
    since = centre.last_event()
    monas = [centre.login("mona") for _ in range(2)]
    at_once(*[(mona.button, REQUEST, "action_approve", [request]) for mona in monas])
    assert _state(centre, request) == "approved"
    assert len(_events(centre, since, "transition", "approve")) == 1


def test_release_pressed_four_times(centre, people, submitted):
    _consent, request = submitted
    people["mona"].button(REQUEST, "action_approve", [request])
    since = centre.last_event()
    ottos = [centre.login("otto") for _ in range(4)]
    answers = at_once(*[(otto.button, REQUEST, "action_release", [request]) for otto in ottos])
    assert _state(centre, request) == "released"
    assert len(_events(centre, since, "disclose")) == 1
    assert sum("wlec_package_password" in answer for answer in answers) == 1, "one password for one package"


@pytest.mark.parametrize("step, presser", [("action_approve", "mona"), ("action_release", "otto")])
def test_consent_withdrawn_at_that_moment(centre, people, submitted, step, presser):
    consent, request = submitted
    if step == "action_release":
        people["mona"].button(REQUEST, "action_approve", [request])
    at_once(
        (centre.login(presser).button, REQUEST, step, [request]),
        (centre.login("alice").button, "wlec.consent", "action_withdraw", [consent]),
    )
    assert centre.sql("SELECT state FROM wlec_consent WHERE id = %s", consent)[0][0] == "withdrawn"
    # Either it had left a moment before, or it is stopped: nothing waits to be released on a consent that is gone.
    assert _state(centre, request) in ("released", "draft", "assessed")
