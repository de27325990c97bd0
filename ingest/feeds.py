"""RSS and Atom feeds: which articles a publisher lists, and which of them a reader asked for."""

from __future__ import annotations

import html
import re
from calendar import timegm
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from greenshoots.errors import BrokenSourceError, UnknownFormatError
from ingest.raw import Item, Raw

_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|RDF)[\s>]")
_HTML = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HEAD = 4096  # bytes in which the root element of a feed stands
LARGEST = 8 * 1024 * 1024  # bytes of a feed; papers' have a hundredth of it (guess)
_MARKUP = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a feed lists. ``published`` in UTC, ``None`` if the feed does not tell."""

    url: str
    title: str
    summary: str = ""
    published: datetime | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its entries in the publisher's order, each address once."""

    title: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """What a reader wants of a feed: entries with one of the words and one of the places; empty means any."""

    words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def fit(self, entry: Entry) -> bool:
        """Whether title, summary or tags hold what is wanted, as whole words in any case."""
        told = " ".join((entry.title, entry.summary, *entry.tags))
        return _holds_one(told, self.words) and _holds_one(told, self.places)


def is_feed(data: bytes) -> bool:
    """Whether bytes are a feed, whatever their name or content type say."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    root = _ROOT.search(head) if head.startswith(b"<") else None
    return root is not None and _HTML.search(head[: root.start()]) is None


def parse_feed(raw: Raw) -> Iterator[Item]:
    """Yield nothing but the way to follow a feed: it lists articles and holds none."""
    yield UnknownFormatError(
        "this is a feed: it lists articles and holds none of them",
        where=raw.address,
        next_step="Follow it by its web address: greenshoots add ADDRESS",
    )


def read_feed(raw: Raw) -> Feed:
    """Read RSS, Atom or RDF. Raises ``BrokenSourceError`` if nothing can be made of it.

    A feed without entries is whole: nothing may have been published.
    """
    import feedparser  # only feeds need it

    if len(raw.data) > LARGEST:
        raise BrokenSourceError(
            f"the feed has more than {LARGEST // 2**20} MB",
            where=raw.address,
            cause="It is no list of news",
            next_step="Follow the feed of a section instead",
        )
    read = feedparser.parse(BytesIO(raw.data), sanitize_html=False, resolve_relative_uris=False)
    if not read.version or (read.bozo and not read.entries):
        raise BrokenSourceError(
            "the feed cannot be read",
            where=raw.address,
            cause=str(read.get("bozo_exception") or "It is no RSS or Atom feed"),
            next_step="Open the address in a browser to see what is there",
        )
    entries = {entry.url: entry for entry in map(lambda item: _entry(item, raw.address), read.entries) if entry.url}
    return Feed(_plain(read.feed.get("title")) or None, tuple(entries.values()))


def _entry(item: Any, feed: str) -> Entry:
    told = dict.get(item, "updated_parsed")  # asked through feedparser, a day that it could not read is warned of
    when = item.get("published_parsed") or told
    return Entry(
        url=_address(item.get("link", "").strip(), feed),
        title=_plain(item.get("title")),
        summary=_plain(item.get("summary")),
        published=datetime.fromtimestamp(timegm(when), UTC) if when else None,
        tags=tuple(filter(None, (_plain(tag.get("term")) for tag in item.get("tags", ())))),
    )


def _address(link: str, feed: str) -> str:
    try:
        return urljoin(feed, link) if link else ""
    except ValueError:  # brackets that enclose no number: nobody could open it
        return ""


def _plain(value: Any) -> str:
    """Words without markup, on one line; publishers write entities and tags into both."""
    return " ".join(html.unescape(_MARKUP.sub(" ", html.unescape(value))).split()) if isinstance(value, str) else ""


def _holds_one(told: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told, re.IGNORECASE) for word in wanted)
