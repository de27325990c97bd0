"""Which passages are looked at closely: drawn by words and by meaning from the records that may bear on a pledge."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from greenshoots.records import Pledge
from index.aliases import Aliases, aliases_in
from index.embed import Embedder
from index.matter import Matter, Rarity, matter_of
from index.names import people_in
from index.query import either_of, parse, phrase
from index.ranking import Candidate, Thread, alike, weigh_closely
from index.reason import shared_phrases
from index.relation import relate
from index.store_matter import item_before, kinds_over, with_brackets
from index.store_read import StoreReader
from index.store_rows import Card
from index.vector_cache import Keys
from index.vector_key import vector_key, vector_text
from index.vectors import Vectors
from index.words import Stemmer

BY_WORDS, BY_MEANING = 300, 400  # drawn from each search; more do not change the first fifty
CLOSELY = 150  # best passages looked at closely: what stands around them, how they bear on the pledge (guess)
AROUND = 4  # passages before one, in its item, in which the names of its matter may stand (guess)
TELLING = 0.4  # of the most a word can be rare: less is common talk of the record, no shared matter (guess)
RAREST = 32  # words asked for in one search; the commoner ones would only cost time (guess)
_SORTS_OF_BODY = frozenset(
    """and authority board borough cabinet city combined committee council county department district group london
    metropolitan of parish royal the town trust unitary""".split()
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The records that may bear on what one body pledged, by row, the vectors of their passages, their short names."""

    cards: Mapping[int, Card]
    keys: Keys
    aliases: Aliases


