"""What is followed on the web: sources, every fetch, the meetings that a site lists, every harvest with its alarm."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from greenshoots.errors import UsageError
from greenshoots.records import Failure, Meeting
from index.fates import Fate
from index.store_ledger import LedgerTable
from index.store_rows import from_json, iso, to_json

_FOLLOWED = "number, address, committee, since, site, added, last_good, about, places"


@dataclass(frozen=True, slots=True)
class Followed:
    """A source that ``update`` asks again. ``committee``: ``None`` for all. ``site``: whether it has pages to harvest.

    ``last_good``: when the last harvest without an alarm began, ``None`` if there was none. ``about``, ``places``: of
    a feed only entries with one of these words and one of these places; empty for any.
    """

    number: int
    address: str
    committee: str | None
    since: date | None
    site: bool
    added: datetime
    last_good: datetime | None = None
    about: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The address with what it is narrowed to."""
        return ", ".join(filter(None, (self.address, self.committee, self.topics)))

    @property
    def topics(self) -> str:
        """What of a feed is wanted, in words: "about SEND or school, in Pellbourne"; empty for all of it."""
        about, places = (" or ".join(wanted) for wanted in (self.about, self.places))
        return ", ".join(filter(None, (f"about {about}" if about else "", f"in {places}" if places else "")))


@dataclass(frozen=True, slots=True)
class Harvest:
    """One finished round through a source, begun ``at``: what was met in it, known or new, and how often it was asked.

    ``alarm``: why it is not to be trusted, ``None`` if it is. ``unwanted``: entries of a feed that nobody asked for.
    """

    at: datetime
    since: date | None = None
    meetings: int = 0
    documents: int = 0
    failures: int = 0
    requests: int = 0
    alarm: str | None = None
    unwanted: int = 0


