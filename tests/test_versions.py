"""What changed in a page after it was published: word by word, and for every statement that this touches."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from greenshoots import pipeline
from greenshoots.cli import main
from greenshoots.pipeline import Library
from greenshoots.records import Document, Filters, Provenance, Statement
from greenshoots.versions import changes, fates_in, flag, note, pieces, revision_block, revisions
from index.fates import counterpart
from index.store import Store
from index.store_schema import MIGRATIONS
from index.store_versions import became
from tests.index_world import statement as cut
from tests.test_pipeline import Bags, by_line

GATE = "The clerk will mend the gate by 30 June 2024."
POND = "The council will fence the pond in Mere Lane."
BINS = "The bins will be emptied each Monday."
MARCH, MAY, JULY = (datetime(2024, month, 3, 9, 30, tzinfo=UTC) for month in (3, 5, 7))

TEXTS = st.text(alphabet="ab \n\r\u00a0é.", max_size=60)


@pytest.fixture(autouse=True)
def without_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "1")
    monkeypatch.setattr("nlp.extract.read", by_line)
    monkeypatch.setattr(pipeline, "embedder", Bags)


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    with pipeline.library(home) as opened:
        yield opened


def read(library: Library, at: datetime, *lines: str, name: str = "m1") -> Document:
    """Read a page as it is at a moment."""
    made = Document(name, "\n".join(lines), "minutes", "Marlford Town Council", "Open spaces", None, date(2024, 3, 1))
    raw = made.text.encode()
    came = Provenance(f"https://marlford.example.org/{name}", at, library.archive.put(raw), "html/1")
    library.store.add(made, came, by_line(made), reader="1")
    return made


def fate(library: Library, document: Document, words: str) -> str | None:
    return library.store.fate_of(cut(document, words).id)


def stored(library: Library, document: Document, words: str) -> Statement:
    return library.store.statement(cut(document, words).id)


# Word by word


@given(before=TEXTS, after=TEXTS)
def test_the_changes_turn_one_text_into_the_other(before, after):
    told, at = [], 0
    for change in changes(before, after):
        assert before[change.start : change.end] == change.deleted
        assert after[change.new_start : change.new_end] == change.inserted
        told += [before[at : change.start], change.inserted]
        at = change.end
    assert "".join([*told, before[at:]]) == after


@given(text=TEXTS)
def test_a_text_that_stayed_has_no_changes(text):
    assert changes(text, text) == []


def test_only_the_words_that_differ_are_named():
    found = changes(f"{POND}\n{GATE}\n", f"{POND}\n{GATE.replace('June', 'July')}\n")
    assert [(change.deleted, change.inserted) for change in found] == [("June", "July")]


def test_another_width_of_lines_changes_no_words(library):
    read(library, MARCH, "The clerk will mend", "the gate.")
    new = read(library, MAY, "The clerk will", "mend the gate.")
    (revision,) = revisions(library.store, new.key)
    assert revision.changes == ()


def test_a_sentence_put_in_place_of_another_is_told_as_one_change(library):
    old = read(library, MARCH, GATE, "The council will fence the pond.", BINS)
    read(library, MAY, GATE.replace("June", "July"), "Nobody will mow the green or paint it.", BINS)
    (revision,) = revisions(library.store, old.key)
    assert len(revision.changes) == 2
    assert (revision.changes[0].deleted, revision.changes[0].inserted) == ("June", "July")
    for change in revision.changes:
        assert old.text[change.start : change.end] == change.deleted


def test_half_of_a_number_that_changed_is_hidden_too(library):
    old = read(library, MARCH, "Ring 01632 960150 about the gate.")
    read(library, MAY, "Ring 01632 960177 about the gate.")
    (revision,) = revisions(library.store, old.key)
    block = revision_block(revision)
    assert "960150" not in block
    assert "960177" not in block
    assert "[phone number hidden]" in "".join(pieces(revision, revision.changes[0]))


# Statements


def test_nothing_is_said_of_a_page_that_was_never_changed(library):
    document = read(library, MARCH, GATE)
    assert fate(library, document, GATE) is None
    assert note(library.store, stored(library, document, GATE)) is None


def test_words_that_others_replaced_are_changed_and_the_new_ones_reworded(library):
    old = read(library, MARCH, GATE, POND)
    later = GATE.replace("30 June", "30 July")
    new = read(library, MAY, later, POND)
    assert fate(library, old, GATE) == "changed"
    assert fate(library, new, later) == "reworded"
    assert fate(library, old, POND) is fate(library, new, POND) is None
    told = note(library.store, stored(library, old, GATE))
    assert told is not None
    assert told.told == (
        f"The page was changed: when it was read on 3 May 2024 it said “{later}” in place of these words."
    )


def test_words_that_are_gone_vanished_and_new_ones_were_added(library):
    old = read(library, MARCH, GATE, POND)
    new = read(library, MAY, POND, BINS)
    assert fate(library, old, GATE) == "vanished"
    assert fate(library, new, BINS) == "added"
    told = note(library.store, stored(library, old, GATE))
    assert told is not None
    assert told.now is None
    assert "these words were gone" in told.told


def test_a_neighbour_of_like_words_does_not_stand_in_for_what_is_gone(library):
    first, second = "The clerk will mend gate one in Mere Lane.", "The clerk will mend gate two in Mere Lane."
    old = read(library, MARCH, first, second)
    read(library, MAY, first)
    assert fate(library, old, second) == "vanished"


def test_a_condition_put_behind_a_promise_changes_it(library):
    old = read(library, MARCH, "The clerk will mend the gate by May.")
    read(library, MAY, "The clerk will mend the gate by May. if funds allow")
    assert fate(library, old, "The clerk will mend the gate by May.") is None
    clause = Document("m2", "They will mend it and leave.", None, "Marlford Town Council")
    came = Provenance("https://marlford.example.org/m2", MARCH, library.archive.put(b"2"), "html/1")
    reading = by_line(clause)
    part = cut(clause, "will mend it")
    library.store.add(clause, came, type(reading)(reading.passages, (), (part,)), reader="1")
    read(library, MAY, "They will mend it if funds allow and leave.", name="m2")
    assert library.store.fate_of(part.id) == "changed"


def test_words_that_came_back_stand_again(library):
    old = read(library, MARCH, GATE, POND)
    read(library, MAY, POND)
    assert fate(library, old, GATE) == "vanished"
    came = Provenance("https://marlford.example.org/m1", JULY, library.archive.put(old.text.encode()), "html/1")
    library.store.saw(old.key, came)
    assert library.store.superseded_by(old.key) is None
    assert fate(library, old, GATE) == "added"
    assert "were not in it" in flag(library.store, stored(library, old, GATE))


def test_what_is_kept_and_what_is_worked_out_agree(library):
    old = read(library, MARCH, GATE, POND, BINS)
    new = read(library, MAY, GATE.replace("30 June", "autumn"), BINS, "The clerk will sweep the path.")
    for document in (old, new):
        for found in library.store.statements_of(document.key):
            worked_out = became(library.store, found)
            assert library.store.fate_of(found.id) == (worked_out.fate if worked_out else None)


def test_the_likest_of_two_passages_is_the_counterpart(library):
    document = read(library, MARCH, "The warden will mend the fence by 30 June 2024.", GATE.replace("30", "20"))
    found = counterpart(GATE, library.store.passages(document.key))
    assert found is not None
    assert found.text == GATE.replace("30", "20")


# Where they are shown


def test_what_vanished_is_still_listed_and_searched(library):
    read(library, MARCH, GATE, POND)
    read(library, MAY, POND)
    pipeline.refresh(library)
    assert {found.text for found in library.store.statements()} == {GATE, POND}
    hits = pipeline.search(library, '"mend the gate"')
    assert [hit.passage.text for hit in hits] == [GATE]
    assert "these words were gone" in flag(library.store, hits[0].statement)


def test_what_was_changed_is_listed_once_as_it_now_reads(library):
    read(library, MARCH, GATE, POND)
    later = GATE.replace("30 June", "30 July")
    read(library, MAY, later, POND)
    pipeline.refresh(library)
    assert {found.text for found in library.store.statements()} == {later, POND}
    assert [hit.passage.text for hit in pipeline.search(library, '"mend the gate"')] == [later]


def test_filters_hold_for_what_vanished(library):
    read(library, MARCH, GATE, POND)
    read(library, MAY, POND)
    pipeline.refresh(library)
    for filters in (Filters(body="Elsewhere"), Filters(kind="apology"), Filters(after=date(2025, 1, 1))):
        assert pipeline.search(library, '"mend the gate"', filters=filters) == []
    assert pipeline.search(library, '"mend the gate"', filters=Filters(kind="commitment", body="Marlford"))


def test_a_statement_that_vanished_is_flagged_in_its_trace(library):
    old = read(library, MARCH, GATE, POND)
    read(library, MAY, POND)
    pipeline.refresh(library)
    traced = pipeline.trace(library, stored(library, old, GATE).id)
    assert list(fates_in(library.store, traced)) == [stored(library, old, GATE).id]


@pytest.mark.parametrize("command", [["search", '"mend the gate"'], ["pledges"], ["trace", "{id}"]])
def test_the_command_flags_what_vanished(library, command):
    old = read(library, MARCH, GATE, POND)
    read(library, MAY, POND)
    pipeline.refresh(library)
    given_id = stored(library, old, GATE).id
    asked = [word.format(id=given_id) for word in command]
    words = " ".join(CliRunner().invoke(main, asked).stdout.split())
    assert "! The page was changed: when it was read on 3 May 2024 these words were gone" in words
    lines = [json.loads(line) for line in CliRunner().invoke(main, [*asked, "--json"]).stdout.splitlines()]
    assert any("these words were gone" in json.dumps(line["changed"], ensure_ascii=False) for line in lines)


def test_a_store_made_before_says_what_is_no_longer_there(tmp_path):
    """The migration of an older store marks what does not stand in the newest version."""
    old, new = (Document("m1", text, None, None) for text in (f"{GATE}\n{POND}", POND))
    path = tmp_path / "store.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.create_function("fold", 1, str, deterministic=True)
        for statements in MIGRATIONS[:5]:
            for sql in statements:
                connection.execute(sql)
        connection.execute("PRAGMA user_version = 5")
        for number, (document, current) in enumerate(((old, 0), (new, 1)), start=1):
            connection.execute(
                "INSERT INTO documents (number, key, id, source, version, current, reader, added, text_sha256,"
                " headings, turns, text) VALUES (?, ?, 'm1', 'm1', ?, ?, '1', '2024', ?, '[]', '[]', ?)",
                (number, document.key, number, current, document.sha256, document.text),
            )
            for found in by_line(document).statements:
                connection.execute(
                    'INSERT INTO statements (id, document, start, "end", record) VALUES (?, ?, ?, ?, ?)',
                    (found.id, number, found.start, found.end, json.dumps({"text": found.text})),
                )
    with Store.open(path) as store:
        fates = [store.fate_of(cut(old, words).id) for words in (GATE, POND)]
        assert fates == ["vanished", None]
        assert store.document(old.key).people == ()
