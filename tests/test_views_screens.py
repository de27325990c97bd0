"""The screens over a small library, run without a browser: what a reader is told, and that nothing scraped acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from views_home import NOTICE, WordVectors, build, found_later

from greenshoots import pipeline
from greenshoots.errors import ModelError, StoreError


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    home = tmp_path_factory.mktemp("views") / "home"
    return home, build(home)


@pytest.fixture
def ids(filled, monkeypatch):
    """The statements of the small library, which is the home while the test runs."""
    monkeypatch.setenv("GREENSHOOTS_HOME", str(filled[0]))
    return filled[1]


@pytest.fixture
def traced(ids, monkeypatch):
    """The small library, in which the search for later records finds what a person would."""
    monkeypatch.setattr(pipeline, "trace", found_later(ids))
    return ids


@pytest.fixture(autouse=True)
def no_model(monkeypatch) -> Iterator[None]:
    """Vectors of words in place of the model; the library is closed afterwards."""
    monkeypatch.setattr(pipeline, "embedder", WordVectors)
    yield
    st.cache_resource.clear()


def screen(name: str, **parameters: str) -> AppTest:
    """Run one screen as the router does."""

    def script(name: str) -> None:
        from importlib import import_module

        from greenshoots.errors import GreenShootsError
        from greenshoots.views import frame

        frame.set_up()
        frame.banner()
        try:
            import_module(f"greenshoots.views.{name}").show()
        except GreenShootsError as error:
            frame.say_error(error)

    test = AppTest.from_function(script, default_timeout=30, kwargs={"name": name})
    test.query_params.update(parameters)
    test.run()
    assert not test.exception
    return test


def written(test: AppTest) -> str:
    """All HTML that a screen writes, but for its style sheet."""
    return "\n".join(piece.body for piece in test.html if not piece.body.startswith("<style>"))


def read(test: AppTest) -> str:
    """What a reader reads of it."""
    return " ".join(re.sub(r"<[^>]+>", " ", written(test)).split())


# Search


def test_what_is_covered_stands_above_the_answer(ids):
    words = read(screen("search", q="green shoots"))
    covered = re.search(
        r"Covers 5 documents of \d bodies, 15 March 2023 to 1 May 2024; 1 undated; 1 source could not be read\.", words
    )
    assert covered
    assert covered.end() < words.index("best first")


def test_words_in_the_address_are_searched_for(ids):
    test = screen("search", q='"green shoots"')
    assert test.text_input(key="q").value == '"green shoots"'
    assert "<mark>There are green shoots at the Harbour Road library,</mark>" in written(test)


def test_a_filter_in_the_address_narrows_the_answer(ids):
    test = screen("search", q="Harbour Road library", kind="Commitment")
    assert test.selectbox(key="kind").value == "commitment"
    assert "reopen the Harbour Road library by the end" in written(test)
    assert "green shoots" not in written(test)


def test_a_filter_that_there_is_not_is_left_out(ids):
    assert screen("search", kind="Gossip").selectbox(key="kind").value is None


def test_a_card_says_who_where_and_when(ids):
    words = read(screen("search", q='"reopen the Harbour Road library by"'))
    assert "Ada Marsh , Cabinet Member for Culture, Harbourside Council" in words
    assert "worked out from a pronoun" in words.lower()
    assert "Cabinet, Harbourside Council, Minutes . Meeting of 8 March 2023." in words


def test_a_card_leads_to_the_statement(ids):
    test = screen("search", q='"green shoots"')
    target = f'<a href="statement?id={ids.newer}">Open this statement: Ada Marsh, 14 July 2023</a>'
    assert target in written(test)


def test_nothing_found_is_never_nothing_said(ids):
    words = read(screen("search", q='"zebra crossing"'))
    assert "Nothing found in the record covered." in words
    assert "no sign that nothing was said" in words
    assert "Covers 5 documents" in words


def test_without_words_the_newest_statements_are_listed(ids):
    words = read(screen("search"))
    assert words.index("has not reopened") < words.index("green shoots")


def test_an_empty_library_leads_to_a_council_or_the_sample(home, monkeypatch):
    monkeypatch.setattr("greenshoots.views.reviewer.listens_here", lambda: True)
    test = screen("search")
    assert "No record is covered yet." in read(test)
    assert '<a href="sources?">Add your council</a>' in written(test)
    assert [button.label for button in test.button] == ["Load the sample"]


def test_contact_details_are_masked(ids):
    everything = written(screen("search", q="residents may write")) + written(screen("statement", id=ids.pledge))
    assert "hidden]" in everything
    assert "ada.marsh@" not in everything
    assert "960150" not in everything


# Statement


def test_a_statement_is_headed_by_who_and_when(ids):
    test = screen("statement", id=ids.pledge)
    assert "<h1>Ada Marsh, 8 March 2023</h1>" in written(test)
    assert "Cabinet Member for Culture, Harbourside Council" in read(test)


def test_a_statement_stands_marked_between_its_neighbours(ids):
    words = written(screen("statement", id=ids.pledge))
    marked = "<mark>The Council will reopen the Harbour Road library by the end of March 2024.</mark>"
    assert f"{marked} Members asked what it would cost.</p>" in words
    assert "She said that she had read every letter.</p>" in words


def test_a_statement_says_how_the_name_was_found_and_how_sure(ids):
    words = read(screen("statement", id=ids.pledge))
    assert "Worked out from a pronoun or a name shortened; fairly sure (81%) (printed: “She”)" in words


def test_a_statement_without_a_name_says_so(ids):
    assert "<h1>Not attributed, 1 May 2024</h1>" in written(screen("statement", id=ids.shortfall))


def test_a_commitment_shows_its_slots(ids):
    words = read(screen("statement", id=ids.pledge))
    for told in (
        "Who is to act Ada Marsh",
        "“by the end of March 2024” — due 31 March 2024 (this day has passed)",
        "Firm: will, agreed, resolved",
        "To test it, it lacks how much",
        "A question to ask What will it cost?",
    ):
        assert told in words


def test_later_evidence_is_on_a_timeline(traced):
    test = screen("statement", id=traced.pledge)
    words = read(test)
    assert "Found. 2 later passages, the latest of 1 May 2024." in words
    assert "<mark>The Harbour Road library has not reopened.</mark>" in written(test)
    assert words.index("14 July 2023 : steps reported") < words.index("1 May 2024 : reads as late or not done")
    assert "Why it is here: It names the same library." in words
    assert f'href="statement?id={traced.shortfall}"' in written(test)
    assert len(test.get("vega_lite_chart")) == 1


def test_what_was_searched_is_said(ids):
    words = read(screen("statement", id=ids.pledge))
    assert re.search(r"Searched: \d documents? .*; 1 source could not be read\.", words)


def test_what_is_no_evidence_stands_apart(traced):
    test = screen("statement", id=traced.pledge)
    assert [box.label for box in test.expander if not box.label.startswith("Judge")][:2] == [
        "Less likely passages: 1",
        "Of the same matter, date unknown (not evidence): 1",
    ]


def test_undated_passages_stand_apart(traced):
    test = screen("statement", id=traced.pledge)
    (apart,) = [box for box in test.expander if "date unknown (not evidence)" in box.label]
    assert any("Volunteers will reopen" in piece.body for piece in apart.get("html"))


def test_a_kind_that_is_not_followed_is_not_called_silence(ids):
    words = read(screen("statement", id=ids.shortfall))
    assert "Not checked. Not followed up: statements of this kind" in words
    assert "nothing found" not in words.lower()


def test_an_undated_statement_cannot_be_checked(ids):
    assert "It cannot be checked: the date of this record is unknown" in read(screen("statement", id=ids.undated))


def test_a_search_that_fails_is_not_called_silence(ids, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise ModelError("The sentence model cannot be loaded")

    monkeypatch.setattr(pipeline, "trace", fail)
    words = read(screen("statement", id=ids.pledge))
    assert "Not checked." in words
    assert "The sentence model cannot be loaded." in words
    assert "nothing found" not in words.lower()


def test_a_page_that_was_changed_is_shown_as_changed(ids):
    test = screen("statement", id=ids.progress)
    assert "The page was changed after it was first read." in read(test)
    assert "These words are still in it." in read(test)
    assert f'<a href="statement?id={ids.newer}">Open these words in the newer version' in written(test)


def test_the_archived_copy_can_be_had_with_its_proof(ids):
    test = screen("statement", id=ids.pledge)
    (button,) = test.get("download_button")
    assert button.proto.label == "Download the archived copy"
    assert re.search(r"SHA-256 of the bytes [0-9a-f]{64}", read(test))
    assert "1 June 2024, 09:30 UTC" in read(test)


def test_a_lost_archived_copy_is_said_to_be_lost(ids, monkeypatch):
    def lost(*_: object) -> None:
        raise StoreError("The copy is lost")

    monkeypatch.setattr(pipeline.Archive, "read", lost)
    words = read(screen("statement", id=ids.pledge))
    assert "The copy is lost." in words


def test_a_statement_can_be_cited_and_linked(ids):
    citation, address = (code.value for code in screen("statement", id=ids.pledge).code)
    assert citation.startswith("Ada Marsh, Cabinet Member for Culture, Harbourside Council: “The Council will reopen")
    assert "https://harbourside.example.org/1" in citation
    assert address.endswith(f"?id={ids.pledge}")


def test_an_unknown_statement_is_an_error_in_plain_words(ids):
    test = screen("statement", id="sffff")
    assert "This did not work." in read(test)
    assert "There is no statement" in read(test)


# Pledges, sources, about


def test_the_ledger_lists_pledges_only(ids):
    words = read(screen("ledger"))
    assert "2 pledges" in words
    assert "Due 31 March 2024 (this day has passed)" in words
    assert "green shoots" not in words


def test_sources_say_what_is_covered_and_what_failed(ids):
    words = read(screen("sources"))
    assert "Harbourside Council 2 documents" in words
    assert "https://harbourside.example.org/lost.pdf" in words
    assert "404: it is gone." in words


def test_about_tells_the_four_answers_apart(ids):
    words = read(screen("about"))
    for answer in ("Not checked", "Checked, nothing found", "A source could not be read", "Found"):
        assert answer in words


# Every screen


SCREENS = ("search", "ledger", "sources", "about", "statement")


@pytest.mark.parametrize("name", SCREENS)
def test_a_sample_says_on_every_screen_that_it_is_fictional(name, ids, filled):
    notice = filled[0] / "NOTICE.txt"
    notice.write_text(NOTICE + "\nmore", encoding="utf-8")
    try:
        words = written(screen(name, id=ids.pledge))
    finally:
        notice.unlink()
    assert "Sample records: all of this is &lt;b&gt;fictional&lt;/b&gt;." in words
    assert "more</p>" not in words


@pytest.mark.parametrize("name", SCREENS)
def test_nothing_scraped_acts(name, ids):
    test = screen(name, id=ids.nasty, q="apologise for the noise")
    words = written(test)
    assert not re.search(r"<(script|img|b|i)\b", words)
    assert "javascript:" not in " ".join(re.findall(r'href="([^"]*)"', words))
    assert not any(scraped in piece.value for piece in test.markdown for scraped in ("noise", "Bold", "Rey"))


@pytest.mark.parametrize("name", SCREENS)
def test_headings_come_in_order(name, ids):
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", written(screen(name, id=ids.pledge)))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", SCREENS)
def test_no_screen_gives_a_verdict(name, ids):
    assert not re.search(r"\b(broken|kept its|failed to keep|lied)\b", read(screen(name, id=ids.pledge)).lower())
