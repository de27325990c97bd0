"""What the index searches: each sentence or row with its heading, none longer than a link may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from greenshoots.records import Document, Passage, Span
from nlp.sentences import Sentence

LONGEST = 400  # characters: the most that a link may point to (DESIGN, "Evidence / Link")
_PAUSE = re.compile(r"[;:,.]\s+|\s+[–—-]\s+|\n+")


def make_passages(document: Document, sentences: Sequence[Sentence]) -> tuple[Passage, ...]:
    """Cut a document into passages of at most ``LONGEST`` characters, in order. Headings are context, not passages."""
    return tuple(
        Passage(document.key, piece.start, piece.end, piece.of(document.text), heading_words(document, sentence))
        for sentence in sentences
        if not sentence.is_heading
        for piece in pieces(document.text, sentence.start, sentence.end)
    )


def heading_words(document: Document, sentence: Sentence) -> str | None:
    """The words of the heading that a sentence stands under."""
    return sentence.heading.of(document.text) if sentence.heading else None


def pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut ``text[start:end]`` at the last pause (else the last space) before ``LONGEST``, until it fits."""
    while end - start > LONGEST:
        cut = _last_cut(text, start, start + LONGEST)
        yield Span(start, start + len(text[start:cut].rstrip()))
        start = cut
    if text[start:end].strip():
        yield Span(start, end)


def _last_cut(text: str, start: int, limit: int) -> int:
    """Where the next piece begins: after a pause in the second half, else after a space, else at the limit."""
    middle = start + LONGEST // 2
    pauses = [found.end() for found in _PAUSE.finditer(text, middle, limit)]
    if pauses:
        return pauses[-1]
    space = text.rfind(" ", middle, limit)
    return space + 1 if space > 0 else limit
