"""The only file that talks to the network: polite requests for pages, one at a time."""

from __future__ import annotations

import hashlib
import os
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from greenshoots.errors import FetchError
from ingest import refusals
from ingest.hosts import PrivateHostError, Reach, same_page, web_address
from ingest.line import Line
from ingest.manners import JITTER, Manners, Pace, Rules, retry_after
from ingest.memory import Kept, Memory, NoMemory
from ingest.permission import check_page
from ingest.raw import Raw
from ingest.unpack import ACCEPTED, UnpackError, unpacked

LARGEST = 50 * 1024 * 1024  # bytes of one answer, packed or not; councils' packs of reports stay below it
REDIRECTS = 5
TRIES = 3
LONGEST_WAIT = 60.0  # seconds that a site may have us wait before we give up; guess
LONGEST_FETCH = 180.0  # seconds for one answer, however slowly it drips; guess
USUAL = Manners()
BUSY = (429, 502, 503, 504)  # answered with patience
CONNECTING = 10.0  # seconds until a machine must have taken the call; guess

_NOTHING_KEPT = NoMemory()
_HOST = re.compile(r"[0-9a-z._:-]+", re.IGNORECASE)
_SECRET = ("set-cookie", "set-cookie2")  # never stored


def fetch(address: str, *, allow_private: bool = False) -> Raw:
    """Fetch one page that the user typed, as its publisher allows: a ``Visitor``'s visit to one page.

    A number or "localhost" in ``address`` counts as named by the user. Raises ``FetchError`` with the reason in
    plain words.
    """
    host = _host(web_address(address))
    with Visitor(named=frozenset({host}), allow_private=allow_private, pace=0.0) as visitor:
        return visitor.get(address)


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


