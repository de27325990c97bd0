"""The four answers: which it is, and how silence is told without a verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from greenshoots.plain import gone_through
from greenshoots.records import Coverage, Link
from greenshoots.silence import ANSWERS, meetings_later, silence_of, told
from index.store_ledger import Meeting

MADE = date(2023, 3, 8)
SEARCHED = Coverage(20, date(2023, 4, 1), date(2024, 5, 9), bodies=(("Marlford Town Council", 18), ("", 2)))
NOON, NIGHT = "2024-06-01T12:00:00+00:00", "2024-06-01T23:00:00+00:00"


def link(day: date) -> Link:
    return Link("s1", "later", "k", 0, 3, "Yes", day, "context", 0.5, True, "same words")


def meeting(month: int, *, body: str = "Marlford Town Council", lag: int = 10, added: str = NOON) -> Meeting:
    held = date(2023, month, 2)
    return Meeting(body, date(2023, month, 2 + lag), held, added)


def held(*meetings: Meeting) -> set[date]:
    return meetings_later(
        meetings, body="Marlford Town Council", made=MADE, traced="2024-06-01T13:00:00+00:00", searched=SEARCHED
    )


@pytest.mark.parametrize(
    ("links", "searched", "answer"),
    [
        ([], None, "not checked"),
        ([], SEARCHED, "checked, nothing found"),
        ([], Coverage(), "not checked"),  # no later record is covered
        ([], Coverage(2, undated=2), "not checked"),
        ([], Coverage(failures=1), "a source could not be read"),
        ([], replace(SEARCHED, failures=1), "a source could not be read"),
        ([link(date(2024, 1, 5))], SEARCHED, "found"),
        ([link(date(2024, 1, 5))], replace(SEARCHED, failures=1), "found"),
    ],
)
def test_there_is_exactly_one_of_four_answers(links, searched, answer):
    assert silence_of(made=MADE, links=links, searched=searched).answer == answer
    assert answer in ANSWERS


def test_nothing_can_be_called_later_than_an_unknown_day():
    assert silence_of(made=None, links=[], searched=SEARCHED).answer == "not checked"


def test_silence_is_told_by_the_minutes_gone_through():
    silence = silence_of(made=MADE, links=[], searched=SEARCHED, meetings=[date(2023, 4, 5), date(2024, 5, 3)])
    assert told(silence) == "No mention in 2 later minutes up to 3 May 2024."
    assert silence.silent == 2


def test_silence_since_the_last_mention_is_told():
    days = [date(2023, 5, 2), date(2023, 7, 2), date(2023, 9, 2)]
    silence = silence_of(made=MADE, links=[link(date(2023, 5, 2))], searched=SEARCHED, meetings=days)
    assert (
        told(silence) == "1 later passage, of 2 May 2023. No mention since in 2 later minutes up to 2 September 2023."
    )


def test_what_could_not_be_read_is_told_with_every_answer():
    unread = replace(SEARCHED, failures=2)
    for links in ([], [link(date(2024, 1, 5))]):
        assert "2 sources could not be read and may hold more." in told(
            silence_of(made=MADE, links=links, searched=unread)
        )


def test_without_meetings_of_a_known_body_the_records_are_counted():
    silence = silence_of(made=MADE, links=[], searched=replace(SEARCHED, undated=3))
    assert told(silence) == "No mention in 17 later records up to 9 May 2024."
    assert silence.silent == 17


def test_where_no_later_record_is_there_silence_says_nothing():
    only_undated = Coverage(2, undated=2)
    assert told(silence_of(made=MADE, links=[], searched=only_undated)).startswith("No later record is covered")


def test_draft_and_final_minutes_are_one_meeting():
    assert held(meeting(5, lag=3), meeting(5, lag=20)) == {date(2023, 5, 2)}


def test_only_later_meetings_of_the_same_body_count():
    others = (meeting(2), replace(meeting(3), met=MADE), meeting(6, body="Marlford Echo"))
    assert held(*others, meeting(7)) == {date(2023, 7, 2)}


def test_a_record_that_came_in_after_the_search_was_not_searched():
    assert held(meeting(5, added=NIGHT)) == set()


def test_what_was_searched_names_sources_dates_and_failures():
    assert gone_through(replace(SEARCHED, failures=1, undated=1)) == (
        "20 documents from 1 April 2023 to 9 May 2024, 1 document without a date; sources: Marlford Town Council (18),"
        " body unknown (2); 1 source could not be read."
    )
