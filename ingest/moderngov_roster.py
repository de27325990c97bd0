"""Who was in office when: the councillors of a site with their terms, asked for once a harvest.

Only names and days in office are read. The web service prints home addresses and telephone numbers beside them;
these never leave the archived bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from bs4 import BeautifulSoup, Tag

from greenshoots.errors import BrokenSourceError, SourceError
from greenshoots.records import Failure, Office
from ingest.dates import first_date
from ingest.moderngov_address import page_address
from ingest.moderngov_asking import Asking
from ingest.moderngov_people import Councillor, councillor, councillors
from ingest.raw import Raw
from ingest.site import failure

_TITLES = re.compile(
    r"^(?:(?:the|right|rt\.?|hon\.?|worshipful|councillor|cllr\.?|dr\.?|mrs?\.?|ms\.?|miss|sir|dame)\s+)+",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Roster:
    """The councillors of a site by name. A name that two of them bear names neither."""

    offices: dict[str, list[Office]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    def add(self, found: Iterable[tuple[str, str, tuple[Office, ...]]]) -> None:
        """Take in councillors as id, name and offices."""
        ids: dict[str, str] = {}
        for id, name, offices in found:
            plain = _plain(name)
            if ids.setdefault(plain, id) != id:
                self.shared.add(plain)
            self.offices.setdefault(plain, []).extend(office for office in offices if office.first)

    def beside(self, people: Iterable[Office], held: date | None) -> tuple[Office, ...]:
        """Those who were at a meeting, and after them the offices that these people held on that day."""
        there = tuple(people)
        names = dict.fromkeys(_plain(person.name) for person in there)
        held_then = [
            office
            for name in names
            if name not in self.shared
            for office in self.offices.get(name, ())
            if held and office.first and office.first <= held and (office.last is None or held <= office.last)
        ]
        return (*there, *dict.fromkeys(held_then))


def _plain(name: str) -> str:
    return " ".join(_TITLES.sub("", name.strip()).casefold().split())


def read_roster(asking: Asking, committees: Iterable[str], roster: Roster) -> Iterator[Failure]:
    """Fill the roster: one call to the web service, else the pages of the committees' present members.

    Yields what failed. Former members are told by the web service only.
    """
    if not asking.service.gave_up:
        try:
            roster.add(asking.call("GetCouncillorsByWard", service_councillors)[0])
            return
        except SourceError:
            pass  # the pages are asked instead
    seen: dict[str, Councillor] = {}
    for committee in committees:
        yield from _members(asking, page_address(asking.base, "mgCommitteeDetails.aspx", ID=committee), seen)
    for member in seen.values():
        try:
            found, _ = asking.page(member.url, lambda page, raw: councillor(page, raw.address))
        except SourceError as error:
            yield failure(error, member.url)
        else:
            roster.add([(member.id, found.name, found.offices)])


def _members(asking: Asking, address: str, seen: dict[str, Councillor]) -> Iterator[Failure]:
    try:
        found, _ = asking.page(address, lambda page, raw: councillors(page, raw.address))
    except SourceError as error:
        yield failure(error, address)
    else:
        for member in found:
            seen.setdefault(member.id, member)


def service_councillors(raw: Raw) -> tuple[tuple[str, str, tuple[Office, ...]], ...]:
    """Id, name and terms of office of a GetCouncillorsByWard answer. Raises ``BrokenSourceError`` if it is none."""
    root = BeautifulSoup(raw.data, "xml").find("councillorsbyward")
    if not isinstance(root, Tag):
        raise BrokenSourceError("this is no list of councillors", where=raw.address, next_step="Read the pages instead")
    return tuple(
        (_text(found, "councillorid"), name, tuple(_terms(found, name)))
        for found in root.find_all("councillor")
        if (name := _text(found, "fullusername"))
    )


def _terms(found: Tag, name: str) -> Iterator[Office]:
    ward = found.find_parent("ward")
    for term in found.find_all("termofoffice"):
        first, last = first_date(_text(term, "startdate")), first_date(_text(term, "enddate"))
        if first:
            body = _text(ward, "wardtitle") if isinstance(ward, Tag) else ""
            yield Office(name, "Councillor", body or None, first.day, last.day if last else None)


def _text(element: Tag, name: str) -> str:
    child = element.find(name)
    return " ".join(child.get_text().split()) if isinstance(child, Tag) else ""
