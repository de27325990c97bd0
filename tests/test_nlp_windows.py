"""Windows of word pieces: every sentence judged once, among its neighbours, in as much room as the encoder has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.windows import BEFORE, BUDGET, LONGEST, LONGEST_HEADING, LONGEST_TELLER, Encoded, make_windows

START, STOP, MEDIUM = 1, 2, [3]
pieces = st.lists(st.integers(10, 99), max_size=LONGEST + 20).map(tuple)
few = st.lists(st.integers(100, 120), max_size=LONGEST_HEADING + 4).map(tuple)
sentences = st.lists(st.builds(Encoded, pieces, side=st.sampled_from([(), (7,)]), heading=few, teller=few), max_size=30)


def windows(given_sentences):
    return list(make_windows(MEDIUM, given_sentences, start=START, stop=STOP))


@given(sentences)
def test_every_sentence_is_judged_once_and_in_order(given_sentences):
    judged = [part.sentence for window in windows(given_sentences) for part in window.parts]
    assert judged == list(range(len(given_sentences)))


@given(sentences)
def test_a_part_holds_the_words_of_its_sentence_and_no_others(given_sentences):
    for window in windows(given_sentences):
        for part in window.parts:
            words = given_sentences[part.sentence].words[:LONGEST] or (STOP,)
            assert window.pieces[part.start : part.end] == words


@given(sentences)
def test_no_window_outgrows_its_room(given_sentences):
    least = 3 + LONGEST_HEADING + 1 + LONGEST_TELLER + 1 + BEFORE  # then one sentence is judged, however long
    for window in windows(given_sentences):
        assert len(window.pieces) <= max(BUDGET, least + LONGEST + 2)


@given(sentences)
def test_a_sentence_bears_its_side_before_it(given_sentences):
    for window in windows(given_sentences):
        for part in window.parts:
            before = window.pieces[part.start - 1 : part.start]
            assert before == (given_sentences[part.sentence].side or (STOP,))


def test_a_window_opens_with_medium_heading_and_teller():
    (window,) = windows([Encoded((50, 51), side=(7,), heading=(20, 21), teller=(30,))])
    assert window.pieces == (START, 3, STOP, 20, 21, STOP, 30, STOP, 7, 50, 51, STOP)


def test_a_window_reads_again_what_stands_before_it():
    short = [Encoded((number,) * 20) for number in range(10, 40)]
    first, second, *_ = windows(short)
    read_again = short[first.parts[-1].sentence].words
    assert second.pieces[3 : 3 + len(read_again)] == read_again
