"""A small library for the tests of the screens: five fictional records, written by hand, with vectors of words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from greenshoots import pipeline
from greenshoots.records import (
    Attribution,
    Coverage,
    Deadline,
    Document,
    Failure,
    Link,
    Passage,
    Pledge,
    Provenance,
    Reading,
    Relation,
    Statement,
    Testability,
    Traced,
)

MINUTES = """Harbourside Council, 8 March 2023

7. Harbour Road library

Councillor Ada Marsh, Cabinet Member for Culture, presented the report. She said that she had read every letter.

The Council will reopen the Harbour Road library by the end of March 2024. Members asked what it would cost.

Residents may write to ada.marsh@harbourside.example.org or ring 01632 960150.
"""
PRESS = """Green shoots at Harbour Road, says councillor

“There are green shoots at the Harbour Road library,” Ms Marsh told the Echo. The roof is finished.
"""
CHANGED = PRESS.replace("The roof is finished.", "The roof is nearly finished.")
SURVEY = """Survey of branches

The Harbour Road library has not reopened. It is used as a store.
"""
UNDATED = """A leaflet

Volunteers will reopen the Harbour Road library themselves.
"""
NASTY = """Notes

The council would <script>alert(1)</script> [click](javascript:alert(2)) $x^2$ **loudly** apologise for the noise.
"""
NOTICE = "Sample records: all of this is <b>fictional</b>."


def may_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the screens as ``greenshoots app --review`` does: for the one user of this machine."""
    monkeypatch.setenv("GREENSHOOTS_REVIEW", "1")
    monkeypatch.setattr("greenshoots.views.reviewer.listens_here", lambda: True)


class WordVectors:
    """Vectors without a model: a place for each word, so that texts that share words are near each other."""

    name = "words/1"
    dim = 64

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                row[hashlib.sha256(word.encode()).digest()[0] % self.dim] += 1
            row /= np.linalg.norm(row) or 1
        return rows


@dataclass(frozen=True)
class Ids:
    """The statements of the small library by what they are for."""

    pledge: str
    progress: str
    shortfall: str
    undated: str
    nasty: str
    newer: str


def build(home: Path) -> Ids:
    """Fill the library in ``home``."""
    minutes = Document(
        "minutes-1", MINUTES, "minutes", "Harbourside Council", "Cabinet", "https://harbourside.example.org/1",
        date(2023, 3, 15), date(2023, 3, 8),
    )  # fmt: skip
    press = Document(
        "echo-1", PRESS, "press", "Harbourside Echo", "Green shoots at Harbour Road",
        "https://echo.example.org/1", date(2023, 7, 14),
    )  # fmt: skip
    changed = Document("echo-1", CHANGED, "press", "Harbourside Echo", press.title, press.url, press.published)
    survey = Document("survey-1", SURVEY, "report", "Harbourside Council", "Survey of branches", None, date(2024, 5, 1))
    undated = Document("leaflet-1", UNDATED, "statement", None, "A leaflet")
    nasty = nasty_document()
    pledge = statement(
        minutes, "The Council will reopen the Harbour Road library by the end of March 2024.", "commitment",
        speaker="Ada Marsh", speaker_label="She", role="Cabinet Member for Culture", organisation="Harbourside Council",
        attribution=Attribution("pronoun", 0.81), deadline=Deadline("by the end of March 2024", date(2024, 3, 31)),
        firmness="firm", action="reopen the Harbour Road library",
        testability=Testability(missing=("how_much",), question="What will it cost?"), score=0.9,
    )  # fmt: skip
    words = "There are green shoots at the Harbour Road library,"
    progress = statement(
        press, words, "progress", speaker="Ada Marsh", mode="direct", attribution=Attribution("named", 0.97)
    )
    newer = statement(changed, words, "progress", speaker="Ada Marsh", mode="direct")
    shortfall = statement(survey, "The Harbour Road library has not reopened.", "finding")
    volunteers = statement(undated, "Volunteers will reopen the Harbour Road library themselves.", "commitment")
    noisy = noisy_statement()
    with pipeline.library(home) as library:
        for document, found in (
            (minutes, pledge), (press, progress), (survey, shortfall), (undated, volunteers), (nasty, noisy)
        ):  # fmt: skip
            put(library, document, found)
        put(library, changed, newer)
        library.store.record_failure(
            Failure("https://harbourside.example.org/lost.pdf", "could not be fetched", "404: it is gone.", now())
        )
        library.vectors.refresh(library.store, WordVectors())
    return Ids(pledge.id, progress.id, shortfall.id, volunteers.id, noisy.id, newer.id)


def nasty_document() -> Document:
    """A record whose words, title, body and address try to act."""
    return Document(
        "nasty-1", NASTY, "press", "The <b>Bold</b>", "<img src=x onerror=alert(3)>", "javascript:alert(4)",
        date(2023, 5, 1),
    )  # fmt: skip


def noisy_statement() -> Statement:
    """The statement in it, by a speaker whose name tries, too."""
    sentence = NASTY[NASTY.index("The council") :].strip()
    return statement(nasty_document(), sentence, "apology", speaker="Bo [x](javascript:alert(5)) <i>Rey</i>")


def found_later(ids: Ids) -> Callable[[pipeline.Library, str], Traced]:
    """A search for later records that finds, for any statement, two passages, an unlikely one and an undated one."""

    def trace(library: pipeline.Library, statement_id: str) -> Traced:
        def link(found: str, relation: Relation, score: float, *, shown: bool = True) -> Link:
            here = library.store.statement(found)
            day = library.store.document(here.document_key).made
            why = "It names the same library."
            place = (here.document, here.document_key, here.start, here.end, here.text, day)
            return Link(statement_id, *place, relation, score, shown, why)

        said = library.store.statement(statement_id)
        made = library.store.document(said.document_key).made
        pledge = Pledge(said.id, said.document, said.start, said.end, said.text, made)
        links = (link(ids.shortfall, "shortfall", 0.9), link(ids.newer, "progress", 0.7))
        return Traced(
            pledge,
            links=(*links, link(ids.nasty, "context", 0.2, shown=False)),
            undated=(link(ids.undated, "context", 0.5),),
            searched=Coverage(3, date(2023, 5, 1), date(2024, 5, 1), undated=1, failures=1),
        )

    return trace


def statement(document: Document, words: str, kind: str, **fields: object) -> Statement:
    """A statement of one kind at the place where its words stand."""
    start = document.text.index(words)
    return Statement(document.id, document.key, start, start + len(words), words, (kind,), **fields)


def put(library: pipeline.Library, document: Document, found: Statement, *, machine_made: bool = False) -> None:
    """Store a document with a passage a sentence, and its bytes in the archive."""
    raw = document.text.encode()
    library.archive.put(raw)
    address = document.url if document.url and document.url.startswith("https:") else f"/somewhere/{document.id}.txt"
    provenance = Provenance(address, now(), hashlib.sha256(raw).hexdigest(), "text/1", machine_made=machine_made)
    reading = Reading(tuple(passages(document)), (), (found,))
    library.store.add(document, provenance, reading, reader="by hand")


def passages(document: Document) -> list[Passage]:
    """Cut a text into sentences and lines, as simply as these texts allow."""
    found = re.finditer(r"[^\s.][^\n]*?(?:\.(?=\s)”?|\n|$)", document.text)
    cut = [(match.start(), match.start() + len(match.group().rstrip())) for match in found]
    return [Passage(document.key, start, end, document.text[start:end]) for start, end in cut if end > start]


def now() -> datetime:
    """A fixed moment, with its zone."""
    return datetime(2024, 6, 1, 9, 30, tzinfo=UTC)
