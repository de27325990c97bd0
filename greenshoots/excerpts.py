"""A chosen statement as it is handed out in a file: every word ready to print, so that no format has to hide anything.

Quotation, two sentences around it at most, and the link; what was said later, what was searched, a person's verdict.
Never an archived page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date

from greenshoots import pipeline, quoting, versions
from greenshoots.briefing_cited import clean
from greenshoots.citations import footnote
from greenshoots.masks import mask
from greenshoots.pipeline import Library
from greenshoots.places import place_of
from greenshoots.plain import INFERRED, british, found_by, gone_through, relation_words
from greenshoots.public import showing
from greenshoots.records import (
    TRACEABLE,
    Document,
    Kind,
    Link,
    Medium,
    Passage,
    Provenance,
    Rating,
    Statement,
    Traced,
    Verdict,
)
from greenshoots.silence import Silence, silence_in
from greenshoots.views.markup import is_web
from greenshoots.views.wording import MEDIUM_WORDS, answer, attribution, day_said
from index.judged import stored

LONGEST = 2_000  # characters of a quotation or a note; a long paragraph (guess)
LONGEST_NAME = 300  # characters of a name, title or address (guess)
MOST_WITH_CONTEXT = 3  # of one article with the sentences around: more would put it together again (guess)
FOUND_BY_MACHINE = "Found by machine: check it against its source before you pass it on."
NOT_SEARCHED = "Nothing was searched for it yet."


@dataclass(frozen=True, slots=True)
class Source:
    """Where words stand. ``url``: where the original opens, "" if that is not on the web. ``place``: page or second."""

    title: str
    body: str
    medium: Medium | None
    day: date | None
    day_words: str
    place: str
    url: str

    @property
    def words(self) -> str:
        """All of it in a line but the address."""
        medium = MEDIUM_WORDS[self.medium] if self.medium else ""
        day = self.day_words[:1].lower() + self.day_words[1:]
        return ", ".join(filter(None, (self.title, self.body, medium, day, self.place)))


@dataclass(frozen=True, slots=True)
class Later:
    """One passage of a later record. ``reads``: what it says of the outcome, hedged unless a person said so."""

    id: str
    day: date | None
    reads: str
    found_by: str
    words: str
    source: Source
    changed: str


@dataclass(frozen=True, slots=True)
class Given:
    """A person's verdict."""

    rating: Rating
    by: str
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One statement. All words are masked unless that was not wanted; ``""`` and ``None`` are for what is not known.

    ``before`` and ``after``: a sentence each, "" if none is shown. ``start`` and ``end``: place in the stored text of
    ``document_key``. ``is_body``: the speaker is no single person. ``answer``: one of the four, with ``told`` in words;
    ``searched``: what was gone through. ``later``: what is shown unasked, in order of time. ``changed``: what became of
    the words on their page since.
    """

    id: str
    document_key: str
    start: int
    end: int
    kinds: tuple[Kind, ...]
    words: str
    before: str
    after: str
    speaker: str
    role: str
    organisation: str
    how: str
    is_body: bool
    source: Source
    deadline: str
    due: date | None
    answer: str
    told: str
    searched: str
    later: tuple[Later, ...]
    verdict: Given | None
    changed: str
    citation: str
    read: date | None
    read_sha256: str

    @property
    def made(self) -> date | None:
        """The day on which it was said."""
        return self.source.day

    @property
    def who(self) -> str:
        """Who said it, as a heading has it."""
        return self.speaker or "Not attributed"

    @property
    def office(self) -> str:
        """The speaker's office and body."""
        return ", ".join(filter(None, (self.role, self.organisation)))


@dataclass(frozen=True, slots=True)
class _Hand:
    """How words are handed out: masked and harmless, or only harmless."""

    hides: bool

    def showing(self, document: Document) -> AbstractContextManager[None]:
        return showing(document) if self.hides else nullcontext()

    def line(self, words: str | None, most: int = LONGEST_NAME) -> str:
        return clean(mask(words or "") if self.hides else words or "", most)


