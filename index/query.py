"""What a user types into the search box, and its translation for the word index, which no typing can break.

``words`` must all be there, ``"an exact phrase"`` as it stands, ``-word`` not; ``OR``
between two of them asks for either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.store_filters import fold

MOST = 64  # terms of a query that are heeded; a pasted page must not stop the search (guess)
_TERM = re.compile(r"(?P<minus>-)?[\"“”](?P<phrase>[^\"“”]*)[\"“”]?|(?P<word>[^\s\"“”]+)")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase, as folded words in order. ``exact``: it was put in quotation marks."""

    words: tuple[str, ...]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """``wanted``: one of each group must be there. ``excluded``: none may be."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()

    @property
    def exact(self) -> tuple[tuple[Term, ...], ...]:
        """The groups in which every alternative is an exact phrase: they hold for whatever is found."""
        return tuple(group for group in self.wanted if all(term.exact for term in group))

    @property
    def text(self) -> str:
        """The wanted words as plain text: what the query means."""
        return " ".join(word for group in self.wanted for term in group for word in term.words)


def parse(typed: str) -> Query:
    """Read what was typed. Anything can be typed: what makes no sense is taken as words or left out."""
    groups: list[list[Term]] = []
    excluded: list[Term] = []
    either = False
    for found in list(_TERM.finditer(typed))[:MOST]:
        if found["word"] == "OR":
            either = bool(groups)
            continue
        term, negative = _term(found)
        if not term.words:
            continue
        if negative:
            excluded.append(term)
        elif either:
            groups[-1].append(term)
        else:
            groups.append([term])
        either = False
    return Query(tuple(tuple(group) for group in groups), tuple(excluded))


def _term(found: re.Match[str]) -> tuple[Term, bool]:
    if found["phrase"] is not None:
        return Term(_folded(found["phrase"]), exact=True), found["minus"] is not None
    word = found["word"]
    return Term(_folded(word)), word.startswith("-") and len(word) > 1


def _folded(words: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(words) or ""))


def phrase(words: Iterable[str]) -> str:
    """Write words that must follow each other as an FTS5 string."""
    return '"' + " ".join(words) + '"'


def all_of(query: Query) -> str:
    """Write a query with wanted terms as an FTS5 expression that asks for every group."""
    groups = [" OR ".join(phrase(term.words) for term in group) for group in query.wanted]
    return _without(" AND ".join(f"({group})" for group in groups), query.excluded)


def any_of(query: Query) -> str:
    """Write a query with wanted terms as an FTS5 expression that asks for any word; exact phrases must be there."""
    either = " OR ".join(phrase([word]) for word in dict.fromkeys(query.text.split()))
    exact = [" OR ".join(phrase(term.words) for term in group) for group in query.exact]
    return _without(" AND ".join(f"({part})" for part in [either, *exact]), query.excluded)


def either_of(words: Sequence[str]) -> str:
    """Write single words as an FTS5 expression that asks for any of them."""
    return " OR ".join(phrase([word]) for word in words)


def excluded_by(query: Query) -> str:
    """Write what must not be there as an FTS5 expression."""
    return " OR ".join(phrase(term.words) for term in query.excluded)


def _without(expression: str, excluded: Sequence[Term]) -> str:
    return f"({expression}) NOT ({' OR '.join(phrase(term.words) for term in excluded)})" if excluded else expression


def has_exact(query: Query, text: str) -> bool:
    """Whether a text has the exact phrases word for word, case, accents and punctuation apart."""
    words = " " + " ".join(_folded(text)) + " "
    return all(any(" " + " ".join(term.words) + " " in words for term in group) for group in query.exact)
