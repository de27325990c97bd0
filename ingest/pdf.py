"""PDF: lines joined into paragraphs, without the headers and footers that repeat on every page."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2

from greenshoots.errors import BrokenSourceError, EmptySourceError
from ingest.blocks import Block, join_blocks
from ingest.documents import make_document
from ingest.raw import Item, Parsed, Raw

PARSER = "pdf/1"

EDGE_LINES = 3  # lines at the top and at the bottom of a page that can be a header or footer; guess
REPEATS = 0.5  # share of the pages on which a header or footer stands; guess
GAP = 1.45  # times the usual line distance that sets paragraphs apart; guess
SINGLE = 1.4  # times the height of a line: single spacing, supposed where too few lines tell; guess
ENOUGH_STEPS = 8  # distances between lines that tell the spacing; guess
SHORT = 0.8  # of the usual width of a line: a sentence that ends before it ends a paragraph; guess

_NOT_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\uffff\ud800-\udfff]")
_POINT = re.compile(
    r"(?:[•●○▪■◦‣∙\uf0b7–*-]\s|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)]\s|\d{1,3}(?:\.\d{1,3})+\s)",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")
_BREAK = "\ufffe"  # what PDFium gives for a hyphen at the end of a line; here for any hyphen there
_HYPHEN_AT_END = re.compile(r"(?<=[^\W\d_]{2})[-\u00ad\u2010\ufffe]$")
_BROKEN_WORD = re.compile(rf"([^\W\d_]+){_BREAK}([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; places in points from the page's lower left corner."""

    words: str
    left: float
    right: float
    bottom: float
    height: float


def parse_pdf(raw: Raw) -> Iterator[Item]:
    """Yield the one document of a PDF.

    Raises ``BrokenSourceError`` if it is damaged or locked, ``EmptySourceError`` if
    its pages are pictures without text.
    """
    pages = _read_pages(raw)
    text, _ = join_blocks(Block(words) for words in _mended(list(_paragraphs(_without_edges(pages)))))
    if not text:
        raise EmptySourceError(
            f"there is no text on its {len(pages)} pages",
            where=raw.address,
            cause="It was probably scanned, so that its pages are pictures",
            next_step="Make its text readable with an OCR program, or ask the publisher for the original",
        )
    yield Parsed(make_document(text, where=raw.address, url=_web(raw.address)), raw.address, PARSER)


def _web(address: str) -> str | None:
    return address if address.startswith(("http://", "https://")) else None


def _read_pages(raw: Raw) -> list[list[Line]]:
    try:
        pdf = pypdfium2.PdfDocument(raw.data)
    except pypdfium2.PdfiumError as error:
        raise _broken(raw, error) from error
    try:
        return [_lines_of(pdf[number]) for number in range(len(pdf))]
    except pypdfium2.PdfiumError as error:
        raise _broken(raw, error) from error
    finally:
        pdf.close()


def _broken(raw: Raw, error: Exception) -> BrokenSourceError:
    if "password" in str(error).casefold():
        return BrokenSourceError(
            "the PDF is locked with a password", where=raw.address, next_step="Add a copy that is not locked"
        )
    if raw.data.lstrip()[:1] == b"<":
        return BrokenSourceError(
            "this is a web page under the name of a PDF", where=raw.address, next_step="Rename it to .html"
        )
    return BrokenSourceError(
        "the PDF is damaged",
        where=raw.address,
        cause=f"It may not have been saved in full ({error})",
        next_step="Save it again",
    )


def _lines_of(page: pypdfium2.PdfPage) -> list[Line]:
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        lines = [_line(textpage, match.start(), match[0]) for match in re.finditer(rf"[^\r\n{_BREAK}]+{_BREAK}?", text)]
        return [line for line in lines if line]
    finally:
        textpage.close()
        page.close()


def _line(textpage: pypdfium2.PdfTextPage, start: int, printed: str) -> Line | None:
    words = " ".join(_NOT_CHARACTERS.sub(" ", printed).split())
    if not words:
        return None
    first = start + len(printed) - len(printed.lstrip())
    last = start + len(printed.rstrip()) - 1
    left, bottom, _, top = textpage.get_charbox(_place(textpage, first), loose=True)
    _, _, right, _ = textpage.get_charbox(_place(textpage, last), loose=True)
    return Line(words, left, right, bottom, top - bottom)


