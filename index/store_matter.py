"""What a trace asks the store about the places around passages and the short names that records explain."""

from __future__ import annotations

import json
from collections.abc import Sequence

from greenshoots.records import Kind, Passage
from index.store_read import StoreReader
from index.store_rows import PASSAGE_COLUMNS, passage_of


def item_before(store: StoreReader, numbers: Sequence[int], *, most: int) -> dict[int, list[Passage]]:
    """Return for each passage row the passages before it under the same heading, at most so many, nearest first."""
    sql = (
        f"SELECT {PASSAGE_COLUMNS}, one.number AS of FROM json_each(?) wanted"
        " JOIN passages one ON one.number = wanted.value"
        " JOIN passages p ON p.number BETWEEN one.number - ? AND one.number - 1"
        " AND p.document = one.document AND p.heading IS one.heading"
        " JOIN documents d ON d.number = p.document ORDER BY p.number DESC"
    )
    found: dict[int, list[Passage]] = {number: [] for number in numbers}
    for row in store._all(sql, json.dumps(list(numbers)), most):
        found[row["of"]].append(passage_of(row))
    return found


def with_brackets(store: StoreReader, within: Sequence[int]) -> list[str]:
    """Return the texts of the passages of some document rows in which a capital follows a bracket: "Jane Roe (JR)"."""
    sql = (
        "SELECT p.text FROM passages p WHERE p.document IN (SELECT value FROM json_each(?)) AND p.text GLOB '*([A-Z]*'"
    )
    return [row["text"] for row in store._all(sql, json.dumps(list(within)))]


def kinds_over(store: StoreReader, numbers: Sequence[int]) -> dict[int, frozenset[Kind]]:
    """Return for each passage row the kinds of the statements that share words with it; absent: none."""
    sql = (
        "SELECT p.number, group_concat(DISTINCT k.kind) AS kinds FROM json_each(?) wanted"
        " JOIN passages p ON p.number = wanted.value JOIN statements s ON s.document = p.document"
        ' AND s.start < p."end" AND s."end" > p.start JOIN statement_kinds k ON k.statement = s.number'
        " GROUP BY p.number"
    )
    rows = store._all(sql, json.dumps(list(numbers)))
    return {row["number"]: frozenset(row["kinds"].split(",")) for row in rows}


def keys_over(store: StoreReader, document_key: str, start: int, end: int) -> list[int]:
    """Return the vector keys of the passages that share words with a span, in order."""
    sql = (
        "SELECT p.vector_key FROM passages p JOIN documents d ON d.number = p.document"
        ' WHERE d.key = ? AND p.start < ? AND p."end" > ? ORDER BY p.start'
    )
    return [row["vector_key"] for row in store._all(sql, document_key, end, start)]


def text_before(store: StoreReader, document_key: str, start: int, *, most: int) -> str:
    """Return what stands in a document right before an offset, at most so many characters."""
    sql = "SELECT substr(text, ?, ?) AS before FROM documents WHERE key = ?"
    first = max(0, start - most)
    row = store._one(sql, first + 1, start - first, document_key)
    return row["before"] if row else ""
