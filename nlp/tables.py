"""Action sheets and recommendation trackers: the rows of a text that stand under a header of known columns.

A row is a line, its cells parted by "|" or tab stops, with or without the outer bars of Markdown. A header stays in
force until another one, a line of prose or a row that does not fit; short lines (the items that a sheet is grouped
by) may stand between. An empty cell keeps its place where the text shows it; where a row has fewer cells than its
header, they are laid under the columns that they fit, in order, and if they fit in two ways only what is certain is
read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from greenshoots.records import Span
from nlp.columns import Column, column_of, reads_accepted, reads_done, reads_late, reads_on_track
from nlp.due_dates import due_date
from nlp.posts import kind_of

LONGEST_BETWEEN = 120  # code points of a line between header and rows that is no prose; guess
MOST_COLUMNS = 12  # guess; wider tables are figures

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
_BAR = re.compile(r"\||\t+")
_RULE = re.compile(r"[\s|:+=-]+")  # "|---|:--:|" below the header of a Markdown table
_WORDS = re.compile(r"[^\W\d_]{3,}")
_NOTHING = re.compile(
    r"(?i)\W*(?:none|nil|n/?a|no\s+(?:actions?|further\s+action|recommendations?)(?:\s+\w+){0,2})?\W*"
)
_RAG = re.compile(
    r"(?i)^\W*(?:red|amber|green|blue|on track|open|ongoing|in progress|pending|superseded|complete|closed)\b"
)
_LATER = re.compile(
    r"(?i)^\W*(?:ongoing|tbc|tbd|immediate(?:ly)?|asap|n/?a|next meeting|quarterly|monthly|termly|annual(?:ly)?)\W*$"
)
_ACTION = re.compile(r"(?i)\b(?:actions?|tasks?|undertakings?)\b")
_VERB = re.compile(r"\b(?:to|be|will|would|should|is|are|was|has|have|that)\b")


@dataclass(frozen=True, slots=True)
class Row:
    """One action or recommendation of a table. Spans are of cells, ``None`` where a cell is empty or not told.

    ``place``: the whole row, without outer space. ``words``: the action or recommendation itself. ``asks``: it is a
    recommendation. ``also``: of a recommendation, the action that answers it. ``cells``: all that are filled, in order.
    """

    place: Span
    words: Span
    asks: bool
    cells: tuple[Span, ...]
    owner: Span | None = None
    due: Span | None = None
    met: Span | None = None
    statuses: tuple[Span, ...] = ()
    answers: tuple[Span, ...] = ()
    also: Span | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What one pass over a text found: its rows and its headers, each in order."""

    rows: tuple[Row, ...] = ()
    headers: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    place: Span
    cells: tuple[Span | None, ...]  # none: a line without bars


def find_rows(text: str) -> Table:
    """Find the rows of all action sheets and recommendation trackers of a text."""
    if "|" not in text and "\t" not in text:
        return Table()
    rows: list[Row] = []
    headers: list[Span] = []
    columns: tuple[Column, ...] = ()
    between = False
    lines = list(_lines(text))
    for number, line in enumerate(lines):
        header = _header(text, line)
        if header:
            columns = header
            headers.append(line.place)
            between = False
        elif columns and len(line.cells) > 1:
            other = _heads_another(text, lines[number:], between=between) or len(line.cells) > len(columns)
            columns = () if other else columns
            row = _row(text, line, columns) if columns else None
            rows += [row] if row else []
        elif columns and not _RULE.fullmatch(line.place.of(text)):
            between = True
            columns = () if _is_prose(line.place.of(text)) else columns
    return Table(tuple(rows), tuple(headers))


def _lines(text: str) -> Iterator[_Line]:
    for found in _LINE.finditer(text):
        words = found[0].strip()
        if words:
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            yield _Line(Span(start, start + len(words)), _cells(text, start, start + len(words)))


