"""The screens of following and of people over a small library, run without a browser."""

from __future__ import annotations

import pytest
from test_views_screens import filled, ids, no_model, read, screen, traced, written

__all__ = ["filled", "ids", "no_model", "traced"]


@pytest.fixture
def links(traced):
    """The small library, whose statements the search for later records was made for."""
    from greenshoots import pipeline

    with pipeline.library() as library:
        for name in (traced.pledge, traced.nasty):
            found = pipeline.trace(library, name)
            library.store.put_links(name, [*found.links, *found.undated], searched=found.searched)
    return traced


def test_a_newcomer_is_told_what_to_do(ids):
    test = screen("follow")
    assert "Choose a few promises" in read(test)
    assert test.text_input(key="find").label == "What is it about?"


def test_words_offer_pledges_to_follow(ids):
    assert f"follow?ids={ids.pledge}" in written(screen("follow", find="library"))


def test_a_pledge_offered_joins_those_followed(links):
    told = written(screen("follow", ids=links.nasty, find="library"))
    assert f"follow?ids={links.nasty}%2C{links.pledge}" in told


def test_a_pledge_is_told_in_plain_words(links):
    words = read(screen("follow", ids=links.pledge))
    for piece in (
        "Ada Marsh , Cabinet Member Cabinet Member : A councillor in the cabinet",
        "that is 31 March 2024 at the latest. This day has passed.",
        "1 May 2024 . This reads as late, or not done:",
        "None of what was found so far reads as if it was done.",
        "1 source could not be read, and may say more.",
    ):
        assert piece in words


def test_no_verdict_is_said_by_the_program(links):
    words = read(screen("follow", ids=links.pledge)).casefold()
    assert not [word for word in ("broken", "not kept", "failed", "lied") if word in words]


def test_a_pledge_can_be_dropped_from_the_list(links):
    assert f'<a href="follow?ids={links.nasty}">Stop following' in written(
        screen("follow", ids=f"{links.pledge},{links.nasty}")
    )


def test_a_pledge_of_another_library_is_named(links):
    assert "1 promise of your list is not in this library: s0123456789abcdef" in read(
        screen("follow", ids="s0123456789abcdef")
    )


def test_nothing_scraped_acts_on_the_screen_of_what_is_followed(links):
    told = written(screen("follow", ids=links.nasty))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "<script" not in told
    assert 'href="javascript' not in told


def test_the_ledger_and_the_statement_lead_to_following(traced):
    for test in (screen("ledger"), screen("statement", id=traced.pledge)):
        assert f'<a href="follow?ids={traced.pledge}">Follow this pledge: Ada Marsh, 8 March 2023</a>' in written(test)


def test_the_list_goes_along_to_the_ledger(traced):
    assert f"follow?ids={traced.nasty}%2C{traced.pledge}" in written(screen("ledger", following=traced.nasty))


def test_people_are_listed_with_what_tells_them_apart(ids):
    words = read(screen("people"))
    assert "Ada Marsh Cabinet Member for Culture, Harbourside Council" in words
    assert "Ada Marsh Only the name is told, no body or office" in words


def test_the_list_is_searched(ids):
    assert "Ada Marsh" not in read(screen("people", find="nobody at all"))


def test_a_person_s_claims_stand_beside_what_came_after(links):
    words = read(screen("people", person="Ada Marsh", body="Harbourside Council"))
    assert words.index("The Council will reopen") < words.index("What came after") < words.index("1 May 2024: reads as")
    assert "Others of this name." in words


def test_a_bare_name_is_nobody_s(ids):
    assert "they are counted to nobody" in read(screen("people", person="Ada Marsh"))


@pytest.mark.parametrize("asked", [{"person": "Nobody Here"}, {"of": "No Such Council"}])
def test_whoever_is_not_there_is_said_plainly(ids, asked):
    assert "The records covered have" in read(screen("people", **asked))


def test_a_body_has_its_statements(ids):
    words = read(screen("people", of="Harbourside Council"))
    assert "Open this statement: Ada Marsh, 8 March 2023" in words
    assert "Open this statement: Ada Marsh, 14 July 2023" not in words


def test_nothing_scraped_acts_among_people(ids):
    told = written(screen("people")) + written(screen("people", person="Bo [x](javascript:alert(5)) <i>Rey</i>"))
    assert "<i>Rey" not in told
    assert "&lt;i&gt;Rey&lt;/i&gt;" in told
    assert 'href="javascript' not in told
