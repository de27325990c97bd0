"""The same words in other records: what the screen says of each, safe for a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bs4 import BeautifulSoup

from greenshoots.places import Place
from greenshoots.records import Document, Statement
from greenshoots.views.beside import _whole
from greenshoots.wordings import Wording, Wordings

DAY = date(2023, 5, 9)
MINUTES = Document("m", "A ramp would be considered.", "minutes", "Marlford Council", "Place", published=DAY, met=DAY)
RECORDING = Document("t", "We will <b>build</b> it. Ring 01632 960150.", "transcript", None, "Place", published=DAY)
OWN = Wording(
    MINUTES,
    0,
    27,
    MINUTES.text,
    "Colin Fenn",
    Place(page=3),
    Statement("m", MINUTES.key, 0, 27, MINUTES.text, ("commitment",), speaker="Colin Fenn"),
)
OTHER = Wording(
    RECORDING,
    0,
    len(RECORDING.text),
    RECORDING.text,
    None,
    Place(seconds=605.0, url="https://www.youtube.com/watch?v=x&t=605s"),
    Statement("t", RECORDING.key, 0, 24, RECORDING.text[:24], ("commitment",)),
    machine_made=True,
)


def page(found: Wordings) -> BeautifulSoup:
    return BeautifulSoup(_whole(found), "lxml")


def test_each_record_has_a_column_with_heading_speaker_and_place() -> None:
    columns = page(Wordings(OWN, (OTHER,))).select("ul.gs-beside > li")
    headings = [column.h3.get_text() for column in columns if column.h3]
    assert headings == ["The minutes (this statement)", "The recording"]
    assert "Colin Fenn" in columns[0].get_text()
    assert "Page 3" in columns[0].get_text()
    assert "Nobody is named" in columns[1].get_text()


def test_a_recording_opens_at_its_second_and_says_that_a_machine_made_the_words() -> None:
    column = page(Wordings(OWN, (OTHER,))).select("ul.gs-beside > li")[1]
    link = column.select_one('a[href*="t=605s"]')
    assert link is not None
    assert link.get_text() == "At 10:05 of the recording"
    assert "made by machine" in column.get_text()


def test_a_transcript_that_somebody_typed_is_no_recording() -> None:
    column = page(Wordings(OWN, (replace(OTHER, machine_made=False),))).select("ul.gs-beside > li")[1]
    assert column.h3 is not None
    assert column.h3.get_text() == "The transcript"


def test_words_of_a_record_are_text_and_contact_details_are_masked() -> None:
    told = page(Wordings(OWN, (OTHER,), differences=("Only the recording gives <i>a time</i>.",)))
    assert "<b>build</b>" in told.get_text()
    assert "960150" not in told.get_text()
    assert not told.select("b, i")


def test_that_none_is_evidence_is_said_and_records_without_the_words_are_named() -> None:
    told = page(Wordings(OWN, (OTHER,), silent=(replace(MINUTES, id="n", title="Ramp for the hall"),))).get_text()
    assert "None of them is evidence" in told
    assert "Ramp for the hall" in told
