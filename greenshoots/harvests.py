"""Sources on the web that are followed: what was fetched before, rounds through them, what they have and lack."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from greenshoots.errors import GreenShootsError, SourceError, UsageError
from greenshoots.plain import british, count
from greenshoots.records import Failure, Meeting
from index.archive import Archive
from index.store import Store
from index.store_sources import Fetch, Followed, Harvest, Listed
from ingest.site import Unwanted, Wanted
from ingest.site_feed import lists_articles, read_entries
from ingest.sources import Fetched, read_raw

if TYPE_CHECKING:
    from greenshoots.pipeline import Library
    from ingest.fetch import Visitor
    from ingest.memory import Kept
    from ingest.raw import Raw

NOT_AS_BEFORE = "not as it was before"  # a committee or a kind of site that is no longer there: no fault of the user
MUCH_SMALLER = 0.5  # share of the last good harvest below which a harvest raises an alarm (guess)
WRITTEN_AT_ONCE = 50  # meetings and repeated sightings that are written together: what an interruption can cost (guess)

Item = Fetched | Failure | Meeting | Unwanted
Alarmed = Callable[[Followed, str], None]


# What was fetched before


class StoreMemory:
    """What was fetched before, kept in store and archive: a page is asked for again only if it changed.

    Bytes and the answer that brought them are on the disk before ``keep`` returns; that a page was seen unchanged is
    written a little later, together with others.
    """

    def __init__(self, store: Store, archive: Archive) -> None:
        self._store = store
        self._archive = archive
        self._unwritten: list[Fetch] = []

    def last(self, asked: str) -> Kept | None:
        """Return the last answer to an address, ``None`` if there is none or its bytes are lost: then ask anew."""
        from ingest.memory import Kept

        fetch = self._store.last_fetch(asked)
        if fetch is None:
            return None
        try:
            data, told = self._archive.read(fetch.raw_sha256), told_of(self._archive, fetch)
        except (GreenShootsError, ValueError):
            return None  # ``check`` reports what is lost; a fresh copy heals it
        headers = tuple((str(name), str(value)) for name, value in told["headers"])
        kind, charset = told["content_type"], told["charset"]
        return Kept(asked, fetch.address, fetch.fetched, fetch.raw_sha256, headers, kind, charset, data)

    def keep(self, asked: str, raw: Raw) -> None:
        """Archive the bytes and the answer that brought them, and add to the log of fetches."""
        sha256 = hashlib.sha256(raw.data).hexdigest()
        last = self._store.last_fetch(asked)
        unchanged = last is not None and last.raw_sha256 == sha256 and last.address == raw.address
        if last and unchanged and self._archive.has(sha256) and self._same_validators(last, raw):
            self._unwritten.append(Fetch(asked, raw.address, raw.fetched, True, sha256, last.told_sha256))
            if len(self._unwritten) >= WRITTEN_AT_ONCE:
                self.flush()
            return
        self._archive.put(raw.data)
        told = self._archive.put(_told(asked, raw, sha256, self._headers(last, raw) if unchanged else raw.headers))
        self._store.put_fetches([Fetch(asked, raw.address, raw.fetched, False, sha256, told)])

    def flush(self) -> None:
        """Write the sightings that are still to be written."""
        if self._unwritten:
            self._store.put_fetches(self._unwritten)
            self._unwritten = []

    def _same_validators(self, last: Fetch, raw: Raw) -> bool:
        """Whether an answer marks its version as the last one did; if not, the next question needs the new mark."""
        known, said = dict(self._told_headers(last)), dict(raw.headers)
        return all(known.get(name) == said[name] for name in ("etag", "last-modified") if name in said)

    def _headers(self, last: Fetch | None, raw: Raw) -> tuple[tuple[str, str], ...]:
        """Return the headers that came with the bytes, brought up to date by those of the answer "not modified"."""
        said = {name for name, _ in raw.headers}
        kept = self._told_headers(last) if last else ()
        return (*((name, value) for name, value in kept if name not in said), *raw.headers)

    def _told_headers(self, fetch: Fetch) -> tuple[tuple[str, str], ...]:
        try:
            return tuple((name, value) for name, value in told_of(self._archive, fetch)["headers"])
        except (GreenShootsError, ValueError):
            return ()


def told_of(archive: Archive, fetch: Fetch) -> dict[str, Any]:
    """Return the whole answer short of its body: ``asked address fetched raw_sha256 content_type charset headers``.

    Raises ``StoreError`` if it is not in the archive as it was.
    """
    told: dict[str, Any] = json.loads(archive.read(fetch.told_sha256))
    return told


def _told(asked: str, raw: Raw, sha256: str, headers: Sequence[tuple[str, str]]) -> bytes:
    told = {
        "asked": asked,
        "address": raw.address,
        "fetched": raw.fetched.isoformat(),
        "raw_sha256": sha256,
        "content_type": raw.content_type,
        "charset": raw.charset,
        "headers": [list(pair) for pair in headers],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


# Rounds


@dataclass(slots=True)
class _Round:
    """One round through a source: what was met so far."""

    began: datetime
    meetings: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    unwanted: int = 0
    broken_off: str | None = None
    unwritten: list[Meeting] = field(default_factory=list)

    def ended(self, source: Followed, requests: int) -> Harvest:
        counts = (len(self.meetings), len(self.documents), len(self.failed), requests)
        return Harvest(self.began, source.since, *counts, unwanted=self.unwanted)


def follow(
    library: Library,
    address: str,
    *,
    committee: str | None = None,
    since: date | None = None,
    about: Sequence[str] = (),
    places: Sequence[str] = (),
) -> Followed:
    """Follow a web address from now on: a council's site, which has pages to harvest, a feed, or a single page.

    ``about`` and ``places``: of a feed only entries with one of these words and one of these places. Raises
    ``UsageError`` if a committee is asked for, too.
    """
    if committee and (about or places):
        raise UsageError("A feed has no committees, and a council's site no feed's words and places", where=address)
    site = not (about or places) and (bool(committee or since) or is_site(address))
    return library.store.follow(address, committee=committee, since=since, site=site, about=about, places=places)


def is_site(address: str) -> bool:
    """Whether an address is that of a site as a whole: a bare host, or a page that by its name lists others."""
    from ingest.harvest import is_site as shows_itself

    parts = urlsplit(address)
    return (parts.path in ("", "/") and not parts.query) or shows_itself(address)


def gather(
    library: Library, source: Followed, *, alarmed: Alarmed = lambda source, why: None, accept: bool = False
) -> Iterator[Fetched | Failure]:
    """Go through a source and yield what it has, known or new. Meetings are kept on the way.

    A round that is stopped leaves no trace of its own: the next one begins anew, and asks only for what changed. One
    that ends is kept as a ``Harvest``; if it is empty or much smaller than the last, ``alarmed`` is told why.
    ``accept``: take one that is much smaller (never an empty one) for the whole record. Raises ``UsageError`` if a
    source that was never harvested has not what is asked for, such as a committee; it is not followed then.
    """
    from ingest.fetch import Visitor

    memory, met = StoreMemory(library.store, library.archive), _Round(_now())
    earlier = library.store.harvests(source)
    with Visitor(memory=memory, named=frozenset({urlsplit(source.address).hostname or ""})) as visitor:
        try:
            for item in _items(source, visitor):
                if isinstance(item, Meeting):
                    _list_meeting(library, source, met, item)
                elif isinstance(item, Unwanted):
                    met.unwanted += 1
                else:
                    _count(met, item)
                    yield item
        except UsageError as error:
            if not earlier:
                met.unwritten = []
                library.store.unfollow(source)
                raise
            yield _broken_off(met, source, error)
        except SourceError as error:
            yield _broken_off(met, source, error)
        finally:
            memory.flush()
            library.store.put_meetings(source, met.unwritten, met.began)
        found = met.ended(source, visitor.requests)
    why = alarm(earlier, found, broken_off=met.broken_off, accept=accept)
    still = None if why or _is_smaller(found, earlier) else met.failed
    library.store.end_harvest(source, replace(found, alarm=why), still_failing=still)
    if why:
        alarmed(source, why)


def _is_smaller(found: Harvest, earlier: Sequence[Harvest]) -> bool:
    """Whether a harvest met less than the last: then what failed before may not have been asked for again."""
    last = earlier[-1] if earlier else found
    return found.meetings < last.meetings or _listed(found) < _listed(last)


def _listed(harvest: Harvest) -> int:
    """How many documents a source had: a feed lists as many as ever where fewer are about what is wanted."""
    return harvest.documents + harvest.unwanted


def alarm(
    earlier: Sequence[Harvest], found: Harvest, *, broken_off: str | None = None, accept: bool = False
) -> str | None:
    """Say why a harvest is not to be trusted, ``None`` if it is. ``earlier``: those before it, oldest first.

    It is measured by the last one without alarm that asked for the same: the same day from which on.
    ``broken_off``: why it did not come to its end.
    """
    if not found.documents and (found.failures or not found.unwanted):
        listed = f" ({count(found.meetings, 'meeting')} listed)" if found.meetings else ""
        return f"no document could be had{listed}: that is not taken for “nothing was said”"
    if broken_off:
        return f"it broke off after {count(found.documents, 'document')}: {broken_off}"
    good = [harvest for harvest in earlier if harvest.alarm is None and harvest.since == found.since]
    if accept or not good:
        return None
    last = good[-1]
    for noun, now, before in (
        ("meeting", found.meetings, last.meetings),
        ("document", _listed(found), _listed(last)),
    ):
        if now < MUCH_SMALLER * before:
            return f"{count(now, noun)} only, {before:,} on {british(last.at.date())}"
    return None


def _items(source: Followed, visitor: Visitor) -> Iterator[Item]:
    """Yield what a source has. Raises ``SourceError`` if nobody answers, ``UsageError`` if it lacks what is asked."""
    wanted = Wanted(source.committee, source.since, source.about, source.places)
    if source.site:
        from ingest.harvest import harvest

        yield from harvest(source.address, wanted, visitor)
        return
    raw = visitor.get(source.address)
    if lists_articles(raw):
        yield from read_entries(raw, wanted, visitor)
    elif source.topics:
        raise UsageError("this is no feed, so that it has no words and places to choose from", where=source.address)
    else:
        yield from read_raw(raw, get=visitor.get)


def _broken_off(met: _Round, source: Followed, error: GreenShootsError) -> Failure:
    """Keep that a round could not go on, which is a failure of the source itself."""
    met.failed.add(source.address)
    met.broken_off = error.what
    reason = NOT_AS_BEFORE if isinstance(error, UsageError) else error.reason
    return Failure(source.address, reason, str(error), _now())


def _list_meeting(library: Library, source: Followed, met: _Round, meeting: Meeting) -> None:
    met.meetings.add(meeting.id)
    met.unwritten.append(meeting)
    if len(met.unwritten) >= WRITTEN_AT_ONCE:
        library.store.put_meetings(source, met.unwritten, met.began)
        met.unwritten = []


def _count(met: _Round, item: Fetched | Failure) -> None:
    if isinstance(item, Failure):
        met.failed.add(item.address)
    else:
        met.documents.add(item.document.id)


def _now() -> datetime:
    return datetime.now(UTC)


# Coverage


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a source should have and the library has not. ``days``: since the meeting, ``None`` if unknown."""

    what: str
    url: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """What the library has of one followed source and what it lacks.

    ``first`` and ``last``: days of the meetings held, cancelled ones and those to come left out. ``alarm``: of the last
    harvest, ``None`` if it was in order. ``checked``: when the last harvest that came to its end
    began, ``None`` if none did. ``unwanted``: entries of a feed that the last harvest left alone, as nobody asked for
    them.
    """

    source: Followed
    meetings: int
    first: date | None
    last: date | None
    cancelled: tuple[Meeting, ...]
    documents: int
    missing: tuple[Missing, ...]
    failures: tuple[Failure, ...]
    checked: datetime | None
    alarm: str | None
    unwanted: int = 0


