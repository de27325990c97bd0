"""A row of an action sheet as a commitment, of a recommendation tracker as a request: its slots from its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from greenshoots.records import Attribution, Deadline, Document, Kind, Span, Statement
from nlp.amounts import find_amounts
from nlp.columns import reads_accepted, reads_done, reads_late, reads_on_track
from nlp.due_dates import due_date
from nlp.passages import LONGEST, pieces
from nlp.slots import fill
from nlp.tables import Row

SURE = 0.9  # score of a row under a header that says "Action" and "Owner"; a guess: no labelled text holds such a table

_NO_TIME = re.compile(
    r"(?i)\W*(?:n/?a|none|tb[cda]|to be (?:confirmed|agreed|determined)|completed?|closed|done|on-?going|not set)?\W*"
)
_NOBODY = re.compile(r"(?i)\W*(?:n/?a|none|tb[cda]|to be (?:confirmed|agreed)|all|various)?\W*")
_DONE_WHEN = re.compile(r"(?i)\W*(?:completed?|closed|done)\b")


@dataclass(frozen=True, slots=True)
class _Told:
    """What the cells of a row say, as printed."""

    words: str
    owner: str | None
    deadline: Deadline | None
    status: str | None
    answer: str | None


def place_of(row: Row, text: str) -> Span:
    """Where the statement of a row stands: the row, or if a link could not hold it the cell (its first piece)."""
    if row.place.end - row.place.start <= LONGEST:
        return row.place
    return next(pieces(text, row.words.start, row.words.end))


def statement_of_row(document: Document, row: Row) -> Statement:
    """Make the statement of a row: nobody's words, since a table does not tell who spoke; its owner is the actor."""
    text = document.text
    place, told = place_of(row, text), _told(document, row)
    statement = Statement(
        document=document.id,
        document_key=document.key,
        start=place.start,
        end=place.end,
        text=place.of(text),
        kinds=_kinds(row, told),
        attribution=Attribution(),
        amounts=find_amounts(told.words),
        score=SURE,
        status=told.status,
        answer=told.answer,
    )
    return _with_slots(statement, document, row, told) if "commitment" in statement.kinds else statement


def _with_slots(statement: Statement, document: Document, row: Row, told: _Told) -> Statement:
    words = row.also.of(document.text) if row.also else told.words
    base = _base(document, row)
    slots = fill(words, base=base, speaker=None, owner=told.owner, deadline=told.deadline, noted=True)
    return replace(
        statement,
        actor=slots.actor,
        deadline=slots.deadline,
        firmness=slots.firmness,
        action=slots.action,
        condition=slots.condition,
        testability=slots.testability,
    )


def _told(document: Document, row: Row) -> _Told:
    text = document.text
    owner = row.owner.of(text) if row.owner else None
    due = row.due.of(text) if row.due else None
    status = _joined(text, row.statuses)
    if due and _DONE_WHEN.match(due):
        status = status or due
    return _Told(
        words=row.words.of(text),
        owner=None if owner is None or _NOBODY.fullmatch(owner) else owner,
        deadline=Deadline(due, due_date(due, base=_base(document, row)))
        if due and not _NO_TIME.fullmatch(due)
        else None,
        status=status,
        answer=_joined(text, row.answers),
    )


def _joined(text: str, cells: Iterable[Span]) -> str | None:
    """The words of cells as a row prints them."""
    return " | ".join(cell.of(text) for cell in cells) or None


def _base(document: Document, row: Row) -> date | None:
    """The day from which "in six weeks" counts: of the meeting that the row names, else the record's."""
    met = due_date(row.met.of(document.text), base=None) if row.met else None
    return met if met and (document.made is None or met <= document.made) else document.made


def _kinds(row: Row, told: _Told) -> tuple[Kind, ...]:
    """An action is a commitment; a recommendation a request, and one too if it is accepted and given to somebody."""
    if row.asks:
        taken_on = reads_accepted(told.answer) and (told.owner or told.deadline)
        kinds: tuple[Kind, ...] = ("request", "commitment") if taken_on else ("request",)
    else:
        kinds = ("commitment",)
    if reads_done(told.status) or reads_on_track(told.status):
        return (*kinds, "progress")
    return (*kinds, "admission") if reads_late(told.status) else kinds
