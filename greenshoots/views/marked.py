"""Words in context: a window of the unchanged text with the statement marked, in the paragraphs of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from greenshoots.masks import hidden
from greenshoots.records import Passage, Span
from greenshoots.views.markup import escaped

REACH = 1500  # characters shown at most on either side of the marked words (guess: a screenful)
DECIDING = "The words that decided how the machine read this passage"
_PARAGRAPH = re.compile(r"(?:(?!\n[^\S\n]*\n).)+", re.DOTALL)


def window(passages: Sequence[Passage], piece: Span, *, before: int, after: int) -> Span:
    """Return the span from some passages before a piece to some after it; passages that it cuts are shown whole.

    ``passages``: all of the document, in the order of the text. At most ``REACH``
    characters on either side.
    """
    earlier = [passage for passage in passages if passage.end <= piece.start][-before:] if before else []
    cut = [passage for passage in passages if passage.start < piece.end and passage.end > piece.start]
    later = [passage for passage in passages if passage.start >= piece.end][:after]
    pieces = [*earlier, *cut, *later]
    start = min([piece.start, *(passage.start for passage in pieces)])
    end = max([piece.end, *(passage.end for passage in pieces)])
    return Span(max(start, piece.start - REACH), min(end, piece.end + REACH))


def in_context(
    text: str,
    passages: Sequence[Passage],
    piece: Span,
    *,
    deciding: Span | None = None,
    before: int = 2,
    after: int = 2,
) -> str:
    """Return HTML of a piece of a text, marked, with the passages around it: a ``blockquote`` of paragraphs.

    ``deciding``: words within the piece that stand out once more, since they decided how it was read.
    """
    around = window(passages, piece, before=before, after=after)
    words = unwrapped(text, passages, around)
    mark = Span(piece.start - around.start, piece.end - around.start)
    inner = Span(deciding.start - around.start, deciding.end - around.start) if deciding else None
    paragraphs = "".join(f"<p>{body}</p>" for body in _paragraphs(words, mark, inner))
    return f'<blockquote class="gs-words">{paragraphs}</blockquote>'


def unwrapped(text: str, passages: Sequence[Passage], around: Span) -> str:
    """Return a window of a text, of the same length, with line ends inside a sentence as spaces: a PDF wraps there."""
    words = list(around.of(text).replace("\r", " "))
    for passage in passages:
        for at in range(max(passage.start, around.start), min(passage.end, around.end)):
            if words[at - around.start] == "\n":
                words[at - around.start] = " "
    return "".join(words)


def _paragraphs(words: str, mark: Span, inner: Span | None) -> Iterator[str]:
    """Yield the paragraphs of a window as HTML, parted at blank lines."""
    covers = hidden(words)
    for found in _PARAGRAPH.finditer(words):
        start = found.end() - len(found.group().lstrip())
        end = found.start() + len(found.group().rstrip())
        if start < end:
            yield _marked(words, start, end, mark, inner, covers)


def _marked(
    words: str, start: int, end: int, mark: Span, inner: Span | None, covers: Sequence[tuple[int, int, str]]
) -> str:
    """Return ``words[start:end]`` as HTML, the mark in it marked, contact details covered."""
    ends = (mark.start, mark.end, *((inner.start, inner.end) if inner else ()), *_edges(covers))
    edges = sorted({start, end, *(edge for edge in ends if start < edge < end)})
    told = []
    for is_marked, pieces in groupby(pairwise(edges), key=lambda piece: mark.start <= piece[0] < mark.end):
        body = _decided(words, list(pieces), inner, covers)
        told.append(f"<mark>{body}</mark>" if is_marked and body.strip() else body)
    return "".join(told)


def _edges(covers: Sequence[tuple[int, int, str]]) -> Iterator[int]:
    for start, end, _ in covers:
        yield from (start, end)


def _decided(
    words: str, pieces: Sequence[tuple[int, int]], inner: Span | None, covers: Sequence[tuple[int, int, str]]
) -> str:
    """Return pieces as HTML, those within ``inner`` as the words that decided."""
    told = []
    for is_inner, run in groupby(pieces, key=lambda piece: inner is not None and inner.start <= piece[0] < inner.end):
        body = "".join(_piece(words, start, end, covers) for start, end in run)
        told.append(f'<strong title="{DECIDING}">{body}</strong>' if is_inner and body.strip() else body)
    return "".join(told)


def _piece(words: str, start: int, end: int, covers: Sequence[tuple[int, int, str]]) -> str:
    for first, last, label in covers:
        if first <= start < last:
            return escaped(label) if start == first else ""
    return escaped(words[start:end])
