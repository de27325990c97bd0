"""A council on CMIS: its calendar month by month, then each meeting's page, then the minutes, which are files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bs4 import BeautifulSoup

from greenshoots.errors import BrokenSourceError, SourceError, UsageError
from greenshoots.records import Failure, Meeting, MinutesState
from ingest.cmis import Calendar, Detail, Row, calendar_month, find_calendar, is_cmis, meeting_detail
from ingest.cmis import Paper as Listed
from ingest.manners import Manners
from ingest.moderngov_links import host_of
from ingest.page import read_page
from ingest.site import Harvested, Paper, Visitor, Wanted, choose_committees, failure, read_paper

MANNERS = Manners(pace=10.0, patience=120.0)  # its pages take up to a minute to make; guess
MONTHS_BACK = 24  # months that are read where no first day is given: each is one slow page; guess
MONTHS_AHEAD = 3  # months of the coming calendar, so that a cancelled or moved meeting is seen; guess
ENOUGH_SILENCE = 3  # answers in a row that failed, after which a site is left in peace

_ADDRESS = re.compile(r"//[^/]*(?:\.cmis\.uk\.com|cmis\.[^/]+)(?:/|$)|/tabid/\d+/ctl/\w*Meeting", re.IGNORECASE)


def recognises(address: str) -> bool:
    """Whether the address is spelt like one of CMIS."""
    return bool(_ADDRESS.search(address))


def recognises_page(page: BeautifulSoup) -> bool:
    """Whether CMIS made the page."""
    return is_cmis(page)


def harvest(address: str, wanted: Wanted, visitor: Visitor) -> Iterator[Harvested]:
    """Yield the meetings that the calendar lists, oldest first, each after its documents; failures where they occur.

    Only minutes are fetched, not agendas and reports. Raises ``UsageError`` if no committee is called as wanted.
    """
    try:
        calendar = _calendar(address, visitor)
    except SourceError as error:
        yield failure(error, address)
        return
    rows: dict[str, Row] = {}
    for found in _months(calendar, wanted, visitor):
        if isinstance(found, Failure):
            yield found
        else:
            rows.setdefault(found.id, found)
    names = [row.committee for row in rows.values()]
    if not names and wanted.committee is not None:
        yield failure(_empty_calendar(address), address)
        return
    chosen = choose_committees(wanted.committee, list(dict.fromkeys(names)), where=address)
    for row in sorted(rows.values(), key=lambda row: (row.held or date.max, int(row.id))):
        if row.committee in chosen and wanted.covers(row.held):
            yield from _meeting(address, row, visitor)


def _calendar(address: str, visitor: Visitor) -> Calendar:
    raw = visitor.get(address)
    calendar = find_calendar(read_page(raw), raw.address)
    if calendar is None:
        raise BrokenSourceError(
            "the calendar of meetings was not found on this page",
            where=address,
            cause="It is not a page about meetings, or the site was rebuilt",
            next_step="Give the address of the council's page of meetings",
        )
    return calendar


def _empty_calendar(address: str) -> SourceError:
    return BrokenSourceError(
        "the calendar lists no meeting in the months that were read",
        where=address,
        cause="No committee met, or the months could not be read",
        next_step="Give an earlier day with --since",
    )


def _months(calendar: Calendar, wanted: Wanted, visitor: Visitor) -> Iterator[Row | Failure]:
    """The rows of each month, oldest first, and a ``Failure`` for each month that could not be read."""
    failed = 0
    months = list(_days(wanted.since))
    for number, month in enumerate(months):
        asked = calendar.month(month)
        try:
            raw = visitor.get(asked)
            yield from calendar_month(read_page(raw), raw.address, month)
            failed = 0
        except SourceError as error:
            failed += 1
            yield failure(error, asked)
        if failed >= ENOUGH_SILENCE and number + 1 < len(months):
            yield failure(_gave_up(len(months) - number - 1), asked)
            return


def _gave_up(left: int) -> SourceError:
    return SourceError(
        f"{left} further months were not asked for",
        cause=f"{ENOUGH_SILENCE} in a row could not be read",
        next_step="Run update later",
    )


def _days(since: date | None) -> Iterator[date]:
    """The first day of each month that is read."""
    today = datetime.now(UTC).date()
    day = (since or today - timedelta(days=round(MONTHS_BACK * 30.4))).replace(day=1)
    last = today + timedelta(days=round(MONTHS_AHEAD * 30.4))
    if day > today:
        raise UsageError("the first day wanted lies in the future", next_step="Give an earlier day with --since")
    while day <= last:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _meeting(source: str, row: Row, visitor: Visitor) -> Iterator[Harvested]:
    meeting = Meeting(source, f"{host_of(row.url)}/meeting/{row.id}", row.committee, row.held, row.url, row.cancelled)
    try:
        raw = visitor.get(row.url)
        detail = meeting_detail(read_page(raw), raw.address)
    except SourceError as error:
        yield failure(error, row.url)
        yield replace(meeting, note="its page could not be read")
        return
    yield from _minutes(replace(meeting, cancelled=row.cancelled or detail.cancelled), detail, visitor)


def _minutes(meeting: Meeting, detail: Detail, visitor: Visitor) -> Iterator[Harvested]:
    """The minutes of a meeting, then the meeting with what was had of them."""
    meeting = replace(meeting, held=detail.held or meeting.held, committee=detail.committee or meeting.committee)
    own = (paper for paper in detail.papers if paper.is_minutes_of(meeting.held))
    listed = sorted(own, key=lambda paper: paper.is_draft)
    if not listed:
        yield meeting
        return
    state: MinutesState = "draft" if listed[0].is_draft else "final"
    read = list(read_paper(_paper(meeting, listed[0]), visitor))
    yield from read
    failed = any(isinstance(item, Failure) for item in read)
    yield replace(meeting, minutes=state, note="its minutes could not be read" if failed else None)


def _paper(meeting: Meeting, listed: Listed) -> Paper:
    day = f" - {meeting.held:%d %B %Y}".replace(" - 0", " - ") if meeting.held else ""
    title = f"{meeting.committee}{day}" + (" (draft minutes)" if listed.is_draft else "")
    return Paper(meeting.id, listed.url, title, meeting.committee, meeting.held, minutes=True)