class Visitor:
    """A polite visit to any number of pages: as a context manager, one request at a time.

    Obeys robots.txt (RFC 9309), keeps ``pace`` seconds between two requests to one host (``None``: what its kind of
    site asks for by ``keep_to``, else that of ``USUAL``) or more if the site asks for it, waits where the site is busy
    (``TRIES`` tries), asks only for what changed since ``memory`` last saw it, follows at most ``REDIRECTS`` redirects,
    and takes at most ``LARGEST`` bytes, packed or unpacked, and ``LONGEST_FETCH`` seconds for an answer. It keeps no
    cookies. An address without a scheme is asked over https;
    http is spoken where the user or a page wrote "http://", or where the site redirects there (the address kept
    then says so).

    Only public machines are visited (``Reach``), ``named`` and ``allow_private`` apart: each name is looked up
    once, checked, and the connection made to the number that was checked. Behind a proxy (``HTTPS_PROXY`` and the
    like) the proxy looks names up; then they are checked beforehand as far as this machine knows them.

    ``requests``: sent so far; those for robots.txt do not count.
    ``clock`` and ``sleep``: for tests that do not wait.
    """

    def __init__(
        self,
        *,
        memory: Memory = _NOTHING_KEPT,
        allow_private: bool = False,
        named: frozenset[str] = frozenset(),
        pace: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self.requests = 0
        self._memory = memory
        self._reach = Reach(named, allow_private)
        self._sleep = sleep or (lambda seconds: time.sleep(seconds))
        self._pace = Pace(USUAL.pace if pace is None else pace, clock, self._sleep, random.random)
        self._own_pace = pace is None
        self._manners: dict[str, Manners] = {}
        self._agent = user_agent()
        self._rules: dict[str, Rules] = {}
        self._line = Line(self._reach)
        self._clients: dict[str | None, httpx.Client] = {}

    def __enter__(self) -> Visitor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def keep_to(self, address: str, manners: Manners) -> None:
        """Treat the host of this address so from now on. Raises ``FetchError`` if it has none."""
        self._manners[_host(web_address(address))] = manners

    def get(self, address: str) -> Raw:
        """Return a page, and tell the memory of it.

        ``Raw.unchanged`` if the site says so (304; the bytes are then those kept) or sends the bytes of last time.
        Raises ``FetchError``; its ``reason`` is "missing" for 404, 410 and a redirect to the site's error page, else
        "forbidden by robots.txt", "private address", "too large", "too slow", "busy" or "could not be fetched".
        Raises ``NotAllowedError`` for an article of a paper that is not allowed; its bytes are not kept.
        """
        asked = web_address(address)
        _host(asked)
        kept = self._memory.last(asked)
        try:
            answer = self._patiently(asked, kept)
        except FetchError as error:
            raise refusals.on_the_way(asked, error) from error
        if answer.status == 304 and kept is not None:
            raw = _as_kept(kept, answer)
        elif 200 <= answer.status < 300:
            raw = _whole(kept, answer)
        else:
            raise refusals.refused(asked, answer.status)
        check_page(raw)
        self._memory.keep(asked, raw)
        return raw

    def _patiently(self, address: str, kept: Kept | None, *, robots: bool = False) -> _Answer:
        """Ask, and where the site is busy ask again when it says."""
        retrying = Retrying(
            retry=retry_if_exception_type(_BusyError),
            stop=stop_after_attempt(TRIES),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._follow, address, kept, robots=robots)
        except _BusyError as busy:
            raise refusals.refused(address, busy.status) from busy

    def _follow(self, address: str, kept: Kept | None, *, robots: bool) -> _Answer:
        """Ask once, following redirects; each step of the way is checked like the first."""
        asked = address
        for _ in range(REDIRECTS + 1):
            answer = self._step(asked, kept, robots=robots)
            location = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not location:
                return answer
            asked = web_address(_joined(asked, location))
        raise refusals.sent_on(address, REDIRECTS)

    def _step(self, asked: str, kept: Kept | None, *, robots: bool) -> _Answer:
        host = _host(asked)
        if refusals.is_error_page(asked):
            raise refusals.error_page(asked)
        if not robots:
            rules = self._rules_of(asked)
            rules.check(asked)
            if self._pace.left(host, wished=rules.delay) > LONGEST_WAIT * (1 + JITTER):
                raise refusals.too_patient(asked, rules.delay)
            usual = self._manners_of(host).pace if self._own_pace else 0.0
            self._pace.wait(host, wished=max(usual, rules.delay))
            self.requests += 1
        conditions = _conditions(kept) if kept is not None and same_page(asked, kept.address) else {}
        return self._request(host, asked, conditions)

    def _manners_of(self, host: str) -> Manners:
        return self._manners.get(host, USUAL)

    def _rules_of(self, address: str) -> Rules:
        site = urljoin(address, "/robots.txt")
        if site not in self._rules:
            self._rules[site] = self._read_rules(site)
        return self._rules[site]

    def _read_rules(self, site: str) -> Rules:
        """The site's rules. RFC 9309: 4xx allows all; 5xx, or a site that cannot be reached, allows nothing."""
        try:
            answer = self._patiently(site, None, robots=True)
        except FetchError as error:
            if error.reason == "missing":
                return Rules(self._agent)
            return Rules(self._agent, refusal=error)
        if answer.status >= 500:
            return Rules(self._agent, refusal=refusals.no_rules(site, answer.status))
        return Rules.of(answer.data, self._agent) if answer.status < 300 else Rules(self._agent)

    def _request(self, host: str, address: str, conditions: dict[str, str]) -> _Answer:
        began = time.monotonic()
        self._line.until = began + LONGEST_FETCH
        silence = httpx.Timeout(self._manners_of(host).patience, connect=CONNECTING)
        try:
            with self._client(host, address).stream("GET", address, headers=conditions, timeout=silence) as response:
                if response.status_code in BUSY:
                    raise _busy(response, address)
                body = b"".join(_body(response, address, self._line.until))
                return _Answer(address, response.status_code, response.headers, body)
        except PrivateHostError as error:
            raise refusals.private(address, error.host) from error
        except httpx.TimeoutException as error:
            late = time.monotonic() >= self._line.until
            raise (refusals.too_slow(address) if late else refusals.no_answer(address)) from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, UnpackError) as error:
            raise _unreachable(address, error) from error

    def _client(self, host: str, address: str) -> httpx.Client:
        """The client for an address: straight to the site, or through the proxy that this machine is set up for."""
        proxy = None if self._reach.is_named(host) else _proxy(host, address)
        if proxy is not None:
            self._reach.numbers(host)
        if proxy not in self._clients:
            route: dict[str, Any] = {"proxy": proxy} if proxy else {"transport": _Transport(self._line)}
            self._clients[proxy] = httpx.Client(
                **route,
                trust_env=False,
                headers={"User-Agent": self._agent, "Accept-Encoding": ACCEPTED},
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            )
        return self._clients[proxy]


