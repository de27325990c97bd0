"""What the word model sees of a sentence: words in order, its neighbours, and a few signs that readers go by.

Feature names are plain strings, so that the weights can be read: ``w:would be``,
``prev:concern``, ``sign:question``. Digits, money and dates are folded into one
token each; the words themselves are lower-cased.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nlp.lexicons import lexicon

LONGEST_GRAM = 3  # words (guess)

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[£€$]?\d[\d,.:/]*(?:st|nd|rd|th|%|m|k|bn)?\b%?|[?!:;\"“”]")
_MONTHS = frozenset(
    "january february march april june july august september october november december".split()
)  # "may" is a verb first


@lru_cache(maxsize=1)
def signs() -> Mapping[str, re.Pattern[str]]:
    """The signs a careful reader goes by, from ``data/lexicons/signs.tsv``: name and pattern."""
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in lexicon("signs")}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands: its neighbours, heading, medium, and whose words it is.

    ``teller``: the speaker as printed and their post.
    """

    before: str = ""
    after: str = ""
    heading: str = ""
    medium: str = ""
    mode: str = ""
    side: str = ""
    how: str = ""
    teller: str = ""


def words(text: str) -> list[str]:
    """Tokens in order, folded: ``£4.8m`` gives ``<money>``, ``12%`` ``<percent>``, other digits ``<number>``."""
    return [_fold(token.group()) for token in _TOKEN.finditer(text)]


def _fold(token: str) -> str:
    if token[0] in "£€$":
        return "<money>"
    if token[0].isdigit():
        return "<percent>" if token.endswith("%") else "<number>"
    lowered = token.lower().replace("’", "'")
    return "<month>" if lowered in _MONTHS else lowered


def features(sentence: str, setting: Setting) -> Iterator[str]:
    """Name every feature of a sentence in its setting. A name may come more than once; it counts once."""
    tokens = ["<start>", *words(sentence), "<end>"]
    for size in range(1, LONGEST_GRAM + 1):
        for i in range(len(tokens) - size + 1):
            yield "w:" + " ".join(tokens[i : i + size])
    seen = signs_in(sentence)
    for i, sign in enumerate(seen):
        yield f"sign:{sign}"
        yield f"sign:{sign}|{setting.medium}"
        yield f"sign:{sign}|{setting.side}"
        yield f"sign:{sign}|{setting.mode}"
        for other in seen[i + 1 :]:
            yield f"sign:{sign}+{other}"
    yield from _around(setting)


@lru_cache(maxsize=4096)  # each sentence is met three times: as itself and as a neighbour
def signs_in(text: str) -> tuple[str, ...]:
    """Name the signs that stand in a text."""
    return tuple(name for name, pattern in signs().items() if pattern.search(text))


def _around(setting: Setting) -> Iterator[str]:
    """Name the features of the setting."""
    for place, text in (("prev", setting.before), ("next", setting.after), ("heading", setting.heading)):
        for token in words(text):
            yield f"{place}:{token}"
        for name in signs_in(text):
            yield f"{place}:sign:{name}"
    for name in ("medium", "mode", "side", "how"):
        yield f"{name}:{getattr(setting, name)}"
    yield f"who:{setting.side}|{setting.mode}|{setting.medium}"
