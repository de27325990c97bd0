"""The list of pledges and the terms over time, run without a browser over a small record."""

from __future__ import annotations

from datetime import date

import pytest
import streamlit as st
from index_world import COUNCIL, document, statement, world
from test_views_screens import read, screen, written
from views_home import WordVectors

from greenshoots import pipeline
from greenshoots.records import Coverage, Deadline, Link, Pledge, Traced
from greenshoots.views import ledger as view

PLEDGE = "The Council will open the Mere Lane pool by 31 March 2023."
MOVED = "The Council hoped to open the Mere Lane pool by 30 June 2024."
REQUEST = "The Committee recommended that a second warden be employed."
NASTY = "We will <b>bold</b> this."
SEARCHED = Coverage(3, date(2022, 3, 1), date(2023, 5, 3), bodies=((COUNCIL, 3),))


@pytest.fixture
def pledge(tmp_path, monkeypatch):
    """A pledge whose terms changed once, another that was never named again, a request, sixty small ones."""
    monkeypatch.setenv("GREENSHOOTS_HOME", str(tmp_path))
    monkeypatch.setattr(pipeline, "embedder", WordVectors)
    with world(tmp_path) as made:
        small = [
            f"The Clerk will order bench number {number} for plot {chr(97 + number % 26)}{number}."
            for number in range(60)
        ]
        first = document(
            "m0", PLEDGE, REQUEST, NASTY, *small, published=date(2022, 2, 1), medium="minutes", title="Leisure"
        )
        due = Deadline("by 31 March 2023", date(2023, 3, 31))
        said = statement(first, PLEDGE, deadline=due, firmness="firm")
        others = [statement(first, words) for words in (NASTY, *small)]
        made.add(first, statements=[said, statement(first, REQUEST, "request"), *others])
        later = document("m1", MOVED, published=date(2023, 5, 3), medium="minutes")
        again = Deadline("by 30 June 2024", date(2024, 6, 30))
        made.add(later, statements=[statement(later, MOVED, deadline=again, firmness="aim")])
        link = Link(
            said.id, later.id, later.key, 0, len(MOVED), MOVED, later.published, "supersedes", 0.5, True, "same"
        )
        made.store.put_links(said.id, [link], searched=SEARCHED)
        made.store.put_links(others[0].id, [], searched=SEARCHED)
    traced = Traced(Pledge(said.id, first.id, 0, 1, PLEDGE, first.published), (link,), searched=SEARCHED)
    monkeypatch.setattr(pipeline, "trace", lambda library, statement_id: traced)
    yield said
    st.cache_resource.clear()


def test_the_list_comes_in_pages(pledge):
    words = read(screen("ledger"))
    assert "63 pledges 1 to 50, newest first." in words
    assert "Older: page 2 of 2" in words
    assert "51 to 63, newest first." in read(screen("ledger", page="2"))


def test_a_page_that_there_is_not_is_the_last(pledge):
    assert "51 to 63, newest first." in read(screen("ledger", page="99"))


def test_the_link_to_the_next_page_keeps_the_filters(pledge):
    test = screen("ledger", topic="bench")
    assert "60 pledges" in read(test)
    assert 'href="ledger?topic=bench&amp;page=2"' in written(test)


@pytest.mark.parametrize(
    ("state", "words"),
    [("Moved once or more", PLEDGE), ("Silent for 1 meeting or more", "We will &lt;b&gt;bold&lt;/b&gt; this.")],
)
def test_a_state_in_the_address_narrows_the_list(pledge, state, words):
    test = screen("ledger", state=state)
    assert "1 pledge" in read(test)
    assert words in written(test)


def test_silence_is_told_in_the_list_as_everywhere(pledge):
    words = read(screen("ledger", state="Silent for 1 meeting or more"))
    assert "Checked, nothing found: No mention in the minutes of one later meeting up to 3 May 2023." in words


def test_requests_have_a_list_of_their_own(pledge):
    words = read(screen("ledger", what="requests"))
    assert "1 request" in words
    assert REQUEST in words
    assert "Answer not checked." in words
    assert PLEDGE not in words


def test_every_state_that_is_offered_can_be_asked_for(pledge):
    for states in (view.OF_PLEDGES, view.OF_REQUESTS):
        for wanted in states.values():
            assert view.Wanted(date(2024, 1, 1), **wanted)


def test_the_terms_over_time_are_a_table_with_what_changed(pledge):
    test = screen("statement", id=pledge.id)
    words = read(test)
    assert "The terms over time" in words
    assert "one year later" in words or "15 months later" in words
    assert "weaker: from “will” to “hopes to”" in words
    assert f"<q>{MOVED}</q>" in written(test)


def test_the_drawing_of_the_terms_has_a_text(pledge):
    charts = screen("statement", id=pledge.id).get("vega_lite_chart")
    assert any("1 February 2022, will: promised by 31 March 2023" in chart.proto.spec for chart in charts)
