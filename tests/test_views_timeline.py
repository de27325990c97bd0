"""A later passage on the timeline: the words that decided stand out, what is inferred is called so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from views_home import build

from greenshoots import pipeline
from greenshoots.plain import INFERRED, link_block
from greenshoots.records import Link, LinkJudgement, Span
from greenshoots.views.marked import DECIDING
from greenshoots.views.timeline import passage_html

NOW = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
STRONG = f'<strong title="{DECIDING}">has not</strong>'


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    home = tmp_path_factory.mktemp("timeline")
    ids = build(home)
    with pipeline.library(home) as opened:
        yield opened, ids


@pytest.fixture
def link(library) -> Link:
    opened, ids = library
    said = opened.store.statement(ids.shortfall)
    at = said.start + said.text.index("has not")
    place = (said.document, said.document_key, said.start, said.end, said.text)
    day = opened.store.document(said.document_key).published
    return Link(
        ids.pledge, *place, day, "shortfall", 0.9, True, "same library", deciding=Span(at, at + 7), inferred=True
    )


def judged(link: Link, relation: str) -> Link:
    said = LinkJudgement(True, relation, "Una Frost", NOW, proposed="shortfall")
    return replace(link, relation=relation, judgement=said)


def test_the_words_that_decided_stand_out_in_the_passage(library, link):
    assert STRONG in passage_html(library[0], link)
    assert "<strong" not in passage_html(library[0], replace(link, deciding=None))


def test_they_stay_if_a_person_confirms_and_go_if_a_person_says_otherwise(library, link):
    assert STRONG in passage_html(library[0], judged(link, "shortfall"))
    assert "<strong" not in passage_html(library[0], judged(link, "progress"))


def test_what_is_inferred_is_called_so_with_what_that_means(library, link):
    told = passage_html(library[0], link)
    assert '<span class="gs-inferred" title="Nothing in the passage says this outright.' in told
    assert "Inferred" not in passage_html(library[0], replace(link, inferred=False))
    assert "Inferred" not in passage_html(library[0], judged(link, "shortfall"))


def test_the_terminal_says_it_too(link):
    assert f"reads as late or not done ({INFERRED})" in link_block(link, "source")
    assert INFERRED not in link_block(judged(link, "shortfall"), "source")
