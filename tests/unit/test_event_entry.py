# SPDX-License-Identifier: LGPL-3.0-or-later
"""Access records as bytes: whatever is written is read again, and nothing else is taken for a record. That PostgreSQL writes the
same bytes is shown where there is a PostgreSQL (tests/attack)."""

from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

event_entry = tool("event_entry")
BadEntry = event_entry.BadEntry

_texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
_numbers = st.integers(-(2**31), 2**31 - 1)
_addresses = st.ip_addresses().map(str)
rows = st.fixed_dictionaries({
    "version": st.just(1), "id": st.integers(1, 2**63 - 1),
    "at": st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(timezone.utc)),
    "action": _texts, "model": _texts, "record_ids": st.lists(_numbers, max_size=8),
    "field_names": st.lists(_texts, max_size=5), "case_ids": st.lists(_numbers, max_size=8),
    "user_id": st.none() | _numbers, "actor_id": st.none() | _numbers, "su": st.booleans(), "origin": _texts,
    "route": st.none() | _texts, "method": st.none() | _texts, "ip": st.none() | _addresses, "session": st.none() | _texts,
    "api_key_id": st.none() | _numbers, "request_id": st.none() | st.uuids().map(str), "outcome": _texts,
})  # fmt: skip


@given(rows)
def test_what_is_written_is_read(row):
    assert event_entry.decode(event_entry.encode(row)) == row


@given(rows, rows)
def test_two_records_are_two_entries(one, other):
    assert (event_entry.encode(one) == event_entry.encode(other)) == (one == other)


@given(rows, st.data())
def test_no_part_and_no_more_is_a_record(row, data):
    entry = event_entry.encode(row)
    cut = data.draw(st.integers(0, len(entry) - 1))
    for bad in (entry[:cut], entry + b"\0", b""):
        with pytest.raises(BadEntry):
            event_entry.decode(bad)


@given(st.binary(max_size=300))
def test_nonsense_is_named_as_such(data):
    with pytest.raises(BadEntry):
        event_entry.decode(data)


@given(rows, st.integers(2, 30_000))
def test_a_format_of_the_future_is_not_guessed_at(row, version):
    with pytest.raises(BadEntry):
        event_entry.decode(event_entry.encode(row | {"version": version}))
