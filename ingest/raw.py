"""What goes into a parser and what comes out: bytes with their address in, documents with their parser out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from greenshoots.errors import SourceError
from greenshoots.records import Document


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes of one source as they came.

    ``address``: a web address after redirects, or the absolute path of a file.
    ``fetched`` carries a zone. ``content_type``: as the server said, without parameters;
    ``charset`` likewise; both ``None`` for files. ``headers``: names in lower case.
    ``unchanged``: the bytes are those of the last visit. That says nothing of whether they were ever read.
    """

    address: str
    data: bytes
    fetched: datetime
    content_type: str | None = None
    charset: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document that a parser made. ``parser``: name and version, as in ``html/1``. ``partial``: part is missing.

    ``machine_made``: the words were written down by a machine (captions, recognised speech).
    """

    document: Document
    address: str
    parser: str
    partial: bool = False
    machine_made: bool = False


class ElsewhereError(SourceError):
    """The words lie at another address. Who may use the network follows it; else the user is told what to add.

    ``known``: what the place that leads there tells of the record, as fields of ``Document``.
    """

    reason = "lies elsewhere"

    def __init__(self, address: str, what: str, *, where: str, known: Mapping[str, Any]) -> None:
        super().__init__(what, where=where, next_step=f"Add {address}")
        self.address = address
        self.known = dict(known)


Item: TypeAlias = Parsed | SourceError
