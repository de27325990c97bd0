"""What a reviewer is shown: what was read or linked with little certainty, and what people said last."""

from __future__ import annotations

from collections.abc import Sequence

from greenshoots.records import Correction, Link, Relation, Statement, Verdict
from index.store_filters import LASTING
from index.store_read import StoreReader
from index.store_rows import from_json, to_json

# How many corrections of a statement's very words were not taken back.
_CORRECTED = (
    "coalesce((SELECT sum(CASE WHEN json_extract(c.record, '$.takes_back') THEN -1 ELSE 1 END) FROM corrections c"
    ' WHERE c.document = s.document AND c.start = s.start AND c."end" = s."end"), 0)'
)
_OPEN = f"FROM statements s JOIN documents d ON d.number = s.document WHERE ({LASTING}) AND {_CORRECTED} = 0"
_CERTAIN = "json_extract(s.record, '$.attribution.score')"


def unsure_statements(store: StoreReader, *, below: float, limit: int) -> list[Statement]:
    """Return statements that nobody corrected and that hardly passed for such, least likely first."""
    score = "json_extract(s.record, '$.score')"
    sql = f"SELECT s.record {_OPEN} AND {score} < ? ORDER BY {score}, s.id LIMIT ?"
    return [from_json(Statement, row["record"]) for row in store._all(sql, below, limit)]


def unsure_names(store: StoreReader, *, below: float, limit: int) -> list[Statement]:
    """Return statements that nobody corrected whose name is not sure, least sure first."""
    sql = f"SELECT s.record {_OPEN} AND s.speaker IS NOT NULL AND {_CERTAIN} < ? ORDER BY {_CERTAIN}, s.id LIMIT ?"
    return [from_json(Statement, row["record"]) for row in store._all(sql, below, limit)]


def without_name(store: StoreReader, *, limit: int) -> list[Statement]:
    """Return statements that nobody corrected and that bear no name, of the newest records first."""
    sql = f"SELECT s.record {_OPEN} AND s.speaker IS NULL ORDER BY d.published DESC, d.key, s.start LIMIT ?"
    return [from_json(Statement, row["record"]) for row in store._all(sql, limit)]


def unsure_links(
    store: StoreReader, *, below: float, first: Sequence[Relation], limit: int
) -> list[tuple[Statement, Link]]:
    """Return evidence that is shown though it scored low, judged or not: some relations first, lowest first."""
    score, relation = "json_extract(l.record, '$.score')", "json_extract(l.record, '$.relation')"
    sql = (
        "SELECT s.record AS statement, l.record AS link FROM links l JOIN statements s ON s.id = l.statement"
        " JOIN documents d ON d.number = s.document JOIN documents e ON e.number = l.document"
        f" WHERE ({LASTING}) AND e.current = 1 AND json_extract(l.record, '$.shown') AND {score} < ?"
        " AND NOT json_extract(l.record, '$.further_source') AND json_extract(l.record, '$.date') IS NOT NULL"
        f" ORDER BY {relation} IN (SELECT value FROM json_each(?)) DESC, {score}, l.id LIMIT ?"
    )
    rows = store._all(sql, below, to_json(list(first)), limit)
    return [(from_json(Statement, row["statement"]), from_json(Link, row["link"])) for row in rows]


def last_said(store: StoreReader, *, limit: int) -> list[Correction | Link | Verdict]:
    """Return the last corrections, judged links and verdicts, newest first."""
    said: list[Correction | Link | Verdict] = []
    logs: tuple[tuple[str, type[Correction | Link | Verdict]], ...] = (
        ("corrections", Correction),
        ("link_judgements", Link),
        ("verdicts", Verdict),
    )
    for table, kind in logs:
        rows = store._all(f"SELECT record FROM {table} ORDER BY number DESC LIMIT ?", limit)
        said += [from_json(kind, row["record"]) for row in rows]
    return sorted(said, key=lambda entry: _at(entry), reverse=True)[:limit]


def _at(entry: Correction | Link | Verdict) -> str:
    dated = entry.judgement if isinstance(entry, Link) else entry
    return dated.at.isoformat() if dated else ""
