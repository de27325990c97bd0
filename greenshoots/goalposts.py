"""The terms of a pledge over time: date, amount, scope and strength of verb, each with its words; what changed between.

Rows come from the pledge and from later passages that promise again or change the terms. What changed is told by
comparing what was read, so it is a proposal like the links themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from greenshoots.differences import less, only_one, quantity, time_between
from greenshoots.figures import same_measure
from greenshoots.kept import kept_against
from greenshoots.records import Amount, Deadline, Document, Firmness, Link, Statement

if TYPE_CHECKING:
    from index.store import Store

How = Literal["said", "repeats", "supersedes", "unlisted"]

# From the strongest to the weakest. Of several in one sentence the weakest counts: "hopes to explore" is to explore.
STRENGTHS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for name, words in (
        (
            "will",
            r"will|shall|would|must|resolved|agreed|undert(?:akes?|ook)|undertaking|commit(?:s|ted)|pledge[ds]?"
            r"|promise[ds]?|guarantee[ds]?|is to|are to|was to|were to",
        ),
        ("aims to", r"aim(?:s|ed|ing)?|target(?:s|ed|ing)?|work(?:s|ed|ing)? towards?|seeks? to|sought to"),
        (
            "expects to",
            r"expect(?:s|ed)?|plans? to|planned (?:to|for)|intend(?:s|ed)?|anticipate[sd]?|due to|scheduled"
            r"|proposed? to|on course",
        ),
        ("hopes to", r"hope(?:s|d)?|hoping|hopeful|aspire[sd]?|would like"),
        (
            "may only look into it",
            r"explor(?:e|es|ed|ing)|consider(?:s|ed|ing)?|look(?:s|ed|ing)? (?:at|into)|investigate[sd]?|whether|might",
        ),
    )
)
# Words that narrow a promise, or leave a way out of it.
_LIMITS = re.compile(
    r"\b(?:subject to(?: \w+){1,2}|up to(?= \d)|at most|part of|a (?:first|second) phase|the first(?= \d)"
    r"|if (?:funding|funds|money|possible)|where possible|as soon as possible|in principle|at the earliest)\b",
    re.IGNORECASE,
)
HOW_WORDS: dict[How, str] = {
    "said": "first said here",
    "repeats": "promised again, no other terms read",
    "supersedes": "reads as other terms, but none could be compared",
    "unlisted": "reads as other terms, but none could be compared",
}
_DURATIONS = ("day", "week", "month", "year", "hour", "minute")  # units that a deadline or a standard is told in


@dataclass(frozen=True, slots=True)
class Terms:
    """What was promised on one day. ``text``: verbatim, ``document_key[start:end]``.

    ``how``: whether it is the first word on it, the same again, or other terms; ``unlisted``: other terms, too, in a
    passage that is not on the timeline unasked.
    ``verb``: the words that promise, as printed; ``strength``: 0 for "will" to 4 for looking into it, ``None`` if no
    word tells. ``scope``: what is to be done, as printed. ``changes``: what differs from the row before, in words.
    """

    day: date
    how: How
    document_key: str
    start: int
    end: int
    text: str
    statement: str | None
    deadline: str | None = None
    due: date | None = None
    amounts: tuple[Amount, ...] = ()
    scope: str | None = None
    verb: str | None = None
    strength: int | None = None
    firmness: Firmness | None = None
    limits: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a pledge: its terms, oldest first, and ``kept`` told against the first and the last of them."""

    terms: tuple[Terms, ...]
    kept: str | None = None


