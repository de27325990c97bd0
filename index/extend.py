"""Links brought up to date after records came in: only what the new passages may change is looked at again.

A statement that no new record can concern is left alone. For the others the new passages
are weighed by themselves, beside the links that are kept: a rough look first, a close one
where a passage might come among the first twenty. If one comes among the two that lead a trace
further, the statement is traced anew. Scores of links that are kept stay as they were;
how rare a word is moves too little with one record to matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from greenshoots.records import Coverage, Link, Pledge, Traced
from index.candidates import Scope, days_after
from index.later import Standing
from index.matter import Matter, passage_vector, weighted
from index.ranking import (
    AVERAGE_WORDS,
    K1,
    LEADERS,
    LEAST_WORDS,
    LIKE,
    NAMELESS,
    B,
    Candidate,
    Wanted,
    best_first,
    is_shown,
    settings,
    thread_of,
    weigh,
    weigh_thread,
)
from index.store_traces import (
    Earlier,
    Update,
    came_in,
    last_pass,
    linked_to_old,
    rows_at,
    rows_of,
    traced_earlier,
)
from index.trace import LEAST, LIMIT, Tracer, pledge_of

SECONDS = len(
    "2024-03-01T09:30:00"
)  # records bear the second in which they came in: those of the same one count as new
MOST_NEW = 3000  # new passages; with more, statements are traced anew when their turn comes (guess)
UNSEEN = 0.12  # what the parts that a rough look leaves out add at most to nearly every passage (guess)
CLOSELY_NEW = 30  # new passages looked at closely for one statement: more than one meeting ever says of it (guess)
LEADS = 0.17  # score, without the thread, from which a new passage may lead others to what is shown (guess)
CLOSE_PARTS = 0.08  # what a close look adds at most to nearly every passage (guess)

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _New:
    """The passages of new records of one scope, ready to be weighed for many pledges."""

    candidates: list[Candidate]
    vectors: NDArray[np.float32]
    places: dict[str, tuple[NDArray[np.intp], NDArray[np.float32]]] = field(default_factory=dict)

    @classmethod
    def of(cls, candidates: list[Candidate]) -> _New:
        found: defaultdict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for place, candidate in enumerate(candidates):
            length = K1 * (1 - B + B * len(candidate.stems) / AVERAGE_WORDS)
            for stem, count in Counter(candidate.stems).items():
                found[stem][0].append(place)
                found[stem][1].append(count * (K1 + 1) / (count + length))
        places = {stem: (np.array(at), np.array(adds, dtype=np.float32)) for stem, (at, adds) in found.items()}
        return cls(candidates, np.stack([candidate.vector for candidate in candidates]), places)

    def rough_scores(self, wanted: Wanted, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Weigh words and meaning alone, all passages at once."""
        words: NDArray[np.float64] = np.zeros(len(self.candidates))
        for stem, adds in wanted.adds.items():
            if stem in self.places:
                at, counts = self.places[stem]
                words[at] += adds * counts
        weights = settings()["weights"]
        scores = weights["words"] * words / wanted.full + weights["meaning"] * (self.vectors @ vector)
        return np.asarray(scores, dtype=np.float32)


