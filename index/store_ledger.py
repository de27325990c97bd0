"""The ledger in the store: for each pledge and request a row of what is known of it, made from its links.

The store itself marks a row as stale as soon as its statement is traced or judged anew (see ``store_schema``);
whoever lists the ledger has what is missing or stale made first.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from greenshoots.records import Coverage, Filters, Kind, Link, Passage, Rating, Statement
from index.query import all_of, parse
from index.store_filters import LASTING, Condition, of_statements
from index.store_judgements import JudgementLog
from index.store_rows import from_json, iso

Reply = Literal["accepted", "refused", "acted on"]
LEDGER_KINDS: tuple[Kind, ...] = ("commitment", "request")
REPLY_MONTHS = 2  # in which a recommendation is to be answered: section 9FE, Local Government Act 2000
_NEWEST = "d.published IS NULL, d.published DESC, d.key, s.start"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What the ledger knows of one statement without going through its links. Numbers are of passages shown unasked.

    ``day``: when it was made. ``up_to``: date of the last record searched. ``silent``: later meetings of the body
    without a mention since the last one. ``moved``: days on which the terms read as changed. ``done``: the first day
    on which it reads as done; ``late``: how many days that is after the first date. ``reply``: of a request, with the
    passage that gives it. ``promise``: names the group of those that promise the same. ``verdict``: the last that
    a person gave.
    """

    statement: str
    answer: str
    day: date | None = None
    due: date | None = None
    up_to: date | None = None
    mentions: int = 0
    silent: int = 0
    moved: int = 0
    done: date | None = None
    late: int = 0
    reply: Reply | None = None
    reply_place: Passage | None = None
    promise: str | None = None
    verdict: Rating | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed, nothing reads as done, and nobody settled it by a verdict."""
        return bool(self.due and self.due < today and not self.done and self.verdict in (None, "open"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted; what is not set does not narrow. ``today``: the day from which overdue is counted.

    ``silent`` and ``moved``: at least so often. ``committee``: words of the record's title or of the heading.
    ``portfolio``: words of the speaker's post as the record tells it, or of who is to act. ``dated``: a last day
    can be worked out.
    ``topic``: words as typed into a search box. ``verdict``: the last one that a person gave is this one.
    """

    today: date
    due_this_month: bool = False
    overdue: bool = False
    silent: int = 0
    moved: int = 0
    kept_late: bool = False
    repeated: bool = False
    reply: Reply | Literal["unanswered"] | None = None
    verdict: Rating | Literal["any", "none"] | None = None
    committee: str | None = None
    portfolio: str | None = None
    dated: bool = False
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A statement that has no row yet, or a stale one, with what a row is made of.

    ``searched``: ``None`` if it was never traced. ``answer`` and ``promise``: of the stale row, ``None`` without one.
    """

    statement: Statement
    body: str | None
    made: date | None
    traced: str
    searched: Coverage | None
    answer: str | None = None
    promise: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A record of a meeting: ``added`` to the store at this moment, in ISO 8601."""

    body: str
    published: date
    met: date | None
    added: str


