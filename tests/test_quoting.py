"""Of an article every screen and export shows the quotation and two sentences at most; council records stay whole."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest
import streamlit as st
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as hyp
from streamlit.testing.v1 import AppTest
from views_home import WordVectors, now, passages, put, statement

from greenshoots import pipeline, quoting
from greenshoots.cli import main
from greenshoots.corrections import correct
from greenshoots.records import Coverage, Document, Link, Passage, Pledge, Provenance, Reading, Span, Traced
from greenshoots.versions import AROUND

SENTENCES = tuple(
    f"{name} sentence tells of the {thing} at Harbour Road library." if name != "Fifth" else
    "Fifth, the council will reopen the Harbour Road library by June 2025."
    for name, thing in zip(
        ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth"),
        ("roof", "stairs", "porch", "cellar", "", "lift", "garden", "boiler", "clock"), strict=True,
    )
)  # fmt: skip
TEXT = "\n\n".join(SENTENCES)
PLEDGE = SENTENCES[4]
FAR = ("roof", "stairs", "porch", "boiler", "clock", "garden")  # more than a sentence away
NEAR = ("cellar", "lift")


def article(name: str, paper: str, text: str = TEXT, *, day: date = date(2024, 3, 4)) -> Document:
    return Document(name, text, "press", paper, f"Library, {paper}", f"https://{name}.example/1", day)


ARTICLE = article("echo", "Harbourside Echo")
PRINT = article("packet", "Pellbourne Packet", f"A lead of its own.\n\n{TEXT}", day=date(2024, 3, 5))
MINUTES = Document(
    "minutes", TEXT.replace("Fifth", "Fifthly"), "minutes", "Harbourside Council", "Cabinet", None, date(2024, 1, 9)
)
BIRDS = ("gull", "tern", "crow", "wren", "lark", "swan", "rook")
REWRITTEN = replace(ARTICLE, text="\n\n".join(f"New: {' '.join([bird] * 90)}" for bird in BIRDS))


class Ids(NamedTuple):
    article: str
    minutes: str


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    home = tmp_path_factory.mktemp("quoting") / "home"
    said = statement(ARTICLE, PLEDGE, "commitment")
    minuted = statement(MINUTES, PLEDGE.replace("Fifth", "Fifthly"), "commitment")
    with pipeline.library(home) as library:
        _put_partly(library, ARTICLE, said)
        put(library, PRINT, statement(PRINT, PLEDGE, "commitment"))
        put(library, MINUTES, minuted)
        library.vectors.refresh(library.store, WordVectors())
    return home, Ids(said.id, minuted.id)


def _put_partly(library: pipeline.Library, document: Document, found) -> None:
    """Store an article of which only part could be had."""
    raw = document.text.encode()
    library.archive.put(raw)
    origin = Provenance(document.url or "", now(), hashlib.sha256(raw).hexdigest(), "press/3", partial=True)
    library.store.add(document, origin, Reading(tuple(passages(document)), (), (found,)), reader="by hand")


@pytest.fixture(autouse=True)
def ids(filled, monkeypatch) -> Iterator[Ids]:
    monkeypatch.setenv("GREENSHOOTS_HOME", str(filled[0]))
    monkeypatch.setattr(pipeline, "embedder", WordVectors)
    yield filled[1]
    st.cache_resource.clear()


@pytest.fixture
def found_in_press(monkeypatch) -> None:
    """A search for later records that finds the article, whatever is asked."""

    def trace(library: pipeline.Library, statement_id: str) -> Traced:
        said = library.store.statement(statement_id)
        at = ARTICLE.text.index(PLEDGE)
        place = (ARTICLE.id, ARTICLE.key, at, at + len(PLEDGE), PLEDGE, ARTICLE.published)
        pledge = Pledge(said.id, said.document, said.start, said.end, said.text, date(2024, 1, 9))
        link = Link(said.id, *place, "repeats", 0.9, shown=True, why="")
        return Traced(pledge, links=(link,), searched=Coverage(1))

    monkeypatch.setattr(pipeline, "trace", trace)


def screen(name: str, **parameters: str) -> AppTest:
    def script(name: str) -> None:
        from importlib import import_module

        from greenshoots.views import frame

        frame.set_up()
        import_module(f"greenshoots.views.{name}").show()

    test = AppTest.from_function(script, default_timeout=30, kwargs={"name": name})
    test.query_params.update(parameters)
    test.run()
    assert not test.exception
    return test


def html(test: AppTest) -> str:
    return "\n".join(piece.proto.body for piece in test.get("html"))


def blocks_with(test: AppTest, words: str) -> list[str]:
    """What is quoted on a screen where these words are."""
    quoted = re.findall(r'<blockquote class="gs-words">.*?</blockquote>', html(test), re.DOTALL)
    return [block for block in quoted if words in block]


def far(words: str) -> list[str]:
    return [word for word in FAR if f"the {word} at" in words]


# Screens


def test_the_statement_screen_shows_an_article_s_sentence_and_its_neighbours(ids):
    block, *_ = blocks_with(screen("statement", id=ids.article), "Fifth, the council")
    assert far(block) == []
    assert all(f"the {word} at" in block for word in NEAR)


def test_the_statement_screen_shows_more_of_a_council_s_record(ids):
    block, *_ = blocks_with(screen("statement", id=ids.minutes), "Fifthly, the council")
    assert {"stairs", "porch", "garden", "boiler"} <= set(far(block))


def test_nothing_else_on_the_statement_screen_shows_more(ids):
    assert far(html(screen("statement", id=ids.article))) == []


@pytest.mark.usefixtures("found_in_press")
def test_a_later_passage_of_an_article_is_shown_with_its_neighbours_only(ids):
    (block,) = blocks_with(screen("statement", id=ids.minutes), "Fifth, the council")
    assert far(block) == []


def test_a_find_of_an_article_is_shown_with_its_neighbours_only():
    found = blocks_with(screen("search", q='"the council will reopen the Harbour Road library"'), "Fifth, the council")
    assert found
    assert [far(block) for block in found] == [[] for _ in found]


def test_an_article_s_copy_is_not_handed_out_and_a_record_s_is(ids):
    pressed, minuted = screen("statement", id=ids.article), screen("statement", id=ids.minutes)
    assert not pressed.get("download_button")
    assert quoting.NO_COPY in html(pressed)
    assert minuted.get("download_button")


def test_the_other_paper_is_named_where_the_statement_and_where_a_find_is_shown(ids):
    assert "Also printed in:" in html(screen("statement", id=ids.article))
    assert "Pellbourne Packet, 5 March 2024" in html(screen("statement", id=ids.article))
    found = html(screen("search", q='"the council will reopen the Harbour Road library"'))
    assert found.count("Also printed in:") == 1
    assert "Also printed in:" not in html(screen("statement", id=ids.minutes))


@pytest.mark.usefixtures("found_in_press")
def test_a_screen_says_that_only_part_of_an_article_could_be_read(ids):
    assert quoting.PARTIAL in words_of(screen("statement", id=ids.article))
    minuted = screen("statement", id=ids.minutes)
    assert quoting.PARTIAL not in words_of(minuted)
    assert html(minuted).count(quoting.PARTIAL) == 1  # beside the later passage, which stands in the article


def words_of(test: AppTest) -> str:
    """The section of the statement screen with the words in their context."""
    (section,) = re.findall(r'<section aria-label="The words in their context">.*?</section>', html(test), re.DOTALL)
    return section


def test_the_commands_name_the_other_paper(ids):
    query = '"the council will reopen the Harbour Road library"'
    told = CliRunner().invoke(main, ["search", query, "--medium", "press"]).stdout
    assert told.count("also printed in:") == 1
    (line,) = CliRunner().invoke(main, ["search", query, "--medium", "press", "--json"]).stdout.splitlines()
    assert len(json.loads(line)["also_printed"]) == 1


# A changed page


@pytest.fixture
def changed(tmp_path, monkeypatch) -> pipeline.Library:
    """A library of its own, in which the article and the minutes were written anew from end to end."""
    monkeypatch.setenv("GREENSHOOTS_HOME", str(tmp_path / "changed"))
    with pipeline.library(tmp_path / "changed") as library:
        for document in (ARTICLE, REWRITTEN, MINUTES, replace(MINUTES, text=REWRITTEN.text)):
            said = statement(document, document.text.split("\n")[0], "commitment")
            put(library, document, said)
    return library


@pytest.mark.usefixtures("changed")
def test_of_a_rewritten_article_only_short_pieces_are_shown():
    told = CliRunner().invoke(main, ["sources", "--changed"]).stdout
    echo, minutes = (next(part for part in told.split("\n\n") if name in part) for name in ("Library, ", "Cabinet"))
    assert len(echo) < quoting.MOST_CHANGES * (2 * quoting.LONGEST + 2 * AROUND) + 300 < len(REWRITTEN.text)
    assert "rook" not in echo
    assert "rook" in minutes


# Exports


def test_an_export_of_corrections_blacks_out_the_rest_of_an_article(ids, filled):
    with pipeline.library(filled[0]) as library:
        for each in ids:
            correct(library, each, ["commitment"], by="Una Frost")
    for options in ([], ["--unmasked"]):
        out = CliRunner().invoke(main, ["export", "--format", "gold", *options]).stdout
        lines = {line["medium"]: line for line in map(json.loads, out.splitlines())}
        (sentence,) = lines["press"]["sentences"]
        text = lines["press"]["text"]
        assert text[sentence["start"] : sentence["end"]] == PLEDGE
        assert len(text) == len(TEXT)
        assert far(text) == []
        assert all(f"the {word} at" in text for word in NEAR)
        assert set(far(lines["minutes"]["text"])) == set(FAR)


# The one place that decides


def test_what_public_bodies_publish_is_not_limited():
    for medium in ("minutes", "transcript", "report", "statement", None):
        record = replace(MINUTES, medium=medium)
        assert quoting.context(record, before=3, after=3) == (3, 3)
        assert quoting.excerpt(record, "x" * 999) == "x" * 999


@given(hyp.integers(0, 9), hyp.integers(0, 9))
def test_of_an_article_two_sentences_of_context_at_most_are_shown(before, after):
    shown = quoting.context(ARTICLE, before=before, after=after)
    assert sum(shown) <= 2
    assert shown == (min(before, 1), min(after, 1))


@given(hyp.data())
def test_what_is_handed_out_of_an_article_is_quoted_words_in_their_places(data):
    cut = [Passage(ARTICLE.key, m.start(), m.end(), m[0]) for m in re.finditer(r"[^\n]+", TEXT)]
    chosen = data.draw(hyp.lists(hyp.sampled_from(cut), max_size=3))
    text = quoting.quoted_only(ARTICLE, cut, [Span(one.start, one.end) for one in chosen])
    assert len(text) == len(TEXT)
    assert all(here in (there, quoting.WITHHELD) for here, there in zip(text, TEXT, strict=True))
    near = {i for one in chosen for i in range(cut.index(one) - 1, cut.index(one) + 2)}
    shown = {i for i, one in enumerate(cut) if text[one.start : one.end] == one.text}
    assert shown == near & set(range(len(cut)))


def test_every_screen_that_shows_words_in_context_asks_how_much(root):
    files = {path.name: path.read_text("utf-8") for path in (root / "greenshoots" / "views").glob("*.py")}
    showing = {name for name, code in files.items() if re.search(r"(?<!def )\bin_context\(", code)}
    assert {"statement.py", "search.py", "timeline.py"} <= showing
    assert [name for name in sorted(showing) if "quoting.context(" not in files[name]] == []
