"""A page that lists files: the adapter for councils on no known system, set up by a few lines of ``lists.toml``.

See docs/adding-a-source.md for the lines.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError
from soupsieve import compile as compile_selector

from greenshoots.errors import BrokenSourceError, SourceError, UsageError
from greenshoots.records import Failure, Meeting, content_id
from greenshoots.settings import home
from ingest.blocks import inline_words
from ingest.dates import first_date
from ingest.moderngov_address import canonical
from ingest.moderngov_links import host_of
from ingest.page import read_page
from ingest.site import Harvested, Paper, Visitor, Wanted, choose_committees, failure, read_paper

FILE = "lists.toml"  # in the home folder
MOST_PAGES = 200  # pages of one list, so that a "next" that never ends does end; guess

_DRAFT = re.compile(r"\bdraft\b", re.IGNORECASE)
_CANCELLED = re.compile(r"\b(?:cancelled|canceled)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListPage:
    """One ``[[list]]`` of the file.

    ``address``: of the page that lists the files. ``links``: CSS selector of the links. ``pattern``: what their words
    or address must match. ``date``: pattern whose first group, else whole match, holds the day; without it the first
    day in the link's words counts, else that beside the link. ``next``: CSS selector of the link to the next page.
    """

    address: str
    body: str
    committee: str
    links: str = "a[href$='.pdf' i]"
    pattern: str = ""
    date: str = ""
    next: str = ""
    where: str = field(default=FILE, compare=False)


def read_lists(path: Path) -> tuple[ListPage, ...]:
    """The lists that a file sets up; none if there is no file. Raises ``UsageError`` that says what is wrong."""
    if not path.is_file():
        return ()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("the file is no TOML", where=str(path), cause=str(error)) from error
    listed = told.get("list", [])
    if not isinstance(listed, list) or set(told) - {"list"}:
        raise UsageError("each list begins with the line [[list]]", where=str(path))
    return tuple(_list_page(entry, f"{path}, list {number}") for number, entry in enumerate(listed, 1))


def _list_page(entry: Mapping[str, Any], where: str) -> ListPage:
    known = [each.name for each in fields(ListPage) if each.name != "where"]
    unknown = sorted(set(entry) - set(known))
    missing = [name for name in ("address", "body", "committee") if not entry.get(name)]
    if unknown or missing:
        what = f"{', '.join(unknown)} is not known" if unknown else f"{', '.join(missing)} is missing"
        raise UsageError(what, where=where, next_step=f"A list has {', '.join(known)}")
    if not all(isinstance(value, str) for value in entry.values()):
        raise UsageError("each value stands in quotation marks", where=where)
    page = ListPage(**entry, where=where)
    _check_patterns(page)
    return page


def _check_patterns(page: ListPage) -> None:
    try:
        compile_selector(page.links)
        compile_selector(page.next or "a")
    except SelectorSyntaxError as error:
        raise UsageError("links or next is no CSS selector", where=page.where, cause=str(error)) from error
    try:
        re.compile(page.pattern)
        re.compile(page.date)
    except re.error as error:
        raise UsageError("pattern or date is no regular expression", where=page.where, cause=str(error)) from error


def set_up(address: str) -> tuple[ListPage, ...]:
    """The lists that the user set up for an address."""
    return tuple(page for page in read_lists(home() / FILE) if canonical(page.address) == canonical(address))


def recognises(address: str) -> bool:
    """Whether the user set up a list of that address."""
    return bool(set_up(address))


def recognises_page(page: BeautifulSoup) -> bool:
    """Never: nothing on a page tells that it is a list of minutes."""
    return False


@dataclass(frozen=True, slots=True)
class Listed:
    """One link of the list."""

    url: str
    title: str
    held: date | None
    cancelled: bool = False


def links_of(page: BeautifulSoup, config: ListPage, address: str) -> tuple[Listed, ...]:
    """The links of one page that are wanted, each address once, in the printed order."""
    found: dict[str, Listed] = {}
    for link in page.select(config.links):
        words, href = inline_words(link), str(link.get("href") or "")
        if href and re.search(config.pattern, f"{words} {href}", re.IGNORECASE):
            url = canonical(urljoin(address, href))
            beside = inline_words(_line_of(link))
            found.setdefault(
                url, Listed(url, words, _held(config, words, href, beside), bool(_CANCELLED.search(beside)))
            )
    return tuple(found.values())


def _line_of(link: Tag) -> Tag:
    """The row or point that a link stands in."""
    return link.find_parent(["tr", "li", "p", "dd"]) or link


def _held(config: ListPage, *places: str) -> date | None:
    """The day of the meeting: in the link's words, in its address, or beside it."""
    for words in places:
        told = re.search(config.date, words, re.IGNORECASE) if config.date else None
        if config.date and told is None:
            continue
        printed = first_date((told[1] if told.re.groups else told[0]) if told else words)
        if printed:
            return printed.day
    return None


