"""The pages of a ModernGov site that lead to records: committees, meetings, people, registers, feeds.

Each function takes the parsed page and the address it came from, and gives what stands there in the
printed order. Without an address links stay relative. A page that ModernGov did not make is an
error (``BrokenSourceError``), never an empty list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bs4 import BeautifulSoup, Tag

from greenshoots.records import Office
from ingest.blocks import inline_words
from ingest.dates import first_date
from ingest.feeds import read_feed
from ingest.moderngov_links import link_of, meeting_number, page_name, parameter
from ingest.moderngov_markup import require_moderngov, words_of
from ingest.raw import Raw

_COMMITTEE_PAGES = ("mgcommitteedetails.aspx", "ielistmeetings.aspx")
_OFF = re.compile(r"\b(?:cancelled|postponed)\b", re.IGNORECASE)
_ROLE = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class CommitteeLink:
    """One committee that a site lists. ``url``: of its page, or of its meetings where only they are linked."""

    id: str
    name: str
    category: str | None
    url: str


@dataclass(frozen=True, slots=True)
class CommitteePage:
    """A committee with its members (office: "Chair", "Vice-Chair" or ``None`` for a member without one)."""

    id: str | None
    name: str
    members: tuple[Office, ...]
    meetings_url: str | None = None
    feed_url: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One listed meeting. ``held_out``: what the list says is out, as in ("Agenda", "Minutes")."""

    id: str
    when: date | None
    url: str
    cancelled: bool = False
    held_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingList:
    """One page of a committee's meetings, in the printed order, and the addresses of the pages next to it."""

    rows: tuple[MeetingRow, ...]
    earlier: str | None = None
    later: str | None = None
    committee: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision of a register. ``made`` and ``effective``: ``None`` if not told."""

    id: str
    title: str
    url: str
    made: date | None = None
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class IssueStep:
    """One meeting, item or decision in the history of an issue. ``sort``: "meeting", "item" or "decision"."""

    sort: str
    words: str
    url: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class IssueHistory:
    """An issue and what became of it, in the printed order."""

    id: str | None
    title: str
    steps: tuple[IssueStep, ...]


@dataclass(frozen=True, slots=True)
class FeedMeeting:
    """What a committee's feed announces. ``meeting``: the meeting's number where the address holds one."""

    meeting: str | None
    title: str
    url: str
    published: datetime | None


def committees(page: BeautifulSoup, address: str = "") -> tuple[CommitteeLink, ...]:
    """The committees that a site lists, each once, with the category they stand under."""
    found: dict[str, CommitteeLink] = {}
    category: str | None = None
    for tag in require_moderngov(page, address).find_all(["h2", "h3", "caption", "a"]):
        if tag.name != "a":
            category = inline_words(tag) or category
            continue
        url = link_of(tag, address)
        id = committee_number(url)
        if id and inline_words(tag):
            found.setdefault(id, CommitteeLink(id, inline_words(tag), category, url))
    return tuple(found.values())


def committee(page: BeautifulSoup, address: str = "") -> CommitteePage:
    """A committee's page: its name, its members as they are today, and where its meetings are listed."""
    root = require_moderngov(page, address)
    name = words_of(root, "mgSubTitleTxt")
    links = [link_of(link, address) for link in root.find_all("a", href=True)]
    feed = page.find("link", rel="alternate", href=re.compile(r"mgRss\.aspx", re.IGNORECASE))
    meetings_url = next((link for link in links if page_name(link) == "ielistmeetings.aspx"), None)
    return CommitteePage(
        id=committee_number(address) or committee_number(meetings_url or ""),
        name=name,
        members=tuple(_members(root, name)),
        meetings_url=meetings_url,
        feed_url=link_of(feed, address) or None if isinstance(feed, Tag) else None,
    )


def committee_number(address: str) -> str | None:
    """The number of the committee whose page or list of meetings this is."""
    if page_name(address) not in _COMMITTEE_PAGES:
        return None
    number = parameter(address, "CommitteeId", "CId") or parameter(address, "ID")
    return number if number and number.isdecimal() and number != "0" else None


def meetings(page: BeautifulSoup, address: str = "") -> MeetingList:
    """One page of a committee's list of meetings."""
    root = require_moderngov(page, address)
    rows: dict[str, MeetingRow] = {}
    marked = root.find_all("a", class_="mgMeetingTableLnk", href=True)
    for link in marked or root.find_all("a", href=True):
        row = _meeting_row(link, address)
        if row:
            rows.setdefault(row.id, row)
    return MeetingList(
        rows=tuple(rows.values()),
        earlier=_next_page(root, address, "earlier"),
        later=_next_page(root, address, "later"),
        committee=words_of(root, "mgSubTitleTxt") or None,
    )


