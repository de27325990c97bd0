"""What goes into a briefing for a meeting of one committee: found in the record, each with its citation. No verdicts.

All of it as the record stood before the day of the meeting: what was published on it or later is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from greenshoots import briefing_questions as questions
from greenshoots import ledger
from greenshoots.briefing_cited import LONGEST, Cited, cited, safe
from greenshoots.briefing_record import covered_in
from greenshoots.committees import Committee, Papers, papers
from greenshoots.goalposts import course_of, times_moved
from greenshoots.kept import done_on, first_done
from greenshoots.plain import INFERRED, british, count, found_by, relation_words, times
from greenshoots.public import showing
from greenshoots.records import Coverage, Document, Filters, Kind, Link, Statement
from greenshoots.silence import Silence, meetings_later, silence_of, told, with_unread
from greenshoots.views import wording
from index.judged import stored
from index.later import is_later
from index.store_ledger import REPLY_MONTHS, LedgerRow, Wanted
from nlp.columns import reads_done

if TYPE_CHECKING:
    from greenshoots.pipeline import Library
    from index.store import Store
    from index.store_rows import Card

MOST = 20  # items under one heading; more is no briefing (guess), so how many are left out is told
FIRST_DATE, NOT_COMPARED = "a date is given for the first time", "reads as other terms, but none could be compared"
MOST_LATER = 4  # later passages of one item, the newest (guess)


@dataclass(frozen=True, slots=True)
class Later:
    """One later passage: ``reads``: what it says of the outcome, as proposed or as a person judged it."""

    day: str
    reads: str
    found_by: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Change:
    """The terms on one later day: ``changes``: what differs from before, in words. ``place``: key and offset."""

    day: str
    changes: str
    found_by: str
    place: tuple[str, int]
    cited: Cited


@dataclass(frozen=True, slots=True)
class Item:
    """One pledge, promise of information or recommendation. All words are ready to print; ``id`` opens it in the app.

    ``known``: how the name was come by, "" where it stands beside the words. ``standing``: short sentences on where
    it stands. ``earlier``: later passages that are not listed.
    """

    number: int
    id: str
    who: str
    known: str
    day: str
    said: Cited
    standing: tuple[str, ...]
    changes: tuple[Change, ...]
    later: tuple[Later, ...]
    earlier: int
    question: str


@dataclass(frozen=True, slots=True)
class Section:
    """Items under one heading. ``also``: numbers of items above that belong here, too. ``left_out``: how many more."""

    heading: str
    lead: str
    items: tuple[Item, ...]
    also: tuple[int, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Briefing:
    """A whole briefing. ``record``: what was covered; ``unread``: what could not be read; each a line to print."""

    committee: Committee
    on: date
    record: tuple[str, ...]
    unread: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order of their numbers."""
        return tuple(item for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of one statement on the day of the meeting. ``links``: evidence shown unasked, oldest first."""

    statement: Statement
    document: Document
    row: LedgerRow
    links: tuple[Link, ...]
    silence: Silence

    @property
    def done(self) -> date | None:
        """The day on which it reads as done: told later, or by its own row of a table."""
        first = first_done(self.links)
        if first:
            return done_on(first, self.row.day)[0]
        return self.row.day if reads_done(self.statement.status) else None


def brief(library: Library, committee: Committee, on: date) -> Briefing:
    """Gather the briefing for a meeting of a committee on a day."""
    ledger.refresh(library)
    own = papers(library.store, committee)
    gathering = _Gathering(library.store, committee, on, own)
    record, unread = covered_in(library.store, committee, own, on)
    return Briefing(committee, on, record, unread, tuple(_numbered(gathering)))


# Each heading with the choice of what stands under it and the question that is asked.


@dataclass(frozen=True, slots=True)
class _Choice:
    heading: str
    lead: str
    kind: Kind
    fits: Callable[[_Found], bool]
    ask: Callable[[_Found], str]


class _Gathering:
    """Goes through the pledges and requests of one committee up to a day."""

    def __init__(self, store: Store, committee: Committee, on: date, own: Papers) -> None:
        self.store, self.committee, self.on, self.own = store, committee, on, own
        before = [day for day in own.met if day < on]
        self.previous = before[-1] if before else None
        self._meetings = store.meetings()
        self._cards = store.cards()
        self._found: dict[str, _Found] = {}
        self._listed: dict[Kind, list[tuple[Statement, LedgerRow]]] = {}

    def choices(self) -> Iterator[_Choice]:
        """The headings in their order."""
        day = british(self.on)
        settled = self.settled()
        left_out = f" {count(settled, 'pledge')} with a person’s verdict left out." if settled else ""
        yield _Choice(
            f"Pledges falling due by {day}",
            "Their day has come. Those that read as done are listed only if they fell due since the last meeting."
            + left_out,
            "commitment",
            self._is_due,
            self._ask_of_pledge,
        )
        yield _Choice(
            "Wording that changed",
            "Pledges whose date, amount or strength reads otherwise in a later record.",
            "commitment",
            self._reads_otherwise,
            self._ask_of_wording,
        )
        yield _Choice(
            "Information promised",
            "Promises to circulate, to reply in writing or to report back, where nothing found reads as given.",
            "commitment",
            lambda found: questions.promises_information(found.statement.text) and self._is_open(found),
            lambda found: questions.ask_of_information(told(found.silence)),
        )
        yield _Choice(
            "Recommendations and requests without an answer after two months",
            "Nothing found reads as accepting or refusing them. Where something reads as done, it is told.",
            "request",
            self._is_unanswered,
            self._ask_of_recommendation,
        )
        yield _Choice(
            "Said at the last meeting, with something left open",
            f"Pledges of {british(self.previous)} or since that lack something that would make them testable.",
            "commitment",
            self._leaves_open,
            self._ask_what_lacks,
        )

    def of_kind(self, kind: Kind) -> Iterator[_Found]:
        """Yield what the committee's records up to the day hold and nobody's verdict settles, newest first."""
        return (self.followed(*row) for row in self._rows(kind) if not _is_settled(row[1]))

    def settled(self) -> int:
        """Count the pledges that are left out since a person's verdict settles them."""
        return sum(_is_settled(row) for _, row in self._rows("commitment"))

    def _rows(self, kind: Kind) -> list[tuple[Statement, LedgerRow]]:
        """Return the rows of the ledger in the committee's own records, each promise once."""
        if kind not in self._listed:
            filters = Filters(body=self.committee.body or None, kind=kind, before=self.on - timedelta(days=1))
            rows = self.store.ledger(filters, Wanted(self.on, committee=self.committee.name))
            own = (self._own(statement, row) for statement, row in rows)
            self._listed[kind] = list({one[0].id: one for one in own if one}.values())
        return self._listed[kind]

    def _own(self, statement: Statement, row: LedgerRow) -> tuple[Statement, LedgerRow] | None:
        """The statement, or the newest with the same promise, that stands in a record of the committee itself."""
        if statement.document_key in self.own.keys:
            return statement, row
        for day, name in reversed(self.store.promised(row.promise) if row.promise else []):
            other, known = self.store.statement(name), self.store.row_of(name)
            if day and day < self.on and known and other.document_key in self.own.keys:
                return other, known
        return None

    def followed(self, statement: Statement, row: LedgerRow) -> _Found:
        """What later records up to the day say of a statement."""
        if statement.id not in self._found:
            document = self.store.document(statement.document_key)
            dated = [link for link in stored(self.store, statement).links if link.shown and link.date]
            links = tuple(sorted((one for one in dated if one.date and one.date < self.on), key=_day_of))
            silence = self._silence(statement, document, row, links)
            self._found[statement.id] = _Found(statement, document, row, links, silence)
        return self._found[statement.id]

    def _silence(self, statement: Statement, document: Document, row: LedgerRow, links: Sequence[Link]) -> Silence:
        searched = with_unread(self.store, self.store.searched(statement.id), document.body)
        held = meetings_later(
            self._meetings,
            body=document.body,
            made=row.day,
            traced=self.store.traced_at(statement.id),
            searched=searched,
        )
        until = [day for day in held if day < self.on]
        return silence_of(made=row.day, links=links, searched=self._until(searched, row.day), meetings=until)

    def _until(self, searched: Coverage | None, made: date | None) -> Coverage | None:
        """What was searched, without the records published on the day or later."""
        if searched is None or searched.last is None or searched.last < self.on:
            return searched
        bodies = {name for name, _ in searched.bodies}
        later = [card.published for card in self._cards if _is_of(card, bodies, made) and card.published]
        days = [day for day in later if day < self.on]
        return replace(searched, documents=len(days), undated=0, last=max(days, default=None))

    def _is_open(self, found: _Found) -> bool:
        return found.done is None and not any(link.relation in ("kept", "progress") for link in found.links)

    def _is_due(self, found: _Found) -> bool:
        due = found.row.due
        if due is None or due > self.on:
            return False
        return found.done is None or self.previous is None or due > self.previous

    def _reads_otherwise(self, found: _Found) -> bool:
        """Whether other terms can be told; a date given for the first time takes nothing back."""
        return any(change.changes not in (FIRST_DATE, NOT_COMPARED) for change in self.changes(found))

    def _is_unanswered(self, found: _Found) -> bool:
        place, made = found.row.reply_place, found.row.day
        if made is None or found.silence.answer == "not checked":
            return False
        answered = self.store.card(place.document_key) if place else None
        came = answered.published if answered else None
        is_answered = bool(found.row.reply) and (came is None or came < self.on)
        return not is_answered and made + relativedelta(months=REPLY_MONTHS) <= self.on

    def _leaves_open(self, found: _Found) -> bool:
        test, made = found.statement.testability, found.row.day
        is_new = made is not None and self.previous is not None and made >= self.previous
        return is_new and test is not None and bool(test.question) and found.done is None

    # questions

    def _ask_of_pledge(self, found: _Found) -> str:
        ask = questions.ask_of_pledge(
            silence=told(found.silence), done=found.done, mentioned=bool(found.silence.mentions)
        )
        return " ".join(filter(None, (questions.date_given(found.statement), ask)))

    def _ask_of_wording(self, found: _Found) -> str:
        last = [one for one in self.changes(found) if one.changes not in (FIRST_DATE, NOT_COMPARED)][-1]
        return questions.ask_of_wording(last.day, safe(last.cited.words, questions.LONGEST), last.changes)

    def _ask_of_recommendation(self, found: _Found) -> str:
        made = found.row.day or self.on
        up = made + relativedelta(months=REPLY_MONTHS)
        return questions.ask_of_recommendation(told(found.silence), up, done=found.done)

    def _ask_what_lacks(self, found: _Found) -> str:
        test = found.statement.testability
        return test.question if test and test.question else ""

    # what is printed of one

    def changes(self, found: _Found) -> tuple[Change, ...]:
        """On which days the terms read otherwise, each with its words."""
        if not times_moved(found.links):
            return ()
        course = course_of(self.store, found.statement, found.document, found.links)
        rows = [row for row in course.terms[1:] if row.changes or row.how == "supersedes"] if course else []
        at = {(link.document_key, link.start): link for link in found.links}
        return tuple(
            Change(
                british(row.day),
                safe("; ".join(row.changes) or NOT_COMPARED, LONGEST),
                safe(found_by(at[row.document_key, row.start])),
                (row.document_key, row.start),
                cited(self.store, at[row.document_key, row.start]),
            )
            for row in rows
            if (row.document_key, row.start) in at
        )


def _numbered(gathering: _Gathering) -> Iterator[Section]:
    """Number the items through all sections. Each stands once; where it belongs again its number is told."""
    numbers: dict[str, int] = {}
    for choice in gathering.choices():
        fitting = sorted((one for one in gathering.of_kind(choice.kind) if choice.fits(one)), key=_urgency)
        also = sorted(numbers[one.statement.id] for one in fitting if one.statement.id in numbers)
        new = [one for one in fitting if one.statement.id not in numbers]
        items = []
        for found in new[:MOST]:
            numbers[found.statement.id] = len(numbers) + 1
            items.append(_item(gathering, found, numbers[found.statement.id], choice.ask))
        yield Section(choice.heading, choice.lead, tuple(items), tuple(also), max(0, len(new) - MOST))


def _urgency(found: _Found) -> tuple[bool, int, int]:
    """Those that read as done come last; the others by their day, the latest first."""
    due, made = found.row.due or date.min, found.row.day or date.min
    return (found.done is not None, -due.toordinal(), -made.toordinal())


def _item(gathering: _Gathering, found: _Found, number: int, ask: Callable[[_Found], str]) -> Item:
    statement, document = found.statement, found.document
    with showing(document, *(gathering.store.document(link.document_key) for link in found.links)):
        said = cited(gathering.store, statement)
        sure = statement.attribution.score >= wording.FAIRLY_SURE
        name = safe(statement.speaker) if statement.speaker and sure else ""
        opening = questions.opening(statement, document, speaker=name, words=safe(said.words, questions.LONGEST))
        changes = gathering.changes(found)
        told_already = {change.place for change in changes}
        others = [link for link in found.links if (link.document_key, link.start) not in told_already]
        return Item(
            number=number,
            id=statement.id,
            who=safe(", ".join(filter(None, (statement.speaker or "Not attributed", statement.role)))),
            known=_known(statement),
            day=british(document.made),
            said=said,
            standing=tuple(_standing(gathering, found)),
            changes=changes,
            later=tuple(_later(gathering.store, others[-MOST_LATER:])),
            earlier=max(0, len(others) - MOST_LATER),
            question=f"{opening} {safe(ask(found), LONGEST)}",
        )


def _known(statement: Statement) -> str:
    named = statement.attribution.how == "named" and statement.attribution.score >= wording.SURE
    return "" if named or not statement.speaker else f"The name: {safe(wording.how_sure(statement.attribution))}."


def _standing(gathering: _Gathering, found: _Found) -> Iterator[str]:
    """Say where it stands, a sentence each."""
    deadline = found.statement.deadline
    if found.row.due and deadline:
        yield f"Due {british(found.row.due)} (“{safe(deadline.text)}”)."
    if found.statement.status:
        yield f"Status as the table reports it: {safe(found.statement.status)}."
    if found.done:
        yield f"Reads as done on {british(found.done)}."
    said = {day for day, _ in gathering.store.promised(found.row.promise or "") if day and day < gathering.on}
    if len(said) > 1:
        yield f"Promised {times(len(said))} since {min(said).year}."
    silence = found.silence
    yield f"{silence.answer[:1].upper()}{silence.answer[1:]}: {safe(told(silence), LONGEST)}"


def _later(store: Store, links: Iterable[Link]) -> Iterator[Later]:
    for link in links:
        inferred = f" ({INFERRED})" if link.inferred and link.judgement is None else ""
        reads = relation_words(link) + inferred
        yield Later(british(link.date), reads[:1].upper() + reads[1:], safe(found_by(link)), cited(store, link))


def _is_settled(row: LedgerRow) -> bool:
    return row.verdict not in (None, "open")


def _is_of(card: Card, bodies: set[str], made: date | None) -> bool:
    return (card.body or "") in bodies and is_later(made, published=card.published, met=card.met)


def _day_of(link: Link) -> date:
    return link.date or date.max
