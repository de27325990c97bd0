"""``check`` finds every way in which a store can be corrupted, and nothing in a sound one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from index_world import document, provenance, statement, world

from greenshoots.records import (
    Correction,
    Coverage,
    Link,
    LinkJudgement,
    Quote,
    Reading,
    Span,
    Turn,
    Verdict,
)
from index.check import check
from index.store_rows import to_json
from index.vectors import Vectors

PLEDGE = "The clerk will mend the lychgate."


@pytest.fixture
def sound(tmp_path):
    with world(tmp_path) as made:
        first = document("m1", "Item 4", PLEDGE, published=date(2024, 3, 1), headings=(Span(0, 6),))
        pledge = statement(first, PLEDGE)
        made.add(first, statements=[pledge])
        later = document("m2", "The lychgate is mended.", published=date(2024, 5, 1), turns=(Turn(0, 23, "CLERK"),))
        made.add(later)
        link = Link(pledge.id, "m2", later.key, 0, 23, later.text, later.published, "kept", 0.5, True, "why")
        made.store.put_links(pledge.id, [link], searched=Coverage(documents=1))
        press = document("p1", "“Mended,” she said.")
        came = provenance("/p1", press.text.encode())
        made.archive.put(press.text.encode())
        quote = Quote("p1", None, None, (Span(1, 7),), "direct")
        made.store.add(press, came, Reading(quotes=(quote,)), reader="1")
        by = {"by": "Una Frost", "at": datetime(2024, 6, 1, tzinfo=UTC)}
        place = (first.key, pledge.start, pledge.end, PLEDGE)
        made.store.correct(Correction(*place, kinds=(), **by))
        made.store.give(Verdict(*place, rating="kept", reason="I saw it", **by))
        made.store.judge(pledge, replace(link, judgement=LinkJudgement(True, "kept", **by)))
        made.index()
        yield made


def problems(made):
    vectors = Vectors(made.vectors.folder)
    return [f"{p.where}: {p.what}" for p in check(made.store, made.archive, vectors, made.embedder)]


def corrupt(made, sql, *values):
    """Change the store from outside, past every check and trigger."""
    with closing(sqlite3.connect(made.store.path, isolation_level=None)) as connection:
        for name in ("passages_removed", "passages_added"):
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(sql, values).rowcount > 0


def test_a_sound_store_has_no_problem(sound):
    assert problems(sound) == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE documents SET text = replace(text, 'mend the', 'sell the')", "text is not what it was"),
        ("UPDATE documents SET text = text || ' '", "text is not what it was"),
        ("UPDATE documents SET id = 'other' WHERE id = 'm1'", "key does not belong"),
        ("UPDATE documents SET headings = '[{\"start\":0,\"end\":600}]' WHERE id = 'm1'", "heading or turn at 0:600"),
        ("UPDATE documents SET turns = '[{\"start\":5,\"end\":99}]' WHERE id = 'm2'", "heading or turn at 5:99"),
        ("UPDATE documents SET turns = '[[[' WHERE id = 'm2'", "cannot be read"),
        ("UPDATE passages SET start = start + 1", "the passage is not"),
        ("UPDATE passages SET text = 'Thy lychgate.' WHERE start = 0", "the passage is not"),
        ("UPDATE passages SET text = 'Thy lychgate.' WHERE start = 0", "word index"),
        ("UPDATE passages SET vector_key = vector_key + 1", "vector of other words"),
        ("UPDATE statements SET record = replace(record, '\"start\":7', '\"start\":8')", "the statement is not"),
        ("UPDATE statements SET record = replace(record, 'mend', 'sell')", "the statement is not"),
        ('UPDATE statements SET record = replace(record, \'"start":7\', \'"start":"x"\')', "cannot be read"),
        ("UPDATE statements SET id = 's0000000000000000'", "an id that is not its own"),
        ("UPDATE quotes SET record = replace(record, '\"end\":7', '\"end\":70')", "a quotation at 1"),
        ("UPDATE links SET record = replace(record, 'is mended', 'is minded')", "the link is not"),
        ("UPDATE corrections SET start = start + 1", "the correction is not"),
        ("UPDATE corrections SET record = replace(record, 'mend', 'sell')", "the correction is not"),
        ("UPDATE verdicts SET start = start + 1", "the verdict is not"),
        ("UPDATE verdicts SET record = replace(record, 'mend', 'sell')", "the verdict is not"),
        ('UPDATE link_judgements SET "end" = "end" - 1', "the judgement of a link is not"),
        ("UPDATE link_judgements SET text = replace(text, 'mend', 'sell')", "the judgement of a link is not"),
        ("UPDATE link_judgements SET record = replace(record, 'is mended', 'is minded')", "the judged link is not"),
        ("UPDATE documents SET anchors = '[{\"start\":600,\"page\":2}]' WHERE id = 'm2'", "a page or time at 600"),
        ("UPDATE sightings SET also = '[\"%s\"]' WHERE document = 1" % ("0" * 64), "bytes are missing"),
        ("DELETE FROM sightings WHERE document = 1", "where it came from"),
        ("DELETE FROM passages WHERE start = 0", "word index"),
        ("DELETE FROM documents WHERE id = 'm1'", "points to no row"),
    ],
)
def test_each_corruption_is_found(sound, sql, told):
    corrupt(sound, sql)
    assert any(told in problem for problem in problems(sound)), problems(sound)


def test_deleted_bytes_are_found(sound):
    next(path for path in sound.archive.folder.rglob("*") if path.is_file()).unlink()
    assert any("bytes are missing" in problem for problem in problems(sound))


def test_changed_bytes_are_found(sound):
    next(path for path in sound.archive.folder.rglob("*") if path.is_file()).write_bytes(b"other")
    assert any("bytes have changed" in problem for problem in problems(sound))


def test_index_that_lags_is_found(sound):
    sound.add(document("new", "Bins stay full."))
    assert any("does not belong to this store" in problem for problem in problems(sound))


def test_deleted_index_is_found(sound):
    (sound.vectors.folder / "index.faiss").unlink()
    assert any("does not belong to this store" in problem for problem in problems(sound))


def test_replaced_vectors_are_found(sound):
    rows = next(sound.vectors.folder.glob("*.f16"))
    other = np.roll(np.fromfile(rows, dtype="<f2").reshape(-1, 16), 1, axis=0)
    rows.write_bytes(other.tobytes())
    assert any("not the ones that were computed" in problem for problem in problems(sound))


def test_deleted_vectors_are_found(sound):
    next(sound.vectors.folder.glob("*.f16")).unlink()
    assert any("missing" in problem for problem in problems(sound))


def test_check_changes_nothing(sound):
    before = [to_json(made) for made in sound.store.documents()]
    problems(sound)
    assert [to_json(made) for made in sound.store.documents()] == before
    assert json.loads(to_json(sound.store.coverage()))["documents"] == 3
