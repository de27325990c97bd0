"""The store: every document, statement and link, in one SQLite file. It is the truth; all else can be rebuilt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from greenshoots.errors import BrokenSourceError, OffsetError, StoreError, UsageError
from greenshoots.records import (
    Correction,
    Coverage,
    Document,
    Failure,
    Link,
    Passage,
    Provenance,
    Reading,
    Span,
    Statement,
    Turn,
)
from index.ranking_version import ranking_version
from index.store_connections import Connections
from index.store_rows import iso, to_json
from index.store_sources import Followed, SourcesTable
from index.store_versions import mark_fates
from index.vector_key import vector_key, vector_text


class Store(SourcesTable):
    """The store with all that changes it. Each method that writes is one transaction: all of it or nothing."""

    @classmethod
    @contextmanager
    def open(cls, path: Path | str) -> Iterator[Store]:
        """Open the store at ``path``, making file and folder if they are not there.

        Raises ``StoreError`` if it cannot be opened or written, is damaged, or was made
        by a newer version. One store may be used by several threads at once.
        """
        place = Path(path)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                "The folder of the store cannot be made",
                where=str(place.parent),
                cause=error.strerror,
                next_step="Set GREENSHOOTS_HOME to a folder that you may write to",
            ) from error
        connections = Connections(place)
        try:
            yield cls(connections)
        finally:
            connections.close()

    def add(self, document: Document, provenance: Provenance, reading: Reading, *, reader: str) -> bool:
        """Store a document with where it came from and what was found in it.

        A document that is here already gains the address, if that is new; if another
        ``reader`` read it, or its publisher lists other people beside it now, the findings
        are replaced, and links of statements that are found again stay. Another text from a
        known address or under a known id becomes a new version. Returns whether anything
        was read into the store. Raises ``OffsetError`` if a finding is not
        ``text[start:end]``, ``BrokenSourceError`` if the text cannot be written in UTF-8.
        """
        prove(document, reading)
        with self._connections.writing() as connection:
            row = connection.execute(
                "SELECT number, reader, people FROM documents WHERE key = ?", (document.key,)
            ).fetchone()
            known = row is not None and row["reader"] == reader and not _tells_more(document, row["people"])
            if row is None:
                number = _insert_document(connection, document, provenance.address, reader)
                _insert_reading(connection, number, reading)
            else:
                number = row["number"]
                if not known:
                    _replace_beside(connection, number, document)
                    _replace_reading(connection, number, reading, reader)
            _see(connection, number, provenance)
            if not known:
                mark_fates(connection, number)
        return not known

    def saw(self, key: str, provenance: Provenance) -> None:
        """Record that a document which is here already was met at an address, unless it was what was last met there."""
        if self.was_last_met(key, provenance.address):
            return
        with self._connections.writing() as connection:
            row = connection.execute("SELECT number FROM documents WHERE key = ?", (key,)).fetchone()
            if row is None:
                raise UsageError(f"There is no document {key!r} in the store")
            _see(connection, row["number"], provenance)

    def put_links(self, statement_id: str, links: Sequence[Link], *, searched: Coverage) -> None:
        """Replace the links of a stored statement and keep what was searched for them. No links is an answer, too."""
        with self._connections.writing() as connection:
            if connection.execute("SELECT 1 FROM statements WHERE id = ?", (statement_id,)).fetchone() is None:
                raise UsageError(f"There is no statement {statement_id!r} in the store")
            insert_links(connection, statement_id, links)
            connection.execute(
                "INSERT INTO traces (statement, traced, searched, ranking) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (statement) DO UPDATE SET traced = excluded.traced, searched = excluded.searched,"
                " ranking = excluded.ranking",
                (
                    statement_id,
                    datetime.now(UTC).isoformat(timespec="microseconds"),
                    to_json(searched),
                    ranking_version(),
                ),
            )

    def correct(self, correction: Correction) -> None:
        """Add to the log of corrections by people. Nothing in it is ever changed.

        Raises ``UsageError`` if the document is not here, ``OffsetError`` if the words do not stand there.
        """
        document = self.document(correction.document_key)
        if Span(correction.start, correction.end).of(document.text) != correction.text:
            raise OffsetError(f"{correction.text[:40]!r} does not stand at {correction.start}", where=document.id)
        with self._connections.writing() as connection:
            connection.execute(
                'INSERT INTO corrections (document, start, "end", record)'
                " SELECT number, ?, ?, ? FROM documents WHERE key = ?",
                (correction.start, correction.end, to_json(correction), document.key),
            )

    def record_failure(self, failure: Failure, *, source: Followed | None = None) -> None:
        """Keep that a source or an item in it could not be read; a later failure of the same address replaces it.

        ``source``: the followed one that it belongs to.
        """
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO failures (address, reason, message, at, followed) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (address) DO UPDATE SET reason = excluded.reason, message = excluded.message,"
                " at = excluded.at, followed = coalesce(excluded.followed, followed)",
                (
                    failure.address,
                    failure.reason,
                    failure.message,
                    failure.at.isoformat(),
                    source.number if source else None,
                ),
            )

    def clear_failures(self, address: str) -> None:
        """Forget the failure of an address that could be read since."""
        if self._one("SELECT 1 FROM failures WHERE address = ?", address) is None:
            return  # the rule: a round with nothing new writes nothing
        with self._connections.writing() as connection:
            connection.execute("DELETE FROM failures WHERE address = ?", (address,))


def prove(document: Document, reading: Reading) -> None:
    """Raise ``OffsetError`` unless every finding is a piece of the text and bears its document's key."""
    try:
        document.text.encode()
    except UnicodeEncodeError as error:
        raise BrokenSourceError(
            f"The text holds half a character at offset {error.start}",
            where=document.id,
            cause="It was decoded in the wrong encoding",
            next_step="Save it as UTF-8",
        ) from error
    pieces: tuple[Passage | Statement, ...] = (*reading.passages, *reading.statements)
    for piece in pieces:
        if Span(piece.start, piece.end).of(document.text) != piece.text or piece.document_key != document.key:
            raise OffsetError(f"{piece.start}:{piece.end} are not the words {piece.text[:40]!r}", where=document.id)
    for quote in reading.quotes:
        for span in (quote.source, quote.cue, *quote.content):
            if span:
                span.of(document.text)
    parts: tuple[Span | Turn, ...] = (*document.headings, *document.turns)
    for part in parts:
        Span(part.start, part.end).of(document.text)


