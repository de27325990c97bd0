"""One utterance as minutes, recording and paper have it; near misses are left alone; none is evidence of another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from greenshoots import pipeline
from greenshoots.pipeline import Library
from greenshoots.plain import wordings_block
from greenshoots.records import TRACEABLE, Statement
from greenshoots.wordings import _same_speaker, wordings
from index.trace import Tracer, pledge_of

pytestmark = pytest.mark.slow

MINUTES = """Marlford Council

Minutes of the meeting of the Place Scrutiny Committee held on Tuesday 9 May 2023

Present: Councillor Jean Ashby (Chair), Councillor Ravi Sen

4. Parks

Mr Colin Fenn, Head of Parks, agreed that a ramp at the Elm Park pavilion would be considered. He undertook that the
Head of Parks would replace the broken swings at Quarry Field by the end of June 2023. The Chair thanked the volunteers.
Councillor Ravi Sen promised that the footbridge at Mill Weir would be repainted before the carnival.
"""
CAPTIONS = """WEBVTT

00:10:00.000 --> 00:10:06.000
<v Colin Fenn>So on the pavilion at Elm Park, we will build a ramp there by the end of March.</v>

00:10:06.200 --> 00:10:12.000
<v Colin Fenn>We will also replace the broken toilets at Elm Park in the autumn.</v>

00:11:00.000 --> 00:11:06.000
<v Jean Ashby>The footbridge at Mill Weir will be repainted before the carnival, I hope.</v>
"""
PRESS = {
    "id": "echo",
    "medium": "press",
    "body": "Marlford Echo",
    "published": "2023-05-12",
    "title": "Ramp for the pavilion",
    "text": "Marlford councillors heard on Tuesday what is planned for the parks.\n\n“We hope to have a ramp at the"
    " Elm Park pavilion by the end of the year,” Colin Fenn told the place scrutiny committee.\n\n“We will replace the"
    " windows of the pavilion at Quarry Field by the end of June,” Mr Fenn said.\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("three")
    (folder / "minutes.txt").write_text(MINUTES, "utf-8")
    (folder / "2023-05-09_place-scrutiny_recording.vtt").write_text(CAPTIONS, "utf-8")
    (folder / "press.jsonl").write_text(json.dumps(PRESS) + "\n", "utf-8")
    with pipeline.library(tmp_path_factory.mktemp("home")) as opened:
        pipeline.add(opened, [str(folder)])
        yield opened


def said(library: Library, words: str) -> Statement:
    [found] = [one for one in library.store.statements() if words in " ".join(one.text.split())]
    return found


def test_the_utterance_is_shown_as_each_record_has_it(library: Library) -> None:
    found = wordings(library, said(library, "a ramp at the Elm Park pavilion would be considered"))
    assert [(one.medium, one.speaker) for one in found.others] == [
        ("transcript", "Colin Fenn"),
        ("press", "Colin Fenn"),
    ]
    assert "we will build a ramp there by the end of March" in found.others[0].text
    assert "We hope to have a ramp" in found.others[1].text


def test_each_wording_stands_in_its_record_at_its_second(library: Library) -> None:
    found = wordings(library, said(library, "would be considered"))
    assert [one.document.text[one.start : one.end] == one.text for one in found.others] == [True, True]
    assert found.others[0].place.words == "at 10:00 of the recording"
    assert [one.machine_made for one in found.others] == [True, False]


def test_differences_are_told_in_plain_words(library: Library) -> None:
    found = wordings(library, said(library, "would be considered"))
    assert "Only the recording gives a time: ‘by the end of March’." in found.differences
    assert any(told.startswith("The recording promises more than the minutes") for told in found.differences)


@pytest.mark.parametrize("words", ["we will build a ramp there", "We hope to have a ramp"])
def test_the_same_is_found_from_the_recording_and_from_the_paper(library: Library, words: str) -> None:
    assert len(wordings(library, said(library, words)).others) == 2


@pytest.mark.parametrize("words", ["replace the broken swings", "replace the broken toilets", "replace the windows"])
def test_another_promise_of_the_same_speaker_at_the_same_meeting_is_not_taken(library: Library, words: str) -> None:
    found = wordings(library, said(library, words))
    assert [one.text for one in found.others] == []


def test_the_same_words_of_another_speaker_are_not_taken(library: Library) -> None:
    [minutes] = [one for one in library.store.documents() if one.medium == "minutes"]
    found = next(one for one in library.store.statements_of(minutes.key) if "footbridge" in one.text)
    assert wordings(library, found).others == ()


def test_records_of_the_meeting_without_the_words_are_named(library: Library) -> None:
    found = wordings(library, said(library, "replace the broken swings"))
    assert {document.medium for document in found.silent} == {"transcript", "press"}


def test_no_record_of_a_meeting_is_evidence_of_another(library: Library) -> None:
    tracer = Tracer(library.store, library.vectors, pipeline.embedder())
    for statement in library.store.statements():
        if set(statement.kinds) & set(TRACEABLE):
            assert tracer.trace(pledge_of(statement, library.store)).links == ()


def test_nor_is_a_transcript_that_came_out_days_after_the_minutes(tmp_path: Path) -> None:
    late = {
        "id": "late",
        "medium": "transcript",
        "body": "Marlford Council",
        "title": "Place Scrutiny Committee",
        "published": "2023-05-30",
        "text": "Place Scrutiny Committee, Tuesday 9 May 2023\n\nColin Fenn: We will build a ramp at the Elm Park"
        " pavilion.\n\nJean Ashby: Thank you, Mr Fenn.\n",
    }
    (tmp_path / "minutes.txt").write_text(MINUTES, "utf-8")
    (tmp_path / "late.jsonl").write_text(json.dumps(late) + "\n", "utf-8")
    with pipeline.library(tmp_path / "home") as library:
        pipeline.add(library, [str(tmp_path / "minutes.txt"), str(tmp_path / "late.jsonl")])
        statement = said(library, "would be considered")
        assert pipeline.trace(library, statement.id).links == ()
        assert [one.medium for one in wordings(library, statement).others] == ["transcript"]


def test_the_command_tells_the_wordings(library: Library) -> None:
    told = "\n".join(wordings_block(wordings(library, said(library, "would be considered"))))
    assert "not evidence" in told
    assert "transcript: Colin Fenn, at 10:00 of the recording, words made by machine" in told


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Cllr Janet Bowyer", "Janet Bowyer", True),
        ("Councillor Bowyer", "Janet Bowyer", True),
        ("Stephen Bowyer", "Janet Bowyer", False),
        ("Ms Garside", "Louise Garside", True),
        ("Finch, Ada (Children’s Services)", "Ms Ada Finch", True),
        ("Ada Finch, Head of Parks", "Ms Finch", True),
        ("Ann Lea", None, None),
    ],
)
def test_names_are_compared_with_care(one: str, other: str | None, same: bool | None) -> None:
    assert _same_speaker(one, other) is same
