"""Proper names in a text, people apart, and what "the Plan" was called before: by capitals alone, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TITLES = r"(?:Cllrs?|Councillors?|Mr|Mrs|Ms|M/s|Miss|Dr|Rev|Sir)"
_NAME = re.compile(r"(?<![.!?:\n\"“”*•]\s)(?<!^)\b(?:[A-Z][\w’'-]+|[A-Z]{2,})\b")
_PERSON = re.compile(
    rf"\b{_TITLES}\b\.?\s+(?P<titled>(?:[A-Z]\b\.?\s*){{0,2}}[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){{0,2}})"
    r"|(?<![\w.])(?:[A-Z]\.\s?){1,2}(?P<initialled>[A-Z][\w’'-]+)"
)
_TIMES = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday q1 q2 q3 q4 christmas easter reply action agreed resolved""".split()
)
_POINTED_AT = re.compile(r"\b(?:[Tt]he|[Tt]his|[Tt]hese|[Tt]hose|[Tt]hat|[Ss]aid|[Ss]ame)\s+(?P<noun>[A-Z][a-z]+)\b")
_CAPITALS = re.compile(r"\b(?P<before>(?:[A-Z][\w’'-]*\s+(?:(?:of|and|for)\s+(?=[A-Z]))?){1,5})(?P<noun>[A-Z][\w’'-]+)")
_NO_NAMES = frozenset(("the", "a", "an", "this", "that"))


def proper_names(text: str) -> list[str]:
    """Return the capitalised words of a text that do not open a sentence, without people, months and weekdays."""
    people = set(people_in(text))
    words = [found.group() for found in _NAME.finditer(text)]
    return [word for word in words if word not in people and word.casefold() not in _TIMES]


def people_in(text: str) -> list[str]:
    """Return the words of names that follow a title or initials."""
    runs = [found["titled"] or found["initialled"] for found in _PERSON.finditer(text)]
    return [word for run in runs for word in re.findall(r"[A-Z][\w’'-]+", run)]


def called_before(text: str, before: Sequence[str], *, without: frozenset[str] = frozenset()) -> list[str]:
    """Return what "the Plan", "this Committee" of a text was called in full: the last name before that ends so.

    ``before``: the texts before, in order. ``without``: words that name the body itself, folded; they make no name.
    """
    nouns = dict.fromkeys(found["noun"] for found in _POINTED_AT.finditer(text))
    names = (_last_name(noun, before, _NO_NAMES | without) for noun in nouns)
    return [name for name in names if name]


def _last_name(noun: str, before: Sequence[str], without: frozenset[str]) -> str | None:
    for text in reversed(before):
        for found in reversed(list(_CAPITALS.finditer(text))):
            words = [word for word in found["before"].split() if word.casefold() not in without]
            if found["noun"] == noun and any(word[0].isupper() for word in words):
                return f"{' '.join(words)} {noun}"
    return None
