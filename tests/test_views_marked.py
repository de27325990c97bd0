"""Words in context: the words stay as they are, the statement is marked, nothing in a text acts as markup."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from greenshoots.records import Passage, Span
from greenshoots.views.marked import DECIDING, in_context, unwrapped, window

TEXT = "One is first. Two is here.\n\nThree stands apart. Four ends it.\nFive."


def passages_of(text: str) -> list[Passage]:
    """A passage a sentence."""
    return [Passage("d", m.start(), m.end(), m.group()) for m in re.finditer(r"[A-Z][^.]*\.", text)]


def shown(words: str) -> str:
    """What a reader reads of a piece of HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "", words))


def place(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def test_the_statement_is_marked_in_its_sentences():
    words = in_context(TEXT, passages_of(TEXT), place("Two is here."), before=1, after=1)
    assert words == (
        '<blockquote class="gs-words"><p>One is first. <mark>Two is here.</mark></p>'
        "<p>Three stands apart.</p></blockquote>"
    )


def test_the_words_that_decided_stand_out_within_the_mark():
    words = in_context(TEXT, passages_of(TEXT), place("Two is here."), deciding=place("is here"), before=0, after=0)
    assert f'<p><mark>Two <strong title="{DECIDING}">is here</strong>.</mark></p>' in words
    assert shown(words) == "Two is here."


def test_deciding_words_over_two_paragraphs_stand_out_in_both():
    piece = place("Two is here.\n\nThree stands apart.")
    words = in_context(TEXT, passages_of(TEXT), piece, deciding=place("here.\n\nThree"), before=0, after=0)
    assert words.count("<strong") == words.count("</strong>") == 2


def test_a_clause_is_marked_in_its_whole_sentence():
    assert "<p>Three <mark>stands</mark> apart." in in_context(TEXT, passages_of(TEXT), place("stands"))


def test_a_statement_over_two_paragraphs_is_marked_in_both():
    words = in_context(TEXT, passages_of(TEXT), place("here.\n\nThree"), before=0, after=0)
    assert words.count("<mark>") == 2
    assert "<mark>here.</mark></p><p><mark>Three</mark>" in words


def test_a_line_end_inside_a_sentence_is_a_space_and_one_between_sentences_stays():
    text = "The road will\nbe mended.\nThe bridge, too."
    words = unwrapped(text, passages_of(text), Span(0, len(text)))
    assert words == "The road will be mended.\nThe bridge, too."


def test_markup_in_a_text_is_shown_as_text():
    text = "They <script>alert(1)</script> & [x](javascript:y) $z$ said so."
    words = in_context(text, [Passage("d", 0, len(text), text)], Span(5, 30))
    assert "<script" not in words
    assert shown(words) == text


def test_a_contact_detail_is_covered_even_where_the_mark_cuts_it():
    text = "Write to ada@harbourside.example.org today."
    words = in_context(text, [Passage("d", 0, len(text), text)], Span(0, 13))
    assert shown(words) == "Write to [e-mail address hidden] today."


def test_controls_that_turn_the_reading_direction_are_made_visible():
    text = "It was \u202edeliaf\u202c."
    assert "\u202e" not in in_context(text, [Passage("d", 0, len(text), text)], Span(0, 6))


def test_the_window_never_reaches_far():
    text = "A" + "b" * 50_000 + "."
    around = window([Passage("d", 0, len(text), text)], Span(20_000, 20_010), before=2, after=2)
    assert around.end - around.start < 4000


@given(st.text(alphabet="AB.\n <&>\r\u00a0", min_size=1, max_size=120), st.data())
def test_all_that_is_read_is_the_text_of_the_window(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    piece = Span(start, data.draw(st.integers(start + 1, len(text))))
    passages = passages_of(text)
    around = window(passages, piece, before=1, after=1)
    assert around.contains(piece)
    words = shown(in_context(text, passages, piece, before=1, after=1))
    assert "".join(words.split()) == "".join(around.of(text).split())
