"""Markup into text: paragraphs set apart by a blank line, a table row to a line, headings with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from greenshoots.records import Span

DEEPEST = 20  # tables or headings within each other that are told apart; guess
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(HEADINGS) | frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption footer header hr li main ol"
    " p pre section summary table tbody td tfoot th thead tr ul".split()
)
_UNREAD = frozenset(
    "audio button figure form head iframe input math nav noscript object option picture script select style svg"
    " template textarea video".split()
)
_HIDDEN = frozenset(("visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text", "mghide", "mgfilesize"))
_LINE_BREAK = NavigableString("\n")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list point or table row, its spaces made single."""

    words: str
    heading: bool = False


def join_blocks(blocks: Iterable[Block]) -> tuple[str, tuple[Span, ...]]:
    """The text, a blank line between blocks, and the spans of its headings."""
    parts: list[str] = []
    headings: list[Span] = []
    length = 0
    for block in blocks:
        if block.heading:
            headings.append(Span(length, length + len(block.words)))
        parts.append(block.words)
        length += len(block.words) + 2
    return "\n\n".join(parts), tuple(headings)


def read_blocks(element: Tag) -> Iterator[Block]:
    """The blocks of an element in reading order, without what a browser hides and what is no text (forms, figures)."""
    run: list[str] = []
    for piece in _pieces(element):
        if isinstance(piece, str):
            run.append(piece)
            continue
        yield from _blocks_of(run, heading=False)
        run = []
        if isinstance(piece, Block):
            yield from _blocks_of([piece.words], heading=piece.heading)
    yield from _blocks_of(run, heading=False)


def inline_words(element: Tag, *, depth: int = 0) -> str:
    """The visible words of an element on one line. ``depth``: of the headings and rows that it stands in."""
    if depth > DEEPEST:
        return " ".join(element.get_text(" ").split())
    found = _pieces(element, depth)
    pieces = (piece if isinstance(piece, str) else f" {piece.words} " if piece else " " for piece in found)
    return " ".join("".join(pieces).split())


def _pieces(element: Tag, depth: int = 0) -> Iterator[str | Block | None]:
    """Runs of inline text, whole blocks (headings, rows), and ``None`` wherever a block begins or ends."""
    waiting: list[object] = [*reversed(element.contents)]
    while waiting:
        piece = waiting.pop()
        if piece is None or isinstance(piece, Block):
            yield piece
        elif isinstance(piece, Tag):
            waiting.extend(reversed(_opened(piece, depth)))
        elif isinstance(piece, NavigableString) and not isinstance(piece, PreformattedString):
            yield "\n" if piece is _LINE_BREAK else re.sub(r"\s+", " ", piece)


def _opened(tag: Tag, depth: int) -> list[object]:
    """What a tag stands for in a run of text: its content, or one block, or nothing."""
    if is_hidden(tag):
        return []
    if tag.name == "br":
        return [_LINE_BREAK]
    if tag.name in HEADINGS:
        return [None, Block(inline_words(tag, depth=depth + 1), heading=True)]
    if tag.name == "tr":
        return [None, Block(_row(tag, depth + 1))]
    return [None, *tag.contents, None] if tag.name in _BLOCKS else list(tag.contents)


def _row(row: Tag, depth: int) -> str:
    """The cells of a row. Between others an empty one keeps its place, so that what follows stays under its heading."""
    found = row.find_all(["td", "th"], recursive=False)
    cells = [inline_words(cell, depth=depth) for cell in found if isinstance(cell, Tag)]
    while cells and not cells[-1]:
        cells.pop()
    filled = [cell for cell in cells if cell]
    return " | ".join(cells if len(filled) > 1 else filled)


def is_hidden(tag: Tag) -> bool:
    """Whether a reader of the page does not see it, or it holds no text of the record."""
    style = str(tag.get("style") or "").replace(" ", "").casefold()
    return (
        tag.name in _UNREAD
        or tag.has_attr("hidden")
        or "display:none" in style
        or any(name.casefold() in _HIDDEN for name in css_classes(tag))
    )


def css_classes(tag: Tag) -> list[str]:
    """The classes of an element, as written."""
    written = tag.get("class")
    return written.split() if isinstance(written, str) else list(written or [])


def _blocks_of(run: list[str], *, heading: bool) -> Iterator[Block]:
    """A run of inline text as blocks: two line breaks make a new paragraph, one stays a line break."""
    for paragraph in re.split(r"\n\s*\n", "".join(run)):
        lines = (" ".join(line.split()) for line in paragraph.split("\n"))
        words = "\n".join(line for line in lines if line)
        if words:
            yield Block(words, heading=heading)