@dataclass(frozen=True, slots=True)
class Fetch:
    """One answer of the web: ``asked`` at this address, given by ``address``. ``unchanged``: the same bytes as before.

    ``told_sha256`` names an archived file with the whole answer short of its body: addresses, time, headers. That of
    an unchanged page is the one that came with the bytes.
    """

    asked: str
    address: str
    fetched: datetime
    unchanged: bool
    raw_sha256: str
    told_sha256: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A meeting that a source lists, when it was last listed, and whether its minutes are in the store."""

    meeting: Meeting
    seen: datetime
    stored: bool


class SourcesTable(LedgerTable):
    """Sources that are followed, and what came of it. Each method that writes is one transaction."""

    # Sources

    def follow(
        self,
        address: str,
        *,
        committee: str | None,
        since: date | None,
        site: bool,
        about: Sequence[str] = (),
        places: Sequence[str] = (),
    ) -> Followed:
        """Follow a source from now on.

        Known already: the day from which on, and what of a feed is wanted, are replaced if they are given.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        topics = [json.dumps(list(wanted), ensure_ascii=False) for wanted in (about, places)]
        with self._connections.writing() as connection:
            row = connection.execute(
                "INSERT INTO followed (address, committee, since, site, added, about, places)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (address, committee) DO UPDATE SET since = coalesce(excluded.since, since),"
                " about = CASE excluded.about || excluded.places WHEN '[][]' THEN about ELSE excluded.about END,"
                " places = CASE excluded.about || excluded.places WHEN '[][]' THEN places ELSE excluded.places END,"
                f" site = excluded.site RETURNING {_FOLLOWED}",
                (address, committee or "", iso(since), site, now, *topics),
            ).fetchone()
        return _followed(row)

    def followed(self) -> list[Followed]:
        """Return every source that is followed, in the order in which they were added."""
        return [_followed(row) for row in self._all(f"SELECT {_FOLLOWED} FROM followed ORDER BY number")]

    def unfollow(self, source: Followed) -> None:
        """Follow a source no longer, and forget what of it could not be read; its records stay."""
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM failures WHERE followed = ?", (source.number,))
            connection.execute("DELETE FROM followed WHERE number = ?", (source.number,))

    def came_through(self, source: Followed, key: str) -> None:
        """Keep that a stored document came through a source."""
        sql = "SELECT 1 FROM documents_of_source o JOIN documents d ON d.number = o.document WHERE followed = ?"
        if self._one(f"{sql} AND d.key = ?", source.number, key):
            return
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO documents_of_source (followed, document)"
                " SELECT ?, number FROM documents WHERE key = ?",
                (source.number, key),
            )

    def documents_through(self, source: Followed) -> int:
        """Count the documents, latest versions only, that came through a source."""
        row = self._one(
            "SELECT count(DISTINCT d.source) AS documents FROM documents_of_source o"
            " JOIN documents d ON d.number = o.document WHERE o.followed = ?",
            source.number,
        )
        return int(row["documents"]) if row else 0

    def failures_of(self, source: Followed) -> list[Failure]:
        """Return what of a source could not be read, latest first."""
        sql = "SELECT address, reason, message, at FROM failures WHERE followed = ? ORDER BY at DESC, address"
        return [_failure(row) for row in self._all(sql, source.number)]

    def failures_elsewhere(self) -> list[Failure]:
        """Return what could not be read and belongs to no source that is followed, latest first."""
        sql = "SELECT address, reason, message, at FROM failures WHERE followed IS NULL ORDER BY at DESC, address"
        return [_failure(row) for row in self._all(sql)]

    # Meetings

    def put_meetings(self, source: Followed, meetings: Iterable[Meeting], at: datetime) -> None:
        """Keep meetings as a source lists them at this moment, in place of what it said before."""
        with self._connections.writing() as connection:
            connection.executemany(
                "INSERT INTO meetings (followed, id, held, seen, record) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (followed, id) DO UPDATE SET held = excluded.held, seen = excluded.seen,"
                " record = excluded.record",
                [(source.number, one.id, iso(one.held), at.isoformat(), to_json(one)) for one in meetings],
            )

    def meetings_of(self, source: Followed) -> list[Listed]:
        """Return the meetings that a source ever listed, in order of time."""
        sql = (
            "SELECT m.record, m.seen, EXISTS (SELECT 1 FROM documents d WHERE d.id = m.id) AS stored"
            " FROM meetings m WHERE m.followed = ? ORDER BY m.held IS NULL, m.held, m.id"
        )
        return [
            Listed(from_json(Meeting, row["record"]), datetime.fromisoformat(row["seen"]), bool(row["stored"]))
            for row in self._all(sql, source.number)
        ]

    # Harvests

    def end_harvest(self, source: Followed, harvest: Harvest, *, still_failing: Collection[str] | None) -> None:
        """Keep a harvest that went through to its end.

        Without an alarm the source was in good order. ``still_failing``: addresses that failed in it; all other
        failures are over. ``None`` if that cannot be told.
        """
        counts = (harvest.meetings, harvest.documents, harvest.failures, harvest.requests)
        columns = (*counts, harvest.alarm, harvest.unwanted)
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO harvests (followed, at, since, meetings, documents, failures, requests, alarm, unwanted)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (source.number, harvest.at.isoformat(), iso(harvest.since), *columns),
            )
            if harvest.alarm is None:
                connection.execute(
                    "UPDATE followed SET last_good = ? WHERE number = ?", (harvest.at.isoformat(), source.number)
                )
            if still_failing is not None:
                connection.execute(
                    "DELETE FROM failures WHERE followed = ? AND address NOT IN (SELECT value FROM json_each(?))",
                    (source.number, json.dumps(sorted(still_failing))),
                )

    def harvests(self, source: Followed) -> list[Harvest]:
        """Return every finished harvest of a source, oldest first."""
        sql = (
            "SELECT at, since, meetings, documents, failures, requests, alarm, unwanted FROM harvests"
            " WHERE followed = ? ORDER BY number"
        )
        return [_harvest(row) for row in self._all(sql, source.number)]

    # Fetches

    def put_fetches(self, fetches: Sequence[Fetch]) -> None:
        """Add to the log of fetches. Nothing in it is ever changed."""
        with self._connections.writing() as connection:
            connection.executemany(
                "INSERT INTO fetches (asked, address, fetched, unchanged, raw_sha256, told_sha256)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (one.asked, one.address, one.fetched.isoformat(), one.unchanged, one.raw_sha256, one.told_sha256)
                    for one in fetches
                ],
            )

    def last_fetch(self, asked: str) -> Fetch | None:
        """Return the last answer to an address, ``None`` if it was never fetched."""
        row = self._one("SELECT * FROM fetches WHERE asked = ? ORDER BY number DESC LIMIT 1", asked)
        return _fetch(row) if row else None

    def fetches(self) -> Iterator[Fetch]:
        """Go through the log of fetches, oldest first."""
        yield from map(_fetch, self._all("SELECT * FROM fetches ORDER BY number"))

    # Versions

    def fate_of(self, statement_id: str) -> Fate | None:
        """Return what became of a statement when its page was changed, ``None`` if nothing did."""
        row = self._one("SELECT fate FROM statements WHERE id = ?", statement_id)
        fate: Fate | None = row["fate"] if row else None
        return fate

    def changed_documents(self, *, limit: int = -1) -> list[str]:
        """Return the keys of the latest versions of documents that were changed, last changed first. -1: no limit."""
        sql = (
            "SELECT d.key FROM documents d WHERE d.current = 1"
            " AND EXISTS (SELECT 1 FROM documents o WHERE o.source = d.source AND o.number != d.number)"
            " ORDER BY d.added DESC, d.key LIMIT ?"
        )
        return [row["key"] for row in self._all(sql, limit)]

    def last_seen(self, key: str) -> datetime:
        """Return when this version of a document was last found at its address. Raises ``UsageError`` if never."""
        row = self._one(
            "SELECT s.fetched FROM sightings s JOIN documents d ON d.number = s.document WHERE d.key = ?"
            " ORDER BY s.number DESC LIMIT 1",
            key,
        )
        if row is None:
            raise UsageError(f"There is no document {key!r} in the store")
        return datetime.fromisoformat(row["fetched"])


def _followed(row: sqlite3.Row) -> Followed:
    return Followed(
        row["number"],
        row["address"],
        row["committee"] or None,
        date.fromisoformat(row["since"]) if row["since"] else None,
        bool(row["site"]),
        datetime.fromisoformat(row["added"]),
        datetime.fromisoformat(row["last_good"]) if row["last_good"] else None,
        tuple(json.loads(row["about"])),
        tuple(json.loads(row["places"])),
    )


def _harvest(row: sqlite3.Row) -> Harvest:
    since = date.fromisoformat(row["since"]) if row["since"] else None
    figures = (row["meetings"], row["documents"], row["failures"], row["requests"])
    return Harvest(datetime.fromisoformat(row["at"]), since, *figures, alarm=row["alarm"], unwanted=row["unwanted"])


def _fetch(row: sqlite3.Row) -> Fetch:
    return Fetch(
        row["asked"],
        row["address"],
        datetime.fromisoformat(row["fetched"]),
        bool(row["unchanged"]),
        row["raw_sha256"],
        row["told_sha256"],
    )


def _failure(row: sqlite3.Row) -> Failure:
    return Failure(row["address"], row["reason"], row["message"], datetime.fromisoformat(row["at"]))
