"""Records in words for a terminal: British dates, one block a find, nothing reworded."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from greenshoots.masks import mask
from greenshoots.public import showing
from greenshoots.records import Coverage, Document, Hit, Link, Relation, Statement, Traced, Verdict, as_plain

if TYPE_CHECKING:
    from greenshoots.goalposts import Course, Terms
    from greenshoots.ledger import Entry
    from greenshoots.series import Point, Series
    from greenshoots.silence import Silence
    from greenshoots.wordings import Wording, Wordings

MOST_BODIES = 5  # sources named one by one where it is said what was searched (guess: a line or two)
WIDTH = 100  # characters; wide enough for a sentence, narrow enough for any terminal

RELATION_WORDS = {
    "kept": "reads as done",
    "progress": "steps reported",
    "shortfall": "reads as late or not done",
    "repeats": "promised again",
    "supersedes": "the terms changed",
    "context": "same matter",
}
SAID_WORDS: dict[Relation, str] = {  # as people say it: no "reads as"
    "kept": "done",
    "progress": "steps taken",
    "shortfall": "late or not done",
    "repeats": "promised again",
    "supersedes": "the terms changed",
    "context": "same matter, nothing about the outcome",
}


# Of a relation that follows from a passage without being said there.
INFERRED = "inferred, not said in so many words"
INFERRED_TITLE = (
    "Nothing in the passage says this outright. The program concludes it from what is said: a bill paid, thanks for"
    " work done, a thing in use, work still going on after the day promised, a complaint."
)


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


def gone_through(searched: Coverage) -> str:
    """Say what was searched: documents, from, to, undated, sources, failures."""
    words = count(searched.documents, "document")
    if searched.first:
        words += f" from {british(searched.first)} to {british(searched.last)}"
    if searched.undated:
        words += f", {count(searched.undated, 'document')} without a date"
    named = [f"{name or 'body unknown'} ({number:,})" for name, number in searched.bodies]
    if named:
        words += f"; sources: {', '.join(named[:MOST_BODIES])}"
        words += f" and {count(len(named) - MOST_BODIES, 'other')}" if len(named) > MOST_BODIES else ""
    unread = count(searched.failures, "source")
    return f"{words}; {f'{unread} could not be read' if searched.failures else 'every source could be read'}."


def speaker_words(statement: Statement) -> str:
    """Who said it and how that is known: "Jane Roe, Head of Highways (pronoun)", or "not attributed"."""
    if not statement.speaker:
        return "not attributed"
    office = f", {statement.role}" if statement.role else ""
    return f"{mask(statement.speaker)}{mask(office)} ({statement.attribution.how})"


def source_words(document: Document) -> str:
    """Where and when: title, body, date of the record; whom it hides is hidden here, too."""
    with showing(document):
        title = mask(document.title or document.id)
        return ", ".join(filter(None, (title, mask(document.body or ""), british(document.published))))


def quoted(text: str) -> str:
    """The words folded to the width, contact details masked; runs of space become one space, here only."""
    return textwrap.fill(" ".join(mask(text).split()), WIDTH, initial_indent="  ", subsequent_indent="  ")


def hit_block(hit: Hit) -> str:
    """One find of a search as a block of lines."""
    with showing(hit.document):
        return _hit_block(hit)


def _hit_block(hit: Hit) -> str:
    if hit.statement:
        head = f"{hit.statement.id}  {', '.join(hit.statement.kinds)}  -  {speaker_words(hit.statement)}"
    else:
        head = f"{hit.passage.id}  (passage)"
    also = f"  {printed_words(hit.also)}\n" if hit.also else ""
    return f"{head}\n{quoted(hit.passage.text)}\n  {source_words(hit.document)}\n{also}"


def printed_words(others: Sequence[Document]) -> str:
    """Name the other papers that ran the same story: "also printed in: Northby Echo, 3 March 2024"."""
    told = (f"{other.body or other.title or other.id}, {british(other.published)}" for other in others)
    return mask(f"also printed in: {'; '.join(told)}")


def flagged(block: str, changed: str) -> str:
    """A block of lines with what became of its words when their page was changed beneath; as it was if nothing did."""
    if not changed:
        return block
    end = "\n" if block.endswith("\n") else ""
    told = textwrap.fill(changed, WIDTH, initial_indent="  ! ", subsequent_indent="    ")
    return f"{block.rstrip()}\n{told}{end}"


def hit_line(hit: Hit) -> dict[str, Any]:
    """One find of a search as a JSON line: the statement's fields, else the passage's, with its document."""
    found = (hit.statement.as_line() if hit.statement else as_plain(hit.passage)) | {
        "id": (hit.statement or hit.passage).id
    }
    document = hit.document
    told = {"title": document.title, "body": document.body, "url": document.url, "published": document.published}
    also = [{"body": other.body, "url": other.url, "published": other.published} for other in hit.also]
    line: dict[str, Any] = found | as_plain(told) | {"rank_score": hit.score, "also_printed": as_plain(also)}
    return line


def relation_words(link: Link) -> str:
    """What a passage says of the outcome: hedged where the machine proposes it, plain where a person said so."""
    words = SAID_WORDS if link.judgement and link.judgement.accepted else RELATION_WORDS
    return words[link.relation]


def found_by(link: Link) -> str:
    """Who stands behind a link: "proposed by machine", or a person, with the day and their reason."""
    said = link.judgement
    if said is None:
        return "proposed by machine"
    done = "confirmed" if said.accepted else "rejected"
    before = ""
    if said.proposed is None:
        done = "found" if said.accepted else "found by a reader, rejected"
    elif said.accepted and said.relation != said.proposed:
        done, before = "corrected", f" (proposed by machine: {RELATION_WORDS[said.proposed]})"
    reason = f": {said.reason}" if said.reason else ""
    return f"{done} by {said.by}, {british(said.at.date())}{before}{reason}"


def verdict_words(verdict: Verdict) -> str:
    """A verdict with who gave it, when and why: "kept late (Una Frost, 3 May 2026): the clerk showed me"."""
    return f"{verdict.rating} ({verdict.by}, {british(verdict.at.date())}): {verdict.reason}"


def link_block(link: Link, source: str) -> str:
    """One later passage as a block of lines. ``source``: the record it stands in."""
    how_sure = "" if link.judgement else f"  (score {link.score:.2f})"
    inferred = f" ({INFERRED})" if link.inferred and link.judgement is None else ""
    head = f"{link.id}  {british(link.date)}  {relation_words(link)}{inferred}{how_sure}"
    why = f"\n  {mask(link.why)}" if link.why else ""
    return f"{head}\n{quoted(link.text)}\n  {mask(found_by(link))}{why}\n  {source}\n"


def timeline(traced: Traced, *, source: Callable[[Link], str], everything: bool = False) -> Iterator[str]:
    """What became of a statement, in blocks: verdict, evidence in time order, what is none, what was searched."""
    if traced.verdicts:
        yield f"Verdict: {mask(verdict_words(traced.verdicts[-1]))}\n"
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
    if traced.rejected and everything:
        yield "Rejected by readers (not evidence):\n"
        yield from (link_block(link, source(link)) for link in traced.rejected)
    elif traced.rejected:
        yield f"{count(len(traced.rejected), 'passage')} rejected by readers: see --all\n"
    yield "Searched: " + gone_through(traced.searched)


def records_in(traced: Traced, course: Course | None, figures: Sequence[Series]) -> Iterator[str]:
    """The keys of all records whose words are told of a statement."""
    yield from filter(None, (traced.pledge.document_key,))
    for links in (traced.links, traced.further_sources, traced.undated, traced.rejected):
        yield from (link.document_key for link in links)
    yield from (row.document_key for row in course.terms) if course else ()
    yield from (point.document_key for told in figures for point in told.points)


def wordings_block(found: Wordings) -> Iterator[str]:
    """One utterance as other records of its meeting have it, in blocks, and how they differ."""
    if found.others:
        yield "What other records of the meeting say (not evidence; matched by machine):\n"
    with showing(found.own.document, *(other.document for other in found.others)):
        told = [f"  {mask(sentence)}" for sentence in found.differences]
    yield from told
    for other in found.others:
        yield _wording_block(other)


def _wording_block(other: Wording) -> str:
    with showing(other.document):
        place = f", {other.place.words}" if other.place.words else ""
        made = ", words made by machine" if other.machine_made else ""
        who = mask(other.speaker) if other.speaker else "nobody is named"
        follow = f"  statement {other.statement.id}\n" if other.statement else ""
        head = f"{other.medium or 'record'}: {who}{place}{made}"
        return f"{head}\n{quoted(other.text)}\n  {source_words(other.document)}\n{follow}"


def answer_line(silence: Silence) -> str:
    """One of the four answers and what it rests on: "Checked, nothing found: No mention in 14 later minutes ..."."""
    from greenshoots.silence import told

    return f"{silence.answer[:1].upper()}{silence.answer[1:]}: {told(silence)}"


def followed_line(silence: Silence, course: Course | None) -> dict[str, Any]:
    """The answer and the course of the terms, to join the JSON of what became of a statement."""
    from greenshoots.silence import told

    return {
        "answer": silence.answer,
        "told": told(silence),
        "silence": as_plain(silence),
        "terms": as_plain(course.terms) if course else [],
        "kept": course.kept if course else None,
    }


def terms_block(course: Course, source: Callable[[Terms], str]) -> Iterator[str]:
    """The terms of a pledge over time in blocks, if it was promised again or on other terms, or reads as done."""
    from greenshoots.goalposts import HOW_WORDS, promised_words

    if len(course.terms) > 1:
        yield "The terms over time (read by machine):\n"
    for row in course.terms if len(course.terms) > 1 else ():
        when = f"“{row.deadline}”" if row.deadline else "no date given"
        when += f" (by {british(row.due)})" if row.due else ""
        terms = "; ".join([promised_words(row), when, *(amount.text for amount in row.amounts)])
        changed = "; ".join(row.changes) or HOW_WORDS[row.how]
        changed += " (from a passage that is not on the timeline: check it)" if row.how == "unlisted" else ""
        yield f"{british(row.day)}  {mask(terms)}\n  Changed: {changed}\n{quoted(row.text)}\n  {source(row)}\n"
    if course.kept:
        yield f"{course.kept}.\n"


def series_block(series: Sequence[Series], source: Callable[[Point], str]) -> Iterator[str]:
    """The figures told over time of what a statement measures, in blocks, beside what was pledged."""
    from greenshoots.series import target_words

    for told in series:
        yield "The figures over time (read by machine: same measure, unit and area as far as the words tell):\n"
        if target := target_words(told):
            yield f"{target}\n"
        for point in told.points:
            yield f"{point.when}  {point.figure_text}\n{quoted(point.text)}\n  {source(point)}\n"


def traced_line(traced: Traced) -> dict[str, Any]:
    """What became of a statement as JSON: each link with its id; ``judgement`` is null where the machine proposes."""
    line: dict[str, Any] = as_plain(traced)
    for name in ("links", "further_sources", "undated", "rejected"):
        line[name] = [{"id": link.id} | as_plain(link) for link in getattr(traced, name)]
    return line


def standing_words(entry: Entry) -> list[str]:
    """Where a pledge or request stands, a short phrase each. None of them is a verdict."""
    words = [f"due {british(entry.due)}"] if entry.due else []
    if entry.overdue:
        words.append("this day has passed" + _found_since(entry))
    if entry.moved:
        words.append(f"the terms read as changed {times(entry.moved)}")
    if entry.done:
        late = f", {count(entry.late, 'day')} after the date given" if entry.late else ""
        words.append(f"reads as done on {british(entry.done)}{late}")
    if entry.times > 1:
        first = next((day for day, _ in entry.promised if day), None)
        words.append(f"promised {times(entry.times)}" + (f" since {first.year}" if first else ""))
    return words


def _found_since(entry: Entry) -> str:
    """Say what an overdue pledge lacks: evidence, or records of the time after its day."""
    if entry.answer == "not checked":
        return ""
    up_to = entry.silence.searched.last if entry.silence.searched else None
    if entry.due and up_to and up_to <= entry.due:
        return f", but the records searched end on {british(up_to)}"
    return ", nothing that reads as done found"


def times(number: int) -> str:
    """How often: "once", "twice", "five times"."""
    words = ("never", "once", "twice", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    told = words[number] if number < len(words) else f"{number:,}"
    return told if number < 3 else f"{told} times"


def reply_words(entry: Entry, today: date) -> str:
    """What was answered to a request: a proposal, or that no answer was found and whether the time for it is up."""
    place = entry.reply_place
    if entry.reply and place:
        return f"Reads as {entry.reply}: “{' '.join(place.text.split())}”"
    up = entry.reply_due
    if entry.answer == "not checked" or up is None:
        return "Answer not checked."
    waits = f"The two months for it {'were' if up < today else 'are'} up on {british(up)}."
    return f"No answer found in the records searched. {waits}"


def ledger_block(entry: Entry, *, today: date) -> str:
    """One pledge or request of the ledger as a block of lines."""
    where = ", ".join(filter(None, (british(entry.made), mask(entry.body or ""), mask(entry.title or ""))))
    standing = "; ".join(standing_words(entry))
    lines = [f"{entry.id}  {where}", quoted(entry.statement.text), f"  {speaker_words(entry.statement)}"]
    lines += [f"  {standing[:1].upper()}{standing[1:]}."] if standing else []
    lines += [f"  {mask(reply_words(entry, today))}"] if "request" in entry.statement.kinds else []
    lines.append(f"  {answer_line(entry.silence)}")
    lines += [f"  verdict: {mask(verdict_words(entry.verdict))}"] if entry.verdict else []
    return "\n".join(lines) + "\n"


def ledger_line(entry: Entry) -> dict[str, Any]:
    """One pledge or request of the ledger as a JSON line."""
    line: dict[str, Any] = as_plain(entry)
    names = ("due", "answer", "told", "times", "reply_due")
    return line | {name: as_plain(getattr(entry, name)) for name in names}