def course_of(store: Store, statement: Statement, document: Document, links: Iterable[Link]) -> Course | None:
    """Follow the terms of a pledge through later passages, ``None`` if its day is unknown.

    ``links``: the evidence. What is not ``shown`` counts only where it plainly promises another number of the same
    things (``_tells_terms``).
    """
    if document.made is None:
        return None
    dated = sorted((link for link in links if link.date), key=lambda link: (link.date or date.max, -link.score))
    evidence = [link for link in dated if link.shown]
    days = {link.date: link for link in dated if not link.shown and _tells_terms(statement, link)}
    days |= {link.date: link for link in _one_a_day(evidence)}
    rows = [_of_statement(statement, document.made, "said", statement)]
    rows += [_of_link(store, days[day]) for day in sorted(days, key=lambda day: day or date.max)]
    terms = tuple(_with_changes(rows))
    return Course(terms, kept_against(terms, evidence))


def times_moved(links: Iterable[Link]) -> int:
    """Count the days on which later passages change the terms."""
    return len({link.date for link in links if link.relation == "supersedes" and link.date})


def _one_a_day(links: Sequence[Link]) -> list[Link]:
    """Keep of each day the passage that changes the terms, else the one that repeats them; the likeliest first."""
    days: dict[date, Link] = {}
    for relation in ("supersedes", "repeats"):
        for link in links:
            if link.relation == relation and link.date:
                days.setdefault(link.date, link)
    return [days[day] for day in sorted(days)]


def _tells_terms(statement: Statement, link: Link) -> bool:
    """Whether an unlikely passage names what the pledge names, with a word of promise and another number of it."""
    from index.names import proper_names
    from nlp.amounts import find_amounts

    if link.relation not in ("supersedes", "repeats", "context") or strength_of(link.text)[0] is None:
        return False
    if not set(proper_names(statement.text)) & set(re.findall(r"\w[\w’'-]*", link.text)):
        return False
    told = find_amounts(link.text)
    pairs = [(was, only_one(told, was.unit)) for was in statement.amounts if _is_counted(was)]
    return any(new is not None and new.value != was.value for was, new in pairs)


def _is_counted(amount: Amount) -> bool:
    """Whether an amount is a number of things: of sums and shares a record has too many."""
    return bool(amount.unit) and amount.unit not in ("GBP", "EUR", "USD", "%") and not _is_duration(amount)


def _of_link(store: Store, link: Link) -> Terms:
    how: How = "unlisted" if not link.shown else "supersedes" if link.relation == "supersedes" else "repeats"
    statement = store.statement_at(link)
    day = link.date or date.min
    if statement and statement.firmness:
        return _of_statement(statement, day, how, link)
    return _terms(link, day, how, statement.id if statement else None, *_read(link.text, _base(store, link)))


def _of_statement(statement: Statement, day: date, how: How, piece: Statement | Link) -> Terms:
    deadline = statement.deadline
    return _terms(
        piece, day, how, statement.id, deadline, statement.amounts, statement.action, statement.firmness, statement.text
    )


def _terms(
    piece: Statement | Link,
    day: date,
    how: How,
    statement: str | None,
    deadline: Deadline | None,
    amounts: Sequence[Amount],
    scope: str | None = None,
    firmness: Firmness | None = None,
    words: str | None = None,
) -> Terms:
    strength, verb = strength_of(words or piece.text)
    when = deadline.text if deadline else ""
    return Terms(
        day=day,
        how=how,
        document_key=piece.document_key,
        start=piece.start,
        end=piece.end,
        text=piece.text,
        statement=statement,
        deadline=deadline.text if deadline else None,
        due=deadline.due if deadline else None,
        amounts=tuple(amount for amount in amounts if amount.text not in when and not _is_duration(amount)),
        scope=scope,
        verb=verb,
        strength=strength,
        firmness=firmness,
        limits=tuple(dict.fromkeys(" ".join(found[0].split()) for found in _LIMITS.finditer(piece.text))),
    )


def _base(store: Store, link: Link) -> date | None:
    card = store.card(link.document_key)
    return (card.met or card.published) if card else link.date


def _read(text: str, base: date | None) -> tuple[Deadline | None, tuple[Amount, ...]]:
    """Read date and amounts where the passage is no statement of its own."""
    from nlp.amounts import find_amounts
    from nlp.deadlines import find_deadline

    return find_deadline(text, base=base), find_amounts(text)


