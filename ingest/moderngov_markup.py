"""What all pages of ModernGov have in common: the part that it made, its labels and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from greenshoots.errors import BrokenSourceError
from ingest.blocks import inline_words
from ingest.moderngov_links import host_of, link_of
from ingest.page import page_url
from ingest.raw import Raw


def is_moderngov(page: BeautifulSoup) -> bool:
    """Whether ModernGov made the page."""
    return page.find(id="modgov") is not None or page.find(class_=("mgMainTitleTxt", "mgTabTable")) is not None


def root_of(page: BeautifulSoup) -> Tag:
    """The part of the page that ModernGov made."""
    found = page.find(id="modgov")
    return found if isinstance(found, Tag) else page


def require_moderngov(page: BeautifulSoup, where: str) -> Tag:
    """The part that ModernGov made. Raises ``BrokenSourceError`` if there is none: another page is not an empty one."""
    if not is_moderngov(page):
        raise BrokenSourceError(
            "this is not a page of ModernGov",
            where=where or None,
            cause="The site may be down, refuse scripts, or use another system",
            next_step="Open the address in a browser to see what is there",
        )
    return root_of(page)


def base_of(page: BeautifulSoup, raw: Raw) -> str:
    """The address that links are relative to and numbers are read from: "" for a saved file that tells none."""
    return raw.address if host_of(raw.address) else page_url(page, raw) or ""


def words_of(root: Tag, css_class: str) -> str:
    """The words of the first element of a class, on one line."""
    found = root.find(class_=css_class)
    return inline_words(found) if isinstance(found, Tag) else ""


def words_of_caption(table: Tag) -> str:
    """The words of a table's own caption, "" if it has none."""
    caption = table.find("caption", recursive=False)
    return inline_words(caption) if isinstance(caption, Tag) else ""


def label_lines(root: Tag) -> Iterator[tuple[str, str, str]]:
    """Each "Label: words" line of a page: label, words, whole line."""
    for label in root.select("p > span.mgLabel"):
        name, line = inline_words(label).rstrip(": "), inline_words(label.parent or label)
        yield name, line[len(inline_words(label)) :].strip(), line


def first_link(part: Tag, pattern: re.Pattern[str], address: str) -> str | None:
    """The address of the first link that the pattern finds, ``None`` if there is none."""
    return next(filter(None, (link_of(link, address) for link in part.find_all("a", href=pattern))), None)