def _insert_document(connection: sqlite3.Connection, document: Document, address: str, reader: str) -> int:
    source = _source_of(connection, document, address)
    (version,) = connection.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM documents WHERE source = ?", (source,)
    ).fetchone()
    cursor = connection.execute(
        "INSERT INTO documents (key, id, source, version, current, medium, body, title, url, published, met, reader,"
        " added, text_sha256, headings, turns, people, anchors, text)"
        " VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.key,
            document.id,
            source,
            version,
            document.medium,
            document.body,
            document.title,
            document.url,
            iso(document.published),
            iso(document.met),
            reader,
            datetime.now(UTC).isoformat(timespec="microseconds"),
            document.sha256,
            to_json(list(document.headings)),
            to_json(list(document.turns)),
            to_json(list(document.people)),
            to_json(list(document.anchors)),
            document.text,
        ),
    )
    return int(cursor.lastrowid or 0)


def _source_of(connection: sqlite3.Connection, document: Document, address: str) -> str:
    """Name the source of a new document: of the version before it under its id or at its address, else its own id."""
    row = connection.execute(
        "SELECT source FROM documents WHERE id = ? UNION ALL"
        " SELECT source FROM (SELECT d.source FROM sightings s JOIN documents d ON d.number = s.document"
        " WHERE s.address = ? ORDER BY s.number DESC LIMIT 1) LIMIT 1",
        (document.id, address),
    ).fetchone()
    return row["source"] if row else document.id


def _tells_more(document: Document, people: str) -> bool:
    """Whether the publisher lists other people beside a document than when it was stored."""
    return bool(document.people) and to_json(list(document.people)) != people


def _replace_beside(connection: sqlite3.Connection, number: int, document: Document) -> None:
    """Keep what is told beside a text and may change without it; what is no longer told stays as it was."""
    for column, told in (("people", document.people), ("anchors", document.anchors)):
        if told:
            connection.execute(f"UPDATE documents SET {column} = ? WHERE number = ?", (to_json(list(told)), number))


