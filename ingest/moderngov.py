"""Pages of ModernGov, the system on which most councils publish meetings: minutes, single items, decisions.

Agenda text says what an item is for, not what happened: it is never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bs4 import BeautifulSoup, Tag

from greenshoots.errors import EmptySourceError
from greenshoots.records import Document
from ingest.blocks import Block, css_classes, inline_words, join_blocks, read_blocks
from ingest.dates import PrintedDate, first_date, metadata_date
from ingest.documents import make_document
from ingest.page import meta, page_url
from ingest.raw import Parsed, Raw

PARSER = "moderngov/1"

_RECORDED = re.compile(r"(?:decisions?|minutes|actions?|resolutions?)\b", re.IGNORECASE)
_DECIDED = re.compile(r"(?:decision|reasons?|alternative|other options)\b", re.IGNORECASE)
_MEETING_LINK = re.compile(r"\b(?:ie|ce)ListDocuments\.aspx", re.IGNORECASE)
_ITEM_LINK = re.compile(r"\bmgAi\.aspx", re.IGNORECASE)
_SHOWN = ("Decision Maker", "Decision status", "Date of decision", "Effective from")
_COUNCIL = re.compile(r"\b(?:council|authority|borough|county|combined|assembly|commissioner)\b", re.IGNORECASE)


def is_moderngov(page: BeautifulSoup) -> bool:
    """Whether ModernGov made the page."""
    return page.find(id="modgov") is not None or page.find(class_="mgMainTitleTxt") is not None


def parse_moderngov(page: BeautifulSoup, raw: Raw) -> Parsed:
    """Read the record on a page. Raises ``EmptySourceError`` if only an agenda, a list or a notice stands there."""
    found = page.find(id="modgov")
    root = found if isinstance(found, Tag) else page
    partial = _drop_continuations(root)
    if root.find(class_="mgItemTable"):
        document = _meeting(page, root, raw)
    elif root.find(class_="mgSubSubTitleTxt"):
        document = _decision(page, root, raw)
    else:
        document = _single_item(page, root, raw)
    return Parsed(document, raw.address, PARSER, partial=partial)


def _drop_continuations(root: Tag) -> bool:
    """Take out "view the full minutes text" links; whether there were any, so that words are missing here."""
    links = [
        link
        for link in root.select(".mgWordPara a")
        if _ITEM_LINK.search(str(link.get("href"))) and inline_words(link).casefold().startswith("view the full")
    ]
    for link in links:
        link.decompose()
    return bool(links)


def _meeting(page: BeautifulSoup, root: Tag, raw: Raw) -> Document:
    heading = _words_of(root, "mgSubTitleTxt")
    items = [block for cell in root.select(".mgItemTable tr > .mgItemNumberCell") for block in _item(cell)]
    printed = first_date(heading)
    draft = " (draft minutes)" if "draft" in _words_of(root, "mgMainTitleTxt").casefold() else ""
    body = _council(page) or _committee(heading, printed)
    return _document(page, raw, [Block(heading)], items, title=heading + draft, body=body, printed=printed)


def _item(number_cell: Tag) -> Iterator[Block]:
    """The heading of one item and what was recorded under it; nothing if nothing was."""
    cell = number_cell.find_next_sibling("td")
    if not isinstance(cell, Tag):
        return
    recorded = list(_recorded(cell))
    if recorded:
        title = cell.find(class_="mgAiTitleTxt")
        words = f"{inline_words(number_cell)} {inline_words(title) if isinstance(title, Tag) else ''}"
        yield Block(words.strip(), heading=True)
        yield from recorded


def _recorded(part: Tag) -> Iterator[Block]:
    """Decisions, minutes and recorded votes of an item, each under its printed label. What comes before is agenda."""
    label: str | None = None
    for element in part.find_all(["p", "div", "table", "h3", "h4"]):
        classes = css_classes(element)
        if "mgSubItemTitleTxt" in classes:
            label = inline_words(element)
        elif "mgWordPara" in classes and label is not None and _RECORDED.match(label):
            yield from _labelled(label, read_blocks(element))
        elif element.caption is not None and _is_vote(element.caption):
            yield from _labelled(inline_words(element.caption), _votes(element))


def _labelled(label: str, blocks: Iterator[Block]) -> Iterator[Block]:
    said = [Block(block.words) for block in blocks]  # Word's headings inside minutes head no item
    if said:
        yield Block(label)
        yield from said


def _is_vote(caption: Tag) -> bool:
    return inline_words(caption).casefold().startswith("recorded vote")


def _votes(table: Tag) -> Iterator[Block]:
    for row in table.find_all("tr"):
        words = " | ".join(filter(None, (inline_words(cell) for cell in row.find_all("td"))))
        if words:
            yield Block(words)


def _single_item(page: BeautifulSoup, root: Tag, raw: Raw) -> Document:
    title = _words_of(root, "mgSubTitleTxt")
    meeting = next((inline_words(link) for link in root.find_all("a", href=_MEETING_LINK)), "")
    printed = first_date(meeting)
    lead = [Block(title, heading=True), Block(meeting)]
    body = _council(page) or _committee(meeting, printed)
    return _document(page, raw, lead, list(_recorded(root)), title=title, body=body, printed=printed)


def _decision(page: BeautifulSoup, root: Tag, raw: Raw) -> Document:
    """A page of the register of decisions: what was decided and why, not what was proposed."""
    title = _words_of(root, "mgSubTitleTxt")
    labels = {label: (words, line) for label, words, line in _label_lines(root)}
    lead = [Block(title, heading=True), *(Block(labels[name][1]) for name in _SHOWN if name in labels)]
    decided = labels.get("Date of decision", ("", ""))[0]
    meeting = labels.get("Decided at meeting", ("", ""))[0]
    body = _council(page) or _committee(meeting, first_date(meeting)) or labels.get("Decision Maker", ("", ""))[0]
    return _document(page, raw, lead, list(_decided(root)), title=title, body=body, printed=first_date(decided))


def _label_lines(root: Tag) -> Iterator[tuple[str, str, str]]:
    """Each "Label: words" line of a page: label, words, whole line."""
    for label in root.select("p > span.mgLabel"):
        name, line = inline_words(label).rstrip(": "), inline_words(label.parent or label)
        yield name, line[len(inline_words(label)) :].strip(), line


def _decided(root: Tag) -> Iterator[Block]:
    for label in root.find_all(class_="mgSubSubTitleTxt"):
        words = label.find_next_sibling()
        if _DECIDED.match(inline_words(label)) and isinstance(words, Tag) and "mgWordPara" in css_classes(words):
            yield from _labelled(inline_words(label), read_blocks(words))


def _document(
    page: BeautifulSoup,
    raw: Raw,
    lead: list[Block],
    recorded: list[Block],
    *,
    title: str,
    body: str | None,
    printed: PrintedDate | None,
) -> Document:
    if not recorded:
        raise EmptySourceError(
            "no minutes or decisions stand on this page",
            where=raw.address,
            cause="It is an agenda, a list or a notice; minutes are published days or weeks after a meeting",
            next_step="Add the meeting's own page once its minutes are out",
        )
    text, headings = join_blocks(block for block in (*lead, *recorded) if block.words)
    metadata = metadata_date(meta(page, "dc.date"))
    return make_document(
        text,
        where=raw.address,
        title=title or None,
        body=body,
        url=page_url(page, raw),
        medium="minutes",
        metadata=metadata,
        met=_met(printed, metadata),
        headings=headings,
        dated_by_text=False,
    )


def _met(printed: PrintedDate | None, metadata: date | None) -> date | None:
    """The printed day; one whose weekday is wrong counts only where the page's metadata says the same."""
    if printed is None or (printed.weekday_fits is False and printed.day != metadata):
        return None
    return printed.day


def _words_of(root: Tag, css_class: str) -> str:
    found = root.find(class_=css_class)
    return inline_words(found) if isinstance(found, Tag) else ""


def _committee(heading: str, printed: PrintedDate | None) -> str | None:
    """The name before the date: "Town Centre - North Committee - Monday 3 June 2024" holds a hyphen of its own."""
    before = heading[: printed.start] if printed else heading
    after = re.sub(r"^[\s,–-]+", "", heading[printed.end :]) if printed and not before.strip(" -–,") else ""
    name = re.sub(r"^Meeting of\s+(?:the\s+)?", "", before).strip(" -–,") or after
    return name or None


def _council(page: BeautifulSoup) -> str | None:
    """The council's name, which the window's title ends with on most sites."""
    tail = page.title.get_text().rpartition(" - ")[2] if page.title else ""
    name = " ".join(tail.split())
    return name if _COUNCIL.search(name) and not any(figure.isdigit() for figure in name) else None
