"""Records in words for a terminal: British dates, one block a find, nothing reworded."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from greenshoots.masks import mask
from greenshoots.records import Coverage, Document, Hit, Link, Statement, Traced, as_plain

if TYPE_CHECKING:
    from greenshoots.ledger import Entry

WIDTH = 100  # characters; wide enough for a sentence, narrow enough for any terminal

RELATION_WORDS = {
    "kept": "reads as done",
    "progress": "steps reported",
    "shortfall": "reads as late or not done",
    "repeats": "promised again",
    "supersedes": "the terms changed",
    "context": "same matter",
}


def british(day: date | None) -> str:
    """A date as printed in Britain: 3 March 2023; "date unknown" for none."""
    return f"{day.day} {day:%B %Y}" if day else "date unknown"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 document", "2 documents"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def coverage_sentence(coverage: Coverage) -> str:
    """What record is covered, in one sentence: said before any answer."""
    if not coverage.documents:
        told = "No record covered"
    else:
        bodies = sum(bool(name) for name, _ in coverage.bodies)
        told = f"Covers {count(coverage.documents, 'document')}"
        told += f" of {count(bodies, 'body', 'bodies')}" if bodies else ""
        if coverage.first:
            told += f", {british(coverage.first)} to {british(coverage.last)}"
    if coverage.undated:
        told += f"; {coverage.undated} undated"
    if coverage.failures:
        told += f"; {count(coverage.failures, 'source')} could not be read"
    return told + "."


def speaker_words(statement: Statement) -> str:
    """Who said it and how that is known: "Jane Roe, Head of Highways (pronoun)", or "not attributed"."""
    if not statement.speaker:
        return "not attributed"
    office = f", {statement.role}" if statement.role else ""
    return f"{statement.speaker}{office} ({statement.attribution.how})"


def source_words(document: Document) -> str:
    """Where and when: title, body, date of the record."""
    return ", ".join(filter(None, (document.title or document.id, document.body, british(document.published))))


def quoted(text: str) -> str:
    """The words folded to the width, contact details masked; runs of space become one space, here only."""
    return textwrap.fill(" ".join(mask(text).split()), WIDTH, initial_indent="  ", subsequent_indent="  ")


def hit_block(hit: Hit) -> str:
    """One find of a search as a block of lines."""
    if hit.statement:
        head = f"{hit.statement.id}  {', '.join(hit.statement.kinds)}  -  {speaker_words(hit.statement)}"
    else:
        head = f"{hit.passage.id}  (passage)"
    return f"{head}\n{quoted(hit.passage.text)}\n  {source_words(hit.document)}\n"


def hit_line(hit: Hit) -> dict[str, Any]:
    """One find of a search as a JSON line: the statement's fields, else the passage's, with its document."""
    found = (hit.statement.as_line() if hit.statement else as_plain(hit.passage)) | {
        "id": (hit.statement or hit.passage).id
    }
    document = hit.document
    told = {"title": document.title, "body": document.body, "url": document.url, "published": document.published}
    line: dict[str, Any] = found | as_plain(told) | {"rank_score": hit.score}
    return line


def link_block(link: Link, source: str) -> str:
    """One later passage as a block of lines. ``source``: the record it stands in."""
    head = f"{british(link.date)}  {RELATION_WORDS[link.relation]}  (score {link.score:.2f})"
    return f"{head}\n{quoted(link.text)}\n  {link.why}\n  {source}\n"


def timeline(traced: Traced, *, source: Callable[[Link], str], everything: bool = False) -> Iterator[str]:
    """What became of a statement, in blocks: evidence in time order, what is no evidence, what was searched."""
    for link in sorted(traced.links, key=lambda link: (link.date or date.max, -link.score)):
        if link.shown or everything:
            yield link_block(link, source(link))
    hidden = sum(not link.shown for link in traced.links)
    if hidden and not everything:
        yield f"{count(hidden, 'less likely passage')}: see --all\n"
    for title, links in (
        ("The same words reported again (not evidence)", traced.further_sources),
        ("Date unknown (not evidence)", traced.undated),
    ):
        if links:
            yield f"{title}:\n"
            yield from (link_block(link, source(link)) for link in links)
    yield "Searched: " + coverage_sentence(traced.searched)


def ledger_block(entry: Entry) -> str:
    """One pledge of the ledger as a block of lines."""
    marks = [f"due {british(entry.due)}"] if entry.due else []
    marks += ["overdue, nothing done found"] if entry.overdue else []
    marks += ["the terms changed"] if entry.moved else []
    found = count(len(entry.shown), "later passage") if entry.answer == "found" else entry.answer
    head = f"{entry.id}  {british(entry.made)}  {entry.body or ''}  -  {'; '.join([*marks, found])}"
    return f"{head}\n{quoted(entry.statement.text)}\n  {speaker_words(entry.statement)}\n"
