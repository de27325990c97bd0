"""The matter of a pledge: its words, those it stands among, its heading and its meaning. The query of a trace."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from greenshoots.records import Passage, Pledge
from index.embed import Embedder
from index.store_read import StoreReader
from index.vector_key import vector_key, vector_text
from index.vectors import Vectors
from index.words import Stemmer

SPEAKER_WEIGHT = 0.3  # of the words before "advised that": who spoke is not what it is about (guess)
_SAYS = re.compile(
    r"[^;:]{0,160}?\b(?:add|advis|agre|announc|assur|confirm|explain|inform|indicat|not|outlin|promis|report|stat|suggest)"
    r"(?:e[ds]|ed|s)?(?:\s+\w+){0,2}\s+that\b|[^;:]{0,160}?\b(?:said|told(?:\s+\w+){1,2}|undertook)\s+that\b",
    re.IGNORECASE,
)
BEFORE = 2  # passages before the pledge that tell what "this matter" is; 1 to 3 do equally well on labelled pledges


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
    """What is looked for. Stems with weights; ``vector``: float32 ``(dim,)`` of the pledge's own words."""

    own: Mapping[str, float]
    context: Mapping[str, float]
    heading: Mapping[str, float]
    vector: NDArray[np.float32]


def matter_of(pledge: Pledge, store: StoreReader, vectors: Vectors, embedder: Embedder, stemmer: Stemmer) -> Matter:
    """Work out what a pledge is about, from its words and, if its record is in the store, from where it stands."""
    before, heading = _surroundings(pledge, store)
    start = said_from(pledge.text)
    who, what, around, above = stemmer(
        [pledge.text[:start], pledge.text[start:], " ".join(passage.text for passage in before), heading or ""]
    )
    own = [*who, *what]
    return Matter(
        own=dict.fromkeys(who, SPEAKER_WEIGHT) | dict.fromkeys(what, 1.0),
        context=dict.fromkeys([stem for stem in around if stem not in own], 1.0),
        heading=dict.fromkeys([*own, *above], 1.0),
        vector=_vector(pledge, vectors, embedder),
    )


def said_from(text: str) -> int:
    """Return where what was said begins: after "Ms Reed, Head of Roads, advised that", else 0."""
    found = _SAYS.match(text)
    return found.end() if found else 0


def _surroundings(pledge: Pledge, store: StoreReader) -> tuple[list[Passage], str | None]:
    if pledge.document_key is None:
        return [], None
    piece = Passage(pledge.document_key, pledge.start, pledge.end, pledge.text)
    before, _ = store.context(piece, before=BEFORE, after=0)
    return before, store.heading_at(pledge.document_key, pledge.start, pledge.end)


def _vector(pledge: Pledge, vectors: Vectors, embedder: Embedder) -> NDArray[np.float32]:
    """Return the pledge's vector: from the index if a passage has the same words, else computed."""
    words = vector_text(Passage("", pledge.start, pledge.end, pledge.text))
    if not words:
        return np.zeros(embedder.dim, dtype=np.float32)
    known: NDArray[np.float32] = vectors.of(np.array([vector_key(words)], dtype=np.int64))[0]
    return known if known.any() else embedder.embed([words])[0]
