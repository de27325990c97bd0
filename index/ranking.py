"""How well later passages fit the matter of a pledge: a dozen parts, each with a weight, added up.

The weights are few and global, and stand in ``data/models/ranking.json``. They were set by hand on 79 labelled
pledges of five bodies; ``evaluation/learn_ranking.py`` shows how little hangs on them: multiplied by random factors
between a third and three, and chosen anew without the body that they are measured on, they do as well.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from greenshoots.records import Kind, Passage, Relation
from greenshoots.settings import data_folder
from index.matter import Matter, Rarity, discount
from index.names import proper_names
from index.related import Related
from index.store_rows import Card
from index.words import Stemmer

K1, B = 1.2, 0.5  # BM25: the usual saturation; length counts less than usual, since passages are all short
AVERAGE_WORDS = 12  # words of a passage without stop words, measured on minutes
LEAST_WORDS = 1.75  # in words as rare as can be: one or two words must not look like a full match (guess)
LEAST_CONTEXT = 3.5  # the same for two sentences of context (guess)
LEAST_NAMES = 1.0  # the same for names: a single rare one is enough (guess)
LEADERS = 2  # best passages whose words are followed further ("barriers": "replacement barriers at the junction")
LIKE = 3  # best passages whose meaning is followed further
HALF = 60  # days in which time takes off as much as in going from 60 to 180 (guess)
FURTHER_BACK = 0.7  # what the passage before the one before counts (guess)
NAMELESS = 0.3  # share of names taken as found where the matter has no names (guess)


@dataclass(slots=True)
class Candidate:
    """A passage that may bear on a pledge. ``days``: after the pledge, 0 if unknown.

    ``raw``: the parts before, ``parts`` after their weights. ``before``: stems of the passages before it in its item,
    nearest first, ``kinds``: of the statements it is, ``related``: filled in where it was looked at closely.
    """

    number: int
    passage: Passage
    card: Card
    stems: Sequence[str]
    heading: frozenset[str]
    vector: NDArray[np.float32]
    days: int
    raw: dict[str, float] = field(default_factory=dict)
    before: Sequence[Sequence[str]] = ()
    kinds: frozenset[Kind] = frozenset()
    related: Related | None = None

    @property
    def parts(self) -> dict[str, float]:
        """What each part adds to the score."""
        weights = settings()["weights"]
        return {name: weights[name] * value for name, value in self.raw.items()}

    @property
    def score(self) -> float:
        """The sum of the parts: orders the passages of one pledge, about 0.2 (chance) to 1 (the same words)."""
        weights = settings()["weights"]
        return sum(weights[name] * value for name, value in self.raw.items())


@cache
def settings() -> Mapping[str, Mapping[str, float]]:
    """Read what ships: ``weights`` of the parts, and what a passage must have to be ``shown``."""
    found = json.loads((data_folder() / "models" / "ranking.json").read_text(encoding="utf-8"))
    return {name: found[name] for name in ("weights", "shown")}


def weigh(candidates: Sequence[Candidate], matter: Matter, rarity: Rarity) -> None:
    """Fill in the parts that a passage has by itself: its words, its heading, its meaning, its time."""
    rarity.look_up({stem for candidate in candidates for stem in candidate.stems})
    wanted = _Sought.of(matter, rarity)
    for candidate in candidates:
        candidate.raw = wanted.found_in(candidate)


def weigh_thread(candidates: Sequence[Candidate], thread: Thread, rarity: Rarity) -> None:
    """Fill in the parts ``thread`` and ``likeness``: the words and the meaning of the best passages."""
    words = Wanted.of(thread.words, rarity, least=LEAST_CONTEXT)
    for candidate in candidates:
        candidate.raw["thread"] = words.match(candidate.stems)
        candidate.raw["likeness"] = float(candidate.vector @ thread.meaning)


def weigh_closely(candidates: Sequence[Candidate], matter: Matter, rarity: Rarity, stemmer: Stemmer) -> None:
    """Fill in the parts that take a closer look: what stands before, names, whether it bears on the outcome."""
    found = stemmer([" ".join(proper_names(f"x {candidate.passage.text}")) for candidate in candidates])
    rarity.look_up({stem for candidate in candidates for stems in candidate.before for stem in stems})
    own = Wanted.of(matter.own, rarity, least=LEAST_WORDS)
    wanted = Wanted.of(matter.names, rarity, least=LEAST_NAMES)
    for candidate, names in zip(candidates, found, strict=True):
        around = {*candidate.stems, *candidate.heading, *(stem for stems in candidate.before for stem in stems)}
        others = set(names) - matter.names.keys() - matter.body
        candidate.raw |= {
            "before": max(_before(candidate, own), default=0.0),
            "names": wanted.share(around) if matter.names else NAMELESS,
            "other_names": sum(rarity.of(stem) for stem in others) / rarity.most,
            "bears": float(candidate.related is not None and candidate.related.relation != "context"),
        }


def best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Order by score, ties by content, so that the order is the same on any machine."""
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.passage.id))


