"""RSS and Atom feeds: which articles a publisher lists, and which of them a reader asked for."""

from __future__ import annotations

import html
import re
from calendar import timegm
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from greenshoots.errors import BrokenSourceError
from ingest.raw import Raw

_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|RDF)[\s>]")
_HEAD = 4096  # bytes in which the root element of a feed stands
_MARKUP = re.compile(r"<[^>]*>")


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


def is_feed(raw: Raw) -> bool:
    """Whether the bytes are a feed, whatever their name or content type say."""
    return bool(_ROOT.search(raw.data[:_HEAD]))


def read_feed(raw: Raw) -> Feed:
    """Read RSS, Atom or RDF. Raises ``BrokenSourceError`` if nothing can be made of it.

    A feed without entries is whole: nothing may have been published.
    """
    import feedparser  # only feeds need it

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
    when = item.get("published_parsed") or item.get("updated_parsed")
    return Entry(
        url=urljoin(feed, item.get("link", "").strip()) if item.get("link") else "",
        title=_plain(item.get("title")),
        summary=_plain(item.get("summary")),
        published=datetime.fromtimestamp(timegm(when), UTC) if when else None,
        tags=tuple(filter(None, (_plain(tag.get("term")) for tag in item.get("tags", ())))),
    )


def _plain(value: Any) -> str:
    """Words without markup, on one line; publishers write entities and tags into both."""
    return " ".join(html.unescape(_MARKUP.sub(" ", html.unescape(value))).split()) if isinstance(value, str) else ""


def _holds_one(told: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told, re.IGNORECASE) for word in wanted)
