"""A press report: its own words without captions and trailers, and what its head says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from greenshoots.errors import EmptySourceError
from ingest.blocks import HEADINGS, Block, inline_words, is_hidden, join_blocks
from ingest.dates import metadata_date
from ingest.documents import make_document
from ingest.frame import main_blocks
from ingest.page import json_ld, meta, page_date, page_title, page_url
from ingest.raw import Parsed, Raw

PARSER = "press/3"
_KINDS = ("NewsArticle", "LiveBlogPosting")
ENOUGH = 140  # characters; below that a container holds a trailer, not a report; guess

_BODIES = (
    "[itemprop=articleBody]",
    ".article-body",
    "#article-body",
    ".article__body",
    ".story-body",
    "article",
    "main",
)
_PARTS = (*HEADINGS[1:], "p", "blockquote", "li")
_OUTSIDE = ("aside", "nav", "figure", "footer", "form", "button", "script", "style")
_WRAPPERS = ".p402_hide, .paywall-content, .premium-content, .subscriber-only"  # of papers that mark no part; guess
_NOTICE = re.compile(  # in place of the words behind it; patterns are guesses at what papers write
    r"^\W*(?:(?:please\s+)?(?:register|sign\s+(?:in|up)|log\s?in|subscribe)\b[^.]{0,60}\bto\s+(?:continue|keep)\s+reading"
    r"\W*(?:$|(?:this|the)\s+(?:article|story|full|rest)\b)"
    r"|to\s+(?:continue|keep)\s+reading\b[^.]{0,60}\b(?:register|sign\s+(?:in|up)|log\s?in|subscribe|create\s+an?)\b"
    r"|(?:this|the\s+rest\s+of\s+this)\s+(?:article|story|content)\s+is\s+(?:only\s+|exclusively\s+)?"
    r"(?:for|available\s+to|reserved\s+for|exclusive\s+to)\s+(?:our\s+|paying\s+|registered\s+|premium\s+)*"
    r"(?:subscribers|members|users|readers)\b"
    r"|you(?:['’]ve|\s+have)\s+(?:reached|used|read)\s+(?:all\s+)?(?:of\s+)?your\b[^.]{0,40}\b(?:free|limit)\b)",
    re.IGNORECASE,
)
_LONGEST_TRAILER = 160  # characters; guess
_TRAILER = re.compile(
    r"^(?:read (?:more|also|next)\b|more on\b.*:$|(?:related|recommended)(?: stories| articles| reading)?:?$"
    r"|like this story|join our\b|sign up (?:to|for|here|now)\b|click here\b|follow us\b"
    r"|subscribe (?:to|for|here|now)\b"
    r"|get the latest\b|don['’]t miss\b|(?:image|video|media) (?:source|caption)\b|advertisement$|share this\b"
    r"|published$|have you got a story\b|for more (?:stories|news)\b|download our app\b|keep up to date\b)",
    re.IGNORECASE,
)


def is_press(page: BeautifulSoup) -> bool:
    """Whether the page says that it is a news report (any ``...NewsArticle`` or a live blog of schema.org)."""
    return _article(page) is not None


def parse_press(page: BeautifulSoup, raw: Raw) -> Parsed:
    """Read a report. What a paywall hides stays hidden: the visible part is kept and marked partial."""
    article = _article(page) or {}
    walled = _hide_behind_wall(page, article)
    title = _words(article.get("headline")) or page_title(page)
    blocks = _blocks(page, article, walled=walled, site=_publisher(article, page))
    text, headings = join_blocks(block for block in blocks if not (block.heading and block.words == title))
    if not text:
        raise EmptySourceError(
            "no words of the report could be read",
            where=raw.address,
            cause="It stands behind a paywall" if walled else "its words may be put in by a script",
            next_step="Add a copy that you may lawfully read, saved from a browser",
        )
    document = make_document(
        text,
        where=raw.address,
        title=title,
        body=_publisher(article, page),
        url=page_url(page, raw),
        medium="press",
        metadata=metadata_date(article.get("datePublished")) or page_date(page),
        headings=headings,
    )
    return Parsed(document, raw.address, PARSER, partial=walled)


def _article(page: BeautifulSoup) -> dict[str, Any] | None:
    return next((thing for thing in json_ld(page) if any(kind.endswith(_KINDS) for kind in _types(thing))), None)


def _types(thing: dict[str, Any]) -> list[str]:
    kinds = thing.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _words(value: Any) -> str | None:
    """A field of JSON-LD on one line; publishers write entities of HTML into it."""
    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None


def _publisher(article: dict[str, Any], page: BeautifulSoup) -> str | None:
    publisher = article.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    return _words(name) or meta(page, "og:site_name")


def _hide_behind_wall(page: BeautifulSoup, article: dict[str, Any]) -> bool:
    """Take out what the publisher marks as not free, and what follows a request to register; whether there is any."""
    told = [thing for thing in json_ld(page) if not any(kind.endswith("Article") for kind in _types(thing))]
    parts = [part for thing in (article, *told) for part in (thing, *_as_list(thing.get("hasPart")))]
    closed = [part for part in parts if isinstance(part, dict) and _is_no(part.get("isAccessibleForFree"))]
    walled = bool(closed) or (meta(page, "article:content_tier") or "").casefold() == "locked"
    hidden = [_take_out(page, selector) for part in closed for selector in _as_list(part.get("cssSelector"))]
    if walled and not any(hidden):
        _take_out(page, _WRAPPERS)
    return _end_at_notice(page) or walled


def _is_no(told: Any) -> bool:
    """Whether a field says no: publishers write false, "False", or the address of that word."""
    return any(str(value).strip().casefold().rpartition("/")[2] == "false" for value in _as_list(told))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _end_at_notice(page: BeautifulSoup) -> bool:
    """End the page where a reader is asked to register; whether there is such a notice."""
    parts = [part for part in page.find_all(_PARTS) if _NOTICE.match(inline_words(part))]
    loose = [words.parent for words in page.find_all(string=_NOTICE) if words.parent]
    notices = [part for part in (*parts, *loose) if not _is_unseen(part)]
    for notice in notices:
        for part in [*notice.find_all_next(_PARTS), notice]:
            part.decompose()
    return bool(notices)


def _is_unseen(part: Tag) -> bool:
    around = [part, *(parent for parent in part.parents if parent.name != "[document]")]
    return any(each.name in ("script", "style", "template", "noscript") or is_hidden(each) for each in around)


def _take_out(page: BeautifulSoup, selector: Any) -> int:
    """Take out what a selector of the publisher's finds; how many pieces."""
    try:
        hidden = page.select(selector) if isinstance(selector, str) else []
    except (SelectorSyntaxError, ValueError):
        return 0  # one that no browser understands hides nothing there either
    for element in hidden:
        element.decompose()
    return len(hidden)


