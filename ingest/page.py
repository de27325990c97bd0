"""What the head of a web page says about it: title, address, site, date. Order of trust: JSON-LD, meta, the page."""

from __future__ import annotations

import codecs
import json
import re
import warnings
from collections.abc import Iterator
from datetime import date
from typing import Any

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

from greenshoots.errors import BrokenSourceError
from ingest.dates import metadata_date
from ingest.raw import Raw

LARGEST = 16_000_000  # bytes of a page; the longest minutes have a tenth of it; guess
MOST_TAGS = 400_000  # of a page; guess
DEEPEST = 512  # elements within each other, as in Chromium, which sets what lies deeper beside each other

_TYPE = re.compile(r"</?(?:a|b|big|center|em|font|i|small|span|strong|u)(?:\s[^<>]*)?>", re.IGNORECASE)
_DECLARED = re.compile(rb"charset=[\"']?([\w.:-]+)", re.IGNORECASE)
_LATIN_1 = re.compile(r"(?:iso-?8859-?1|latin-?1|us-ascii|ascii)", re.IGNORECASE)  # browsers read Windows-1252 here
_DATE_META = (
    "article:published_time",
    "og:article:published_time",
    "dc.date",
    "dcterms.date",
    "dc.date.issued",
    "dcterms.issued",
    "datepublished",
    "date",
    "pubdate",
    "parsely-pub-date",
    "cxenseparse:publishtime",
)


def read_page(raw: Raw) -> BeautifulSoup:
    """Parse the bytes of a page. Raises ``BrokenSourceError`` for bytes that are no web page."""
    _check_size(raw)
    text = _decode(raw)
    if "\0" in text[:4096]:
        raise BrokenSourceError(
            "this is not a web page",
            where=raw.address,
            cause="It is binary data under a wrong name",
            next_step="Save the page again as HTML",
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        page = BeautifulSoup(text.replace("\0", "\ufffd"), "lxml")
        if _depth(page) > DEEPEST:  # old editors leave tags of type open, paragraph after paragraph
            page = BeautifulSoup(_TYPE.sub("", text.replace("\0", "\ufffd")), "lxml")
    if _depth(page) > DEEPEST:
        raise BrokenSourceError(
            f"the page has more than {DEEPEST} elements within each other",
            where=raw.address,
            cause="No browser shows such a page as it is meant",
            next_step="Copy its words into a .txt file and add that",
        )
    return page


def _check_size(raw: Raw) -> None:
    """Refuse a page that would not fit into the memory of a small machine, to which each tag is a kilobyte."""
    if len(raw.data) > LARGEST or raw.data.count(b"<") > MOST_TAGS:
        raise BrokenSourceError(
            f"the page is too large: {len(raw.data) / 1e6:.0f} MB with {raw.data.count(b'<'):,} tags",
            where=raw.address,
            cause=f"Pages of up to {LARGEST / 1e6:.0f} MB and {MOST_TAGS:,} tags are read",
            next_step="Save the part that you need as a page or a .txt file of its own",
        )


def _depth(page: BeautifulSoup) -> int:
    """How many elements stand within each other at most, in time linear in the page."""
    depths, deepest = {id(page): 0}, 0
    for tag in page.find_all(True):
        depth = depths[id(tag)] = depths[id(tag.parent)] + 1
        deepest = max(deepest, depth)
    return deepest


def _decode(raw: Raw) -> str:
    """The page by the first encoding that fits it: UTF-8, what the server or the page declares, Windows-1252."""
    declared = _DECLARED.search(raw.data[:4096])
    encodings = ["utf-8", raw.charset, declared[1].decode("ascii") if declared else None]
    if raw.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings.insert(0, "utf-16")
    for encoding in filter(None, encodings):
        try:
            return raw.data.decode("windows-1252" if _LATIN_1.fullmatch(encoding) else encoding)
        except (LookupError, ValueError):
            continue  # no such encoding, or not this one
    return raw.data.decode("windows-1252", "replace")


def json_ld(page: BeautifulSoup) -> list[dict[str, Any]]:
    """Every JSON-LD object of the page, lists and graphs opened; scripts that are no JSON are passed over."""
    found: list[dict[str, Any]] = []
    for script in page.find_all("script", type=re.compile(r"^\s*application/ld\+json", re.IGNORECASE)):
        try:
            loaded = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue  # common on real pages; meta tags say the same
        found.extend(_objects(loaded))
    return found


def _objects(loaded: Any) -> Iterator[dict[str, Any]]:
    waiting = [loaded]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting.extend(reversed(thing))
        elif isinstance(thing, dict):
            yield thing
            waiting.append(thing.get("@graph", []))


def meta(page: BeautifulSoup, *names: str) -> str | None:
    """The content of the first of these ``meta`` names or properties that says something, in any case."""
    said: dict[str, str] = {}
    for tag in page.find_all("meta"):
        content = tag.get("content")
        for attribute in ("name", "property", "itemprop"):
            if tag.get(attribute) and isinstance(content, str) and content.strip():
                said.setdefault(str(tag[attribute]).strip().casefold(), " ".join(content.split()))
    return next((said[name.casefold()] for name in names if name.casefold() in said), None)


def page_title(page: BeautifulSoup) -> str | None:
    """Headline, else the title of the window."""
    heading = page.find("h1")
    words = meta(page, "og:title", "dc.title") or (heading.get_text(" ") if heading else "") or _window_title(page)
    return " ".join(words.split()) or None


def _window_title(page: BeautifulSoup) -> str:
    return page.title.get_text() if page.title else ""


def page_url(page: BeautifulSoup, raw: Raw) -> str | None:
    """The address that the page gives itself, else the one it was fetched from; ``None`` for a file that gives none."""
    link = page.find("link", rel="canonical")
    given = str(link.get("href") or "") if isinstance(link, Tag) else meta(page, "og:url") or ""
    if given.startswith(("http://", "https://")):
        return given
    return raw.address if raw.address.startswith(("http://", "https://")) else None


def page_date(page: BeautifulSoup) -> date | None:
    """The date of publication that the page's markup states; never guessed from its words."""
    candidates: list[Any] = [thing.get("datePublished") for thing in json_ld(page)]
    candidates.append(meta(page, *_DATE_META))
    marked = page.find(itemprop="datePublished") or page.find("time", pubdate=True)
    if isinstance(marked, Tag):
        candidates += [marked.get("datetime"), marked.get("content"), marked.get_text(" ")]
    return next((day for day in map(metadata_date, candidates) if day), None)
