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

from greenshoots.plain import british
from greenshoots.records import Amount, Deadline, Document, Firmness, Link, Statement

if TYPE_CHECKING:
    from index.store import Store

How = Literal["said", "repeats", "supersedes"]

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
}
_DURATIONS = ("day", "week", "month", "year", "hour", "minute")  # units that a deadline or a standard is told in
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Terms:
    """What was promised on one day. ``text``: verbatim, ``document_key[start:end]``.

    ``how``: whether it is the first word on it, the same again, or other terms.
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

    ``links``: the evidence shown unasked.
    """
    if document.made is None:
        return None
    evidence = sorted((link for link in links if link.date), key=lambda link: (link.date or date.max, -link.score))
    rows = [_of_statement(statement, document.made, "said", statement)]
    for link in _one_a_day(evidence):
        rows.append(_of_link(store, link))
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


def _of_link(store: Store, link: Link) -> Terms:
    how: How = "supersedes" if link.relation == "supersedes" else "repeats"
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
    for row in rows[1:]:
        current = _carried(last, row)
        yield replace(row, changes=tuple(_changes(last, row)))
        last = current


def _carried(last: Terms, row: Terms) -> Terms:
    """Return the terms that stand after a row: what it does not name stays as it was."""
    named = {amount.unit for amount in row.amounts}
    dated = row.due is not None
    return replace(
        row,
        due=row.due if dated else last.due,
        deadline=row.deadline if dated else last.deadline,
        amounts=(*(amount for amount in last.amounts if amount.unit not in named), *row.amounts),
        strength=row.strength if row.strength is not None else last.strength,
        limits=(*last.limits, *row.limits),
    )


def _changes(last: Terms, row: Terms) -> list[str]:
    return [*_date_changes(last, row), *_amount_changes(last, row), *_strength_changes(last, row), *_limits(last, row)]


def _date_changes(last: Terms, row: Terms) -> list[str]:
    if row.due and last.due and row.due != last.due:
        word = "later" if row.due > last.due else "earlier"
        return [f"{time_between(last.due, row.due)} {word}"]
    if row.due and not last.due:
        return ["a date is given for the first time"]
    return []


def _amount_changes(last: Terms, row: Terms) -> list[str]:
    told = []
    for amount in row.amounts:
        was = _only(last.amounts, amount.unit)
        if was and _only(row.amounts, amount.unit) and was.value != amount.value:
            word = _less(amount.unit) if amount.value < was.value else "more"
            told.append(f"{quantity(abs(amount.value - was.value), amount.unit)} {word}")
    return told


def _only(amounts: Sequence[Amount], unit: str) -> Amount | None:
    """Return the one amount of a unit; of several none can be said to be the one that changed."""
    found = [amount for amount in amounts if amount.unit == unit]
    return found[0] if len(found) == 1 else None


def _strength_changes(last: Terms, row: Terms) -> list[str]:
    if last.strength is None or row.strength is None or last.strength == row.strength:
        return []
    direction = "weaker" if row.strength > last.strength else "stronger"
    return [f"{direction}: from “{STRENGTHS[last.strength][0]}” to “{STRENGTHS[row.strength][0]}”"]


def _limits(last: Terms, row: Terms) -> list[str]:
    before = {limit.casefold() for limit in last.limits}
    return [f"now says “{limit}”" for limit in row.limits if limit.casefold() not in before]


def _less(unit: str) -> str:
    return "less" if unit in ("GBP", "EUR", "USD", "%") else "fewer"


def quantity(value: float, unit: str) -> str:
    """Write a difference: "£2m", "£610,000", "15 percentage points", "30 places"."""
    sign = {"GBP": "£", "EUR": "€", "USD": "$"}.get(unit)
    if sign:
        million = value / 1_000_000
        short = million >= 1 and round(million, 2) == million
        return (
            f"{sign}{million:g}m" if short else f"{sign}{value:,.0f}" if value == int(value) else f"{sign}{value:,.2f}"
        )
    if unit == "%":
        return f"{value:g} percentage point{'' if value == 1 else 's'}"
    return f"{value:,g} {unit}"


def time_between(one: date, other: date) -> str:
    """Write how far apart two days are, as people say it: "ten weeks", "one year", "14 months"."""
    days = abs((other - one).days)
    months = round(days / 30.44)
    if days < 14:
        return _number(days, "day")
    if days < 120:
        return _number(round(days / 7), "week")
    if months % 12 == 0:
        return _number(months // 12, "year")
    return _number(months, "month")


def _number(number: int, unit: str) -> str:
    return f"{_NUMBERS[number] if number < len(_NUMBERS) else number} {unit}{'' if number == 1 else 's'}"


# Kept, against the first terms and the last


_DAY = re.compile(
    r"(?<!\d)(?P<by>(?:by|before|until|due|for)\s+(?:\w+\s+)?)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"(?:,?\s+(?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_MONTHS = ("january february march april may june july august september october november december").split()


def done_on(link: Link, made: date | None) -> tuple[date, bool]:
    """Return the day of a passage that reads as done, and whether the passage names it; else it is the record's.

    ``made``: what a passage names must be later.
    """
    published = link.date or date.max
    named = [day for found in _DAY.finditer(link.text) if not found["by"] and (day := _named(found, published))]
    later = [day for day in named if made is None or day > made]
    return (later[-1], True) if later else (published, False)


def _named(found: re.Match[str], published: date) -> date | None:
    """Work out a day that a passage names; without a year the last such day before the record."""
    month = _MONTHS.index(found["month"].lower()) + 1
    years = [int(found["year"])] if found["year"] else [published.year, published.year - 1]
    for year in years:
        try:
            day = date(year, month, int(found["day"]))
        except ValueError:
            continue
        if day <= published:
            return day
    return None


def first_done(links: Iterable[Link]) -> Link | None:
    """Return the first passage that reads as done."""
    done = [link for link in links if link.relation == "kept" and link.date]
    return min(done, key=lambda link: link.date or date.max) if done else None


def days_late(link: Link, made: date | None, due: date | None) -> int:
    """Count the days from a date to the one on which it reads as done; 0 if there is none, or if it is in time."""
    day, _ = done_on(link, made)
    return max((day - due).days, 0) if due else 0


def kept_against(terms: Sequence[Terms], links: Iterable[Link]) -> str | None:
    """Say how what reads as done stands to the terms: "ten weeks after the first date, within the last"."""
    done = first_done(links)
    if done is None or done.date is None:
        return None
    day, is_named = done_on(done, terms[0].day)
    before = [row.due for row in terms if row.due and row.day <= done.date]
    head = f"Reads as done, {'on' if is_named else 'told on'} {british(day)}"
    if not before:
        return f"{head}; no date had been given"
    first, last = before[0], before[-1]
    if first == last:
        return f"{head}: {_against(day, first, 'date given', is_named)}"
    return f"{head}: {_against(day, first, 'first date', is_named)}, {_against(day, last, 'last', is_named)}"


def _against(day: date, due: date, name: str, is_named: bool) -> str:
    if day <= due:
        return f"within the {name} ({british(due)})"
    word = "" if is_named else "told "
    return f"{word}{time_between(due, day)} after the {name} ({british(due)})"
