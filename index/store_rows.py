"""Records to rows and back: JSON for what is only read whole, a ``Card`` for what is asked of every document."""

from __future__ import annotations

import dataclasses
import functools
import json
import sqlite3
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from greenshoots.records import Anchor, Document, Medium, Office, Passage, Provenance, Span, Turn, as_plain

T = TypeVar("T")

DOCUMENT_COLUMNS = (
    "d.key, d.id, d.medium, d.body, d.title, d.url, d.published, d.met, d.headings, d.turns, d.people,"
    " d.anchors, d.text AS document_text"
)
PASSAGE_COLUMNS = 'p.number, p.start, p."end", p.text, p.heading, d.key AS document_key'


@dataclass(frozen=True, slots=True)
class Card:
    """What is asked of every document before its text. ``number``: its row. ``source``: shared by its versions."""

    number: int
    key: str
    id: str
    source: str
    version: int
    current: bool
    medium: Medium | None
    body: str | None
    published: date | None
    met: date | None


def to_json(record: Any) -> str:
    """Write a record as JSON, leaving out what is empty."""
    return json.dumps(_filled(as_plain(record)), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[T], words: str) -> T:
    """Read a record that ``to_json`` wrote; fields that are not there are empty."""
    record: T = from_plain(kind, json.loads(words))
    return record


def _filled(plain: Any) -> Any:
    if isinstance(plain, dict):
        return {name: _filled(value) for name, value in plain.items() if value not in (None, [], {})}
    return [_filled(item) for item in plain] if isinstance(plain, list) else plain


def from_plain(hint: Any, plain: Any) -> Any:
    """Turn what ``as_plain`` made back into the type ``hint``."""
    read = None if plain is None else _reader_of(hint)
    return read(plain) if read else plain


@functools.cache
def _reader_of(hint: Any) -> Callable[[Any], Any] | None:
    """Return what turns a plain value into a type, ``None`` where it is that type already."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _reader_of(next(kind for kind in inner if kind is not type(None)))
    if origin is tuple:
        return functools.partial(_tuple, inner)
    if dataclasses.is_dataclass(hint):
        return functools.partial(_record, hint)
    if hint in (date, datetime):
        read: Callable[[Any], Any] = hint.fromisoformat
        return read
    return None


def _tuple(inner: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    kinds = inner[:1] * len(plain) if inner[-1] is Ellipsis else inner
    return tuple(from_plain(kind, item) for kind, item in zip(kinds, plain, strict=True))


def _record(kind: Any, plain: dict[str, Any]) -> Any:
    given: dict[str, Any] = {}
    for name, read, is_tuple, needed in _fields(kind):
        if name in plain:
            value = plain[name]
            given[name] = read(value) if read and value is not None else value
        elif needed:
            given[name] = () if is_tuple else None
    return kind(**given)


@functools.cache
def _fields(kind: Any) -> list[tuple[str, Callable[[Any], Any] | None, bool, bool]]:
    """Of each field: its name, what reads it, whether it is a tuple, whether it has no default."""
    hints = typing.get_type_hints(kind)
    return [
        (
            field.name,
            _reader_of(hints[field.name]),
            typing.get_origin(hints[field.name]) is tuple,
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(kind)
    ]


def iso(day: date | None) -> str | None:
    """Write a date as the store keeps it, so that order of text is order of time."""
    return day.isoformat() if day else None


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def document_of(row: sqlite3.Row) -> Document:
    """Make the Document of a row of ``DOCUMENT_COLUMNS``."""
    return Document(
        id=row["id"],
        text=row["document_text"],
        medium=row["medium"],
        body=row["body"],
        title=row["title"],
        url=row["url"],
        published=_day(row["published"]),
        met=_day(row["met"]),
        headings=from_plain(tuple[Span, ...], json.loads(row["headings"])),
        turns=from_plain(tuple[Turn, ...], json.loads(row["turns"])),
        anchors=from_plain(tuple[Anchor, ...], json.loads(row["anchors"])),
        people=from_plain(tuple[Office, ...], json.loads(row["people"])),
    )


def card_of(row: sqlite3.Row) -> Card:
    """Make the Card of a row of ``documents``."""
    return Card(
        number=row["number"],
        key=row["key"],
        id=row["id"],
        source=row["source"],
        version=row["version"],
        current=bool(row["current"]),
        medium=row["medium"],
        body=row["body"],
        published=_day(row["published"]),
        met=_day(row["met"]),
    )


def passage_of(row: sqlite3.Row) -> Passage:
    """Make the Passage of a row of ``PASSAGE_COLUMNS``."""
    return Passage(row["document_key"], row["start"], row["end"], row["text"], row["heading"])


def provenance_of(row: sqlite3.Row) -> Provenance:
    """Make the Provenance of a row of ``sightings``."""
    return Provenance(
        address=row["address"],
        fetched=datetime.fromisoformat(row["fetched"]),
        raw_sha256=row["raw_sha256"],
        parser=row["parser"],
        headers=from_plain(tuple[tuple[str, str], ...], json.loads(row["headers"])),
        partial=bool(row["partial"]),
        machine_made=bool(row["machine_made"]),
        also=tuple(json.loads(row["also"])),
    )
