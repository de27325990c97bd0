"""MiniLM as shipped: unit vectors, the same in any company, without a network."""

from __future__ import annotations

import pytest

from index.embed import ALONE, MiniLM

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model():
    return MiniLM()


def test_vectors_are_of_length_one_and_nothing_is_zero(model):
    vectors = model.embed(["The brook floods the lane.", "", "  \n"])
    assert vectors.shape == (3, model.dim)
    assert vectors.dtype == "float32"
    assert (vectors**2).sum(axis=1) == pytest.approx([1, 0, 0], abs=1e-5)


def test_no_texts_have_no_vectors(model):
    assert model.embed([]).shape == (0, model.dim)


def test_company_in_a_batch_moves_nothing_that_matters(model):
    texts = ["The brook floods the lane.", "Bins.", "The clerk will mend the lychgate " * 12]
    together = model.embed(texts)
    alone = [model.embed([text])[0] for text in texts]
    assert abs(together - alone).max() < 1e-5


def test_like_is_nearer_than_unlike(model):
    flood, like, unlike = model.embed(
        ["The brook floods the lane.", "Water covered the road by the stream.", "The library bought new books."]
    )
    assert flood @ like > flood @ unlike + 0.2


def test_many_texts_come_back_in_order(model):
    texts = [f"Gate {n} in the lane needs paint." for n in range(ALONE + 20)]
    together = model.embed([*texts, ""])
    assert abs(together[:3] - model.embed(texts[:3])).max() < 1e-5
    assert abs(together[-3:-1] - model.embed(texts[-2:])).max() < 1e-5
    assert not together[-1].any()
