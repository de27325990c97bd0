"""CMIS: a calendar without years, pages whose classes lie, minutes that are files only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from greenshoots.errors import BrokenSourceError, FetchError, UsageError
from greenshoots.records import Failure, Meeting
from ingest import site_cmis
from ingest.cmis import Paper, calendar_month, find_calendar, meeting_detail
from ingest.harvest import Harvested, Wanted, harvest, is_site
from ingest.manners import Manners
from ingest.page import read_page
from ingest.raw import Raw
from ingest.sources import Fetched
from tests.test_ingest_pdf import lines, make_pdf

FRONT = "https://fernshire.cmis.uk.com/fernshire/Meetings.aspx"
FOLDER = "https://fernshire.cmis.uk.com/fernshire/Meetings/"
REAL = Path(__file__).resolve().parents[2] / "shared" / "inputs" / "moderngov" / "cmis_birmingham"


def month_page(*days: tuple[str, list[tuple[int, str]]]) -> bytes:
    """A calendar page: printed day, then number and words of each meeting."""
    rows = "".join(
        f'<tr class="rgRow"><td class="SimpleCalendarDate">{day}</td><td>'
        + "".join(f'<p class="Meeting"><a href="{meeting_address(number)}">{words}</a></p>' for number, words in held)
        + "</td></tr>"
        for day, held in days
    )
    return (
        '<html><body><div class="DNNModuleContent ModCMISMeetingsC"><table class="rgMasterTable" '
        f'id="dnn_ctr412_MeetingCalendarPublicPrinter_grdRadMeeting_ctl00">{rows}</table></div></body></html>'
    ).encode()


def meeting_address(number: int) -> str:
    rest = f"Meeting/{number}/Committee/5/SelectedTab/Documents/Default.aspx"
    return f"{FOLDER}tabid/88/ctl/ViewMeetingPublic/mid/412/{rest}"


def month_address(day: str) -> str:
    return f"{FOLDER}tabid/88/ctl/MeetingCalendarPublicNoJava/mid/412/Date/{day}/Default.aspx"


def detail_page(committee: str, when: str, *papers: tuple[str, str], status: str = "Scheduled") -> bytes:
    def holder(label: str, value: str) -> str:
        words = f'<div class="DNNLabel VenueLabel"><span>{label}:</span></div><div class="Value Venue">{value}</div>'
        return f'<div class="holder">{words}</div>'

    listed = "".join(
        f'<li class="DocumentListItem"><a class="TitleLink" href="{href}">{title}</a></li>' for title, href in papers
    )
    told = holder("Committee", committee) + holder("Date/Time", when) + holder("Status", status)
    return module(f'{told}<ul class="DocumentList">{listed}</ul>')


def module(words: str) -> bytes:
    return f'<html><body><div class="ModCMISMeetingsC">{words}</div></body></html>'.encode()


def soup(data: bytes) -> BeautifulSoup:
    return read_page(Raw(FRONT, data, datetime.now(UTC)))


class Pages:
    """A visitor to pages at hand; whatever else is asked for is missing."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def get(self, address: str) -> Raw:
        self.asked.append(address)
        if address not in self.pages:
            raise FetchError("the page is not there (HTTP 404)", where=address, reason="missing")
        return Raw(address, self.pages[address], datetime.now(UTC))

    def keep_to(self, address: str, manners: Manners) -> None:
        self.manners = manners


MINUTES = make_pdf(
    [lines("Schools Scrutiny Committee", "", "The Director said that she would write to parents by 30 June.")]
)


