"""Lines of JSON: each document as given, and a reason for each line that is none."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.errors import BrokenSourceError, EmptySourceError, SourceError
from greenshoots.records import Document
from ingest.jsonl import parse_jsonl
from ingest.raw import Item, Parsed, Raw

NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)


def read(*lines: object, end: str = "\n") -> list[Item]:
    texts = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(parse_jsonl(Raw("in.jsonl", end.encode().join(texts), NOW)))


def documents(items: list[Item]) -> list[Document]:
    return [item.document for item in items if isinstance(item, Parsed)]


def errors(items: list[Item]) -> list[SourceError]:
    return [item for item in items if isinstance(item, SourceError)]


def test_every_field_is_taken_as_given():
    line = {
        "id": "s/1",
        "text": "We will.\r\n",
        "published": "2024-06-10",
        "medium": "press",
        "body": "B",
        "title": "T",
        "url": "u",
    }
    (item,) = read(line)
    assert isinstance(item, Parsed)
    assert item.address == "in.jsonl#s/1"
    assert item.document == Document("s/1", "We will.\r\n", "press", "B", "T", "u", date(2024, 6, 10))


def test_given_date_wins_and_the_meeting_date_is_kept_beside_it():
    text = "Minutes of the meeting held on Tuesday 4 June 2024\n\nPresent: A"
    (document,) = documents(read({"id": "1", "text": text, "published": "2024-07-01"}))
    assert (document.published, document.met) == (date(2024, 7, 1), date(2024, 6, 4))


def test_null_and_missing_fields_are_unknown():
    items = read(
        {"id": "1", "text": "We will.", "published": None, "medium": None, "body": None, "title": None, "url": None}
    )
    assert read({"id": "1", "text": "We will."}) == items
    assert documents(items) == [Document("1", "We will.")]


def test_a_missing_id_is_made_from_the_text():
    one, two = documents(read({"text": "We will."}, {"text": "We did."}))
    assert one.id.startswith("doc-")
    assert one.id != two.id


def test_a_number_is_an_id_too():
    assert [document.id for document in documents(read({"id": 0, "text": "We will."}))] == ["0"]


@pytest.mark.parametrize(
    "line",
    [
        b"{not json",
        b"[" * 100_000,
        b'{"id": "2", "text": "\xff\xfe"}',
        b'"text"',
        b'{"id": "2"}',
        b'{"id": "2", "text": 5}',
        b'{"id": "2", "text": " "}',
        b'{"id": "2", "text": "a\\u0000b"}',
        b'{"id": "2", "text": "a\\ud800b"}',
        b"\x00\x00\x00",
    ],
)
def test_a_broken_line_is_named_and_the_others_go_in(line):
    items = read({"id": "1", "text": "We will."}, line, {"id": "3", "text": "We did."})
    assert [document.id for document in documents(items)] == ["1", "3"]
    (error,) = errors(items)
    assert "in.jsonl, line 2" in str(error)
    assert isinstance(items[1], SourceError)


def test_line_numbers_count_empty_lines_and_windows_ends():
    items = read(b"\xef\xbb\xbf" + json.dumps({"id": "1", "text": "We will."}).encode(), b"", b"{", end="\r\n")
    assert [document.id for document in documents(items)] == ["1"]
    assert "line 3" in str(errors(items)[0])


def test_a_separator_within_a_text_does_not_end_its_line():
    line = json.dumps({"id": "1", "text": "One\u2028two\x85three"}, ensure_ascii=False).encode()
    assert documents(read(line))[0].text == "One\u2028two\x85three"


def test_an_id_used_for_another_text_is_an_error_for_the_later_line():
    items = read({"id": "1", "text": "We will."}, {"id": "1", "text": "We did."})
    assert [document.text for document in documents(items)] == ["We will."]
    assert isinstance(errors(items)[0], BrokenSourceError)
    assert "line 2" in str(errors(items)[0])


def test_the_same_line_twice_is_one_document():
    line = {"id": "1", "text": "We will."}
    items = read(line, line)
    assert (len(documents(items)), errors(items)) == (1, [])


@pytest.mark.parametrize(("field", "value"), [("published", "June 2024"), ("published", 2024), ("medium", "podcast")])
def test_a_useless_field_is_told_and_loses_no_document(field, value):
    items = read({"id": "1", "text": "We will.", field: value})
    assert getattr(documents(items)[0], field) is None
    assert field in str(errors(items)[0])


@pytest.mark.parametrize("data", [b"", b"\n\r\n", b"\xef\xbb\xbf"])
def test_a_file_without_lines_is_an_error(data):
    with pytest.raises(EmptySourceError):
        read(data)


def test_a_transcript_has_its_turns():
    (document,) = documents(read({"id": "1", "text": "Ada Finch: We will.", "medium": "transcript"}))
    assert [(turn.label, turn.start) for turn in document.turns] == [("Ada Finch", 11)]


def test_minutes_have_no_turns():
    text = "Ada Finch: We will.\nBo Marsh: When?\nAda Finch: In May.\nBo Marsh: Good."
    assert documents(read({"id": "1", "text": text, "medium": "minutes"}))[0].turns == ()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(str.strip), st.booleans())
def test_text_is_kept_exactly_as_given(text, ascii_only):
    line = json.dumps({"id": "1", "text": text}, ensure_ascii=ascii_only).encode("utf-8")
    assert documents(read(line))[0].text == text
