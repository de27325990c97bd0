"""What goes into a parser and what comes out: bytes with their address in, documents with their parser out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from greenshoots.errors import SourceError
from greenshoots.records import Document


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes of one source as they came.

    ``address``: a web address after redirects, or the absolute path of a file.
    ``fetched`` carries a zone. ``content_type``: as the server said, without parameters;
    ``charset`` likewise; both ``None`` for files. ``headers``: names in lower case.
    """

    address: str
    data: bytes
    fetched: datetime
    content_type: str | None = None
    charset: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document that a parser made. ``parser``: name and version, as in ``html/1``. ``partial``: part is missing."""

    document: Document
    address: str
    parser: str
    partial: bool = False


Item: TypeAlias = Parsed | SourceError
