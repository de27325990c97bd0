"""Which papers may be read: none until the user allows its host, in ``press.toml`` of the home folder.

A paper's articles are its own, and its terms may forbid programs; only the user can tell. What public bodies publish
themselves needs no permission here, nor does a file that the user has.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from greenshoots.errors import NotAllowedError, SourceError, UsageError
from greenshoots.settings import home
from ingest.hosts import web_address
from ingest.page import read_page
from ingest.press import is_press
from ingest.raw import Raw

FILE = "press.toml"  # in the home folder

_HEAD = "# Papers whose articles may be read, each with the day on which you allowed it.\n[allowed]\n"
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+|localhost|[0-9a-f:]*:[0-9a-f:.]+")
_PUBLIC_BODIES = (
    ".gov.uk",
    ".gov.scot",
    ".gov.wales",
    ".llyw.cymru",
    ".nhs.uk",
    ".nhs.wales",
    ".police.uk",
    ".parliament.uk",
    ".parliament.scot",
    ".senedd.wales",
)
_MAY_BE_PRESS = re.compile(rb"NewsArticle|LiveBlogPosting|^(?:\xff\xfe|\xfe\xff)")


def allowed_hosts() -> Mapping[str, date]:
    """The hosts that may be read, with the day on which each was allowed. Raises ``UsageError`` for a damaged file."""
    path = home() / FILE
    if not path.is_file():
        return {}
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")).get("allowed", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("the file is no TOML", where=str(path), cause=str(error)) from error
    if not isinstance(told, dict) or not all(isinstance(day, date) for day in told.values()):
        next_step = "Remove it, and allow the papers again: greenshoots sources --allow HOST"
        raise UsageError("each line is a host and a day", where=str(path), next_step=next_step)
    return {_plain(host): day.date() if isinstance(day, datetime) else day for host, day in told.items()}


def allow(typed: str, today: date) -> str:
    """Allow a host, or the host of an address, and return it. Raises ``UsageError`` if none was typed."""
    host = host_of(web_address(typed))
    if not _HOST.fullmatch(host):
        raise UsageError(f"{typed!r} is no host", next_step="Give it as in an address: www.example.org")
    _write({**allowed_hosts(), host: allowed_hosts().get(host, today)})
    return host


def disallow(typed: str) -> str:
    """Allow a host no longer, and return it. Raises ``UsageError`` if it was not allowed."""
    host, hosts = host_of(web_address(typed)), dict(allowed_hosts())
    if hosts.pop(host, None) is None:
        listed = ", ".join(hosts) or "none"
        raise UsageError(f"{typed} was not allowed", next_step=f"Allowed are: {listed}")
    _write(hosts)
    return host


def _write(hosts: Mapping[str, date]) -> None:
    path = home() / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{FILE}.new")
    beside.write_text(_HEAD + "".join(f'"{host}" = {day}\n' for host, day in sorted(hosts.items())), encoding="utf-8")
    beside.replace(path)


def host_of(address: str) -> str:
    """The host of a web address as it is allowed: in lower case, in ASCII, without port and "www."; else empty."""
    try:
        return _plain(urlsplit(address).hostname or "")
    except ValueError:  # brackets that enclose no number
        return ""


def _plain(host: str) -> str:
    host = host.casefold().rstrip(".").removeprefix("www.")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def is_allowed(address: str) -> bool:
    """Whether articles of the host of an address may be read: the user allowed it, or it is a public body's own."""
    return f".{host_of(address)}".endswith(_PUBLIC_BODIES) or is_paper(address)


def is_paper(address: str) -> bool:
    """Whether an address is of a paper that the user allowed."""
    return host_of(address) in allowed_hosts()


def check_page(raw: Raw) -> None:
    """Raise ``NotAllowedError`` for a page of the web that is an article of a paper not allowed yet."""
    if _MAY_BE_PRESS.search(raw.data) is None or is_allowed(raw.address):
        return
    try:
        press = is_press(read_page(raw))
    except SourceError:
        return  # no page at all: whoever reads it will say so
    if press:
        raise not_allowed(raw.address, raw.address)


def not_allowed(address: str, where: str, *, articles: int = 1) -> NotAllowedError:
    """What a user is told of articles that were left alone. ``address``: of one of them."""
    host = host_of(address)
    told = "this is an article of the press" if articles == 1 else f"{articles} articles of the press stand here"
    return NotAllowedError(
        f"{told}, and reading {host} is not allowed yet",
        where=where,
        cause="Its terms may forbid programs to read or keep its articles; nothing of them was kept",
        next_step=f"Check the terms of {host}. If they let you, run: greenshoots sources --allow {host}",
    )
