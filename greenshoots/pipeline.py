"""The only joint between the stages: sources in, stored and indexed statements out.

Every document is one transaction, so a run that is stopped goes on where it
stopped. What failed is counted by reason and kept, never passed over.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greenshoots import settings
from greenshoots.errors import BrokenSourceError, UsageError
from greenshoots.reading import read_all
from greenshoots.records import (
    Document,
    Failure,
    Filters,
    Hit,
    Problem,
    Reading,
    Statement,
    Traced,
    content_id,
    text_sha256,
)
from index.archive import Archive
from index.judged import judged
from index.store import Store
from index.vectors import Vectors
from ingest.sources import Fetched, as_meant, count_items, is_web_address, read_source
from ingest.told import NOTHING, Told

if TYPE_CHECKING:
    from index.embed import Embedder
    from index.store_sources import Followed

NO_FILTERS = Filters()
TRACED_BY_ADD = 300  # pledges traced at the end of an ``add``, newest first; more would take minutes (guess)

UPDATED_AT_ONCE = 100  # statements whose links are written together: what an interruption can cost (guess)

Progress = Callable[[str, int, int | None], None]  # stage, done so far, total if known


def silent(stage: str, done: int, total: int | None) -> None:
    """Report progress to nobody."""


def ignore(failure: Failure) -> None:
    """Tell nobody of a failure; it is kept and counted all the same."""


def ignore_alarm(told: str) -> None:
    """Tell nobody of an alarm; it is kept with the harvest all the same."""


@dataclass(slots=True)
class Outcome:
    """What one ``add`` did: documents new, known already and failed (by reason), statements in the new ones.

    ``fetched``: items met at sources that are followed. ``waiting``: pledges that are not traced in the record as it
    now is. ``alarms``: sources whose harvest was empty or much smaller than the last one, each with the reason.
    """

    added: int = 0
    known: int = 0
    statements: int = 0
    waiting: int = 0
    fetched: int = 0
    alarms: list[str] = field(default_factory=list)
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
    committee: str | None = None,
    since: date | None = None,
    about: Sequence[str] = (),
    places: Sequence[str] = (),
    told: Told = NOTHING,
    progress: Progress = silent,
    failed: Callable[[Failure], None] = ignore,
    alarmed: Callable[[str], None] = ignore_alarm,
) -> Outcome:
    """Read sources into the library, then bring index and links up to date. Web addresses are followed from now on.

    ``committee`` and ``since`` narrow what is taken of a council's site; ``about`` (words), ``places`` and ``since``
    what is taken of a feed. A source that fails is kept as a ``Failure``, told to ``failed`` and counted; the rest
    goes on. ``told``: what the user says of the files, all of them. Raises ``UsageError`` if a file is to be narrowed
    so, or something is told of what is followed, which tells it anew at each visit.
    """
    from greenshoots.harvests import follow

    sources = [as_meant(source) for source in sources]
    narrowed = bool(committee or since or about or places)
    for source in sources:
        if narrowed and not is_web_address(source):
            raise UsageError(
                "Only a council's site has committees and dates to choose from, and only a feed words and places",
                where=source,
            )
        if told and is_web_address(source):
            raise UsageError(
                "Day, body and sort of record are given of files; a web address tells its own", where=source
            )
    taken: Iterator[str | Followed] = (
        follow(library, source, committee=committee, since=since, about=about, places=places)
        if is_web_address(source)
        else source
        for source in sources
    )
    total = None if narrowed else _total(sources)
    return _take_in(library, taken, total, progress=progress, failed=failed, alarmed=alarmed, accept=False, told=told)


def update(
    library: Library,
    *,
    accept: bool = False,
    progress: Progress = silent,
    failed: Callable[[Failure], None] = ignore,
    alarmed: Callable[[str], None] = ignore_alarm,
) -> Outcome:
    """Go through every followed source again, asking only for what changed, then bring index and links up to date.

    ``accept``: take a harvest that is much smaller than the last one for the whole record.
    """
    followed = library.store.followed()
    return _take_in(library, followed, None, progress=progress, failed=failed, alarmed=alarmed, accept=accept)


def _take_in(
    library: Library,
    sources: Iterable[str | Followed],
    total: int | None,
    *,
    progress: Progress,
    failed: Callable[[Failure], None],
    alarmed: Callable[[str], None],
    accept: bool,
    told: Told = NOTHING,
) -> Outcome:
    """Read all sources, one document a transaction, then index, link and trace what is new."""
    from index.store_traces import end_pass, last_pass

    outcome, new = Outcome(), set[str]()
    traced_before, left = bool(last_pass(library.store)), _was_interrupted(library)

    def tick() -> None:
        progress("Reading", outcome.seen, total)

    intake = _Intake(library, outcome, failed, alarmed, accept, tick, partial(progress, "Fetching"), told)
    for (fetched, source), document, reading in read_all(intake.new_documents(sources)):
        added = library.store.add(document, fetched.provenance, reading, reader=_reader())
        if source:
            library.store.came_through(source, document.key)
        new.add(document.key)
        library.store.clear_failures(fetched.provenance.address)
        outcome.added += added
        outcome.statements += len(reading.statements) if added else 0
        tick()
    progress("Reading", outcome.seen, outcome.seen)
    refresh(library, progress=progress)
    if outcome.added or left:
        complete = update_links(library, progress=progress)
        of = new if traced_before and not left else None
        outcome.waiting = trace_waiting(library, of=of, limit=TRACED_BY_ADD, progress=progress)
        if complete:
            end_pass(library.store)
    return outcome


def _was_interrupted(library: Library) -> bool:
    """Whether documents came in that no pass over the links has met: the run that brought them was stopped."""
    from index.store_traces import came_in, last_pass

    return max(came_in(library.store).values(), default="") > last_pass(library.store)


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
    from greenshoots.silence import with_unread
    from index.trace import trace as find

    statement = library.store.statement(statement_id)
    traced = find(library.store, library.vectors, embedder(), statement)
    _keep(library, traced)
    now = judged(library.store, statement, traced)
    return replace(now, searched=with_unread(library.store, now.searched, traced.pledge.body) or now.searched)


def update_links(library: Library, *, progress: Progress = silent) -> bool:
    """Bring the links of every statement that was traced before up to date with the records added since.

    Returns whether all are. ``end_pass`` is to be called once what is new is traced, too: it tells an interrupted run.
    """
    from index.extend import Extender
    from index.store_traces import put_updates
    from index.trace import Tracer

    extender = Extender(Tracer(library.store, library.vectors, embedder()))
    updates = extender.updates(progress=lambda done, total: progress("Linking", done, total))
    while batch := list(islice(updates, UPDATED_AT_ONCE)):
        put_updates(library.store, batch)
    return extender.complete


def trace_waiting(
    library: Library, *, of: Collection[str] | None = None, limit: int | None = None, progress: Progress = silent
) -> int:
    """Trace the pledges, then the requests, that were not traced since the record grew, newest first.

    ``of``: only those in documents with these keys, so that a new record costs no more than it adds.
    Then brings the ledger up to date. Returns how many still wait, in whatever document.
    """
    waiting = [*library.store.waiting("commitment"), *library.store.waiting("request")]
    waiting = list(dict.fromkeys(waiting))  # a sentence may be both
    wanted = [one for one in waiting if of is None or one.document_key in of][:limit]
    if wanted:
        _trace_each(library, wanted, progress)
    _list(library, progress)
    return len(waiting) - len(wanted)


def _trace_each(library: Library, statements: Sequence[Statement], progress: Progress) -> None:
    from index.trace import Tracer, pledge_of

    tracer = Tracer(library.store, library.vectors, embedder())
    for done, statement in enumerate(statements, start=1):
        _keep(library, tracer.trace(pledge_of(statement, library.store)))
        progress("Tracing", done, len(statements))


def _list(library: Library, progress: Progress) -> None:
    """Make the rows of the ledger that are missing or stale, so that nobody waits for them on a screen."""
    from greenshoots import ledger

    ledger.refresh(library, progress=lambda done, total: progress("Listing", done, total))


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


@dataclass(frozen=True, slots=True)
class _Intake:
    """Goes through sources, keeps and counts what fails, and lets pass what was not read before."""

    library: Library
    outcome: Outcome
    failed: Callable[[Failure], None]
    alarmed: Callable[[str], None]
    accept: bool
    tick: Callable[[], None]
    fetching: Callable[[int, int | None], None]
    told: Told

    def new_documents(
        self, sources: Iterable[str | Followed]
    ) -> Iterator[tuple[tuple[Fetched, Followed | None], Document]]:
        """Archive what the sources hold, and hand on, with the source if it is followed, what is to be read."""
        for source in sources:
            through = None if isinstance(source, str) else source
            for item in self._items(source):
                if isinstance(item, Failure):
                    self._fail(item, through)
                elif self._is_less(item):
                    self._count_known()
                elif self._is_new(item):
                    yield (item, through), item.document
                else:
                    self._know(item, through)

    def _items(self, source: str | Followed) -> Iterator[Fetched | Failure]:
        from greenshoots.harvests import gather

        if isinstance(source, str):
            return read_source(source, told=self.told)
        return self._counted(gather(self.library, source, alarmed=self._alarm, accept=self.accept))

    def _counted(self, items: Iterator[Fetched | Failure]) -> Iterator[Fetched | Failure]:
        """Tell that something goes on: the polite pauses between pages take most of the time."""
        self.fetching(self.outcome.fetched, None)
        for item in items:
            self.outcome.fetched += 1
            self.fetching(self.outcome.fetched, None)
            yield item
        self.fetching(self.outcome.fetched, self.outcome.fetched)

    def _is_less(self, item: Fetched) -> bool:
        """Whether it is only a part of what is here whole: then that stays the newest, and nothing has vanished."""
        from index.store_versions import says_less

        return item.provenance.partial and says_less(self.library.store, item.document, item.provenance.address)

    def _is_new(self, item: Fetched) -> bool:
        self.library.archive.put(item.raw)
        return self.library.store.needs_reading(item.document.key, _reader(), people=item.document.people)

    def _know(self, item: Fetched, through: Followed | None) -> None:
        self.library.store.saw(item.document.key, item.provenance)
        if through:
            self.library.store.came_through(through, item.document.key)
        self.library.store.clear_failures(item.provenance.address)
        self._count_known()

    def _count_known(self) -> None:
        self.outcome.known += 1
        self.tick()

    def _fail(self, failure: Failure, through: Followed | None) -> None:
        self.library.store.record_failure(failure, source=through)
        self.outcome.failures[failure.reason] += 1
        self.failed(failure)

    def _alarm(self, source: Followed, why: str) -> None:
        told = f"{source.name}: {why}"
        self.outcome.alarms.append(told)
        self.alarmed(told)


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
