"""What became of each statement when its page was changed: worked out here, once, whenever a version comes in.

``statements.fate`` keeps it. Statements that are ``vanished`` stay in every list, as nothing stands in their place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from greenshoots.records import Link, Passage, Statement
from index.fates import Fate, counterpart, not_in, squeezed, stands_in
from index.store_read import StoreReader

_PASSAGES = 'SELECT start, "end", text FROM passages WHERE document = ? ORDER BY start'


@dataclass(frozen=True, slots=True)
class Became:
    """What became of some words. ``other``: the version that has other words; ``place``: those, where there are any."""

    fate: Fate
    other: str
    place: Passage | None = None


def mark_fates(connection: sqlite3.Connection, number: int) -> None:
    """Work out again what became of the statements of every version of a source, within a transaction.

    ``number``: the document row of any of its versions.
    """
    rows = connection.execute(
        "SELECT d.number, d.current, d.text, d.key FROM documents d"
        " WHERE d.source = (SELECT source FROM documents WHERE number = ?)"
        " ORDER BY d.current DESC, (SELECT max(s.number) FROM sightings s WHERE s.document = d.number) DESC",
        (number,),
    ).fetchall()
    if len(rows) < 2 or not rows[0]["current"]:
        return
    newest, *others = [_version(connection, row) for row in rows]
    for other in others:
        _mark(connection, other, newest, found="changed", lost="vanished")
    _mark(connection, newest, others[0], found="reworded", lost="added")


def became(store: StoreReader, piece: Statement | Link) -> Became | None:
    """Return what became of a statement or of a linked passage when its page was changed, ``None`` if it stands.

    Words of the newest version are compared with the version before it.
    """
    newer = store.superseded_by(piece.document_key)
    other = newer or _before(store, piece.document_key)
    if other is None:
        return None
    whole = squeezed(store.document(other).text)
    own = store.passages(piece.document_key)
    words = _sentence(piece, own)
    if stands_in(words, whole):
        return None
    here = squeezed(store.document(piece.document_key).text)
    place = counterpart(words, not_in(store.passages(other), here))
    if newer:
        return Became("changed" if place else "vanished", other, place)
    return Became("reworded" if place else "added", other, place)


@dataclass(frozen=True, slots=True)
class _Version:
    number: int
    key: str
    whole: str
    passages: list[Passage]


def _version(connection: sqlite3.Connection, row: sqlite3.Row) -> _Version:
    found = connection.execute(_PASSAGES, (row["number"],)).fetchall()
    passages = [Passage(row["key"], p["start"], p["end"], p["text"]) for p in found]
    return _Version(row["number"], row["key"], squeezed(row["text"]), passages)


def _mark(connection: sqlite3.Connection, own: _Version, other: _Version, *, found: Fate, lost: Fate) -> None:
    fresh = not_in(other.passages, own.whole)
    rows = connection.execute(
        "SELECT number, start, \"end\", json_extract(record, '$.text') AS text FROM statements WHERE document = ?",
        (own.number,),
    )
    fates: list[tuple[Fate | None, int]] = []
    for row in rows.fetchall():
        words = _sentence(Passage(own.key, row["start"], row["end"], row["text"]), own.passages)
        if stands_in(words, other.whole):
            fates.append((None, row["number"]))
        else:
            fates.append((found if counterpart(words, fresh) else lost, row["number"]))
    connection.executemany("UPDATE statements SET fate = ? WHERE number = ?", fates)


def _sentence(piece: Statement | Link | Passage, passages: Iterable[Passage]) -> str:
    """Return the whole sentence that a piece stands in: a condition added after a clause changes it, too."""
    around = [p for p in passages if p.start <= piece.start and piece.end <= p.end]
    return around[0].text if around else piece.text


def _before(store: StoreReader, key: str) -> str | None:
    """Return the version of the same source that was seen last before the newest, ``None`` if there is no other."""
    sql = (
        "SELECT d.key FROM documents d WHERE d.key != ?1 AND d.source = (SELECT source FROM documents WHERE key = ?1)"
        " ORDER BY (SELECT max(s.number) FROM sightings s WHERE s.document = d.number) DESC LIMIT 1"
    )
    row = store._one(sql, key)
    return row["key"] if row else None
