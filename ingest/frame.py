"""A page without its frame: menus, banners and footers are not part of the record."""

from __future__ import annotations

import logging

from bs4 import BeautifulSoup, Tag

from ingest.blocks import Block, read_blocks

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # a page without a body is no news for the user

ENOUGH = 200  # characters below which a page's marked main part is taken for an empty frame; guess
_MAIN = ("main", "[role=main]", "#main-content", "#content", "article")


def main_blocks(page: BeautifulSoup) -> list[Block]:
    """The page's own words: the part that it marks as main, else what trafilatura keeps of it, else all of it."""
    marked = [list(read_blocks(part)) for part in map(page.select_one, _MAIN) if part]
    enough = (blocks for blocks in marked if sum(len(block.words) for block in blocks) >= ENOUGH)
    body = page.body if isinstance(page.body, Tag) else page
    return next(enough, None) or _without_frame(page) or next(filter(None, marked), None) or list(read_blocks(body))


def _without_frame(page: BeautifulSoup) -> list[Block]:
    import trafilatura  # heavy, and only pages without a marked main part need it

    kept = trafilatura.extract(
        str(page), output_format="html", include_comments=False, include_formatting=True, favor_recall=True
    )
    body = BeautifulSoup(kept or "", "lxml").body
    return list(read_blocks(body)) if body else []
