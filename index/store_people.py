"""Who is told to have said what: names as they are attributed, with bodies, offices and dates; their statements."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from greenshoots.records import Statement
from index.store_filters import LASTING
from index.store_read import StoreReader
from index.store_rows import from_json

_ORGANISATION = "json_extract(s.record, '$.organisation')"
_OWN = "CASE WHEN d.medium IS NOT 'press' THEN d.body END"
# What somebody speaks for: the organisation beside the name if it is one of the known bodies (``?1``, a JSON list),
# else the body whose record it is. A paper speaks for nobody.
_BODY = f"CASE WHEN {_ORGANISATION} IN (SELECT value FROM json_each(?1)) THEN {_ORGANISATION} ELSE {_OWN} END"
_DAY = "coalesce(d.met, d.published)"
_FROM = f"FROM statements s JOIN documents d ON d.number = s.document WHERE ({LASTING})"
_NEWEST = f"{_DAY} IS NULL, {_DAY} DESC, d.key, s.start"


@dataclass(frozen=True, slots=True)
class Voice:
    """Statements under one name with one body, office and form of the name in print, as they are attributed.

    ``organisation``: what stands beside the name, be it a body or not. ``collective``: how many a body said as one.
    """

    name: str
    body: str | None
    organisation: str | None
    office: str | None
    label: str | None
    statements: int
    collective: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the body that it is counted to and the day on which it was made."""

    statement: Statement
    body: str | None
    day: date | None


@dataclass(frozen=True, slots=True)
class BodyCount:
    """A body with how many statements are counted to it, and from when to when."""

    name: str
    statements: int
    first: date | None
    last: date | None


def organisations(store: StoreReader) -> list[str]:
    """Return everything that stands beside a name as an organisation; not all of it is one."""
    sql = f"SELECT DISTINCT {_ORGANISATION} AS name {_FROM} AND {_ORGANISATION} IS NOT NULL ORDER BY 1"
    return [row["name"] for row in store._all(sql)]


def voices(store: StoreReader, known: Sequence[str], name: str | None = None) -> list[Voice]:
    """Return every name that statements are attributed to, by body, office and form; or one name's.

    ``known``: the organisations that are bodies.
    """
    sql = (
        f"SELECT s.speaker AS name, {_BODY} AS body, {_ORGANISATION} AS organisation,"
        " json_extract(s.record, '$.role') AS office, s.speaker_label AS label, count(*) AS statements,"
        " sum(json_extract(s.record, '$.attribution.how') = 'collective') AS collective,"
        f" min({_DAY}) AS first, max({_DAY}) AS last {_FROM}"
        " AND s.speaker IS NOT NULL AND (?2 IS NULL OR s.speaker = ?2) GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
    )
    return [
        Voice(
            row["name"],
            row["body"],
            row["organisation"],
            row["office"],
            row["label"],
            row["statements"],
            row["collective"] or 0,
            _day(row["first"]),
            _day(row["last"]),
        )
        for row in store._all(sql, json.dumps(list(known)), name)
    ]


def said_by(store: StoreReader, known: Sequence[str], name: str) -> list[Said]:
    """Return what is attributed to a name, whoever bears it, newest first."""
    sql = f"SELECT s.record, {_BODY} AS body, {_DAY} AS day {_FROM} AND s.speaker = ?2 ORDER BY {_NEWEST}"
    return [_said(row) for row in store._all(sql, json.dumps(list(known)), name)]


def said_for(store: StoreReader, known: Sequence[str], body: str, *, limit: int, offset: int = 0) -> list[Said]:
    """Return what is counted to a body, newest first, whoever said it; also what nobody is named for."""
    sql = (
        f"SELECT s.record, {_BODY} AS body, {_DAY} AS day {_FROM} AND {_BODY} = ?2"
        f" ORDER BY {_NEWEST} LIMIT ?3 OFFSET ?4"
    )
    return [_said(row) for row in store._all(sql, json.dumps(list(known)), body, limit, offset)]


def bodies(store: StoreReader, known: Sequence[str]) -> list[BodyCount]:
    """Return every body that statements are counted to, most first."""
    sql = (
        f"SELECT {_BODY} AS name, count(*) AS statements, min({_DAY}) AS first, max({_DAY}) AS last {_FROM}"
        f" AND {_BODY} IS NOT NULL GROUP BY 1 ORDER BY statements DESC, 1"
    )
    rows = store._all(sql, json.dumps(list(known)))
    return [BodyCount(row["name"], row["statements"], _day(row["first"]), _day(row["last"])) for row in rows]


def _said(row: sqlite3.Row) -> Said:
    return Said(from_json(Statement, row["record"]), row["body"], _day(row["day"]))


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
