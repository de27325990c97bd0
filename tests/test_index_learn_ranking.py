"""Weights learned from labelled links find what ranks the right passage first, and are held out by body."""

from __future__ import annotations

import numpy as np
import pytest

from index.learn_ranking import Example, by_chance, figures, held_out, learn, shipped

NAMES = list(shipped())


def example(body, *, right, wrong):
    """Two passages: the first bears ``wrong``, the second ``right``, which is the evidence."""
    parts = np.zeros((2, len(NAMES)))
    parts[0, NAMES.index(wrong)] = 1.0
    parts[1, NAMES.index(right)] = 1.0
    return Example(body, parts, np.array([[False], [True]]))


def test_figures_count_places():
    assert figures([example("a", right="words", wrong="time")], shipped()).mrr == 1.0
    found = figures([example("a", right="time", wrong="words")], shipped())
    assert (found.mrr, found.recall_5) == (0.5, 1.0)


def test_what_ranks_the_right_passage_first_is_learned():
    examples = [example(body, right="meaning", wrong="heading") for body in "abc"]
    assert figures(examples, shipped()).mrr == 0.5
    weights = learn(examples, draws=100)
    assert weights["meaning"] > weights["heading"]
    assert figures(examples, weights).mrr == 1.0


def test_the_sign_of_a_weight_stays():
    weights = learn([example("a", right="meaning", wrong="heading")], draws=50)
    assert {name: weight > 0 for name, weight in weights.items()} == {n: w > 0 for n, w in shipped().items()}


def test_the_body_measured_is_held_out():
    same = [example(body, right="meaning", wrong="heading") for body in "ab"]
    assert held_out(same, draws=100).mrr == 1.0
    against = [example("a", right="meaning", wrong="heading"), example("b", right="heading", wrong="meaning")]
    assert held_out(against, draws=100).mrr < 1.0


def test_the_same_seed_draws_the_same():
    examples = [example("a", right="meaning", wrong="heading")]
    assert learn(examples, draws=20) == learn(examples, draws=20)
    assert len(by_chance(examples, draws=20)) == 21


@pytest.mark.parametrize("hits", [np.zeros((2, 1), dtype=bool)])
def test_evidence_that_was_not_found_scores_nothing(hits):
    assert figures([Example("a", np.zeros((2, len(NAMES))), hits)], shipped()).mean == 0.0
