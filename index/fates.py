"""What became of words of a page that was changed: they stand, others stand in their place, or they are gone."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from greenshoots.records import Passage

# Of words of an earlier version: others stand in their place now, or none. Of words of the newest version: others
# stood in their place in the version before, or none.
Fate = Literal["changed", "vanished", "reworded", "added"]
LIKENESS = 0.6  # share of words in common, in order, from which one sentence stands in place of another (guess)
SHARED = 0.3  # share of its distinct words below which a sentence is not even compared, for speed (guess)


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def squeezed(text: str) -> str:
    """Return a text with each run of space as one: another width of page changes no words."""
    return " ".join(text.split())


def stands_in(words: str, whole: str) -> bool:
    """Whether words stand in a text that was ``squeezed``."""
    return squeezed(words) in whole


def not_in(passages: Sequence[Passage], whole: str) -> list[Passage]:
    """Return the passages whose words do not stand in another version, which was ``squeezed``."""
    return [passage for passage in passages if not stands_in(passage.text, whole)]


def counterpart(words: str, among: Sequence[Passage]) -> Passage | None:
    """Return the passage that is most like some words, ``None`` if none is alike enough to stand in their place.

    ``among``: passages that the version in which the words stand has not; else a neighbour would be taken for them.
    """
    own = words.casefold().split()
    best: Passage | None = None
    most = LIKENESS
    matcher: SequenceMatcher[str] = SequenceMatcher(None, b=own, autojunk=False)
    for passage in among:
        if len(_words(passage.text) & _words(words)) < SHARED * len(_words(words)):
            continue
        matcher.set_seq1(passage.text.casefold().split())
        if matcher.real_quick_ratio() >= most and matcher.quick_ratio() >= most and (ratio := matcher.ratio()) >= most:
            best, most = (passage, ratio) if best is None or ratio > most else (best, most)
    return best
