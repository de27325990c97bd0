"""Which records are of one meeting, by day, body, committee and what a paper tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from greenshoots.records import Document
from index.meeting import same_meeting

DAY = date(2023, 5, 9)
MINUTES = Document(
    "m",
    "Minutes.",
    "minutes",
    "Marlford Council",
    "Place Scrutiny Committee - Tuesday 9 May 2023 7.00 pm",
    published=DAY,
    met=DAY,
)
RECORDING = Document("t", "Words.", "transcript", None, "2023-05-09_place-scrutiny_recording", published=DAY, met=DAY)
PRESS = Document(
    "p",
    "Marlford councillors heard on Tuesday that the lights will be mended.",
    "press",
    "Marlford Echo",
    "Lights to be mended",
    published=date(2023, 5, 11),
)


def test_minutes_recording_and_report_are_of_one_meeting_whichever_is_asked_first():
    for one, other in ((MINUTES, RECORDING), (MINUTES, PRESS)):
        assert same_meeting(one, other)
        assert same_meeting(other, one)


def test_the_day_of_the_meeting_decides_not_the_day_a_record_came_out():
    late = replace(RECORDING, published=date(2023, 5, 30))
    assert same_meeting(MINUTES, late)
    assert not same_meeting(MINUTES, replace(late, met=date(2023, 5, 30)))


@pytest.mark.parametrize(
    "title",
    ["2023-05-09_childrens-scrutiny_recording", "Cabinet - Tuesday 9 May 2023", "Planning Committee", "audio 1", ""],
)
def test_another_committee_of_the_same_day_or_none_is_another_meeting(title):
    assert not same_meeting(MINUTES, replace(RECORDING, title=title))


def test_a_committee_called_a_little_otherwise_is_the_same():
    minutes = replace(MINUTES, title="Children and Young People’s Scrutiny Committee - Tuesday 9 May 2023")
    assert same_meeting(minutes, replace(RECORDING, title="2023-05-09_childrens-scrutiny"))


def test_the_same_committee_of_another_council_is_another_meeting():
    assert not same_meeting(MINUTES, replace(RECORDING, body="Harbourside Council", title=MINUTES.title))


def test_a_webcast_gives_its_committee_as_its_body():
    assert same_meeting(MINUTES, replace(RECORDING, body="Place Scrutiny Committee", title="Webcast"))
    assert not same_meeting(MINUTES, replace(RECORDING, body="Cabinet", title="Webcast"))


@pytest.mark.parametrize("published", [date(2023, 5, 8), date(2023, 5, 24), None])
def test_a_paper_before_the_meeting_or_weeks_after_reports_none(published):
    assert not same_meeting(MINUTES, replace(PRESS, published=published))


@pytest.mark.parametrize(
    "text",
    [
        "Harbourside councillors heard on Tuesday that the lights will be mended.",
        "Rain is forecast for Marlford on Tuesday.",
    ],
)
def test_a_paper_that_tells_of_another_council_or_of_no_meeting_reports_none(text):
    assert not same_meeting(MINUTES, replace(PRESS, text=text))


def test_a_record_without_a_day_is_of_no_meeting():
    assert not same_meeting(MINUTES, replace(RECORDING, published=None, met=None))
    assert not same_meeting(replace(MINUTES, published=None, met=None), PRESS)


def test_a_record_is_not_another_record_of_its_own_meeting():
    assert not same_meeting(MINUTES, replace(MINUTES, text="Minutes, amended."))


def test_two_papers_are_not_matched_to_each_other():
    assert not same_meeting(PRESS, replace(PRESS, id="q", text=PRESS.text + " More."))


def test_a_report_laid_before_a_meeting_is_no_record_of_it():
    assert not same_meeting(MINUTES, replace(RECORDING, medium="report", title=MINUTES.title))
