"""Evidence is later: decided in one place, by the date of the record."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.records import Pledge
from index.later import Standing, is_later, standing
from index.store_rows import Card

MADE = date(2024, 3, 1)


def card(published=None, met=None):
    return Card(1, "d1", "m1", "m1", 1, True, "minutes", None, published, met)


def pledge(made=MADE):
    return Pledge("s1", "m0", 0, 4, "word", made)


@pytest.mark.parametrize(
    ("published", "met", "later"),
    [
        (date(2024, 3, 2), None, True),
        (date(2024, 3, 1), None, False),
        (date(2024, 2, 29), None, False),
        (None, None, False),
        (None, date(2024, 4, 1), False),
        (date(2024, 4, 1), date(2024, 3, 1), False),  # the pledge's own minutes, published a month later
        (date(2024, 4, 1), date(2024, 2, 1), False),
        (date(2024, 4, 1), date(2024, 3, 28), True),
        (date(2025, 9, 1), date(2024, 2, 1), True),  # a day it tells of, not that of its meeting
    ],
)
def test_later_is_by_the_record_and_by_the_meeting_it_tells_of(published, met, later):
    assert is_later(MADE, published=published, met=met) is later


def test_nothing_is_later_than_a_pledge_without_a_date():
    assert not is_later(None, published=date(2024, 3, 2))


@given(st.dates(), st.dates(), st.none() | st.dates())
def test_of_two_records_at_most_one_is_later(one, other, met):
    assert not (is_later(one, published=other, met=met) and is_later(other, published=one))


@pytest.mark.parametrize(
    ("published", "met", "how"),
    [
        (date(2024, 4, 1), None, Standing.LATER),
        (date(2024, 4, 1), MADE, Standing.SAME),
        (MADE, None, Standing.SAME),
        (date(2024, 2, 1), None, Standing.EARLIER),
        (None, None, Standing.UNDATED),
    ],
)
def test_standing_of_a_record(published, met, how):
    assert standing(pledge(), card(published, met)) is how


def test_copy_of_the_pledges_record_is_the_same_meeting_whenever_it_appeared():
    assert standing(pledge(), card(date(2024, 6, 1)), copied=0.9) is Standing.SAME


def test_every_record_is_undated_to_a_pledge_without_a_date():
    assert standing(pledge(None), card(date(2024, 6, 1))) is Standing.UNDATED