@dataclass(slots=True)
class Searcher:
    """Looks for the passages of a matter in one state of a store."""

    store: StoreReader
    vectors: Vectors
    embedder: Embedder
    rarity: Rarity = field(init=False)
    stemmer: Stemmer = field(default_factory=Stemmer)
    _scopes: dict[str | None, Scope] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.vectors.load(self.store, self.embedder)
        self.rarity = Rarity(self.store)

    def matter(self, pledge: Pledge) -> Matter:
        """Work out what a pledge is about."""
        return matter_of(
            pledge,
            self.store,
            self.vectors,
            self.embedder,
            self.stemmer,
            aliases=self.scope(pledge.body).aliases,
            body=full_name(pledge.body or ""),
        )

    def scope(self, body: str | None) -> Scope:
        """Return the records of a body, those of no known body, those of others that name it; unknown: all."""
        if body not in self._scopes:
            cards = self.store.cards()
            if body:
                named, told = self._naming(full_name(body)), self._naming(proper_name(body))
                cards = [
                    card
                    for card in cards
                    if card.body in (None, body)
                    or card.number in named
                    or (card.medium == "press" and card.number in told)
                ]
            numbers = [card.number for card in cards]
            keys = np.array(self.store.vector_keys(within=numbers), dtype=np.int64)
            aliases = aliases_in(with_brackets(self.store, numbers)) if body else {}  # elsewhere initials are others'
            self._scopes[body] = Scope({card.number: card for card in cards}, keys, aliases)
        return self._scopes[body]

    def draw(self, matter: Matter, pledge: Pledge, scope: Scope, within: Sequence[int]) -> list[Candidate]:
        """Draw the passages of some document rows that share rare words, or meaning, with a matter."""
        found: set[int] = set()
        for stems in (matter.own, {**matter.heading, **matter.context}):
            found |= self._with_words(stems, within)
        if matter.label:
            named = self.store.match(phrase(matter.label.split()), within=within, limit=BY_WORDS)
            found |= {number for number, _ in named}
        nearest = self.vectors.nearest(matter.vector[None, :], k=BY_MEANING, among=scope.keys)[0]
        for numbers in self.store.with_vector([key for key, _ in nearest], within=within).values():
            found.update(numbers)
        return self.candidates(sorted(found), pledge, scope)

    def follow(
        self,
        thread: Thread,
        pledge: Pledge,
        scope: Scope,
        within: Sequence[int],
        known: Sequence[Candidate],
    ) -> list[Candidate]:
        """Draw further passages by the words of the best ones so far."""
        new = self._with_words(thread.words, within) - {candidate.number for candidate in known}
        return self.candidates(sorted(new), pledge, scope)

    def surround(self, candidates: Sequence[Candidate]) -> None:
        """Fill in what stands before each passage in its item, and what kinds of statement it is."""
        numbers = [candidate.number for candidate in candidates]
        before, kinds = item_before(self.store, numbers, most=AROUND), kinds_over(self.store, numbers)
        texts = list({passage.text for passages in before.values() for passage in passages})
        stems = dict(zip(texts, self.stemmer(texts), strict=True))
        for candidate in candidates:
            candidate.before = [stems[passage.text] for passage in before[candidate.number]]
            candidate.kinds = kinds.get(candidate.number, frozenset())

    def look_closely(self, candidates: Sequence[Candidate], matter: Matter, pledge: Pledge) -> None:
        """Fill in what only the best passages are asked for: how they bear on the pledge, what stands around them."""
        for candidate in candidates:
            candidate.related = relate(
                pledge.text,
                candidate.passage.text,
                kinds=candidate.kinds,
                alike=alike(candidate.stems, matter.own, self.rarity),
                made=pledge.made,
                day=candidate.card.published,
            )
        weigh_closely(candidates, matter, self.rarity, self.stemmer)

    def shared(self, matter: Matter, pledge: Pledge, text: str) -> list[str]:
        """Return what a text shares with a matter, most telling first; times, titles and procedure tell nothing."""
        people = {*people_in(text), *people_in(pledge.text)}

        def weight_of(word: str) -> float:
            stem = None if word in people else self.stemmer.one(word)
            if stem is None or matter.own.get(stem, 0.0) < 1.0 or self.rarity.of(stem) < TELLING * self.rarity.most:
                return 0.0
            return self.rarity.of(stem)

        label = matter.label and re.search(rf"\b{re.escape(matter.label)}\b", text, re.IGNORECASE)
        return [*([label.group()] if label else []), *shared_phrases(text, weight_of)]

    def _with_words(self, stems: Mapping[str, float], within: Sequence[int]) -> set[int]:
        self.rarity.look_up(stems)
        rarest = sorted(stems, key=lambda stem: (-stems[stem] * self.rarity.of(stem), stem))[:RAREST]
        if not rarest:
            return set()
        expression = either_of([self.stemmer.word(stem) for stem in rarest])
        return {number for number, _ in self.store.match(expression, within=within, limit=BY_WORDS)}

    def candidates(self, numbers: Sequence[int], pledge: Pledge, scope: Scope) -> list[Candidate]:
        """Return passages by their rows, in that order, as candidates for a pledge."""
        rows = {card.key: card for card in scope.cards.values()}
        passages = self.store.passages_at(numbers)
        texts = self.stemmer([passages[number].text for number in numbers])
        headings = self.stemmer([passages[number].heading or "" for number in numbers])
        keys = np.array([vector_key(vector_text(passages[number])) for number in numbers], dtype=np.int64)
        found = []
        for number, stems, heading, vector in zip(numbers, texts, headings, self.vectors.of(keys), strict=True):
            card = rows[passages[number].document_key]
            found.append(
                Candidate(number, passages[number], card, stems, frozenset(heading), vector, days_after(pledge, card))
            )
        return found

    def _naming(self, name: str) -> set[int]:
        """Find the records in which a name stands."""
        words = parse(f'"{name}"').text.split()
        return self.store.naming(phrase(words), name) if words else set()


def full_name(body: str) -> str:
    """Return a body's name without what follows a comma or bracket ("Marlford Town Council, Norfolk")."""
    return body.split(",")[0].split("(")[0].strip()


def proper_name(body: str) -> str:
    """Return what a paper calls a body by: its name without the words around it for what it is ("Marlford")."""
    words = full_name(body).split()
    while words and words[0].casefold() in _SORTS_OF_BODY:
        words = words[1:]
    while words and words[-1].casefold() in _SORTS_OF_BODY:
        words = words[:-1]
    return " ".join(words) or full_name(body)


def days_after(pledge: Pledge, card: Card) -> int:
    """Return how many days a record is later; 0 where that is unknown or not so."""
    if pledge.made is None or card.published is None:
        return 0
    return max(0, (card.published - pledge.made).days)