def _meeting_row(link: Tag, address: str) -> MeetingRow | None:
    url = link_of(link, address)
    id = meeting_number(url)
    if not id or page_name(url) == "mgmeetingattendance.aspx":
        return None
    line = link.find_parent(["li", "tr"])
    said = inline_words(line) if isinstance(line, Tag) else inline_words(link)
    printed = first_date(said)
    rest = said[printed.end :] if printed else said
    out = rest.partition(" - ")[2]
    off = _OFF.search(rest) is not None
    parts = (part.strip() for part in out.split(","))
    return MeetingRow(
        id=id,
        when=printed.day if printed else None,
        url=url,
        cancelled=off,
        held_out=tuple(part for part in parts if part and not _OFF.search(part)),
    )


def _next_page(root: Tag, address: str, act: str) -> str | None:
    links = (link_of(link, address) for link in root.find_all("a", href=True))
    return next((link for link in links if (parameter(link, "Act") or "").casefold() == act), None)


def _members(root: Tag, body: str) -> Iterator[Office]:
    """People of the list under "Membership", with the office that stands in brackets after the name."""
    for link in root.select("li a[href]"):
        line = link.find_parent("li")
        name = inline_words(link)
        if page_name(link_of(link)) != "mguserinfo.aspx" or not name or not isinstance(line, Tag):
            continue
        role = _ROLE.search(inline_words(line).removeprefix(name))
        yield Office(name, office=role[1].strip() if role else None, body=body or None)


def decisions(page: BeautifulSoup, address: str = "") -> tuple[DecisionRow, ...]:
    """The decisions of a register, officers' registers too. Rows that lead to an issue's history are none."""
    found: dict[str, DecisionRow] = {}
    for link in _register(page, address).find_all("a", href=True):
        url = link_of(link, address)
        id = parameter(url, "ID")
        row = link.find_parent("tr")
        if page_name(url) == "iedecisiondetails.aspx" and id and isinstance(row, Tag):
            made, effective = _days(row)
            found.setdefault(id, DecisionRow(id, inline_words(link), url, made, effective))
    return tuple(found.values())


def _days(row: Tag) -> tuple[date | None, date | None]:
    """The first day of a row, and the one in the column headed "Effective"."""
    cells = row.find_all("td", recursive=False)
    table = row.find_parent("table")
    header = [inline_words(cell).casefold() for cell in table.find_all("th")] if isinstance(table, Tag) else []
    printed = [first_date(inline_words(cell)) for cell in cells[1:]]
    made = next((found.day for found in printed if found), None)
    effective = None
    for name, found in zip(header[1:], printed, strict=False):
        effective = found.day if found and name.startswith("effective") else effective
    return made, effective


def issue_history(page: BeautifulSoup, address: str = "") -> IssueHistory:
    """The history of an issue: each meeting, item and decision that it came to."""
    root = require_moderngov(page, address)
    steps: dict[str, IssueStep] = {}
    for link in root.find_all("a", href=True):
        url = link_of(link, address)
        sort = _ISSUE_SORTS.get(page_name(url))
        if sort:
            line = link.find_parent(["tr", "li", "p"])
            printed = first_date(inline_words(link)) or (first_date(inline_words(line)) if line else None)
            steps.setdefault(url, IssueStep(sort, inline_words(link), url, printed.day if printed else None))
    return IssueHistory(parameter(address, "IId"), words_of(root, "mgSubTitleTxt"), tuple(steps.values()))


_ISSUE_SORTS = {
    "ielistdocuments.aspx": "meeting",
    "celistdocuments.aspx": "meeting",
    "mgai.aspx": "item",
    "iedecisiondetails.aspx": "decision",
    "mgdecisiondetails.aspx": "decision",
}


def committee_feed(raw: Raw) -> tuple[FeedMeeting, ...]:
    """What a committee's RSS feed announces. Raises ``BrokenSourceError`` for a page: some addresses answer one."""
    return tuple(
        FeedMeeting(meeting_number(url), entry.title, url, entry.published)
        for entry in read_feed(raw).entries
        if (url := entry.url)
    )


def _register(page: BeautifulSoup, address: str) -> Tag:
    """The page, if it holds a register's table; some sites put it into a page of their own."""
    return page if page.find("table", class_="mgTabTable") else require_moderngov(page, address)
