# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every public method of ours, with arguments that make no sense: nothing is told, nothing changes, and no attempt stays off the record."""

import pytest

from .conftest import attempt
from .test_public_methods import _own_methods, _snapshot

SHAPES = {
    "a number that can be none": [[2**31 + 5]],
    "a text no database takes": [["a\x00b"], {"name": "\x00", "reason": "a\x00b"}],
    "a heap of things": [{"name": "a\x00b", "case_id": -1, "partner_id": "x", "user_id": 2**70}, [], None, 7],
}


@pytest.mark.parametrize("login", ["alice", "otto", "carol"])
@pytest.mark.parametrize("shape", SHAPES)
def test_nonsense_opens_and_changes_nothing(centre, people, file, expect_log, login, shape):
    expect_log(r"mail_thread: Message notify called without recipient_ids")  # nobody was named
    before, since = _snapshot(centre, file), centre.last_event()
    for model, methods in sorted(_own_methods().items()):
        for method in sorted(methods):
            answer = attempt(people[login].call, model, method, *SHAPES[shape])
            assert file.word not in answer, f"{model}.{method}"
            assert "access record could not be written" not in answer, f"{model}.{method}"
    assert _snapshot(centre, file) == before
    opened = [row for row in centre.events(since) if file.id in row["case_ids"] and row["outcome"] == "ok"]
    assert not opened
