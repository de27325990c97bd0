"""A feed becomes the articles that it lists: those that are wanted, of papers that the user allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urldefrag, urlsplit
from zoneinfo import ZoneInfo

from greenshoots.errors import BrokenSourceError, SourceError
from ingest.feeds import Entry, Feed, Topics, is_feed, read_feed
from ingest.hosts import web_address
from ingest.permission import host_of, is_allowed, is_paper, not_allowed
from ingest.publici import is_publici
from ingest.raw import Raw
from ingest.site import Harvested, Unwanted, Visitor, Wanted, failure
from ingest.sources import Fetched, read_raw

MOST = 300  # entries of one feed that are looked at: papers list 20 to 100, a site map may list all it ever had; guess


def lists_articles(raw: Raw) -> bool:
    """Whether the bytes are a feed of articles; one of webcasts is read otherwise."""
    return is_feed(raw.data) and not is_publici(raw.data)


def harvest(address: str, wanted: Wanted, visitor: Visitor) -> Iterator[Harvested]:
    """Fetch a feed and go through it."""
    try:
        raw = visitor.get(address)
    except SourceError as error:
        yield failure(error, address)
        return
    yield from read_entries(raw, wanted, visitor)


def read_entries(raw: Raw, wanted: Wanted, visitor: Visitor) -> Iterator[Harvested]:
    """Yield the article of each entry that is wanted, and an ``Unwanted`` for each other, in the feed's order.

    Each address is asked for once. Articles of hosts that are not allowed are not asked for: one ``Failure`` a host.
    """
    try:
        entries = _once(read_feed(raw))
    except SourceError as error:
        yield failure(error, raw.address)
        return
    refused: Counter[str] = Counter()
    for entry in entries[:MOST]:
        if not _is_wanted(entry, wanted):
            yield Unwanted(entry.url)
        elif _is_web(entry.url) and not is_allowed(entry.url):
            refused[host_of(entry.url)] += 1
        else:
            yield from _article(entry, visitor)
    for host, number in refused.items():
        where = raw.address if len(refused) == 1 else f"{raw.address}#{host}"  # an address has one failure
        yield failure(not_allowed(f"https://{host}", where, articles=number), where)
    if len(entries) > MOST:
        yield failure(_too_many(raw.address, len(entries)), raw.address)


def _once(feed: Feed) -> list[Entry]:
    """The entries, each page once: what follows "#" is a place in it."""
    return list({urldefrag(entry.url).url: entry for entry in reversed(feed.entries)}.values())[::-1]


def _is_wanted(entry: Entry, wanted: Wanted) -> bool:
    return wanted.covers(_day(entry)) and Topics(wanted.about, wanted.places).fit(entry)


def _day(entry: Entry) -> date | None:
    """The day of publication as people in Britain count it."""
    return entry.published.astimezone(ZoneInfo("Europe/London")).date() if entry.published else None


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False


def _article(entry: Entry, visitor: Visitor) -> Iterator[Harvested]:
    try:
        raw = visitor.get(web_address(entry.url))
        if not is_allowed(raw.address):  # it was sent on to another paper
            raise not_allowed(raw.address, entry.url)
    except SourceError as error:
        yield failure(error, entry.url)
        return
    for item in read_raw(raw):
        yield _completed(item, entry) if isinstance(item, Fetched) else item


def _completed(item: Fetched, entry: Entry) -> Fetched:
    """An article with what only the feed tells of it, and that it is one where the page does not say so."""
    document = item.document
    published = document.published or _day(entry)
    told = replace(document, title=document.title or entry.title, published=published)
    if document.medium is None and is_paper(item.provenance.address):
        told = replace(told, medium="press", met=None, published=_day(entry) or published)
    return replace(item, document=told)


def _too_many(address: str, number: int) -> SourceError:
    return BrokenSourceError(
        f"the feed lists {number:,} entries, and only the first {MOST} were looked at",
        where=address,
        cause="It lists more than what is new",
        next_step="Follow the feed of a section or place instead",
    )
