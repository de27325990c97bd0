"""Who is quoted: every piece of a text that gives somebody's words, with its source, its cue and its content.

``direct``: the words in quotation marks are all that is reported; the content is the words without
the marks. ``reported``: no marks. ``mixed``: marked words within the reporter's clause; the content
is that whole clause, its marks included. Each paragraph of a longer quotation is a Quote with the source of the first.

No quotations: titles, names and words held at arm's length in marks; what a body decides ("It was agreed
that"); the text of a motion; words of the first person; a turn of a transcript, which is somebody's words as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from greenshoots.records import Document, Mode, Quote, Span
from nlp.marks import FILL, STRETCH, Marked, marked
from nlp.reported import Report, reports, verdict
from nlp.sentences import Sentence

CONTEXT = 40  # code points before marked words that tell whether they begin a sentence; guess
SENTENCE_LIKE = 3  # words; guess. Fewer words in marks without an attribution are a title or held at arm's length

_MARK = re.compile("[“”\"«»‘']")
_STRAY = str.maketrans("“”", "''")
_MOTION = re.compile(
    r"\W*(?:That,?\s+(?:the|this|an?|pursuant|in accordance|having|[A-Z][a-z]+)\b"
    r"|This (?:Council|Committee|meeting)\b|To [a-z])"
)
_ENDED = re.compile(r"[.!?…,–—-]$")
_CONJUNCTION = re.compile(r"\W*(?:(?:but|and|yet|so|however|then)\b[, ]*)?", re.IGNORECASE)


@dataclass(slots=True)
class _Memory:
    """What the next paragraph needs to know: the last source, whether marks are still open, or "X said:"."""

    source: Span | None = None
    open: bool = False
    pending: Report | None = None


@dataclass(slots=True)
class _Paragraph:
    """One paragraph: its text with the marked words blanked out, where it begins, and those words."""

    frame: str
    base: int
    start: int
    end: int
    marks: tuple[Marked, ...] = ()
    taken: set[int] = field(default_factory=set)

    def marks_in(self, span: Span) -> tuple[Marked, ...]:
        """The marked words that begin within a span of the document."""
        first = bisect_left(self.marks, span.start, key=lambda mark: mark.outer_start)
        return self.marks[first : bisect_left(self.marks, span.end, key=lambda mark: mark.outer_start)]


def find_quotes(document: Document, sentences: Sequence[Sentence]) -> tuple[Quote, ...]:
    """Find all quotations in order of their content. ``sentences``: what ``split`` gave for this document.

    ``speaker`` stays None: the source tells who is meant, other parts of nlp resolve it. Linear in the text's length.
    """
    found: list[Quote] = []
    memory = _Memory()
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        paragraph = list(group)
        if paragraph[0].is_heading:
            memory = _Memory()
            continue
        named_later = verdict(document.text, paragraph[0].start, paragraph[0].end)
        if named_later and found and found[-1].source is None:
            found[-1] = replace(found[-1], source=named_later)
        quotes, memory = _of_paragraph(document, paragraph, memory)
        found += quotes
    return tuple(sorted(found, key=lambda quote: quote.content[0]))


def _of_paragraph(document: Document, sentences: Sequence[Sentence], memory: _Memory) -> tuple[list[Quote], _Memory]:
    text = document.text
    start, end = sentences[0].start, sentences[-1].end
    if not _MARK.search(text, start, end):
        return _unmarked(document, sentences)
    paragraph = _framed(text, start, end)
    quotes: list[Quote] = []
    after = _Memory()
    for unit_start, unit_end in _units(sentences, paragraph):
        new, pending = _of_unit(document, paragraph, unit_start, unit_end)
        quotes += new
        after.pending = pending
    quotes = _with_orphans(document, paragraph, quotes, memory)
    last = paragraph.marks[-1] if paragraph.marks else None
    after.open = last is not None and not last.closed
    after.source = next((quote.source for quote in reversed(quotes) if quote.source), None)
    return quotes + list(_nested(document, paragraph)), after


def _unmarked(document: Document, sentences: Sequence[Sentence]) -> tuple[list[Quote], _Memory]:
    """The quotations of a paragraph without quotation marks."""
    quotes: list[Quote] = []
    pending: Report | None = None
    for sentence in sentences:
        pending = None
        for report in reports(document.text, sentence.start, sentence.end):
            if report.content:
                quotes.append(Quote(document.id, report.source, report.cue, report.content, "reported"))
            else:
                pending = report
    source = next((quote.source for quote in reversed(quotes) if quote.source), None)
    return quotes, _Memory(source, False, pending)


def _framed(text: str, start: int, end: int) -> _Paragraph:
    """Blank out what stands in quotation marks, so that only the reporter's words are left to read."""
    marks = marked(text, start, end)
    return _Paragraph(_blanked(text, start, end, marks), start, 0, end - start, marks)