def _cells(text: str, start: int, end: int) -> tuple[Span | None, ...]:
    """Return the cells of a line, ``None`` for an empty one; nothing if the line is no row."""
    words = text[start:end]
    if (" | " not in words and words.count("|") < 2 and words.count("\t") < 2) or _RULE.fullmatch(words):
        return ()
    edges = [start, *(start + edge for bar in _BAR.finditer(words) for edge in bar.span()), end]
    cells = [_trimmed(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if words[0] == "|" and words[-1] == "|":
        return tuple(cells[1:-1])
    return tuple(cells)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    return Span(first, first + len(words.strip())) if words.strip() else None


def _header(text: str, line: _Line) -> tuple[Column, ...]:
    """What the columns hold, if a line names those of an action sheet or tracker; else nothing."""
    if not 2 <= len(line.cells) <= MOST_COLUMNS:
        return ()
    names = [column_of(cell.of(text)) if cell else None for cell in line.cells]
    told = set(names) - {None, "other", "met"}
    besides = told & {"owner", "due", "status"}
    plainly = any(cell and _ACTION.search(cell.of(text)) for cell in line.cells)  # "Who" and "What" head much else
    is_sheet = "action" in told and (bool(besides) if plainly else len(besides) > 1)
    is_tracker = "recommendation" in told and len(told) > 1
    long = any(cell and cell.end - cell.start > LONGEST_BETWEEN for cell in line.cells)
    return tuple(name or "other" for name in names) if (is_sheet or is_tracker) and not long else ()


def _heads_another(text: str, lines: Sequence[_Line], *, between: bool) -> bool:
    """Whether a row is the header of a table that is no action sheet: a rule follows, or it has nothing but titles."""
    below = lines[1].place.of(text) if len(lines) > 1 else ""
    if "-" in below and _RULE.fullmatch(below):
        return True
    filled = [cell.of(text) for cell in lines[0].cells if cell]
    return between and all(len(words.split()) <= 3 and not any(map(str.isdigit, words)) for words in filled)


def _is_prose(words: str) -> bool:
    return len(words) > LONGEST_BETWEEN or (len(words) > LONGEST_BETWEEN // 2 and words[-1] in '.!?”"')


def _row(text: str, line: _Line, columns: Sequence[Column]) -> Row | None:
    laid = _laid(text, line.cells, columns)
    asks = "recommendation" in columns
    named = next((cell for column, cell in laid if column == ("recommendation" if asks else "action") and cell), None)
    if named is None or not _WORDS.search(named.of(text)) or _NOTHING.fullmatch(named.of(text)):
        return None

    def under(*wanted: Column) -> tuple[Span, ...]:
        return tuple(cell for column, cell in laid if column in wanted and cell)

    owner, due, met, also = (under(column) for column in ("owner", "due", "met", "action"))
    return Row(
        place=line.place,
        words=named,
        asks=asks,
        cells=tuple(cell for cell in line.cells if cell),
        owner=owner[0] if owner else None,
        due=due[-1] if due else None,  # of "Original date" and "Revised date" the one in force
        met=met[0] if met else None,
        statuses=under("status") if asks else under("status", "answer"),
        answers=under("answer") if asks else (),
        also=also[0] if asks and also else None,
    )


def _laid(text: str, cells: Sequence[Span | None], columns: Sequence[Column]) -> list[tuple[Column, Span | None]]:
    """Lay the cells under the columns. Fewer cells than columns: in the one best way, or only the longest cell."""
    if len(cells) == len(columns):
        return list(zip(columns, cells, strict=True))
    ways = [
        [(columns[at], cell) for at, cell in zip(places, cells, strict=True)]
        for places in combinations(range(len(columns)), len(cells))
    ]
    scored = sorted(((sum(_fit(text, *pair) for pair in way), n) for n, way in enumerate(ways)), reverse=True)
    best = [dict.fromkeys(ways[n]) for score, n in scored if score == scored[0][0]]
    return [pair for pair in best[0] if all(pair in other for other in best[1:])]


def _fit(text: str, column: Column, cell: Span | None) -> int:
    """How well a cell suits a column (a guess in whole points): dates below dates, names below owners."""
    if cell is None:
        return 0
    words = cell.of(text)
    dated = len(words) <= 40 and due_date(words, base=None) is not None
    named = len(words.split()) <= 8 and not _VERB.search(words) and kind_of(words) in ("post", "body", "group")
    told = reads_done(words) or reads_on_track(words) or reads_late(words) or _RAG.match(words)
    match column:
        case "due":
            return 3 if dated or _LATER.match(words) else -3
        case "met":
            return 2 if dated else -2
        case "owner":
            return 3 if named else -3 if dated or told or len(words) > LONGEST_BETWEEN else 0
        case "status":
            return 3 if told else -2 if dated or named else 0
        case "answer":
            return 3 if reads_accepted(words) is not None else -2 if dated or named else 0
        case "action" | "recommendation":
            return -4 if dated or told or not _WORDS.search(words) else min(len(words), LONGEST_BETWEEN) // 20
        case _:
            return -1 if told or named else 0
