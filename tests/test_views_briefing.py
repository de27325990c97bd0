"""The screen of the briefing, run without a browser: choosing, reading, and what there is without any minutes."""

from __future__ import annotations

from datetime import date

import pytest
import streamlit as st
from index_world import COUNCIL, document, statement, world
from test_views_screens import read, screen, written
from views_home import WordVectors

from greenshoots import pipeline
from greenshoots.records import Coverage, Deadline

NAME = "Leisure Scrutiny Committee"
POOL = "The Council will open the <b>Mere Lane</b> pool by 31 March 2023."


@pytest.fixture
def pledge(tmp_path, monkeypatch):
    monkeypatch.setenv("GREENSHOOTS_HOME", str(tmp_path))
    monkeypatch.setattr(pipeline, "embedder", WordVectors)
    with world(tmp_path) as made:
        day = date(2022, 2, 1)
        first = document(
            "m0", POOL, published=day, met=day, medium="minutes", title=f"{NAME} - Tuesday 1 February 2022"
        )
        said = statement(first, POOL, deadline=Deadline("by 31 March 2023", date(2023, 3, 31)))
        made.add(first, statements=[said])
        made.store.put_links(said.id, [], searched=Coverage(1, day, date(2023, 1, 1), bodies=((COUNCIL, 1),)))
    yield said
    st.cache_resource.clear()


def test_a_committee_is_asked_for_first(pledge):
    words = read(screen("briefing"))
    assert "Choose the committee." in words
    assert "Questions to ask" not in words


def test_the_address_names_committee_and_day(pledge):
    test = screen("briefing", committee=f"{NAME}, {COUNCIL}", on="2023-06-01")
    assert "For the meeting of 1 June 2023." in read(test)
    assert f'href="statement?id={pledge.id}"' in written(test)


def test_words_of_a_record_are_text(pledge):
    told = written(screen("briefing", committee=f"{NAME}, {COUNCIL}", on="2023-06-01"))
    assert "&lt;b&gt;Mere Lane&lt;/b&gt;" in told
    assert "<b>Mere Lane" not in told


def test_the_ledger_leads_to_it(pledge):
    assert 'href="briefing?' in written(screen("ledger"))


def test_a_portfolio_that_no_record_tells_finds_nothing(pledge):
    assert "No pledge found in the record covered." in read(screen("ledger", portfolio="leisure"))