def _see(connection: sqlite3.Connection, number: int, provenance: Provenance) -> None:
    """Record a sighting, unless the document was the last one met there, and make it the latest of its source.

    One that was the last met there may have been superseded by what another address of its source told since.
    """
    last = connection.execute(
        "SELECT s.document, d.current FROM sightings s JOIN documents d ON d.number = s.document"
        " WHERE s.address = ? ORDER BY s.number DESC LIMIT 1",
        (provenance.address,),
    ).fetchone()
    if last and last["document"] == number and last["current"]:
        return
    connection.execute(
        "INSERT INTO sightings (document, address, fetched, raw_sha256, parser, headers, partial, machine_made,"
        " also) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            provenance.address,
            provenance.fetched.isoformat(),
            provenance.raw_sha256,
            provenance.parser,
            to_json(list(provenance.headers)),
            provenance.partial,
            provenance.machine_made,
            json.dumps(provenance.also),
        ),
    )
    connection.execute(
        "UPDATE documents SET current = (number = ?1) WHERE source = (SELECT source FROM documents WHERE number = ?1)",
        (number,),
    )
    mark_fates(connection, number)


def _insert_reading(connection: sqlite3.Connection, number: int, reading: Reading) -> None:
    connection.executemany(
        'INSERT INTO passages (document, start, "end", vector_key, heading, text) VALUES (?, ?, ?, ?, ?, ?)',
        [(number, p.start, p.end, vector_key(vector_text(p)), p.heading, p.text) for p in reading.passages],
    )
    connection.executemany(
        "INSERT INTO quotes (document, record) VALUES (?, ?)", [(number, to_json(quote)) for quote in reading.quotes]
    )
    for statement in reading.statements:
        _insert_statement(connection, number, statement)


def _insert_statement(connection: sqlite3.Connection, number: int, statement: Statement) -> None:
    (row,) = connection.execute(
        'INSERT INTO statements (id, document, start, "end", record) VALUES (?, ?, ?, ?, ?)'
        " ON CONFLICT (id) DO UPDATE SET record = excluded.record RETURNING number",
        (statement.id, number, statement.start, statement.end, to_json(statement)),
    ).fetchone()
    connection.execute("DELETE FROM statement_kinds WHERE statement = ?", (row,))
    connection.executemany(
        "INSERT INTO statement_kinds (statement, kind) VALUES (?, ?)", [(row, kind) for kind in statement.kinds]
    )


def _replace_reading(connection: sqlite3.Connection, number: int, reading: Reading, reader: str) -> None:
    """Put new findings in place of old ones; a statement found again keeps its row, and so its links."""
    again = json.dumps([statement.id for statement in reading.statements])
    connection.execute("DELETE FROM passages WHERE document = ?", (number,))
    connection.execute("DELETE FROM quotes WHERE document = ?", (number,))
    connection.execute(
        "DELETE FROM statements WHERE document = ? AND id NOT IN (SELECT value FROM json_each(?))", (number, again)
    )
    _insert_reading(connection, number, reading)
    connection.execute("UPDATE documents SET reader = ? WHERE number = ?", (reader, number))


def insert_links(
    connection: sqlite3.Connection, statement_id: str, links: Sequence[Link], *, before: Sequence[int | None] = ()
) -> None:
    """Put links in place of those that a statement has, within a transaction.

    ``before``: for each the place at which it stands there already as it is, ``None`` if it must be written; empty if
    all must be.
    """
    stay = {old: new for new, old in enumerate(before) if old is not None}
    places = json.dumps({str(old): new for old, new in stay.items()})
    gone = "DELETE FROM links WHERE statement = ? AND place NOT IN (SELECT value FROM json_each(?))"
    connection.execute(gone, (statement_id, json.dumps(list(stay))))
    if any(old != new for old, new in stay.items()):
        moved = "UPDATE links SET place = json_extract(?, '$.\"' || place || '\"') WHERE statement = ?"
        connection.execute(moved, (places, statement_id))
    there = set(stay.values())
    for place, link in enumerate(links):
        if place not in there:
            _insert_link(connection, statement_id, place, link)


def _insert_link(connection: sqlite3.Connection, statement_id: str, place: int, link: Link) -> None:
    row = connection.execute("SELECT number FROM documents WHERE key = ?", (link.document_key,)).fetchone()
    if row is None:
        raise UsageError(f"The link {link.id} points to a document that is not in the store")
    connection.execute(
        "INSERT INTO links (id, statement, document, place, record) VALUES (?, ?, ?, ?, ?)",
        (link.id, statement_id, row["number"], place, to_json(link)),
    )
