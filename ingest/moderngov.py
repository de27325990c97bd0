"""Pages of ModernGov, the system on which most councils publish meetings: minutes, single items, decisions.

Agenda text says what an item is for, not what happened: it is never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag

from greenshoots.records import Document, MinutesState
from ingest.blocks import Block, css_classes, inline_words, join_blocks, read_blocks
from ingest.dates import PrintedDate, first_date, metadata_date
from ingest.documents import make_document
from ingest.moderngov_items import attachments, items_of, recorded_item
from ingest.moderngov_links import (
    absolute,
    host_of,
    item_number,
    link_of,
    meeting_number,
    page_name,
    paper_number,
    parameter,
    printed_sort,
)
from ingest.moderngov_markup import base_of, first_link, is_moderngov, label_lines, require_moderngov, root_of, words_of
from ingest.moderngov_meeting import (
    Attachment,
    Item,
    MeetingPage,
    Section,
    Vote,
    blocks_of,
    committee_named,
    day_note,
    document_of,
    has_minutes,
    labelled,
    met_on,
    nothing_recorded,
    unfinished,
)
from ingest.page import meta, page_url
from ingest.raw import Parsed, Raw

__all__ = [
    "PARSER",
    "Attachment",
    "Item",
    "MeetingPage",
    "Section",
    "Vote",
    "attachments",
    "decision_document",
    "document_of",
    "is_moderngov",
    "item_document",
    "item_page",
    "meeting_page",
    "parse_moderngov",
    "unfinished",
]

PARSER = "moderngov/1"

_DECIDED = re.compile(r"(?:decision|reasons?|alternative|other options)\b", re.IGNORECASE)
_MEETING_LINK = re.compile(r"\b(?:ie|ce)ListDocuments\.aspx", re.IGNORECASE)
_VOTES_LINK = re.compile(r"\bmgListRecordedVotes", re.IGNORECASE)
_ATTENDANCE_LINK = re.compile(r"\bmgMeetingAttendance\.aspx", re.IGNORECASE)
_BOUNCE_LINK = re.compile(r"\bmg_m_id=\d", re.IGNORECASE)
_PLAYER = re.compile(r"new\s+mgMediaPlayer\(.{0,2000}?[\"']Url[\"']\s*:\s*[\"']([^\"']+)", re.IGNORECASE | re.DOTALL)
_ITEM_IN_MEETING = re.compile(r"\(\s*Item\s+(\S+?)\s*\)", re.IGNORECASE)
_OFF = re.compile(r"[,(]?\s*\b(cancelled|postponed)\b\)?\W*$", re.IGNORECASE)
_PRINTED_MINUTES = re.compile(
    r"(?:printed\s+)?(?:draft\s+)?minutes\b(?!\s+of\s+(?:the\s+)?(?:previous|last))", re.IGNORECASE
)
_SHOWN = ("Decision Maker", "Decision status", "Date of decision", "Effective from")
_COUNCIL = re.compile(r"\b(?:council|authority|borough|county|combined|assembly|commissioner)\b", re.IGNORECASE)
_NO_COUNCIL = "modern council"  # the name that a site bears which was never given one


def parse_moderngov(page: BeautifulSoup, raw: Raw) -> Parsed:
    """Read the record on a page. Raises ``EmptySourceError`` if only an agenda, a list or a notice stands there."""
    root = root_of(page)
    if not root.find(class_="mgItemTable") and root.find(class_="mgSubSubTitleTxt"):
        return Parsed(decision_document(page, raw), raw.address, PARSER)
    heading = words_of(root, "mgSubTitleTxt")
    if root.find(class_="mgItemTable") or (_OFF.search(heading) and first_date(heading)):
        meeting = meeting_page(page, raw)
        return Parsed(document_of(meeting), raw.address, PARSER, partial=bool(unfinished(meeting)))
    item = item_page(page, raw)
    return Parsed(item_document(page, raw), raw.address, PARSER, partial=item.truncated_url is not None)


def meeting_page(page: BeautifulSoup, raw: Raw) -> MeetingPage:
    """Read the page of one meeting: agenda and minutes by item, or a list of files (archived meetings).

    Raises ``BrokenSourceError`` if ModernGov did not make the page. A page without items or minutes is whole.
    """
    root = require_moderngov(page, raw.address)
    address = base_of(page, raw)
    heading = words_of(root, "mgSubTitleTxt")
    printed = first_date(heading)
    dated = metadata_date(meta(page, "dc.date"))
    items = items_of(root, address)
    papers = attachments(page, address)
    minutes_url = _printed_minutes(root, address, archived=not items)
    off = _OFF.search(heading)
    main_title = words_of(root, "mgMainTitleTxt")
    state = _state(main_title, items, minutes_url)
    notes = [
        day_note(heading, printed, dated),
        "postponed" if off and off[1].casefold() == "postponed" else None,
        _minutes_note(main_title, items, minutes_url),
    ]
    return MeetingPage(
        id=_meeting_number(root, address),
        address=raw.address,
        url=_url(page, raw),
        heading=heading,
        committee=committee_named(_OFF.sub("", heading), printed),
        council=_council(page),
        held=met_on(printed, dated),
        dated=dated,
        cancelled=off is not None,
        state=state,
        items=items,
        attachments=papers,
        printed_minutes_url=minutes_url,
        attendance_url=first_link(root, _ATTENDANCE_LINK, address),
        webcast_url=_webcast(root, address),
        note="; ".join(filter(None, notes)) or None,
    )


def item_page(page: BeautifulSoup, raw: Raw) -> Item:
    """Read the page of one item, where its words stand in full. Raises ``BrokenSourceError`` if it is no such page."""
    root = require_moderngov(page, raw.address)
    address = base_of(page, raw)
    meeting = next((inline_words(link) for link in root.find_all("a", href=_MEETING_LINK)), "")
    number = _ITEM_IN_MEETING.search(meeting)
    return recorded_item(
        root,
        address,
        id=item_number(address) or "",
        number=number[1] if number else "",
        title=words_of(root, "mgSubTitleTxt"),
    )


def item_document(page: BeautifulSoup, raw: Raw) -> Document:
    """The record of one item. Raises ``EmptySourceError`` if nothing was recorded under it."""
    item = item_page(page, raw)
    root = root_of(page)
    meeting = next((inline_words(link) for link in root.find_all("a", href=_MEETING_LINK)), "")
    printed = first_date(meeting)
    return _document(
        page,
        raw,
        [Block(item.title, heading=True), Block(meeting)],
        list(blocks_of(item.recorded)),
        id=_id(page, raw, "item", item.id),
        title=item.title,
        body=_council(page) or committee_named(meeting, printed),
        printed=printed,
    )


def decision_document(page: BeautifulSoup, raw: Raw) -> Document:
    """The record of one decision of the register: what was decided and why, not what was proposed.

    Raises ``EmptySourceError`` if no decision stands on the page.
    """
    root = root_of(page)
    title = words_of(root, "mgSubTitleTxt")
    labels = {label: (words, line) for label, words, line in label_lines(root)}
    lead = [Block(title, heading=True), *(Block(labels[name][1]) for name in _SHOWN if name in labels)]
    decided = labels.get("Date of decision", ("", ""))[0]
    meeting = labels.get("Decided at meeting", ("", ""))[0]
    body = _council(page) or committee_named(meeting, first_date(meeting)) or labels.get("Decision Maker", ("", ""))[0]
    address = base_of(page, raw)
    number = parameter(address, "ID") or (f"item-{found}" if (found := parameter(address, "AIId")) else "")
    recorded = list(blocks_of(_decided(root)))
    return _document(
        page,
        raw,
        lead,
        recorded,
        id=_id(page, raw, "decision", number),
        title=title,
        body=body,
        printed=first_date(decided),
    )


def _url(page: BeautifulSoup, raw: Raw) -> str | None:
    url = page_url(page, raw)
    return absolute(url) or None if url else None


def _id(page: BeautifulSoup, raw: Raw, sort: str, number: str) -> str | None:
    host = host_of(base_of(page, raw))
    return f"{host}/{sort}/{number}" if host and number else None


def _state(main_title: str, items: tuple[Item, ...], printed_url: str | None) -> MinutesState:
    if not has_minutes(items) and not printed_url:
        return "none"
    return "draft" if "draft" in main_title.casefold() else "final"


def _minutes_note(main_title: str, items: tuple[Item, ...], printed_url: str | None) -> str | None:
    if has_minutes(items):
        return None
    if printed_url:
        return "minutes are in print only"
    return "the page announces minutes, but none stand on it" if "minutes" in main_title.casefold() else None


def _meeting_number(root: Tag, address: str) -> str | None:
    """The meeting's number: from the page's address, else from the links that name it."""
    links = [link_of(link) for link in root.find_all("a", href=True)]
    attended = (meeting_number(link) for link in links if _ATTENDANCE_LINK.search(link))
    named = (
        parameter(link, "MID", "mg_m_id") for link in links if _VOTES_LINK.search(link) or _BOUNCE_LINK.search(link)
    )
    return meeting_number(address) or next(filter(None, (*attended, *named)), None)


def _printed_minutes(root: Tag, address: str, *, archived: bool) -> str | None:
    """The printed minutes: known by T=1 in their address; on archived pages, lists of files, by the link's words."""
    for link in root.find_all("a", href=True):
        url = link_of(link, address)
        if printed_sort(url) == "1" or (archived and paper_like(url) and _PRINTED_MINUTES.match(inline_words(link))):
            return url
    return None


