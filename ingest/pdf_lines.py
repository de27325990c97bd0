"""The printed lines of a PDF page: their words, place and type, a line of a table cut into its cells."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

CELL_GAP = 1.25  # heights of a line between two cells; guess. Words stand closer
NARROW_GAP = 0.8  # the same where a line has several such gaps; guess
CLOSE_GAP = 0.55  # and what parts any two cells of such a line; guess
EVEN = 1.6  # how much wider the widest gap of a justified line may be than its narrowest; guess
BREAK = "\ufffe"  # what PDFium gives for a hyphen at the end of a line

MARKER = re.compile(  # of a point or a numbered paragraph
    r"[•●○▪■◦‣∙\uf0b7–*-]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)]|\d{1,3}(?:\.\d{1,3})+", re.IGNORECASE
)
_NOT_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\uffff\ud800-\udfff]")
_LINE = re.compile(rf"[^\r\n{BREAK}]+{BREAK}?")
_WORD = re.compile(r"\S+")
_BOLD = re.compile(rb"bold|black|heavy", re.IGNORECASE)
_FORCED_BOLD = 1 << 18  # PDF 32000-1, table 123: font descriptor flags


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or what stands of it in one cell; places in points from the page's lower left corner."""

    words: str
    left: float
    right: float
    bottom: float
    height: float
    bold: bool = False

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.bottom + self.height


def lines_of(page: pypdfium2.PdfPage) -> list[Line]:
    """All lines of a page in the order in which it prints them. Raises ``PdfiumError`` for a damaged page."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        return [line for match in _LINE.finditer(text) for line in _cells(textpage, match.start(), match[0])]
    finally:
        textpage.close()


def is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether pictures cover most of a page, as they do where it was scanned."""
    width, height = page.get_size()
    covered: float = 0.0
    for thing in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)):
        left, bottom, right, top = thing.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered >= 0.5 * width * height)


def _cells(textpage: pypdfium2.PdfTextPage, start: int, printed: str) -> Iterator[Line]:
    """The one line, or where wide gaps part it its cells."""
    words = [
        replace(line, words=match[0])
        for match in _WORD.finditer(_NOT_CHARACTERS.sub(" ", printed))
        if (line := _line(textpage, start + match.start(), start + match.end()))
    ]
    gaps = [right.left - left.right for left, right in pairwise(words)]
    even = len(gaps) >= 4 and max(gaps) < EVEN * max(0.1, min(gaps))
    wide = sum(gap > NARROW_GAP * word.height for gap, word in zip(gaps, words[1:], strict=True)) if words else 0
    wanted = CLOSE_GAP if wide >= 2 else CELL_GAP
    cell: list[Line] = []
    for number, word in enumerate(words):
        apart = number and not even and gaps[number - 1] > wanted * word.height
        if apart and not (len(cell) == 1 and MARKER.fullmatch(cell[0].words)):
            yield _joined(cell)
            cell = []
        cell.append(word)
    if cell:
        yield _joined(cell)


def _joined(words: list[Line]) -> Line:
    first, last = words[0], words[-1]
    usual = max(words, key=lambda word: len(word.words))  # not the raised mark of a footnote
    spoken = [word.bold for word in words if any(map(str.isalpha, word.words))]  # a heading's number may be plain
    bold = bool(spoken) and all(spoken)
    printed = " ".join(word.words for word in words)
    return Line(printed, first.left, last.right, usual.bottom, usual.height, bold=bold)


def _line(textpage: pypdfium2.PdfTextPage, start: int, end: int) -> Line | None:
    first, last = _place(textpage, start), _place(textpage, end - 1)
    left, bottom, _, top = _box(textpage, first)
    _, _, right, _ = _box(textpage, last)
    return Line("", left, right, bottom, top - bottom, _is_bold(textpage, first))


def _box(textpage: pypdfium2.PdfTextPage, place: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a character on the page as it is read: a table may lie across the sheet."""
    left, bottom, right, top = textpage.get_charbox(place, loose=True)
    turned = textpage.page.get_rotation()
    width, height = textpage.page.get_size() if turned else (0.0, 0.0)
    if turned == 90:
        return bottom, height - right, top, height - left
    if turned == 180:
        return width - right, height - top, width - left, height - bottom
    if turned == 270:
        return width - top, left, width - bottom, right
    return left, bottom, right, top


def _is_bold(textpage: pypdfium2.PdfTextPage, place: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, place, name, 128, ctypes.byref(flags))
    return bool(flags.value & _FORCED_BOLD or _BOLD.search(name.value))


def _place(textpage: pypdfium2.PdfTextPage, index: int) -> int:
    """The page's own number of a character of its text: the page may hold some that its text leaves out."""
    place = int(pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, index))
    return max(0, min(place, int(textpage.count_chars()) - 1))
