"""The matter of a pledge: its words, those it stands among, its heading and its meaning. The query of a trace."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from greenshoots.records import Passage, Pledge
from index.aliases import Aliases, other_names
from index.embed import Embedder
from index.names import called_before, proper_names
from index.store_matter import keys_over, text_before
from index.store_read import StoreReader
from index.vector_key import vector_key, vector_text
from index.vectors import Vectors
from index.when import time_spans
from index.words import Stemmer, words_of

SPEAKER_WEIGHT = 0.3  # of the words before "advised that": who spoke is not what it is about (guess)
_WORD = re.compile(r"[^\W_]+")
_SAYS = re.compile(
    r"[^;:]{0,160}?\b(?:add|advis|agre|announc|assur|confirm|explain|inform|indicat|not|outlin|promis|report|stat|suggest)"
    r"(?:e[ds]|ed|s)?(?:\s+\w+){0,2}\s+that\b|[^;:]{0,160}?\b(?:said|told(?:\s+\w+){1,2}|undertook)\s+that\b",
    re.IGNORECASE,
)
PARAGRAPH = 600  # characters before a pledge in which its paragraph may begin (guess)
# What a record calls a pledge by: "Recommendation 3", "A44". It must open the paragraph.
_LABEL = re.compile(
    r"[\W_]*(?P<label>(?:Recommendation|Action|Resolution|Motion|Objective)\s+\d+|[A-Z]{1,2}\d{1,3})\b", re.IGNORECASE
)
BEFORE = 2  # passages before the pledge that tell what "this matter" is; 1 to 3 do equally well on labelled pledges
ITEM = 8  # passages before the pledge, under its heading, whose names are those of the matter (guess)
FAR = 12  # passages before the pledge in which "the Plan" may have been named in full (guess)
# What a word counts if it is not the matter itself; all guesses, any value from a third to a half does equally well.
TIME_WEIGHT, NUMBER_WEIGHT, PROCEDURE_WEIGHT = 0.3, 0.5, 0.5
ALIAS_WEIGHT = 0.5  # of what initials stand for: two people may share them (guess)
ITEM_NAME_WEIGHT = 0.6  # of a name in the item but not in the pledge itself (guess)


@dataclass(slots=True)
class Rarity:
    """How rare stems are in the store: the inverse document frequency of BM25, looked up once for each stem."""

    store: StoreReader
    passages: int = 0
    _known: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.passages = self.store.passage_count()

    def look_up(self, stems: Iterable[str]) -> None:
        """Fetch what ``of`` will be asked for, all at once."""
        unknown = sorted({stem for stem in stems if stem not in self._known})
        counts = self.store.frequencies(unknown) if unknown else {}
        for stem in unknown:
            count = counts.get(stem, 0)
            self._known[stem] = math.log(1 + (self.passages - count + 0.5) / (count + 0.5))

    def of(self, stem: str) -> float:
        """Return the rarity of a stem, 0 or more."""
        if stem not in self._known:
            self.look_up([stem])
        return self._known[stem]

    @property
    def most(self) -> float:
        """The rarity of a stem that occurs nowhere: the most there is in this store."""
        return math.log(1 + (self.passages + 0.5) / 0.5)

    def mass(self, weights: Mapping[str, float]) -> float:
        """Return the rarity of some stems, weighted and summed."""
        return sum(weight * self.of(stem) for stem, weight in weights.items())


@dataclass(frozen=True, slots=True)
class Matter:
    """What is looked for. Stems with weights; ``vector``: float32 ``(dim,)`` of the pledge's own words.

    ``own``: the pledge's words and what they stand for. ``context``: words before it. ``topic``: of its heading.
    ``names``: proper names in the pledge and its item, people apart. ``body``: stems of the body's own name, which
    tell nothing among the body's records. ``label``: what the record calls the pledge by, folded ("recommendation 3").
    """

    own: Mapping[str, float]
    context: Mapping[str, float]
    topic: Mapping[str, float]
    names: Mapping[str, float]
    vector: NDArray[np.float32]
    body: frozenset[str] = frozenset()
    label: str = ""

    @property
    def heading(self) -> dict[str, float]:
        """What a heading of the same matter would hold."""
        return dict.fromkeys([*self.own, *self.topic], 1.0)


def matter_of(
    pledge: Pledge,
    store: StoreReader,
    vectors: Vectors,
    embedder: Embedder,
    stemmer: Stemmer,
    *,
    aliases: Aliases,
    body: str,
) -> Matter:
    """Work out what a pledge is about, from its words and, if its record is in the store, from where it stands.

    ``body``: the name of the body that made it, "" if unknown.
    """
    before, heading = _surroundings(pledge, store)
    [named] = stemmer([body])
    dull = frozenset(named)
    own = _own(pledge.text, before, stemmer, aliases, without=frozenset(words_of(body)))
    own = {stem: weight for stem, weight in own.items() if stem not in dull}
    near = " ".join(passage.text for passage in before[-BEFORE:])
    context = {s: w for s, w in weighted(near, stemmer).items() if s not in dull and s not in own}
    [above] = stemmer([heading or ""])
    topic = [s for s in above if s not in dull and s not in stemmer.procedure and not s.isdigit()]
    names = _names(pledge.text, before, heading, stemmer)
    return Matter(
        own=own,
        context=context,
        topic=dict.fromkeys(topic, 1.0),
        names={stem: weight for stem, weight in names.items() if stem not in dull},
        vector=_vector(pledge, store, vectors, embedder),
        body=dull,
        label=_label(pledge, store),
    )


def weighted(text: str, stemmer: Stemmer) -> dict[str, float]:
    """Return the stems of a text with what they count: times, numbers and words of procedure less than others."""
    stemmer([text])  # looks all its words up at once
    times = time_spans(text)
    weights: dict[str, float] = {}
    for found in _WORD.finditer(text):
        stem = stemmer.one(found.group())
        if stem is None:
            continue
        timely = any(start <= found.start() < end for start, end in times)
        weight = discount(stem, stemmer) if not timely else TIME_WEIGHT
        weights[stem] = max(weights.get(stem, 0.0), weight)
    return weights


def discount(stem: str, stemmer: Stemmer) -> float:
    """Return what a stem counts beside one that names the matter."""
    if stem.isdigit():
        return NUMBER_WEIGHT
    return PROCEDURE_WEIGHT if stem in stemmer.procedure else 1.0


def _own(
    text: str, before: list[Passage], stemmer: Stemmer, aliases: Aliases, *, without: frozenset[str]
) -> dict[str, float]:
    """Weigh the pledge's words: who spoke less than what was said; add what names stand for and "the Plan" was."""
    start = said_from(text)
    weights = {stem: SPEAKER_WEIGHT * weight for stem, weight in weighted(text[:start], stemmer).items()}
    weights |= weighted(text[start:], stemmer)
    full, short = other_names(text, aliases)
    called = called_before(text, [passage.text for passage in before], without=without)
    for words, weight in ((full, ALIAS_WEIGHT), (short, 1.0), (called, 1.0)):
        [stems] = stemmer([" ".join(words)])
        weights = dict.fromkeys(stems, weight) | weights
    return weights


