"""The ledger: each pledge and request with what was found about it, and where it stands. Never a verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from greenshoots.goalposts import Course, course_of, times_moved
from greenshoots.kept import days_late, done_on, first_done
from greenshoots.promises import Promise, groups
from greenshoots.records import Filters, Link, Passage, Statement, Traced, Verdict
from greenshoots.replies import AFTER, Replied, number_of, reply_here, reply_in_table, reply_itself, reply_later
from greenshoots.silence import Answer, Silence, meetings_later, silence_in, silence_of, told, with_unread
from index.judged import stored
from index.store_ledger import LEDGER_KINDS, REPLY_MONTHS, LedgerRow, Meeting, Reply, Unlisted, Wanted
from nlp.columns import reads_done

if TYPE_CHECKING:
    from greenshoots.pipeline import Library
    from index.store import Store

__all__ = ["REPLY_MONTHS", "Entry", "Wanted", "entries", "number", "refresh"]

PAGE = 200  # rows that are fetched at a time where all are printed


@dataclass(frozen=True, slots=True)
class Entry:
    """One pledge or request in the ledger, as people judged what was found.

    ``title``: of the record, which names the committee where that is known. ``shown``: links on its timeline unasked,
    in time order. ``overdue``: its day has passed, nothing reads as done and no verdict settled it. ``moved``: on how
    many days the terms read as changed. ``done``: the day on which it reads as done, ``late`` how many days after the
    first date. ``promised``: when, and in which statements, the same was promised, this one included; empty if only
    once.
    ``reply``: of a request, with the passage. ``verdict``: the last one that a person gave, ``None`` if nobody did.
    """

    id: str
    statement: Statement
    body: str | None
    title: str | None
    made: date | None
    silence: Silence
    shown: tuple[Link, ...]
    overdue: bool
    moved: int = 0
    done: date | None = None
    late: int = 0
    promised: tuple[tuple[date | None, str], ...] = ()
    reply: Reply | None = None
    reply_place: Passage | None = None
    verdict: Verdict | None = None

    @property
    def answer(self) -> Answer:
        """One of four answers that are never mistaken for one another."""
        return self.silence.answer

    @property
    def due(self) -> date | None:
        """The last day of the period promised, if one can be worked out."""
        return self.statement.deadline.due if self.statement.deadline else None

    @property
    def told(self) -> str:
        """The answer in words."""
        return told(self.silence)

    @property
    def reply_due(self) -> date | None:
        """The day by which a request is to be answered."""
        return (
            self.made + relativedelta(months=REPLY_MONTHS) if self.made and "request" in self.statement.kinds else None
        )

    @property
    def times(self) -> int:
        """On how many days the same was promised."""
        return len({day for day, _ in self.promised}) or 1


def refresh(library: Library, *, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Make the rows that are missing or went stale since the ledger was last asked for. Returns how many."""
    store = library.store
    missing = store.unlisted()
    if not missing:
        return 0
    meetings, judged = _meetings(store), store.has_judgements()
    rows = []
    for made, unlisted in enumerate(missing, start=1):
        rows.append(_row(store, unlisted, meetings[unlisted.body or ""], judged=judged))
        if made % PAGE == 0:
            progress(made, len(missing))
    store.put_rows(rows)
    progress(len(rows), len(missing))
    if any(unlisted.answer in (None, "not checked") for unlisted in missing):
        store.put_promises(groups([Promise(*told) for told in store.promises()], store.repeats()))
    return len(missing)


def entries(
    library: Library, filters: Filters, *, wanted: Wanted | None = None, limit: int | None = None, offset: int = 0
) -> Iterator[Entry]:
    """Go through the pledges, newest first; of those that promise the same only the newest that fits.

    ``filters``: its kind is ``commitment`` unless it says ``request``. ``limit``: no more than so many.
    """
    refresh(library)
    asked, these, meetings = _asked(filters), wanted or Wanted(date.today()), _meetings(library.store)
    while limit is None or limit > 0:
        size = PAGE if limit is None else min(PAGE, limit)
        rows = library.store.ledger(asked, these, limit=size, offset=offset)
        yield from (_entry(library.store, statement, row, meetings, these.today) for statement, row in rows)
        if len(rows) < size:
            return
        offset += size
        limit = None if limit is None else limit - size


def number(library: Library, filters: Filters, *, wanted: Wanted | None = None) -> int:
    """Count what ``entries`` goes through."""
    refresh(library)
    return library.store.ledger_count(_asked(filters), wanted or Wanted(date.today()))