class LedgerTable(JudgementLog):
    """The rows of the ledger: made, grouped, listed."""

    def unlisted(self) -> list[Unlisted]:
        """Return the pledges and requests that have no row, or whose row went stale."""
        sql = (
            "SELECT s.record, d.body, coalesce(d.met, d.published) AS made, t.traced, t.searched, l.answer, l.promise"
            " FROM statements s JOIN documents d ON d.number = s.document LEFT JOIN traces t ON t.statement = s.id"
            " LEFT JOIN ledger l ON l.statement = s.id"
            f" WHERE ({LASTING}) AND {_of_ledger_kinds()} AND coalesce(l.stale, 1) ORDER BY s.number"
        )
        return [
            Unlisted(
                from_json(Statement, row["record"]),
                row["body"],
                _day(row["made"]),
                row["traced"] or "",
                from_json(Coverage, row["searched"]) if row["searched"] else None,
                row["answer"],
                row["promise"],
            )
            for row in self._all(sql)
        ]

    def shown_links(self, statement_id: str) -> list[Link]:
        """Return the evidence that the machine shows unasked, in order of time."""
        sql = (
            "SELECT record FROM links WHERE statement = ? AND json_extract(record, '$.shown')"
            " AND NOT json_extract(record, '$.further_source') AND json_extract(record, '$.date') IS NOT NULL"
            " ORDER BY json_extract(record, '$.date'), place"
        )
        return [from_json(Link, row["record"]) for row in self._all(sql, statement_id)]

    def has_judgements(self) -> bool:
        """Whether a person ever judged a link."""
        return self._one("SELECT 1 FROM link_judgements LIMIT 1") is not None

    def meetings(self) -> list[Meeting]:
        """Return the dated records of meetings of known bodies."""
        sql = (
            "SELECT body, published, met, added FROM documents WHERE current = 1 AND body IS NOT NULL"
            " AND published IS NOT NULL AND medium IN ('minutes', 'transcript')"
        )
        return [
            Meeting(row["body"], date.fromisoformat(row["published"]), _day(row["met"]), row["added"])
            for row in self._all(sql)
        ]

    def title_of(self, key: str) -> str | None:
        """Return the title of one version of a document, without walking through its text."""
        row = self._one("SELECT title FROM documents WHERE key = ?", key)
        return row["title"] if row else None

    def traced_at(self, statement_id: str) -> str:
        """Return when a statement was last traced, in ISO 8601, "" for never."""
        row = self._one("SELECT traced FROM traces WHERE statement = ?", statement_id)
        return row["traced"] if row else ""

    def put_rows(self, rows: Sequence[LedgerRow]) -> None:
        """Keep rows, in place of those that there may be; statements that are gone are passed over."""
        names = [field.name for field in dataclasses.fields(LedgerRow)]
        sql = (
            f"INSERT OR REPLACE INTO ledger ({', '.join(names)}) SELECT {', '.join('?' for _ in names)}"
            " WHERE EXISTS (SELECT 1 FROM statements WHERE id = ?)"
        )
        with self._connections.writing() as connection:
            connection.executemany(sql, [(*_columns(row), row.statement) for row in rows])

    def promises(self) -> list[tuple[str, str | None, str | None, str]]:
        """Return of every listed pledge its id, body, day and words, oldest first."""
        sql = (
            "SELECT s.id, d.body, l.day, json_extract(s.record, '$.text') AS text FROM ledger l"
            " JOIN statements s ON s.id = l.statement JOIN documents d ON d.number = s.document"
            " JOIN statement_kinds k ON k.statement = s.number AND k.kind = 'commitment'"
            f" WHERE {LASTING} ORDER BY l.day IS NULL, l.day, s.id"
        )
        return [(row["id"], row["body"], row["day"], row["text"]) for row in self._all(sql)]

    def repeats(self) -> list[tuple[str, str]]:
        """Return which pledge, by a link shown unasked, is promised again by which other."""
        sql = (
            "WITH again AS MATERIALIZED (SELECT statement, document, json_extract(record, '$.start') AS start,"
            ' json_extract(record, \'$.end\') AS "end" FROM links WHERE instr(record, \'"relation":"repeats"\')'
            " AND json_extract(record, '$.relation') = 'repeats' AND json_extract(record, '$.shown')"
            " AND NOT json_extract(record, '$.further_source'))"
            " SELECT again.statement, s.id FROM again CROSS JOIN statements s ON s.document = again.document"
            ' AND s.start < again."end" AND s."end" > again.start'
            " JOIN statement_kinds k ON k.statement = s.number AND k.kind = 'commitment'"
            " ORDER BY again.statement, s.id"
        )
        return [(row["statement"], row["id"]) for row in self._all(sql)]

    def put_promises(self, groups: Mapping[str, str]) -> None:
        """Keep which pledges promise the same: statement to group."""
        with self._connections.writing() as connection:
            connection.execute("UPDATE ledger SET promise = NULL WHERE promise IS NOT NULL")
            connection.executemany(
                "UPDATE ledger SET promise = ? WHERE statement = ?", [(group, name) for name, group in groups.items()]
            )

    def promised(self, promise: str) -> list[tuple[date | None, str]]:
        """Return when, and in which statement, the same was promised: oldest first."""
        sql = "SELECT day, statement FROM ledger WHERE promise = ? ORDER BY day IS NULL, day, statement"
        return [(_day(row["day"]), row["statement"]) for row in self._all(sql, promise)]

    def row_of(self, statement_id: str) -> LedgerRow | None:
        """Return the row of one statement, ``None`` if it has none."""
        row = self._one("SELECT * FROM ledger WHERE statement = ?", statement_id)
        return _row(row) if row else None

    def ledger(
        self, filters: Filters, wanted: Wanted, *, limit: int = -1, offset: int = 0
    ) -> list[tuple[Statement, LedgerRow]]:
        """List rows with their statements, newest first; of those that promise the same only the newest."""
        where = _and(of_statements(filters), _of_ledger(wanted))
        sql = (
            "SELECT s.record, l.* FROM (SELECT statement, place FROM (SELECT l.statement,"
            " row_number() OVER (PARTITION BY coalesce(l.promise, l.statement) ORDER BY"
            f" {_NEWEST}) AS turn, row_number() OVER (ORDER BY {_NEWEST}) AS place"
            " FROM ledger l JOIN statements s ON s.id = l.statement JOIN documents d ON d.number = s.document"
            f" WHERE {where.sql}) WHERE turn = 1 ORDER BY place LIMIT ? OFFSET ?) page"
            " JOIN ledger l ON l.statement = page.statement JOIN statements s ON s.id = page.statement"
            " ORDER BY page.place"
        )
        rows = self._all(sql, *where.values, limit, offset)
        return [(from_json(Statement, row["record"]), _row(row)) for row in rows]

    def ledger_count(self, filters: Filters, wanted: Wanted) -> int:
        """Count what ``ledger`` lists in all."""
        where = _and(of_statements(filters), _of_ledger(wanted))
        sql = (
            "SELECT count(DISTINCT coalesce(l.promise, l.statement)) AS listed FROM ledger l"
            f" JOIN statements s ON s.id = l.statement JOIN documents d ON d.number = s.document WHERE {where.sql}"
        )
        row = self._one(sql, *where.values)
        return int(row["listed"]) if row else 0