@pytest.fixture
def council(monkeypatch: pytest.MonkeyPatch) -> Pages:
    monkeypatch.setattr(site_cmis, "_days", lambda since: iter([date(2024, 5, 1), date(2024, 6, 1)]))
    may = month_page(
        ("Thursday, 30 May", [(771, "10:00 Schools Scrutiny Committee"), (772, "14:00 Licensing Committee")]),
        ("Friday, 31 May", []),
    )
    june = month_page(("Tuesday, 4 June", [(773, "18:30 Schools Scrutiny Committee - CANCELLED")]))
    papers = (
        ("Final Schools Scrutiny Minutes 30052024", "/fernshire/Document.ashx?kx71"),
        ("Agenda", "/fernshire/Document.ashx?kx72"),
    )
    return Pages(
        {
            FRONT: module(f'<a href="{meeting_address(1)}">Planning Committee</a>'),
            month_address("2024-05-01"): may,
            month_address("2024-06-01"): june,
            meeting_address(771): detail_page("Schools Scrutiny Committee", "30 May 2024 - 10:00", *papers),
            meeting_address(772): detail_page("Licensing Committee", "30 May 2024 - 14:00"),
            meeting_address(773): detail_page("Schools Scrutiny Committee", "4 Jun 2024 - 18:30", status="Cancelled"),
            "https://fernshire.cmis.uk.com/fernshire/Document.ashx?kx71": MINUTES,
        }
    )


def harvested(council: Pages, committee: str | None = "Schools Scrutiny Committee") -> list[Harvested]:
    return list(harvest(FRONT, Wanted(committee), council))


def test_minutes_of_the_wanted_committee_come_with_their_meetings(council):
    document, first, second = harvested(council)
    assert isinstance(document, Fetched)
    assert "she would write to parents by 30 June" in document.document.text
    assert (document.document.id, document.document.met) == ("fernshire.cmis.uk.com/meeting/771", date(2024, 5, 30))
    assert isinstance(first, Meeting)
    assert (first.id, first.minutes, first.cancelled) == (document.document.id, "final", False)
    assert isinstance(second, Meeting)
    assert (second.id, second.minutes, second.cancelled) == ("fernshire.cmis.uk.com/meeting/773", "none", True)


def test_each_page_is_asked_for_once(council):
    harvested(council)
    assert len(council.asked) == len(set(council.asked)) == 6


def test_agendas_are_not_fetched(council):
    harvested(council)
    assert not any("kx72" in address for address in council.asked)


def test_without_a_committee_all_are_listed(council):
    found = [item for item in harvested(council, None) if isinstance(item, Meeting)]
    assert [item.committee for item in found] == [
        "Schools Scrutiny Committee",
        "Licensing Committee",
        "Schools Scrutiny Committee",
    ]


def test_an_unknown_committee_is_refused(council):
    with pytest.raises(UsageError, match="Licensing Committee; Schools Scrutiny Committee"):
        harvested(council, "Drainage Board")


def test_a_month_that_fails_is_told_and_the_others_are_read(council):
    del council.pages[month_address("2024-05-01")]
    failed, meeting = harvested(council)
    assert isinstance(failed, Failure)
    assert isinstance(meeting, Meeting)


def test_a_meeting_page_that_is_not_understood_is_told_and_listed(council):
    council.pages[meeting_address(771)] = b"<html><body><h1>New site</h1></body></html>"
    failed, meeting, _ = harvested(council)
    assert isinstance(failed, Failure)
    assert "not understood" in failed.message
    assert isinstance(meeting, Meeting)
    assert meeting.note == "its page could not be read"


def test_a_notice_in_the_place_of_the_minutes_is_no_record(council):
    council.pages["https://fernshire.cmis.uk.com/fernshire/Document.ashx?kx71"] = (
        b"<html><body>Not available</body></html>"
    )
    failed, meeting, _ = harvested(council)
    assert isinstance(failed, Failure)
    assert "web page stands in the place of the file" in failed.message
    assert isinstance(meeting, Meeting)
    assert meeting.note == "its minutes could not be read"


def test_a_front_page_without_a_calendar_is_told(council):
    council.pages[FRONT] = b"<html><body><p>Welcome</p></body></html>"
    (failed,) = harvested(council)
    assert isinstance(failed, Failure)
    assert "calendar of meetings was not found" in failed.message