def _blanked(text: str, start: int, end: int, marks: Sequence[Marked]) -> str:
    """The text with marked words blanked out. A mark that opens or closes nothing loses its shape."""
    pieces, position = [], start
    for mark in marks:
        inner = mark.outer_end - mark.outer_start - 1 - mark.closed
        pieces.append(text[position : mark.outer_start].translate(_STRAY))
        pieces.append("“" + FILL * inner + ("”" if mark.closed else ""))
        position = mark.outer_end
    pieces.append(text[position:end].translate(_STRAY))
    return "".join(pieces)


def _units(sentences: Sequence[Sentence], paragraph: _Paragraph) -> Iterator[tuple[int, int]]:
    """The reporter's sentences: those of the text, joined where one ends inside quotation marks."""
    inside = [(mark.outer_start, mark.outer_end) for mark in paragraph.marks]
    begin, here = sentences[0].start, 0
    for number, sentence in enumerate(sentences):
        while here < len(inside) and inside[here][1] <= sentence.end:
            here += 1
        is_last = number + 1 == len(sentences)
        if is_last or not (here < len(inside) and inside[here][0] < sentence.end):
            yield begin - paragraph.base, sentence.end - paragraph.base
            begin = sentences[number + 1].start if not is_last else begin


def _of_unit(document: Document, paragraph: _Paragraph, start: int, end: int) -> tuple[list[Quote], Report | None]:
    quotes: list[Quote] = []
    pending = None
    for report in reports(paragraph.frame, start, end):
        if not report.content:
            pending = report
            continue
        for content, mode in _by_mode(paragraph, report.content):
            cue = report.cue if not quotes or quotes[-1].cue != _moved(report.cue, paragraph) else None
            quotes.append(_quote(document, paragraph, replace(report, cue=cue), content, mode))
    return quotes, pending


def _by_mode(paragraph: _Paragraph, content: Sequence[Span]) -> list[tuple[tuple[Span, ...], Mode]]:
    """Tell marked words from the reporter's: a piece that is wholly in marks is direct, one with marks in it mixed."""
    direct = tuple(span for span in content if STRETCH.fullmatch(paragraph.frame, span.start, span.end))
    others = tuple(span for span in content if span not in direct)
    found: list[tuple[tuple[Span, ...], Mode]] = []
    if others:
        marks = any(paragraph.frame.find("“", span.start, span.end) >= 0 for span in others)
        found.append((others, "mixed" if marks else "reported"))
    if direct:
        found.append((direct, "direct"))
    return found


def _quote(document: Document, paragraph: _Paragraph, report: Report, content: tuple[Span, ...], mode: Mode) -> Quote:
    """Make a Quote of a report; from direct speech the marks are taken off."""
    spans = []
    for span in content:
        moved = Span(span.start + paragraph.base, span.end + paragraph.base)
        inside = paragraph.marks_in(moved)
        paragraph.taken.update(mark.outer_start for mark in inside)
        spans.append(Span(inside[0].start, inside[0].end) if mode == "direct" else moved)
    return Quote(document.id, _moved(report.source, paragraph), _moved(report.cue, paragraph), tuple(spans), mode)


