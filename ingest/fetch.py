"""The only file that talks to the network: one polite request for one page."""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urljoin

import httpx
from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from greenshoots.errors import FetchError
from ingest.raw import Raw

LARGEST = 50 * 1024 * 1024  # bytes of one answer; councils' packs of reports stay below it
REDIRECTS = 5
TRIES = 3
LONGEST_WAIT = 60.0  # seconds that a site may have us wait before we give up; guess
LONGEST_FETCH = 180.0  # seconds for one answer, however slowly it drips; guess
TIMEOUT = httpx.Timeout(30.0, connect=10.0)

_SEE_BROWSER = "Open the address in a browser to see what is there"
_SAID = {
    401: ("the site asks for a password", "Ask the publisher for an open copy"),
    403: ("the site does not show this page to programs", "Save it from a browser and add that file"),
    404: ("the page is not there", "Check the address; the page may have moved"),
    410: ("the page was taken down", "Look for an archived copy"),
    429: ("the site says that it is asked too often", "Try again in an hour"),
    503: ("the site is busy or closed for repairs", "Try again later"),
}


def fetch(address: str, *, allow_private: bool = False) -> Raw:
    """Fetch one page, as its publisher allows.

    Obeys robots.txt, follows at most ``REDIRECTS`` redirects and waits where the site
    asks for it (``TRIES`` tries). Addresses within a private network are refused, unless
    ``allow_private`` or a number or "localhost" stands in ``address`` itself: no page can
    lead the program to a machine that the user did not name. (A name that changes
    between the check and the connection is not caught.)

    Raises ``FetchError`` with the reason in plain words.
    """
    named = _host(address) if _is_literal(_host(address)) else None
    with httpx.Client(timeout=TIMEOUT, headers={"User-Agent": user_agent()}, trust_env=named is None) as client:
        answer = _Visit(client, named, allow_private).patiently(address)
    if not 200 <= answer.status < 300:
        raise _refused(address, answer.status)
    kind, charset = _content_type(answer.headers)
    headers = tuple((name.casefold(), value) for name, value in answer.headers.multi_items())
    kept = tuple(pair for pair in headers if pair[0] != "set-cookie")
    return Raw(answer.address, answer.data, datetime.now(UTC), kind, charset, kept)


def user_agent() -> str:
    """How the program introduces itself, with ``GREENSHOOTS_CONTACT`` (where to write to) if that is set."""
    contact = "".join(os.environ.get("GREENSHOOTS_CONTACT", "").split())
    try:
        release = version("greenshoots")
    except PackageNotFoundError:  # run from a checkout that was never installed
        release = "0.0.0"
    return f"greenshoots/{release}" + (f" (+{contact})" if contact else "")


