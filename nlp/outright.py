"""Words that say a kind of statement outright, or rule it out, whatever the models make of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from greenshoots.records import Kind
from nlp.lexicons import lexicon


def said_outright(sentence: str) -> frozenset[Kind]:
    """Kinds that the words themselves say: "we apologise to families", "the litmus test is"."""
    return _matching("", sentence) - ruled_out(sentence)


def ruled_out(sentence: str) -> frozenset[Kind]:
    """Kinds that the words rule out: apologies for absence are no apology."""
    return _matching("not ", sentence)


def _matching(prefix: str, sentence: str) -> frozenset[Kind]:
    return frozenset(kind for sort, kind, pattern in _patterns() if sort == prefix and pattern.search(sentence))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, Kind, re.Pattern[str]], ...]:
    return tuple(
        ("not " if name.startswith("not ") else "", cast(Kind, name.removeprefix("not ")), re.compile(words, re.I))
        for name, words in lexicon("outright")
    )
