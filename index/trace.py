"""What became of a pledge: later passages of the same matter, each with a relation and the reason for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Literal

from greenshoots.errors import UsageError
from greenshoots.records import TRACEABLE, Coverage, Link, Passage, Pledge, Span, Statement, Traced
from index.candidates import CLOSELY, Scope, Searcher
from index.embed import Embedder
from index.later import COPY, Standing, standing
from index.matter import Matter
from index.meeting import REPORT_DAYS
from index.ranking import Candidate, alike, best_first, is_shown, thread_of, weigh, weigh_thread
from index.reason import explain
from index.recall import recalls
from index.related import Related
from index.store_read import StoreReader
from index.store_rows import Card
from index.vectors import Vectors
from index.words import words_of

Sort = Literal["evidence", "further", "undated"]

LIMIT = 50  # links of one pledge at most: as deep as a reader would look
LEAST = 0.08  # score below which a passage is there by chance: of labelled evidence in the first fifty, none is below
LISTED = 0.22  # score from which a further source or an undated passage is listed (guess)
NEAR_COPY_DAYS = 120  # in which final minutes may follow draft ones (guess: three meetings)
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
    searcher: Searcher = field(init=False)
    _copies: dict[str, Mapping[int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.searcher = Searcher(self.store, self.vectors, self.embedder)

    def trace(self, pledge: Pledge, *, limit: int = LIMIT) -> Traced:
        """Find what later records say about a pledge, best first, at most ``limit`` passages of each sort."""
        scope = self.searcher.scope(pledge.body)
        standings = self.standings(pledge, scope)
        matter = self.searcher.matter(pledge)
        ranked = self._ranked(pledge, matter, scope, standings, depth=max(CLOSELY, limit))
        sorts = self.sorts(pledge, matter, ranked, standings, limit=limit)
        return Traced(
            pledge=pledge,
            links=tuple(sorts["evidence"]),
            further_sources=tuple(sorts["further"]),
            undated=tuple(sorts["undated"]),
            searched=self._searched(pledge, scope, standings),
        )

    def sorts(
        self,
        pledge: Pledge,
        matter: Matter,
        ranked: Sequence[Candidate],
        standings: Mapping[int, Standing],
        *,
        limit: int = LIMIT,
    ) -> dict[Sort, list[Link]]:
        """Tell passages apart that were looked at closely, and make links of them, at most ``limit`` of each sort."""
        reports = self._reports(pledge, ranked)
        found: dict[Sort, list[Link]] = {"evidence": [], "further": [], "undated": []}
        for candidate in ranked:
            sort = self._sort(candidate, pledge, matter, standings[candidate.card.number], reports)
            if sort and len(found[sort]) < limit:
                found[sort].append(self._link(pledge, matter, candidate, sort, rank=len(found[sort]) + 1))
        return found

    def standings(self, pledge: Pledge, scope: Scope, *, among: Collection[int] | None = None) -> dict[int, Standing]:
        """Tell of each record in scope how it stands to the pledge in time, leaving out its own and earlier ones.

        ``among``: only these document rows.
        """
        own = self.store.card(pledge.document_key) if pledge.document_key else None
        copies = self._copies_of(own) if own else {}
        found = {
            number: standing(pledge, card, copied=copies.get(number, 0.0))
            for number, card in scope.cards.items()
            if (among is None or number in among) and card.source != (own.source if own else pledge.document)
        }
        return {number: how for number, how in found.items() if how is not Standing.EARLIER}

    def _ranked(
        self, pledge: Pledge, matter: Matter, scope: Scope, standings: Mapping[int, Standing], *, depth: int
    ) -> list[Candidate]:
        """Draw passages, follow the words of the best later ones, and order the ``depth`` best.

        The same words of a day count once.
        """
        within = sorted(standings)
        rarity = self.searcher.rarity
        candidates = self.searcher.draw(matter, pledge, scope, within)
        weigh(candidates, matter, rarity)
        later = [c for c in candidates if standings[c.card.number] is Standing.LATER]
        thread = thread_of(best_first(later), matter, self.searcher.stemmer)
        more = self.searcher.follow(thread, pledge, scope, within, candidates)
        weigh(more, matter, rarity)
        weigh_thread([*candidates, *more], thread, rarity)
        best = list(islice(self._once(best_first([*candidates, *more])), depth))
        self.searcher.surround(best)
        self.searcher.look_closely(best, matter, pledge)
        return best_first(best)

    def _once(self, ranked: Sequence[Candidate]) -> Iterator[Candidate]:
        """Leave out passages with the same words as a better one of the same meeting: of one day, or of a near-copy."""
        seen: dict[str, list[Card]] = {}
        for candidate in ranked:
            words = " ".join(words_of(candidate.passage.text))
            others = seen.setdefault(words, [])
            if not any(self._of_one_meeting(candidate.card, other) for other in others):
                others.append(candidate.card)
                yield candidate

    def untold(self, candidates: Sequence[Candidate], links: Sequence[Link]) -> list[Candidate]:
        """Leave out passages whose words are among links already, from another record of the same meeting or story."""
        if not candidates:
            return []
        told: dict[str, list[Link]] = {}
        for link in links:
            told.setdefault(" ".join(words_of(link.text)), []).append(link)
        return [one for one in candidates if not self._is_told(one, told)]

    def _is_told(self, candidate: Candidate, told: Mapping[str, Sequence[Link]]) -> bool:
        links = told.get(" ".join(words_of(candidate.passage.text)), ())
        cards = (self.store.card(link.document_key) for link in links)
        return any(card is not None and self._of_one_meeting(candidate.card, card) for card in cards)

    def _of_one_meeting(self, one: Card, other: Card) -> bool:
        days = [card.met or card.published for card in (one, other)]
        if days[0] == days[1]:
            return True
        if days[0] is None or days[1] is None or abs((days[0] - days[1]).days) > NEAR_COPY_DAYS:
            return False
        return self._copies_of(one).get(other.number, 0.0) >= COPY

    def _copies_of(self, card: Card) -> Mapping[int, float]:
        if card.key not in self._copies:
            self._copies[card.key] = self.store.copies_of(card.number)
        return self._copies[card.key]

    def _reports(self, pledge: Pledge, ranked: Sequence[Candidate]) -> set[int]:
        """Find the records that report the pledge's own meeting: of another sort, days later, and of this matter."""
        own = self.store.card(pledge.document_key) if pledge.document_key else None
        if own is None:
            return set()
        return {
            c.card.number
            for c in ranked
            if c.card.medium != own.medium
            and 0 <= c.days <= REPORT_DAYS
            and c.score >= LISTED
            and (c.related is None or c.related.relation not in ("kept", "shortfall"))
        }

    def _is_alike(self, candidate: Candidate, matter: Matter) -> bool:
        words = alike(candidate.stems, matter.own, self.searcher.rarity)
        return words >= SAME_WORDS or float(candidate.vector @ matter.vector) >= SAME_MEANING

    def _only_recalls(self, candidate: Candidate, pledge: Pledge) -> bool:
        """Whether a passage tells that the pledge was made and nothing of what became of it."""
        bears = candidate.related is not None and candidate.related.relation in ("kept", "shortfall", "supersedes")
        return not bears and recalls(candidate.passage.text, pledge.text, made=pledge.made)

    def _sort(
        self, candidate: Candidate, pledge: Pledge, matter: Matter, how: Standing, reports: set[int]
    ) -> Sort | None:
        """Tell evidence from further sources and undated passages; other words of the same meeting are none of them."""
        if how is Standing.UNDATED:
            return "undated" if candidate.score >= LISTED else None
        if candidate.card.number in reports:
            return "further" if candidate.score >= LISTED else None
        if how is Standing.LATER and self._only_recalls(candidate, pledge):
            return "further"
        if how is Standing.SAME:
            return "further" if self._is_alike(candidate, matter) else None
        return "evidence" if candidate.score >= LEAST else None

    def _link(self, pledge: Pledge, matter: Matter, candidate: Candidate, sort: Sort, *, rank: int) -> Link:
        passage, card, related = candidate.passage, candidate.card, candidate.related or Related("context")
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
            shown=sort == "evidence"
            and is_shown(candidate.score, rank, related.relation, names=candidate.raw["names"]),
            why=explain(
                related,
                shared=self.searcher.shared(matter, pledge, passage.text),
                same_heading=bool(candidate.heading & matter.heading.keys()),
                made=pledge.made,
                day=card.published,
            ),
            parts={name: round(value, 4) for name, value in candidate.parts.items()},
            further_source=sort == "further",
            deciding=_deciding(passage, related),
            inferred=related.inferred,
        )

    def _searched(self, pledge: Pledge, scope: Scope, standings: Mapping[int, Standing]) -> Coverage:
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
            failures=self.store.failure_count(pledge.body),
        )


def _deciding(passage: Passage, related: Related) -> Span | None:
    """Return where in the document the words stand that decided a relation."""
    if related.at is None or not related.words:
        return None
    start = passage.start + related.at
    return Span(start, start + len(related.words))


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
