"""What was traced when, and what came in since: so that a new record costs only what it may change."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from greenshoots.records import Coverage, Link, Passage, Statement
from index.ranking_version import ranking_version
from index.store import Store, insert_links
from index.store_filters import LASTING
from index.store_read import StoreReader
from index.store_rows import from_json, to_json

RETRACED = 300  # statements traced anew by an update after the ranking changed; more would take minutes (guess)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A statement that was traced before. ``at``: when. ``bar``: score of its twentieth evidence, 0 without one."""

    statement: Statement
    at: str
    searched: Coverage
    bar: float


@dataclass(frozen=True, slots=True)
class Update:
    """What is to be kept of one statement. ``links``: in their order, ``None`` if those that are kept stay.

    ``before``: the place of each link in the store, ``None`` for one that is new or changed; empty if all are to be
    written.
    """

    statement: str
    searched: Coverage
    links: tuple[Link, ...] | None = None
    before: tuple[int | None, ...] = ()


def last_pass(store: StoreReader) -> str:
    """Return the moment at which every traced statement was last up to date, in ISO 8601, "" for never."""
    row = store._one("SELECT max(moment) AS moment FROM trace_passes")
    return (row["moment"] or "") if row else ""


def end_pass(store: Store) -> None:
    """Keep that every traced statement is up to date now."""
    moment = datetime.now(UTC).isoformat(timespec="microseconds")
    with store._connections.writing() as connection:
        connection.execute("DELETE FROM trace_passes")
        connection.execute("INSERT INTO trace_passes (moment) VALUES (?)", (moment,))


def came_in(store: StoreReader) -> dict[int, str]:
    """Return of each current document row when it was added, in ISO 8601."""
    return {row["number"]: row["added"] for row in store._all("SELECT number, added FROM documents WHERE current = 1")}


def traced_earlier(store: StoreReader) -> list[Earlier]:
    """Return the statements of current records that were ever traced, newest record first.

    Of those that another ranking traced only the newest ``RETRACED``, which are to be traced anew: their links cannot
    stand beside new ones. The others are left as they are, and wait (``StoreReader.waiting``).
    """
    sql = (
        "SELECT s.record, s.id, t.traced, t.searched, t.ranking, (SELECT json_extract(l.record, '$.score') FROM links l"
        " WHERE l.statement = s.id AND l.place = 19 AND json_extract(l.record, '$.date') IS NOT NULL) AS bar"
        " FROM traces t JOIN statements s ON s.id = t.statement JOIN documents d ON d.number = s.document"
        f" WHERE {LASTING} ORDER BY d.published DESC, d.key, s.start"
    )
    rows = store._all(sql)
    by_another = [row["id"] for row in rows if row["ranking"] != ranking_version()]
    left = set(by_another[RETRACED:])
    return [
        Earlier(
            from_json(Statement, row["record"]),
            row["traced"],
            from_json(Coverage, row["searched"]),
            row["bar"] or 0.0,
        )
        for row in rows
        if row["id"] not in left
    ]


def linked_to_old(store: StoreReader) -> set[str]:
    """Return the statements with links into records that a later version has replaced, or made by another ranking."""
    sql = (
        "SELECT DISTINCT l.statement FROM links l JOIN documents d ON d.number = l.document WHERE d.current = 0"
        " UNION SELECT statement FROM traces WHERE ranking != ?"
    )
    return {row["statement"] for row in store._all(sql, ranking_version())}


def rows_of(store: StoreReader, documents: Collection[int]) -> list[int]:
    """Return the passage rows of some document rows, in order."""
    sql = "SELECT number FROM passages WHERE document IN (SELECT value FROM json_each(?)) ORDER BY number"
    return [row["number"] for row in store._all(sql, json.dumps(sorted(documents)))]


def rows_at(store: StoreReader, pieces: Sequence[Link | Passage]) -> list[int]:
    """Return the passage rows that stand exactly where some pieces do, in their order; those that are gone left out."""
    places = [[piece.document_key, piece.start, piece.end] for piece in pieces]
    sql = (
        "SELECT p.number FROM json_each(?) wanted JOIN documents d ON d.key = json_extract(wanted.value, '$[0]')"
        " JOIN passages p ON p.document = d.number AND p.start = json_extract(wanted.value, '$[1]')"
        " AND p.\"end\" = json_extract(wanted.value, '$[2]') ORDER BY wanted.key"
    )
    return [row["number"] for row in store._all(sql, json.dumps(places))]


def put_updates(store: Store, updates: Sequence[Update]) -> None:
    """Keep what many traces found, all in one transaction."""
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    with store._connections.writing() as connection:
        for update in updates:
            if update.links is not None:
                insert_links(connection, update.statement, update.links, before=update.before)
            connection.execute(
                "UPDATE traces SET traced = ?, searched = ?, ranking = ? WHERE statement = ?",
                (now, to_json(update.searched), ranking_version(), update.statement),
            )
