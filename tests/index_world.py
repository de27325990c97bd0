"""A small fictional record for the tests of ``index``: documents line by line, an embedder of sixteen numbers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from greenshoots.records import Document, Passage, Provenance, Reading, Statement
from index.archive import Archive
from index.store import Store
from index.vectors import Vectors

COUNCIL = "Marlford Town Council"


class BagOfWords:
    """Texts with the same words are alike: each word adds one of ``dim`` directions. Counts what it was asked."""

    name = "bag-of-words/1"

    def __init__(self, dim: int = 16) -> None:
        self.dim = dim
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += texts
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"[a-z]{4,}", text.lower()):
                row[int(hashlib.sha256(word[:5].encode()).hexdigest(), 16) % self.dim] += 1
            length = np.linalg.norm(row)
            row /= length or 1
        return rows


def document(
    document_id: str, *lines: str, published: date | None = None, body: str | None = COUNCIL, **fields
) -> Document:
    """A record with one passage a line."""
    return Document(id=document_id, text="\n".join(lines), published=published, body=body, **fields)


def reading(made: Document, *, statements: Sequence[Statement] = (), heading: str | None = None) -> Reading:
    """Each line of a document as a passage."""
    spans = [match.span() for match in re.finditer(r"[^\n]+", made.text)]
    passages = tuple(Passage(made.key, start, end, made.text[start:end], heading) for start, end in spans)
    return Reading(passages=passages, statements=tuple(statements))


def statement(made: Document, words: str, kind: str = "commitment", **fields) -> Statement:
    """The statement that these words are in a document."""
    start = made.text.index(words)
    return Statement(made.id, made.key, start, start + len(words), words, (kind,), **fields)


def provenance(address: str, raw: bytes = b"") -> Provenance:
    """Fetched on a fixed day."""
    return Provenance(address, datetime(2024, 3, 1, 9, 30, tzinfo=UTC), hashlib.sha256(raw).hexdigest(), "text/1")


@dataclass
class World:
    """A store with its archive and vectors."""

    store: Store
    archive: Archive
    vectors: Vectors
    embedder: BagOfWords

    def add(self, made: Document, *, statements: Sequence[Statement] = (), heading: str | None = None) -> Document:
        """Archive and store a document as the pipeline does."""
        self.archive.put(made.text.encode())
        came = replace(provenance(f"/papers/{made.id}.txt", made.text.encode()))
        self.store.add(made, came, reading(made, statements=statements, heading=heading), reader="1")
        return made

    def index(self) -> None:
        """Bring the vectors up to date."""
        self.vectors.refresh(self.store, self.embedder)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """An empty world in a folder."""
    with Store.open(folder / "store.sqlite3") as store:
        yield World(store, Archive(folder / "archive"), Vectors(folder / "vectors"), BagOfWords())
