"""Times named in a text ("by the end of April", "Q2 2024", "in two weeks"): told apart, not resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_NUMBER = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|couple of|coming|next)"
_TIME = re.compile(
    r"(?<!\w)(?:(?:by|in|until|before|from|during|for|within|on)\s+)?"
    r"(?:(?:the|this|early|late|mid|mid-|end of|start of|beginning of)\s*)*"
    r"(?:"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?(?P<m1>{_MONTH})\b\.?,?\s*(?P<y1>(?:19|20)\d\d)?"
    rf"|(?P<m2>{_MONTH})\b\.?\s*(?P<d2>\d{{1,2}}(?:st|nd|rd|th)?)?,?\s*(?P<y2>(?:19|20)\d\d)?"
    r"|Q(?P<q>[1-4])\b,?\s*(?P<y3>(?:19|20)\d\d)?"
    r"|(?P<nth>first|second|third|fourth|final|last)\s+quarter\b(?:\s+of)?\s*(?P<y4>(?:19|20)\d\d)?"
    r"|(?P<season>spring|summer|autumn|winter|[Cc]hristmas|[Ee]aster)\b\s*(?P<y5>(?:19|20)\d\d)?"
    rf"|(?P<relative>(?!an?\s+meeting)(?:next\s+|coming\s+)?{_NUMBER}\s+(?:working\s+)?(?:days?|weeks?|months?|years?|quarters?|meetings?))\b"
    r"|(?P<next>(?:next|coming)\s+(?:\w+\s+){0,2}?(?:week|month|year|meeting|quarter))\b"
    r"|(?P<year>(?:19|20)\d\d)(?:/\d\d)?"
    r")(?!\w)",
)
_QUARTERS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "final": "4", "last": "4"}


@dataclass(frozen=True, slots=True)
class Time:
    """A time as printed, and what it names in short ("q2 2024", "apr", "2 weeks"); a year only where one is printed.

    ``start``: where it stands. ``day``: of the month, where one is printed.
    """

    words: str
    name: str
    year: str | None = None
    start: int = 0
    day: int | None = None


@lru_cache(maxsize=4096)
def times_named(text: str) -> tuple[Time, ...]:
    """Return the times that a text names, in order."""
    return tuple(_time(found) for found in _TIME.finditer(text))


def time_spans(text: str) -> list[tuple[int, int]]:
    """Return where the times of a text stand: start and end, in order."""
    return [found.span() for found in _TIME.finditer(text)]


def differ(one: Time, other: Time) -> bool:
    """Whether two times name different times; a year that only one of them prints does not tell them apart."""
    years_differ = one.year is not None and other.year is not None and one.year != other.year
    return one.name != other.name or years_differ


def _time(found: re.Match[str]) -> Time:
    part = found.groupdict()
    year = next((part[name] for name in ("y1", "y2", "y3", "y4", "y5", "year") if part[name]), None)
    month = part["m1"] or part["m2"]
    if month:
        name = month[:3].lower()
    elif part["q"] or part["nth"]:
        name = "q" + (part["q"] or _QUARTERS[part["nth"].lower()])
    else:
        name = (part["season"] or part["relative"] or part["next"] or "").lower()
        name = re.sub(r"^(?:next|coming)\s+(?=\S+\s+(?:working\s+)?\w+s$)", "", name)  # "the next six months"
    printed = re.match(r"\d+", part["day"] or part["d2"] or "")
    day = int(printed.group()) if printed else None
    return Time(found.group().strip().rstrip(".,"), name, year, found.start(), day)
