"""What the screens say apart from the screens: the answers, citations, safe addresses; and the router."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import streamlit as st
from hypothesis import given, strategies
from streamlit.testing.v1 import AppTest

from greenshoots.plain import RELATION_WORDS
from greenshoots.records import KINDS, RELATIONS, Attribution, Coverage, Document, Link, Provenance, Statement
from greenshoots.silence import silence_of
from greenshoots.views import pages, wording
from greenshoots.views.citation import footnote
from greenshoots.views.markup import anchor, is_web, shown

MADE = date(2023, 3, 8)
DOCUMENT = Document("d", "We will act.", "minutes", "Harbourside Council", "Cabinet", "https://h.example.org/1", MADE)
SAID = Statement("d", DOCUMENT.key, 0, 12, "We will act.", ("commitment",), speaker="Ada Marsh")
READ = Coverage(3, MADE, date(2024, 1, 2))
UNREAD = replace(READ, failures=2)
LATER = Link(SAID.id, "e", "k", 0, 4, "Done", date(2024, 1, 2), "kept", 0.9, True, "")


@pytest.mark.parametrize(
    ("kind", "made", "found", "searched", "heading", "words"),
    [
        ("finding", MADE, [], None, "Not checked", "Not followed up: statements of this kind"),
        ("commitment", None, [], READ, "Not checked", "It cannot be checked: the date of this record is unknown"),
        ("commitment", MADE, [], None, "Not checked", "Later records have not been searched"),
        ("commitment", MADE, [], READ, "Checked, nothing found", "No mention in 3 later records up to 2 January 2024."),
        (
            "commitment",
            MADE,
            [],
            UNREAD,
            "A source could not be read",
            "2 sources could not be read and may hold more.",
        ),
        ("commitment", MADE, [LATER], READ, "Found", "1 later passage, of 2 January 2024."),
        ("commitment", MADE, [LATER], UNREAD, "Found", "2 sources could not be read and may hold more."),
    ],
)
def test_the_answer_is_one_of_four_and_says_why(kind, made, found, searched, heading, words):
    silence = silence_of(made=made, links=found, searched=searched)
    answer = wording.answer(replace(SAID, kinds=(kind,)), made, silence)
    assert answer.heading == heading
    assert words in answer.words


def test_every_kind_and_relation_has_words():
    assert set(wording.KIND_WORDS) == set(KINDS)
    assert set(RELATION_WORDS) == set(RELATIONS)


def test_an_attribution_says_how_and_how_sure():
    assert wording.attribution(replace(SAID, attribution=Attribution("named", 0.95))) == (
        "Named beside the words; sure (95%)"
    )
    assert "unsure (42%)" in wording.attribution(replace(SAID, attribution=Attribution("post", 0.42)))
    assert wording.attribution(SAID) == "No name is near enough to be sure"


def test_a_due_day_that_has_passed_is_no_verdict():
    assert wording.due(MADE, date(2023, 3, 9)) == "8 March 2023 (this day has passed)"
    assert wording.due(MADE, MADE) == "8 March 2023"


def test_a_footnote_holds_all_that_proves_it():
    provenance = Provenance("https://h.example.org/1", datetime(2024, 6, 1, tzinfo=UTC), "ab" * 32, "html/1")
    assert footnote(SAID, DOCUMENT, provenance) == (
        "Ada Marsh: “We will act.” Cabinet, Harbourside Council, Minutes. Published 8 March 2023. "
        f"https://h.example.org/1. Read 1 June 2024, SHA-256 {'ab' * 32}."
    )


def test_a_quotation_in_a_footnote_keeps_its_own_marks():
    assert "‘“We will act.”’" in footnote(replace(SAID, text="“We will act.”"), DOCUMENT, None)


def test_a_footnote_hides_contact_details():
    assert "@" not in footnote(replace(SAID, text="Write to a.marsh@h.example.org."), DOCUMENT, None)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "/etc/hosts",
        "file:///x",
        "https://",
        "http://[",
    ],
)
def test_an_address_that_is_none_of_the_web_is_no_link(address):
    assert not is_web(address)
    assert "<a" not in anchor(address, address)


def test_a_quotation_mark_in_an_address_does_not_end_it():
    assert anchor('https://h.example.org/"onclick="x', "words").count('"') == 6


@given(strategies.text())
def test_words_of_a_record_hold_no_markup(text):
    assert not set("<>\"'") & set(shown(text))


def test_a_link_to_a_screen_is_safe_and_relative():
    assert pages.link("statement", "words", id='"><b>') == '<a href="statement?id=%22%3E%3Cb%3E">words</a>'


def test_the_router_opens_on_the_search(home, root):
    test = AppTest.from_file(str(root / "app.py"), default_timeout=30).run()
    assert not test.exception
    assert any("<h1>What was said, and what came after?</h1>" in piece.body for piece in test.html)
    st.cache_resource.clear()


def test_a_library_that_cannot_be_opened_is_told_in_plain_words(home, root):
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the folder should be")
    test = AppTest.from_file(str(root / "app.py"), default_timeout=30).run()
    assert not test.exception
    assert any("This did not work." in piece.body for piece in test.html)
