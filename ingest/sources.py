"""What the pipeline calls: a file, a folder or a web address becomes documents with their provenance."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from greenshoots.errors import SourceError
from greenshoots.records import Document, Failure, Provenance
from ingest.files import list_files, open_path
from ingest.hosts import web_address
from ingest.jsonl import numbered_lines
from ingest.raw import ElsewhereError, Parsed, Raw
from ingest.registry import BY_SUFFIX, parse, suffix_of
from ingest.told import NOTHING, Told, as_told

Get = Callable[[str], Raw]
_HOST = re.compile(
    r"(?:[a-z0-9-]+\.){2,}[a-z]{2,}(?::\d+)?(?:[/?]|$)", re.IGNORECASE
)  # two dots: "minutes.old" is a file


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document, where it came from, and the bytes it was made of.

    ``raw`` is one and the same object for all documents of one source; its SHA-256
    stands in ``provenance.raw_sha256``.
    """

    document: Document
    provenance: Provenance
    raw: bytes


def read_source(source: str, *, allow_private: bool = False, told: Told = NOTHING) -> Iterator[Fetched | Failure]:
    """Yield each document of a source as soon as it is read, in order, and a ``Failure`` for each that cannot be.

    ``source``: the path of a file or folder, or a web address. ``allow_private``: also
    read addresses within a private network that were not typed as a number. ``told``: what the user says of every
    document in a file or folder.
    """
    if is_web_address(source):
        yield from _visit(source, allow_private=allow_private)
        return
    for item in open_path(_path(source)):
        if isinstance(item, SourceError):
            yield _failure(item, source)
        else:
            yield from (_as_told(found, told) for found in read_raw(item))


def _as_told(found: Fetched | Failure, told: Told) -> Fetched | Failure:
    return replace(found, document=as_told(found.document, told)) if told and isinstance(found, Fetched) else found


def read_raw(raw: Raw, *, get: Get | None = None) -> Iterator[Fetched | Failure]:
    """Yield each document in the bytes of one source, and a ``Failure`` for each that cannot be read.

    ``get``: fetches an address, for sources that only tell where the words lie (a feed of webcasts); without it
    each such address is a failure that says what to add.
    """
    sha256 = hashlib.sha256(raw.data).hexdigest()
    for parsed in parse(raw):
        if isinstance(parsed, ElsewhereError) and get is not None:
            yield from _follow(parsed, get)
        elif isinstance(parsed, SourceError):
            yield _failure(parsed, raw.address)
        else:
            yield Fetched(parsed.document, _provenance(parsed, raw, sha256), raw.data)


def _provenance(parsed: Parsed, raw: Raw, sha256: str) -> Provenance:
    return Provenance(
        parsed.address, raw.fetched, sha256, parsed.parser, raw.headers, parsed.partial, parsed.machine_made
    )


def _follow(lead: ElsewhereError, get: Get) -> Iterator[Fetched | Failure]:
    """Read what a lead points to, with what the place that leads there tells of it."""
    try:
        raw = get(lead.address)
    except SourceError as error:
        yield _failure(error, lead.address)
        return
    for item in read_raw(replace(raw, content_type=None)):  # its name says what it is, and a server may not
        if isinstance(item, Fetched) and lead.known:
            yield replace(item, document=replace(item.document, **lead.known))
        else:
            yield item


def count_items(source: str) -> int | None:
    """About how many items ``read_source`` will yield, for a progress bar; ``None`` if that cannot be told cheaply."""
    if is_web_address(source):
        return 1
    return sum(1 if isinstance(found, SourceError) else _count_lines(found) for found in list_files(_path(source)))


def is_web_address(source: str) -> bool:
    """Whether the source is to be fetched rather than opened."""
    return source.casefold().startswith(("http://", "https://"))


def as_meant(source: str) -> str:
    """The source that a user means: "democracy.example.gov.uk" is a web address unless a file is called so."""
    if is_web_address(source) or not _HOST.match(source) or suffix_of(source.partition("/")[0]) in BY_SUFFIX:
        return source
    return source if os.path.lexists(_path(source)) else web_address(source)


def _visit(address: str, *, allow_private: bool) -> Iterator[Fetched | Failure]:
    from ingest.fetch import Visitor, fetch  # the network is loaded only where it is needed

    try:
        raw = fetch(address, allow_private=allow_private)
    except SourceError as error:
        yield _failure(error, address)
        return
    with Visitor(allow_private=allow_private) as visitor:
        yield from read_raw(raw, get=visitor.get)


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
