"""Pages of CMIS, the other large system of council meetings: the calendar that needs no script, and one meeting.

Its minutes are files only. Classes on its pages lie (a status stands in "VenueLabel"), so that labels are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from greenshoots.errors import BrokenSourceError
from ingest.blocks import inline_words
from ingest.dates import first_date

_MEETING = re.compile(r"/ViewMeetingPublic/.*?/Meeting/(\d+)", re.IGNORECASE)
_TAB = re.compile(r"/tabid/(\d+)/", re.IGNORECASE)
_MODULE = re.compile(
    r"\bdnn[_$]ctr(\d+)[_$](?:MeetingCalendarPublic|ViewMeetingPublic)|/ctl/[^/]+/mid/(\d+)/", re.IGNORECASE
)
_NAMED = re.compile(r"^\s*(?:\d{1,2}[:.]\d{2}\s+)?(.+?)\s*$", re.DOTALL)
_CANCELLED = re.compile(r"\b(?:cancelled|canceled|postponed|abandoned)\b", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,})")
_WEEKDAY = re.compile(r"^\s*([A-Za-z]{3})[a-z]*\b")
_OWN_MINUTES = re.compile(r"\bminutes\b", re.IGNORECASE)
_OTHER_MINUTES = re.compile(
    r"\b(?:previous|last|earlier)\s+meeting|\bmatters arising\b|\bminutes\s+of\s+the\s+\w+\s+(?:group|sub)",
    re.IGNORECASE,
)
_RUN_OF_FIGURES = re.compile(r"(?<!\d)(\d{2})(\d{2})(20\d{2})(?!\d)")
_DRAFT = re.compile(r"\bdraft\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where the calendar of a site stands. ``folder`` ends with a slash: ".../Meetings/"."""

    folder: str
    tab: str
    module: str

    def month(self, day: date) -> str:
        """The address of the month that a day lies in."""
        return (
            f"{self.folder}tabid/{self.tab}/ctl/MeetingCalendarPublicNoJava/mid/{self.module}"
            f"/Date/{day.replace(day=1).isoformat()}/Default.aspx"
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting in the calendar. ``held``: ``None`` if the printed day is no day of about that month."""

    id: str
    committee: str
    held: date | None
    url: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that hangs on a meeting."""

    title: str
    url: str

    def is_minutes_of(self, held: date | None) -> bool:
        """Whether the title says that it is the record of this meeting, not of one before that is to be confirmed."""
        if not _OWN_MINUTES.search(self.title) or _OTHER_MINUTES.search(self.title):
            return False
        day = _day_of_title(self.title)
        return day is None or held is None or day == held

    @property
    def is_draft(self) -> bool:
        """Whether the title says that it may still change."""
        return bool(_DRAFT.search(self.title))


@dataclass(frozen=True, slots=True)
class Detail:
    """What the page of one meeting tells; a page of documents alone tells no ``committee`` and no day."""

    committee: str | None
    held: date | None
    status: str | None
    venue: str | None
    papers: tuple[Paper, ...]

    @property
    def cancelled(self) -> bool:
        """Whether the status says that it was not held."""
        return bool(self.status and _CANCELLED.search(self.status))


def is_cmis(page: BeautifulSoup) -> bool:
    """Whether CMIS made the page, or a page links to it as its own."""
    return lists_meetings(page) or _MODULE.search(str(page)) is not None


def lists_meetings(page: BeautifulSoup) -> bool:
    """Whether the page is one of CMIS's own: a calendar, a list, or a meeting with its papers; never a record."""
    return page.find(class_=re.compile(r"^(?:ModCMIS|CMIS_|CM_ModuleWrapper)")) is not None


def find_calendar(page: BeautifulSoup, address: str) -> Calendar | None:
    """Where the calendar stands, read from a page of the site and the links on it; ``None`` if nothing tells."""
    links = [urljoin(address, str(link["href"])) for link in page.find_all("a", href=True)]
    places = [address, *(link for link in links if "/tabid/" in link.casefold() and _MODULE.search(link)), *links]
    module = next((number for place in (*places, str(page)) if (number := _module(place))), None)
    tabbed = next((place for place in places if _TAB.search(place)), None)
    if module is None or tabbed is None:
        return None
    found = _TAB.search(tabbed)
    if found is None:
        return None
    folder = urljoin(address, urlsplit(tabbed[: found.start() + 1]).path)  # old links say http where the site is https
    return Calendar(folder, found[1], module)


def _module(text: str) -> str | None:
    found = _MODULE.search(text)
    return (found[1] or found[2]) if found else None


def calendar_month(page: BeautifulSoup, address: str, month: date) -> tuple[Row, ...]:
    """The meetings of one month in the printed order. Raises ``BrokenSourceError`` if the page is no calendar.

    ``month``: the day that was asked for, since the page prints days without a year.
    """
    cells = page.find_all("td", class_="SimpleCalendarDate")
    if not cells:
        raise BrokenSourceError(
            "this page is not understood",
            where=address,
            cause="A calendar of meetings was expected; the site may have been rebuilt",
            next_step="Open it in a browser, and report the address if meetings stand there",
        )
    return tuple(row for cell in cells for row in _rows(cell, address, month))


def _rows(cell: Tag, address: str, month: date) -> Iterator[Row]:
    held = _day(inline_words(cell), month)
    line = cell.find_parent("tr")
    for link in line.select("p.Meeting a[href], td a[href]") if line else ():
        url = urljoin(address, str(link["href"]))
        found, words = _MEETING.search(url), inline_words(link)
        if found:
            beside = inline_words(link.parent) if link.parent else words
            yield Row(found[1], _committee(words), held, url, bool(_CANCELLED.search(beside)))


def _committee(words: str) -> str:
    named = _NAMED.match(words)
    return re.sub(
        r"\s*[-–(]*\s*(?:cancelled|canceled|postponed)\)?\s*$", "", named[1] if named else words, flags=re.IGNORECASE
    )


def _day(words: str, month: date) -> date | None:
    """A printed "Monday, 8 June" in the year in which that month is nearest; ``None`` where the weekday is another."""
    found, weekday = _DAY.search(words), _WEEKDAY.match(words)
    for year in (month.year, month.year - 1, month.year + 1) if found else ():
        printed = first_date(f"{found[0]} {year}") if found else None
        if printed is None or abs(printed.day - month.replace(day=15)) > timedelta(days=45):
            continue
        if weekday is None or printed.day.strftime("%a").casefold() == weekday[1].casefold():
            return printed.day
    return None


def meeting_detail(page: BeautifulSoup, address: str) -> Detail:
    """What the page of a meeting tells. Raises ``BrokenSourceError`` if it is no such page."""
    told = dict(_labels(page))
    papers = tuple(
        Paper(inline_words(link), urljoin(address, str(link["href"])))
        for link in page.select("li.DocumentListItem a.TitleLink[href]")
    )
    if not told and not papers and page.find(class_="DocumentList") is None:
        raise BrokenSourceError(
            "this page is not understood",
            where=address,
            cause="A meeting with its documents was expected; the site may have been rebuilt",
            next_step="Open it in a browser, and report the address if a meeting stands there",
        )
    printed = first_date(told.get("date/time", told.get("date", "")))
    return Detail(
        told.get("committee"), printed.day if printed else None, told.get("status"), told.get("venue"), papers
    )


def _day_of_title(title: str) -> date | None:
    """The day in the title of a file; "Minutes 16042026" is a usual spelling."""
    run = _RUN_OF_FIGURES.search(title)
    printed = first_date(f"{run[1]}/{run[2]}/{run[3]}" if run else title)
    return printed.day if printed else None


def _labels(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Each label of the page in lower case with the value beside it."""
    for holder in page.find_all("div", class_="holder"):
        label = holder.find("div", class_="DNNLabel", recursive=False)
        value = holder.find("div", class_="Value", recursive=False)
        if isinstance(label, Tag) and isinstance(value, Tag):
            yield inline_words(label).rstrip(": ").casefold(), inline_words(value)
