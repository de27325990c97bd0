"""What reads as done, told against the terms of the pledge: the first of them and the last. Never a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from greenshoots.differences import less, only_one, quantity, time_between
from greenshoots.figures import figures_in, same_measure
from greenshoots.plain import british
from greenshoots.records import Amount, Link

if TYPE_CHECKING:
    from greenshoots.goalposts import Terms

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
    rows = [row for row in terms if row.day <= done.date]
    head = f"Reads as done, {'on' if is_named else 'told on'} {british(day)}"
    return "; ".join([_dates(head, [row.due for row in rows if row.due], day, is_named), *_amounts(rows, done)])


def _dates(head: str, due: Sequence[date], day: date, is_named: bool) -> str:
    if not due:
        return f"{head}; no date had been given"
    first, last = due[0], due[-1]
    if first == last:
        return f"{head}: {_against(day, first, 'date given', is_named)}"
    return f"{head}: {_against(day, first, 'first date', is_named)}, {_against(day, last, 'last', is_named)}"


def _against(day: date, due: date, name: str, is_named: bool) -> str:
    if day <= due:
        return f"within the {name} ({british(due)})"
    word = "" if is_named else "told "
    return f"{word}{time_between(due, day)} after the {name} ({british(due)})"


def _amounts(rows: Sequence[Terms], done: Link) -> Iterator[str]:
    """Say of each unit promised how what was done stands to the first number of it and to the last."""
    for unit in dict.fromkeys(amount.unit for row in rows for amount in row.amounts if amount.unit):
        told_by = [row for row in rows if only_one(row.amounts, unit)]
        named = [amount for row in told_by if (amount := only_one(row.amounts, unit))]
        if not named or not all(same_measure(told_by[0].text, row.text, unit) for row in told_by[1:]):
            continue
        first, last, now = named[0], named[-1], amount_told(done, unit, like=told_by[0].text)
        if now is None:
            if first.value != last.value:
                yield f"how much is not told there: first promised {first.text}, last {last.text}"
        elif first.value == last.value:
            yield f"{now.text} told, {_beside(now, first)} promised ({first.text})"
        else:
            yield (
                f"{now.text} told, {_beside(now, first)} first promised ({first.text}),"
                f" {_beside(now, last)} last promised ({last.text})"
            )


def amount_told(done: Link, unit: str, *, like: str) -> Amount | None:
    """Return how much of a unit a passage tells, not promises, if it is of the measure of another sentence."""
    told = [figure.amount for figure in figures_in(done.text, base=None) if not figure.is_pledged]
    return only_one(told, unit) if same_measure(like, done.text, unit) else None


def _beside(now: Amount, promised: Amount) -> str:
    """Compare two quantities: "as much as", "30 places fewer than"."""
    if now.value == promised.value:
        return f"as {'much' if less(now.unit) == 'less' else 'many'} as"
    word = less(now.unit) if now.value < promised.value else "more"
    return f"{quantity(abs(now.value - promised.value), now.unit)} {word} than"
