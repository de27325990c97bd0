"""How well the body of an article is found beside trafilatura alone: ``python -m evaluation.article_bodies``.

The measure is F1 of 4-grams of words, counted as often as they occur, as in the article extraction benchmark of Zyte
(2020), https://github.com/scrapinghub/article-extraction-benchmark.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import trafilatura

from evaluation.press_pages import Page, pages
from greenshoots.errors import SourceError
from ingest.raw import Parsed, Raw
from ingest.registry import parse

NGRAM = 4


def f1(found: str, wanted: str) -> float:
    """F1 of the 4-grams of words, 0 to 1; two texts of fewer words are compared whole."""
    ours, theirs = _grams(found), _grams(wanted)
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else float(not ours and not theirs)


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(tuple(words[at : at + NGRAM]) for at in range(max(1, len(words) - NGRAM + 1)) if words)


def ours(html: str) -> str:
    """The text as the program stores it."""
    (item,) = parse(Raw("page.html", html.encode(), datetime.now(UTC)))
    if isinstance(item, SourceError):
        return ""
    assert isinstance(item, Parsed)
    return item.document.text


def theirs(html: str) -> str:
    """The text as trafilatura gives it by itself."""
    return trafilatura.extract(html, include_comments=False) or ""


def scores(extract: Callable[[str], str], of: Sequence[Page]) -> list[float]:
    """F1 of each page in order."""
    return [f1(extract(page.html), " ".join(page.body)) for page in of]


def main() -> None:
    """Print both means and the pages on which ours is worse."""
    of = list(pages())
    mine, alone = scores(ours, of), scores(theirs, of)
    print(f"{len(of)} pages: ours {statistics.mean(mine):.3f}, trafilatura alone {statistics.mean(alone):.3f}")
    for page, a, b in zip(of, mine, alone, strict=True):
        if a < b:
            print(f"worse: {page.name} {a:.3f} < {b:.3f}")


if __name__ == "__main__":
    main()
