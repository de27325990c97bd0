"""Addresses on a ModernGov site: made whole, freed of session ids, and read for the numbers they hold.

The same page has many addresses: parameter names differ in case and spelling, a session
id may stand in the path, and file names stand in links unescaped.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, urljoin, urlsplit, urlunsplit

from bs4 import Tag

_SESSION = re.compile(r"(^|(?<=/))\((?:[a-z]\([^()/]*\))+\)/", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_IN_PATH = "/%:@&=+$,;~()!*'"
_MEETING = re.compile(r"(?:ie|ce)ListDocuments\.aspx", re.IGNORECASE)
_ATTENDANCE = re.compile(r"mgMeetingAttendance\.aspx", re.IGNORECASE)
_PAPER = re.compile(r"(?:^|/)documents/(?P<sort>[sg])(?P<number>\d+)/", re.IGNORECASE)


def absolute(href: str, address: str = "") -> str:
    """The link as a whole web address, without session id and place in the page; "" if it leads to no page.

    ``address``: of the page that the link stands on; without it the link stays relative.
    """
    parts = _split(href.strip(), address)
    if parts is None or parts.scheme not in ("", "http", "https"):
        return ""
    path = quote(_STRAY_PERCENT.sub("%25", parts.path), safe=_IN_PATH)
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query.replace(" ", "%20"), ""))


def _split(href: str, address: str) -> SplitResult | None:
    try:
        return urlsplit(urljoin(_SESSION.sub("", address), _SESSION.sub("", href)))
    except ValueError:  # "http://[": no address at all
        return None


def link_of(tag: Tag, address: str = "") -> str:
    """The address that a link leads to, as ``absolute`` gives it."""
    return absolute(str(tag.get("href") or ""), address)


def parameter(address: str, *names: str) -> str | None:
    """What the first of these parameters holds, whatever the case of its name; ``None`` if none is there or filled."""
    query = address.partition("#")[0].partition("?")[2]
    held = {name.casefold(): value.strip() for name, value in reversed(parse_qsl(query))}
    return next((held[name.casefold()] for name in names if held.get(name.casefold())), None)


def page_name(address: str) -> str:
    """The page's own name in lower case, as in "mgai.aspx"."""
    return address.partition("?")[0].partition("#")[0].rpartition("/")[2].casefold()


def host_of(address: str) -> str | None:
    """The host in lower case, with its port if one is written; ``None`` for what is no web address."""
    if not address.casefold().startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None  # a port that is no number
    return (parts.hostname or "") + (f":{port}" if port else "") or None


def meeting_number(address: str) -> str | None:
    """The number of the meeting whose page or attendance page this is."""
    if _MEETING.search(address):
        return _digits(parameter(address, "MId", "MeetingId"))
    return _digits(parameter(address, "ID")) if _ATTENDANCE.search(address) else None


def item_number(address: str) -> str | None:
    """The agenda item id in the address of an item's page or of its votes."""
    return _digits(
        parameter(address, "AIId") or (parameter(address, "ID") if page_name(address) == "mgai.aspx" else None)
    )


def paper_number(address: str) -> str | None:
    """What names a paper on its host: "112217" of documents/s112217/…; "g10230-1" of a printed one with T=1."""
    paper = _PAPER.search(address)
    if paper and paper["sort"].casefold() == "g":
        return f"g{paper['number']}-{parameter(address, 'T') or '0'}"
    if paper:
        return paper["number"]
    return _digits(parameter(address, "ID")) if page_name(address) == "mgconvert2pdf.aspx" else None


def printed_sort(address: str) -> str | None:
    """Which print of a whole meeting this is: "1" its minutes, "2" decisions, "0" and "10" agenda papers."""
    number = paper_number(address) or ""
    return number.rpartition("-")[2] if number.startswith("g") else None


def _digits(value: str | None) -> str | None:
    return value if value and value.isascii() and value.isdecimal() else None
