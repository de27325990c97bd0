"""The vector index is a cache: it fits the store or refuses, and can be rebuilt without embedding anything twice."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_world import BagOfWords, document, world

from greenshoots.errors import StaleIndexError, StoreError
from greenshoots.records import Passage
from index.vector_cache import VectorCache
from index.vector_key import fingerprint_of, vector_key, vector_text
from index.vectors import Vectors


@pytest.fixture
def stocked(tmp_path):
    with world(tmp_path) as made:
        made.add(document("a", "The lychgate needs paint.", "The brook floods the lane.", "12.50"))
        made.add(document("b", "The brook floods the lane.", "A swing for the playground."))
        made.index()
        yield made


def find(made, words, **options):
    [found] = made.vectors.nearest(made.embedder.embed([words]), k=2, **options)
    rows = made.store.with_vector([key for key, _ in found])
    passages = made.store.passages_at([number for numbers in rows.values() for number in numbers])
    return [(passages[rows[key][0]].text, cosine) for key, cosine in found]


def test_nearest_passage_is_the_one_with_the_same_words(stocked):
    text, cosine = find(stocked, "floods brook lane")[0]
    assert text == "The brook floods the lane."
    assert cosine == pytest.approx(1, abs=0.002)


def test_search_among_some_passages_finds_no_others(stocked):
    among = np.array([vector_key("A swing for the playground.")])
    assert [text for text, _ in find(stocked, "floods brook lane", among=among)] == ["A swing for the playground."]


def test_equal_texts_are_embedded_once(stocked):
    assert sorted(stocked.embedder.embedded) == [
        "",
        "A swing for the playground.",
        "The brook floods the lane.",
        "The lychgate needs paint.",
    ]


def test_only_new_texts_are_embedded_later(stocked):
    stocked.embedder.embedded.clear()
    stocked.add(document("c", "The brook floods the lane.", "Bins stay full."))
    assert stocked.vectors.refresh(stocked.store, stocked.embedder) == 1
    assert stocked.embedder.embedded == ["Bins stay full."]


def test_nothing_new_costs_nothing(stocked):
    stocked.embedder.embedded.clear()
    assert Vectors(stocked.vectors.folder).refresh(stocked.store, stocked.embedder) == 0
    assert stocked.embedder.embedded == []


def test_index_of_other_passages_is_refused_with_the_cure(stocked):
    stocked.add(document("c", "Bins stay full."))
    with pytest.raises(StaleIndexError, match="greenshoots add"):
        stocked.vectors.load(stocked.store, stocked.embedder)


def test_index_of_another_model_is_refused(stocked):
    other = BagOfWords()
    other.name = "bag-of-words/2"
    with pytest.raises(StaleIndexError, match="bag-of-words/1"):
        Vectors(stocked.vectors.folder).load(stocked.store, other)


def test_damaged_index_is_refused(stocked):
    path = stocked.vectors.folder / "index.faiss"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(StaleIndexError, match="cannot be read"):
        Vectors(stocked.vectors.folder).load(stocked.store, stocked.embedder)


def test_index_whose_label_lies_is_refused(stocked):
    label = stocked.vectors.folder / "index.json"
    old = label.read_text()
    kept = (stocked.vectors.folder / "index.faiss").read_bytes()
    stocked.add(document("c", "Bins stay full."))
    stocked.index()
    (stocked.vectors.folder / "index.faiss").write_bytes(kept)
    assert label.read_text() != old
    with pytest.raises(StaleIndexError, match="other passages"):
        Vectors(stocked.vectors.folder).load(stocked.store, stocked.embedder)


@pytest.mark.parametrize("label", ["", "[]", json.dumps({"format": 0})])
def test_damaged_label_is_refused(stocked, label):
    (stocked.vectors.folder / "index.json").write_text(label)
    with pytest.raises(StaleIndexError):
        Vectors(stocked.vectors.folder).load(stocked.store, stocked.embedder)


def test_index_that_was_never_made_is_refused(stocked, tmp_path):
    with pytest.raises(StaleIndexError):
        Vectors(tmp_path / "elsewhere").load(stocked.store, stocked.embedder)


def test_deleted_index_is_rebuilt_without_embedding(stocked):
    before = find(stocked, "floods brook lane")
    for name in ("index.faiss", "index.json"):
        (stocked.vectors.folder / name).unlink()
    stocked.embedder.embedded.clear()
    stocked.vectors = Vectors(stocked.vectors.folder)
    stocked.index()
    assert stocked.embedder.embedded == []
    assert find(stocked, "floods brook lane") == before


def test_all_files_deleted_are_rebuilt(stocked):
    before = find(stocked, "floods brook lane")
    for path in stocked.vectors.folder.iterdir():
        path.unlink()
    stocked.vectors = Vectors(stocked.vectors.folder)
    stocked.index()
    assert find(stocked, "floods brook lane") == before


def test_interrupted_embedding_goes_on_where_it_stopped(stocked, monkeypatch):
    monkeypatch.setattr("index.vectors.CHUNK", 1)
    stocked.add(document("c", "Bins stay full.", "Geese block the weir."))

    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stocked.vectors.refresh(stocked.store, stocked.embedder, progress=interrupt)
    assert stocked.vectors.refresh(stocked.store, stocked.embedder) == 1


def test_empty_store_has_an_empty_index(tmp_path):
    with world(tmp_path) as made:
        made.vectors.load(made.store, made.embedder)
        assert made.vectors.nearest(made.embedder.embed(["lane"]), k=5) == [[]]
        assert not made.vectors.of(np.array([7])).any()


def test_unknown_key_has_a_zero_vector(stocked):
    rows = stocked.vectors.of(np.array([vector_key("The lychgate needs paint."), 7]))
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0], abs=0.002)


def test_store_and_index_name_a_set_of_passages_alike(stocked):
    assert stocked.store.fingerprint() == fingerprint_of(stocked.vectors.keys())


def test_torn_end_of_the_cache_is_cut_off(tmp_path):
    cache = VectorCache(tmp_path, model="bag/1", dim=4)
    cache.append(np.array([1, 2]), np.eye(2, 4, dtype=np.float32))
    rows = next(tmp_path.glob("*.f16"))
    rows.write_bytes(rows.read_bytes()[:-3])
    assert cache.keys().tolist() == [1]
    cache.append(np.array([3]), np.full((1, 4), 0.5, dtype=np.float32))
    assert cache.keys().tolist() == [1, 3]
    assert cache.chosen(np.array([3])).tolist() == [[0.5] * 4]


def test_missing_vector_is_told(tmp_path):
    cache = VectorCache(tmp_path, model="bag/1", dim=4)
    cache.append(np.array([1]), np.ones((1, 4), dtype=np.float32))
    with pytest.raises(StoreError, match="missing"):
        cache.chosen(np.array([2]))


@given(st.text())
def test_any_text_has_a_key_that_fits_sqlite_and_faiss(text):
    assert 0 <= vector_key(text) < 2**63


@pytest.mark.parametrize("text", ["(x)", "27.43", "£1,200", "Q1", "--"])
def test_passage_without_a_word_is_near_to_nothing(text):
    assert vector_text(Passage("d", 0, len(text), text)) == ""
