"""Search by words and by meaning at once: two rankings joined into one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from greenshoots.records import Document, Filters, Hit, Passage, Statement
from index.embed import Embedder
from index.query import Query, all_of, any_of, excluded_by, has_exact, parse
from index.store_read import StoreReader
from index.syndication import plain_words
from index.vectors import Vectors

T = TypeVar("T")

RRF_K = 60  # damping in ranks: the value of Cormack, Clarke and Buettcher (SIGIR 2009, pp. 758-759)
DEPTH = 200  # finds of each searcher that are joined (guess: four screens)
LEAST_COSINE = 0.3  # below it MiniLM finds unrelated short texts alike as often as not (guess)
_NO_FILTERS = Filters()


def search(
    store: StoreReader,
    vectors: Vectors | None,
    embedder: Embedder | None,
    query: str,
    filters: Filters = _NO_FILTERS,
    *,
    limit: int = 20,
) -> list[Hit]:
    """Find passages, best first. Understands ``words "exact phrase" -word OR``; nothing typed is an error.

    Without wanted words the newest statements are listed. Without ``vectors`` only words
    count. A hit's ``parts`` are ``words`` and ``meaning``, each what that ranking gave.
    Raises ``StaleIndexError`` if the vectors do not belong to the store.
    """
    asked = parse(query)
    if not asked.wanted:
        return _newest(store, asked, filters, limit)
    rankings = {"words": _by_words(store, asked, filters, max(DEPTH, limit))}
    if vectors and embedder:
        vectors.load(store, embedder)
        rankings["meaning"] = _by_meaning(store, vectors, embedder, asked, filters, max(DEPTH, limit))
    merged = merge_ranks(list(rankings.values()))
    passages = store.passages_at([number for number, _ in merged])
    hits = (
        _hit(store, passages[number], filters, {name: _share(ranking, number) for name, ranking in rankings.items()})
        for number, _ in merged
        if number in passages
    )
    return _once(store, hits, limit)


def merge_ranks(rankings: Sequence[Sequence[T]], *, k: int = RRF_K) -> list[tuple[T, float]]:
    """Join rankings (best first) by reciprocal rank fusion; ties in the order in which things were first met.

    A score orders one query's results; it is no probability and must not be compared
    between queries.

    >>> merge_ranks([["a", "b"], ["b", "c"]], k=1)[0][0]
    'b'
    """
    scores: dict[T, float] = {}
    for ranking in rankings:
        for place, thing in enumerate(ranking, start=1):
            scores[thing] = scores.get(thing, 0.0) + 1 / (k + place)
    return sorted(scores.items(), key=lambda pair: -pair[1])


def _share(ranking: Sequence[int], number: int) -> float:
    return 1 / (RRF_K + 1 + ranking.index(number)) if number in ranking else 0.0


def _by_words(store: StoreReader, query: Query, filters: Filters, depth: int) -> list[int]:
    """Passages with all the words by BM25, then those with some of them."""
    found = [number for number, _ in store.match(all_of(query), filters, limit=depth)]
    if len(found) < depth:
        found += [number for number, _ in store.match(any_of(query), filters, limit=depth)]
    return _exact_ones(store, query, list(dict.fromkeys(found)))


def _by_meaning(
    store: StoreReader, vectors: Vectors, embedder: Embedder, query: Query, filters: Filters, depth: int
) -> list[int]:
    """Passages by cosine. Exact phrases and exclusions hold for them, too."""
    among = np.array(store.vector_keys(filters), dtype=np.int64) if filters != _NO_FILTERS else None
    nearest = vectors.nearest(embedder.embed([query.text]), k=depth, among=among)[0]
    keys = [key for key, cosine in nearest if cosine >= LEAST_COSINE]
    rows = store.with_vector(keys, filters)
    found = [number for key in keys for number in rows.get(key, [])][:depth]
    if query.excluded:
        unwanted = store.matching(excluded_by(query), found)
        found = [number for number in found if number not in unwanted]
    return _exact_ones(store, query, found)


def _exact_ones(store: StoreReader, query: Query, numbers: list[int]) -> list[int]:
    if not query.exact:
        return numbers
    passages = store.passages_at(numbers)
    return [number for number in numbers if number in passages and has_exact(query, passages[number].text)]


def _hit(store: StoreReader, passage: Passage, filters: Filters, parts: dict[str, float]) -> Hit:
    statement = store.statement_at(passage, filters)
    return Hit(passage, store.document(passage.document_key), statement, sum(parts.values()), parts)


def _newest(store: StoreReader, query: Query, filters: Filters, limit: int) -> list[Hit]:
    """List the newest statements that the filters and exclusions leave."""
    unwanted = store.statements_matching(excluded_by(query)) if query.excluded else set()
    depth = limit + len(unwanted)
    while True:
        statements = store.statements(filters, limit=depth)
        left = (statement for statement in statements if statement.id not in unwanted)
        hits = (Hit(_passage(store, one), store.document(one.document_key), one, 0.0) for one in left)
        found = _once(store, hits, limit)
        if len(found) == limit or len(statements) < depth:
            return found
        depth *= 2  # the same words in several papers are one


def _once(store: StoreReader, hits: Iterable[Hit], limit: int) -> list[Hit]:
    """Return the best hits, the same words of one story in several papers as one, with the other papers beside it."""
    found: list[Hit] = []
    prints: dict[str, list[Document]] = {}
    told: set[tuple[str, str]] = set()  # what stands beside a hit already: the other paper's key, the words
    for hit in hits:
        key, words = hit.document.key, plain_words((hit.statement or hit.passage).text)
        if (key, words) in told:
            continue
        if key not in prints:
            prints[key] = store.also_printed(key) if hit.document.medium == "press" else []
        also = tuple(other for other in prints[key] if words and f" {words} " in f" {plain_words(other.text)} ")
        told |= {(other.key, words) for other in also}
        found.append(replace(hit, also=also))
        if len(found) == limit:
            break
    return found


def _passage(store: StoreReader, statement: Statement) -> Passage:
    heading = store.heading_at(statement.document_key, statement.start, statement.end)
    return Passage(statement.document_key, statement.start, statement.end, statement.text, heading)