def paper_like(url: str) -> bool:
    """Whether the address is of a file rather than a page."""
    return paper_number(url) is not None or page_name(url).endswith((".pdf", ".doc", ".docx"))


def _webcast(root: Tag, address: str) -> str | None:
    """The recording of this meeting (not the site's page of all recordings)."""
    for label in root.select("p > span.mgLabel"):
        if inline_words(label).casefold().startswith("webcast") and label.parent is not None:
            link = label.parent.find("a", href=True)
            if isinstance(link, Tag):
                return link_of(link, address) or None
    player = next(filter(None, (_PLAYER.search(script.get_text()) for script in root.find_all("script"))), None)
    return first_link(root, _BOUNCE_LINK, address) or (
        absolute(player[1].replace("\\/", "/"), address) or None if player else None
    )


def _decided(root: Tag) -> Iterator[Section]:
    for label in root.find_all(class_="mgSubSubTitleTxt"):
        words = label.find_next_sibling()
        if _DECIDED.match(inline_words(label)) and isinstance(words, Tag) and "mgWordPara" in css_classes(words):
            yield from labelled(inline_words(label), read_blocks(words))


def _document(
    page: BeautifulSoup,
    raw: Raw,
    lead: Iterable[Block],
    recorded: list[Block],
    *,
    id: str | None,
    title: str,
    body: str | None,
    printed: PrintedDate | None,
) -> Document:
    if not recorded:
        raise nothing_recorded(raw.address)
    text, headings = join_blocks(block for block in (*lead, *recorded) if block.words)
    metadata = metadata_date(meta(page, "dc.date"))
    return make_document(
        text,
        where=raw.address,
        id=id,
        title=title or None,
        body=body,
        url=_url(page, raw),
        medium="minutes",
        metadata=metadata,
        met=met_on(printed, metadata),
        headings=headings,
        dated_by_text=False,
    )


def _council(page: BeautifulSoup) -> str | None:
    """The council's name, which the window's title ends with on most sites."""
    tail = page.title.get_text().rpartition(" - ")[2] if page.title else ""
    name = " ".join(tail.split())
    known = _COUNCIL.search(name) and not any(figure.isdigit() for figure in name)
    return name if known and name.casefold() != _NO_COUNCIL else None