def harvest(address: str, wanted: Wanted, visitor: Visitor) -> Iterator[Harvested]:
    """Yield each file of the list as the minutes of a meeting, oldest first, those without a day last."""
    configs = set_up(address)
    chosen = choose_committees(wanted.committee, [config.committee for config in configs], where=address)
    for config in configs:
        if config.committee in chosen:
            yield from _harvest_list(address, config, wanted, visitor)


def _harvest_list(source: str, config: ListPage, wanted: Wanted, visitor: Visitor) -> Iterator[Harvested]:
    listed: dict[str, Listed] = {}
    for found in _pages(config, visitor):
        if isinstance(found, Failure):
            yield found
        else:
            listed.setdefault(found.url, found)
    for each in sorted(listed.values(), key=lambda each: each.held or date.max):
        if wanted.covers(each.held):
            yield from _meeting(source, config, each, visitor)


def _pages(config: ListPage, visitor: Visitor) -> Iterator[Listed | Failure]:
    """The links of the list from page to page, and a ``Failure`` where a page cannot be read or holds none."""
    asked: str | None = canonical(config.address)
    seen: set[str] = set()
    while asked is not None and asked not in seen and len(seen) < MOST_PAGES:
        seen.add(asked)
        try:
            raw = visitor.get(asked)
            page = read_page(raw)
            links = links_of(page, config, raw.address)
            if not links:
                raise _nothing(config, asked)
        except SourceError as error:
            yield failure(error, asked)
            return
        yield from links
        following = page.select_one(config.next) if config.next else None
        href = following.get("href") if following else None
        asked = canonical(urljoin(raw.address, str(href))) if href else None


def _nothing(config: ListPage, address: str) -> SourceError:
    return BrokenSourceError(
        "no link on this page fits",
        where=address,
        cause=f"The page was rebuilt, or links and pattern do not fit it ({config.where})",
        next_step="Look at the page in a browser and correct them",
    )


def _meeting(source: str, config: ListPage, listed: Listed, visitor: Visitor) -> Iterator[Harvested]:
    meeting_id = f"{host_of(listed.url)}/meeting/{content_id('', listed.url)}"
    meeting = Meeting(source, meeting_id, config.committee, listed.held, listed.url, listed.cancelled)
    is_file = urlsplit(listed.url).path.casefold().endswith((".pdf", ".doc", ".docx"))
    paper = Paper(meeting_id, listed.url, listed.title, config.body, listed.held, minutes=True, file=is_file)
    read = list(read_paper(paper, visitor))
    yield from read
    if any(isinstance(item, Failure) for item in read):
        yield replace(meeting, note="its minutes could not be read")
        return
    note = None if listed.held else "the list does not tell the day of the meeting"
    yield replace(meeting, minutes="draft" if _DRAFT.search(listed.title) else "final", note=note)
