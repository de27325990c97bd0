"""A council on ModernGov: its committees, their meetings, and the record of each, oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bs4 import BeautifulSoup

from greenshoots.errors import BrokenSourceError, SourceError
from greenshoots.records import Failure, Meeting
from ingest.manners import Manners
from ingest.moderngov import is_moderngov
from ingest.moderngov_address import base_of, is_moderngov_page, page_address
from ingest.moderngov_asking import ENOUGH_FAILED, Asking
from ingest.moderngov_links import host_of, page_name, parameter
from ingest.moderngov_pages import CommitteeLink, MeetingRow, committee_number
from ingest.moderngov_record import Records
from ingest.site import Harvested, Visitor, Wanted, choose_committees, failure

MANNERS = Manners(pace=2.0)  # one server answers for hundreds of councils; guess

_OF_A_SITE = (
    "mglistcommittees.aspx",
    "mgcommitteestructure.aspx",
    "mgcommitteedetails.aspx",
    "ielistmeetings.aspx",
    "iedochome.aspx",
    "mgwebservice.asmx",
    "mgcalendarmonthview.aspx",
)


def recognises(address: str) -> bool:
    """Whether the address is spelt like a page that stands for a site or a committee on ModernGov."""
    return page_name(address) in _OF_A_SITE or (is_moderngov_page(address) and "mgwebservice" in address.casefold())


def recognises_page(page: BeautifulSoup) -> bool:
    """Whether ModernGov made the page, or the council's own page leads to it."""
    return is_moderngov(page) or any(
        page_name(str(link["href"])) in _OF_A_SITE for link in page.find_all("a", href=True)
    )


@dataclass(frozen=True, slots=True)
class _Row:
    committee: str
    row: MeetingRow


def harvest(address: str, wanted: Wanted, visitor: Visitor) -> Iterator[Harvested]:
    """Yield the record of each meeting that the site lists, oldest first, and each meeting after its documents.

    An address of one committee's page brings that committee. Raises ``UsageError`` if none is called as wanted.
    """
    asking = Asking(base_of(address), visitor)
    try:
        chosen = _chosen(address, wanted, asking)
    except SourceError as error:
        yield failure(error, address)
        return
    rows: dict[str, _Row] = {}
    for found in _listed(asking, chosen, wanted, everything=_is_everything(address, wanted)):
        if isinstance(found, Failure):
            yield found
        else:
            rows.setdefault(found.row.id, found)
    if not rows:
        yield failure(_no_meetings(address, wanted), address)
    records = Records(address, asking, visitor, tuple(committee.id for committee in chosen))
    ordered = sorted(rows.values(), key=lambda each: (each.row.when or date.max, each.row.id))
    yield from _harvested(records, [each for each in ordered if wanted.covers(each.row.when)])


def _is_everything(address: str, wanted: Wanted) -> bool:
    return wanted.committee is None and committee_number(address) is None


def _chosen(address: str, wanted: Wanted, asking: Asking) -> list[CommitteeLink]:
    """The committees that are wanted. One that the address names needs no list of them to be there."""
    number = committee_number(address) if wanted.committee is None else None
    try:
        listed = asking.committees()
    except SourceError:
        if number is None:
            raise
        listed = ()
    if number is not None:
        known = [committee for committee in listed if committee.id == number]
        return known or [
            CommitteeLink(number, "", None, page_address(asking.base, "mgCommitteeDetails.aspx", ID=number))
        ]
    names = choose_committees(wanted.committee, [committee.name for committee in listed], where=address)
    return [committee for committee in listed if committee.name in names]


def _listed(
    asking: Asking, chosen: Sequence[CommitteeLink], wanted: Wanted, *, everything: bool
) -> Iterator[_Row | Failure]:
    """The meetings of these committees; of all with one call where the web service is on."""
    names = {committee.id: committee.name for committee in chosen}
    if everything and not asking.service.gave_up:
        try:
            for _, row in asking.meetings("0", wanted.since):
                yield _Row(names.get(_committee_of(row), ""), row)
            return
        except SourceError:
            asking.service.gave_up = True  # now committee by committee
    for committee in chosen:
        try:
            for told, row in asking.meetings(committee.id, wanted.since):
                yield _Row(committee.name or told or f"Committee {committee.id}", row)
        except SourceError as error:
            yield failure(error, committee.url)


def _committee_of(row: MeetingRow) -> str:
    return parameter(row.url, "CId", "CommitteeId") or ""


def _no_meetings(address: str, wanted: Wanted) -> SourceError:
    return BrokenSourceError(
        "the site lists no meeting",
        where=address,
        cause=f"None was held since {wanted.since}" if wanted.since else "The committee never met, or the page changed",
        next_step="Look at the committee's page in a browser",
    )


def _harvested(records: Records, rows: Sequence[_Row]) -> Iterator[Harvested]:
    """Meeting after meeting; where both ways of asking were given up the rest are listed only."""
    for number, each in enumerate(rows):
        if records.asking.gave_up:
            yield failure(_gave_up(len(rows) - number), records.source)
            yield from (_unasked(records, left) for left in rows[number:])
            return
        yield from records.of(each.row, each.committee)


def _gave_up(left: int) -> SourceError:
    return SourceError(
        f"{left} further meetings were not asked for",
        cause=f"{ENOUGH_FAILED} in a row could not be read",
        next_step="Run update later",
    )


def _unasked(records: Records, each: _Row) -> Meeting:
    meeting_id = f"{host_of(records.asking.base)}/meeting/{each.row.id}"
    meeting = Meeting(records.source, meeting_id, each.committee, each.row.when, each.row.url, each.row.cancelled)
    return replace(meeting, note="it was not asked for, since the site had stopped answering")
