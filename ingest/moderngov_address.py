"""Where a ModernGov site stands and what its pages are called: an address as typed becomes those that are asked for."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit, urlunsplit

from ingest.moderngov_links import absolute, page_name

_PAGE = re.compile(r"(?:mg|ie|ce|ec)\w+\.aspx|mgwebservice\.asmx", re.IGNORECASE)
_NOT_THE_FOLDER = re.compile(r"/(?:mgwebservice\.asmx|documents/[a-z]\d+)(?:/.*)?$", re.IGNORECASE)


def canonical(address: str) -> str:
    """The address without session, anchor and raw spaces: what one page is asked for and remembered under."""
    parts = urlsplit(absolute(address) or address)
    return urlunsplit((parts.scheme.casefold(), parts.netloc.casefold(), parts.path or "/", parts.query, ""))


def base_of(address: str) -> str:
    """The folder that the site is mounted in, with a slash at its end: "https://x.gov.uk/moderngov/".

    The last part of a path is a page of the site if it has an ending, and a folder if it has none.
    """
    parts = urlsplit(canonical(address))
    folder, _, last = _NOT_THE_FOLDER.sub("/", parts.path).rpartition("/")
    kept = folder if not last or "." in last else f"{folder}/{last}"
    return urlunsplit((parts.scheme, parts.netloc, f"{kept.rstrip('/')}/", "", ""))


def is_moderngov_page(address: str) -> bool:
    """Whether the address is spelt like a page of ModernGov."""
    return bool(_PAGE.fullmatch(page_name(address)))


def page_address(base: str, page: str, **parameters: str | int) -> str:
    """The address of a page of the site: ``page_address(base, "mgAi.aspx", ID=51902)``."""
    return f"{base}{page}?{urlencode(parameters, safe='/')}" if parameters else base + page
