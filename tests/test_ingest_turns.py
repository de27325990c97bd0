"""Turns of transcripts given as text, and headings that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.turns import find_turns

SPOKEN = (
    "Ada Finch: We will reopen the steps.\n\nThere is more to do.\n\n"
    "The Chair: Thank you.\n\nCllr Bo Marsh (Harbour East, Ind.): By when: May?\n\nAda Finch: By May."
)


def said(text: str, *, is_transcript: bool = True) -> list[tuple[str | None, str]]:
    return [(turn.label, text[turn.start : turn.end]) for turn in find_turns(text, is_transcript=is_transcript)]


def test_each_turn_holds_the_words_after_its_label():
    assert said(SPOKEN) == [
        ("Ada Finch", "We will reopen the steps.\n\nThere is more to do."),
        ("The Chair", "Thank you."),
        ("Cllr Bo Marsh (Harbour East, Ind.)", "By when: May?"),
        ("Ada Finch", "By May."),
    ]


def test_line_ends_of_windows_do_not_matter():
    assert said(SPOKEN.replace("\n", "\r\n"))[1:] == said(SPOKEN)[1:]


def test_a_plain_transcript_is_known_without_being_told():
    assert said(SPOKEN, is_transcript=False) == said(SPOKEN)


def test_words_before_the_first_label_are_somebodys():
    assert said("We look forward to it.\n\nAda Finch: So do we.")[0] == (None, "We look forward to it.")


def test_a_heading_before_the_first_label_is_nobodys():
    assert said("Transcript of the hearing\n\nAda Finch: So do we.") == [("Ada Finch", "So do we.")]


def test_times_and_stress_marks_are_no_part_of_a_label():
    text = "[00:01:02] Ada Finch: Yes.\n**Bo Marsh:** No.\nMs Cora Reed (00:02): Perhaps."
    assert said(text) == [("Ada Finch", "Yes."), ("Bo Marsh", "No."), ("Ms Cora Reed", "Perhaps.")]


def test_a_known_name_within_a_paragraph_begins_a_turn():
    assert said("Ada Finch: We will. Bo Marsh: When? Ada Finch: In May.\n\nBo Marsh: Good.") == [
        ("Ada Finch", "We will."),
        ("Bo Marsh", "When?"),
        ("Ada Finch", "In May."),
        ("Bo Marsh", "Good."),
    ]


@pytest.mark.parametrize(
    "label",
    [
        "RESOLVED",
        "Present",
        "Action",
        "Apologies",
        "Item 3",
        "In attendance",
        "Recommendation",
        "Reply",
        "Actions",
        "Date",
    ],
)
def test_a_heading_is_not_a_person(label):
    assert said(f"Ada Finch: We will do three things.\n\n{label}: to mend the wall.") == [
        ("Ada Finch", f"We will do three things.\n\n{label}: to mend the wall.")
    ]


def test_a_clause_with_a_colon_is_not_a_label():
    text = "Ada Finch: I repeat.\n\nBut let me be clear: we will.\n\nSo: in May."
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Present: Ada Finch\nApologies: Bo Marsh\nIn attendance: Cora Reed\nClerk: Dan Holt\n\nSteps.",
        "Applicant: Finch\n\nDetails: a shed\n\nApplicant: Marsh\n\nDetails: a wall\n\nApplicant: Reed\n\nDetails: x",
        "The council met. It agreed to mend the wall.",
        "Ada Finch: Yes.",
        "",
    ],
)
def test_minutes_are_not_taken_for_a_transcript(text):
    assert find_turns(text, is_transcript=False) == ()


def test_a_transcript_without_labels_has_no_turns():
    assert find_turns("Good evening, everyone. We are met here.", is_transcript=True) == ()


NAMES = st.sampled_from(["Ada Finch", "The Chair", "Cllr Bo Marsh", "Resolved", "so", "Item 3", ""])
LINES = st.lists(st.tuples(NAMES, st.text(max_size=30), st.sampled_from(["\n", "\r\n", "\n\n", " "])), max_size=12)


@given(LINES, st.booleans())
def test_turns_lie_in_the_text_in_order_and_apart(lines, is_transcript):
    text = "".join(f"{name}: {words}{end}" for name, words, end in lines)
    turns = find_turns(text, is_transcript=is_transcript)
    places = [place for turn in turns for place in (turn.start, turn.end)]
    assert places == sorted(places)
    for turn in turns:
        assert text[turn.start : turn.end].strip() == text[turn.start : turn.end] != ""
