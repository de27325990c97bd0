"""Reading the SQLite store: documents, statements, passages, links, and what record is covered."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from greenshoots.errors import UsageError
from greenshoots.records import (
    Correction,
    Coverage,
    Document,
    Failure,
    Filters,
    Kind,
    Link,
    Office,
    Passage,
    Provenance,
    Quote,
    Statement,
)
from index.ranking_version import ranking_version
from index.store_connections import Connections
from index.store_filters import LASTING, Condition, of_documents, of_passages, of_statements
from index.store_prints import also_printed, prints_of
from index.store_rows import (
    DOCUMENT_COLUMNS,
    PASSAGE_COLUMNS,
    Card,
    card_of,
    document_of,
    from_json,
    passage_of,
    provenance_of,
    to_json,
)

Order = Literal["newest", "oldest"]
_NO_FILTERS = Filters()
_DATE_ORDER = {"newest": "d.published IS NULL, d.published DESC", "oldest": "d.published IS NULL, d.published"}
LOST_ROWS = "PRAGMA foreign_key_check"
CHECK_WORD_INDEX = "INSERT INTO passages_fts (passages_fts, rank) VALUES ('integrity-check', 1)"
_CARD_COLUMNS = "d.number, d.key, d.id, d.source, d.version, d.current, d.medium, d.body, d.published, d.met"

# A source ``f`` speaks of a body if a record of it is the body's, or the press's; also while nobody can tell.
_RECORDS = "SELECT 1 FROM documents_of_source o JOIN documents d ON d.number = o.document WHERE o.followed = f.number"
_OF_BODY = (
    f"?1 IS NULL OR NOT EXISTS ({_RECORDS} AND d.body IS NOT NULL)"
    f" OR EXISTS ({_RECORDS} AND (d.medium = 'press' OR instr(fold(d.body), fold(?1))))"
)


class StoreReader:
    """Everything that asks the store and changes nothing. Only latest versions are listed; any is found by its key."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self._connections.path

    # Documents

    def document(self, key: str) -> Document:
        """Return one version of a document by its key. Raises ``UsageError`` if there is none."""
        row = self._one(f"SELECT {DOCUMENT_COLUMNS} FROM documents d WHERE d.key = ?", key)
        if row is None:
            raise UsageError(
                f"There is no document {key!r} in the store", next_step="Look it up with `greenshoots search`"
            )
        return document_of(row)

    def document_by_id(self, document_id: str) -> Document | None:
        """Return the latest version of a document by the id it was given, ``None`` if it is not in the store."""
        sql = (
            f"SELECT {DOCUMENT_COLUMNS} FROM documents d WHERE d.id = ? ORDER BY d.current DESC, d.version DESC LIMIT 1"
        )
        row = self._one(sql, document_id)
        return document_of(row) if row else None

    def documents(self, filters: Filters = _NO_FILTERS, *, current_only: bool = True) -> Iterator[Document]:
        """Go through the documents, newest first, undated last, one in memory at a time."""
        for card in self.cards(filters, current_only=current_only):
            yield self.document(card.key)

    def cards(self, filters: Filters = _NO_FILTERS, *, current_only: bool = True) -> list[Card]:
        """Return what is known of each document short of its text, newest first, undated last."""
        where = of_documents(filters, current_only=current_only)
        sql = f"SELECT {_CARD_COLUMNS} FROM documents d WHERE {where.sql} ORDER BY {_DATE_ORDER['newest']}, d.key"
        return [card_of(row) for row in self._all(sql, *where.values)]

    def card(self, key: str) -> Card | None:
        """Return what is known of one version short of its text, ``None`` if it is not in the store."""
        row = self._one(f"SELECT {_CARD_COLUMNS} FROM documents d WHERE d.key = ?", key)
        return card_of(row) if row else None

    def versions(self, key: str) -> list[Document]:
        """Return all versions of the source that a document belongs to, first one first."""
        sql = (
            f"SELECT {DOCUMENT_COLUMNS} FROM documents d"
            " WHERE d.source = (SELECT source FROM documents WHERE key = ?) ORDER BY d.version"
        )
        return [document_of(row) for row in self._all(sql, key)]

    def superseded_by(self, key: str) -> str | None:
        """Return the key of the latest version of the same source, ``None`` if this is the latest."""
        sql = (
            "SELECT newest.key FROM documents old"
            " JOIN documents newest ON newest.source = old.source AND newest.current = 1"
            " WHERE old.key = ? AND old.current = 0"
        )
        row = self._one(sql, key)
        return row["key"] if row else None

    def provenances(self, key: str) -> list[Provenance]:
        """Return where and when a document was seen, in the order it was met."""
        sql = "SELECT s.* FROM sightings s JOIN documents d ON d.number = s.document WHERE d.key = ? ORDER BY s.number"
        return [provenance_of(row) for row in self._all(sql, key)]

    def needs_reading(self, key: str, reader: str, *, people: Sequence[Office] = ()) -> bool:
        """Whether a document is new here, was read by another version of the reader, or without these ``people``."""
        row = self._one("SELECT people FROM documents WHERE key = ? AND reader = ?", key, reader)
        return row is None or (bool(people) and to_json(list(people)) != row["people"])

    def was_last_met(self, key: str, address: str) -> bool:
        """Whether this version of a document is what was last met at an address, and the newest of its source."""
        sql = (
            "SELECT d.key, d.current FROM sightings s JOIN documents d ON d.number = s.document"
            " WHERE s.address = ? ORDER BY s.number DESC LIMIT 1"
        )
        row = self._one(sql, address)
        return row is not None and row["key"] == key and bool(row["current"])

    # Statements and quotations

    def statement(self, statement_id: str) -> Statement:
        """Return a statement by its id or the beginning of it. Raises ``UsageError`` if none or several fit."""
        sql = "SELECT record FROM statements WHERE id >= ? AND id < ? ORDER BY id LIMIT 2"
        rows = self._all(sql, statement_id, statement_id + "\x7f") if statement_id else []
        exact = self._one("SELECT record FROM statements WHERE id = ?", statement_id) if len(rows) > 1 else None
        if len(rows) > 1 and not exact:
            raise UsageError(f"Several statements begin with {statement_id!r}", next_step="Give more of the id")
        if not rows:
            raise UsageError(
                f"There is no statement {statement_id!r} in the store", next_step="Look it up with `greenshoots search`"
            )
        return from_json(Statement, (exact or rows[0])["record"])

    def statements(
        self,
        filters: Filters = _NO_FILTERS,
        *,
        limit: int = -1,
        offset: int = 0,
        order: Order = "newest",
        current_only: bool = True,
    ) -> list[Statement]:
        """List statements by the date of their record, within a document in the order of the text. -1: no limit."""
        where = of_statements(filters, current_only=current_only)
        sql = (
            f"SELECT s.record FROM statements s JOIN documents d ON d.number = s.document WHERE {where.sql}"
            f" ORDER BY {_DATE_ORDER[order]}, d.key, s.start LIMIT ? OFFSET ?"
        )
        return [from_json(Statement, row["record"]) for row in self._all(sql, *where.values, limit, offset)]

    def statements_of(self, key: str) -> list[Statement]:
        """Return the statements of one version of a document, in the order of the text."""
        sql = (
            "SELECT s.record FROM statements s JOIN documents d ON d.number = s.document"
            " WHERE d.key = ? ORDER BY s.start"
        )
        return [from_json(Statement, row["record"]) for row in self._all(sql, key)]

    def statement_at(self, piece: Passage | Link, filters: Filters = _NO_FILTERS) -> Statement | None:
        """Return the statement that shares most words with a piece, of those that the filters leave."""
        where = of_statements(filters, current_only=False)
        sql = (
            "SELECT s.record FROM statements s JOIN documents d ON d.number = s.document"
            f' WHERE d.key = ? AND s.start < ? AND s."end" > ? AND {where.sql}'
            ' ORDER BY min(s."end", ?) - max(s.start, ?) DESC, s.start LIMIT 1'
        )
        values = (piece.document_key, piece.end, piece.start, *where.values, piece.end, piece.start)
        row = self._one(sql, *values)
        return from_json(Statement, row["record"]) if row else None

    def statements_matching(self, expression: str) -> set[str]:
        """Return the ids of statements that share words with a passage that fits an FTS5 expression."""
        sql = (
            "SELECT s.id FROM passages_fts JOIN passages p ON p.number = passages_fts.rowid JOIN statements s"
            ' ON s.document = p.document AND s.start < p."end" AND s."end" > p.start WHERE passages_fts MATCH ?'
        )
        return {row["id"] for row in self._all(sql, expression)}

    def quotes(self, key: str) -> list[Quote]:
        """Return the quotations of one version of a document, in the order they were found."""
        sql = (
            "SELECT q.record FROM quotes q JOIN documents d ON d.number = q.document WHERE d.key = ? ORDER BY q.number"
        )
        return [from_json(Quote, row["record"]) for row in self._all(sql, key)]

    # Corrections

    def corrections(self, key: str | None = None) -> list[Correction]:
        """Return the log of corrections, oldest first; ``key``: those of one version of a document."""
        sql = (
            "SELECT c.record FROM corrections c JOIN documents d ON d.number = c.document"
            " WHERE ? IS NULL OR d.key = ? ORDER BY c.number"
        )
        return [from_json(Correction, row["record"]) for row in self._all(sql, key, key)]

    # Passages

    def passages(self, key: str) -> list[Passage]:
        """Return the passages of one version of a document, in the order of the text."""
        sql = (
            f"SELECT {PASSAGE_COLUMNS} FROM passages p JOIN documents d ON d.number = p.document"
            " WHERE d.key = ? ORDER BY p.start"
        )
        return [passage_of(row) for row in self._all(sql, key)]

    def passages_at(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Return passages by their row numbers; numbers that are gone are left out."""
        sql = (
            f"SELECT {PASSAGE_COLUMNS} FROM json_each(?) wanted JOIN passages p ON p.number = wanted.value"
            " JOIN documents d ON d.number = p.document"
        )
        return {row["number"]: passage_of(row) for row in self._all(sql, json.dumps(list(numbers)))}

    def context(
        self, piece: Statement | Passage | Link, *, before: int = 2, after: int = 2
    ) -> tuple[list[Passage], list[Passage]]:
        """Return the passages that stand next before and next after a piece, each in the order of the text."""
        columns = f"SELECT {PASSAGE_COLUMNS} FROM passages p JOIN documents d ON d.number = p.document WHERE d.key = ?"
        earlier = self._all(
            f'{columns} AND p."end" <= ? ORDER BY p.start DESC LIMIT ?', piece.document_key, piece.start, before
        )
        later = self._all(f"{columns} AND p.start >= ? ORDER BY p.start LIMIT ?", piece.document_key, piece.end, after)
        return [passage_of(row) for row in reversed(earlier)], [passage_of(row) for row in later]

    def heading_at(self, document_key: str, start: int, end: int) -> str | None:
        """Return the heading that a span stands under, as its passage has it."""
        sql = (
            "SELECT p.heading FROM passages p JOIN documents d ON d.number = p.document"
            ' WHERE d.key = ? AND p.start < ? AND p."end" > ? ORDER BY p.start LIMIT 1'
        )
        row = self._one(sql, document_key, end, start)
        return row["heading"] if row else None

    def match(
        self, expression: str, filters: Filters = _NO_FILTERS, *, limit: int, within: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Rank passages by BM25 for an FTS5 expression: row numbers and scores, best (highest) first.

        ``within``: only passages of these document rows. The heading counts half as much as the text (guess).
        """
        where = of_passages(filters)
        places, values = _within("p.document", within)
        sql = (
            "SELECT p.number, -bm25(passages_fts, 1.0, 0.5) AS score FROM passages_fts"
            " JOIN passages p ON p.number = passages_fts.rowid JOIN documents d ON d.number = p.document"
            f" WHERE passages_fts MATCH ? AND {where.sql} AND {places} ORDER BY score DESC, d.key, p.start LIMIT ?"
        )
        rows = self._all(sql, expression, *where.values, *values, limit)
        return [(row["number"], row["score"]) for row in rows]

    def matching(self, expression: str, numbers: Sequence[int]) -> set[int]:
        """Return those of the passage rows that fit an FTS5 expression."""
        sql = "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
        return {row["rowid"] for row in self._all(sql, expression, json.dumps(list(numbers)))}

    def with_vector(
        self, keys: Sequence[int], filters: Filters = _NO_FILTERS, *, within: Sequence[int] | None = None
    ) -> dict[int, list[int]]:
        """Return for each vector key the rows of the passages that share it, in the order they were stored."""
        where = of_passages(filters)
        places, values = _within("p.document", within)
        sql = (
            "SELECT p.vector_key, p.number FROM json_each(?) wanted JOIN passages p ON p.vector_key = wanted.value"
            f" WHERE {where.sql} AND {places} ORDER BY p.number"
        )
        found: dict[int, list[int]] = {}
        for row in self._all(sql, json.dumps(list(keys)), *where.values, *values):
            found.setdefault(row["vector_key"], []).append(row["number"])
        return found

    def vector_keys(self, filters: Filters | None = None, *, within: Sequence[int] | None = None) -> list[int]:
        """Return distinct vector keys, ascending: of all passages, or of what filters and document rows leave."""
        where = of_passages(filters) if filters else Condition("1", ())
        places, values = _within("p.document", within)
        sql = f"SELECT DISTINCT p.vector_key FROM passages p WHERE {where.sql} AND {places} ORDER BY p.vector_key"
        return [row["vector_key"] for row in self._all(sql, *where.values, *values)]

    def texts_of_vectors(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Return for each vector key one passage that has it."""
        sql = (
            f"SELECT p.vector_key, {PASSAGE_COLUMNS} FROM json_each(?) wanted"
            " JOIN passages p ON p.number = (SELECT min(number) FROM passages WHERE vector_key = wanted.value)"
            " JOIN documents d ON d.number = p.document"
        )
        return {row["vector_key"]: passage_of(row) for row in self._all(sql, json.dumps(list(keys)))}

    def frequencies(self, stems: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each stem occurs (in the text, not the heading); absent: in none."""
        sql = (
            "SELECT v.term, v.doc FROM json_each(?) wanted JOIN passages_vocabulary v"
            " ON v.term = wanted.value AND v.col = 'text'"
        )
        return {row["term"]: row["doc"] for row in self._all(sql, json.dumps(list(stems)))}

    def passage_count(self) -> int:
        """Return how many passages there are, those of earlier versions too."""
        row = self._one("SELECT count(*) AS passages FROM passages")
        return row["passages"] if row else 0

    def copies_of(self, number: int) -> dict[int, float]:
        """Return for each document row the share of passages (of over 30 characters) that it has in common with one.

        The share is counted against the longer of the two; 1.0 is a copy. Of press reports of the same days it is
        counted against the shorter: papers run one story at different lengths.
        """
        sql = (
            "WITH own AS (SELECT DISTINCT vector_key FROM passages WHERE document = ?1 AND length(text) > 30)"
            " SELECT p.document, count(DISTINCT p.vector_key) * 1.0 / max((SELECT count(*) FROM own),"
            " (SELECT count(DISTINCT all_of.vector_key) FROM passages all_of"
            " WHERE all_of.document = p.document AND length(all_of.text) > 30)) AS share"
            " FROM own JOIN passages p USING (vector_key) WHERE p.document != ?1 GROUP BY p.document"
        )
        found = {row["document"]: row["share"] for row in self._all(sql, number)}
        printed = prints_of(self._all, number)
        return found | {row: max(share, found.get(row, 0.0)) for row, share in printed.items()}

    def also_printed(self, key: str) -> list[Document]:
        """Return other papers' prints of the same story, in the order of publication; none if it is no press report."""
        return also_printed(self._all, key)

    def naming(self, expression: str, title: str) -> set[int]:
        """Return the document rows with a passage that fits an FTS5 expression or with these words in the title."""
        sql = (
            "SELECT DISTINCT p.document AS number FROM passages_fts JOIN passages p ON p.number = passages_fts.rowid"
            " WHERE passages_fts MATCH ? UNION SELECT number FROM documents WHERE instr(fold(title), fold(?))"
        )
        return {row["number"] for row in self._all(sql, expression, title)}

    def fingerprint(self) -> str:
        """Name the set of passages by what their vectors are made from: the vector cache must bear the same name."""
        sql = (
            "SELECT count(*), coalesce(sum(vector_key & 0xffffff), 0), coalesce(sum(vector_key >> 24), 0)"
            " FROM (SELECT DISTINCT vector_key FROM passages)"
        )
        with self._connections.reading() as connection:
            count, low, high = connection.execute(sql).fetchone()
        return f"{count}-{low:x}-{high:x}"

    # Links, failures, coverage

    def links(self, statement_id: str) -> list[Link]:
        """Return the links of a statement as they were put, further sources and undated ones among them."""
        sql = "SELECT record FROM links WHERE statement = ? ORDER BY place"
        return [from_json(Link, row["record"]) for row in self._all(sql, statement_id)]

    def searched(self, statement_id: str) -> Coverage | None:
        """Return the record that was gone through for a statement's links, ``None`` if it was never traced."""
        row = self._one("SELECT searched FROM traces WHERE statement = ?", statement_id)
        return from_json(Coverage, row["searched"]) if row else None

    def waiting(self, kind: Kind) -> list[Statement]:
        """Return the statements of a kind not traced since the last document came in, or not by this ranking.

        Newest first.
        """
        sql = (
            "SELECT s.record FROM statements s JOIN documents d ON d.number = s.document"
            " JOIN statement_kinds k ON k.statement = s.number LEFT JOIN traces t ON t.statement = s.id"
            f" WHERE ({LASTING}) AND k.kind = ? AND (t.traced IS NULL OR t.ranking != ?"
            " OR t.traced <= (SELECT max(added) FROM documents)"
            " AND coalesce((SELECT max(moment) FROM trace_passes), '') <= (SELECT max(added) FROM documents))"
            f" ORDER BY {_DATE_ORDER['newest']}, d.key, s.start"
        )
        return [from_json(Statement, row["record"]) for row in self._all(sql, kind, ranking_version())]

    def failures(self) -> list[Failure]:
        """Return the sources and items that could not be read, latest first."""
        sql = "SELECT address, reason, message, at FROM failures ORDER BY at DESC, address"
        return [from_json(Failure, json.dumps(dict(row))) for row in self._all(sql)]

    def coverage(self, filters: Filters = _NO_FILTERS) -> Coverage:
        """Say what record is covered. Speaker and kind do not narrow it: they narrow answers, not the record."""
        where = of_documents(filters)
        sql = (
            "SELECT count(*) AS documents, min(d.published) AS first, max(d.published) AS last,"
            f" count(*) - count(d.published) AS undated FROM documents d WHERE {where.sql}"
        )
        row = self._one(sql, *where.values)
        plain: dict[str, object] = dict(row or {}) | {"failures": self.unread(filters.body)}
        plain |= {"media": self._counts("medium", where), "bodies": self._counts("body", where)}
        return from_json(Coverage, json.dumps(plain))

    def failure_count(self, body: str | None = None) -> int:
        """Count what could not be read. ``body``: leaving out what belongs to sources of other bodies alone."""
        sql = (
            "SELECT count(*) AS number FROM failures x WHERE x.followed IS NULL"
            f" OR x.followed IN (SELECT f.number FROM followed f WHERE {_OF_BODY})"
        )
        return self._count(sql, self._answers_for(body))

    def unread(self, body: str | None = None) -> int:
        """Count what could not be read, and the sources whose last harvest raised an alarm: it may lack anything."""
        if body and not self.unread():
            return 0
        sql = (
            "SELECT count(*) AS number FROM followed f WHERE (SELECT h.alarm FROM harvests h"
            " WHERE h.followed = f.number ORDER BY h.number DESC LIMIT 1) IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM failures x WHERE x.address = f.address) AND ({_OF_BODY})"
        )
        return self.failure_count(body) + self._count(sql, self._answers_for(body))

    def _answers_for(self, body: str | None) -> str | None:
        """Return a body that its own records tell of, ``None`` for a paper: what it reports stands in all records."""
        press = "SELECT 1 FROM documents WHERE body = ? AND medium = 'press' LIMIT 1"
        return None if body and self._one(press, body) else body

    def _count(self, sql: str, *values: object) -> int:
        row = self._one(sql, *values)
        return int(row["number"]) if row else 0

    # What ``check`` asks

    def faults(self) -> list[str]:
        """Return what SQLite itself finds wrong: damaged pages, rows that point nowhere, a word index that lags."""
        with self._connections.reading() as connection:
            pages = [row[0] for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
            lost = [f"a row of {row[0]} points to no row of {row[2]}" for row in connection.execute(LOST_ROWS)]
            try:
                connection.execute(CHECK_WORD_INDEX)
            except sqlite3.DatabaseError as error:
                return [*pages, *lost, f"the word index does not fit the passages ({error})"]
        return pages + lost

    def stored_sha256(self, key: str) -> str:
        """Return the hash of a document's text as it was when it was stored."""
        row = self._one("SELECT text_sha256 FROM documents WHERE key = ?", key)
        return row["text_sha256"] if row else ""

    def stored_ids(self, key: str) -> list[str]:
        """Return the ids under which the statements of a document are kept, in the order of the text."""
        sql = "SELECT s.id FROM statements s JOIN documents d ON d.number = s.document WHERE d.key = ? ORDER BY s.start"
        return [row["id"] for row in self._all(sql, key)]

    def stored_vector_keys(self, key: str) -> list[int]:
        """Return the vector keys of a document's passages, in the order of the text."""
        sql = (
            "SELECT p.vector_key FROM passages p JOIN documents d ON d.number = p.document"
            " WHERE d.key = ? ORDER BY p.start"
        )
        return [row["vector_key"] for row in self._all(sql, key)]

    def links_into(self, key: str) -> list[Link]:
        """Return the links that point to passages of a document."""
        sql = "SELECT l.record FROM links l JOIN documents d ON d.number = l.document WHERE d.key = ? ORDER BY l.id"
        return [from_json(Link, row["record"]) for row in self._all(sql, key)]

    def _counts(self, column: Literal["medium", "body"], where: Condition) -> list[tuple[str, int]]:
        sql = (
            f"SELECT coalesce(d.{column}, '') AS name, count(*) AS documents FROM documents d"
            f" WHERE {where.sql} GROUP BY name ORDER BY documents DESC, name"
        )
        return [(row["name"], row["documents"]) for row in self._all(sql, *where.values)]

    def _all(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with self._connections.reading() as connection:
            return connection.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: object) -> sqlite3.Row | None:
        with self._connections.reading() as connection:
            row: sqlite3.Row | None = connection.execute(sql, values).fetchone()
        return row


def _within(column: str, numbers: Sequence[int] | None) -> tuple[str, tuple[object, ...]]:
    """Narrow a column to some row numbers; ``None`` does not narrow."""
    if numbers is None:
        return "1", ()
    return f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(list(numbers)),)