def _of_ledger_kinds() -> str:
    kinds = ", ".join(f"'{kind}'" for kind in LEDGER_KINDS)
    return f"EXISTS (SELECT 1 FROM statement_kinds k WHERE k.statement = s.number AND k.kind IN ({kinds}))"


def _of_ledger(wanted: Wanted) -> Condition:
    """Narrow rows ``l`` of statements ``s`` of documents ``d``."""
    today = iso(wanted.today)
    parts: list[tuple[str, tuple[object, ...]]] = []
    if wanted.due_this_month:
        parts.append(("strftime('%Y-%m', l.due) = strftime('%Y-%m', ?)", (today,)))
    if wanted.overdue:
        parts.append((f"l.due < ? AND l.done IS NULL AND {_UNSETTLED}", (today,)))
    if wanted.silent:
        parts.append((f"l.silent >= ? AND l.done IS NULL AND {_UNSETTLED}", (int(wanted.silent),)))
    if wanted.moved:
        parts.append(("l.moved >= ?", (int(wanted.moved),)))
    if wanted.kept_late:
        parts.append((_KEPT_LATE, ()))
    if wanted.repeated:
        parts.append(("l.promise IS NOT NULL", ()))
    if wanted.reply == "unanswered":
        parts.append((_UNANSWERED, ()))
    elif wanted.reply:
        parts.append(("l.reply = ?", (wanted.reply,)))
    if wanted.verdict:
        parts.append(_of_verdict(wanted.verdict))
    named = ((wanted.committee, _OF_COMMITTEE), (wanted.portfolio, _OF_PORTFOLIO))
    parts += [(of_words, (words, words)) for words, of_words in named if words]
    parts += [("l.due IS NOT NULL", ())] * wanted.dated
    topic = parse(wanted.topic or "")
    if topic.wanted:
        parts.append((_ON_TOPIC, (all_of(topic),)))
    return Condition(" AND ".join(f"({sql})" for sql, _ in parts) or "1", tuple(v for _, vs in parts for v in vs))


def _of_verdict(verdict: str) -> tuple[str, tuple[object, ...]]:
    if verdict in ("any", "none"):
        return f"l.verdict IS {'NOT ' if verdict == 'any' else ''}NULL", ()
    return "l.verdict = ?", (verdict,)


# Where a person gave a verdict it stands for what the machine reads; "open" settles nothing.
_UNSETTLED = "coalesce(l.verdict, 'open') = 'open'"
_KEPT_LATE = f"l.verdict = 'kept late' OR l.late > 0 AND {_UNSETTLED}"
# Silence before the time is up, or where nothing was searched, is no lack of an answer.
_UNANSWERED = f"l.reply IS NULL AND l.answer != 'not checked' AND l.up_to >= date(l.day, '+{REPLY_MONTHS} months')"
_OF_COMMITTEE = (
    "instr(fold(d.title), fold(?)) OR EXISTS (SELECT 1 FROM passages p WHERE p.document = d.number"
    ' AND p.start < s."end" AND p."end" > s.start AND instr(fold(p.heading), fold(?)))'
)
_OF_PORTFOLIO = (
    "instr(fold(json_extract(s.record, '$.role')), fold(?)) OR instr(fold(json_extract(s.record, '$.actor')), fold(?))"
)
_ON_TOPIC = (
    "s.number IN (SELECT other.number FROM passages_fts JOIN passages p ON p.number = passages_fts.rowid"
    ' JOIN statements other ON other.document = p.document AND other.start < p."end" AND other."end" > p.start'
    " WHERE passages_fts MATCH ?)"
)


def _and(one: Condition, other: Condition) -> Condition:
    return Condition(f"{one.sql} AND {other.sql}", (*one.values, *other.values))


def _columns(row: LedgerRow) -> tuple[object, ...]:
    plain = {field.name: getattr(row, field.name) for field in dataclasses.fields(LedgerRow)}
    place = row.reply_place
    plain["reply_place"] = json.dumps(dataclasses.asdict(place)) if place else None
    return tuple(iso(value) if isinstance(value, date) else value for value in plain.values())


def _row(row: sqlite3.Row) -> LedgerRow:
    return LedgerRow(
        statement=row["statement"],
        answer=row["answer"],
        day=_day(row["day"]),
        due=_day(row["due"]),
        up_to=_day(row["up_to"]),
        mentions=row["mentions"],
        silent=row["silent"],
        moved=row["moved"],
        done=_day(row["done"]),
        late=row["late"],
        reply=row["reply"],
        reply_place=Passage(**json.loads(row["reply_place"])) if row["reply_place"] else None,
        promise=row["promise"],
        verdict=row["verdict"],
    )


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
