"""Plain text and Markdown: kept to the last character."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.errors import BrokenSourceError, EmptySourceError
from greenshoots.records import Document
from ingest.markdown import find_headings, parse_markdown
from ingest.raw import Parsed, Raw
from ingest.text import decode, parse_text

NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)


def raw(data: bytes | str, address: str = "a.txt") -> Raw:
    return Raw(address, data.encode("utf-8") if isinstance(data, str) else data, NOW)


def read(data: bytes | str, parser=parse_text) -> Document:
    (parsed,) = parser(raw(data))
    assert isinstance(parsed, Parsed)
    return parsed.document


STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)


@given(STORABLE)
def test_text_is_kept_exactly_as_given(text):
    assert read(text).text == text
    assert read(text, parse_markdown).text == text


def test_marks_and_line_ends_stay():
    given_text = "\ufeffOne\r\ntwo\u00a0 three\r\n"
    assert read(given_text).text == given_text


def test_windows_text_is_read():
    assert read("It’s £4.8million – now".encode("cp1252")).text == "It’s £4.8million – now"


def test_text_with_a_utf16_mark_is_read():
    assert decode(raw("Yes – now".encode("utf-16"))) == "Yes – now"


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02binary",
        b"PK\x03\x04\x00\x00",
        b"\x81\x8d\x8f",
        "It’s £5 ".encode() + b"\xff",  # UTF-8 with a damaged byte would come out as "Itâ€™s"
        b"\xff\xfea",
    ],
)
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(BrokenSourceError, match="not plain text"):
        decode(raw(data))


@pytest.mark.parametrize("data", ["", "  \r\n", "\u00a0"])
def test_a_file_without_words_is_refused(data):
    with pytest.raises(EmptySourceError):
        list(parse_text(raw(data)))


def test_the_same_text_gives_the_same_id_and_another_one_not():
    assert read("We will.").id == read("We will.").id
    assert read("We will.").id != read("We will. ").id
    assert read("We will.").id.startswith("doc-")


def test_minutes_are_known_by_their_head():
    document = read("HARBOUR COMMITTEE\n\nMinutes of the meeting held on Tuesday 4 June 2024\n\nPresent: A\n")
    assert (document.medium, document.met, document.published) == ("minutes", date(2024, 6, 4), date(2024, 6, 4))
    assert document.title == "HARBOUR COMMITTEE"


@pytest.mark.parametrize(
    "text",
    [
        "Ten minutes of silence were kept.",
        "It took 20 minutes of a meeting.",
        "They read the minutes of a meeting.",
        "Five minutes later",
    ],
)
def test_minutes_of_the_clock_are_no_minutes(text):
    assert read(text).medium is None


def test_a_transcript_is_known_by_its_turns():
    document = read("Ada Finch: We will.\nBo Marsh: When?\nAda Finch: In May.\nBo Marsh: Good.\n")
    assert document.medium == "transcript"
    assert len(document.turns) == 4


def test_a_story_has_no_date_but_the_given_one():
    document = read("THE steps will reopen, the council said on 4 June 2024.")
    assert (document.medium, document.met, document.published, document.title) == (None, None, None, None)


FRONT = "---\ntitle: Harbour update\npublished: 2024-06-10\nmedium: Statement\nbody: 'Saltmarsh Council'\nurl: https://example.org/x\n---\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_is_metadata_and_stays_in_the_text(end):
    text = (FRONT + "\n# Steps\n\nWe will.").replace("\n", end)
    document = read(text, parse_markdown)
    assert document.text == text
    assert (document.title, document.published, document.medium) == ("Harbour update", date(2024, 6, 10), "statement")
    assert (document.body, document.url) == ("Saltmarsh Council", "https://example.org/x")
    assert [heading.of(text) for heading in document.headings] == ["Steps"]


def test_a_rule_at_the_top_is_no_front_matter():
    document = read("---\n\nMINUTES of a meeting\n\nPublished: soon\n", parse_markdown)
    assert document.published is None


def test_given_date_wins_over_the_meeting_date():
    text = "---\npublished: 2024-07-01\n---\nMinutes of the meeting held on 4 June 2024\n\nPresent: A"
    document = read(text, parse_markdown)
    assert (document.published, document.met) == (date(2024, 7, 1), date(2024, 6, 4))


def test_headings_of_both_kinds_are_found_and_code_is_passed_over():
    text = (
        "Title here\r\n======\r\n\r\n## Next ##\r\n\r\n```\n# code\n```\n\nwords\n\n---\n- point\n---\n#no\n\nSub\n--\n"
    )
    assert [heading.of(text) for heading in find_headings(text)] == ["Title here", "Next", "Sub"]


@given(
    st.lists(st.sampled_from(["# A", "B", "===", "---", "```", "", "- c", " d ", "\u00a0", "##"])),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_heading_spans_lie_in_the_text_in_order(lines, end):
    text = end.join(lines)
    headings = find_headings(text)
    assert list(headings) == sorted(set(headings))
    for heading in headings:
        assert heading.of(text).strip() == heading.of(text) != ""