def followed(library: Library, traced: Traced) -> tuple[Silence, Course | None]:
    """Return the answer for a statement that was just traced, and the course of its terms if it is a commitment."""
    statement = library.store.statement(traced.pledge.id)
    document = library.store.document(statement.document_key)
    silence = silence_in(
        library.store,
        statement.id,
        body=document.body,
        made=document.made,
        links=traced.links,
        searched=traced.searched,
    )
    course = course_of(library.store, statement, document, traced.links) if "commitment" in statement.kinds else None
    return silence, course


def _asked(filters: Filters) -> Filters:
    return filters if filters.kind in LEDGER_KINDS else replace(filters, kind="commitment")


def _meetings(store: Store) -> defaultdict[str, list[Meeting]]:
    """Return the meetings by body."""
    found: defaultdict[str, list[Meeting]] = defaultdict(list)
    for meeting in store.meetings():
        found[meeting.body].append(meeting)
    return found


def _entry(
    store: Store, statement: Statement, row: LedgerRow, meetings: defaultdict[str, list[Meeting]], today: date
) -> Entry:
    card = store.card(statement.document_key)
    body = card.body if card else None
    shown = _shown(store, statement, judged=store.has_judgements())
    silence = silence_in(
        store,
        statement.id,
        body=body,
        made=row.day,
        links=shown,
        searched=store.searched(statement.id),
        meetings=meetings[body or ""],
    )
    verdicts = store.verdicts_of(statement)
    return Entry(
        id=statement.id,
        statement=statement,
        body=body,
        title=store.title_of(statement.document_key),
        made=row.day,
        silence=silence,
        shown=tuple(shown),
        overdue=row.is_overdue(today),
        moved=row.moved,
        done=row.done,
        late=row.late,
        promised=tuple(store.promised(row.promise)) if row.promise else (),
        reply=row.reply,
        reply_place=row.reply_place,
        verdict=verdicts[-1] if verdicts else None,
    )


def _row(store: Store, unlisted: Unlisted, meetings: Sequence[Meeting], *, judged: bool) -> LedgerRow:
    statement, made = unlisted.statement, unlisted.made
    searched = with_unread(store, unlisted.searched, unlisted.body)
    links = _shown(store, statement, judged=judged) if searched else []
    held = meetings_later(meetings, body=unlisted.body, made=made, traced=unlisted.traced, searched=searched)
    silence = silence_of(made=made, links=links, searched=searched, meetings=held)
    due = statement.deadline.due if statement.deadline else None
    done = first_done(links)
    replied = _reply(store, statement, links) if "request" in statement.kinds else None
    verdicts = store.verdicts_of(statement)
    return LedgerRow(
        statement=statement.id,
        answer=silence.answer,
        day=made,
        due=due,
        up_to=silence.up_to,
        mentions=silence.mentions,
        silent=silence.silent,
        moved=times_moved(links),
        done=done_on(done, made)[0] if done else made if reads_done(statement.status) else None,
        late=days_late(done, made, due) if done else 0,
        reply=replied.reply if replied else None,
        reply_place=replied.passage if replied else None,
        promise=unlisted.promise,
        verdict=verdicts[-1].rating if verdicts else None,
    )


def _shown(store: Store, statement: Statement, *, judged: bool) -> list[Link]:
    """Return the evidence shown unasked, in order of time, as people judged it if they ever judged any."""
    if not judged:
        return store.shown_links(statement.id)
    shown = [link for link in stored(store, statement).links if link.shown]
    return sorted(shown, key=lambda link: link.date or date.max)


def _reply(store: Store, statement: Statement, links: Sequence[Link]) -> Replied | None:
    """Find the answer to a request: in its own words, in what follows it in its record, else in later records."""
    before, after = store.context(statement, before=1, after=AFTER)
    heading = store.heading_at(statement.document_key, statement.start, statement.end)
    number_said = number_of(statement.text, before)
    own = Passage(statement.document_key, statement.start, statement.end, statement.text)
    in_table = reply_in_table(statement.answer, own)
    if in_table:
        return in_table
    together = [passage for passage in after if passage.heading == heading]
    here = reply_itself(own) or reply_here(statement.text, number_said, together)
    if here:
        return here
    later = store.links(statement.id) if number_said else list(links)
    return reply_later(statement.text, number_said, [link for link in later if not link.further_source])
