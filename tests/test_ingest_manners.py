"""Pace, rules and the wish to come back later, whatever a site writes."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_site import Clock

from greenshoots.errors import FetchError
from ingest.manners import LONGEST_RULES, Pace, Rules, retry_after

AGENT = "greenshoots/0.1.0 (+mailto:desk@example.org)"
PAGE = "https://democracy.example.org/a"


def pace(clock: Clock, *, seconds: float = 2.0, chance: float = 0.0) -> Pace:
    return Pace(seconds, clock, clock.sleep, lambda: chance)


def test_hosts_do_not_wait_for_each_other():
    clock = Clock()
    steady = pace(clock)
    steady.wait("one.example")
    steady.wait("two.example")
    assert clock.slept == []


@pytest.mark.parametrize(("chance", "slept"), [(0.0, 2.0), (1.0, 2.5)])
def test_chance_makes_a_pause_longer_never_shorter(chance, slept):
    clock = Clock()
    steady = pace(clock, chance=chance)
    steady.wait("one.example")
    steady.wait("one.example")
    assert clock.slept == [slept]


@pytest.mark.parametrize(("wished", "slept"), [(1.0, 2.0), (10.0, 10.0)])
def test_the_longer_of_two_wishes_counts(wished, slept):
    clock = Clock()
    steady = pace(clock)
    steady.wait("one.example")
    steady.wait("one.example", wished=wished)
    assert clock.slept == [slept]


@given(st.binary(max_size=300))
def test_rules_that_are_none_harm_nobody(data):
    rules = Rules.of(data, AGENT)
    assert rules.delay >= 0
    with suppress(FetchError):
        rules.check(PAGE)


@pytest.mark.parametrize("said", ["nan", "inf", "-5", "x", "1e999", ""])
def test_a_delay_that_is_none_is_none(said):
    assert Rules.of(f"User-agent: *\nCrawl-delay: {said}".encode(), AGENT).delay == 0.0


def test_rules_after_a_mark_of_byte_order_count():
    with pytest.raises(FetchError):
        Rules.of(b"\xef\xbb\xbfUser-agent: *\nDisallow: /a", AGENT).check(PAGE)


def test_rules_without_end_are_read_up_to_a_limit():
    flood = b"User-agent: *\nDisallow: /b\n" + b"#" * LONGEST_RULES + b"\nDisallow: /a"
    Rules.of(flood, AGENT).check(PAGE)


@given(st.text(max_size=40))
def test_whatever_a_site_says_about_later_is_seconds_or_nothing(said):
    wait = retry_after(said)
    assert wait is None or (wait >= 0 and not math.isnan(wait))


@pytest.mark.parametrize(("said", "wait"), [("120", 120.0), (" 7 ", 7.0), ("Mon, 01 Jan 2024 00:00:00 GMT", 0.0)])
def test_later_in_seconds_or_as_a_date(said, wait):
    assert retry_after(said) == wait


@pytest.mark.parametrize("said", ["", "soon", "-5", "1.5", "Mon, 99 Jan 2024 00:00:00 GMT"])
def test_later_that_says_no_time(said):
    assert retry_after(said) is None
