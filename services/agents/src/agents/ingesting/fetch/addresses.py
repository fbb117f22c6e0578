"""Which addresses may be asked: those of the public internet, in whatever spelling, and nothing of ours."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from eventlog import PermanentError, TransientError

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve: TypeAlias = Callable[[str, int], Awaitable[list[str]]]
"""Gives all addresses of a host and port, as numbers."""

_EMBEDDING: Final = (
    ipaddress.IPv6Network("64:ff9b::/96"),  # NAT64: the last four bytes are an IPv4 address
    ipaddress.IPv6Network("64:ff9b:1::/48"),
    ipaddress.IPv6Network("2002::/16"),  # 6to4
    ipaddress.IPv6Network("2001::/32"),  # Teredo
    ipaddress.IPv6Network("::/96"),  # IPv4-compatible, long deprecated, still understood
)

_GLOBAL: Final = ipaddress.IPv6Network("2000::/3")
"""The only part of IPv6 that is given out."""
_NOT_OURS_TO_ASK: Final = (
    ipaddress.IPv4Network("192.0.0.0/24"),  # protocol assignments, public to older Pythons; a metadata service is in it
    ipaddress.IPv4Network("192.88.99.0/24"),  # relays of 6to4
    ipaddress.IPv4Network("168.63.129.16/32"),  # public by its number, and Azure's own service inside its networks
    ipaddress.IPv6Network("3fff::/20"),  # for documents
)


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver. It also reads decimal, octal and hexadecimal spellings of IPv4 addresses.

    Raises:
        TransientError: The name cannot be resolved now.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TransientError(f"the address of {host[:80]} could not be found", code="url_unresolved") from error
    return [str(entry[4][0]) for entry in found]


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public internet.

    Private, loopback, link-local (the clouds' metadata services among them), shared, multicast and reserved ones are
    not, nor is any IPv6 address that carries an IPv4 address inside: where it would end is the network's secret.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in _GLOBAL or any(address in network for network in _EMBEDDING):
            return False
    if any(address in network for network in _NOT_OURS_TO_ASK):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def checked(host: str, port: int, found: list[str], allowed: frozenset[str]) -> str:
    """Choose the address to connect to; a host is refused where any of its addresses is.

    Args:
        host: As the URL names it, for the message.
        port: As the URL names it.
        found: All addresses that it resolved to.
        allowed: `address:port` pairs that are allowed all the same: tests, and a posting server of one's own.

    Raises:
        PermanentError: One of them is not public.
    """
    for text in found:
        address = ipaddress.ip_address(text.partition("%")[0])
        shown = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 - IPv6
        if f"{shown}:{port}" not in allowed and not is_public(address):
            raise PermanentError(
                f"{host[:80]} is not an address of the public internet: paste the posting's text instead",
                code="url_refused",
            )
    if not found:
        raise PermanentError(f"{host[:80]} has no address: paste the posting's text instead", code="url_refused")
    return found[0]
