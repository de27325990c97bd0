"""The same promise again: nearly the same words of one body, or a link that says so."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from greenshoots.promises import ALIKE, FEWEST, Promise, _alike, _weights, groups

COUNCIL = "Marlford Town Council"


def promise(name: str, day: str, text: str, body: str | None = COUNCIL) -> Promise:
    return Promise(name, body, day, text)


FIRST = promise("a", "2011-03-01", "The Clerk will chase the county about the flooded lay-by in Mere Lane.")
AGAIN = promise("b", "2013-06-01", "The clerk will chase the County about the flooded lay-by in Mere Lane")
THIRD = promise(
    "c", "2015-06-01", "It was agreed to chase the county again: the lay-by in Mere Lane was still flooded."
)
OTHER = promise("d", "2015-06-01", "The Clerk will ask the county to paint the railings of the churchyard wall.")


def test_nearly_the_same_words_are_one_promise():
    assert groups([FIRST, AGAIN, OTHER], []) == {"a": "a", "b": "a"}


def test_two_bodies_never_make_one_promise():
    assert groups([FIRST, promise("b", "2013-06-01", AGAIN.text, "Pellow Parish Council")], []) == {}


def test_draft_and_final_minutes_of_a_day_are_no_promise_made_twice():
    assert groups([FIRST, promise("b", FIRST.day or "", FIRST.text)], []) == {}


def test_a_link_joins_other_words_of_the_same_matter():
    assert groups([FIRST, AGAIN, THIRD], [("b", "c")]) == {"a": "a", "b": "a", "c": "a"}


def test_a_link_between_words_that_share_nothing_joins_nothing():
    assert groups([FIRST, OTHER], [("a", "d")]) == {}


def test_a_link_to_a_statement_that_is_not_listed_joins_nothing():
    assert groups([FIRST], [("a", "z")]) == {}


def test_few_words_are_never_the_same_promise():
    assert (
        groups([promise("a", "2011-01-01", "This was agreed."), promise("b", "2012-01-01", "This was agreed.")], [])
        == {}
    )


words = st.lists(
    st.sampled_from([f"w{letter}{letter}" for letter in "abcdefghijkl"]), min_size=1, max_size=12, unique=True
)


@given(st.lists(words, min_size=2, max_size=6))
def test_no_pair_alike_enough_is_missed(texts):
    promises = [promise(f"p{place}", f"20{place + 10}-01-01", " ".join(text)) for place, text in enumerate(texts)]
    found = groups(promises, [])
    sets = {f"p{place}": frozenset(text) for place, text in enumerate(texts)}
    weight = _weights(sets)
    for one, other in combinations(sets, 2):
        long_enough = min(len(sets[one]), len(sets[other])) >= FEWEST
        if long_enough and _alike(sets[one], sets[other], weight) >= ALIKE + 1e-9:
            assert found[one] == found[other]


def test_words_of_procedure_are_no_promise_made_again():
    text = "On the proposal of Councillor Lorne it was agreed to give £200 to the Mere Lane players."
    assert groups([promise("a", "2011-01-01", text), promise("b", "2012-01-01", text)], []) == {}
