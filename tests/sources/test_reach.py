"""Which addresses a fetch may end at."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from digest.sources.reach import may_reach

PRIVATE = (
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1"),  # noqa: S104
    *("127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1"),
    *("192.0.2.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1"),
    *("239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1"),
    *("::ffff:169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:db8::1"),
    *("2002:7f00:1::", "2002:a00:1::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "ff02::1"),
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address):
    assert not may_reach(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_a_public_address_is_reached(address):
    assert may_reach(address)


def test_a_network_that_was_opened_is_reached_and_its_neighbours_are_not():
    opened = [ip_network("10.1.0.0/16"), ip_network("fd12::/16")]
    assert may_reach("10.1.2.3", opened)
    assert may_reach("::ffff:10.1.2.3", opened)
    assert may_reach("fd12::7", opened)
    assert not may_reach("10.2.0.1", opened)
    assert len(PRIVATE) >= 40
