# SPDX-License-Identifier: LGPL-3.0-or-later
"""One-time links: long secrets, kept as hashes; who tries many has to wait."""

from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

link = tool("link")


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def test_tokens_are_long_and_never_twice():
    tokens = {link.new_token() for _turn in range(2000)}
    assert len(tokens) == 2000 and link.TOKEN_BITS >= 128
    assert all(link.digest(token) and token not in link.digest(token) for token in tokens)


@given(st.one_of(st.none(), st.text(max_size=60)))
def test_what_cannot_be_a_token_is_none(text):
    assert (link.digest(text) is None) == (len(text or "") != 43 or not (text or "").replace("-", "").replace("_", "").isalnum() or not (text or "").isascii())  # fmt: skip


def test_the_brake():
    clock = Clock()
    brake = link.Brake(3, 60, clock=clock)
    for _turn in range(3):
        assert not brake.is_on("192.0.2.1")
        brake.miss("192.0.2.1")
    assert brake.is_on("192.0.2.1")
    assert not brake.is_on("192.0.2.2"), "others go on"
    clock.now += 61
    assert not brake.is_on("192.0.2.1")


def test_a_household_is_one_address():
    brake = link.Brake(2, 60, clock=Clock())
    for host in range(2):
        brake.miss(f"2001:db8:1:2::{host}")
    assert brake.is_on("2001:db8:1:2::99")
    assert not brake.is_on("2001:db8:1:3::1")


def test_many_addresses_take_no_more_room():
    brake = link.Brake(2, 60, places=100, clock=Clock())
    for host in range(1000):
        brake.miss(f"192.0.{host // 250}.{host % 250}")
    assert len(brake._misses) == 100
