"""Reading many documents on several processors: readings come back in the order of the documents."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from typing import TypeVar

from greenshoots import settings
from greenshoots.errors import GreenShootsError
from greenshoots.records import Document, Reading

POOL_FROM = 12  # documents; loading the models in each process costs more than it saves below that (guess)
AHEAD = 4  # documents handed out ahead for each worker, so that memory stays flat (guess)

Tag = TypeVar("Tag")


def read_all(documents: Iterable[tuple[Tag, Document]]) -> Iterator[tuple[Tag, Document, Reading]]:
    """Read each document and give it back with its tag and reading, in order, whatever the number of workers."""
    queue = iter(documents)
    first = list(islice(queue, POOL_FROM))
    if len(first) < POOL_FROM or settings.workers() == 1:
        yield from _read_here(chain(first, queue))
    else:
        yield from _read_in_pool(chain(first, queue))


def _read_here(documents: Iterable[tuple[Tag, Document]]) -> Iterator[tuple[Tag, Document, Reading]]:
    from nlp.extract import read

    for tag, document in documents:
        yield tag, document, read(document)


def _read_in_pool(documents: Iterable[tuple[Tag, Document]]) -> Iterator[tuple[Tag, Document, Reading]]:
    workers = settings.workers()
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker)
    waiting: deque[tuple[Tag, Document, Future[Reading]]] = deque()
    try:
        for tag, document in documents:
            waiting.append((tag, document, pool.submit(_read, document)))
            if len(waiting) >= workers * AHEAD:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _finished(tag: Tag, document: Document, reading: Future[Reading]) -> tuple[Tag, Document, Reading]:
    try:
        return tag, document, reading.result()
    except BrokenProcessPool as error:
        raise GreenShootsError(
            "A reading process was ended from outside",
            where=document.id,
            cause="The machine is probably short of memory",
            next_step="Close other programs, or set GREENSHOOTS_WORKERS=1, and run the same command to go on",
        ) from error


def _start_worker() -> None:
    """Leave Ctrl-C to the main process, and one processor to each worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_NUM_THREADS"] = "1"


def _read(document: Document) -> Reading:
    from nlp.extract import read

    return read(document)
