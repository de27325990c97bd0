"""Who is who on a ModernGov site: attendance of a meeting, councillors, and who voted how.

Only names, offices, party and ward are taken: contact details and home addresses never leave the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bs4 import BeautifulSoup, Tag

from greenshoots.records import Office
from ingest.blocks import inline_words
from ingest.dates import first_date
from ingest.moderngov_links import link_of, page_name, parameter
from ingest.moderngov_markup import label_lines, require_moderngov, words_of, words_of_caption
from ingest.moderngov_meeting import Vote, committee_named

LONGEST_LABEL = 3  # words; longer ones tell of others ("Other councillors representing this ward")

_WAS_ABSENT = re.compile(r"(?:apolog|absent|not present|did not attend|not in attendance)", re.IGNORECASE)
_WAS_THERE = re.compile(r"(?:present|in attendance|attend|substitut|remote|virtual)", re.IGNORECASE)
_EXPECTED = re.compile(r"expected\b", re.IGNORECASE)
_VOTED = re.compile(
    r"(?:for|against|abstain(?:ed)?|abstention|did not vote|no vote(?: recorded)?|absent)$", re.IGNORECASE
)
_ROLE = re.compile(r"\(([^()]+)\)")
_TERM = re.compile(
    r"(?P<first>\d{1,2}[/.]\d{1,2}[/.]\d{4})\s*(?:-|–|—|to|until)?\s*(?P<last>\d{1,2}[/.]\d{1,2}[/.]\d{4})?"
)


@dataclass(frozen=True, slots=True)
class Councillor:
    """A councillor as their council lists them, with the offices they hold or held."""

    id: str
    name: str
    url: str
    party: str | None = None
    ward: str | None = None
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedVote:
    """One recorded vote with how each named person voted: pairs of name and printed vote ("For")."""

    vote: Vote
    voters: tuple[tuple[str, str], ...] = ()


def was_present(printed: str) -> bool | None:
    """Whether the printed attendance says that a person was there; ``None`` if it does not say ("Expected")."""
    if _EXPECTED.match(printed):
        return None
    if _WAS_ABSENT.match(printed):
        return False
    return True if _WAS_THERE.match(printed) else None


def attendance(page: BeautifulSoup, address: str = "") -> tuple[Office, ...]:
    """Everybody on an attendance page with their role and whether they were there; officers have no link.

    ``body`` is the committee; ``office`` the printed role ("Chair", "Committee Member").
    """
    root = require_moderngov(page, address)
    heading = words_of(root, "mgSubTitleTxt")
    body = committee_named(heading, first_date(heading))
    return tuple(person for table in root.find_all("table") for person in _attendees(table, body))


def _attendees(table: Tag, body: str | None) -> Iterator[Office]:
    columns: dict[str, int] = {}
    for row in table.find_all("tr"):
        words = [inline_words(cell) for cell in row.find_all(["td", "th"], recursive=False)]
        header = _columns(words)
        columns = header or columns
        person = None if header else _attendee(words, columns or _usual_columns(words))
        if person:
            yield replace(person, body=body)


def _attendee(words: list[str], columns: dict[str, int]) -> Office | None:
    if not columns or len(words) <= max(columns.values()) or not words[columns["name"]]:
        return None
    role = words[columns["role"]] if "role" in columns else ""
    return Office(words[columns["name"]], office=role or None, present=was_present(words[columns["attendance"]]))


def _usual_columns(words: list[str]) -> dict[str, int]:
    """The columns of a table without a header: name, role, attendance; empty for a row that is no attendance."""
    if len(words) < 2 or (was_present(words[-1]) is None and not _EXPECTED.match(words[-1])):
        return {}
    name = next(place for place, word in enumerate(words) if word)
    last = len(words) - 1
    return (
        {"name": name, "role": name + 1, "attendance": last} if name + 1 < last else {"name": name, "attendance": last}
    )


def _columns(words: list[str]) -> dict[str, int]:
    """Which column holds what, told by a header row; empty if this is none."""
    found: dict[str, int] = {}
    for place, word in enumerate(words):
        for name, pattern in _HEADER.items():
            if pattern.match(word):
                found.setdefault(name, place)
    return found if {"name", "attendance"} <= found.keys() else {}


_HEADER = {
    "name": re.compile(r"(?:attendee|name|member|councillor)s?$", re.IGNORECASE),
    "role": re.compile(r"(?:role|position|capacity)$", re.IGNORECASE),
    "attendance": re.compile(r"attendance(?: status)?$|expected/actual", re.IGNORECASE),
}


def councillors(page: BeautifulSoup, address: str = "") -> tuple[Councillor, ...]:
    """The councillors of an index, each once, with party and ward where the page tells which is which."""
    found: dict[str, Councillor] = {}
    for link in require_moderngov(page, address).find_all("a", href=True):
        url, name = link_of(link, address), inline_words(link)
        id = parameter(url, "UID")
        if page_name(url) == "mguserinfo.aspx" and id and name:
            party, ward = _party_and_ward(link)
            found.setdefault(id, Councillor(id, name, url, party, ward))
    return tuple(found.values())


def _party_and_ward(link: Tag) -> tuple[str | None, str | None]:
    row, line = link.find_parent("tr"), link.find_parent("li")
    told: dict[str, str] = {}
    if isinstance(row, Tag):
        table = row.find_parent("table")
        header = [inline_words(cell) for cell in table.find_all("th")] if isinstance(table, Tag) else []
        told = dict(zip(header, (inline_words(cell) for cell in row.find_all("td", recursive=False)), strict=False))
    elif isinstance(line, Tag):
        told = {name: words for name, words, _ in label_lines(line)}
    return _labelled(told, "party"), _labelled(told, "ward", "division")


def _labelled(told: dict[str, str], *names: str) -> str | None:
    return next((words for label, words in told.items() if words and _is_called(label, names)), None)


def _is_called(label: str, names: tuple[str, ...]) -> bool:
    words = label.casefold().split()
    return len(words) <= LONGEST_LABEL and any(name in words for name in names)


def councillor(page: BeautifulSoup, address: str = "") -> Councillor:
    """One councillor's page: party, ward, posts, committees with their office on each, terms of office with days."""
    root = require_moderngov(page, address)
    name = words_of(root, "mgSubTitleTxt") or words_of(root, "mgMainTitleTxt")
    told = {label: words for label, words, _ in label_lines(root)}
    ward = _labelled(told, "ward", "division")
    offices = [
        *(Office(name, office=words) for label, words in told.items() if words and _POST.match(label)),
        *(office for heading, line in _list_lines(root) for office in _offices(name, heading, line, ward)),
    ]
    id = parameter(address, "UID") or ""
    return Councillor(id, name, address, _labelled(told, "party"), ward, tuple(dict.fromkeys(offices)))