def _blocks(page: BeautifulSoup, article: dict[str, Any], *, walled: bool, site: str | None) -> list[Block]:
    best: list[Block] = []
    for parts in _containers(page):
        blocks = list(_own_words(parts, site))
        if _length(blocks) >= ENOUGH:
            return blocks
        best = max(best, blocks, key=_length)
    if walled:
        return best
    told = article.get("articleBody")
    if isinstance(told, str) and len(told) > _length(best):
        return [Block(" ".join(part.split())) for part in told.splitlines() if part.strip()]
    return best or main_blocks(page)


def _length(blocks: list[Block]) -> int:
    return sum(len(block.words) for block in blocks)


def _containers(page: BeautifulSoup) -> Iterator[list[Tag]]:
    """The parts of the report's body, container by container, the surest first."""
    yield [
        part
        for block in page.select("[data-component=text-block], [data-component=subheadline-block]")
        for part in block.find_all(_PARTS)
    ]
    for selector in _BODIES:
        container = page.select_one(selector)
        if container:
            yield container.find_all(_PARTS)


def _own_words(parts: Iterable[Tag], site: str | None) -> Iterator[Block]:
    for part in parts:
        words = "" if _is_outside(part) or part.find(["p", "li"]) else inline_words(part)
        if words and not _is_trailer(words, site) and not _is_link_only(part, words):
            yield Block(words, heading=part.name in HEADINGS)


def _is_trailer(words: str, site: str | None) -> bool:
    """A pointer to other stories, or a caption ("Northby Echo: The civic centre")."""
    return len(words) <= _LONGEST_TRAILER and bool(_TRAILER.match(words) or (site and words.startswith(f"{site}:")))


def _is_outside(part: Tag) -> bool:
    return is_hidden(part) or any(
        parent.name in _OUTSIDE or is_hidden(parent) for parent in part.parents if parent.name != "[document]"
    )


def _is_link_only(part: Tag, words: str) -> bool:
    """A point or paragraph that is nothing but links: a list of other stories."""
    linked = " ".join(inline_words(link) for link in part.find_all("a"))
    return bool(linked) and len(linked) >= len(words)
