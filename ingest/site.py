"""What all kinds of sites share: what a reader wants of one, how a committee is chosen by name, how a file is read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Protocol, TypeAlias

from greenshoots.errors import BrokenSourceError, SourceError, UsageError
from greenshoots.records import Document, Failure, Meeting, Office, Provenance
from ingest.manners import Manners
from ingest.raw import Parsed, Raw
from ingest.registry import parse
from ingest.sources import Fetched

CLOSE_ENOUGH = 85.0  # likeness (0 to 100) from which a misspelt name counts as that committee; guess
CLEARLY_BEST = 5.0  # by how much the best likeness must lead the next; guess


@dataclass(frozen=True, slots=True)
class Unwanted:
    """What a feed lists and nobody asked for: counted, not read."""

    address: str


Harvested: TypeAlias = Fetched | Failure | Meeting | Unwanted


class Visitor(Protocol):
    """Who asks a site politely (``ingest.fetch.Visitor``). ``get`` raises ``FetchError``."""

    def get(self, address: str) -> Raw:
        """Ask for one page."""
        ...

    def keep_to(self, address: str, manners: Manners) -> None:
        """Treat the host of this address so from now on."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a site is wanted: one committee by name (``None``: all), meetings from this day on (``None``: all).

    Of a feed: entries with one of the words ``about`` and one of the ``places``; empty means any.
    """

    committee: str | None = None
    since: date | None = None
    about: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def covers(self, held: date | None) -> bool:
        """Whether a meeting of that day is wanted; one of an unknown day is."""
        return held is None or self.since is None or held >= self.since


def failure(error: SourceError, address: str) -> Failure:
    """What a reader is told of an address that could not be read."""
    return Failure(error.where or address, error.reason, str(error), datetime.now(UTC))


def choose_committees(asked: str | None, names: Sequence[str], *, where: str) -> frozenset[str]:
    """The names that are meant: all, the one that is called so, the one that holds the words, or the likest.

    Case, punctuation and "&" for "and" do not count. Two committees of one name (an old one and its
    successor) are both chosen. Raises ``UsageError`` that lists the committees if none is meant, or more than one.
    """
    if asked is None:
        return frozenset(names)
    plain = {name: _plain(name) for name in names}
    same = [name for name in names if plain[name] == _plain(asked)]
    if same:
        return frozenset(same)
    words = set(_plain(asked).split())
    holding = [name for name in names if words and words <= set(plain[name].split())]
    best = _likest(_plain(asked), {name: plain[name] for name in holding or names}, sure=len(holding) == 1)
    if best is not None:
        return frozenset(name for name in names if plain[name] == plain[best])
    raise _no_such_committee(asked, sorted(set(holding)) or sorted(set(names)), several=bool(holding), where=where)


def _likest(asked: str, plain: dict[str, str], *, sure: bool) -> str | None:
    """The name that is clearly liker than every other one, or ``None``."""
    from rapidfuzz import fuzz  # loaded only where a name is not exact

    if sure:
        return next(iter(plain))
    scores: dict[str, tuple[float, str]] = {}
    for name, words in plain.items():
        scores[words] = (fuzz.token_sort_ratio(asked, words), name)
    ranked = sorted(scores.values(), reverse=True)
    if not ranked or ranked[0][0] < CLOSE_ENOUGH:
        return None
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= CLEARLY_BEST else None


def _no_such_committee(asked: str, names: Sequence[str], *, several: bool, where: str) -> UsageError:
    listed = "; ".join(names) or "none at all"
    if several:
        return UsageError(
            f"“{asked}” may be any of {len(names)} committees: {listed}", where=where, next_step="Give the whole name"
        )
    return UsageError(
        f"no committee is called “{asked}”. The site lists: {listed}",
        where=where,
        next_step="Give one of these names, or leave the committee out to read them all",
    )


def _plain(name: str) -> str:
    words = re.sub(r"[’'`]", "", name.casefold()).replace("&", " and ")
    return " ".join(re.findall(r"\w+", words))


def fetched(parsed: Parsed, raw: Raw, *, also: Iterable[Raw] = ()) -> Fetched:
    """A document with its origin: ``raw`` holds the bytes it was made of, ``also`` those it was completed from."""
    completed = tuple(dict.fromkeys(hashlib.sha256(page.data).hexdigest() for page in also))
    sha256 = hashlib.sha256(raw.data).hexdigest()
    origin = Provenance(
        parsed.address, raw.fetched, sha256, parsed.parser, raw.headers, partial=parsed.partial, also=completed
    )
    return Fetched(parsed.document, origin, raw.data)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a site says of a file that it links to; the file itself may say less, or say it wrongly.

    ``id``: of the document. ``held``: the meeting's day. ``minutes``: whether it is the record of that meeting.
    ``file``: it must be a file; a web page in its place is a notice that it is gone, and never the record.
    """

    id: str
    address: str
    title: str
    body: str | None
    held: date | None
    minutes: bool = False
    people: tuple[Office, ...] = ()
    file: bool = True


def read_paper(paper: Paper, visitor: Visitor) -> Iterator[Fetched | Failure]:
    """Fetch a file and yield it as the one document that the site says it is, or why that failed."""
    try:
        raw = visitor.get(paper.address)
        if paper.file and raw.data.lstrip()[:1] == b"<":
            raise _no_file(paper.address)
    except SourceError as error:
        yield failure(error, paper.address)
        return
    for parsed in parse(raw):
        if isinstance(parsed, SourceError):
            yield failure(parsed, paper.address)
        else:
            yield fetched(replace(parsed, document=_as_told(parsed.document, paper)), raw)
            return


def _no_file(address: str) -> SourceError:
    return BrokenSourceError(
        "a web page stands in the place of the file",
        where=address,
        cause="The file was taken down or moved",
        next_step="Open the address in a browser to see what is there",
    )


def _as_told(document: Document, paper: Paper) -> Document:
    met = paper.held if paper.minutes else document.met
    return replace(
        document,
        id=paper.id,
        title=paper.title or document.title,
        body=paper.body or document.body,
        url=paper.address,
        medium="minutes" if paper.minutes else "report",
        met=met,
        published=met or document.published or paper.held,
        people=paper.people,
    )
