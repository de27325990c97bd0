"""How a passage bears on a pledge, and the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from greenshoots.records import Relation


@dataclass(frozen=True, slots=True)
class Related:
    """A relation, the words of the passage that decided it (verbatim), and whether it is inferred rather than said.

    ``at``: where those words stand in the passage. ``note``: what dates or figures say when they are compared.
    """

    relation: Relation
    words: str | None = None
    inferred: bool = False
    at: int | None = None
    note: str | None = None


@lru_cache(maxsize=16384)
def every(cue: re.Pattern[str], text: str) -> tuple[re.Match[str], ...]:
    """Return where a cue stands in a text. Kept for a while: new passages are held against one pledge after another."""
    return tuple(cue.finditer(text))


def first(cue: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the first place where a cue stands in a text."""
    return next(iter(every(cue, text)), None)


@lru_cache(maxsize=2048)
def without(cue: re.Pattern[str], text: str) -> str:
    """Return a text without what fits a cue."""
    return cue.sub("", text)


def said(relation: Relation, found: re.Match[str], *, inferred: bool = False) -> Related:
    """Return a relation that some words of a passage decided."""
    return Related(relation, found.group(), inferred=inferred, at=found.start())
