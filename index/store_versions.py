"""What became of each statement when its page was changed: worked out here, once, whenever a version comes in.

``statements.fate`` keeps it. Statements that are ``vanished`` stay in every list, as nothing stands in their place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from greenshoots.records import Document, Link, Passage, Statement
from index.fates import Fate, counterpart, not_in, squeezed, stands_in
from index.store_read import StoreReader

_CUT = " .…\u00a0"  # what stands after words that are cut short
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


def says_less(store: StoreReader, document: Document, address: str) -> bool:
    """Whether a document that could be read only in part says nothing that its newest version, read whole, does not.

    Title and headings do not count: another way of asking spells them its own way. Nor do dots after words cut short.
    """
    row = store._one(
        "SELECT key FROM documents WHERE current = 1 AND source = (SELECT source FROM documents WHERE id = ?1 UNION ALL"
        " SELECT source FROM (SELECT d.source FROM sightings s JOIN documents d ON d.number = s.document"
        " WHERE s.address = ?2 ORDER BY s.number DESC LIMIT 1) LIMIT 1)",
        document.id,
        address,
    )
    if row is None or row["key"] == document.key or is_part(store, row["key"]):
        return False
    whole = squeezed(store.document(row["key"]).text)
    return all(stands_in(line.rstrip(_CUT), whole) for line in _below_headings(document))


def is_part(store: StoreReader, key: str) -> bool:
    """Whether this version could be read only in part when it was last met."""
    return store.provenances(key)[-1].partial


def _below_headings(document: Document) -> Iterator[str]:
    headings = {document.title, *(heading.of(document.text).strip() for heading in document.headings)}
    return (line for line in document.text.splitlines() if line.strip() not in headings)


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
