"""The archive as a WARC file (ISO 28500, version 1.1), the form in which web archives keep and exchange pages."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias
from urllib.parse import quote, urldefrag

from greenshoots import __version__
from greenshoots.errors import StoreError
from greenshoots.harvests import told_of
from greenshoots.records import Failure

if TYPE_CHECKING:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    from greenshoots.pipeline import Library
    from index.store_sources import Fetch

Headers: TypeAlias = tuple[tuple[str, str], ...]

_UNDONE = ("content-encoding", "transfer-encoding", "content-length")  # of the bytes as sent; archived are the unpacked
_STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_ABOUT = "Pages as fetched, whole and unmasked: they may hold personal details that must not be passed on."


@dataclass(frozen=True, slots=True)
class Written:
    """How many answers of the web went into the file with their bytes, and how many as "the same bytes again"."""

    responses: int = 0
    revisits: int = 0


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer of the web. ``headers`` are looked up only when they are needed."""

    asked: str
    address: str
    fetched: datetime
    sha256: str
    headers: Callable[[], Headers]


def write_warc(library: Library, path: Path, *, failed: Callable[[Failure], None]) -> Written:
    """Write every archived answer of the web into one WARC file, oldest first.

    The first answer with certain bytes is a ``response``, each later one with the same bytes a ``revisit`` that
    refers to it. Payload digests are SHA-256, the names of the bytes in the archive. A body is written unpacked; what
    the site said of its packing is kept under ``x-archive-orig-``. Packed record by record if ``path`` ends in
    ``.gz``. The file appears whole or not at all. Answers whose bytes are lost are left out and told to ``failed``.

    An answer counts as lost, too, if what was kept of its headers cannot be read. Raises ``StoreError`` if the file
    cannot be written.
    """
    first: dict[str, _Answer] = {}
    responses = revisits = 0
    with _whole_file(path) as file:
        writer = _writer(file, path)
        for answer in _answers(library):
            before = first.setdefault(answer.sha256, answer)
            try:
                headers = answer.headers()
                data = library.archive.read(answer.sha256) if before is answer else b""
            except (StoreError, ValueError, TypeError, KeyError) as error:
                if before is answer:
                    del first[answer.sha256]
                failed(Failure(answer.address, "no longer archived", str(error), datetime.now(UTC)))
                continue
            if before is answer:
                _write_response(writer, answer, headers, data)
                responses += 1
            else:
                _write_revisit(writer, answer, headers, before)
                revisits += 1
    return Written(responses, revisits)


def _answers(library: Library) -> list[_Answer]:
    """All in the log of fetches, and the documents that were fetched before there was such a log; oldest first."""
    logged = list(library.store.fetches())
    known = {(fetch.address, fetch.fetched) for fetch in logged}
    answers = [
        _Answer(fetch.asked, fetch.address, fetch.fetched, fetch.raw_sha256, partial(_headers, library, fetch))
        for fetch in logged
    ]
    return sorted([*answers, *_before_the_log(library, known)], key=lambda answer: answer.fetched)


def _headers(library: Library, fetch: Fetch) -> Headers:
    return tuple((str(name), str(value)) for name, value in told_of(library.archive, fetch)["headers"])


def _before_the_log(library: Library, known: set[tuple[str, datetime]]) -> Iterator[_Answer]:
    for card in library.store.cards(current_only=False):
        for origin in library.store.provenances(card.key):
            address = urldefrag(origin.address).url
            if address.startswith(("http://", "https://")) and (address, origin.fetched) not in known:
                known.add((address, origin.fetched))
                yield _Answer(address, address, origin.fetched, origin.raw_sha256, partial(tuple, origin.headers))


def _write_response(writer: WARCWriter, answer: _Answer, headers: Headers, data: bytes) -> None:
    sent = [(f"x-archive-orig-{name}" if name in _UNDONE else name, value) for name, value in headers]
    record = writer.create_warc_record(
        _ascii(answer.address),
        "response",
        payload=io.BytesIO(data),
        length=len(data),
        http_headers=_http([*sent, ("content-length", str(len(data)))]),
        warc_headers_dict=_about(answer) | {"WARC-Payload-Digest": _digest(answer)},
    )
    writer.write_record(record)


def _write_revisit(writer: WARCWriter, answer: _Answer, headers: Headers, before: _Answer) -> None:
    sent = [(name, value) for name, value in headers if name not in _UNDONE]
    record = writer.create_revisit_record(
        _ascii(answer.address),
        _digest(answer),
        _ascii(before.address),
        _moment(before.fetched),
        http_headers=_http(sent),
        warc_headers_dict=_about(answer),
    )
    writer.write_record(record)


def _http(headers: Sequence[tuple[str, str]]) -> StatusAndHeaders:
    """The site's answer short of its body. Only good answers are archived, so that it was 200."""
    from warcio.statusandheaders import StatusAndHeaders

    return StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")


def _about(answer: _Answer) -> dict[str, str]:
    """The record's own headers. Its id follows from what it is, so that two exports agree."""
    moment = _moment(answer.fetched)
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{answer.address} {moment} {answer.sha256}")
    about = {"WARC-Record-ID": f"<urn:uuid:{number}>", "WARC-Date": moment}
    return about | ({"Greenshoots-Asked": _ascii(answer.asked)} if answer.asked != answer.address else {})


def _digest(answer: _Answer) -> str:
    return f"sha256:{answer.sha256}"


def _moment(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _ascii(address: str) -> str:
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]")


def _writer(file: BinaryIO, path: Path) -> WARCWriter:
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(file, gzip=path.suffix == ".gz", warc_version="1.1")
    about = {
        "software": f"greenshoots/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": _STANDARD,
        "description": _ABOUT,
    }
    writer.write_record(writer.create_warcinfo_record(path.name, about))
    return writer


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its place only when all is in it. Raises ``StoreError`` if it cannot be written."""
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    except OSError as error:
        raise StoreError(
            "The WARC file cannot be written",
            where=str(path),
            cause=error.strerror,
            next_step="Choose a folder in which you may write and that has room for all archived bytes",
        ) from error
    finally:
        beside.unlink(missing_ok=True)
