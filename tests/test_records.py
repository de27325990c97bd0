import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.errors import EmptySourceError, GreenShootsError, OffsetError
from greenshoots.records import (
    EXTRACT_FIELDS,
    Amount,
    Attribution,
    Deadline,
    Document,
    Quote,
    Span,
    Statement,
    as_plain,
    content_id,
)

TEXT = "Cllr Marsh said the bridge would reopen by May."


@given(st.text(), st.integers(0, 30), st.integers(0, 30))
def test_a_span_gives_its_words_or_refuses(text: str, start: int, end: int) -> None:
    if start >= end:
        with pytest.raises(OffsetError):
            Span(start, end)
    elif end > len(text):
        with pytest.raises(OffsetError):
            Span(start, end).of(text)
    else:
        assert Span(start, end).of(text) == text[start:end]


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))
    assert Span(0, 5).contains(Span(3, 5))


def test_ids_come_from_content_and_parts_do_not_run_together() -> None:
    assert content_id("s", "a", "bc") == content_id("s", "a", "bc") != content_id("s", "ab", "c")
    document = Document(id="m1", text=TEXT)
    assert document.key == Document(id="m1", text=TEXT, title="another title").key
    assert document.key != Document(id="m1", text=TEXT + " ").key != Document(id="m2", text=TEXT + " ").key


def test_deadlines_count_from_the_meeting_else_from_the_record() -> None:
    met, published = date(2024, 3, 5), date(2024, 4, 1)
    assert Document(id="m", text=TEXT, met=met, published=published).made == met
    assert Document(id="m", text=TEXT, published=published).made == published
    assert Document(id="m", text=TEXT).made is None


def test_a_statement_prints_the_fields_of_extract_in_order() -> None:
    statement = Statement(
        document="m1",
        document_key="k",
        start=0,
        end=len(TEXT),
        text=TEXT,
        kinds=("commitment",),
        speaker="Ann Marsh",
        attribution=Attribution("named", 0.9),
        deadline=Deadline("by May", date(2024, 5, 31)),
        amounts=(Amount("£2m", 2e6, "GBP"),),
    )
    line = json.loads(json.dumps(statement.as_line()))
    assert tuple(line) == EXTRACT_FIELDS
    assert line["deadline"] == {"text": "by May", "due": "2024-05-31"}
    assert line["attribution"] == {"how": "named", "score": 0.9}
    assert line["amounts"] == [{"text": "£2m", "value": 2000000.0, "unit": "GBP"}]
    assert line["testability"] is None


def test_a_quotation_prints_each_span_with_its_words() -> None:
    quote = Quote("m1", Span(0, 10), Span(11, 15), (Span(16, 47),), "reported", "Ann Marsh")
    assert quote.as_line(TEXT) == {
        "document": "m1",
        "source": {"start": 0, "end": 10, "text": "Cllr Marsh"},
        "cue": {"start": 11, "end": 15, "text": "said"},
        "content": [{"start": 16, "end": 47, "text": "the bridge would reopen by May."}],
        "mode": "reported",
        "speaker": "Ann Marsh",
    }


def test_times_become_iso_with_their_zone() -> None:
    assert as_plain({"at": datetime(2024, 5, 1, 12, tzinfo=UTC)}) == {"at": "2024-05-01T12:00:00+00:00"}


def test_an_error_says_where_what_why_and_what_next() -> None:
    error = EmptySourceError(
        "there is no text in it", where="scan.pdf", cause="It is probably scanned", next_step="Ask for the Word file"
    )
    assert str(error) == "scan.pdf: there is no text in it. It is probably scanned. Ask for the Word file."
    assert isinstance(error, GreenShootsError)
    assert error.reason == "no text in it"
