"""Where the sentences are: the unit that everything else in nlp speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from greenshoots.records import Span, Turn


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, bullet, table row or heading of a document.

    ``start``/``end``: offsets in the document's text, without surrounding space.
    ``paragraph``: running number of its paragraph. ``heading``: the heading it stands
    under. ``is_heading``: it is one itself. ``turn``: the speaker turn it belongs to.
    """

    start: int
    end: int
    paragraph: int
    heading: Span | None = None
    is_heading: bool = False
    turn: Turn | None = None
