"""Whatever is typed into the search box becomes a query that SQLite takes."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import all_of, any_of, excluded_by, has_exact, parse
from index.store_schema import TOKENIZER


@pytest.fixture(scope="module")
def texts():
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='{TOKENIZER}')")
    lines = ["Green shoots of change", "The shoots were green", "A green lane", "O’Riordan’s café in Cúil", "Bins"]
    connection.executemany("INSERT INTO texts (text) VALUES (?)", [(line,) for line in lines])
    yield connection
    connection.close()


def found(texts, expression):
    return [row[0] for row in texts.execute("SELECT text FROM texts WHERE texts MATCH ? ORDER BY rowid", (expression,))]


@pytest.mark.parametrize(
    ("typed", "texts_found"),
    [
        ("green shoots", ["Green shoots of change", "The shoots were green"]),
        ('"green shoots"', ["Green shoots of change"]),
        ("“green shoots”", ["Green shoots of change"]),
        ("green -shoots", ["A green lane"]),
        ('green -"green shoots"', ["The shoots were green", "A green lane"]),
        ("lane OR bins", ["A green lane", "Bins"]),
        ("green lane OR change", ["Green shoots of change", "A green lane"]),
        ("shoot", ["Green shoots of change", "The shoots were green"]),
        ("o'riordan's", ["O’Riordan’s café in Cúil"]),
        ("CAFE cuil", ["O’Riordan’s café in Cúil"]),
        ("OR green AND NOT", []),
        ('"green', ["Green shoots of change", "The shoots were green", "A green lane"]),
        ("text:green", []),
        ("green*", ["Green shoots of change", "The shoots were green", "A green lane"]),
    ],
)
def test_finds_what_was_asked(texts, typed, texts_found):
    assert found(texts, all_of(parse(typed))) == texts_found


def test_any_of_asks_for_some_words_but_for_all_phrases_and_exclusions(texts):
    assert found(texts, any_of(parse("lane change"))) == ["Green shoots of change", "A green lane"]
    assert found(texts, any_of(parse('"green shoots" lane'))) == ["Green shoots of change"]
    assert found(texts, any_of(parse("lane change -shoots"))) == ["A green lane"]


@pytest.mark.parametrize("typed", ["", "   ", '""', "OR", "- -", "-weeds", "!!! ***", "\x00"])
def test_without_wanted_words_nothing_is_wanted(typed):
    assert parse(typed).wanted == ()


def test_a_hyphen_inside_a_word_excludes_nothing():
    assert parse("long-term plan").excluded == ()


def test_a_pasted_page_is_cut(texts):
    assert found(texts, all_of(parse("green " * 5000))) != []


@given(st.text() | st.text(alphabet="\"“”-OR()*:^+{}ab '\x00\n\ud800"))
def test_nothing_typed_breaks_the_search(texts, typed):
    query = parse(typed)
    if query.wanted:
        found(texts, all_of(query))
        found(texts, any_of(query))
    if query.excluded:
        found(texts, excluded_by(query))


def test_exact_phrase_is_word_for_word():
    query = parse('"green shoots"')
    assert has_exact(query, "Some GREEN,\nshoots here")
    assert not has_exact(query, "a green shoot")
    assert not has_exact(query, "evergreen shoots")