class _BusyError(Exception):
    """The site asks to come back later; ``wait`` in seconds, if it said so."""

    def __init__(self, status: int, wait: float | None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.wait = wait


@dataclass(frozen=True, slots=True)
class _Answer:
    address: str
    status: int
    headers: httpx.Headers
    data: bytes


@dataclass(slots=True)
class _Visit:
    """One errand: a client, the one private host that the user named, and the robots.txt of each site on the way."""

    client: httpx.Client
    named: str | None
    allow_private: bool
    rules: dict[str, Protego | None] = field(default_factory=dict)

    def patiently(self, address: str) -> _Answer:
        """Ask, and where the site is busy ask again when it says."""
        retrying = Retrying(
            retry=retry_if_exception_type(_BusyError),
            stop=stop_after_attempt(TRIES),
            wait=_wait,
            sleep=lambda seconds: time.sleep(seconds),
            reraise=True,
        )
        try:
            return retrying(self.get, address)
        except _BusyError as busy:
            raise _refused(address, busy.status) from busy

    def get(self, address: str, *, obey_robots: bool = True) -> _Answer:
        """Ask once, following redirects; each step of the way is checked like the first."""
        asked = address
        for _ in range(REDIRECTS + 1):
            self._check_host(asked)
            if obey_robots:
                self._check_robots(asked)
            answer = self._request(asked)
            location = answer.headers.get("location")
            if not (300 <= answer.status < 400 and location):
                return answer
            asked = urljoin(asked, location)
        raise FetchError(
            f"the site sends us on more than {REDIRECTS} times",
            where=address,
            cause="It may want a cookie",
            next_step=_SEE_BROWSER,
        )

    def _check_host(self, address: str) -> None:
        host = _host(address)
        if self.allow_private or host == self.named or all(_is_public(number) for number in _numbers(host)):
            return
        raise FetchError(
            f"{host} is a machine within a private network",
            where=address,
            cause="The address, or a page on the way to it, points there",
            next_step="If that is what you want, give its number (as in http://192.168.0.7/) instead of its name",
        )

    def _check_robots(self, address: str) -> None:
        site = urljoin(address, "/robots.txt")
        if site not in self.rules:
            self.rules[site] = self._read_robots(site)
        rules = self.rules[site]
        if rules is not None and not rules.can_fetch(address, user_agent()):
            raise FetchError(
                "the site's robots.txt asks programs not to read this page",
                where=address,
                next_step="Open it in a browser, save it and add that file, if its terms allow it",
            )

    def _read_robots(self, site: str) -> Protego | None:
        """The site's rules; ``None`` if it has none. RFC 9309: 4xx allows all, 5xx allows nothing."""
        answer = self.get(site, obey_robots=False)
        if answer.status >= 500:
            raise FetchError(
                "the site's robots.txt cannot be read now, so its pages may not be either",
                where=site,
                cause=f"The site answers with error {answer.status}",
                next_step="Try again later",
            )
        return Protego.parse(answer.data.decode("utf-8", "replace")) if answer.status < 300 else None

    def _request(self, address: str) -> _Answer:
        try:
            with self.client.stream("GET", address) as response:
                if response.status_code in (429, 503):
                    raise _busy(response, address)
                return _Answer(address, response.status_code, response.headers, b"".join(_capped(response, address)))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise _unreachable(address, error) from error


def _capped(response: httpx.Response, address: str) -> Iterator[bytes]:
    """The body piece by piece, until it grows too large or takes too long."""
    size, begun = 0, time.monotonic()
    for piece in response.iter_bytes():
        size += len(piece)
        if size > LARGEST:
            raise FetchError(
                f"it is larger than {LARGEST >> 20} MB",
                where=address,
                next_step="Download it yourself and add the file",
            )
        if time.monotonic() - begun > LONGEST_FETCH:
            raise FetchError(
                "the site is too slow", where=address, next_step="Try again later, or download it yourself"
            )
        yield piece


def _unreachable(address: str, error: Exception) -> FetchError:
    if isinstance(error, httpx.TimeoutException):
        return FetchError("the site did not answer in time", where=address, next_step="Try again later")
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | UnicodeError):
        return FetchError(
            "this is not a web address", where=address, cause=str(error), next_step="It must begin with https://"
        )
    if isinstance(error, httpx.ConnectError):
        return FetchError(
            "the site could not be reached",
            where=address,
            cause=f"The name may be misspelt, the site down, or this machine offline ({error})",
            next_step="Check the address and the connection",
        )
    return FetchError(
        "the answer broke off", where=address, cause=str(error) or type(error).__name__, next_step="Try again"
    )


def _refused(address: str, status: int) -> FetchError:
    fallback = (
        ("the site has an error of its own", "Try again later")
        if status >= 500
        else ("the site gave no page", _SEE_BROWSER)
    )
    what, next_step = _SAID.get(status, fallback)
    return FetchError(f"{what} (HTTP {status})", where=address, next_step=next_step)


def _wait(state: RetryCallState) -> float:
    busy = state.outcome.exception() if state.outcome else None
    asked = busy.wait if isinstance(busy, _BusyError) else None
    return 2.0**state.attempt_number if asked is None else asked


def _busy(response: httpx.Response, address: str) -> Exception:
    """What a busy site is answered with: patience, unless it asks for more of it than anybody has."""
    wait = _retry_after(response.headers)
    if wait is None or wait <= LONGEST_WAIT:
        return _BusyError(response.status_code, wait)
    return FetchError(
        f"the site asks to come back in {wait / 60:.0f} minutes (HTTP {response.status_code})",
        where=address,
        next_step="Try again then",
    )


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds until the site wants to be asked again, ``None`` if it does not say. It gives seconds or a time."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # no header, or one that is no time
        return None


def _content_type(headers: httpx.Headers) -> tuple[str | None, str | None]:
    kind, _, rest = headers.get("content-type", "").partition(";")
    charset = rest.casefold().partition("charset=")[2].split(";")[0].strip(" \"'")
    return kind.strip().casefold() or None, charset or None


def _host(address: str) -> str:
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, UnicodeError, TypeError) as error:
        raise _unreachable(address, error) from error
    if url.scheme not in ("http", "https") or not url.host or "%" in url.host:
        raise FetchError("this is not a web address", where=address, next_step="It must begin with https://")
    return url.host.casefold()


def _is_literal(host: str) -> bool:
    return host == "localhost" or _is_number(host)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _numbers(host: str) -> list[str]:
    """The numbers that a name stands for; none if it cannot be looked up, which the request itself will then report."""
    if _is_number(host):
        return [host]
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except OSError:
        return []


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast
