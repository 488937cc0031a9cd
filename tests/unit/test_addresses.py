# SPDX-License-Identifier: LGPL-3.0-or-later
"""Addresses that are this machine, and those that are another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

lead_here = tool("addresses").lead_here


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "fe80::1%eth0", "0.0.0.0", "::", "224.0.0.1", "ff02::1"],
)  # fmt: skip
def test_here(address):
    assert lead_here([address])
    assert lead_here(["93.184.216.34", address])


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "10.0.0.7", "192.168.1.4", "fd00::7", "2606:2800:220:1::1"]
)
def test_elsewhere(address):
    assert not lead_here([address])


@given(st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="169.254.0.0/16"))
def test_in_whatever_way_it_is_written(address):
    assert lead_here([str(address)])
    assert lead_here([f"::ffff:{address}"])


def test_none_is_nowhere():
    assert not lead_here([])