def amounts_over_time(terms: Sequence[Terms]) -> dict[str, list[tuple[Terms, Amount]]]:
    """Return of each unit the rows that name just one amount of it, where there are two values or more."""
    units = dict.fromkeys(amount.unit for row in terms for amount in row.amounts if amount.unit)
    told = {unit: _alike_rows(terms, unit) for unit in units}
    return {unit: rows for unit, rows in told.items() if len({amount.value for _, amount in rows}) > 1}


def _alike_rows(terms: Sequence[Terms], unit: str) -> list[tuple[Terms, Amount]]:
    rows = [(row, one) for row in terms if (one := only_one(row.amounts, unit))]
    return [(row, one) for row, one in rows if row is rows[0][0] or same_measure(rows[0][0].text, row.text, unit)]


def promised_words(row: Terms) -> str:
    """Say how strongly a row promises: "will" for any of its words, with what is printed where that differs."""
    if row.strength is None or row.verb is None:
        return "no word of promise read"
    name = STRENGTHS[row.strength][0]
    return name if row.verb.casefold() in name else f"{name} (“{row.verb}”)"


def strength_of(text: str) -> tuple[int | None, str | None]:
    """Return how strongly a sentence promises (0 strongest) and the words that say so, verbatim."""
    for strength in reversed(range(len(STRENGTHS))):
        if found := STRENGTHS[strength][1].search(text):
            return strength, found[0]
    return None, None


def _is_duration(amount: Amount) -> bool:
    return amount.unit.rstrip("s") in _DURATIONS


# What changed


def _with_changes(rows: Sequence[Terms]) -> Iterable[Terms]:
    yield rows[0]
    last = rows[0]
    for number, row in enumerate(rows[1:], start=1):
        current = _carried(last, row)
        amounts = _amount_changes(rows[:number], row)
        changes = (*_date_changes(last, row), *amounts, *_strength_changes(last, row), *_limits(last, row))
        yield replace(row, changes=changes)
        last = current


def _carried(last: Terms, row: Terms) -> Terms:
    """Return the terms that stand after a row: what it does not name stays as it was."""
    dated = row.due is not None
    return replace(
        row,
        due=row.due if dated else last.due,
        deadline=row.deadline if dated else last.deadline,
        strength=row.strength if row.strength is not None else last.strength,
        limits=(*last.limits, *row.limits),
    )


def _date_changes(last: Terms, row: Terms) -> list[str]:
    if row.due and last.due and row.due != last.due:
        word = "later" if row.due > last.due else "earlier"
        return [f"{time_between(last.due, row.due)} {word}"]
    if row.due and not last.due:
        return ["a date is given for the first time"]
    return []


def _amount_changes(before: Sequence[Terms], row: Terms) -> list[str]:
    told = []
    for amount in row.amounts:
        last = next((one for one in reversed(before) if any(was.unit == amount.unit for was in one.amounts)), None)
        was = only_one(last.amounts, amount.unit) if last else None
        if last is None or was is None or only_one(row.amounts, amount.unit) is None or was.value == amount.value:
            continue
        if same_measure(last.text, row.text, amount.unit):
            word = less(amount.unit) if amount.value < was.value else "more"
            told.append(f"{quantity(abs(amount.value - was.value), amount.unit)} {word}")
    return told


def _strength_changes(last: Terms, row: Terms) -> list[str]:
    if last.strength is None or row.strength is None or last.strength == row.strength:
        return []
    direction = "weaker" if row.strength > last.strength else "stronger"
    return [f"{direction}: from “{STRENGTHS[last.strength][0]}” to “{STRENGTHS[row.strength][0]}”"]


def _limits(last: Terms, row: Terms) -> list[str]:
    before = {limit.casefold() for limit in last.limits}
    return [f"now says “{limit}”" for limit in row.limits if limit.casefold() not in before]
