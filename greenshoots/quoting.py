"""How much of an article is shown or handed out: the quotation, two sentences around it at most, and the link.

An article is its paper's; quoting it is fair where no more is taken than the purpose needs. What public bodies publish
is shown as it stands. Every screen, command and export asks here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from greenshoots.records import Document, Passage, Span

AROUND = 1  # sentences on either side of a quotation: two in all
LONGEST = 200  # characters of a change that are shown: a long sentence (guess)
MOST_CHANGES = 3  # changes of an article that are shown: more would put it together again (guess)
WITHHELD = "\N{FULL BLOCK}"
NO_COPY = "An article is its paper’s own: its copy is kept as proof and not handed out. Open it at the address above."
PARTIAL = "Only part of this article could be read: the rest stands behind the paper’s wall and was left there."
PARTIAL_RECORD = "Only part of this record could be read."

T = TypeVar("T")


def is_limited(document: Document) -> bool:
    """Whether only quotations of a record are shown: it is an article of the press."""
    return document.medium == "press"


def context(document: Document, *, before: int, after: int) -> tuple[int, int]:
    """Return how many sentences before and after a quotation are shown, where a screen has room for so many."""
    return (min(before, AROUND), min(after, AROUND)) if is_limited(document) else (before, after)


def changes(document: Document, found: Sequence[T]) -> Sequence[T]:
    """Return those changes of a page that are shown."""
    return found[:MOST_CHANGES] if is_limited(document) else found


def excerpt(document: Document, words: str) -> str:
    """Return words that a page took out or put in as they are shown: of an article not whole paragraphs."""
    return f"{words[:LONGEST].rstrip()}…" if is_limited(document) and len(words) > LONGEST else words


def quoted_only(document: Document, passages: Sequence[Passage], quoted: Sequence[Span]) -> str:
    """Return the text as it is handed out: of an article all but quotations and their context is blacked out.

    It is as long as the text, so that offsets into it still fit. ``passages``: all of the document, in order.
    """
    if not is_limited(document):
        return document.text
    shown = [False] * len(document.text)
    for span in (each for piece in quoted for each in (piece, *_around(passages, piece))):
        shown[span.start : span.end] = [True] * (span.end - span.start)
    marks = zip(document.text, shown, strict=True)
    return "".join(mark if is_shown or mark.isspace() else WITHHELD for mark, is_shown in marks)


def _around(passages: Sequence[Passage], piece: Span) -> list[Span]:
    earlier = [passage for passage in passages if passage.end <= piece.start][-AROUND:]
    later = [passage for passage in passages if passage.start >= piece.end][:AROUND]
    return [Span(passage.start, passage.end) for passage in (*earlier, *later)]


def partial_words(document: Document) -> str:
    """What is said of a record of which only part could be had."""
    return PARTIAL if is_limited(document) else PARTIAL_RECORD