def coverage_of(store: Store, source: Followed, *, today: date) -> SourceCoverage:
    """Say what the library has of a source on a day."""
    listed = store.meetings_of(source)
    harvests = store.harvests(source)
    held = [one.meeting for one in listed if not one.meeting.cancelled and _is_past(one.meeting, today)]
    days = [meeting.held for meeting in held if meeting.held]
    last = harvests[-1] if harvests else None
    return SourceCoverage(
        source=source,
        meetings=len(held),
        first=min(days, default=None),
        last=max(days, default=None),
        cancelled=tuple(one.meeting for one in listed if one.meeting.cancelled),
        documents=store.documents_through(source),
        missing=tuple(_missing(listed, source, last, today)),
        failures=tuple(store.failures_of(source)),
        checked=last.at if last else None,
        alarm=last.alarm if last else None,
        unwanted=last.unwanted if last else 0,
    )


def _is_past(meeting: Meeting, today: date) -> bool:
    return meeting.held is None or meeting.held <= today


def _missing(listed: Sequence[Listed], source: Followed, last: Harvest | None, today: date) -> Iterator[Missing]:
    """Yield what is lacking of meetings that were held: minutes, or a place in the site's own list."""
    for one in listed:
        meeting = one.meeting
        if meeting.cancelled or not _is_past(meeting, today):
            continue
        named = f"{meeting.committee}, {british(meeting.held)}"
        days = (today - meeting.held).days if meeting.held else None
        held = f", held {count(days, 'day')} ago" if days is not None else ""
        if meeting.minutes == "none":
            yield Missing(f"No minutes yet: {named}{held}{_beside(meeting)}", meeting.url, days)
        elif not one.stored:
            yield Missing(f"Minutes that could not be read: {named}{_beside(meeting)}", meeting.url, days)
        elif meeting.note:
            yield Missing(f"{meeting.note.rstrip('.')}: {named}", meeting.url, days)
        if last and not last.alarm and not last.failures and one.seen < last.at and _is_asked_for(meeting, source):
            yield Missing(f"No longer listed by the site: {named}", meeting.url, days)