def _names(text: str, before: list[Passage], heading: str | None, stemmer: Stemmer) -> dict[str, float]:
    """Weigh the proper names of the pledge and of the item in which it stands."""
    item = list(before[-BEFORE:])
    for passage in reversed(before[-ITEM:-BEFORE]):
        if heading is None or passage.heading != heading:
            break
        item.insert(0, passage)
    around = ". ".join([f"x {heading or ''}", *(passage.text for passage in item)])
    near, own = stemmer([" ".join(proper_names(around)), " ".join(proper_names(text))])
    return dict.fromkeys(near, ITEM_NAME_WEIGHT) | dict.fromkeys(own, 1.0)


def said_from(text: str) -> int:
    """Return where what was said begins: after "Ms Reed, Head of Roads, advised that", else 0."""
    found = _SAYS.match(text)
    return found.end() if found else 0


def _surroundings(pledge: Pledge, store: StoreReader) -> tuple[list[Passage], str | None]:
    if pledge.document_key is None:
        return [], None
    piece = Passage(pledge.document_key, pledge.start, pledge.end, pledge.text)
    before, _ = store.context(piece, before=FAR, after=0)
    return before, store.heading_at(pledge.document_key, pledge.start, pledge.end)


def _label(pledge: Pledge, store: StoreReader) -> str:
    if pledge.document_key is None:
        return ""
    before = text_before(store, pledge.document_key, pledge.start, most=PARAGRAPH)
    paragraph = re.split(r"\n\s*\n|\n(?=[*|])", before + pledge.text[:40])[-1]
    found = _LABEL.match(paragraph)
    return " ".join(found["label"].casefold().split()) if found else ""


def _vector(pledge: Pledge, store: StoreReader, vectors: Vectors, embedder: Embedder) -> NDArray[np.float32]:
    """Return the pledge's vector: from the index if it stands there, else computed."""
    words = vector_text(Passage("", pledge.start, pledge.end, pledge.text))
    if not words:
        return np.zeros(embedder.dim, dtype=np.float32)
    known = passage_vector(pledge, store, vectors)
    return known if known.any() else embedder.embed([words])[0]


def passage_vector(pledge: Pledge, store: StoreReader, vectors: Vectors) -> NDArray[np.float32]:
    """Return the vector of a passage with the pledge's words, else the mean of those it stands in; zeros if none."""
    words = vector_text(Passage("", pledge.start, pledge.end, pledge.text))
    known: NDArray[np.float32] = vectors.of(np.array([vector_key(words)], dtype=np.int64))[0]
    if known.any() or pledge.document_key is None:
        return known
    keys = keys_over(store, pledge.document_key, pledge.start, pledge.end)
    mean: NDArray[np.float32] = vectors.of(np.array(keys, dtype=np.int64)).sum(axis=0) if keys else known
    length = float(np.linalg.norm(mean))
    return mean / length if length else mean