@dataclass(slots=True)
class Extender:
    """Brings the links of statements that were traced before up to date with the records added since.

    ``complete``: whether none had to be left out, because too much came in at once.
    """

    tracer: Tracer
    _new: dict[tuple[str | None, frozenset[int]], _New | None] = field(default_factory=dict)
    _added: dict[int, str] = field(default_factory=dict)
    complete: bool = True

    def updates(self, *, progress: Progress | None = None) -> Iterator[Update]:
        """Go through all statements that were ever traced; yield what has to be kept of those that changed."""
        store = self.tracer.store
        self._added, since = came_in(store), last_pass(store)[:SECONDS]
        outdated, earlier = linked_to_old(store), traced_earlier(store)
        self.tracer.searcher.stemmer(one.statement.text for one in earlier)  # all their words looked up at once
        for done, one in enumerate(earlier, start=1):
            if update := self._update(one, since=max(since, one.at), anew=one.statement.id in outdated):
                yield update
            if progress:
                progress(done, len(earlier))

    def _update(self, earlier: Earlier, *, since: str, anew: bool) -> Update | None:
        tracer = self.tracer
        pledge = pledge_of(earlier.statement, tracer.store)
        if anew:
            return _kept(tracer.trace(pledge))
        scope = tracer.searcher.scope(pledge.body)
        rows = frozenset(number for number in scope.cards if self._added.get(number, "") >= since)
        new = self._passages(pledge, scope, rows) if rows else None
        if new is None:
            return None
        if len(new.candidates) > MOST_NEW:
            self.complete = False
            return None
        standings = tracer.standings(pledge, scope, among=rows)
        if not standings:
            return None
        searched = _also(earlier.searched, scope, standings)
        places = self._worth_a_look(pledge, new, standings, earlier.bar)
        if not places:
            return Update(pledge.id, searched)
        fresh = [_for(pledge, new.candidates[place]) for place in places]
        return replace(self._extended(pledge, scope, fresh, standings, earlier.bar), searched=searched)

    def _passages(self, pledge: Pledge, scope: Scope, rows: frozenset[int]) -> _New | None:
        """Return the new passages of a scope, made ready once; ``None`` if there are none."""
        key = (pledge.body, rows)
        if key not in self._new:
            searcher = self.tracer.searcher
            numbers = rows_of(self.tracer.store, rows)[: MOST_NEW + 1]
            candidates = searcher.candidates(numbers, pledge, scope)
            searcher.surround(candidates)
            searcher.rarity.look_up({stem for candidate in candidates for stem in candidate.stems})
            self._new[key] = _New.of(candidates) if candidates else None
        return self._new[key]

    def _worth_a_look(self, pledge: Pledge, new: _New, standings: Collection[int], bar: float) -> list[int]:
        """Return the places of the new passages that might come among the first twenty, by a rough look."""
        searcher = self.tracer.searcher
        own = weighted(pledge.text, searcher.stemmer)
        wanted = Wanted.of(own, searcher.rarity, least=LEAST_WORDS)
        scores = new.rough_scores(wanted, passage_vector(pledge, self.tracer.store, self.tracer.vectors))
        places = np.flatnonzero(scores + UNSEEN >= max(bar, LEAST))
        return [place for place in places.tolist() if new.candidates[place].card.number in standings]

    def _extended(
        self,
        pledge: Pledge,
        scope: Scope,
        fresh: Sequence[Candidate],
        standings: dict[int, Standing],
        bar: float,
    ) -> Update:
        """Weigh new passages beside the links that are kept, and put them in their places."""
        tracer, searcher = self.tracer, self.tracer.searcher
        links = tracer.store.links(pledge.id)
        evidence = [link for link in links if link.date and not link.further_source]
        leaders = searcher.candidates(rows_at(tracer.store, evidence[:LIKE]), pledge, scope)
        if len(leaders) < LIKE:
            return _kept(tracer.trace(pledge))
        known = {(link.document_key, link.start, link.end) for link in links}
        fresh = [one for one in fresh if (one.passage.document_key, one.passage.start, one.passage.end) not in known]
        fresh = tracer.untold(fresh, links)
        matter = searcher.matter(pledge)
        weigh([*fresh, *leaders], matter, searcher.rarity)
        if self._leads(fresh, leaders, standings):
            return _kept(tracer.trace(pledge))
        weigh_thread(fresh, thread_of(leaders, matter, searcher.stemmer), searcher.rarity)
        ranked = [one for one in best_first(fresh) if one.score + CLOSE_PARTS >= max(bar, LEAST)][:CLOSELY_NEW]
        searcher.look_closely(ranked, matter, pledge)
        found = tracer.sorts(pledge, matter, best_first(ranked), standings)
        if not any(found.values()):
            return Update(pledge.id, Coverage())
        if found["evidence"] and found["evidence"][0].score > evidence[LEADERS - 1].score:
            return _kept(tracer.trace(pledge))
        rest = [link for link in links if link.date is None or link.further_source]
        merged = _merged(evidence, found["evidence"], matter)
        now = (*merged, *rest, *found["further"], *found["undated"])
        places = {id(link): place for place, link in enumerate(links)}  # those that stay are the very same objects
        return Update(pledge.id, Coverage(), now, tuple(places.get(id(link)) for link in now))

    def _leads(self, fresh: Sequence[Candidate], leaders: Sequence[Candidate], standings: dict[int, Standing]) -> bool:
        """Whether a new passage is among those that lead a trace further: before the thread is followed."""
        later = [one.score for one in fresh if standings[one.card.number] is Standing.LATER]
        led = sorted((leader.score for leader in leaders), reverse=True)
        return max(later, default=0.0) > max(LEADS, led[LEADERS - 1])


def _kept(traced: Traced) -> Update:
    return Update(traced.pledge.id, traced.searched, (*traced.links, *traced.further_sources, *traced.undated))


def _for(pledge: Pledge, candidate: Candidate) -> Candidate:
    return replace(candidate, days=days_after(pledge, candidate.card), raw={}, related=None)


def _merged(kept: Sequence[Link], new: Sequence[Link], matter: Matter) -> list[Link]:
    """Order links by score and say anew which are shown: that hangs on their rank. Those that stay are returned."""
    both = sorted([*kept, *new], key=lambda link: -link.score)[:LIMIT]
    weight = settings()["weights"]["names"]
    merged = []
    for rank, link in enumerate(both, start=1):
        names = link.parts.get("names", 0.0) / weight if matter.names and weight else NAMELESS
        shown = is_shown(link.score, rank, link.relation, names=names)
        merged.append(link if shown is link.shown else replace(link, shown=shown))
    return merged


def _also(searched: Coverage, scope: Scope, standings: dict[int, Standing]) -> Coverage:
    """Add new records to what was searched."""
    cards = [scope.cards[row] for row, how in standings.items() if how in (Standing.LATER, Standing.UNDATED)]
    days: list[date] = [card.published for card in cards if card.published]
    media = Counter(dict(searched.media)) + Counter(card.medium or "" for card in cards)
    bodies = Counter(dict(searched.bodies)) + Counter(card.body or "" for card in cards)
    return replace(
        searched,
        documents=searched.documents + len(cards),
        first=min([*days, *([searched.first] if searched.first else [])], default=None),
        last=max([*days, *([searched.last] if searched.last else [])], default=None),
        undated=searched.undated + len(cards) - len(days),
        media=tuple(sorted(media.items(), key=lambda pair: (-pair[1], pair[0]))),
        bodies=tuple(sorted(bodies.items(), key=lambda pair: (-pair[1], pair[0]))),
    )