def is_shown(score: float, rank: int, relation: Relation, *, names: float) -> bool:
    """Whether a passage is on the timeline unasked. ``names``: share of the matter's names that stand around it.

    The further down it stands, the more it must have; more, too, where nothing tells the outcome or only steps are
    told, less where it tells a shortfall, and less where the names of the matter stand around it ("same words, other
    junction" is the usual mistake).
    """
    shown = settings()["shown"]
    cost = shown["rank"] * math.log(rank) + shown.get(relation, 0.0)
    return score - cost + shown["names"] * names >= shown["least"]


@dataclass(frozen=True, slots=True)
class Thread:
    """What the best passages add to a matter: stems with weights, and their mean meaning."""

    words: Mapping[str, float]
    meaning: NDArray[np.float32]


def thread_of(ordered: Sequence[Candidate], matter: Matter, stemmer: Stemmer) -> Thread:
    """Return what the best passages add, best first given: each stem weighted by the share of them that has it."""
    leaders = ordered[:LEADERS]
    counts = Counter(stem for leader in leaders for stem in set(leader.stems) if stem not in matter.body)
    words = {stem: discount(stem, stemmer) * count / len(leaders) for stem, count in counts.items()}
    total = sum((leader.vector for leader in ordered[:LIKE]), start=np.zeros_like(matter.vector))
    length = float(np.linalg.norm(total))
    return Thread(words, total / length if length else total)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Stems that are looked for: what each adds (weight times rarity), and what counts as all of them."""

    adds: Mapping[str, float]
    full: float

    @classmethod
    def of(cls, weights: Mapping[str, float], rarity: Rarity, *, least: float) -> Wanted:
        """Weigh stems by their rarity. ``least``: in stems as rare as can be, what counts as all of too few."""
        adds = {stem: weight * rarity.of(stem) for stem, weight in weights.items()}
        return cls(adds, max(least * rarity.most, sum(adds.values())))

    def match(self, stems: Sequence[str]) -> float:
        """Return BM25 of a passage, as a share of what is wanted (0 to about 2)."""
        counts = Counter(stem for stem in stems if stem in self.adds)
        if not counts:
            return 0.0
        length = K1 * (1 - B + B * len(stems) / AVERAGE_WORDS)
        return sum(self.adds[stem] * count * (K1 + 1) / (count + length) for stem, count in counts.items()) / self.full

    def share(self, stems: Iterable[str]) -> float:
        """Return the share of what is wanted that is among some stems (0 to 1)."""
        return sum(self.adds[stem] for stem in self.adds.keys() & set(stems)) / self.full if self.full else 0.0


@dataclass(frozen=True, slots=True)
class _Sought:
    """A matter, each sort of its words weighed once for all candidates."""

    own: Wanted
    context: Wanted
    heading: Wanted
    topic: Wanted
    vector: NDArray[np.float32]
    label: re.Pattern[str] | None

    @classmethod
    def of(cls, matter: Matter, rarity: Rarity) -> _Sought:
        return cls(
            own=Wanted.of(matter.own, rarity, least=LEAST_WORDS),
            context=Wanted.of(matter.context, rarity, least=LEAST_CONTEXT),
            heading=Wanted.of(matter.heading, rarity, least=LEAST_WORDS),
            topic=Wanted.of(matter.topic, rarity, least=LEAST_WORDS),
            vector=matter.vector,
            label=re.compile(rf"\b{re.escape(matter.label)}\b", re.IGNORECASE) if matter.label else None,
        )

    def found_in(self, candidate: Candidate) -> dict[str, float]:
        return {
            "words": self.own.match(candidate.stems),
            "context": self.context.match(candidate.stems),
            "heading": self.heading.share(candidate.heading),
            "topic": self.topic.match(candidate.stems),
            "meaning": float(candidate.vector @ self.vector),
            "label": float(self.label is not None and self.label.search(candidate.passage.text) is not None),
            "time": math.log1p(candidate.days / HALF),
        }


def alike(stems: Sequence[str], wanted: Mapping[str, float], rarity: Rarity) -> float:
    """Return the share of the wanted stems, weighted by rarity, that a passage has (0 to 1)."""
    return Wanted.of(wanted, rarity, least=0.0).share(stems)


def _before(candidate: Candidate, own: Wanted) -> list[float]:
    """Match the two passages before: "at this location" is told by the question that is answered."""
    return [weight * own.match(stems) for weight, stems in zip((1.0, FURTHER_BACK), candidate.before, strict=False)]
