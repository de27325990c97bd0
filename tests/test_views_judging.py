"""The forms by which people judge, run without a browser: what they judged is theirs, the rest the machine's."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import streamlit as st
from views_home import WordVectors, build, found_later, may_judge

from greenshoots import judgements, pipeline
from greenshoots.views.judging import RATING_WORDS
from tests.test_views_screens import read, screen, written

NOW = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
TODAY = "3 May 2026"


@pytest.fixture
def ids(home, monkeypatch):
    """A small library of its own, in which the machine proposes what a person would."""
    made = build(home)
    may_judge(monkeypatch)
    find = found_later(made)
    monkeypatch.setattr(pipeline, "embedder", WordVectors)
    monkeypatch.setattr(judgements, "_now", lambda: NOW)
    monkeypatch.setattr(
        "index.trace.trace", lambda store, vectors, embedder, said: find(SimpleNamespace(store=store), said.id)
    )
    yield made
    st.cache_resource.clear()


def box(test, label):
    (found,) = [expander for expander in test.expander if expander.label == label]
    return found


def judge(test, answer, *, name="Una Frost", reason="", day="1 May 2024"):
    form = box(test, f"Judge this passage of {day}")
    (choice,) = form.selectbox
    choice.set_value(next(option for option in choice.options if option.startswith(answer)))
    why, by = form.text_input
    why.input(reason)
    by.input(name)
    form.button[0].click().run()
    assert not test.exception
    return test


def verdict(test, rating, *, name="Una Frost", reason="the survey of 1 May"):
    form = box(test, "Give a verdict, or see all that were given")
    if rating:
        form.selectbox[0].set_value(rating)
    why, by = form.text_input
    why.input(reason)
    by.input(name)
    form.button[0].click().run()
    assert not test.exception
    return test


def test_what_the_machine_proposes_is_called_so(ids):
    test = screen("statement", id=ids.pledge)
    assert "Proposed by machine" in read(test)
    assert "Confirmed by" not in read(test)
    assert '<li class="gs-proposed">' in written(test)


def test_a_confirmed_link_says_by_whom_in_plain_words(ids):
    words = read(judge(screen("statement", id=ids.pledge), "Yes: late or not done", reason="I went there"))
    assert f"1 May 2024 : late or not done Confirmed by Una Frost, {TODAY}: I went there" in words
    assert "14 July 2023 : steps reported Proposed by machine" in words


def test_a_rejected_link_is_off_the_timeline_and_can_be_taken_back(ids):
    test = judge(screen("statement", id=ids.pledge), "No: it is about something else")
    apart = box(test, "Rejected by readers (not evidence): 1")
    told = " ".join(piece.body for piece in apart.get("html"))
    assert "has not reopened" in told
    assert f"Rejected by Una Frost, {TODAY}" in told
    assert written(test).count("has not reopened") == told.count("has not reopened")
    again = judge(test, "Yes: late or not done")
    assert not [expander for expander in again.expander if expander.label.startswith("Rejected")]


def test_another_relation_is_shown_with_what_the_machine_proposed(ids):
    words = read(judge(screen("statement", id=ids.pledge), "Yes, but it says: the terms changed"))
    assert (
        f"1 May 2024 : the terms changed Corrected by Una Frost, {TODAY} (proposed by machine: reads as late" in words
    )


def test_nothing_is_kept_without_a_name(ids):
    test = judge(screen("statement", id=ids.pledge), "Yes: late", name=" ")
    assert "bears the name" in read(test)
    assert "Confirmed by" not in read(test)


def test_a_name_is_typed_once(ids):
    test = judge(screen("statement", id=ids.pledge), "Yes: late")
    form = box(test, "Give a verdict, or see all that were given")
    assert form.text_input[1].value == "Una Frost"


def test_a_verdict_is_a_persons_and_the_log_stands_under_it(ids):
    test = verdict(screen("statement", id=ids.pledge), "broken")
    verdict(test, "kept late", name="Joss Penhale", reason="it opened in June")
    words = read(test)
    assert f"Verdict by Joss Penhale, {TODAY}: kept late. it opened in June" in words[: words.index("The words")]
    log = words[words.index("All verdicts, oldest first") :]
    assert log.index("broken") < log.index("kept late")
    assert "2 verdicts so far" in words


@pytest.mark.parametrize(
    ("rating", "reason", "told"), [(None, "so", "Choose a verdict first."), ("kept", "", "bears its reason")]
)
def test_a_verdict_that_is_not_whole_is_not_kept(ids, rating, reason, told):
    test = verdict(screen("statement", id=ids.pledge), rating, reason=reason)
    assert told in read(test)
    assert "No one has given one yet" in read(test)


def test_a_statement_that_is_not_followed_can_be_rated_all_the_same(ids):
    words = read(verdict(screen("statement", id=ids.shortfall), "contradicted"))
    assert f"Verdict by Una Frost, {TODAY}: contradicted." in words


def test_what_people_write_never_acts(ids):
    test = verdict(screen("statement", id=ids.pledge), "kept", name="<b>Una</b>", reason="<script>alert(1)</script>")
    judge(test, "Yes: late", name="<img src=x>", reason="[x](javascript:alert(2))")
    assert "<script>" not in written(test)
    assert "<img" not in written(test)


def test_every_rating_is_explained():
    assert all(words.lower().startswith(rating) for rating, words in RATING_WORDS.items())


def test_the_ledger_shows_the_verdict_with_whose_it_is(ids):
    verdict(screen("statement", id=ids.pledge), "broken")
    assert f"Verdict by Una Frost, {TODAY}: broken." in read(screen("ledger"))


def search_missed(test, words):
    box(test, "Add a passage that was missed").text_input[0].input(words).run()
    assert not test.exception
    return test


def add_missed(test, *, number=1, relation="shortfall", name="Una Frost", reason=""):
    form = box(test, "Add a passage that was missed")
    which, what = form.selectbox
    which.set_value(number)
    what.set_value(relation)
    _, why, by = form.text_input
    why.input(reason)
    by.input(name)
    form.button[0].click().run()
    assert not test.exception
    return test


def test_a_missed_passage_is_searched_chosen_and_added(ids):
    test = search_missed(screen("statement", id=ids.pledge), "used as a store")
    assert "1 passage, best first" in read(test)
    words = read(add_missed(test, reason="it is still shut"))
    assert f"1 May 2024 : late or not done Found by Una Frost, {TODAY}: it is still shut" in words
    assert "It is used as a store." in words


def test_a_missed_passage_needs_a_choice_a_relation_and_a_name(ids):
    for fields, told in (
        ({"number": None}, "Choose the passage first"),
        ({"relation": None}, "Say first what it tells"),
        ({"name": " "}, "bears the name"),
    ):
        test = add_missed(search_missed(screen("statement", id=ids.pledge), "store OR branches"), **fields)
        assert told in read(test)
        assert "Found by" not in read(test)


@pytest.mark.parametrize(
    "words",
    [
        "read every letter",  # stands in the record itself
        "Volunteers will reopen",  # of an unknown day
        "green shoots",  # another body's
        "has not reopened",  # on the timeline already
        "no such words",
    ],
)
def test_only_other_later_passages_of_the_body_are_offered(ids, words):
    assert "No other passage of a later record" in read(search_missed(screen("statement", id=ids.pledge), words))


def test_words_of_a_passage_that_is_offered_never_act(ids):
    test = search_missed(screen("statement", id=ids.pledge), "store <b>")
    assert "<b>" not in written(test)
