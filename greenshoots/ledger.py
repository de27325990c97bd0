"""The ledger: each pledge with what was found about it, and where it stands. Never a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from greenshoots.records import Coverage, Filters, Link, Statement

if TYPE_CHECKING:
    from greenshoots.pipeline import Library

Answer = Literal["not checked", "nothing found", "a source could not be read", "found"]


@dataclass(frozen=True, slots=True)
class States:
    """Which pledges are wanted; none chosen means all."""

    overdue: bool = False
    silent: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One pledge in the ledger. ``shown``: links on its timeline unasked, in time order."""

    id: str
    statement: Statement
    body: str | None
    made: date | None
    answer: Answer
    shown: tuple[Link, ...]
    overdue: bool

    @property
    def due(self) -> date | None:
        """The last day of the period promised, if one can be worked out."""
        return self.statement.deadline.due if self.statement.deadline else None

    @property
    def moved(self) -> bool:
        """Whether a later passage reads as a change of terms."""
        return any(link.relation == "supersedes" for link in self.shown)


NO_STATES = States()


def entries(
    library: Library, filters: Filters, *, wanted: States = NO_STATES, today: date | None = None
) -> Iterator[Entry]:
    """Go through the pledges, newest first. ``today``: the day from which overdue is counted; default the real one."""
    day = today or date.today()
    for statement in library.store.statements(replace(filters, kind="commitment")):
        entry = _entry(library, statement, day)
        if _is_wanted(entry, wanted):
            yield entry


def _entry(library: Library, statement: Statement, today: date) -> Entry:
    document = library.store.card(statement.document_key)
    traced = library.store.searched(statement.id)
    shown = [link for link in library.store.links(statement.id) if link.shown and not link.further_source and link.date]
    shown.sort(key=lambda link: link.date or today)
    due = statement.deadline.due if statement.deadline else None
    return Entry(
        id=statement.id,
        statement=statement,
        body=document.body if document else None,
        made=(document.met or document.published) if document else None,
        answer=_answer(shown, traced),
        shown=tuple(shown),
        overdue=bool(due and due < today and not any(link.relation == "kept" for link in shown)),
    )


def _answer(shown: list[Link], traced: Coverage | None) -> Answer:
    """One of four answers that are never mistaken for one another."""
    if shown:
        return "found"
    if traced is None:
        return "not checked"
    return "a source could not be read" if traced.failures else "nothing found"


def _is_wanted(entry: Entry, wanted: States) -> bool:
    """Whether a pledge is in every state asked for. Silent: traced, and nothing found."""
    return (
        (entry.overdue or not wanted.overdue)
        and (entry.answer in ("nothing found", "a source could not be read") or not wanted.silent)
        and (entry.moved or not wanted.moved)
    )
