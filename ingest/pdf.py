"""PDF: the text of its pages in reading order, with the pages as anchors and its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2

from greenshoots.errors import BrokenSourceError, EmptySourceError
from greenshoots.records import Anchor
from ingest.blocks import Block, join_blocks
from ingest.documents import make_document
from ingest.pdf_layout import PAGE, blocks_of, without_edges
from ingest.pdf_lines import Line, is_picture, lines_of
from ingest.raw import Item, Parsed, Raw

PARSER = "pdf/3"
ENOUGH_HEADINGS = 3  # fewer tell nothing of how a paper is divided: then its layout is asked; guess

# Some fonts name the opening quotation mark a double low line, and the closing one an opening one.
_FALSE_OPENING = "\u2017"
_FALSELY_OPENED = re.compile(r"\u2017(?=\w)")


def parse_pdf(raw: Raw) -> Iterator[Item]:
    """Yield the one document of a PDF; ``partial`` if some of its pages are pictures without text.

    Raises ``BrokenSourceError`` if it is damaged or locked, ``EmptySourceError`` if
    all its pages are pictures.
    """
    pages, scanned = _read_pages(raw)
    blocks = [Block(_true_marks(block.words), block.heading) for block in blocks_of(pages)]
    text, headings = join_blocks(Block(block.words.replace(PAGE, ""), block.heading) for block in blocks)
    if not text:
        raise EmptySourceError(
            f"there is no text on its {len(pages)} pages",
            where=raw.address,
            cause="It was probably scanned, so that its pages are pictures",
            next_step="Make its text readable with an OCR program, or ask the publisher for the original",
        )
    document = make_document(
        text,
        where=raw.address,
        url=_web(raw.address),
        headings=headings if len(headings) >= ENOUGH_HEADINGS else (),
    )
    anchors = tuple(_anchors(blocks, [number for number, page in enumerate(without_edges(pages), 1) if page]))
    yield Parsed(replace(document, anchors=anchors), raw.address, PARSER, partial=bool(scanned))


def _anchors(blocks: list[Block], numbers: list[int]) -> Iterator[Anchor]:
    """Where in the text each page that has words begins."""
    at, pages = 0, iter(numbers)
    for block in blocks:
        *before, last = block.words.split(PAGE)
        for part in before:
            at += len(part)
            yield Anchor(at, page=next(pages))
        at += len(last) + 2


def _true_marks(words: str) -> str:
    """Quotation marks as they are printed where the font misnames them; elsewhere the words as they are."""
    if not _FALSELY_OPENED.search(words):
        return words
    return words.replace("\u2018", "\u2019").replace(_FALSE_OPENING, "\u2018")


def _web(address: str) -> str | None:
    return address if address.startswith(("http://", "https://")) else None


def _read_pages(raw: Raw) -> tuple[list[list[Line]], list[int]]:
    """The lines of each page, and the numbers of pages that are pictures without text."""
    try:
        pdf = pypdfium2.PdfDocument(raw.data)
    except pypdfium2.PdfiumError as error:
        raise _broken(raw, error) from error
    try:
        pages, scanned = [], []
        for number in range(len(pdf)):
            page = pdf[number]
            pages.append(lines_of(page))
            if not pages[-1] and is_picture(page):
                scanned.append(number + 1)
            page.close()
    except pypdfium2.PdfiumError as error:
        raise _broken(raw, error) from error
    finally:
        pdf.close()
    return pages, scanned


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
