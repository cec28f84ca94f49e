"""Who asks, as far as a limit is concerned: a network rather than an address."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


def network_of(peer: str, forwarded_for: str, proxies: int) -> str:
    """The network that a request came from: IPv4 by /24, IPv6 by /48, the usual share of one customer.

    ``forwarded_for`` is X-Forwarded-For, to which each proxy appends the address it was asked from.
    With ``proxies`` trusted ones before us, the entry of that number from the right was written by
    the outermost of them; whatever stands left of it, anybody may have made up.

    >>> network_of("198.51.100.7", "", 0)
    '198.51.100.0/24'
    >>> network_of("127.0.0.1", "203.0.113.9, 2001:db8:1:2::3", 1)
    '2001:db8:1::/48'
    >>> network_of("127.0.0.1", "203.0.113.9", 0)
    '127.0.0.0/24'
    """
    said = [entry.strip() for entry in forwarded_for.split(",")]
    address = _address(said[-proxies]) if 0 < proxies <= len(said) else None
    address = address or _address(peer)
    if address is None:
        return "unknown"
    return str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
