"""The only joint between the stages: sources in, stored and indexed statements out.

Every document is one transaction, so a run that is stopped goes on where it
stopped. What failed is counted by reason and kept, never passed over.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greenshoots import settings
from greenshoots.errors import BrokenSourceError
from greenshoots.reading import read_all
from greenshoots.records import Document, Failure, Filters, Hit, Problem, Reading, Traced, content_id, text_sha256
from index.archive import Archive
from index.judged import judged
from index.store import Store
from index.vectors import Vectors
from ingest.sources import Fetched, count_items, is_web_address, read_source

if TYPE_CHECKING:
    from index.embed import Embedder

NO_FILTERS = Filters()
TRACED_BY_ADD = 300  # pledges traced at the end of an ``add``, newest first; more would take minutes (guess)

UPDATED_AT_ONCE = 100  # statements whose links are written together: what an interruption can cost (guess)

Progress = Callable[[str, int, int | None], None]  # stage, done so far, total if known


def silent(stage: str, done: int, total: int | None) -> None:
    """Report progress to nobody."""


def ignore(failure: Failure) -> None:
    """Tell nobody of a failure; it is kept and counted all the same."""


@dataclass(slots=True)
class Outcome:
    """What one ``add`` did: documents new, known already and failed (by reason), statements in the new ones.

    ``waiting``: pledges that are not traced in the record as it now is.
    """

    added: int = 0
    known: int = 0
    statements: int = 0
    waiting: int = 0
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def seen(self) -> int:
        """All items met, the failed ones too."""
        return self.added + self.known + self.failures.total()


@dataclass(frozen=True, slots=True)
class Library:
    """Everything under one home: the store (the truth), the archived bytes and the vector cache."""

    home: Path
    store: Store
    archive: Archive
    vectors: Vectors


@contextmanager
def library(home: Path | None = None) -> Iterator[Library]:
    """Open the library in ``home`` (default: the user's), making it if it is not there. Raises ``StoreError``."""
    folder = home or settings.home()
    with Store.open(folder / "store.sqlite3") as store:
        yield Library(folder, store, Archive(folder / "archive"), Vectors(folder / "vectors"))


@cache
def embedder() -> Embedder:
    """The one embedding model of this process; its weights load with the first text."""
    from index.embed import MiniLM

    return MiniLM()


def add(
    library: Library,
    sources: Sequence[str],
    *,
    progress: Progress = silent,
    failed: Callable[[Failure], None] = ignore,
) -> Outcome:
    """Read sources into the library, then bring index and links up to date.

    A source that fails is kept as a ``Failure``, told to ``failed`` and counted; the rest goes on.
    """
    from index.store_traces import last_pass

    outcome, new = Outcome(), set[str]()
    total, traced_before = _total(sources), bool(last_pass(library.store))
    for fetched, document, reading in read_all(_new_documents(library, sources, outcome, failed)):
        added = library.store.add(document, fetched.provenance, reading, reader=_reader())
        new.add(document.key)
        library.store.clear_failures(fetched.provenance.address)
        outcome.added += added
        outcome.statements += len(reading.statements) if added else 0
        progress("Reading", outcome.seen, total)
    progress("Reading", outcome.seen, outcome.seen)
    refresh(library, progress=progress)
    if outcome.added:
        update_links(library, progress=progress)
        of = new if traced_before else None
        outcome.waiting = trace_waiting(library, of=of, limit=TRACED_BY_ADD, progress=progress)
    return outcome


def refresh(library: Library, *, progress: Progress = silent) -> None:
    """Bring the vector index up to date with the store."""
    library.vectors.refresh(library.store, embedder(), progress=lambda done, total: progress("Indexing", done, total))


def search(library: Library, query: str, *, filters: Filters = NO_FILTERS, limit: int = 20) -> list[Hit]:
    """Find statements and passages by words and by meaning, best first."""
    from index.search import search as find

    if not library.store.passage_count():
        return []  # an empty library has no index yet, and nothing to find
    return find(library.store, library.vectors, embedder(), query, filters, limit=limit)


def trace(library: Library, statement_id: str) -> Traced:
    """Find what was reported later about a stored statement, and keep it with what was searched.

    What people said of it is joined to what is returned; what is kept as links stays as the machine found it.
    ``statement_id``: the id or the beginning of it. Raises ``UsageError`` if none or several
    fit, or if it is of a kind that is not traced; ``StaleIndexError`` without an up-to-date index.
    """
    from index.trace import trace as find

    statement = library.store.statement(statement_id)
    traced = find(library.store, library.vectors, embedder(), statement)
    _keep(library, traced)
    return judged(library.store, statement, traced)


def update_links(library: Library, *, progress: Progress = silent) -> None:
    """Bring the links of every statement that was traced before up to date with the records added since."""
    from index.extend import Extender
    from index.store_traces import end_pass, put_updates
    from index.trace import Tracer

    extender = Extender(Tracer(library.store, library.vectors, embedder()))
    updates = extender.updates(progress=lambda done, total: progress("Linking", done, total))
    while batch := list(islice(updates, UPDATED_AT_ONCE)):
        put_updates(library.store, batch)
    if extender.complete:
        end_pass(library.store)


def trace_waiting(
    library: Library, *, of: Collection[str] | None = None, limit: int | None = None, progress: Progress = silent
) -> int:
    """Trace the pledges, then the requests, that were not traced since the record grew, newest first.

    ``of``: only those in documents with these keys, so that a new record costs no more than it adds.
    Returns how many still wait, in whatever document.
    """
    from index.trace import Tracer, pledge_of

    waiting = [*library.store.waiting("commitment"), *library.store.waiting("request")]
    waiting = list(dict.fromkeys(waiting))  # a sentence may be both
    wanted = [one for one in waiting if of is None or one.document_key in of][:limit]
    if not wanted:
        return len(waiting)
    tracer = Tracer(library.store, library.vectors, embedder())
    for done, statement in enumerate(wanted, start=1):
        _keep(library, tracer.trace(pledge_of(statement, library.store)))
        progress("Tracing", done, len(wanted))
    return len(waiting) - len(wanted)


def _keep(library: Library, traced: Traced) -> None:
    links = (*traced.links, *traced.further_sources, *traced.undated)
    library.store.put_links(traced.pledge.id, links, searched=traced.searched)


def trace_pledges(library: Library, path: Path) -> Iterator[dict[str, Any]]:
    """Trace the pledges of a .jsonl file; yields the lines of the design.

    Raises ``BrokenSourceError`` at a line that is not JSON.
    """
    from index.trace import trace_pledges as find

    return find(library.store, library.vectors, embedder(), _pledge_lines(path))


def check(library: Library) -> list[Problem]:
    """Prove every stored span, text, byte and index entry; returns what does not hold."""
    from index.check import check as prove

    return prove(library.store, library.archive, library.vectors, embedder())


def _pledge_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except ValueError as error:
                where = f"{path}:{number}"
                raise BrokenSourceError("it is not a line of JSON", where=where, cause=str(error)) from error


def _reader() -> str:
    from nlp.extract import READER

    return READER


def _total(sources: Sequence[str]) -> int | None:
    counts = [count_items(source) for source in sources]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _new_documents(
    library: Library, sources: Sequence[str], outcome: Outcome, failed: Callable[[Failure], None]
) -> Iterator[tuple[Fetched, Document]]:
    """Go through the sources, archive what they hold, and hand on what was not read before."""
    for source in sources:
        for item in read_source(source):
            if isinstance(item, Failure):
                library.store.record_failure(item)
                outcome.failures[item.reason] += 1
                failed(item)
                continue
            library.archive.put(item.raw)
            if library.store.needs_reading(item.document.key, _reader()):
                yield item, item.document
            else:
                library.store.saw(item.document.key, item.provenance)
                library.store.clear_failures(item.provenance.address)
                outcome.known += 1


def readings(paths: Sequence[str], *, failed: Callable[[Failure], None]) -> Iterator[tuple[Document, Reading]]:
    """Read files without a store, in order; what cannot be read goes to ``failed``.

    A document without an id of its own bears its path as given.
    """

    def documents() -> Iterator[tuple[None, Document]]:
        for path in paths:
            for item in read_source(path):
                if isinstance(item, Failure):
                    failed(item)
                else:
                    yield None, _named_as_given(item, path)

    for _, document, reading in read_all(documents()):
        yield document, reading


def _named_as_given(item: Fetched, path: str) -> Document:
    """Name a document that has no id of its own by its path as the user gave it."""
    if item.document.id != content_id("doc-", text_sha256(item.document.text)):
        return item.document
    if is_web_address(path) or Path(path).is_file():
        return replace(item.document, id=path)
    inside = os.path.relpath(item.provenance.address, path)
    return replace(item.document, id=str(Path(path) / inside))
