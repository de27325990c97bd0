"""What was fetched before: bytes and headers by the address asked, for conditional requests and for proof."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ingest.raw import Raw


@dataclass(frozen=True, slots=True)
class Kept:
    """The last good answer to an address.

    ``asked``: the address as it was asked; ``address``: where the answer came from, after redirects. ``fetched``
    carries a zone. ``sha256``: of ``data``. ``headers``: names in lower case.
    """

    asked: str
    address: str
    fetched: datetime
    sha256: str
    headers: tuple[tuple[str, str], ...]
    content_type: str | None
    charset: str | None
    data: bytes

    @classmethod
    def of(cls, asked: str, raw: Raw) -> Kept:
        """What is to be kept of an answer."""
        digest = hashlib.sha256(raw.data).hexdigest()
        return cls(asked, raw.address, raw.fetched, digest, raw.headers, raw.content_type, raw.charset, raw.data)

    def header(self, name: str) -> str | None:
        """The value of a header (``name`` in lower case), ``None`` if the answer had none."""
        return dict(self.headers).get(name)


class Memory(Protocol):
    """Remembers answers by the address asked (with its scheme, without a fragment)."""

    def last(self, asked: str) -> Kept | None:
        """The last good answer; ``None`` if there is none or its bytes can no longer be had, so that they come anew."""

    def keep(self, asked: str, raw: Raw) -> None:
        """Keep bytes and headers. Also told of an unchanged page (``raw.unchanged``), which is a further sighting."""


class NoMemory:
    """Remembers nothing: every page is fetched whole."""

    def last(self, asked: str) -> Kept | None:
        """Nothing was fetched before."""
        return None

    def keep(self, asked: str, raw: Raw) -> None:
        """Let it go."""


@dataclass(slots=True)
class BriefMemory:
    """Remembers as long as it lives. ``sightings``: every answer told, in order, as address asked and bytes."""

    pages: dict[str, Kept] = field(default_factory=dict)
    sightings: list[tuple[str, Raw]] = field(default_factory=list)

    def last(self, asked: str) -> Kept | None:
        """The last answer told."""
        return self.pages.get(asked)

    def keep(self, asked: str, raw: Raw) -> None:
        """Keep it in place of what was there."""
        self.pages[asked] = Kept.of(asked, raw)
        self.sightings.append((asked, raw))