@pytest.mark.parametrize(
    ("printed", "month", "day"),
    [
        ("Monday, 8 June", date(2026, 6, 1), date(2026, 6, 8)),
        ("Wednesday, 31 December", date(2026, 1, 1), date(2025, 12, 31)),
        ("Friday, 1 January", date(2020, 12, 1), date(2021, 1, 1)),
        ("Monday, 9 June", date(2026, 6, 1), None),
        ("Tuesday, 8 September", date(2026, 6, 1), None),
    ],
)
def test_a_day_without_a_year_is_of_the_month_that_was_asked_for(printed, month, day):
    page = soup(month_page((printed, [(1, "10:00 Panel")])))
    assert calendar_month(page, FRONT, month)[0].held == day


def test_a_calendar_without_meetings_is_empty_and_another_page_is_not():
    assert calendar_month(soup(month_page(("Monday, 8 June", []))), FRONT, date(2026, 6, 1)) == ()
    with pytest.raises(BrokenSourceError):
        calendar_month(soup(b"<p>Meetings</p>"), FRONT, date(2026, 6, 1))


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Final Schools Scrutiny Minutes 30052024", True),
        ("Draft minutes - 30 May 2024", True),
        ("Minutes", True),
        ("Minutes of the previous meeting", False),
        ("Minutes 16042024", False),
        ("Minutes of 16 April 2024", False),
        ("Final Agenda Reports - 30 May 2024", False),
    ],
)
def test_the_minutes_of_another_day_are_not_this_meeting_s(title, told):
    assert Paper(title, "x").is_minutes_of(date(2024, 5, 30)) is told


def test_draft_minutes_are_taken_only_where_there_are_no_others(council):
    both = (
        ("Draft minutes 30052024", "/fernshire/Document.ashx?d1"),
        ("Minutes 30052024", "/fernshire/Document.ashx?kx71"),
    )
    council.pages[meeting_address(771)] = detail_page("Schools Scrutiny Committee", "30 May 2024 - 10:00", *both)
    _, meeting, _ = harvested(council)
    assert isinstance(meeting, Meeting)
    assert meeting.minutes == "final"


@contextmanager
def real(name: str) -> Iterator[BeautifulSoup]:
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"the saved page {name} is not beside this checkout")
    yield soup(path.read_bytes())


def test_a_real_calendar():
    with real("cmis_calendar_month.html") as page:
        rows = calendar_month(page, FRONT, date(2026, 6, 1))
        assert [(row.id, row.held.day, row.committee) for row in rows if row.held] == [
            ("15028", 8, "Licensing Sub-Committee A"),
            ("15029", 9, "Licensing Sub-Committee B"),
            ("15030", 9, "Licensing Sub-Committee B"),
            ("15099", 30, "Planning Committee"),
        ]
        calendar = find_calendar(page, "https://birmingham.cmis.uk.com/birmingham/Meetings.aspx")
        assert calendar is not None
        assert (calendar.tab, calendar.module) == ("70", "397")
        assert calendar.folder == "https://birmingham.cmis.uk.com/birmingham/Meetings/"


def test_a_real_meeting():
    with real("cmis_meeting_summary.html") as page:
        found = meeting_detail(page, FRONT)
        assert (found.committee, found.held, found.status) == (
            "Licensing Sub-Committee A",
            date(2026, 8, 3),
            "Scheduled",
        )
        assert [paper.is_minutes_of(found.held) for paper in found.papers] == [False]


def test_real_documents_hold_the_minutes_of_an_earlier_day():
    with real("cmis_detail_with_minutes.html") as page:
        found = meeting_detail(page, FRONT)
        assert [paper.is_minutes_of(date(2026, 7, 9)) for paper in found.papers] == [False, False]
        assert [paper.is_minutes_of(date(2026, 4, 16)) for paper in found.papers] == [True, False]


def test_an_address_shows_by_itself_that_it_is_cmis():
    assert is_site(FRONT)
    assert is_site("https://cmis.fernshire.gov.uk/cmis5/Meetings.aspx")
    assert not is_site("https://www.fernshire.gov.uk/")
