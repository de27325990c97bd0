"""Corrections by people: kept for good, shown beside what was found, handed out in the gold form, learned from."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from greenshoots import corrections, pipeline, training
from greenshoots.cli import main
from greenshoots.errors import OffsetError, UsageError
from greenshoots.records import Attribution, Correction, Deadline, Document, Provenance, Reading, Statement
from index.store_schema import MIGRATIONS

TEXT = "The ferry timetable was noted. Cllr Ada Marsh said the slipway would reopen by 31 March 2031. Rain fell."
SAID = "Cllr Ada Marsh said the slipway would reopen by 31 March 2031."


@pytest.fixture
def document():
    return Document("harbour-12", TEXT, medium="minutes", body="Harbourside Council")


@pytest.fixture
def statement(document):
    start = TEXT.index(SAID)
    return Statement(
        document=document.id,
        document_key=document.key,
        start=start,
        end=start + len(SAID),
        text=SAID,
        kinds=("progress",),
        speaker="Ada Marsh",
        attribution=Attribution("named", 0.9),
        deadline=Deadline("by 31 March 2031", None),
        score=0.8,
    )


@pytest.fixture
def home(tmp_path, document, statement, monkeypatch):
    monkeypatch.setenv("GREENSHOOTS_HOME", str(tmp_path))
    with pipeline.library() as library:
        seen = Provenance("harbour.txt", datetime(2030, 5, 1, tzinfo=UTC), "0" * 64, "text/1")
        library.store.add(document, seen, Reading(statements=(statement,)), reader="test")
    return tmp_path


def test_a_correction_takes_over_what_it_says_nothing_of(home, statement):
    with pipeline.library() as library:
        made = corrections.correct(library, statement.id, ["commitment"], by="Una Frost")
        assert library.store.corrections() == [made]
    assert (made.kinds, made.speaker, made.deadline) == (("commitment",), "Ada Marsh", statement.deadline)
    assert made.at.tzinfo is not None


def test_the_log_only_grows_and_the_last_word_counts(home, statement):
    with pipeline.library() as library:
        corrections.correct(library, statement.id, ["commitment"], by="Una Frost")
        corrections.correct(library, statement.id, [], by="Una Frost", reason="recalled, not promised")
        assert [entry.kinds for entry in library.store.corrections()] == [("commitment",), ()]
        (line,) = corrections.gold_lines(library)
    assert [sentence["kinds"] for sentence in line["sentences"]] == [[]]


def test_the_found_statement_stays_as_it_was(home, statement):
    with pipeline.library() as library:
        corrections.correct(library, statement.id, ["commitment"], by="Una Frost", speaker=None, same_speaker=False)
        assert library.store.statement(statement.id) == statement


def test_a_sentence_that_was_missed_can_be_named_by_its_place(home, document):
    with pipeline.library() as library:
        made = corrections.correct(library, f"{document.id}:0-30", ["assurance"], by="Una Frost")
    assert made.text == "The ferry timetable was noted."


@pytest.mark.parametrize("place", ["harbour-12:90-4000", "harbour-12:7-7", "elsewhere:0-4", "s0000"])
def test_a_place_that_is_not_there_is_an_error(home, place):
    with pipeline.library() as library, pytest.raises(UsageError):
        corrections.correct(library, place, [], by="Una Frost")


def test_nobody_corrects_without_a_name(home, statement):
    with pipeline.library() as library, pytest.raises(UsageError):
        corrections.correct(library, statement.id, [], by="  ")


def test_the_store_takes_no_words_that_do_not_stand_there(home, document):
    wrong = Correction(document.key, 0, 9, "The fairy", "Una Frost", datetime.now(UTC))
    with pipeline.library() as library, pytest.raises(OffsetError):
        library.store.correct(wrong)


def test_the_command_corrects_and_exports_what_training_reads(home, statement, document):
    run = CliRunner().invoke
    told = run(main, ["correct", statement.id, "--kinds", "commitment,assurance", "--by", "Una Frost"])
    assert told.exit_code == 0, told.output
    exported = run(main, ["export", "--format", "gold"])
    (line,) = map(json.loads, exported.stdout.splitlines())
    (sentence,) = line["sentences"]
    assert line["text"][sentence["start"] : sentence["end"]] == SAID
    assert (sentence["speaker"], sentence["deadline"]) == ("Ada Marsh", "by 31 March 2031")
    (labelled,) = training.load_lines([line])
    assert labelled.sentences == ((statement.start, statement.end, ("commitment", "assurance")),)


def test_the_command_refuses_kinds_that_there_are_not(home, statement):
    told = CliRunner().invoke(main, ["correct", statement.id, "--kinds", "promise", "--by", "Una Frost"])
    assert told.exit_code == 2
    assert "commitment" in told.output


def test_a_store_of_the_first_schema_gains_the_log(tmp_path, document):
    home = tmp_path / "old"
    home.mkdir()
    with closing(sqlite3.connect(home / "store.sqlite3")) as old:
        for sql in MIGRATIONS[0]:
            old.execute(sql)
        old.execute("PRAGMA user_version = 1")
        old.commit()
    with pipeline.library(home) as library:
        seen = Provenance("harbour.txt", datetime(2030, 5, 1, tzinfo=UTC), "0" * 64, "text/1")
        library.store.add(document, seen, Reading(), reader="test")
        corrections.correct(library, f"{document.id}:0-30", [], by="Una Frost")
        assert len(library.store.corrections(document.key)) == 1
