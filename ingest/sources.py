"""What the pipeline calls: a file, a folder or a web address becomes documents with their provenance."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from greenshoots.errors import SourceError
from greenshoots.records import Document, Failure, Provenance
from ingest.files import list_files, open_path
from ingest.jsonl import numbered_lines
from ingest.raw import Raw
from ingest.registry import parse, suffix_of


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document, where it came from, and the bytes it was made of.

    ``raw`` is one and the same object for all documents of one source; its SHA-256
    stands in ``provenance.raw_sha256``.
    """

    document: Document
    provenance: Provenance
    raw: bytes


def read_source(source: str, *, allow_private: bool = False) -> Iterator[Fetched | Failure]:
    """Yield each document of a source as soon as it is read, in order, and a ``Failure`` for each that cannot be.

    ``source``: the path of a file or folder, or a web address. ``allow_private``: also
    read addresses within a private network that were not typed as a number.
    """
    for item in _open(source, allow_private=allow_private):
        if isinstance(item, SourceError):
            yield _failure(item, source)
            continue
        sha256 = hashlib.sha256(item.data).hexdigest()
        for parsed in parse(item):
            if isinstance(parsed, SourceError):
                yield _failure(parsed, item.address)
            else:
                yield Fetched(
                    parsed.document,
                    Provenance(parsed.address, item.fetched, sha256, parsed.parser, item.headers, parsed.partial),
                    item.data,
                )


def count_items(source: str) -> int | None:
    """About how many items ``read_source`` will yield, for a progress bar; ``None`` if that cannot be told cheaply."""
    if is_web_address(source):
        return 1
    return sum(1 if isinstance(found, SourceError) else _count_lines(found) for found in list_files(_path(source)))


def is_web_address(source: str) -> bool:
    """Whether the source is to be fetched rather than opened."""
    return source.casefold().startswith(("http://", "https://"))


def _open(source: str, *, allow_private: bool) -> Iterator[Raw | SourceError]:
    if not is_web_address(source):
        yield from open_path(_path(source))
        return
    from ingest.fetch import fetch  # the network is loaded only where it is needed

    try:
        yield fetch(source, allow_private=allow_private)
    except SourceError as error:
        yield error


def _path(source: str) -> Path:
    return Path(os.path.expanduser(source))  # unlike Path.expanduser it leaves an unknown user's name as it is


def _count_lines(path: Path) -> int:
    if suffix_of(str(path)) != ".jsonl":
        return 1
    try:
        return max(1, sum(1 for _ in numbered_lines(path.read_bytes())))
    except OSError:
        return 1  # reading it will say why


def _failure(error: SourceError, source: str) -> Failure:
    return Failure(error.where or source, error.reason, str(error), datetime.now(UTC))
