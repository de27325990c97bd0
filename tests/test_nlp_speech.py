"""Sentences of recordings: speech without stops is cut where a clause opens, and nothing is altered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.records import Anchor, Deadline, Document, Turn
from nlp.deadlines import find_deadline
from nlp.sentences import split
from nlp.speech import clause_ends, is_unstopped


def recording(*turns: tuple[str | None, str]) -> Document:
    """One caption to a line of each turn, a second after the other."""
    text, places, anchors = "", [], []
    for label, words in turns:
        text += "\n\n" if text else ""
        places.append(Turn(len(text), len(text) + len(words), label, float(len(anchors))))
        for line in words.split("|"):
            anchors.append(Anchor(len(text), seconds=float(len(anchors))))
            text += line
    places = [
        Turn(t.start, t.start + len(words.replace("|", "")), t.label)
        for t, (_, words) in zip(places, turns, strict=True)
    ]
    return Document(id="d", text=text, turns=tuple(places), anchors=tuple(anchors), medium="transcript")


def sentences(document: Document) -> list[str]:
    return [document.text[s.start : s.end] for s in split(document)]


@pytest.mark.parametrize(
    "words",
    [
        ["thank you chair the wall was surveyed last week", "and we will mend it by the end of easter"],
        ["the steps are shut at the moment", "so we have asked the harbour master for a plan"],
        ["people have waited for two years", "i am sorry for the time that has taken"],
    ],
)
def test_unstopped_speech_is_cut_where_a_clause_opens(words):
    assert sentences(recording((None, " |".join(words)))) == words


def test_a_silence_ends_a_sentence_more_readily_than_a_new_caption():
    spoken = "the panel asked for the survey{}nothing was heard from the harbour since then"
    text = spoken.format("\n")
    assert [text[:31], text[31:]] == [
        "the panel asked for the survey\n",
        "nothing was heard from the harbour since then",
    ]
    assert list(clause_ends(text, 0, len(text))) == [31, len(text)]
    assert list(clause_ends(spoken.format(" "), 0, len(text), captions={31})) == [len(text)]


def test_no_sentence_ends_on_a_word_that_something_must_follow():
    text = "the council has told the residents of the harbour that we will mend the wall"
    assert list(clause_ends(text, 0, len(text))) == [len(text)]


def test_stopped_speech_is_cut_at_its_stops_only():
    spoken = (
        "Thank you, Chair, and I am sorry that we have not mended it yet. So we will mend it now and we hope for May."
    )
    assert sentences(recording((None, spoken))) == [spoken[:65].strip(), spoken[65:].strip()]


def test_a_line_break_within_a_stopped_sentence_is_no_end():
    assert sentences(recording((None, "We will mend\nThe Wall by May. It is late."))) == [
        "We will mend\nThe Wall by May.",
        "It is late.",
    ]


def test_nothing_that_is_said_is_a_heading():
    document = recording(("Ada Finch", "Thank You Chair"), ("Bo Marsh", "5. Roads"), ("Ada Finch", "We will."))
    assert not any(s.is_heading or s.heading for s in split(document))
    assert sentences(document) == ["Thank You Chair", "5. Roads", "We will."]


def test_speakers_part_sentences_that_have_no_stop():
    document = recording(("Ada Finch", "and we will"), ("Bo Marsh", "by when"))
    assert [(s.turn.label if s.turn else None) for s in split(document)] == ["Ada Finch", "Bo Marsh"]


def test_without_times_the_old_rules_hold():
    text = "thank you chair the wall was surveyed last week and we will mend it by the end of easter"
    document = Document(id="d", text=text, medium="transcript", turns=(Turn(0, len(text)),))
    assert sentences(document) == [text]


@pytest.mark.parametrize(
    ("text", "unstopped"),
    [("so we will mend it as soon as we can", True), ("We will.", False), ("yes chair", False), ("", False)],
)
def test_a_few_words_without_a_stop_are_one_sentence(text, unstopped):
    assert is_unstopped(text, 0, len(text)) is unstopped


WORDS = st.lists(
    st.sampled_from("so we will mend the wall . thank you and i think \n um it is 42% of".split(" ")), max_size=120
)


@given(WORDS, st.sets(st.integers(0, 300), max_size=9))
def test_every_word_lies_in_one_sentence(words, captions):
    text = " ".join(words)
    ends = list(clause_ends(text, 0, len(text), captions=captions))
    assert ends == sorted(set(ends))
    assert ends[-1] == len(text)
    assert all(end == len(text) or text[end - 1].isspace() for end in ends)


@pytest.mark.parametrize(
    ("spoken", "words", "due"),
    [
        ("we will bring it back in june", "in june", date(2030, 6, 30)),
        ("we will mend it by the end of march", "by the end of march", date(2030, 3, 31)),
        ("we will mend it by friday 3 may", "by friday 3 may", date(2030, 5, 3)),
    ],
)
def test_months_of_captions_have_no_capital(spoken, words, due):
    assert find_deadline(spoken, base=date(2030, 1, 5)) == Deadline(words, due)


@pytest.mark.parametrize("spoken", ["we may mend it", "we will march as we may", "by law we march and they may"])
def test_a_verb_is_no_month(spoken):
    assert find_deadline(spoken, base=date(2030, 1, 5)) is None