def _place(textpage: pypdfium2.PdfTextPage, index: int) -> int:
    """The page's own number of a character of its text: the page may hold some that its text leaves out."""
    place = int(pypdfium2.raw.FPDFText_GetCharIndexFromTextIndex(textpage, index))
    return max(0, min(place, int(textpage.count_chars()) - 1))


def _without_edges(pages: list[list[Line]]) -> list[list[Line]]:
    """Take out what stands at the top or bottom of most pages, its figures apart, and bare page numbers."""
    if len(pages) < 2:
        return pages
    edges = Counter(shape for page in pages for shape in {_shape(line) for line in _edge(page)})
    wanted = max(2, REPEATS * len(pages))
    return [
        [line for line in page if line not in _edge(page) or not (_is_number(line) or edges[_shape(line)] >= wanted)]
        for page in pages
    ]


def _edge(page: list[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.bottom)
    return by_height[:EDGE_LINES] + by_height[-EDGE_LINES:]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.words).casefold()


def _is_number(line: Line) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.words))


def _paragraphs(pages: list[list[Line]]) -> Iterator[str]:
    """Paragraphs in reading order, one that runs over the end of a page in one piece."""
    running, usual = "", _usual_step(pages)
    for page in pages:
        for number, paragraph in enumerate(_paragraphs_of(page, usual)):
            if running and number == 0 and _runs_on(running, paragraph):
                running = _join(running, paragraph)
                continue
            if running:
                yield running
            running = paragraph
    if running:
        yield running


def _usual_step(pages: list[list[Line]]) -> float:
    """Distance from one line of a paragraph to the next, in heights of a line: what the closer quarter of all keep."""
    steps = sorted(_step(above, below) for page in pages for above, below in pairwise(page))
    steps = [step for step in steps if step > 0.5]
    close = steps[len(steps) // 4] if steps else SINGLE
    return close if len(steps) >= ENOUGH_STEPS else min(close, SINGLE)


def _step(above: Line, below: Line) -> float:
    return (above.bottom - below.bottom) / max(1.0, min(above.height, below.height))


def _runs_on(before: str, after: str) -> bool:
    return not _ENDED.search(before) and after[0].islower() and not _POINT.match(after)


def _paragraphs_of(page: list[Line], usual_step: float) -> Iterator[str]:
    if not page:
        return
    full = statistics.quantiles([line.right for line in page], n=10)[-1] if len(page) > 1 else page[0].right
    running = page[0].words
    for above, below in pairwise(page):
        if _parts(above, below, usual_step, full):
            yield running
            running = below.words
        else:
            running = _join(running, below.words)
    yield running


def _parts(above: Line, below: Line, usual_step: float, full: float) -> bool:
    """Whether a new paragraph begins with the lower line."""
    step = _step(above, below)
    if abs(step) < 0.5 and below.left >= above.right - 1:
        return False  # cells of one row
    if step < 0 or step > GAP * usual_step:
        return True
    if _POINT.match(below.words) or abs(above.height - below.height) > 0.15 * above.height:
        return True
    return bool(_ENDED.search(above.words)) and above.right < SHORT * full


def _join(before: str, after: str) -> str:
    """Set the next line behind; a hyphen at the line's end becomes a mark that ``_mended`` decides on."""
    if _HYPHEN_AT_END.search(before) and after[0].isalpha():
        return f"{before[:-1]}{_BREAK}{after}"
    return f"{before.removesuffix(_BREAK)}{'-' if before.endswith(_BREAK) else ''} {after}"


def _mended(paragraphs: list[str]) -> Iterator[str]:
    """Words broken at a line's end made whole where the whole word stands elsewhere in the text, else hyphenated."""
    known = {word.casefold() for paragraph in paragraphs for word in re.findall(r"[^\W\d_]+", paragraph)}

    def mend(broken: re.Match[str]) -> str:
        start, end = broken[1], broken[2]
        whole = (start + end).casefold() in known and end[0].islower()
        return start + end if whole else f"{start}-{end}"

    for paragraph in paragraphs:
        yield _BROKEN_WORD.sub(mend, paragraph).replace(_BREAK, "-")