def _beside(meeting: Meeting) -> str:
    return f" ({meeting.note.rstrip('.')})" if meeting.note else ""


def _is_asked_for(meeting: Meeting, source: Followed) -> bool:
    return source.since is None or meeting.held is None or meeting.held >= source.since


def held_words(covered: SourceCoverage) -> str:
    """How many meetings were held, the first and the last: "12 meetings held, 3 March 2023 to 5 May 2024"."""
    if covered.source.topics or covered.unwanted or (not covered.source.site and covered.documents > 1):
        left = f", {count(covered.unwanted, 'entry', 'entries')} of other matters" if covered.unwanted else ""
        return f"A feed{left}"
    if not covered.source.site:
        return "A single page"
    if not covered.first:
        return "No meeting with a date listed"
    cancelled = f", {len(covered.cancelled):,} cancelled" if covered.cancelled else ""
    days = f"{british(covered.first)} to {british(covered.last)}" if covered.meetings > 1 else british(covered.first)
    return f"{count(covered.meetings, 'meeting')} held, {days}{cancelled}"


def last_good_words(covered: SourceCoverage) -> str:
    """When the source was last read in good order: "last read in full on 3 May 2024, 09:30 UTC"."""
    last = covered.source.last_good
    if last is None:
        return "never read in full so far"
    return f"last read in good order on {british(last.date())}, {last:%H:%M %Z}"
