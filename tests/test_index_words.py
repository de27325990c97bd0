"""Words are counted here as the word index finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_world import document, world

from index.matter import Rarity
from index.words import Stemmer, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The barriers at O’Riordan’s café!", ["barriers", "o", "riordan", "cafe"]),
        ("2 x £1,200", ["2", "x", "1", "200"]),
        ("the of and", []),
        ("", []),
    ],
)
def test_words(text, words):
    assert words_of(text) == words


def test_forms_of_a_word_share_a_stem():
    [stems] = Stemmer()(["barrier barriers, mending mended Mend"])
    assert len(set(stems)) == 2


@given(st.text())
def test_any_text_has_as_many_stems_as_words(text):
    [stems] = Stemmer()([text])
    assert len(stems) == len(words_of(text))


def test_rarity_counts_what_the_word_index_counts(tmp_path):
    with world(tmp_path) as made:
        made.add(document("a", "The barriers rust.", "A barrier fell.", "The brook is low."))
        [[barrier, brook, unknown]] = Stemmer()(["barriers brook zebra"])
        rarity = Rarity(made.store)
        assert made.store.frequencies([barrier, brook, unknown]) == {barrier: 2, brook: 1}
        assert rarity.of(unknown) > rarity.of(brook) > rarity.of(barrier) > 0
