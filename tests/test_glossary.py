"""The glossary: terms are found where they stand, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.glossary import find, terms_in
from greenshoots.views.explained import explained, listed


def names(text: str) -> list[str]:
    return [found.term.name for found in find(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("An EHCP is late.", "EHCP"),
        ("EHC plans are late.", "EHCP"),
        ("The DSG is overspent.", "DSG"),
        ("It is RAG rated amber.", "RAG"),
        ("The High Needs Block is overspent.", "high needs block"),
        ("The high\nneeds block", "high needs block"),
        ("A safety valve deal", "Safety Valve"),
        ("She went to the SEND Tribunal.", "tribunal"),
        ("Ofsted came.", "Ofsted"),
        ("the LGSCO upheld it", "LGSCO"),
        ("the ICB and CAMHS", "ICB"),
        ("EOTAS packages", "EOTAS"),
        ("the PCF said", "PCF"),
    ],
)
def test_a_term_is_found(text, name):
    assert name in names(text)


@pytest.mark.parametrize("text", ["Please send it.", "a rag and a bone", "the sendings", "an EHCPX"])
def test_another_word_is_none(text):
    assert names(text) == []


def test_each_term_is_explained_once():
    assert names("SEND and SEND and EHCP") == ["SEND", "EHCP"]


def test_the_longest_form_wins():
    assert names("an annual review by the SEND Tribunal") == ["annual review", "tribunal"]


def test_terms_are_listed_by_the_alphabet():
    assert [term.name for term in terms_in(["the SEND budget", "an EHCP", "SEND"])] == ["EHCP", "SEND"]


@given(st.text(alphabet="SEND EHCPragx\n’-", max_size=60))
def test_a_find_stands_where_it_is_said_to(text):
    ends = 0
    for found in find(text):
        assert ends <= found.start < found.end <= len(text)
        assert " ".join(text[found.start : found.end].split()).casefold() != ""
        ends = found.end


@given(st.text(max_size=40))
def test_nothing_in_a_text_acts_beside_a_term(text):
    told = explained(f"<script>{text}</script> SEND <img src=x>", name="w")
    assert "<script" not in told
    assert "<img" not in told


def test_contact_details_are_hidden_beside_a_term():
    assert "01632" not in explained("Ring 01632 960150 about SEND.", name="w")


def test_a_term_is_a_button_that_names_its_meaning():
    told = explained("The DSG", name="w1")
    assert '<button type="button" aria-describedby="w1-0">DSG</button>' in told
    assert 'role="tooltip" id="w1-0"' in told


def test_what_was_explained_above_is_not_again():
    seen: set[str] = set()
    explained("SEND", name="a", seen=seen)
    assert "button" not in explained("SEND", name="b", seen=seen)


def test_no_terms_make_no_list():
    assert listed(["nothing here"]) == ""
