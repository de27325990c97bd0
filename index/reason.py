"""The reason for a link in one plain sentence: what is the same, how much later, and the words that decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from index.relation import Related

MOST_WORDS = 3  # shared words named in a reason
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def explain(
    related: Related, *, shared: Collection[str], same_heading: bool, made: date | None, day: date | None
) -> str:
    """Say why a passage was linked ("same barriers, two months later; says 'still not in place'").

    ``shared``: words that pledge and passage have in common, rarest first.
    """
    named = list(shared)[:MOST_WORDS]
    if named:
        same = "same " + (", ".join(named[:-1]) + " and " + named[-1] if len(named) > 1 else named[0])
    else:
        same = "under the same heading" if same_heading else "close in meaning"
    words = " ".join((related.words or "").split())
    says = f"; {'inferred from' if related.inferred else 'says'} '{words}'" if words else ""
    return f"{same}, {_later(made, day)}{says}"


def _later(made: date | None, day: date | None) -> str:
    if made is None or day is None:
        return "date unknown"
    days = (day - made).days
    if days <= 0:
        return "the same day" if days == 0 else "earlier"
    for size, unit, least in ((365, "year", 730), (30.44, "month", 56), (7, "week", 14), (1, "day", 1)):
        if days >= least:
            return f"{_number(round(days / size), unit)} later"
    return "later"


def _number(count: int, unit: str) -> str:
    return f"{_NUMBERS[count] if count < len(_NUMBERS) else count} {unit}{'' if count == 1 else 's'}"
