"""Promises made again: pledges of one body in nearly the same words, or joined by a link that says so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

ALIKE = 0.75  # share of the words of two pledges, weighted by rarity, from which they are the same promise (guess)
ALIKE_LINKED = 0.35  # the same where a link already says that it is promised again (guess)
FEWEST = 5  # words that carry meaning, below which nothing can be called the same promise (guess)

# Words of procedure that stand in every minutes: alike as they are, they promise nothing of their own.
_FORMULA = re.compile(
    r"\b(?:proposed|seconded|on the proposal|circulated|next meeting|date of (?:the )?next|defer(?:red)?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[.,:/]\d+)*")
_EMPTY = frozenset(
    """a about after agreed also an and any are as at be been being but by chair chairman clerk cllr councillor could
    did do for from had has have he her his in into is it its members mr mrs ms noted of on or out our said shall she
    should so that the their them then there these they this to under up was we were which who will with
    would""".split()
)


@dataclass(frozen=True, slots=True)
class Promise:
    """One pledge: ``body`` and ``day`` (ISO 8601) are ``None`` if unknown."""

    id: str
    body: str | None
    day: str | None
    text: str


def groups(promises: Sequence[Promise], repeats: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each pledge that was made on more than one day the group it belongs to, named after the oldest.

    ``promises``: oldest first. ``repeats``: pairs that links join; they count if the two are of one body and share
    some words, so that one wrong link does not throw two promises together.
    """
    words = {promise.id: frozenset(_words(promise.text)) for promise in promises}
    by_id = {promise.id: promise for promise in promises}
    parent = {promise.id: promise.id for promise in promises}
    weight = _weights(words)
    pairs = [*_near_pairs(promises, words, weight)]
    pairs += [pair for pair in repeats if _is_repeat(pair, by_id, words, weight)]
    for one, other in pairs:
        _join(parent, one, other)
    return _named(promises, parent)


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in _EMPTY]


def _alike(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    """Share of the words of either that both have, by weight, 0 to 1: the rare ones say what it is about."""
    return _mass(one & other, weight) / (_mass(one | other, weight) or 1.0)


def _mass(words: Iterable[str], weight: Mapping[str, float]) -> float:
    return sum(weight[word] for word in words)


def _weights(words: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """Weigh words by how rare they are among the pledges; a word of all of them weighs little, never nothing."""
    counts = Counter(word for own in words.values() for word in own)
    return {word: log(2 + len(words) / number) for word, number in counts.items()}


def _near_pairs(
    promises: Sequence[Promise], words: Mapping[str, frozenset[str]], weight: Mapping[str, float]
) -> Iterable[tuple[str, str]]:
    """Find pairs of one body with nearly the same words: each is compared only with those that share a rare word."""
    seen: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for promise in promises:
        own = words[promise.id]
        if promise.body is None or len(own) < FEWEST or _FORMULA.search(promise.text):
            continue
        rarest = _rarest(own, weight)
        others = dict.fromkeys(other for word in rarest for other in seen[promise.body, word])
        yield from ((other, promise.id) for other in others if _alike(words[other], own, weight) >= ALIKE)
        for word in rarest:
            seen[promise.body, word].append(promise.id)


def _rarest(own: frozenset[str], weight: Mapping[str, float]) -> list[str]:
    """Return the rarest words of a pledge, without which it could not be alike enough to another."""
    ordered = sorted(own, key=lambda word: (-weight[word], word))
    spare = ALIKE * _mass(own, weight)
    rest = _mass(own, weight)
    for place, word in enumerate(ordered):
        if rest < spare:
            return ordered[:place]
        rest -= weight[word]
    return ordered


def _is_repeat(
    pair: tuple[str, str],
    by_id: Mapping[str, Promise],
    words: Mapping[str, frozenset[str]],
    weight: Mapping[str, float],
) -> bool:
    one, other = (by_id.get(name) for name in pair)
    if one is None or other is None or one.id == other.id:
        return False
    if _FORMULA.search(one.text) or _FORMULA.search(other.text):
        return False
    return _alike(words[one.id], words[other.id], weight) >= ALIKE_LINKED


def _join(parent: dict[str, str], one: str, other: str) -> None:
    first, second = _root(parent, one), _root(parent, other)
    if first != second:
        parent[second] = first


def _root(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        parent[name] = parent[parent[name]]
        name = parent[name]
    return name


def _named(promises: Sequence[Promise], parent: dict[str, str]) -> dict[str, str]:
    members: defaultdict[str, list[Promise]] = defaultdict(list)
    for promise in promises:
        members[_root(parent, promise.id)].append(promise)
    return {
        promise.id: group[0].id
        for group in members.values()
        if len({promise.day for promise in group if promise.day}) > 1
        for promise in group
    }
