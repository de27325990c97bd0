"""How a ModernGov site is asked: its web service first, its pages where that is off or broken, and when to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bs4 import BeautifulSoup

from greenshoots.errors import BrokenSourceError, SourceError
from ingest.moderngov_address import page_address
from ingest.moderngov_pages import CommitteeLink, MeetingList, MeetingRow, committees, meetings
from ingest.moderngov_service import service_committees, service_meetings
from ingest.page import read_page
from ingest.raw import Raw
from ingest.site import Visitor

ENOUGH_FAILED = 3  # answers in a row that failed, after which a way of asking is given up for this harvest; guess
MOST_PAGES = 400  # pages of one list: 6,000 meetings; so that paging ends on a site that turns in a circle; guess

T = TypeVar("T")


@dataclass(slots=True)
class Way:
    """One way of asking a site. ``gave_up``: too many answers in a row failed."""

    name: str
    failed: int = 0
    gave_up: bool = False

    def went(self, *, well: bool) -> None:
        """Note how an answer was."""
        self.failed = 0 if well else self.failed + 1
        self.gave_up = self.gave_up or self.failed >= ENOUGH_FAILED


class Asking:
    """A visitor on one site. ``service`` and ``pages``: the two ways, each of which may be given up."""

    def __init__(self, base: str, visitor: Visitor) -> None:
        self.base = base
        self._visitor = visitor
        self.service = Way("the web service")
        self.pages = Way("the pages of meetings")

    @property
    def gave_up(self) -> bool:
        """Whether the site stopped answering, by whichever way."""
        return self.service.gave_up and self.pages.gave_up

    def call(self, name: str, read: Callable[[Raw], T], **arguments: str | int) -> tuple[T, Raw]:
        """Ask the web service. Raises ``SourceError`` if it does not answer, or not with what was asked for."""
        address = page_address(self.base, f"mgWebService.asmx/{name}", **arguments)
        if self.service.gave_up or name.startswith("GetMeeting"):
            return self._counted(self.service, address, read)
        raw = self._visitor.get(address)  # asked once: says nothing of how calls for meetings go
        return read(raw), raw

    def page(self, address: str, read: Callable[[BeautifulSoup, Raw], T]) -> tuple[T, Raw]:
        """Ask for a page. Raises ``SourceError`` if it cannot be had or is not understood."""
        raw = self._visitor.get(address)
        return read(read_page(raw), raw), raw

    def meeting_page(self, address: str, read: Callable[[BeautifulSoup, Raw], T]) -> tuple[T, Raw]:
        """Ask for the page of a meeting. Raises ``SourceError`` likewise, and at once if these pages were given up."""
        return self._counted(self.pages, address, lambda raw: read(read_page(raw), raw))

    def _counted(self, way: Way, address: str, read: Callable[[Raw], T]) -> tuple[T, Raw]:
        if way.gave_up:
            raise SourceError(
                "it was not asked for", where=address, cause=f"{ENOUGH_FAILED} answers of {way.name} in a row failed"
            )
        try:
            raw = self._visitor.get(address)
            found = read(raw)
        except SourceError as error:
            if error.reason != "missing":
                way.went(well=False)
            raise
        way.went(well=True)
        return found, raw

    def committees(self) -> tuple[CommitteeLink, ...]:
        """The committees of the site. Raises ``SourceError`` if it lists none either way.

        A first call that fails turns the web service off for the whole harvest: most sites that lack it answer 404.
        """
        try:
            found, _ = self.call("GetCommittees", service_committees)
            if found:
                return found
        except SourceError:
            self.service.gave_up = True  # no failure: the pages are asked next, and say what is wrong if they fail too
        return self.page(self._address("mgListCommittees.aspx", bcr=1), _some_committees)[0]

    def meetings(self, committee: str, since: date | None) -> Iterator[tuple[str | None, MeetingRow]]:
        """The meetings of a committee ("0": all, web service only), each with the committee's name where it is told."""
        if not self.service.gave_up:
            try:
                first = since.strftime("%d/%m/%Y") if since else "0"
                asked = {"lCommitteeId": committee, "sFromDate": first, "sToDate": "0"}
                rows, _ = self.call("GetMeetings", service_meetings, **asked)
                yield from ((None, row) for row in rows)
                return
            except SourceError:
                if committee == "0":
                    raise
        yield from self._paged(committee, since)

    def _paged(self, committee: str, since: date | None) -> Iterator[tuple[str | None, MeetingRow]]:
        """From the page that a site shows first to earlier ones as far as wanted, then to later ones."""
        listed, _ = self.page(self._address("ieListMeetings.aspx", CommitteeId=committee), _meetings)
        seen: set[str] = set()
        yield from self._new(listed, seen)
        yield from self._turned(listed, seen, lambda page: None if _goes_before(page, since) else page.earlier)
        yield from self._turned(listed, seen, lambda page: page.later)

    def _turned(
        self, listed: MeetingList, seen: set[str], following: Callable[[MeetingList], str | None]
    ) -> Iterator[tuple[str | None, MeetingRow]]:
        """Page on until a page brings no meeting that was not there before."""
        for _ in range(MOST_PAGES):
            address = following(listed)
            if address is None:
                return
            listed, _ = self.page(address, _meetings)
            new = list(self._new(listed, seen))
            if not new:
                return
            yield from new

    def _new(self, listed: MeetingList, seen: set[str]) -> Iterator[tuple[str | None, MeetingRow]]:
        for row in listed.rows:
            if row.id not in seen:
                seen.add(row.id)
                yield listed.committee, row

    def _address(self, page: str, **parameters: str | int) -> str:
        return page_address(self.base, page, **parameters)


def _goes_before(listed: MeetingList, since: date | None) -> bool:
    return since is not None and any(row.when is not None and row.when < since for row in listed.rows)


def _meetings(page: BeautifulSoup, raw: Raw) -> MeetingList:
    return meetings(page, raw.address)


def _some_committees(page: BeautifulSoup, raw: Raw) -> tuple[CommitteeLink, ...]:
    found = committees(page, raw.address)
    if not found:
        raise BrokenSourceError(
            "this page lists no committee",
            where=raw.address,
            cause="The site may have been rebuilt",
            next_step="Give the address of the committee's own page",
        )
    return found
