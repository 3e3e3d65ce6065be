"""Which addresses may be visited: hosts that the manifest names, at public network addresses.

A name is resolved once for each connection, every address it resolves to is checked, and the
connection is made to a checked address, so nothing can change between the check and the use.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from ingest.sync.faults import FetchError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Sequence[str]]
"""From a host name and a port to the network addresses it stands for; OSError where to none."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRANSLATED = ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ip_network("2000::/3")
_CLOUD_SERVICES = frozenset(map(ip_address, ("168.63.129.16", "100.100.100.200", "192.0.0.192")))
"""Metadata services that some hosting firms keep at addresses which look like any other."""
_NEVER_ALLOWED = ("is_link_local", "is_multicast", "is_unspecified")


def resolve(host: str, port: int) -> list[str]:
    """The network addresses of a host, by the system's resolver."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a name that no system could look up, such as a..b
        raise OSError(str(error)) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet: not private, loopback, link-local,
    multicast, reserved, a tunnel to any of these, or a metadata service."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in _TRANSLATED:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _GLOBAL_UNICAST or address.sixtofour or address.teredo:
            return False
    special = address.is_multicast or address.is_reserved or address.is_loopback
    return address.is_global and not special and address not in _CLOUD_SERVICES


def normal(url: str, base: str = "") -> str:
    """One spelling for an address: absolute, host in small letters, no fragment, path escaped."""
    try:
        parts = urlsplit(urljoin(base, url.strip()))
    except ValueError as error:
        raise FetchError(f"{url!r} is not an address ({error}).") from error
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, query, ""))


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets through what one publication may visit; FetchError says why anything else is refused.

    ``hosts`` are host names, or ``name:port`` where another port than the usual one is meant.
    ``private`` are networks that are allowed although they are not public.
    """

    hosts: frozenset[str]
    plain_http: bool = False
    private: tuple[Network, ...] = ()
    resolver: Resolver = resolve
    elsewhere: str = (
        "which the manifest does not name for this publication; "
        "if it is the publisher's, add it to hosts."
    )
    """What is said of another host, and what to do."""

    def check(self, url: str) -> None:
        """Refuse an address by what is written in it."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise FetchError(f"{url!r} is not an address ({error}).") from error
        host = (parts.hostname or "").rstrip(".")
        if parts.scheme not in _DEFAULT_PORTS:
            raise FetchError(f"{url} is not a web address; only http and https are fetched.")
        if parts.username is not None or parts.password is not None:
            raise FetchError(f"{host}: an address with a user name in it is not fetched.")
        if parts.scheme == "http" and not self.plain_http:
            raise FetchError(f"{url} is not encrypted, and the address that was given is.")
        usual = port is None or port == _DEFAULT_PORTS[parts.scheme]
        named = f"{host}:{port}" in self.hosts or (usual and host in self.hosts)
        if not named:
            place = host if usual else f"{host}:{port}"
            raise FetchError(f"{url} is on {place}, {self.elsewhere}")

    def connectable(self, host: str, port: int) -> list[str]:
        """The checked network addresses of a host; refused whole if one of them is not public."""
        found = [ip_address(a.split("%")[0]) for a in self.resolver(host, port)]
        for address in found:
            if not self._allowed(address):
                raise FetchError(
                    f"{host} leads to {address}, which is not a public address; "
                    "if it is meant, name its network in HANDBOOK_SYNC_PRIVATE."
                )
        return [str(a) for a in found]

    def _allowed(self, address: Address) -> bool:
        if is_public(address):
            return True
        if any(getattr(address, kind) for kind in _NEVER_ALLOWED) or address in _CLOUD_SERVICES:
            return False
        return any(address in network for network in self.private)
