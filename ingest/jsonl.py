"""Documents as lines of JSON: the form in which collections are handed over."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from greenshoots.errors import BrokenSourceError, EmptySourceError, SourceError
from greenshoots.records import Document
from ingest.dates import metadata_date
from ingest.documents import known_medium, make_document
from ingest.raw import Item, Parsed, Raw
from ingest.reasons import shortened, why_no_json

PARSER = "jsonl/1"
_FORM = 'Each line is one document: {"id": ..., "text": ..., "published": "YYYY-MM-DD", "medium": ..., "body": ...}'


def parse_jsonl(raw: Raw) -> Iterator[Item]:
    """Yield each line's document, in order, and an error for each line that cannot be read.

    The text stays exactly as given. A line may also give a document *and* an error
    that says which of its fields was no use (a date that is none, an unknown medium).
    A repeated line is passed over; the same id with another text is an error.
    Raises ``EmptySourceError`` if there is no line at all.
    """
    known: dict[str, str] = {}
    number = 0
    for number, line in numbered_lines(raw.data):
        yield from _read_line(line, f"{raw.address}, line {number}", raw.address, known)
    if number == 0:
        raise EmptySourceError("there is no line in it", where=raw.address, next_step=_FORM)


def numbered_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, with their numbers from 1."""
    for number, line in enumerate(io.BytesIO(data), start=1):
        bare = line.removeprefix(b"\xef\xbb\xbf").strip()
        if bare:
            yield number, bare


def _read_line(line: bytes, where: str, address: str, known: dict[str, str]) -> Iterator[Item]:
    try:
        fields = _fields(line, where)
        document = _document(fields, where)
    except SourceError as error:
        yield error
        return
    before = known.get(document.id)
    if before is None:
        known[document.id] = document.sha256
        yield Parsed(document, f"{address}#{document.id}", PARSER)
        yield from _useless_fields(fields, where)
    elif before != document.sha256:
        yield BrokenSourceError(
            f"the id {shortened(document.id)} was used before for another text",
            where=where,
            next_step="Give each document an id of its own",
        )


def _fields(line: bytes, where: str) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BrokenSourceError(
            "this line is not JSON in UTF-8", where=where, cause=why_no_json(error), next_step=_FORM
        ) from error
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise BrokenSourceError('this line has no "text"', where=where, next_step=_FORM)
    if not _storable(fields["text"]):
        raise BrokenSourceError(
            "the text holds a NUL or half a character",
            where=where,
            cause="It was exported wrongly",
            next_step="Export it again",
        )
    return fields


def _storable(words: str) -> bool:
    """Whether everything that follows can keep the words: no NUL, no half of a surrogate pair."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\0" not in words


def _document(fields: dict[str, Any], where: str) -> Document:
    given = fields.get("id")
    return make_document(
        fields["text"],
        where=where,
        id=_words(str(given)) if isinstance(given, int | str) else None,
        title=_words(fields.get("title")),
        body=_words(fields.get("body")),
        url=_words(fields.get("url")),
        medium=known_medium(fields.get("medium")),
        given=metadata_date(fields.get("published")),
    )


def _words(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() and _storable(value) else None


def _useless_fields(fields: dict[str, Any], where: str) -> Iterator[SourceError]:
    checks = {"published": metadata_date, "medium": known_medium}
    for name, read in checks.items():
        if fields.get(name) and read(fields[name]) is None:
            yield BrokenSourceError(
                f"{name!r} is {shortened(fields[name])}, which is no use; the document went in without it",
                where=where,
                next_step=_FORM,
            )
