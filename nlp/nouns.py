"""What a number counts, read off the words after it by their form alone: "1,500 new affordable homes" counts homes."""

from __future__ import annotations

import re

REACH = 5  # words between a number and what it counts; guess

_WORD = re.compile(r"(\s+)([A-Za-z][\w’'/&-]*)")
_STOPS = frozenset(
    "a about above across after again against ago all already also although an and any are as at away be because "
    "been before below between both but by can could do does due during each either every extra few for from "
    "further had has have having he her here his how however if in into is it its last less like many may might "
    "more most much must need needs next no nor not now of off on once only onto or other our out over per plus "
    "rather remains requires shall she should since so some such than that the their them then there these they "
    "this those though through to together towards under unless until up upon via was we were when where whether "
    "which while who whose will with within without would yet you your always thus goes includes means perhaps "
    "sometimes else overseas".split()
)
_PLURALS = frozenset(
    "people children men women staff police fish sheep cattle persons youth data media criteria".split()
)
_NOT_PLURAL = re.compile(r"(?:ss|us|is|’s|'s)$|^(?:news|gas|series|means|towards|always|lens)$", re.IGNORECASE)


def counted(after: str) -> tuple[str, int] | None:
    """The noun that a number just before ``after`` counts and where it ends in ``after``; ``None`` if none follows.

    >>> counted(" new affordable homes by May")
    ('homes', 21)
    """
    at = 0
    for _ in range(REACH):
        match = _WORD.match(after, at)
        if match is None or match[2].casefold() in _STOPS:
            return None
        at = match.end()
        if is_plural(match[2]):
            return _last_plural(after, match)
    return None


def _last_plural(after: str, match: re.Match[str]) -> tuple[str, int]:
    """What "police officers" counts: officers."""
    further = _WORD.match(after, match.end())
    if further and further[2].casefold() not in _STOPS and is_plural(further[2]):
        match = further
    return match[2], match.end()


def is_plural(word: str) -> bool:
    """Whether a word has the form of a plural noun."""
    return word.casefold() in _PLURALS or (len(word) > 2 and word[-1] in "sS" and not _NOT_PLURAL.search(word))


def ends_phrase(after: str) -> bool:
    """Whether a number just before ``after`` stands alone: punctuation, the end or a small word comes next."""
    match = _WORD.match(after)
    return (match is None and not after[:1].isalnum()) or (match is not None and match[2] in _STOPS)
