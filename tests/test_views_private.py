"""The screens hide members of the public and children, and name office holders; a table's report is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from views_home import WordVectors, put, statement

from greenshoots import pipeline
from greenshoots.records import Attribution, Deadline, Document

TEXT = """Harbourside Council

5. Public Questions

Mrs Jean Abbott said that she was worried about her son Jack, 9.

Cllr Ada Marsh told Mrs Abbott that the Council would mend the slide by June 2024.
"""
WORRY, SLIDE = (line for line in TEXT.splitlines() if line.endswith((", 9.", "2024.")))
SHEET = "Action | Owner | Status\nMend the slide in the park | Head of Parks | Complete: mended on 2 May\n"
PRIVATE = ("Jean", "Abbott", "Jack")


class Ids(NamedTuple):
    worry: str
    slide: str
    row: str


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A library of a page with people of both kinds, of the same page once more, and of an action sheet."""
    home = tmp_path_factory.mktemp("private") / "home"
    page, again = (
        Document(name, text, "minutes", "Harbourside Council", "Question from Jean Abbott", published=date(2024, 3, 1))
        for name, text in (("page", TEXT), ("again", TEXT + "\n"))
    )
    sheet = Document("sheet", SHEET, "report", "Harbourside Council", "Action sheet", published=date(2024, 5, 7))
    named = {"speaker": "Jean Abbott", "speaker_label": "Mrs Jean Abbott", "attribution": Attribution("named", 0.8)}
    worry = statement(page, WORRY, "criticism", **named)
    due = Deadline("by June 2024", date(2024, 6, 30))
    slide = statement(again, SLIDE, "commitment", speaker="Ada Marsh", deadline=due)
    row = statement(sheet, SHEET.splitlines()[1], "commitment", status="Complete: mended on 2 May", answer="Agreed")
    with pipeline.library(home) as library:
        for document, found in ((page, worry), (again, slide), (sheet, row)):
            put(library, document, found)
        library.vectors.refresh(library.store, WordVectors())
    return home, Ids(worry.id, slide.id, row.id)


@pytest.fixture(autouse=True)
def ids(filled, monkeypatch) -> Iterator[Ids]:
    monkeypatch.setenv("GREENSHOOTS_HOME", str(filled[0]))
    monkeypatch.setattr(pipeline, "embedder", WordVectors)
    yield filled[1]
    st.cache_resource.clear()


def written(name: str, **parameters: str) -> str:
    """Everything that a screen writes, its boxes and code included."""

    def script(name: str) -> None:
        from importlib import import_module

        from greenshoots.views import frame

        frame.set_up()
        import_module(f"greenshoots.views.{name}").show()

    test = AppTest.from_function(script, default_timeout=30, kwargs={"name": name})
    test.query_params.update(parameters)
    test.run()
    assert not test.exception
    boxes = [box for box in test.text_input if box.key != "q"]
    return "\n".join([piece.body for piece in test.html] + [str(item.value) for item in (*test.code, *boxes)])


@pytest.mark.parametrize("words", ["", "worried son", "mend the slide"])
def test_the_search_hides_who_asked_and_names_who_answered(words):
    told = written("search", q=words)
    assert not [name for name in PRIVATE if name in told]
    assert "[a member of the public]" in told
    assert "Cllr Ada Marsh" in told


def test_the_screen_of_what_they_said_hides_them_everywhere(ids):
    told = written("statement", id=ids.worry)
    assert not [name for name in PRIVATE if name in told]
    assert "<h1>A member of the public, 1 March 2024</h1>" in told
    assert "her son [a child], 9." in told


def test_the_screen_of_an_office_holder_names_only_them(ids):
    told = written("statement", id=ids.slide)
    assert "<h1>Ada Marsh, 1 March 2024</h1>" in told
    assert not [name for name in PRIVATE if name in told]


def test_the_ledger_hides_them():
    told = written("ledger")
    assert "Cllr Ada Marsh told [a member of the public]" in told
    assert not [name for name in PRIVATE if name in told]


def test_what_a_table_reports_is_shown(ids):
    told = written("statement", id=ids.row)
    assert "Complete: mended on 2 May" in told
    assert "<dt>Answered</dt><dd>Agreed</dd>" in told


def test_what_a_table_reports_as_done_is_not_overdue():
    assert "reads as done on 7 May 2024" in written("ledger").replace("Reads", "reads")
