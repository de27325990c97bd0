"""Which machine a web address means, and whether a page may lead the program there."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

MACHINES = 4  # numbers of one name that are tried in turn (guess)
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4 seen from networks that have IPv6 only (RFC 6052)
_SESSION = re.compile(r"/\(S\([^()/]*\)\)/", re.IGNORECASE)

Number = ipaddress.IPv4Address | ipaddress.IPv6Address


class PrivateHostError(Exception):
    """A host is, or its name stands for, a machine that no page may lead to."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is a machine within a private network")
        self.host = host


def web_address(typed: str) -> str:
    """The address that a user means: a bare "democracy.example.gov.uk" is asked over https, "http://" only if typed.

    The fragment goes: it names a place in the page, not a page.
    """
    address = urldefrag(typed.strip()).url
    return address if "://" in address else f"https://{address.removeprefix('//')}"


def same_page(one: str, other: str) -> bool:
    """Whether two addresses are one page, a session number in the path apart: ``/(S(x1))/page`` is ``/page``."""
    return _SESSION.sub("/", one) == _SESSION.sub("/", other)


def is_literal(host: str) -> bool:
    """Whether a host is "localhost" or a number as numbers are usually written: nobody types these by accident."""
    return host.casefold() == "localhost" or _usual_number(host) is not None


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a visit may go: to public machines, and to those private ones that the user named.

    ``named``: hosts as the user typed them, with or without a port. Only "localhost" and numbers in it open
    anything: a council's name that stands for a private machine was not meant by whoever typed it.
    ``allow_private``: everywhere, for a user who says so.
    """

    named: frozenset[str] = frozenset()
    allow_private: bool = False

    def is_named(self, host: str) -> bool:
        """Whether the user named this very machine by number or as "localhost"."""
        return is_literal(host) and _plain(host) in {_plain(name) for name in self.named}

    def numbers(self, host: str) -> list[str]:
        """Look a host up once and return the numbers to connect to; none if nobody knows the name.

        A caller connects to these and looks nothing up again, so that a name cannot change its meaning between
        check and connection. Raises ``PrivateHostError`` if any one of them is not public.
        """
        found = look_up(host)
        if not self.allow_private and not self.is_named(host) and not all(map(is_public, found)):
            raise PrivateHostError(host)
        return found[:MACHINES]


def look_up(host: str) -> list[str]:
    """The numbers that a host stands for, each once; none if it cannot be looked up."""
    number = _usual_number(host) or _unusual_number(host)
    if number is not None:
        return [str(number)]
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # UnicodeError: a label that is no label, such as one of 64 letters
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(number: str) -> bool:
    """Whether a number is one of the open internet: not private, loopback, link-local, shared (CGNAT), multicast ..."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(str(inner))
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that one of IPv6 only wraps: mapped, by 6to4, or translated."""
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _usual_number(host: str) -> Number | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _unusual_number(host: str) -> Number | None:
    """A number in octal, in hexadecimal, in one piece or cut short: 0x7f.1 and 2130706433 are 127.0.0.1."""
    if not host[:1].isdigit():
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def _plain(host: str) -> str:
    """A host in one spelling, without a port."""
    number = _usual_number(host)
    if number is None:
        host = urlsplit(f"//{host}").hostname or host
        number = _usual_number(host)
    return str(number) if number is not None else host.casefold()
