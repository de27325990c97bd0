"""A council's site becomes its record: which kind of site it is, and then meeting after meeting.

A kind of site is a module of three functions: ``recognises(address)``, ``recognises_page(page)`` and
``harvest(address, wanted, visitor)``; ``MANNERS`` says how such a site is to be treated.
docs/adding-a-source.md shows how to add one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from urllib.parse import urlsplit

from greenshoots.errors import SourceError, UsageError
from ingest import site_cmis, site_feed, site_list, site_moderngov
from ingest.hosts import web_address
from ingest.manners import Manners
from ingest.moderngov_address import base_of, page_address
from ingest.moderngov_service import service_committees
from ingest.page import read_page
from ingest.raw import Raw
from ingest.site import Harvested, Visitor, Wanted, failure

__all__ = ["KINDS", "Harvested", "Wanted", "harvest", "is_site"]

KINDS: tuple[ModuleType, ...] = (site_list, site_cmis, site_moderngov)  # what the user set up wins


def is_site(address: str) -> bool:
    """Whether an address by itself shows that it is of a site or committee to harvest, not of one page to read.

    A bare host ("https://democracy.somewhere.gov.uk") may be one; ``harvest`` finds out.
    """
    return _by_address(address) is not None


@dataclass(slots=True)
class _Once:
    """A visitor that gives each answer got while the site was recognised once more, instead of asking again."""

    visitor: Visitor
    known: dict[str, Raw | SourceError] = field(default_factory=dict)

    def probe(self, address: str) -> Raw:
        try:
            self.known[address] = raw = self.visitor.get(address)
        except SourceError as error:
            self.known[address] = error
            raise
        return raw

    def get(self, address: str) -> Raw:
        known = self.known.pop(address, None)
        if isinstance(known, SourceError):
            raise known
        return known or self.visitor.get(address)

    def keep_to(self, address: str, manners: Manners) -> None:
        self.visitor.keep_to(address, manners)


def _kind_of(address: str, once: _Once) -> ModuleType:
    """The kind of a site: told by its address, else by its web service, else by the page itself.

    The web service goes first: some councils' pages refuse programs where it does not, and its answer is needed
    anyway. Raises ``FetchError`` if nothing answers, ``UsageError`` if the page is of no known kind.
    """
    known = _by_address(address)
    if known is not None:
        return known
    try:
        service_committees(once.probe(page_address(base_of(address), "mgWebService.asmx/GetCommittees")))
    except SourceError:
        pass  # most sites have none: the page itself tells
    else:
        return site_moderngov
    raw = once.probe(address)
    if site_feed.lists_articles(raw):
        return site_feed
    page = read_page(raw)
    kind = next((kind for kind in KINDS if kind.recognises_page(page)), None)
    if kind is None:
        raise _unknown_kind(address)
    return kind


def _unknown_kind(address: str) -> UsageError:
    return UsageError(
        "this is no council site of a kind that can be harvested",
        where=address,
        cause="Green Shoots knows ModernGov and CMIS",
        next_step="Give the address of the page of committees or meetings, or set the page up as a list of files"
        " (docs/adding-a-source.md)",
    )


def harvest(address: str, wanted: Wanted, visitor: Visitor) -> Iterator[Harvested]:
    """Yield all that a site has of what is wanted: documents, meetings (also those without minutes), failures.

    ``address``: of the site, of one of its committees, or of a list that the user set up. Meetings come oldest
    first, each after its documents. Stopping anywhere and running again loses and doubles nothing: every id is made
    from the site's own numbers. An agenda's papers are left alone, action sheets and trackers apart, and printed
    minutes are read only where no others are.

    Raises ``UsageError`` if the site has no such committee (listing those it has) or is of no known kind.
    """
    address, once = web_address(address), _Once(visitor)
    try:
        kind = _kind_of(address, once)
    except SourceError as error:
        yield failure(error, address)
        return
    visitor.keep_to(address, getattr(kind, "MANNERS", Manners()))
    yield from kind.harvest(address, wanted, once)


def _by_address(address: str) -> ModuleType | None:
    if urlsplit(address).scheme not in ("http", "https"):
        return None
    return next((kind for kind in KINDS if kind.recognises(address)), None)
