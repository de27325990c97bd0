"""A site that refuses, stumbles or lies: what can be had is had, and the rest is told with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

import pytest

from greenshoots.errors import UsageError
from greenshoots.records import Failure, Meeting
from ingest import fetch as fetching
from ingest import site_moderngov
from ingest.fetch import Visitor
from ingest.harvest import Wanted, harvest
from ingest.manners import Manners
from tests.simulator import Fault, Simulator, bomb, broken, busy, endless, garbled, sent_on, silent, simulated
from tests.test_harvest_moderngov import documents, failures, harvested, meetings, visitor_of

ITEM = "ieListDocuments.aspx?CId=301&MId=6101"


@pytest.fixture
def site() -> Iterator[Simulator]:
    with simulated() as made:
        made.service = "off"
        yield made


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test reaches soon."""
    monkeypatch.setattr(site_moderngov, "MANNERS", Manners(patience=0.3))
    monkeypatch.setattr(fetching, "LARGEST", 2 << 20)


def test_one_page_that_fails_costs_that_meeting_only(site):
    site.misbehave(ITEM, broken())
    items = harvested(site)
    assert set(documents(items)) == {"meeting/6103", "meeting/6104", "document/51001"}
    assert "could not be read" in meetings(items)["6101"].note
    assert [item.address for item in failures(items)] == [f"{site.base}{ITEM}&Ver=4"]


class TestRefusals:
    """What is told of a meeting whose page misbehaves: the reason, and a word of it in plain English."""

    KINDS: ClassVar[list[tuple[str, Fault, str, str]]] = [
        ("an error of the server", broken(500), "could not be fetched", "error of its own"),
        ("a page that is gone", broken(404), "missing", "not there"),
        ("the error page", sent_on("/mgError.aspx"), "missing", ""),
        ("too many requests", busy(3600), "busy", "60 minutes"),
        ("silence", silent(), "", "in time"),
        ("an endless page", endless(), "too large", "larger than"),
        ("a bomb", bomb(), "too large", "larger than"),
        ("a link-local address", sent_on("http://169.254.169.254/latest/meta-data/"), "private address", "private"),
        ("another port of this machine by name", sent_on("http://localhost:9/"), "private address", "private"),
        ("a circle", sent_on(f"/{ITEM}&Ver=4"), "", "sends us on"),
        ("a page of another system", garbled(), "damaged", "not a page of ModernGov"),
    ]

    @pytest.mark.parametrize(
        ("fault", "reason", "words"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS]
    )
    def test_each_kind_is_refused_by_name_and_the_rest_is_read(self, site, fault, reason, words):
        site.misbehave(ITEM, fault)
        items = harvested(site)
        (told,) = failures(items)
        assert told.address.startswith(site.base + ITEM)
        assert reason in told.reason
        assert words in told.message
        assert "could not be read" in meetings(items)["6101"].note
        assert "meeting/6104" in documents(items)


def test_a_busy_site_is_asked_again_when_it_says(site):
    site.misbehave(ITEM, busy(3), times=2)
    slept: list[float] = []
    with Visitor(named=frozenset({site.host}), pace=0, sleep=slept.append) as visitor:
        items = list(harvest(site.base, Wanted("Children's Services Overview"), visitor))
    assert "meeting/6101" in documents(items)
    assert slept.count(3.0) == 2


def test_robots_that_forbid_all_are_obeyed_and_said(site):
    site.robots = "User-agent: *\nDisallow: /\n"
    items = harvested(site)
    assert site.paths() == []
    (told,) = items
    assert isinstance(told, Failure)
    assert "robots.txt" in told.message


def test_robots_that_forbid_meetings_leave_the_list(site):
    site.robots = "User-agent: *\nDisallow: /ieListDocuments.aspx\n"
    items = harvested(site)
    assert not [path for path in site.paths() if "ieListDocuments" in path]
    assert [number for number, met in meetings(items).items() if met.note] == ["6101", "6103", "6104", "6105"]
    assert all("robots.txt" in item.message or "not asked for" in item.message for item in failures(items))


def test_robots_that_cannot_be_read_forbid_all(site):
    site.misbehave("/robots.txt", broken(500))
    site.answer = lambda path: broken(500)()  # type: ignore[method-assign]
    items = harvested(site)
    assert site.paths() == []
    assert len(failures(items)) == 1


def test_a_site_that_stops_answering_is_left_in_peace(site):
    site.misbehave("ieListDocuments", broken())
    items = harvested(site)
    assert len([path for path in site.paths() if "ieListDocuments" in path]) == 3
    assert "not asked for" in meetings(items)["6105"].note
    assert "1 further meetings were not asked for" in failures(items)[-1].message


def test_old_meetings_that_are_gone_do_not_end_the_harvest(site):
    for number in (6101, 6103, 6104):
        site.council.meetings.append(
            replace(site.council.meeting(6104), id=number - 1000, when=datetime(2019, 1, number % 28 + 1))
        )
        site.misbehave(f"MId={number - 1000}", sent_on("/mgError.aspx"))
    assert {"meeting/6101", "meeting/6104"} <= set(documents(harvested(site)))


def test_a_list_of_meetings_that_fails_is_a_failure_and_no_silence(site):
    site.misbehave("ieListMeetings", garbled())
    items = harvested(site)
    assert meetings(items) == {}
    assert "not a page of ModernGov" in failures(items)[0].message


def test_a_site_that_lists_no_meeting_says_so(site):
    site.council.meetings.clear()
    (told,) = harvested(site)
    assert isinstance(told, Failure)
    assert "lists no meeting" in told.message


def test_a_page_that_announces_minutes_and_shows_none_is_a_failure_and_a_note(site):
    site.council.meeting(6101).items.clear()
    page = site._page(f"/{ITEM}&Ver=4")
    page.data = re.sub(rb"<li><a  href=.documents/g.*?</li>", b"", page.data, flags=re.DOTALL)
    site.misbehave(ITEM, lambda: page)
    items = harvested(site)
    assert "none stand on it" in meetings(items)["6101"].note
    assert [item.address for item in failures(items)] == [f"{site.base}{ITEM}&Ver=4"]


def test_print_that_is_damaged_is_a_failure_and_the_meeting_stays_listed(site):
    site.misbehave("documents/g6130", garbled())
    items = harvested(site)
    assert "meeting/6103" not in documents(items)
    assert meetings(items)["6103"].minutes == "final"
    assert len(failures(items)) == 1


def test_a_site_that_is_down_is_one_failure(site):
    site.faults.append(("/", broken(503), None))
    site.misbehave("/", broken(503))
    items = harvested(site)
    assert [type(item) for item in items] == [Failure]


def test_a_page_of_no_known_kind_is_refused(site):
    site.misbehave("/", garbled())
    with (
        pytest.raises(UsageError, match=r"no council site.*ModernGov and CMIS.*adding-a-source"),
        visitor_of(site) as visitor,
    ):
        list(harvest(site.base, Wanted(), visitor))


def test_a_harvest_after_a_bad_one_is_complete(site):
    site.misbehave("ieListDocuments", broken())
    assert documents(harvested(site)) == {}
    site.behave()
    assert len(documents(harvested(site))) == 5


def test_every_meeting_has_one_line_whatever_happens(site):
    site.misbehave(ITEM, endless())
    site.misbehave("mgMeetingAttendance", broken())
    site.misbehave("mgUserInfo", broken())
    site.misbehave("ieDecisionDetails", sent_on("/mgError.aspx"))
    found = [item.id for item in harvested(site) if isinstance(item, Meeting)]
    assert len(found) == len(set(found)) == 5
