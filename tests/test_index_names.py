"""Names: proper ones, people, what initials and "the Plan" stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.aliases import aliases_in, other_names
from index.names import called_before, people_in, proper_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Works at the Lime Street junction began.", ["Lime", "Street"]),
        ("Cllr Anna Reed asked about Lime Street in May.", ["Lime", "Street"]),
        ("The RFO wrote to J. Marsh.", ["RFO"]),
        ("Nothing was said. Nobody spoke.", []),
    ],
)
def test_proper_names_are_neither_people_nor_months_nor_first_words(text, names):
    assert proper_names(text) == names


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Councillor Marian Thorne and Mr. P. Dale", ["Marian", "Thorne", "P", "Dale"]),
        ("P. Dale proposed it.", ["Dale"]),
        ("Lime Street", []),
    ],
)
def test_people_follow_titles_or_initials(text, people):
    assert [word for word in people_in(text) if len(word) > 1] == [word for word in people if len(word) > 1]


def test_the_plan_is_what_was_called_so_before():
    before = ["The Draft Lakes and Rivers Plan was tabled.", "Members thanked the officers."]
    assert called_before("Work on the Plan will start in May.", before) == ["Draft Lakes and Rivers Plan"]


def test_the_nearest_name_before_counts():
    before = ["The Old Quay Committee met.", "The Harbour Liaison Committee met."]
    assert called_before("The Committee will meet again.", before) == ["Harbour Liaison Committee"]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("The plan will start.", ["The Draft Rivers Plan"]),  # a common noun may mean anything
        ("The Plan will start.", ["The Plan was tabled."]),
        ("A Plan will start.", ["The Rivers Plan was tabled."]),
    ],
)
def test_nothing_is_called_by_guesswork(text, before):
    assert called_before(text, before) == []


def test_the_bodys_own_name_is_no_name():
    before = ["Marlford Town Council met."]
    assert called_before("The Council will meet.", before, without=frozenset(("marlford", "town"))) == []


def test_short_names_are_those_that_the_record_explains():
    texts = ["Jane Roe (JR) spoke.", "The Local Lakes Fund (‘LLF’) is open.", "See (Annex) and the Plan (Draft)."]
    assert aliases_in(texts) == {"jr": ("Jane Roe",), "llf": ("Local Lakes Fund",)}


def test_initials_of_two_people_stand_for_both():
    assert aliases_in(["Jane Roe (JR)", "Jane Roe (JR)", "Jim Rudd (JR)"]) == {"jr": ("Jane Roe", "Jim Rudd")}


def test_names_stand_for_each_other_both_ways():
    aliases = {"jr": ("Jane Roe",), "llf": ("Local Lakes Fund",)}
    assert other_names("JR to write to the fund.", aliases) == (["Jane Roe"], [])
    assert other_names("The Local Lakes Fund is open.", aliases) == ([], ["llf"])


@given(st.lists(st.text()), st.text())
def test_any_texts_can_be_asked(texts, text):
    full, short = other_names(text, aliases_in(texts))
    assert isinstance(called_before(text, texts), list)
    assert all(isinstance(name, str) for name in [*full, *short, *proper_names(text)])
