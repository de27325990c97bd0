"""The last day of a time named in a text, counted from the day of the record: only to compare two promises."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from index.when import Time, times_named

SAME_DAYS = 10  # dates so near to each other are the same promise in other words: "mid May", "15 May" (guess)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_QUARTER_ENDS = {"q1": (3, 31), "q2": (6, 30), "q3": (9, 30), "q4": (12, 31)}
_SEASON_ENDS = {  # the usual British reckoning; Easter at its latest
    "spring": (5, 31),
    "summer": (8, 31),
    "autumn": (11, 30),
    "winter": (2, 28),
    "christmas": (12, 24),
    "easter": (4, 25),
}
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_COUNTS)} | {"a": 1, "an": 1, "few": 4, "couple of": 2}
_SPAN = re.compile(r"(?P<number>\d+|[a-z ]+?)\s+(?:working\s+)?(?P<unit>day|week|month|year|quarter)s?$")
_AHEAD = re.compile(r"^(?:in|within|by|for|over|during)?\s*(?:the\s+)?(?:next|coming|in|within)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def due_days(text: str, counted_from: date | None) -> tuple[tuple[Time, date], ...]:
    """Return the times of a text that can be worked out, each with its last day, in order.

    ``counted_from``: the day of the record. Without it nothing can be worked out.
    """
    if counted_from is None:
        return ()
    days = [(time, last_day(time, counted_from)) for time in times_named(text)]
    return tuple((time, day) for time, day in days if day is not None)


def last_day(time: Time, counted_from: date) -> date | None:
    """Return the last day of a time, the next such one where no year is printed; ``None`` if that is not clear."""
    try:
        return _dated(time, counted_from) or _span(time, counted_from)
    except (ValueError, OverflowError):  # 31 June; a thousand years
        return None


def is_length(time: Time) -> bool:
    """Whether a time only says how long something takes ("6 weeks", "18 months"), not when."""
    return bool(_SPAN.match(time.name)) and not _AHEAD.match(time.words)


def _dated(time: Time, counted_from: date) -> date | None:
    if time.name in _MONTHS:
        month, day = _MONTHS[time.name], time.day
    elif time.name in _QUARTER_ENDS or time.name in _SEASON_ENDS:
        month, day = (_QUARTER_ENDS | _SEASON_ENDS)[time.name]
    elif not time.name and time.year:
        month, day = (4 if re.search(r"\bearly\b", time.words, re.IGNORECASE) else 12), None
    else:
        return None
    if time.year:
        return _in(int(time.year), month, day or _part(time))
    this = _in(counted_from.year, month, day or _part(time))
    return this if this >= counted_from else _in(counted_from.year + 1, month, day or _part(time))


def _in(year: int, month: int, day: int | None) -> date:
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _part(time: Time) -> int | None:
    """Return the day that "early" or "mid" make of a month, ``None`` for its end."""
    words = time.words.casefold()
    return 10 if "early" in words or "start of" in words or "beginning of" in words else 15 if "mid" in words else None


def _span(time: Time, counted_from: date) -> date | None:
    """Count "within 6 weeks", "in the next two months", "next month" from the day of the record."""
    if not _AHEAD.match(time.words) or "meeting" in time.name:
        return None
    if time.name.startswith(("next ", "coming ")):
        unit = time.name.split()[-1]
        return _end_of_next(unit, counted_from)
    found = _SPAN.match(time.name)
    if found is None:
        return None
    number = int(found["number"]) if found["number"].isdigit() else _NUMBERS.get(found["number"].strip())
    return counted_from + _length(found["unit"], number) if number else None


def _length(unit: str, number: int) -> relativedelta | timedelta:
    if unit == "quarter":
        return relativedelta(months=3 * number)
    return timedelta(weeks=number) if unit == "week" else relativedelta(**{f"{unit}s": number})


def _end_of_next(unit: str, counted_from: date) -> date | None:
    if unit == "week":
        return counted_from + timedelta(days=13 - counted_from.weekday())
    if unit == "month":
        later = counted_from + relativedelta(months=1)
        return _in(later.year, later.month, None)
    return date(counted_from.year + 1, 12, 31) if unit == "year" else None


def how_long(days: int, *, months_from: int = 84) -> str:
    """Say a length of time in words ("ten weeks", "18 months"): in months from so many days, in years from two."""
    for size, unit, least in ((365, "year", 730), (30.44, "month", months_from), (7, "week", 14), (1, "day", 1)):
        if days >= least:
            count = round(days / size)
            return f"{_COUNTS[count] if count < len(_COUNTS) else count} {unit}{'' if count == 1 else 's'}"
    return "no time"
