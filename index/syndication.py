"""One story in several papers: agency reports run word for word, each under a lead and trailers of its own.

Of 84 press reports looked at none had a run of words in common with another for over 8 % of the shorter; what is
run word for word has most of it.
"""

from __future__ import annotations

import re

DAYS = 7  # between two prints of one story (guess)
ALIKE = 0.5  # share of the shorter report from which two are prints of one story (guess)
RUN = 5  # words that must stand side by side (guess)
FEWEST = 15  # runs; a shorter report may be alike by chance (guess)

_WORD = re.compile(r"\w+")


def plain_words(text: str) -> str:
    """Return the words of a text with a space between, whatever case and punctuation a paper prints them in."""
    return " ".join(_WORD.findall(text.casefold()))


def runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return each run of ``RUN`` words; case, quotation marks and other punctuation do not count."""
    words = plain_words(text).split()
    return frozenset(zip(*(words[start:] for start in range(RUN)), strict=False))


def alike(one: str, other: str) -> float:
    """Return the share of the shorter text's runs of words that stand in the other, too: 1.0 is word for word."""
    mine, theirs = runs(one), runs(other)
    shorter = min(len(mine), len(theirs))
    return len(mine & theirs) / shorter if shorter >= FEWEST else 0.0
