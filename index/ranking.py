"""How well later passages fit the matter of a pledge: five parts and time, each with a weight, added up.

The weights are few and global. They were set by hand on 79 labelled pledges of five
bodies (recall@10 0.71). Halving or doubling any one of them moves that by less than 0.04;
chosen anew from a grid without the body they are measured on, they reach 0.66.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from greenshoots.records import Passage, Relation
from index.matter import Matter, Rarity
from index.store_rows import Card

K1, B = 1.2, 0.5  # BM25: the usual saturation; length counts less than usual, since passages are all short
AVERAGE_WORDS = 12  # words of a passage without stop words, measured on minutes
LEAST_WORDS = 1.75  # in words as rare as can be: one or two words must not look like a full match (guess)
LEAST_CONTEXT = 3.5  # the same for two sentences of context (guess)
LEADERS = 2  # best passages whose words are followed further ("barriers": "replacement barriers at the junction")
HALF = 60  # days in which time takes off as much as in going from 60 to 180 (guess)

# Chosen together on the labelled pledges: 58 % of what is shown is right, 41 % of the evidence is shown.
SHOWN = 0.20  # score from which a passage is on the timeline unasked
RANK_COST, CONTEXT_COST = 0.03, 0.06  # what is taken off for each e-fold of rank, and where nothing tells the outcome

WEIGHTS = {"words": 0.30, "context": 0.20, "heading": 0.20, "meaning": 0.15, "thread": 0.15, "time": -0.02}


@dataclass(slots=True)
class Candidate:
    """A passage that may bear on a pledge. ``days``: after the pledge, 0 if unknown. ``parts`` are weighted."""

    number: int
    passage: Passage
    card: Card
    stems: Sequence[str]
    heading: frozenset[str]
    vector: NDArray[np.float32]
    days: int
    parts: dict[str, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The sum of the parts: orders the passages of one pledge, about 0.2 (chance) to 1 (the same words)."""
        return sum(self.parts.values())


def weigh(candidates: Sequence[Candidate], matter: Matter, rarity: Rarity) -> None:
    """Fill in all parts of each candidate's score but ``thread``."""
    rarity.look_up({stem for candidate in candidates for stem in candidate.stems})
    for candidate in candidates:
        candidate.parts = _parts(candidate, matter, rarity)


def weigh_thread(candidates: Sequence[Candidate], thread: Mapping[str, float], rarity: Rarity) -> None:
    """Fill in the part ``thread``: the words of the best passages."""
    for candidate in candidates:
        candidate.parts["thread"] = WEIGHTS["thread"] * match(candidate.stems, thread, rarity, least=LEAST_CONTEXT)


def best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Order by score, ties by content, so that the order is the same on any machine."""
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.passage.id))


def is_shown(score: float, rank: int, relation: Relation) -> bool:
    """Whether a passage is on the timeline unasked; the further down it stands, the more it must have."""
    cost = RANK_COST * math.log(rank) + (CONTEXT_COST if relation == "context" else 0.0)
    return score - cost >= SHOWN


def thread_words(candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return the stems of the best passages, each weighted by the share of them that has it."""
    leaders = best_first(candidates)[:LEADERS]
    counts = Counter(stem for leader in leaders for stem in set(leader.stems))
    return {stem: count / len(leaders) for stem, count in counts.items()}


def match(stems: Sequence[str], wanted: Mapping[str, float], rarity: Rarity, *, least: float) -> float:
    """Return BM25 of a passage for weighted stems, as a share of what is wanted (0 to about 2)."""
    length = K1 * (1 - B + B * len(stems) / AVERAGE_WORDS)
    counts = Counter(stem for stem in stems if stem in wanted)
    found = sum(wanted[stem] * rarity.of(stem) * count * (K1 + 1) / (count + length) for stem, count in counts.items())
    return found / max(least * rarity.most, rarity.mass(wanted))


def alike(stems: Sequence[str], wanted: Mapping[str, float], rarity: Rarity) -> float:
    """Return the share of the wanted stems, weighted by rarity, that a passage has (0 to 1)."""
    mass = rarity.mass(wanted)
    return rarity.mass({stem: wanted[stem] for stem in set(stems) & wanted.keys()}) / mass if mass else 0.0


def _parts(candidate: Candidate, matter: Matter, rarity: Rarity) -> dict[str, float]:
    in_heading = rarity.mass({stem: 1.0 for stem in candidate.heading & matter.heading.keys()})
    values = {
        "words": match(candidate.stems, matter.own, rarity, least=LEAST_WORDS),
        "context": match(candidate.stems, matter.context, rarity, least=LEAST_CONTEXT),
        "heading": in_heading / max(LEAST_WORDS * rarity.most, rarity.mass(matter.heading)),
        "meaning": float(candidate.vector @ matter.vector),
        "time": math.log1p(candidate.days / HALF),
    }
    return {name: WEIGHTS[name] * value for name, value in values.items()}
