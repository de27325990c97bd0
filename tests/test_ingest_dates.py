"""The date of a record: the meeting that its head states, and no other day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import first_date, metadata_date, stated_meeting_date


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (
            "Minutes of the meeting held on Thursday, 11th April 2002 at 8.00p.m. in the Hall.\n\nPresent: A",
            "2002-04-11",
        ),
        (
            "MINUTES OF SALTMARSH COUNCIL MEETING\n\nHELD AT ST. OLAVE'S\n\nTHURSDAY FEBRUARY 3rd 2011\n\nPresent",
            "2011-02-03",
        ),
        ("MEETING HELD ON 3 JULY 2024\n\nPresent: Cllr Marsh", "2024-07-03"),
        (
            "HARBOUR COMMITTEE\n\nMinutes of the Ordinary Meeting\n\n14th January 2014 at 7.30pm\n\nAttendance:",
            "2014-01-14",
        ),
        (
            "MINUTES\n\nOF\n\nPROCEEDINGS\n\nIN THE HALL, ON FRIDAY, 2ND\n\nDECEMBER,\n\n2022, AT 3 P.M.\n\nPRESENT",
            "2022-12-02",
        ),
        ("Harbour Users Group 11th meeting 12 March 2013, 14:00-17:00\nAttendees", "2013-03-12"),
        (
            "HARBOUR PANEL – 29 October 2024\n\nMINUTES of the meeting held in the Custom House.\n\nPRESENT",
            "2024-10-29",
        ),
        ("A meeting of the Harbour Board was held on the 8th June 2023 in the Hall.\n\nIn Attendance:", "2023-06-08"),
        ("Harbour - East Committee\n15 January 2026\nFerry landing\nReport by the Director", "2026-01-15"),
        ("MINUTES of the Cabinet held on 05/03/2024 at the Custom House\nPresent", "2024-03-05"),
        ("\ufeffMinutes of the meeting held on Tuesday\u00a04\u00a0June\r\n2024\r\n\r\nPresent", "2024-06-04"),
    ],
)
def test_the_head_states_the_day(head, day):
    assert stated_meeting_date(head) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "1. Minutes\n\nThe minutes of the meeting held on 5 March 2024 were approved as a correct record.",
        "RESOLVED that the minutes of the meeting held on 5 March 2024 be signed.",
        "Apologies: none.\n\n2. Minutes of the meeting held on 5 March 2024",
        "Minutes of the Harbour Committee\n\nDate of next meeting: 5 March 2024",
        "Minutes of the Harbour Committee\n\nPublished on 5 March 2024",
        "The Clerk reported that a meeting was held on 5 March 2024 about the steps.",
        "A meeting will be held on the 5 March 2024 to discuss the steps.",
        "We said on 5 March 2024 that the steps would open.",
        "The steps reopen. " * 200 + "Minutes of the meeting held on 5 March 2024",
        "Minutes of the meeting held on 31 June 2024",
        "",
    ],
)
def test_another_day_is_not_the_meetings(text):
    assert stated_meeting_date(text) is None


def test_a_wrong_weekday_gives_way_to_another_date():
    text = "Minutes of 3 June 2024\n\nMinutes of the meeting held on Tuesday 4 June 2024\n\nPresent: A"
    assert stated_meeting_date(text) == date(2024, 6, 4)
    assert stated_meeting_date(text.replace("Tuesday", "Friday")) == date(2024, 6, 3)


def test_a_wrong_weekday_counts_only_with_the_word_of_the_metadata():
    text = "Minutes of the meeting held on Friday 4 June 2024\n\nPresent: A"
    assert stated_meeting_date(text) is None
    assert stated_meeting_date(text, published=date(2024, 7, 1)) is None
    assert stated_meeting_date(text, published=date(2024, 6, 4)) == date(2024, 6, 4)


def test_a_meeting_cannot_be_after_its_record():
    text = "Minutes of the meeting held on Tuesday 4 June 2024\n\nPresent: A"
    assert stated_meeting_date(text, published=date(2024, 6, 3)) is None


def test_a_day_without_a_year_is_completed_from_the_record():
    text = "Minutes of the meeting held on Thursday 13th July in the Hall\n\nPresent: A"
    assert stated_meeting_date(text) is None
    assert stated_meeting_date(text, published=date(2006, 8, 1)) == date(2006, 7, 13)
    assert stated_meeting_date(text, published=date(2007, 8, 1)) is None  # a Friday in 2007
    late = "Minutes of the meeting held on 13 December\n\nPresent: A"
    assert stated_meeting_date(late, published=date(2007, 1, 9)) == date(2006, 12, 13)
    assert stated_meeting_date(late, published=date(2006, 11, 9)) is None


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2024-02-27T05:00:00+00:00", "2024-02-27"),
        (" 2024-02-27 ", "2024-02-27"),
        ("27th February 2024", "2024-02-27"),
        ("03/04/2024", "2024-04-03"),
        ("Tue, 27 Feb 2024 05:00:00 GMT", "2024-02-27"),
    ],
)
def test_metadata_names_a_day(printed, day):
    assert metadata_date(printed) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "printed", ["", "2024", "February 2024", "2024-13-40", "yesterday", None, 20240227, ["2024-02-27"]]
)
def test_metadata_without_a_full_day_names_none(printed):
    assert metadata_date(printed) is None


def test_a_heading_tells_where_its_date_stands_and_whether_the_weekday_is_right():
    heading = "Harbour - East Committee - Tuesday, 4th June, 2024 6.30 pm"
    found = first_date(heading)
    assert found is not None
    assert heading[found.start : found.end] == "Tuesday, 4th June, 2024"
    assert found.weekday_fits is True
    wrong = first_date(heading.replace("Tuesday", "Monday"))
    assert wrong is not None
    assert wrong.weekday_fits is False


@given(st.text(), st.none() | st.dates())
def test_no_text_breaks_it_and_no_meeting_is_after_its_record(text, published):
    found = stated_meeting_date("Minutes of the meeting held on " + text, published=published)
    assert found is None or published is None or found <= published


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back(day):
    months = "January February March April May June July August September October November December".split()
    printed = f"{day.day} {months[day.month - 1]} {day.year}"
    assert stated_meeting_date(f"Minutes of the meeting held on {printed} at 7pm\n\nPresent: A") == day