class _Transport(httpx.HTTPTransport):
    """The usual transport, over a line that connects to checked machines only."""

    def __init__(self, line: Line) -> None:
        context = httpx.create_ssl_context()
        super().__init__(verify=context)
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=line, keepalive_expiry=15.0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask; once more where nothing at all came back, as when the site has just closed a kept connection."""
        try:
            return super().handle_request(request)
        except (httpx.RemoteProtocolError, httpx.ReadError):
            return super().handle_request(request)


def _body(response: httpx.Response, address: str, until: float) -> Iterator[bytes]:
    """The body piece by piece, until it grows too large, as sent or unpacked, or takes too long."""
    sent = _capped(response.iter_raw(), address, until)
    return _capped(unpacked(sent, response.headers.get("content-encoding", "")), address, until)


def _capped(pieces: Iterator[bytes], address: str, until: float) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST:
            raise refusals.too_large(address, LARGEST)
        if time.monotonic() > until:
            raise refusals.too_slow(address)
        yield piece


def _conditions(kept: Kept) -> dict[str, str]:
    """The headers that ask for a page only if it changed; none if the site gave nothing to ask by."""
    etag, modified = kept.header("etag"), kept.header("last-modified")
    conditions = {"If-None-Match": etag} if etag else {}
    return conditions | ({"If-Modified-Since": modified} if modified else {})


def _as_kept(kept: Kept, answer: _Answer) -> Raw:
    """What was kept, seen again now; headers that the site sent anew replace the old ones (RFC 9111, 3.2)."""
    new = tuple(pair for pair in _stored(answer.headers) if pair[0] not in ("content-length", "content-encoding"))
    names = {name for name, _ in new}
    headers = (*(pair for pair in kept.headers if pair[0] not in names), *new)
    return Raw(answer.address, kept.data, datetime.now(UTC), kept.content_type, kept.charset, headers, unchanged=True)


def _whole(kept: Kept | None, answer: _Answer) -> Raw:
    same = kept is not None and hashlib.sha256(answer.data).hexdigest() == kept.sha256
    kind, charset = _content_type(answer.headers)
    headers = _stored(answer.headers)
    return Raw(answer.address, answer.data, datetime.now(UTC), kind, charset, headers, unchanged=same)


def _stored(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    lowered = ((name.casefold(), value) for name, value in headers.multi_items())
    return tuple(pair for pair in lowered if pair[0] not in _SECRET)


def _content_type(headers: httpx.Headers) -> tuple[str | None, str | None]:
    kind, _, rest = headers.get("content-type", "").partition(";")
    charset = rest.casefold().partition("charset=")[2].split(";")[0].strip(" \"'")
    return kind.strip().casefold() or None, charset or None


def _unreachable(address: str, error: Exception) -> FetchError:
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | UnicodeError):
        return refusals.no_address(address, str(error))
    if isinstance(error, httpx.ConnectError):
        return refusals.unreachable(address, str(error))
    return refusals.broken_off(address, str(error) or type(error).__name__)


def _wait(state: RetryCallState) -> float:
    busy = state.outcome.exception() if state.outcome else None
    asked = busy.wait if isinstance(busy, _BusyError) else None
    return 2.0**state.attempt_number if asked is None else asked


def _busy(response: httpx.Response, address: str) -> Exception:
    """What a busy site is answered with: patience, unless it asks for more of it than anybody has."""
    wait = retry_after(response.headers.get("retry-after", ""))
    if wait is None or wait <= LONGEST_WAIT:
        return _BusyError(response.status_code, wait)
    return refusals.later(address, response.status_code, wait)


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError as error:  # brackets that enclose no number
        raise refusals.no_address(location, str(error)) from error


def _host(address: str) -> str:
    """The host that will be connected to, in ASCII. Raises ``FetchError`` if there is none, or a password beside it."""
    try:
        url = httpx.URL(address)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError, TypeError) as error:
        raise refusals.no_address(address, str(error)) from error
    if url.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise refusals.no_address(address)
    if url.userinfo:
        raise refusals.with_password(host)
    return host.casefold()


def _proxy(host: str, address: str) -> str | None:
    proxies = getproxies()
    proxy = proxies.get(urlsplit(address).scheme) or proxies.get("all")
    return proxy if proxy and not proxy_bypass(host) else None
