"""Whose streams are counted together: a caller's address, as the server gives it.

Which headers it believed to find that address is uvicorn's part, and ours is whom it believes: `TRUSTED_PROXIES` and
nobody else. Then the client is the rightmost entry of `X-Forwarded-For` that is no trusted proxy.
"""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from litestar.types import Scope

_HOSTS_BITS: Final = 64
_LONGEST: Final = 64
_NO_ADDRESS: Final = "local"
_MAPPED_BITS: Final = 96


def origin_of(scope: Scope) -> str:
    """Name whom a request comes from: an IPv4 address, or the /64 network of an IPv6 address.

    One IPv6 subscriber has at least a /64 to choose addresses from. (Source: RIPE-690, 4.2.)
    """
    client = scope["client"]
    host = client[0] if client else _NO_ADDRESS  # a Unix socket
    try:
        address = ip_address(host)
    except ValueError:
        return host[:_LONGEST]  # what a trusted proxy wrote, such as `unknown`
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _HOSTS_BITS), strict=False))


def as_peers(networks: Iterable[str]) -> list[str]:
    """Write networks as a socket names its peers: one that listens on both versions shows IPv4 inside IPv6."""
    found = []
    for name in networks:
        network = ip_network(name)
        found.append(str(network))
        if network.version == 4:  # noqa: PLR2004 - IPv4
            found.append(f"::ffff:{network.network_address}/{_MAPPED_BITS + network.prefixlen}")
    return found
