"""What became of a pledge: later passages of the same matter, each with a relation and the reason for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from greenshoots.errors import UsageError
from greenshoots.records import TRACEABLE, Coverage, Link, Pledge, Statement, Traced
from index.candidates import Scope, Searcher
from index.embed import Embedder
from index.later import Standing, standing
from index.matter import Matter
from index.ranking import SHOWN, Candidate, alike, best_first, is_shown, thread_words, weigh, weigh_thread
from index.reason import explain
from index.relation import Related, relate
from index.store_read import StoreReader
from index.vectors import Vectors
from index.words import words_of

Sort = Literal["evidence", "further", "undated"]

LIMIT = 50  # links of one pledge at most: as deep as a reader would look
REPORT_DAYS = 14  # days in which another sort of record may be the report of the same meeting (guess)
SAME_WORDS, SAME_MEANING = (
    0.6,
    0.75,
)  # share of words, cosine, from which two passages may tell of one utterance (guess)


def trace(
    store: StoreReader, vectors: Vectors, embedder: Embedder, pledge: Statement | Pledge, *, limit: int = LIMIT
) -> Traced:
    """Find what later records say about one statement or pledge; see ``Tracer`` for many.

    Raises ``UsageError`` if a statement is of a kind that cannot be traced, ``StaleIndexError``
    if the vectors do not belong to the store.
    """
    wanted = pledge if isinstance(pledge, Pledge) else pledge_of(pledge, store)
    return Tracer(store, vectors, embedder).trace(wanted, limit=limit)


def pledge_of(statement: Statement, store: StoreReader) -> Pledge:
    """Make a stored statement traceable. Raises ``UsageError`` if it is of another kind."""
    if not set(statement.kinds) & set(TRACEABLE):
        kinds = " and ".join(statement.kinds)
        raise UsageError(f"A statement of kind {kinds} is not traced", where=statement.id)
    card = store.card(statement.document_key)
    return Pledge(
        id=statement.id,
        document=statement.document,
        start=statement.start,
        end=statement.end,
        text=statement.text,
        made=(card.met or card.published) if card else None,
        body=card.body if card and card.medium != "press" else None,  # a paper answers for nothing that it reports
        document_key=statement.document_key,
        kinds=statement.kinds,
    )


@dataclass(slots=True)
class Tracer:
    """Traces pledges in one state of a store; make a new one after documents were added.

    Raises ``StaleIndexError`` if the vectors do not belong to the store.
    """

    store: StoreReader
    vectors: Vectors
    embedder: Embedder
    _searcher: Searcher = field(init=False)
    _copies: dict[str, Mapping[int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._searcher = Searcher(self.store, self.vectors, self.embedder)

    def trace(self, pledge: Pledge, *, limit: int = LIMIT) -> Traced:
        """Find what later records say about a pledge, best first, at most ``limit`` passages of each sort."""
        scope = self._searcher.scope(pledge.body)
        standings = self._standings(pledge, scope)
        matter = self._searcher.matter(pledge)
        ranked = self._ranked(pledge, matter, scope, standings)
        reports = self._reports(pledge, ranked)
        sorts: dict[Sort, list[Link]] = {"evidence": [], "further": [], "undated": []}
        for candidate in ranked:
            sort = self._sort(candidate, matter, standings[candidate.card.number], reports)
            if sort and len(sorts[sort]) < limit:
                sorts[sort].append(self._link(pledge, matter, candidate, sort, rank=len(sorts[sort]) + 1))
        return Traced(
            pledge=pledge,
            links=tuple(sorts["evidence"]),
            further_sources=tuple(sorts["further"]),
            undated=tuple(sorts["undated"]),
            searched=self._searched(scope, standings),
        )

    def _standings(self, pledge: Pledge, scope: Scope) -> dict[int, Standing]:
        """Tell of each record in scope how it stands to the pledge in time, leaving out its own and earlier ones."""
        own = self.store.card(pledge.document_key) if pledge.document_key else None
        if own and own.key not in self._copies:
            self._copies[own.key] = self.store.copies_of(own.number)
        copies = self._copies[own.key] if own else {}
        found = {
            number: standing(pledge, card, copied=copies.get(number, 0.0))
            for number, card in scope.cards.items()
            if card.source != (own.source if own else pledge.document)
        }
        return {number: how for number, how in found.items() if how is not Standing.EARLIER}

    def _ranked(
        self, pledge: Pledge, matter: Matter, scope: Scope, standings: Mapping[int, Standing]
    ) -> list[Candidate]:
        """Draw passages, follow the words of the best later ones, and order all; the same words of a day count once."""
        within = sorted(standings)
        rarity = self._searcher.rarity
        candidates = self._searcher.draw(matter, pledge, scope, within)
        weigh(candidates, matter, rarity)
        thread = thread_words([c for c in candidates if standings[c.card.number] is Standing.LATER])
        more = self._searcher.follow(thread, pledge, scope, within, candidates)
        weigh(more, matter, rarity)
        weigh_thread([*candidates, *more], thread, rarity)
        return _once(best_first([*candidates, *more]))

    def _reports(self, pledge: Pledge, ranked: list[Candidate]) -> set[int]:
        """Find the records that report the pledge's own meeting: of another sort, days later, and of this matter."""
        own = self.store.card(pledge.document_key) if pledge.document_key else None
        if own is None:
            return set()
        return {
            c.card.number
            for c in ranked
            if c.card.medium != own.medium
            and 0 <= c.days <= REPORT_DAYS
            and c.score >= SHOWN
            and relate(pledge.text, c.passage.text).relation not in ("kept", "shortfall")
        }

    def _is_alike(self, candidate: Candidate, matter: Matter) -> bool:
        words = alike(candidate.stems, matter.own, self._searcher.rarity)
        return words >= SAME_WORDS or float(candidate.vector @ matter.vector) >= SAME_MEANING

    def _sort(self, candidate: Candidate, matter: Matter, how: Standing, reports: set[int]) -> Sort | None:
        """Tell evidence from further sources and undated passages; other words of the same meeting are none of them."""
        if how is Standing.UNDATED:
            return "undated" if candidate.score >= SHOWN else None
        if candidate.card.number in reports:
            return "further" if candidate.score >= SHOWN else None
        if how is Standing.SAME:
            return "further" if self._is_alike(candidate, matter) else None
        return "evidence"

    def _link(self, pledge: Pledge, matter: Matter, candidate: Candidate, sort: Sort, *, rank: int) -> Link:
        passage, card = candidate.passage, candidate.card
        rarity = self._searcher.rarity
        statement = self.store.statement_at(passage)
        related = relate(
            pledge.text,
            passage.text,
            kinds=statement.kinds if statement else (),
            alike=alike(candidate.stems, matter.own, rarity),
        )
        return Link(
            statement=pledge.id,
            document=card.id,
            document_key=card.key,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            date=card.published,
            relation=related.relation,
            score=round(candidate.score, 4),
            shown=sort == "evidence" and is_shown(candidate.score, rank, related.relation),
            why=self._why(pledge, matter, candidate, related),
            parts={name: round(value, 4) for name, value in candidate.parts.items()},
            further_source=sort == "further",
        )

    def _why(self, pledge: Pledge, matter: Matter, candidate: Candidate, related: Related) -> str:
        rarity = self._searcher.rarity
        shared = sorted(set(candidate.stems) & matter.own.keys(), key=lambda stem: (-rarity.of(stem), stem))
        return explain(
            related,
            shared=self._searcher.printed(shared, candidate.passage.text),
            same_heading=bool(candidate.heading & matter.heading.keys()),
            made=pledge.made,
            day=candidate.card.published,
        )

    def _searched(self, scope: Scope, standings: Mapping[int, Standing]) -> Coverage:
        """Say what was gone through: the records that could hold evidence, and those without a date."""
        cards = [scope.cards[n] for n, how in standings.items() if how in (Standing.LATER, Standing.UNDATED)]
        days = sorted(card.published for card in cards if card.published)
        media = Counter(card.medium or "" for card in cards)
        bodies = Counter(card.body or "" for card in cards)
        return Coverage(
            documents=len(cards),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            undated=len(cards) - len(days),
            media=tuple(sorted(media.items(), key=lambda pair: (-pair[1], pair[0]))),
            bodies=tuple(sorted(bodies.items(), key=lambda pair: (-pair[1], pair[0]))),
            failures=len(self.store.failures()),
        )


