"""The queue of what is unsure, what is said of it, and taking that back: the log only grows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from views_home import WordVectors, build, found_later, put, statement

from greenshoots import corrections, judgements, pipeline, review
from greenshoots.errors import UsageError
from greenshoots.records import Attribution, Document
from index.judged import latest, stored
from index.store_review import last_said

UNA = "Una Frost"
WORDS = """Highways Board, 4 June 2024

Mr Col Ayre spoke next. The lay-by will be swept in July. Mrs Ida Penn, Head of Streets, will write to all.

The kerb is dry.
"""


@pytest.fixture
def library(home, monkeypatch):
    """A small library with an unlikely link, an unsure name, a name that nobody gave, and an unlikely statement."""
    ids = build(home)
    monkeypatch.setattr(pipeline, "embedder", WordVectors)
    with pipeline.library(home) as opened:
        found = found_later(ids)(SimpleNamespace(store=opened.store), ids.pledge)
        low = tuple(replace(link, score=0.2 + number / 100) for number, link in enumerate(found.links))
        opened.store.put_links(ids.pledge, low, searched=found.searched)
        board = Document("board-1", WORDS, "minutes", "Kerb Council", "Highways Board", None, date(2024, 6, 4))
        sure = {"score": 0.9, "attribution": Attribution("none", 0.0)}
        near = statement(board, "The lay-by will be swept in July.", "commitment", **sure)
        put(opened, board, near)
        second = replace(board, id="board-2", text=WORDS + "Again.")
        unsure = Attribution("pronoun", 0.6)
        put(opened, second, statement(second, "The kerb is dry.", "progress", speaker="Ida Penn", attribution=unsure))
        third = replace(board, id="board-3", text="The tide may turn.")
        put(
            opened,
            third,
            statement(
                third,
                "The tide may turn.",
                "assurance",
                score=0.35,
                speaker="Tidal Board",
                attribution=Attribution("named", 0.9),
            ),
        )
        yield opened


def of(items, sort):
    return [item for item in items if item.sort == sort]


def test_links_come_first_those_on_the_outcome_before_the_others_then_names_then_statements(library):
    items = review.queue(library)
    assert [item.sort for item in items] == sorted((item.sort for item in items), key=review.SORTS.index)
    assert [item.link.relation for item in of(items, "links")] == ["shortfall", "progress"]
    assert review.queue(library) == items


def test_what_is_not_on_the_timeline_is_not_asked_about(library):
    assert all(item.link.shown for item in of(review.queue(library), "links"))


def test_each_says_why_it_is_there(library):
    why = {item.statement.text: item.why for item in review.queue(library) if not item.link}
    assert why["The kerb is dry."] == "The name is not sure: 60%"
    assert why["The lay-by will be swept in July."] == "Nobody is named, though a name stands near"
    assert why["The tide may turn."] == "35% likely to be a statement at all"


def test_a_statement_stands_in_the_queue_once(library):
    ids = [item.id for item in review.queue(library)]
    assert len(ids) == len(set(ids))


def test_near_names_are_offered_the_nearest_first(library):
    (item,) = [item for item in review.queue(library) if item.statement.text.startswith("The lay-by")]
    assert item.names == ("Mrs Ida Penn", "Mr Col Ayre")


@pytest.mark.parametrize("act", [review.accept, review.reject])
def test_what_was_judged_leaves_the_queue_and_comes_back_when_it_is_taken_back(library, act):
    for item in review.queue(library):
        if act is review.reject and item.sort == "names" and not item.statement.speaker:
            continue
        done = act(library, item, by=UNA)
        assert not review.is_open(library, item)
        assert item.id not in {other.id for other in review.queue(library)}
        review.take_back(library, item, done, by=UNA)
        assert review.is_open(library, item)
        assert item in review.queue(library)


def test_the_log_keeps_what_was_said_and_that_it_was_taken_back(library):
    for item in (of(review.queue(library), "links")[0], of(review.queue(library), "statements")[0]):
        done = review.reject(library, item, by=UNA, reason="no")
        review.take_back(library, item, done, by=UNA)
    said = last_said(library.store, limit=10)
    taken = [entry.judgement.takes_back if hasattr(entry, "judgement") else entry.takes_back for entry in said]
    assert sorted(taken) == [False, False, True, True]


def test_nothing_is_learned_from_what_was_taken_back(library):
    for item in review.queue(library):
        review.take_back(library, item, review.accept(library, item, by=UNA), by=UNA)
    assert list(corrections.gold_lines(library)) == []
    assert list(judgements.labelled_links(library)) == []


def test_taking_back_brings_what_stood_before_back(library):
    item = of(review.queue(library), "links")[0]
    first = review.accept(library, item, by="Ada Marsh")
    second = judgements.judge_link(library, item.statement, first, by=UNA, accepted=False)
    judgements.take_back(library, item.statement, second, by=UNA)
    (stands,) = latest(library.store, item.statement)
    assert stands.judgement.by == "Ada Marsh"
    assert stands.judgement.accepted
    assert len(list(judgements.labelled_links(library))) == 1


def test_after_taking_back_the_machines_link_stands_as_it_was(library):
    item = of(review.queue(library), "links")[0]
    before = stored(library.store, item.statement)
    done = review.reject(library, item, by=UNA)
    assert stored(library.store, item.statement).rejected
    review.take_back(library, item, done, by=UNA)
    assert stored(library.store, item.statement) == before


def test_only_what_still_stands_can_be_taken_back(library):
    for item in (of(review.queue(library), "links")[0], of(review.queue(library), "statements")[0]):
        done = review.accept(library, item, by=UNA)
        review.take_back(library, item, done, by=UNA)
        with pytest.raises(UsageError, match="taken back"):
            review.take_back(library, item, done, by=UNA)


def test_nobody_takes_back_without_a_name(library):
    for item in (of(review.queue(library), "links")[0], of(review.queue(library), "statements")[0]):
        done = review.accept(library, item, by=UNA)
        with pytest.raises(UsageError, match="name"):
            review.take_back(library, item, done, by=" ")


def test_a_name_is_rejected_and_the_kind_stays(library):
    (item,) = [item for item in review.queue(library) if item.statement.text == "The kerb is dry."]
    done = review.reject(library, item, by=UNA)
    assert (done.kinds, done.speaker) == (("progress",), None)


def test_where_nobody_is_named_there_is_no_name_to_reject(library):
    (item,) = [item for item in review.queue(library) if item.statement.text.startswith("The lay-by")]
    with pytest.raises(UsageError, match="no name to reject"):
        review.reject(library, item, by=UNA)


def test_a_correction_keeps_kinds_and_name(library):
    (item,) = [item for item in review.queue(library) if item.statement.text.startswith("The lay-by")]
    done = review.correct(library, item, by=UNA, kinds=("commitment",), speaker="Col Ayre")
    assert (done.kinds, done.speaker, done.by) == (("commitment",), "Col Ayre", UNA)


def test_a_link_is_corrected_by_what_it_says(library):
    item = of(review.queue(library), "links")[0]
    with pytest.raises(UsageError, match="Choose one"):
        review.correct(library, item, by=UNA)
    done = review.correct(library, item, by=UNA, relation="context")
    assert done.judgement.proposed == "shortfall"
    assert done.relation == "context"
