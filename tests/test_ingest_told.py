"""What the user says of files: a given day wins, body and sort of record are filled in where the file states none."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from greenshoots import pipeline
from greenshoots.cli import main
from greenshoots.records import Document
from ingest.sources import Fetched, read_source
from ingest.told import Told
from tests.test_pipeline import Bags, by_line

DAY = date(2031, 3, 19)
CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ann Reed>We will mend the wall.</v>\n"
MINUTES = "Minutes of the Harbour Committee held on 4 March 2031.\n\nThe council will mend the wall.\n"
TURNS = "Ann Reed: We will mend the wall.\n\nBob Hale: By when?\n"


def read(folder: Path, name: str, text: str, told: Told) -> Document:
    (folder / name).write_text(text, "utf-8")
    (item,) = read_source(str(folder / name), told=told)
    assert isinstance(item, Fetched)
    return item.document


def test_captions_get_their_day_and_body(tmp_path):
    document = read(tmp_path, "a.vtt", CAPTIONS, Told(DAY, "Fernbridge Council"))
    assert (document.published, document.made, document.body) == (DAY, DAY, "Fernbridge Council")
    assert document.medium == "transcript"


def test_a_recording_stays_a_transcript(tmp_path):
    document = read(tmp_path, "a.vtt", CAPTIONS, Told(medium="press"))
    assert (document.medium, len(document.turns)) == ("transcript", 1)


def test_a_given_day_wins_and_the_day_of_the_meeting_stays(tmp_path):
    document = read(tmp_path, "a.txt", MINUTES, Told(DAY))
    assert (document.published, document.met) == (DAY, date(2031, 3, 4))


def test_a_meeting_after_the_given_day_is_another_one(tmp_path):
    assert read(tmp_path, "a.txt", MINUTES, Told(date(2030, 1, 1))).met is None


def test_a_day_without_a_year_is_completed_from_the_given_one(tmp_path):
    document = read(tmp_path, "a.txt", MINUTES.replace(" 2031", ""), Told(DAY))
    assert document.met == date(2031, 3, 4)


def test_a_guessed_sort_of_record_gives_way_and_a_stated_one_stays(tmp_path):
    told = Told(DAY, "Fernbridge Council", "report")
    assert read(tmp_path, "a.txt", MINUTES, told).medium == "report"
    line = {"text": "It was late.", "medium": "press", "body": "Courier", "published": "2030-01-01"}
    stated = read(tmp_path, "a.jsonl", json.dumps(line), told)
    assert (stated.medium, stated.body, stated.published) == ("press", "Courier", DAY)


def test_a_text_that_is_said_to_be_a_transcript_has_turns(tmp_path):
    assert read(tmp_path, "a.txt", TURNS, Told()).turns == ()
    told = read(tmp_path, "a.txt", TURNS, Told(medium="transcript"))
    assert [turn.label for turn in told.turns] == ["Ann Reed", "Bob Hale"]


def test_turns_of_what_is_said_to_be_no_transcript_go(tmp_path):
    assert read(tmp_path, "a.txt", TURNS * 3, Told()).medium == "transcript"
    told = read(tmp_path, "a.txt", TURNS * 3, Told(medium="report"))
    assert (told.medium, told.turns) == ("report", ())


def test_it_holds_of_every_file_of_a_folder_and_not_of_the_next_call(tmp_path):
    for name in ("a.txt", "b.vtt"):
        (tmp_path / name).write_text(CAPTIONS if name == "b.vtt" else "We will.", "utf-8")
    found = [item.document for item in read_source(str(tmp_path), told=Told(DAY)) if isinstance(item, Fetched)]
    assert [document.published for document in found] == [DAY, DAY]
    assert all(item.document.published is None for item in read_source(str(tmp_path)) if isinstance(item, Fetched))


@pytest.fixture
def _without_models(monkeypatch):
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "1")
    monkeypatch.setattr("nlp.extract.read", by_line)
    monkeypatch.setattr(pipeline, "embedder", Bags)


@pytest.mark.usefixtures("_without_models")
def test_the_command_takes_it(tmp_path):
    (tmp_path / "a.vtt").write_text(CAPTIONS, "utf-8")
    options = ["--date", "2031-03-19", "--body", "Fernbridge Council", "--medium", "transcript"]
    result = CliRunner().invoke(main, ["add", str(tmp_path / "a.vtt"), *options])
    assert result.exit_code == 0, result.output
    with pipeline.library() as library:
        (document,) = library.store.documents()
    assert (document.published, document.body, document.medium) == (DAY, "Fernbridge Council", "transcript")


def test_a_web_address_tells_its_own(tmp_path):
    result = CliRunner().invoke(main, ["add", "https://www.example.org/a", "--date", "2031-03-19"])
    assert result.exit_code == 2
    assert "a web address tells its own" in result.output
