"""The log of what people judged: links confirmed, rejected or added, and verdicts. It only grows."""

from __future__ import annotations

import sqlite3

from greenshoots.errors import OffsetError, UsageError
from greenshoots.records import Link, Passage, Pledge, Span, Statement, Verdict
from index.later import prove_later
from index.store_read import StoreReader
from index.store_rows import from_json, to_json

# A statement is read anew with other ends, or stands in another version of its page: it is the same one where it
# shares more than half of the longer's place in one version, or has the same words in another.
_OF_STATEMENT = (
    " JOIN documents d ON d.number = j.document WHERE d.source = (SELECT source FROM documents WHERE key = ?1)"
    ' AND CASE WHEN d.key = ?1 THEN 2 * (min(j."end", ?3) - max(j.start, ?2)) > max(j."end" - j.start, ?3 - ?2)'
    " ELSE j.text = ?4 END ORDER BY j.number"
)

_SAID = "json_extract(j.record, '$.text')"


class JudgementLog(StoreReader):
    """What people judged, kept in the store: asked for by statement, added to, never changed."""

    def judgements_of(self, statement: Statement) -> list[Link]:
        """Return every link of a statement that a person judged, as often as they did, oldest first.

        Each bears the ``judgement``, and the statement by the id that it has now.
        """
        rows = self._all("SELECT j.record FROM link_judgements j" + _OF_STATEMENT, *_place(statement))
        return [from_json(Link, row["record"]) for row in rows]

    def verdicts_of(self, statement: Statement) -> list[Verdict]:
        """Return every verdict on a statement, oldest first."""
        rows = self._all("SELECT j.record FROM verdicts j" + _OF_STATEMENT, *_place(statement))
        return [from_json(Verdict, row["record"]) for row in rows]

    def judgements(self) -> list[tuple[Passage, Link]]:
        """Return the whole log of judged links, oldest first, each after the place of its statement."""
        sql = (
            'SELECT d.key, j.start, j."end", j.text, j.record FROM link_judgements j'
            " JOIN documents d ON d.number = j.document ORDER BY j.number"
        )
        return [
            (Passage(row["key"], row["start"], row["end"], row["text"]), from_json(Link, row["record"]))
            for row in self._all(sql)
        ]

    def said_of(self, key: str) -> list[tuple[str, Passage]]:
        """Return the places in one version of a document that people said something of, each with what that was."""
        logs = (("correction", "corrections"), ("judgement of a link", "link_judgements"), ("verdict", "verdicts"))
        found: list[tuple[str, Passage]] = []
        for name, table in logs:
            own = _SAID if table == "corrections" else "j.text"
            sql = (
                f'SELECT j.start, j."end", {own} AS text, {_SAID} AS told FROM {table} j'
                " JOIN documents d ON d.number = j.document WHERE d.key = ? ORDER BY j.number"
            )
            for row in self._all(sql, key):
                found.append((name, Passage(key, row["start"], row["end"], row["text"])))
                if table == "verdicts" and row["told"] != row["text"]:
                    found.append((name, Passage(key, row["start"], row["end"], row["told"] or "")))
        return found

    def judge(self, statement: Statement, link: Link) -> None:
        """Add a judged link of a statement to the log.

        Raises ``OffsetError`` if the words do not stand there, ``UsageError`` if nobody judged it, or if it is
        accepted as evidence and is not strictly later than the statement.
        """
        said = link.judgement
        if said is None:
            raise UsageError("The link bears nobody's judgement", where=link.id)
        self._prove(link)
        if said.accepted and link.date and not link.further_source:
            self._prove_later(statement, link)
        with self._connections.writing() as connection:
            _append(connection, "link_judgements", statement, to_json(link))

    def give(self, verdict: Verdict) -> None:
        """Add a verdict to the log. Raises ``OffsetError`` if the words of the statement do not stand there."""
        self._prove(verdict)
        with self._connections.writing() as connection:
            _append(connection, "verdicts", verdict, to_json(verdict))

    def _prove(self, piece: Link | Verdict) -> None:
        document = self.document(piece.document_key)
        if Span(piece.start, piece.end).of(document.text) != piece.text:
            raise OffsetError(f"{piece.text[:40]!r} does not stand at {piece.start}", where=document.id)

    def _prove_later(self, statement: Statement, link: Link) -> None:
        """Raise ``UsageError`` unless the record of a link is later than that of the statement, and another one."""
        own, card = self.card(statement.document_key), self.card(link.document_key)
        if own is None or card is None:
            raise UsageError("One end of the link is not in the store", where=link.id)
        if own.source == card.source:
            raise UsageError("A record is no evidence of what became of its own words", where=card.id)
        if card.published != link.date:
            raise UsageError(f"The record is not of {link.date}", where=card.id)
        made = own.met or own.published
        pledge = Pledge(link.statement, statement.document, statement.start, statement.end, statement.text, made)
        prove_later(pledge, card, copied=self.copies_of(own.number).get(card.number, 0.0))


def _place(statement: Statement) -> tuple[str, int, int, str]:
    return statement.document_key, statement.start, statement.end, statement.text


def _append(connection: sqlite3.Connection, table: str, piece: Statement | Verdict, record: str) -> None:
    connection.execute(
        f'INSERT INTO {table} (document, start, "end", text, record)'
        " SELECT number, ?, ?, ?, ? FROM documents WHERE key = ?",
        (piece.start, piece.end, piece.text, record, piece.document_key),
    )
