"""A web page: which parser reads it, and the plain page that no special one knows."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup

from greenshoots.errors import EmptySourceError
from ingest.blocks import join_blocks
from ingest.cmis import lists_meetings
from ingest.documents import make_document
from ingest.frame import main_blocks
from ingest.moderngov import is_moderngov, parse_moderngov
from ingest.page import meta, page_date, page_title, page_url, read_page
from ingest.press import is_press, parse_press
from ingest.raw import Item, Parsed, Raw

PARSER = "html/1"


def parse_html(raw: Raw) -> Iterator[Item]:
    """Yield the one record of a page. Raises ``SourceError`` if the page holds none."""
    page = read_page(raw)
    if is_moderngov(page):
        yield parse_moderngov(page, raw)
    elif lists_meetings(page):
        raise _no_record_on(raw)
    elif is_press(page):
        yield parse_press(page, raw)
    else:
        yield _parse_page(page, raw)


def _no_record_on(raw: Raw) -> EmptySourceError:
    return EmptySourceError(
        "no minutes stand on this page",
        where=raw.address,
        cause="It is a page of CMIS, which lists meetings and papers; the minutes are files that it links to",
        next_step="Add those files, or the address of the council's meetings",
    )


def _parse_page(page: BeautifulSoup, raw: Raw) -> Parsed:
    text, headings = join_blocks(main_blocks(page))
    if not text:
        raise EmptySourceError(
            "the page holds no text",
            where=raw.address,
            cause="Its words may be put in by a script",
            next_step="Save the page from a browser and add that file",
        )
    document = make_document(
        text,
        where=raw.address,
        title=page_title(page),
        body=meta(page, "og:site_name"),
        url=page_url(page, raw),
        metadata=page_date(page),
        headings=headings,
    )
    return Parsed(document, raw.address, PARSER)