def _once(ranked: list[Candidate]) -> list[Candidate]:
    """Leave out passages with the same words as a better one of the same day: near-copies of one record."""
    seen: set[tuple[date | None, str]] = set()
    kept = []
    for candidate in ranked:
        name = (candidate.card.met or candidate.card.published, " ".join(words_of(candidate.passage.text)))
        if name not in seen:
            seen.add(name)
            kept.append(candidate)
    return kept


def trace_pledges(
    store: StoreReader, vectors: Vectors, embedder: Embedder, lines: Iterable[Mapping[str, Any]], *, limit: int = LIMIT
) -> Iterator[dict[str, Any]]:
    """Trace pledges given as ``{"id","document","start","end","text","made","body"}``; yield the lines of the design.

    A document need not be in the store; then only the pledge's own words are looked for.
    Raises ``UsageError`` if a line lacks what it needs or does not fit its document.
    """
    tracer = Tracer(store, vectors, embedder)
    for line in lines:
        traced = tracer.trace(pledge_from_line(line, store), limit=limit)
        for rank, link in enumerate(traced.links, start=1):
            yield _as_line(link, rank)


def pledge_from_line(line: Mapping[str, Any], store: StoreReader) -> Pledge:
    """Read one pledge. A stored document lends it what the line leaves out: the day it was made, the body."""
    try:
        words, start, end = str(line["text"]), int(line["start"]), int(line["end"])
        name, document_id = str(line["id"]), str(line["document"])
        made = date.fromisoformat(line["made"]) if line.get("made") else None
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"A pledge needs id, document, start, end and text, and made as YYYY-MM-DD ({error!r})",
            where=str(line.get("id", "a pledge without id")),
        ) from error
    document = store.document_by_id(document_id)
    if document and document.text[start:end] != words:
        raise UsageError(f"The text is not {document_id}[{start}:{end}]", where=name)
    return Pledge(
        id=name,
        document=document_id,
        start=start,
        end=end,
        text=words,
        made=made or (document.made if document else None),
        body=line.get("body") or (document.body if document and document.medium != "press" else None),
        document_key=document.key if document else None,
    )


def _as_line(link: Link, rank: int) -> dict[str, Any]:
    return {
        "pledge": link.statement,
        "rank": rank,
        "document": link.document,
        "start": link.start,
        "end": link.end,
        "date": link.date.isoformat() if link.date else None,
        "relation": link.relation,
        "score": link.score,
        "shown": link.shown,
        "why": link.why,
    }
