"""Filters as conditions of a query on ``documents d``; all values are bound, none is written into the SQL."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from greenshoots.records import Filters
from index.store_rows import iso

_Part = tuple[str, tuple[object, ...]]

# Statements ``s`` of documents ``d`` that are listed: those of latest versions, and those that vanished from them.
LASTING = "d.current = 1 OR s.fate = 'vanished'"
_OF_STATEMENT = {
    "speaker": "(instr(fold(s.speaker), fold(?)) OR instr(fold(s.speaker_label), fold(?)))",
    "kind": "EXISTS (SELECT 1 FROM statement_kinds k WHERE k.statement = s.number AND k.kind = ?)",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL that follows ``WHERE`` and the values for its question marks."""

    sql: str
    values: tuple[object, ...]


def fold(words: str | None) -> str | None:
    """Take case and accents off, so that "o cuiv" finds "Ó Cuív"."""
    if words is None or words.isascii():
        return words and words.casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c))


def of_documents(filters: Filters, *, current_only: bool = True) -> Condition:
    """Narrow documents ``d`` by body, medium and dates. A date limit leaves out documents without a date."""
    return _all_of([("d.current = 1", ())] * current_only + _document_parts(filters))


def of_statements(filters: Filters, *, current_only: bool = True) -> Condition:
    """Narrow statements ``s`` of documents ``d`` by everything that can be filtered by.

    ``current_only``: of latest versions, and what vanished from them: nothing else stands for that.
    """
    lasting: list[_Part] = [(LASTING, ())] if current_only else []
    return _all_of([*lasting, *_document_parts(filters), *_statement_parts(filters)])


def of_passages(filters: Filters) -> Condition:
    """Narrow passages ``p``; by speaker or kind to those that overlap such a statement.

    Of latest versions, and the places of statements that vanished from them.
    """
    inside = of_documents(filters)  # asked once, not for each passage: ``fold`` is slow
    also = _all_of([("v.fate = 'vanished'", ()), *_document_parts(filters)])
    documents = (
        f"p.document IN (SELECT d.number FROM documents d WHERE {inside.sql}) OR p.number IN"
        " (SELECT q.number FROM statements v JOIN documents d ON d.number = v.document"
        f' JOIN passages q ON q.document = v.document AND q.start < v."end" AND q."end" > v.start WHERE {also.sql})',
        (*inside.values, *also.values),
    )
    if not (filters.speaker or filters.kind):
        return _all_of([documents])
    inner = _all_of(_statement_parts(filters))
    sql = (
        "EXISTS (SELECT 1 FROM statements s WHERE s.document = p.document"
        f' AND s.start < p."end" AND s."end" > p.start AND {inner.sql})'
    )
    return _all_of([documents, (sql, inner.values)])


def _document_parts(filters: Filters) -> list[_Part]:
    parts: list[_Part | None] = [
        ("instr(fold(d.body), fold(?))", (filters.body,)) if filters.body else None,
        ("d.medium = ?", (filters.medium,)) if filters.medium else None,
        ("d.published >= ?", (iso(filters.after),)) if filters.after else None,
        ("d.published <= ?", (iso(filters.before),)) if filters.before else None,
    ]
    return [part for part in parts if part]


def _statement_parts(filters: Filters) -> list[_Part]:
    parts: list[_Part] = []
    if filters.speaker:
        parts.append((_OF_STATEMENT["speaker"], (filters.speaker, filters.speaker)))
    if filters.kind:
        parts.append((_OF_STATEMENT["kind"], (filters.kind,)))
    return parts


def _all_of(parts: Sequence[_Part]) -> Condition:
    sql = " AND ".join(f"({sql})" for sql, _ in parts) or "1"
    return Condition(sql, tuple(value for _, values in parts for value in values))
