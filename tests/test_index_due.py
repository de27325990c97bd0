"""Times named in a text, worked out to a last day so that two promises can be compared."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.due import due_days, how_long, is_length
from index.when import times_named

SAID = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("within 6 weeks", date(2024, 4, 12)),
        ("in the next two weeks", date(2024, 3, 15)),
        ("within 12 months", date(2025, 3, 1)),
        ("over the next six months", date(2024, 9, 1)),
        ("by the end of April", date(2024, 4, 30)),
        ("in January", date(2025, 1, 31)),
        ("on 16th February 2024", date(2024, 2, 16)),
        ("in mid May", date(2024, 5, 15)),
        ("in early June", date(2024, 6, 10)),
        ("in Q2 2024", date(2024, 6, 30)),
        ("in the final quarter of 2025", date(2025, 12, 31)),
        ("in autumn", date(2024, 11, 30)),
        ("before Christmas", date(2024, 12, 24)),
        ("in early 2025", date(2025, 4, 10)),
        ("in 2025", date(2025, 12, 31)),
        ("next month", date(2024, 4, 30)),
        ("next week", date(2024, 3, 10)),
        ("next year", date(2025, 12, 31)),
    ],
)
def test_last_day(words, day):
    assert [found for _, found in due_days(f"It will be done {words}.", SAID)] == [day]


@pytest.mark.parametrize("words", ["by 31 June", "for 18 months", "at the next meeting", "in due course", ""])
def test_what_is_not_clear_is_left_out(words):
    assert due_days(words, SAID) == ()


def test_nothing_is_counted_from_an_unknown_day():
    assert due_days("by the end of April 2024", None) == ()


@pytest.mark.parametrize(("words", "length"), [("lasting 6 weeks", True), ("within 6 weeks", False), ("in May", False)])
def test_a_length_is_told_from_a_time_ahead(words, length):
    [time] = times_named(words)
    assert is_length(time) is length


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "no time"), (1, "one day"), (10, "10 days"), (70, "ten weeks"), (90, "three months"), (800, "two years")],
)
def test_length_in_words(days, words):
    assert how_long(days) == words.replace("10 days", "ten days")


@given(st.text(), st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_any_text_can_be_asked(text, day):
    assert all(isinstance(found, date) for _, found in due_days(text, day))
