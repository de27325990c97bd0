"""Search joins words and meaning; filters, phrases and exclusions hold for whatever is found."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_world import COUNCIL, document, statement, world

from greenshoots.errors import StaleIndexError
from greenshoots.records import Filters
from index.search import merge_ranks, search


@pytest.fixture
def stocked(tmp_path):
    with world(tmp_path) as made:
        minutes = document(
            "minutes",
            "The brook floods the lane every winter.",
            "The clerk will mend the lychgate.",
            "Green shoots were seen in the library figures.",
            published=date(2023, 3, 1),
            medium="minutes",
        )
        press = document(
            "press",
            "Shoots of green paint cover the lychgate.",
            "Flooding closed the lane by the brook, says Orla Finch.",
            published=date(2024, 3, 1),
            medium="press",
            body="The Marl Gazette",
        )
        made.add(minutes, statements=[statement(minutes, "The clerk will mend the lychgate.", speaker="Orla Finch")])
        made.add(press, statements=[statement(press, press.text.split("\n")[1], "criticism", speaker="Tom Reed")])
        made.index()
        yield made


def ask(made, query, **filters):
    return search(made.store, made.vectors, made.embedder, query, Filters(**filters))


def texts(hits):
    return [hit.passage.text for hit in hits]


def test_words_and_meaning_add_up(stocked):
    best = ask(stocked, "mend lychgate")[0]
    assert best.passage.text == "The clerk will mend the lychgate."
    assert set(best.parts) == {"words", "meaning"}
    assert best.score == pytest.approx(sum(best.parts.values()))
    assert min(best.parts.values()) > 0


def test_a_hit_brings_its_document_and_statement(stocked):
    best = ask(stocked, "mend lychgate")[0]
    assert best.document.id == "minutes"
    assert best.statement.speaker == "Orla Finch"


def test_a_passage_that_is_no_statement_brings_none(stocked):
    assert ask(stocked, '"green shoots"')[0].statement is None


def test_exact_phrase_holds_for_hits_by_meaning(stocked):
    assert texts(ask(stocked, '"green shoots"')) == ["Green shoots were seen in the library figures."]


def test_exclusion_holds_for_hits_by_meaning(stocked):
    assert "The clerk will mend the lychgate." not in texts(ask(stocked, "lychgate -clerk"))
    assert "Shoots of green paint cover the lychgate." in texts(ask(stocked, "lychgate -clerk"))


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        ({"body": "gazette"}, {"press"}),
        ({"body": COUNCIL}, {"minutes"}),
        ({"medium": "press"}, {"press"}),
        ({"before": date(2023, 12, 31)}, {"minutes"}),
        ({"after": date(2024, 1, 1)}, {"press"}),
        ({"speaker": "finch"}, {"minutes"}),
        ({"kind": "criticism"}, {"press"}),
        ({"kind": "apology"}, set()),
    ],
)
def test_filters_hold_for_every_hit(stocked, filters, documents):
    assert {hit.document.id for hit in ask(stocked, "lychgate brook lane", **filters)} == documents


def test_without_words_the_newest_statements_are_listed(stocked):
    assert [hit.document.id for hit in ask(stocked, "")] == ["press", "minutes"]
    assert [hit.document.id for hit in ask(stocked, "", speaker="orla")] == ["minutes"]


def test_exclusion_alone_leaves_the_newest_others(stocked):
    assert [hit.document.id for hit in ask(stocked, "-brook")] == ["minutes"]


def test_word_in_the_heading_finds_what_stands_under_it(tmp_path):
    with world(tmp_path) as made:
        made.add(document("a", "It will be mended."), heading="Lychgate")
        made.index()
        assert texts(ask(made, "lychgate")) == ["It will be mended."]


def test_word_that_is_nowhere_finds_nothing(stocked):
    assert ask(stocked, "zyx") == []


def test_words_alone_are_searched_without_vectors(stocked):
    hits = search(stocked.store, None, None, "mend lychgate")
    assert texts(hits)[0] == "The clerk will mend the lychgate."
    assert set(hits[0].parts) == {"words"}


def test_stale_vectors_are_refused_not_searched(stocked):
    stocked.add(document("new", "Bins stay full."))
    with pytest.raises(StaleIndexError):
        ask(stocked, "bins")


def test_limit_is_kept(stocked):
    assert len(search(stocked.store, stocked.vectors, stocked.embedder, "lychgate brook lane", limit=2)) == 2


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text())
def test_anything_can_be_typed(stocked, typed):
    for hit in ask(stocked, typed):
        assert hit.passage.text == hit.document.text[hit.passage.start : hit.passage.end]


def test_ranks_are_fused_as_published():
    merged = merge_ranks([["a", "b"], ["b", "c"]])
    assert merged == [("b", 1 / 62 + 1 / 61), ("a", 1 / 61), ("c", 1 / 62)]
