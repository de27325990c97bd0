"""Filters as conditions of a query on ``documents d``; all values are bound, none is written into the SQL."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from greenshoots.records import Filters
from index.store_rows import iso

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
    parts = [
        ("d.current = 1", ()) if current_only else None,
        ("instr(fold(d.body), fold(?))", (filters.body,)) if filters.body else None,
        ("d.medium = ?", (filters.medium,)) if filters.medium else None,
        ("d.published >= ?", (iso(filters.after),)) if filters.after else None,
        ("d.published <= ?", (iso(filters.before),)) if filters.before else None,
    ]
    return _all_of([part for part in parts if part])


def of_statements(filters: Filters, *, current_only: bool = True) -> Condition:
    """Narrow statements ``s`` of documents ``d`` by everything that can be filtered by."""
    return _all_of([_pair(of_documents(filters, current_only=current_only)), *_statement_parts(filters)])


def of_passages(filters: Filters) -> Condition:
    """Narrow passages ``p``; by speaker or kind to those that overlap such a statement."""
    inside = of_documents(filters)  # asked once, not for each passage: ``fold`` is slow
    documents = (f"p.document IN (SELECT d.number FROM documents d WHERE {inside.sql})", inside.values)
    if not (filters.speaker or filters.kind):
        return _all_of([documents])
    inner = _all_of(_statement_parts(filters))
    sql = (
        "EXISTS (SELECT 1 FROM statements s WHERE s.document = p.document"
        f' AND s.start < p."end" AND s."end" > p.start AND {inner.sql})'
    )
    return _all_of([documents, (sql, inner.values)])


def _statement_parts(filters: Filters) -> list[tuple[str, tuple[object, ...]]]:
    parts: list[tuple[str, tuple[object, ...]]] = []
    if filters.speaker:
        parts.append((_OF_STATEMENT["speaker"], (filters.speaker, filters.speaker)))
    if filters.kind:
        parts.append((_OF_STATEMENT["kind"], (filters.kind,)))
    return parts


def _pair(condition: Condition) -> tuple[str, tuple[object, ...]]:
    return condition.sql, condition.values


def _all_of(parts: Sequence[tuple[str, tuple[object, ...]]]) -> Condition:
    sql = " AND ".join(f"({sql})" for sql, _ in parts) or "1"
    return Condition(sql, tuple(value for _, values in parts for value in values))
