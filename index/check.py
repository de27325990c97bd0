"""Proof that everything stands: spans against texts, texts against hashes and bytes, index against store."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from greenshoots.errors import GreenShootsError, StaleIndexError, StoreError
from greenshoots.records import Document, Link, Passage, Problem, Span, Statement, Turn, content_id, text_sha256
from index.archive import Archive
from index.check_fetches import check_fetches
from index.embed import Embedder
from index.store_read import StoreReader
from index.store_sources import SourcesTable
from index.vector_cache import VectorCache
from index.vector_key import vector_key, vector_text
from index.vectors import Vectors

RESTORE = "Restore a backup: the store was changed from outside or the disk failed"
REBUILD = "Delete the vectors folder and run `greenshoots add` on any source again"
HALF_PRECISION = 0.002  # most by which a number in the index may differ from the cached one


def check(store: SourcesTable, archive: Archive, vectors: Vectors, embedder: Embedder) -> list[Problem]:
    """Go through the whole library and return what is wrong, nothing if all stands. Changes nothing."""
    where = str(store.path)
    found = [Problem(where, fault, RESTORE) for fault in store.faults()]
    damaged = set(archive.verify())
    for card in store.cards(current_only=False):
        found += _guarded(card.key, _document(store, card.key))
        found += _guarded(card.key, _said_by_people(store, card.key))
        found += _guarded(card.key, _bytes(store, archive, damaged, card.key))
    found += _guarded(where, _judged_links(store))
    found += check_fetches(store, archive, damaged)
    return found + list(_index(store, vectors, embedder))


def _guarded(key: str, look: Iterator[Problem]) -> Iterator[Problem]:
    """Look at one document; what cannot even be read is a problem, too, and does not end the check."""
    try:
        yield from look
    except (GreenShootsError, ValueError, TypeError, KeyError, AttributeError) as error:
        yield Problem(key, f"a record of it cannot be read ({error!r:.200})", RESTORE)


def _document(store: StoreReader, key: str) -> Iterator[Problem]:
    document = store.document(key)
    if not text_sha256(document.text) == store.stored_sha256(key):
        yield Problem(key, "the text is not what it was when it was stored", RESTORE)
    if content_id("d", document.id, store.stored_sha256(key)) != key:
        yield Problem(key, "the key does not belong to this id and text", RESTORE)
    for anchor in document.anchors:
        if not 0 <= anchor.start <= len(document.text):
            yield Problem(key, f"the beginning of a page or time at {anchor.start} is outside the text", RESTORE)
    parts: tuple[Span | Turn, ...] = (*document.headings, *document.turns)
    for part in parts:
        if not 0 <= part.start < part.end <= len(document.text):
            yield Problem(key, f"a heading or turn at {part.start}:{part.end} is outside the text", RESTORE)
    yield from _findings(store, document)


def _findings(store: StoreReader, document: Document) -> Iterator[Problem]:
    key = document.key
    statements, passages = store.statements_of(key), store.passages(key)
    pieces: list[tuple[str, Statement | Passage | Link]] = [
        *(("statement", statement) for statement in statements),
        *(("passage", passage) for passage in passages),
        *(("link", link) for link in store.links_into(key)),
    ]
    for name, piece in pieces:
        if document.text[piece.start : piece.end] != piece.text or piece.start >= piece.end or piece.start < 0:
            yield Problem(f"{key} {piece.id}", f"the {name} is not {piece.start}:{piece.end} of the text", RESTORE)
    if [statement.id for statement in statements] != store.stored_ids(key):
        yield Problem(key, "a statement is kept under an id that is not its own", RESTORE)
    if [vector_key(vector_text(passage)) for passage in passages] != store.stored_vector_keys(key):
        yield Problem(key, "a passage bears the vector of other words", RESTORE)
    yield from _quotes(store, document)


def _said_by_people(store: SourcesTable, key: str) -> Iterator[Problem]:
    """Prove the places that corrections, judged links and verdicts are about."""
    document = store.document(key)
    for name, piece in store.said_of(key):
        if not piece.text or document.text[piece.start : piece.end] != piece.text:
            yield Problem(key, f"the {name} is not of {piece.start}:{piece.end} of the text", RESTORE)


def _judged_links(store: SourcesTable) -> Iterator[Problem]:
    """Prove the passages that people judged: each stands in its document as it is kept."""
    for _, link in store.judgements():
        document = store.document(link.document_key)
        if link.start < 0 or not link.text or document.text[link.start : link.end] != link.text:
            where = f"{link.document_key} {link.id}"
            yield Problem(where, f"the judged link is not {link.start}:{link.end} of the text", RESTORE)


def _quotes(store: StoreReader, document: Document) -> Iterator[Problem]:
    for quote in store.quotes(document.key):
        spans: list[Span | None] = [quote.source, quote.cue, *quote.content]
        if any(span and span.end > len(document.text) for span in spans):
            yield Problem(document.key, f"a quotation at {quote.content[0].start} is outside the text", RESTORE)


def _bytes(store: StoreReader, archive: Archive, damaged: set[str], key: str) -> Iterator[Problem]:
    seen = store.provenances(key)
    if not seen:
        yield Problem(key, "nothing tells where it came from", RESTORE)
    for name in dict.fromkeys(name for each in seen for name in (each.raw_sha256, *each.also)):
        if name in damaged:
            yield Problem(f"{key} {name}", "the archived bytes have changed since they were fetched", RESTORE)
        elif not archive.has(name):
            yield Problem(f"{key} {name}", "the archived bytes are missing", f"{RESTORE}; or fetch the source again")


def _index(store: StoreReader, vectors: Vectors, embedder: Embedder) -> Iterator[Problem]:
    """Compare the vector index with the store and with the vectors that were computed."""
    where = str(vectors.folder)
    try:
        vectors.load(store, embedder)
        keys = vectors.keys()
        cache = VectorCache(vectors.folder, model=embedder.name, dim=embedder.dim)
        cached = cache.chosen(keys)
    except StaleIndexError as error:
        yield Problem(where, f"{error.what} ({error.cause})", error.next_step or REBUILD)
        return
    except StoreError as error:
        yield Problem(where, error.what, error.next_step or REBUILD)
        return
    worst = float(np.max(np.abs(vectors.of(keys) - cached.astype(np.float32)), initial=0.0))
    if worst > HALF_PRECISION:
        yield Problem(where, "the vectors in the index are not the ones that were computed", REBUILD)
