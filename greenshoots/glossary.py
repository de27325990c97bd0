"""Words of council papers in plain words: which of them stand in a text, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nlp.lexicons import lexicon


@dataclass(frozen=True, slots=True)
class Term:
    """One entry. ``name``: its first form, which heads it in a list. ``meaning``: a sentence or two, plain text."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Found:
    """A term at a place of a text: code points, end exclusive."""

    start: int
    end: int
    term: Term


def find(text: str) -> list[Found]:
    """Find the terms in a text: in order, not overlapping, longest form first, each term only where it first stands.

    A form with more capitals than its first letter is found as it is written only; any other in any case.
    """
    seen: set[str] = set()
    found = []
    for match in _shape().finditer(text):
        term = _term(match[0])
        if term and term.name not in seen:
            seen.add(term.name)
            found.append(Found(match.start(), match.end(), term))
    return found


def terms_in(texts: Iterable[str]) -> list[Term]:
    """Return the terms that stand in any of the texts, in order of the alphabet."""
    terms = {found.term.name: found.term for text in texts for found in find(text)}
    return sorted(terms.values(), key=lambda term: term.name.casefold())


@cache
def _forms() -> dict[str, Term]:
    """Every form with its term: as it is written where that matters, else in small letters."""
    forms: dict[str, Term] = {}
    for written, meaning in lexicon("glossary"):
        names = written.split("; ")
        term = Term(names[0], meaning)
        forms |= {name if _is_short(name) else name.casefold(): term for name in names}
    return forms


def _is_short(form: str) -> bool:
    """Whether a form is written in capitals, as "SEND" or "SENCo" is: in small letters it is another word."""
    return any(letter.isupper() for letter in form[1:]) and " " not in form


@cache
def _shape() -> re.Pattern[str]:
    longest_first = sorted(_forms(), key=len, reverse=True)
    told = "|".join(_spaced(form) if _is_short(form) else f"(?i:{_spaced(form)})" for form in longest_first)
    return re.compile(rf"(?<![\w-])(?:{told})(?![\w-])")


def _spaced(form: str) -> str:
    """Let any run of space stand between the words of a form: records wrap their lines."""
    return r"\s+".join(map(re.escape, form.split()))


def _term(words: str) -> Term | None:
    plain = " ".join(words.split())
    return _forms().get(plain) or _forms().get(plain.casefold())
