"""Posts, bodies and collective voices: what kind of speaker a phrase names, and whose side it speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal

from nlp.lexicons import lexicon

Side = Literal["responsible", "outside", "official"]
Kind = Literal["person", "post", "body", "group"]
Lexicon = Literal["posts", "bodies", "collectives"]
Heads = dict[str, Side | None]

_SIDES: dict[str, Side | None] = {
    "responsible": "responsible",
    "outside": "outside",
    "official": "official",
    "none": None,
}
_WORD = re.compile(r"[^\W_][\w’'&/-]*")
_JOINTS = frozenset("of for from at in on to with by and near across".split())
_AGAINST = re.compile(r"\b(?:opposition|shadow|former|ex-|union|campaign|action group|residents)\b", re.I)


@cache
def heads(name: Lexicon) -> Heads:
    """The lexicon's heads, lower case, with the side each usually speaks for."""
    return {words: _SIDES[side] for side, words in lexicon(name)}


@cache
def heads_pattern(name: Lexicon) -> str:
    """The heads as one alternative of a regular expression, the longest first."""
    return "(?:" + "|".join(re.escape(head) for head in sorted(heads(name), key=len, reverse=True)) + ")"


def head_of(words: Iterable[str], name: Lexicon) -> str | None:
    """The longest head that ends the phrase, reading up to four words, or None. "the Senior Engineer" -> "engineer"."""
    tail = [word.casefold().replace("’", "'") for word in words][-4:]
    known = heads(name)
    return next((head for at in range(len(tail)) if (head := " ".join(tail[at:])) in known), None)


def first_part(words: list[str]) -> list[str]:
    """A phrase up to its first joint: "Director of Highways" -> "Director"."""
    joint = next((at for at, word in enumerate(words) if at and word.casefold() in _JOINTS), len(words))
    return words[:joint]


@lru_cache(maxsize=4096)
def kind_of(phrase: str) -> Kind | None:
    """What a phrase without a person's name names, by its head: a post, a body, a collective voice, or None."""
    words = _WORD.findall(phrase)
    part = first_part(_WORD.findall(phrase.split(",")[0]))
    if head_of(part, "collectives") or head_of(words, "collectives") == " ".join(words[-4:]).casefold():
        return "group"
    if head_of(part, "posts"):
        return "post"
    named = bool(words) and words[0][0].isupper()
    return "body" if head_of(part, "bodies") or (named and head_of(words, "bodies")) else None


@lru_cache(maxsize=4096)
def side_of(phrase: str) -> Side | None:
    """The side that a post, body or collective voice usually speaks for, or None where it depends."""
    if _AGAINST.search(phrase):
        return "outside"
    words = _WORD.findall(phrase)
    part = first_part(_WORD.findall(phrase.split(",")[0]))
    looks: tuple[tuple[list[str], Lexicon], ...] = (
        (part, "posts"),
        (words, "bodies"),
        (part, "bodies"),
        (words, "collectives"),
        (part, "collectives"),
    )
    found = ((head_of(piece, name), name) for piece, name in looks)
    return next((heads(name)[head] for head, name in found if head is not None), None)