def _moved(span: Span | None, paragraph: _Paragraph) -> Span | None:
    return Span(span.start + paragraph.base, span.end + paragraph.base) if span else None


def _with_orphans(document: Document, paragraph: _Paragraph, quotes: list[Quote], memory: _Memory) -> list[Quote]:
    """Give marked sentences without an attribution to whoever is quoted already, here or in the paragraph before."""
    text = document.text
    starts = [quote.content[0].start for quote in quotes]
    speaking: dict[int, list[Span]] = {}  # what each quotation of this paragraph goes on with, by its place
    alone: list[Quote] = []
    for mark in paragraph.marks:
        if mark.outer_start in paragraph.taken or not _stands_alone(text, paragraph, mark):
            continue
        before = bisect_left(starts, mark.start) - 1
        if before >= 0 or alone:
            speaking.setdefault(before, []).append(Span(mark.start, mark.end))
        else:
            alone.append(_continuing(document, paragraph, mark, memory))
    quotes = alone + quotes
    for place, spans in speaking.items():
        at = place + len(alone)
        if quotes[at].mode == "direct":
            quotes[at] = replace(quotes[at], content=(*quotes[at].content, *spans))
        else:
            quotes.append(Quote(document.id, quotes[at].source, None, tuple(spans), "direct"))
    return sorted(quotes, key=lambda quote: quote.content[0])


def _stands_alone(text: str, paragraph: _Paragraph, mark: Marked) -> bool:
    """Whether marked words are a sentence of their own rather than a title or a word held at arm's length."""
    words = text[mark.start : mark.end]
    before = text[max(paragraph.base, mark.outer_start - CONTEXT) : mark.outer_start].rstrip()
    opens = not _CONJUNCTION.sub("", before, count=1) or before.endswith((".", "!", "?", ":", "”", '"', "’"))
    whole = (
        bool(_ENDED.search(words))
        or not mark.closed
        or text[mark.outer_end : mark.outer_end + 1] in ("", ".", "\n", "\r")
    )
    return opens and whole and len(words.split()) >= SENTENCE_LIKE and not _MOTION.match(words)


def _continuing(document: Document, paragraph: _Paragraph, mark: Marked, memory: _Memory) -> Quote:
    """A marked sentence that begins a paragraph: goes on with the one before, follows "X said:", or is nobody's."""
    words = Span(mark.start, mark.end)
    before = document.text[paragraph.base : min(mark.outer_start, paragraph.base + CONTEXT)]
    opens = not _CONJUNCTION.sub("", before, count=1).strip()
    if memory.pending and opens:
        return Quote(document.id, memory.pending.source, memory.pending.cue, (words,), "direct")
    later = verdict(paragraph.frame, mark.outer_end - paragraph.base, paragraph.end)
    if later:
        return Quote(document.id, _moved(later, paragraph), None, (words,), "direct")
    return Quote(document.id, memory.source if opens else None, None, (words,), "direct")


def _nested(document: Document, paragraph: _Paragraph) -> Iterator[Quote]:
    """Quotations inside quotations that have a source of their own ("she told me: ‘...’")."""
    text = document.text
    for outer in paragraph.marks:
        if not outer.inside:
            continue
        frame = _blanked(text, outer.start, outer.end, outer.inside)
        inner = _Paragraph(frame, outer.start, 0, outer.end - outer.start, outer.inside)
        for start, end in _frame_sentences(inner.frame):
            for report in reports(inner.frame, start, end):
                spans = tuple(s for s in report.content if STRETCH.fullmatch(inner.frame, s.start, s.end))
                if spans and report.source:
                    yield _quote(document, inner, report, spans, "direct")


def _frame_sentences(frame: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in re.finditer(r"[.!?]”?\s+(?=[A-Z“])|”\s+(?=[A-Z])", frame):
        yield start, stop.end()
        start = stop.end()
    yield start, len(frame)
