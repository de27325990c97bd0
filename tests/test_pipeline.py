from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from greenshoots import ledger, pipeline
from greenshoots.pipeline import Library
from greenshoots.records import Document, Failure, Filters, Passage, Reading, Statement
from greenshoots.silence import NO_WORDS_YET

MINUTES = "Minutes of the meeting held on 5 March 2024\n\nThe clerk will mend the gate by May 2024.\n"
LATER = "Minutes of the meeting held on 4 June 2024\n\nThe gate has been mended by the clerk.\n"


class Bags:
    """Vectors of words, so that no model is loaded: the same words lie near each other."""

    name = "bags/1"
    dim = 32

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in text.lower().split():
                row[sum(word.encode()) % self.dim] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths == 0, 1, lengths)


def by_line(document: Document) -> Reading:
    """A reader without models: each line is a passage, each with "will" a commitment."""
    passages, statements, start = [], [], 0
    for line in document.text.splitlines(keepends=True):
        words = line.strip()
        if words:
            passages.append(Passage(document.key, start, start + len(words), words))
        if " will " in words:
            statements.append(
                Statement(document.id, document.key, start, start + len(words), words, ("commitment",), score=0.9)
            )
        start += len(line)
    return Reading(tuple(passages), (), tuple(statements))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "1")
    monkeypatch.setattr("nlp.extract.read", by_line)
    monkeypatch.setattr(pipeline, "embedder", Bags)
    with pipeline.library(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "minutes"
    place.mkdir()
    (place / "march.txt").write_text(MINUTES, "utf-8")
    (place / "june.txt").write_text(LATER, "utf-8")
    return place


def test_documents_go_in_once(library: Library, folder: Path) -> None:
    first = pipeline.add(library, [str(folder)])
    again = pipeline.add(library, [str(folder)])
    assert (first.added, first.known, first.statements) == (2, 0, 1)
    assert (again.added, again.known, again.statements) == (0, 2, 0)


def test_the_same_text_at_two_places_is_one_document_seen_twice(library: Library, folder: Path) -> None:
    (folder / "copy.txt").write_text(MINUTES, "utf-8")
    pipeline.add(library, [str(folder)])
    (document,) = [found for found in library.store.documents() if found.text == MINUTES]
    addresses = {Path(seen.address).name for seen in library.store.provenances(document.key)}
    assert addresses == {"march.txt", "copy.txt"}


def test_a_changed_file_is_a_new_version_and_the_old_one_stays(library: Library, folder: Path) -> None:
    pipeline.add(library, [str(folder)])
    (old,) = library.store.statements()
    (folder / "march.txt").write_text(MINUTES.replace("by May", "by July"), "utf-8")
    pipeline.add(library, [str(folder)])
    (new,) = library.store.statements()
    assert "by July" in new.text
    assert library.store.statement(old.id) == old
    assert [version.text for version in library.store.versions(old.document_key)] == [
        MINUTES,
        MINUTES.replace("by May", "by July"),
    ]


def test_what_cannot_be_read_is_counted_and_kept_and_the_rest_goes_in(library: Library, folder: Path) -> None:
    (folder / "empty.txt").write_text("", "utf-8")
    (folder / "picture.bmp").write_bytes(b"BM")
    (folder / "lines.jsonl").write_text('{"id": "a", "text": "All will be well."}\n{broken\n', "utf-8")
    told: list[Failure] = []
    outcome = pipeline.add(library, [str(folder), str(folder / "absent.txt")], failed=told.append)
    assert outcome.added == 3
    assert outcome.failures.total() == 4
    assert len(told) == len(library.store.failures()) == 4
    assert any("lines.jsonl" in failure.message and "2" in failure.message for failure in told)


def test_a_failure_is_forgotten_once_the_source_can_be_read(library: Library, folder: Path) -> None:
    path = folder / "june.txt"
    path.write_text("", "utf-8")
    pipeline.add(library, [str(path)])
    assert library.store.failures()
    path.write_text(LATER, "utf-8")
    pipeline.add(library, [str(path)])
    assert not library.store.failures()


def test_an_interrupted_run_loses_nothing_and_the_next_goes_on(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(document: Document) -> Reading:
        if "March" in document.text:
            raise KeyboardInterrupt
        return by_line(document)

    monkeypatch.setattr("nlp.extract.read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        pipeline.add(library, [str(folder)])
    assert [document.text for document in library.store.documents()] == [LATER]
    monkeypatch.setattr("nlp.extract.read", by_line)
    outcome = pipeline.add(library, [str(folder)])
    assert (outcome.added, outcome.known) == (1, 1)


def test_a_statement_is_found_and_traced_to_the_later_record(library: Library, folder: Path) -> None:
    pipeline.add(library, [str(folder)])
    (hit,) = [hit for hit in pipeline.search(library, "gate", filters=Filters(kind="commitment")) if hit.statement]
    assert hit.statement is not None
    traced = pipeline.trace(library, hit.statement.id[:8])
    assert next((link.text, link.date) for link in traced.links) == (
        "The gate has been mended by the clerk.",
        date(2024, 6, 4),
    )
    assert library.store.links(hit.statement.id)[: len(traced.links)] == list(traced.links)


def test_the_ledger_tells_not_checked_from_nothing_found(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "TRACED_BY_ADD", 0)
    assert pipeline.add(library, [str(folder / "march.txt")]).waiting == 1
    (entry,) = ledger.entries(library, Filters())
    assert (entry.answer, entry.told) == ("not checked", NO_WORDS_YET)
    later = folder / "fete.txt"
    later.write_text("Meeting of 9 July 2024\nThe fete was a success.\n", "utf-8")
    monkeypatch.setattr(pipeline, "TRACED_BY_ADD", 1)
    pipeline.add(library, [str(later)])
    pipeline.trace_waiting(library)
    (entry,) = ledger.entries(library, Filters())
    assert entry.answer == "checked, nothing found"


def test_add_and_trace_leave_the_ledger_ready(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "TRACED_BY_ADD", 0)
    pipeline.add(library, [str(folder)])
    assert ledger.refresh(library) == 0
    pipeline.trace_waiting(library)
    assert ledger.refresh(library) == 0


def test_where_no_later_record_is_covered_nothing_was_checked(library: Library, folder: Path) -> None:
    pipeline.add(library, [str(folder / "march.txt")])
    (entry,) = ledger.entries(library, Filters())
    assert entry.answer == "not checked"
    assert entry.told == "No later record is covered yet, so there was nothing to check."


def test_documents_without_an_id_bear_their_path_as_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "1")
    monkeypatch.setattr("nlp.extract.read", by_line)
    (folder / "lines.jsonl").write_text('{"id": "a", "text": "All will be well."}\n', "utf-8")
    found = pipeline.readings(["march.txt", "lines.jsonl", "../minutes"], failed=lambda failure: None)
    assert [document.id for document, _ in found] == [
        "march.txt",
        "a",
        "../minutes/june.txt",
        "a",
        "../minutes/march.txt",
    ]


def test_a_further_add_traces_no_backlog(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "TRACED_BY_ADD", 0)
        assert pipeline.add(library, [str(folder / "march.txt")]).waiting == 1
    (waiting,) = library.store.waiting("commitment")
    pipeline.add(library, [str(folder / "june.txt")])
    assert waiting in library.store.waiting("commitment")
    pipeline.trace_waiting(library)
    assert library.store.waiting("commitment") == []


def test_pledges_are_traced_again_when_the_record_grows(library: Library, folder: Path) -> None:
    pipeline.add(library, [str(folder / "march.txt")])
    (entry,) = ledger.entries(library, Filters())
    assert entry.answer == "not checked"
    pipeline.add(library, [str(folder / "june.txt")])
    (entry,) = ledger.entries(library, Filters())
    assert entry.answer == "found"
