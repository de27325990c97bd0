"""Contact details are hidden, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.masks import hidden, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to j.bell@pellbourne.example.org.", "Write to [e-mail address hidden]."),
        ("j.bell (at) pellbourne.example.org", "[e-mail address hidden]"),
        ("Ring 01632 960150 now", "Ring [phone number hidden] now"),
        ("Ring (01632) 960 150", "Ring [phone number hidden]"),
        ("Ring 020 7946 0958", "Ring [phone number hidden]"),
        ("Ring +44 (0)20 7946 0958", "Ring [phone number hidden]"),
        ("Mobile 07700 900123, or 07700900123", "Mobile [phone number hidden], or [phone number hidden]"),
        ("Freephone 0800\u00a0123\u00a04567", "Freephone [phone number hidden]"),
        ("Mr Bell, 12 Harbour Road, Pellbourne, ZZ1 2AB", "Mr Bell, [address hidden]"),
        ("Flat 2, 14 Quay Street,\nNether Hallow ZZ14 0AA", "[address hidden]"),
        ("who lives at 12a Harbour Road", "who lives at [address hidden]"),
    ],
)
def test_contact_details_are_hidden(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "The library at 12 Harbour Road will open.",
        "Planning application 07/00123/FUL of 01/02/2023 at 10:00",
        "£01234 567890 and 1,250,000 and 0.25 and 2022/23",
        "Rows of figures: 0 120 340 560 12 or 020 000 plans",
        "Reference 01234567",
        "The A31, junction 7, from 2021 to 2024",
    ],
)
def test_what_is_no_contact_detail_stays(text):
    assert mask(text) == text


def test_two_in_one_sentence_are_both_hidden():
    assert [label for *_, label in hidden("a@b.example, 01632 960150")] == [
        "[e-mail address hidden]",
        "[phone number hidden]",
    ]


@given(st.text(alphabet="0123456789 @.+()-\nABCab£", max_size=200))
def test_what_is_hidden_lies_in_the_text_in_order(text):
    edges = [edge for piece in hidden(text) for edge in piece[:2]]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@given(st.text(alphabet="0123456789 @.+()-\nABCab£", max_size=200))
def test_nothing_else_is_changed(text):
    shown = mask(text)
    for piece in hidden(text):
        shown = shown.replace(piece.label, text[piece.start : piece.end], 1)
    assert shown == text