_POST = re.compile(r"(?:title|key posts?|position|portfolio)s?\b", re.IGNORECASE)


def _list_lines(root: Tag) -> Iterator[tuple[str, Tag]]:
    """Each list point with the heading that it stands under."""
    heading = ""
    for tag in root.find_all(["h2", "h3", "h4", "li"]):
        if tag.name == "li":
            yield heading, tag
        else:
            heading = inline_words(tag).casefold()


def _offices(name: str, heading: str, line: Tag, ward: str | None) -> Iterator[Office]:
    words = inline_words(line)
    term = _TERM.search(words)
    first, last = (_day(term["first"]), _day(term["last"])) if term else (None, None)
    if "term" in heading and "office" in heading:
        if term:
            yield Office(name, office="Councillor", body=ward, first=first, last=last)
        return
    link = line.find("a", href=True)
    if not isinstance(link, Tag) or "appointment" not in heading:
        return
    body = inline_words(link)
    role = _ROLE.search(words.removeprefix(body))
    if body:
        yield Office(name, office=role[1].strip() if role else None, body=body, first=first, last=last)


def _day(printed: str | None) -> date | None:
    found = first_date(printed.replace(".", "/")) if printed else None
    return found.day if found else None


def recorded_votes(page: BeautifulSoup, address: str = "") -> tuple[RecordedVote, ...]:
    """The votes of an item: what was voted on, the result, and how each named person voted."""
    votes: list[RecordedVote] = []
    for table in require_moderngov(page, address).find_all("table"):
        for row in table.find_all("tr"):
            cells = [words for words in (inline_words(cell) for cell in row.find_all("td", recursive=False)) if words]
            if len(cells) >= 2 and _VOTED.match(cells[-1]):
                if votes:
                    votes[-1] = RecordedVote(votes[-1].vote, (*votes[-1].voters, (cells[0], cells[-1])))
            elif len(cells) >= 2 or (cells and _is_vote_table(table)):
                votes.append(RecordedVote(_vote(row)))
    return tuple(votes)


def _is_vote_table(table: Tag) -> bool:
    return "vote" in words_of_caption(table).casefold()


def _vote(row: Tag) -> Vote:
    title, kind, text, *result = (*(inline_words(cell) for cell in row.find_all("td", recursive=False)), "", "", "")
    return Vote(title, kind, text, " | ".join(filter(None, result)))