def excerpts(
    library: Library,
    ids: Iterable[str],
    *,
    unmasked: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[Excerpt]:
    """Make the chosen statements ready, in their order. Later records are searched for those nobody did that for.

    Raises ``UsageError`` if a statement is not in the library; what a search raises.
    """
    hand, from_article = _Hand(not unmasked), dict[str, int]()
    for done, name in enumerate(dict.fromkeys(ids), start=1):
        made = _excerpt(library, library.store.statement(name), hand)
        if made.source.medium == "press":
            from_article[made.document_key] = from_article.get(made.document_key, 0) + 1
            if from_article[made.document_key] > MOST_WITH_CONTEXT:
                made = replace(made, before="", after="")
        yield made
        progress(done)


def _excerpt(library: Library, statement: Statement, hand: _Hand) -> Excerpt:
    store = library.store
    traced = _traced(library, statement)
    document = store.document(statement.document_key)
    seen = store.provenances(document.key)
    with hand.showing(document):
        before, after = _context(library, statement, document)
        told = answer(statement, document.made, silence := _silence(library, statement, document, traced))
        return Excerpt(
            id=statement.id,
            document_key=statement.document_key,
            start=statement.start,
            end=statement.end,
            kinds=statement.kinds,
            words=hand.line(_row(statement.text), LONGEST),
            before=hand.line(before, LONGEST),
            after=hand.line(after, LONGEST),
            speaker=hand.line(statement.speaker),
            role=hand.line(statement.role),
            organisation=hand.line(statement.organisation),
            how=hand.line(attribution(statement)),
            is_body=statement.attribution.how == "collective",
            source=_source(document, statement.start, hand),
            deadline=hand.line(statement.deadline.text if statement.deadline else ""),
            due=statement.deadline.due if statement.deadline else None,
            answer=told.heading,
            told=hand.line(told.words, LONGEST),
            searched=hand.line(gone_through(silence.searched), LONGEST) if silence.searched else NOT_SEARCHED,
            later=tuple(_later(library, link, hand) for link in _in_time(traced)),
            verdict=_given(traced.verdicts, hand),
            changed=hand.line(versions.flag(store, statement), LONGEST),
            citation=hand.line(_cite(statement, document, seen), LONGEST),
            read=seen[0].fetched.date() if seen else None,
            read_sha256=seen[0].raw_sha256 if seen else "",
        )


def _cite(statement: Statement, document: Document, seen: list[Provenance]) -> str:
    """A footnote; without an address that is none of the web, which would tell of somebody's disk."""
    shown = document if is_web(document.url) else replace(document, url=None)
    return footnote(statement, shown, seen[0] if seen else None)


def _traced(library: Library, statement: Statement) -> Traced:
    if set(statement.kinds) & set(TRACEABLE) and not library.store.traced_at(statement.id):
        pipeline.trace(library, statement.id)
    return stored(library.store, statement)


def _silence(library: Library, statement: Statement, document: Document, traced: Traced) -> Silence:
    return silence_in(
        library.store,
        statement.id,
        body=document.body,
        made=document.made,
        links=traced.links,
        searched=library.store.searched(statement.id),
    )


def _context(library: Library, statement: Statement, document: Document) -> tuple[str, str]:
    """The sentence before and the one after, where they stand under the same heading."""
    before, after = quoting.context(document, before=1, after=1)
    heading = library.store.heading_at(document.key, statement.start, statement.end)
    earlier, later = library.store.context(statement, before=before, after=after)

    def words(found: list[Passage]) -> str:
        return " ".join(_row(one.text) for one in found if one.heading == heading)

    return words(earlier), words(later)


def _row(text: str) -> str:
    """Words of a row of a table without its outer rules."""
    return text.strip("| \t\r\n")


def _in_time(traced: Traced) -> list[Link]:
    shown = [link for link in traced.links if link.shown]
    return sorted(shown, key=lambda link: (link.date or date.max, -link.score))


def _later(library: Library, link: Link, hand: _Hand) -> Later:
    document = library.store.document(link.document_key)
    inferred = f" ({INFERRED})" if link.inferred and link.judgement is None else ""
    words = f"{relation_words(link)}{inferred}"
    with hand.showing(document):
        return Later(
            id=link.id,
            day=link.date,
            reads=words[:1].upper() + words[1:],
            found_by=hand.line(found_by(link), LONGEST),
            words=hand.line(_row(link.text), LONGEST),
            source=_source(document, link.start, hand),
            changed=hand.line(versions.flag(library.store, link), LONGEST),
        )


def _source(document: Document, start: int, hand: _Hand) -> Source:
    place = place_of(document, start)
    url = place.url or document.url or ""
    return Source(
        title=hand.line(document.title or document.id.replace("\\", "/").rpartition("/")[2]),
        body=hand.line(document.body),
        medium=document.medium,
        day=document.made,
        day_words=day_said(document),
        place=place.words,
        url=url if is_web(url) and len(url) <= LONGEST and url == clean(url, LONGEST) else "",
    )


def _given(verdicts: tuple[Verdict, ...], hand: _Hand) -> Given | None:
    if not verdicts:
        return None
    last = verdicts[-1]
    return Given(last.rating, hand.line(last.by), last.at.date(), hand.line(last.reason, LONGEST))


def verdict_line(verdict: Given) -> str:
    """A verdict with who gave it, when and why."""
    return f"{verdict.rating} ({verdict.by}, {british(verdict.day)}): {verdict.reason}"
