"""The transcript that Teams saves as a Word file."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import docx
import pytest

from greenshoots.errors import SourceError
from ingest.raw import Parsed, Raw
from ingest.registry import parse

HEAD = ["Harbour scrutiny-20300319_180000-Meeting Recording", "March 19, 2030, 6:00PM", "1h 4m 12s"]
SPOKEN = [
    "Finch, Ada (Children's Services)   0:04\nGood evening, Chair.\nWe will reopen the steps.",
    "Cllr Bo Marsh   1:02\nBy when: Easter?",
    "Unknown Speaker   61:05\nBy Easter.",
    "Finch, Ada (Children's Services)   1:02:33\nYes.",
]


def parsed(paragraphs: list[str], name: str = "/records/meeting.docx") -> Parsed | SourceError:
    word, held = docx.Document(), io.BytesIO()
    for words in paragraphs:
        word.add_paragraph(words)
    word.save(held)
    (item,) = parse(Raw(name, held.getvalue(), datetime(2030, 4, 1, tzinfo=UTC)))
    return item


def said(paragraphs: list[str]) -> list[tuple[str | None, float | None, str]]:
    item = parsed(paragraphs)
    assert isinstance(item, Parsed)
    text = item.document.text
    return [(turn.label, turn.seconds, text[turn.start : turn.end]) for turn in item.document.turns]


TURNS = [
    ("Finch, Ada (Children's Services)", 4.0, "Good evening, Chair. We will reopen the steps."),
    ("Cllr Bo Marsh", 62.0, "By when: Easter?"),
    (None, 3665.0, "By Easter."),
    ("Finch, Ada (Children's Services)", 3753.0, "Yes."),
]


def test_names_and_times_become_turns_and_what_stands_before_them_tells_of_the_meeting():
    item = parsed(HEAD + SPOKEN)
    assert isinstance(item, Parsed)
    assert said(HEAD + SPOKEN) == TURNS
    assert (item.document.title, item.document.met) == (HEAD[0], date(2030, 3, 19))
    assert (item.document.medium, item.machine_made, item.parser) == ("transcript", True, "teams-docx/1")
    assert [anchor.seconds for anchor in item.document.anchors] == [4.0, 62.0, 3665.0, 3753.0]


def test_openings_and_words_may_stand_in_paragraphs_of_their_own():
    assert said([part for words in SPOKEN for part in words.split("\n")]) == TURNS


def test_a_tab_may_part_name_and_time():
    assert said([words.replace("   ", "\t", 1) for words in SPOKEN]) == TURNS


def test_notices_of_the_transcription_are_nobody_s_words():
    notices = ["Ada Finch started transcription", *SPOKEN, "Ada Finch stopped transcription"]
    assert said(notices) == TURNS


def test_the_older_form_with_arrows_is_read():
    older = ["0:0:4.0 --> 0:0:9.320\nAda Finch\nWe will.", "0:1:2.5 --> 0:1:3.0\nBo Marsh\nWhen?"]
    assert said(older) == [("Ada Finch", 4.0, "We will."), ("Bo Marsh", 62.5, "When?")]


@pytest.mark.parametrize(
    "lines",
    [
        ["Agenda", "Welcome   18:00", "By the Chair", "The wall   18:30", "By the engineer"],
        ["Welcome   0:00", "The wall   0:30", "The steps   0:50", "Close"],
        ["The wall   4:00", "A survey.", "The steps   1:00", "A plan."],
        ["The survey was at 18:00 on Monday.", "It closed at 19:10"],
    ],
)
def test_a_paper_with_times_in_it_is_no_transcript(lines):
    item = parsed(lines)
    assert isinstance(item, Parsed)
    assert (item.parser, item.machine_made) == ("word/1", False)
