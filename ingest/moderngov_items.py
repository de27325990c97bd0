"""The items of an agenda on a page of ModernGov: what was recorded under each, its votes and its papers.

The text before the first label says what the item is for: it is never taken.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from ingest.blocks import Block, css_classes, inline_words, read_blocks
from ingest.moderngov_links import link_of, paper_number, printed_sort
from ingest.moderngov_markup import first_link, root_of, words_of, words_of_caption
from ingest.moderngov_meeting import RECORDED, Attachment, Item, Section, Vote, labelled

_ITEM_LINK = re.compile(r"\bmgAi\.aspx", re.IGNORECASE)
_VOTES_LINK = re.compile(r"\bmgListRecordedVotes", re.IGNORECASE)
_DECISION_LINK = re.compile(r"\b(?:ie|mg)DecisionDetails\.aspx", re.IGNORECASE)
_ITEM_ANCHOR = re.compile(r"AI(\d+)$", re.IGNORECASE)
_AGENDA_PRINTS = ("0", "10")  # front sheet and reports pack: the papers of the items over again


def items_of(root: Tag, address: str) -> tuple[Item, ...]:
    """The items of the table of an agenda, in the printed order."""
    return tuple(_item(cell, address) for cell in root.select(".mgItemTable tr > .mgItemNumberCell"))


def _item(number_cell: Tag, address: str) -> Item:
    cell = number_cell.find_next_sibling("td")
    id, number = _item_id(number_cell) or "", inline_words(number_cell)
    if not isinstance(cell, Tag):
        return Item(id, number, "")
    return recorded_item(cell, address, id=id, number=number, title=words_of(cell, "mgAiTitleTxt"))


def _item_id(number_cell: Tag) -> str | None:
    anchors = (str(link.get("name") or link.get("id") or "").strip() for link in number_cell.find_all("a"))
    return next((found[1] for found in map(_ITEM_ANCHOR.match, anchors) if found), None)


def recorded_item(part: Tag, address: str, *, id: str, number: str, title: str) -> Item:
    """The item that this part of a page is about, with what was recorded."""
    sections: list[Section] = []
    votes: list[Vote] = []
    full_text: str | None = None
    label: str | None = None
    for element in _parts(part):
        classes = css_classes(element)
        if "mgSubItemTitleTxt" in classes:
            label = inline_words(element)
        elif _is_vote_table(element):
            rows = list(_votes(element))
            votes += rows
            sections += labelled(words_of_caption(element), (Block(vote.line) for vote in rows if vote.line))
        elif label is not None and RECORDED.match(label):
            blocks, cut = _words_and_rest(element, address)
            full_text = full_text or cut
            sections += labelled(label, blocks, cut=cut is not None)
    return Item(
        id=id,
        number=number,
        title=title,
        recorded=tuple(sections),
        votes=tuple(votes),
        truncated_url=full_text,
        votes_url=first_link(part, _VOTES_LINK, address),
        decision_url=first_link(part, _DECISION_LINK, address),
    )


def _parts(part: Tag) -> Iterator[Tag]:
    """Labels, text blocks and tables of votes in their order, none within another."""
    waiting = [child for child in reversed(part.contents) if isinstance(child, Tag)]
    while waiting:
        tag = waiting.pop()
        if {"mgSubItemTitleTxt", "mgWordPara"} & set(css_classes(tag)) or _is_vote_table(tag):
            yield tag
        else:
            waiting.extend(child for child in reversed(tag.contents) if isinstance(child, Tag))


def _words_and_rest(element: Tag, address: str) -> tuple[list[Block], str | None]:
    """The words of a text block without its "view the full minutes text" link, and where that link leads."""
    rest = next((link_of(link, address) for link in _continuations(element)), None)
    if rest is None:
        return list(read_blocks(element)), None
    shown = copy.copy(element)  # the page itself stays whole
    for link in _continuations(shown):
        link.extract()
    return list(read_blocks(shown)), rest


def _continuations(element: Tag) -> list[Tag]:
    return [
        link
        for link in element.find_all("a", href=_ITEM_LINK)
        if inline_words(link).casefold().startswith("view the full")
    ]


def _is_vote_table(tag: Tag) -> bool:
    return tag.name == "table" and words_of_caption(tag).casefold().startswith("recorded vote")


def _votes(table: Tag) -> Iterator[Vote]:
    """The rows of a table Title | Type | Recorded Vote text | Result; a shorter row fills the first columns."""
    for row in table.find_all("tr"):
        cells = [inline_words(cell) for cell in row.find_all("td")]
        if any(cells):
            title, kind, text, *result = (*cells, "", "", "")
            yield Vote(title, kind, text, " | ".join(filter(None, result)))


def attachments(page: BeautifulSoup, address: str = "") -> tuple[Attachment, ...]:
    """Every paper that a page links to, each once, with the item it stands under; the printed agenda is none."""
    root = root_of(page)
    found: dict[str, Attachment] = {}
    for cell in root.select(".mgItemTable tr > .mgItemNumberCell"):
        row = cell.find_next_sibling("td")
        for paper in _papers(row, address, item=_item_id(cell)) if isinstance(row, Tag) else ():
            found.setdefault(paper.number, paper)
    for paper in _papers(root, address):
        found.setdefault(paper.number, paper)
    return tuple(found.values())


def _papers(part: Tag, address: str, *, item: str | None = None) -> Iterator[Attachment]:
    for link in part.find_all("a", href=True):
        url = link_of(link, address)
        number = paper_number(url)
        if number and printed_sort(url) not in _AGENDA_PRINTS:
            yield Attachment(number, inline_words(link), url, item)
