"""The words of a noun phrase, read off the parse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_OUTSIDE = ("relcl", "acl", "appos", "punct", "advcl", "parataxis", "cc", "ccomp")


def noun_phrase(head: Token) -> Span:
    """The words of a noun phrase, without clauses and asides after it."""
    inner = set(_inside(head))
    first, last = head.i, head.i
    while first - 1 in inner or (_joins(head, first - 1) and first - 2 in inner):
        first -= 1
    while any(last + 1 + n in inner and all(_joins(head, last + 1 + m) for m in range(n)) for n in range(3)):
        last += 1
    while (
        first > 0 and not head.doc[first - 1].whitespace_ and (head.doc[first - 1].is_alpha or _joins(head, first - 1))
    ):
        first -= 1  # "awareness-raising" is three tokens
    return head.doc[first : last + 1]


def _inside(head: Token) -> Iterator[int]:
    yield head.i
    for token in head.children:
        if token.dep_ not in _OUTSIDE or _goes_on(token):
            yield from _inside(token)


def _goes_on(token: Token) -> bool:
    """Whether what the parser takes for an aside is the rest of a name: "the Roads, Lighting and Drainage Team"."""
    after = token.right_edge.i + 1
    return token.dep_ == "appos" and token.pos_ == "PROPN" and after < len(token.doc) and not token.doc[after].is_punct


def _joins(head: Token, at: int) -> bool:
    """What joins the words of one phrase: "Roads, Traffic, and Cleansing"."""
    return 0 <= at < len(head.doc) and head.doc[at].lower_ in (",", "-", "–", "/", "&", "and", "or", "plus")
