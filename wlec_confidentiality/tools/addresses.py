# SPDX-License-Identifier: LGPL-3.0-or-later
"""Network addresses: which of them are no place outside this machine."""

from ipaddress import ip_address


def lead_here(addresses):
    """Whether any of these addresses is this machine itself, its own wire (where machines in a data centre ask for their secrets), or
    no machine at all. The centre's own network is somewhere else: the second server may stand there."""
    return any(_is_here(ip_address(text.partition("%")[0])) for text in addresses)


def _is_here(address):
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast
