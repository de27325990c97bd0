"""The body of an article: at least as good as trafilatura alone, on pages of five papers, and its marks unharmed."""

from __future__ import annotations

import statistics

import pytest

from evaluation.article_bodies import f1, ours, scores, theirs
from evaluation.press_pages import pages

PAGES = list(pages())


def test_bodies_are_at_least_as_good_as_those_of_trafilatura_alone():
    mine = scores(ours, PAGES)
    assert min(a - b for a, b in zip(mine, scores(theirs, PAGES), strict=True)) >= 0
    assert statistics.mean(mine) >= 0.999


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_paragraph_arrives_with_its_quotation_marks(page):
    assert tuple(ours(page.html).split("\n\n")) == page.body


def test_real_skeletons_give_what_trafilatura_gives(root):
    shared = root.parent / "shared"
    if not shared.is_dir():
        pytest.skip("the sample inputs beside the checkout are not here")
    for name in ("bbc_article_skeleton.html", "reach_article_skeleton.html"):
        html = (shared / "inputs" / "press" / name).read_text(encoding="utf-8")
        assert f1(ours(html), theirs(html)) > 0.99


def test_the_measure_counts_grams_as_often_as_they_occur():
    assert f1("a b c d e", "a b c d e") == 1
    assert f1("a b c d", "a b c d a b c d") == pytest.approx(2 / 6)
    assert f1("", "a b") == 0
