"""Recognised speech as JSON: every form gives its words at their seconds, under whoever it names."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.errors import SourceError, UnknownFormatError
from greenshoots.records import Document
from ingest.raw import Parsed, Raw
from ingest.registry import parse

SHARED = Path(__file__).resolve().parents[2] / "shared" / "inputs" / "transcripts"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared transcripts are not beside this checkout")

WHISPER = {
    "text": " Good evening. We will mend the wall.",
    "segments": [
        {"id": 0, "seek": 0, "start": 0.0, "end": 1.5, "text": " Good evening.", "tokens": [50364], "temperature": 0.0},
        {"id": 1, "seek": 0, "start": 1.5, "end": 4.25, "text": " We will mend the wall.", "no_speech_prob": 0.01},
    ],
    "language": "en",
}


def raw(data: object, name: str = "/records/meeting.json") -> Raw:
    return Raw(name, data if isinstance(data, bytes) else json.dumps(data).encode(), datetime(2030, 1, 1, tzinfo=UTC))


def parsed(data: object) -> Parsed:
    (item,) = parse(raw(data))
    assert isinstance(item, Parsed), item
    return item


def document(data: object) -> Document:
    return parsed(data).document


def said(made: Document) -> list[tuple[str | None, float | None, str]]:
    return [(turn.label, turn.seconds, made.text[turn.start : turn.end]) for turn in made.turns]


def timed(made: Document) -> list[tuple[float | None, str]]:
    ends = [anchor.start for anchor in made.anchors[1:]] + [len(made.text)]
    return [(a.seconds, made.text[a.start : end].strip()) for a, end in zip(made.anchors, ends, strict=True)]


def test_whisper_s_segments_are_anchors_of_one_running_text():
    item = parsed(WHISPER)
    assert item.document.text == "Good evening. We will mend the wall."
    assert timed(item.document) == [(0.0, "Good evening."), (1.5, "We will mend the wall.")]
    assert said(item.document) == [(None, 0.0, "Good evening. We will mend the wall.")]
    assert (item.machine_made, item.document.medium) == (True, "transcript")


def test_whisper_s_text_alone_is_read_without_times():
    made = document({"text": " We will mend it.", "language": "en"})
    assert (made.text, made.anchors) == ("We will mend it.", ())


def test_whisperx_names_whom_it_was_told_and_numbers_nobody():
    segments = [
        {"start": 1, "end": 2, "text": " One.", "speaker": "SPEAKER_00"},
        {"start": 2, "end": 3, "text": " Two.", "speaker": "SPEAKER_01"},
        {"start": 3, "end": 4, "text": " Three.", "speaker": "Ada Finch"},
        {"start": 4, "end": 5, "text": " Four.", "words": []},
    ]
    assert said(document({"segments": segments, "word_segments": [], "language": "en"})) == [
        (None, 1.0, "One."),
        (None, 2.0, "Two."),
        ("Ada Finch", 3.0, "Three."),
        (None, 4.0, "Four."),
    ]


def test_words_without_times_or_speakers_survive_where_they_stood():
    words = [
        {"word": "Minute", "start": 1.0, "end": 1.2, "speaker": "Ada Finch"},
        {"word": "42."},
        {"word": "Page", "start": 3.0, "end": 3.2, "speaker": "Ada Finch"},
        {"word": "7."},
        {"word": "When?", "start": 6.0, "end": 6.2, "speaker": "Bo Marsh"},
    ]
    made = document(words)
    assert said(made) == [
        ("Ada Finch", 1.0, "Minute 42. Page"),
        (None, None, "7."),
        ("Bo Marsh", 6.0, "When?"),
    ]
    assert timed(made) == [(1.0, "Minute 42."), (3.0, "Page\n\n7."), (6.0, "When?")]


def test_council_data_project_s_sentences_keep_changes_of_unnamed_speakers():
    sentences = [
        {"index": 0, "start_time": 1.0, "end_time": 2.0, "text": "Ash?", "speaker_index": 0, "speaker_name": None},
        {"index": 1, "start_time": 2.0, "end_time": 3.0, "text": "Here.", "speaker_index": 1, "speaker_name": None},
        {"index": 2, "start_time": 3.0, "end_time": 4.0, "text": "Elm?", "speaker_index": 0, "speaker_name": "Clerk"},
    ]
    made = document(
        {"sentences": sentences, "session_datetime": "2030-03-19T18:00:00", "created_datetime": "2031-01-01"}
    )
    assert said(made) == [(None, 1.0, "Ash?"), (None, 2.0, "Here."), ("Clerk", 3.0, "Elm?")]
    assert (made.met, made.published) == (date(2030, 3, 19), date(2030, 3, 19))


def test_a_list_of_turns_tells_of_its_meeting():
    made = document(
        {
            "meeting": {"meeting_date": "2030-03-19", "title": "Scrutiny", "source_url": "https://video.example/1"},
            "turns": [
                {"start": 1.5, "end": 3, "text": "We will.", "speaker": "Ada  Finch"},
                {"start": 3, "end": 4, "text": "When?", "speaker": "Unknown Speaker"},
            ],
        }
    )
    assert said(made) == [("Ada Finch", 1.5, "We will."), (None, 3.0, "When?")]
    assert (made.title, made.url, made.met) == ("Scrutiny", "https://video.example/1", date(2030, 3, 19))


def test_turns_typed_without_times_are_not_called_machine_made():
    item = parsed([{"speaker": "Ada Finch", "text": "We will."}, {"speaker": "Bo Marsh", "text": "When?"}])
    assert said(item.document) == [("Ada Finch", None, "We will."), ("Bo Marsh", None, "When?")]
    assert not item.machine_made


def test_times_that_are_none_leave_the_words():
    segments = [{"start": None, "text": "One."}, {"start": "x", "text": "Two."}, {"start": -3, "text": "Three."}]
    made = document({"segments": segments})
    assert (made.text, made.anchors) == ("One. Two. Three.", ())


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b'{"segments": [{"start": 0, "te', "not JSON"),
        (b"WEB", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"segments": []}', "no words"),
        (b"[]", "no words"),
        (b'[{"text": "\\ud800"}]', "half a character"),
    ],
)
def test_what_cannot_be_read_is_told_plainly(data, told):
    (item,) = parse(raw(data))
    assert isinstance(item, SourceError)
    assert told in str(item)


@pytest.mark.parametrize("data", [{}, 3, "words", [1, 2], {"a": {"text": "b"}}, [{"name": "x"}], {"text": "a page"}])
def test_other_json_is_no_transcript(data):
    (item,) = parse(raw(data))
    assert isinstance(item, UnknownFormatError)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "start", "speaker", "segments", "word", "turns", "meeting", "title"]), inner
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_gives_a_transcript_or_an_error(data):
    for item in parse(raw(data)):
        assert isinstance(item, Parsed | SourceError)


@pytest.mark.slow
def test_fifty_megabytes_of_segments_are_read():
    line = b'{"start": %d, "end": %d, "text": " We will mend the wall by the harbour.", "speaker": "Ada Finch"}'
    body = b",".join(line % (n, n + 1) for n in range(500_000))
    made = document(b'{"segments": [' + body + b"]}")
    assert (len(made.turns), len(made.anchors)) == (1, 500_000)


@needs_shared
def test_shared_whisper_text_in_council_data_project_form():
    data = json.loads((SHARED / "whisper_output.json").read_text())
    made = document(data)
    assert made.text.split() == [word for s in data["sentences"] for word in s["text"].split()]
    assert [a.seconds for a in made.anchors] == [round(s["start_time"], 3) for s in data["sentences"]]
    assert {turn.label for turn in made.turns} == {None}


@needs_shared
def test_shared_captions_of_council_data_project():
    data = json.loads((SHARED / "cdp_transcript.json").read_text())
    made = document(data)
    assert [a.seconds for a in made.anchors] == [s["start_time"] for s in data["sentences"]]
    assert {turn.label for turn in made.turns} == {None}
    assert len(made.turns) == 17  # sentences of one index that follow each other are one turn


@needs_shared
def test_shared_turns_have_the_right_speakers_at_the_right_seconds():
    data = json.loads((SHARED / "structured_turns.json").read_text())
    made = document(data)
    assert made.text.split() == [word for turn in data["turns"] for word in turn["text"].split()]
    assert made.met == date(2026, 4, 14)
    spoken = [told for told in data["turns"] if told["text"].strip()]
    for told, anchor in zip(spoken, made.anchors, strict=True):
        (label,) = (turn.label for turn in made.turns if turn.start <= anchor.start < turn.end)
        assert anchor.seconds == round(told["start"], 3)
        assert label == (None if told["speaker"] == "Unknown Speaker" else told["speaker"])


@needs_shared
def test_shared_whisperx_files():
    diarised = document((SHARED / "whisperx_diarised_SYNTHETIC.json").read_bytes())
    assert said(diarised) == [
        (None, 1265.1, "Thank you, Chair. The direction was issued on the 26th and we accept it in full."),
        (None, 1273.4, "We will bring a scorecard back in June."),
    ]
    words = document((SHARED / "whisperx_words_missing_times_issue792.json").read_bytes())
    assert timed(words) == [(0.629, "Unit 1."), (2.131, "Page 58."), (3.992, "Listening")]
