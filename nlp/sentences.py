"""Where the sentences are: the unit that everything else in nlp speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from greenshoots.records import Document, Span, Turn
from nlp.layout import Block, Shape, blocks, title_end, wrapped_width
from nlp.speech import clause_ends, is_long, is_unstopped
from nlp.stops import LONGEST, sentence_ends
from nlp.tables import find_rows

LONGEST_LABEL = 160  # code points of "Cllr J Smith (Chair, Fernbridge West):" in front of a turn; guess
LONGEST_ROW = 400  # code points; a longer table row holds prose and is cut into sentences. A link's limit in DESIGN.md

WORD = re.compile(r"\w")
CLAUSE = re.compile(r"[\r\n]+|;\s")


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


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the text that no sentence may leave: a turn with its label, a heading, a row, or what lies between."""

    start: int
    end: int
    turn: Turn | None = None
    shape: Shape | None = None

    @property
    def is_heading(self) -> bool:
        return self.shape == "heading"


def split(document: Document) -> tuple[Sentence, ...]:
    """Cut a document into sentences, in order, not overlapping, each within one paragraph and one turn.

    Every word lies in a sentence. A quotation of several sentences is cut inside its marks.
    A line break inside a paragraph is no end. The first sentence of a turn begins at the
    speaker's label if that stands on the same line. Headings are ``document.headings``, else what
    the layout shows to be one; a numbered title in front of its text ("5.4 Broadband: ...") serves
    the sentences from there on as heading and stays part of the first of them. In a recording (its anchors tell
    seconds) a turn is one paragraph without headings, and speech without stops is cut where a clause opens.
    """
    text = document.text
    captions = captions_of(document)
    width = wrapped_width(text)
    found: list[Sentence] = []
    heading: Span | None = None
    paragraph = -1
    for stretch in _stretches(document):
        spoken = captions if stretch.turn else frozenset()
        for block in (Block(stretch.start, stretch.end),) if spoken else _blocks(text, stretch, width):
            is_heading = block.shape == "heading"
            if is_heading and (stretch.is_heading or not document.headings):
                heading = Span(block.start, block.end)  # "Minutes:" below a known item title is no heading of its own
            paragraph += 1
            for start, end in _spans(text, block, stretch.turn, spoken):
                title = None if is_heading or spoken else title_end(text, start, end)
                heading = Span(start, title) if title else heading
                above = None if is_heading else heading
                found.append(Sentence(start, end, paragraph, above, is_heading, stretch.turn))
    return tuple(found)


def _blocks(text: str, stretch: _Stretch, width: int) -> Sequence[Block]:
    if stretch.shape:
        return (Block(stretch.start, stretch.end, stretch.shape),)
    return blocks(text, stretch.start, stretch.end, width=width)


def _stretches(document: Document) -> Iterator[_Stretch]:
    """Cut the text at turns, known headings and rows; whatever belongs to none lies in stretches of its own."""
    text = document.text
    position = 1 if text.startswith("\ufeff") else 0
    marked: list[tuple[int, int, Turn | None, Shape | None]] = [(t.start, t.end, t, None) for t in document.turns]
    marked += [(span.start, span.end, None, "heading") for span in document.headings]
    marked += [(span.start, span.end, None, "row") for span in _rows(text)]
    for printed, end, turn, shape in sorted(marked, key=lambda mark: mark[:2]):
        start = printed or position  # a byte order mark may stand first
        if not position <= start < end <= len(text):
            continue  # a heading inside a turn is part of what was said
        begin = _label_start(text, position, start) if turn else start
        if position < begin:
            yield _Stretch(position, begin)
        yield _Stretch(begin, end, turn, shape)
        position = end
    if position < len(text):
        yield _Stretch(position, len(text))


def _rows(text: str) -> Iterator[Span]:
    """The rows of action sheets and their headers, each a sentence; of a row that is too long each cell."""
    table = find_rows(text)
    yield from table.headers
    for row in table.rows:
        yield from (row.place,) if row.place.end - row.place.start <= LONGEST_ROW else row.cells


def _label_start(text: str, floor: int, start: int) -> int:
    """Where the label begins that stands before a turn on the same line; ``start`` if there is none."""
    floor = max(floor, start - LONGEST_LABEL - 1)
    before = text[floor:start]
    line = re.split(r"[\r\n]", before)[-1]
    if not line.strip() or len(line) > LONGEST_LABEL:
        return start
    return start - len(line.lstrip())


def captions_of(document: Document) -> frozenset[int]:
    """The offsets at which a caption or recognised segment begins; empty if the document is no recording."""
    return frozenset(anchor.start for anchor in document.anchors if anchor.seconds is not None)


def _spoken_ends(text: str, start: int, end: int, captions: frozenset[int], first: int) -> Iterator[int]:
    """The offset after each sentence of a turn of a recording, whether or not stops were put in."""
    unstopped = is_unstopped(text, first, end)
    begin = start
    for stop in sentence_ends(text, start, end, from_=first):
        if unstopped or is_long(text, begin, stop):
            yield from clause_ends(text, begin, stop, captions=captions)
        else:
            yield stop
        begin = stop


def _spans(
    text: str, block: Block, turn: Turn | None, captions: frozenset[int] = frozenset()
) -> Iterator[tuple[int, int]]:
    """The sentences of a block, without the space around them. ``captions``: where they begin, in a recording."""
    whole = block.shape == "heading" or (block.shape == "row" and block.end - block.start <= LONGEST_ROW)
    first = max(block.start, turn.start) if turn else block.start
    begin = block.start
    ends = (
        _spoken_ends(text, block.start, block.end, captions, first)
        if captions
        else sentence_ends(text, block.start, block.end, from_=first)
    )
    for end in (block.end,) if whole else ends:
        for start, stop in _bearable(text, begin, end):
            yield from _trimmed(text, start, stop)
        begin = end


def _bearable(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is longer than ``LONGEST`` and has no stop: at line ends and semicolons, else between words."""
    while end - start > LONGEST:
        cuts = [cut.end() for cut in CLAUSE.finditer(text, start + 1, start + LONGEST)]
        space = text.rfind(" ", start + 1, start + LONGEST)
        cut = cuts[-1] if cuts else space + 1 if space > 0 else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    if WORD.search(words):
        first = start + len(words) - len(words.lstrip())
        yield first, first + len(words.strip())
