"""From the words of a deadline to a day, as UK public bodies mean them.

Conventions of the labelling guidelines: a period falls due on its last day; seasons end on 31 May, 31 August, 30
November and 28 or 29 February; terms on 31 December (autumn), 31 March (spring), 31 July (summer); Christmas means
24 December; a council's quarters end on 30 June, 30 September, 31 December and 31 March; "2025/26" on 31 March 2026.

Guesses: "Q4 2025" is the last quarter of 2025/26; an academic year ends on 31 July, a municipal one on 31 May;
recess and summer holidays begin after 31 July; Easter means its eve; weeks end on Sunday; "mid-2025" is 30 June
and "mid-March" the 15th; "next Tuesday" is that of next week; a month or day without a year is the next one or the
one just past (``RECORD_LAG``); "within six months" runs from the base date. "Early 2025", "the new year", half terms
and what waits for an event have no day. Rules are tried in the order of this file; the first whose shape is there
decides, by its last match.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from nlp.numerals import NUMBER, value_of
from nlp.periods import (
    MONTH,
    MONTHS,
    ORDINAL,
    SEASON,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    YEAR_KIND,
    add_months,
    after_working_days,
    day_or_none,
    easter_eve,
    month_end,
    next_day,
    next_month_end,
    week_end,
)

RECORD_LAG = timedelta(days=45)  # a record may be dated so long after what was said; read off the training labels

Rule = Callable[[re.Match[str], date | None], date | None]
_RULES: list[tuple[re.Pattern[str], Rule]] = []

_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 2}
_TERM_ENDS = {"autumn": 12, "spring": 3, "summer": 7, "winter": 12}
_QUARTER_ENDS = {"1": 6, "2": 9, "3": 12, "4": 3, "first": 6, "second": 9, "third": 12, "fourth": 3, "final": 3}
_QUARTER_ENDS |= {"one": 6, "two": 9, "three": 12, "four": 3, "last": 3}
_YEAR_ENDS = {"financial": (3, 31), "municipal": (5, 31), "academic": (7, 31), "school": (7, 31), "calendar": (12, 31)}
_WEEKS_OF_MONTH = {"first": 7, "second": 14, "third": 21, "fourth": 28, "last": 31}

_TWO_YEARS = r"(?<![\d/])(?P<first>20\d\d|[1-4]\d(?=/\d\d\b))\s?[/-]\s?(?P<second>20\d\d|\d\d)\b(?![/-]\d)"
_LONE_YEAR = rf"(?P<year>{YEAR})\b(?!\s?[/-]\s?\d)"
_SOME_YEAR = rf"(?:,?\s?(?:(?:of|in) )?(?:the )?(?:fy ?)?(?:{_TWO_YEARS}|{_LONE_YEAR}|(?P<which>this|next) year))?"


@lru_cache(maxsize=4096)
def due_date(words: str, *, base: date | None) -> date | None:
    """Last day of the period that the words name, counted from ``base``; ``None`` if it cannot be worked out.

    ``base``: the day on which it was said. Without one, only words with a year of their own have a day.

    >>> due_date("by the end of Q2", base=date(2025, 1, 14))
    datetime.date(2025, 9, 30)
    """
    plain = _plain(words)
    for shape, rule in _RULES:
        matches = list(shape.finditer(plain))
        if matches:
            return rule(matches[-1], base)
    return None


def _plain(words: str) -> str:
    """Lower case, single spaces, plain hyphens and apostrophes."""
    plain = " ".join(words.casefold().split())
    return re.sub(r"[‐‑‒–—]", "-", plain).replace("’", "'")


def _reads(shape: str) -> Callable[[Rule], Rule]:
    """Declare what a rule reads; the order of declaration is the order of trial."""

    def declare(rule: Rule) -> Rule:
        _RULES.append((re.compile(shape), rule))
        return rule

    return declare


def _month_number(printed: str) -> int:
    return MONTHS.index(printed[:3]) + 1


def _first_year(match: re.Match[str]) -> int:
    """2025 of "2025/26" and of "25/26"."""
    return int(f"20{match['first']}"[-4:])


def _second_year(match: re.Match[str]) -> int:
    """2026 of "2025/26", "25/26" and "2025-2026"."""
    return int(f"20{match['second']}"[-4:])


def _own_year(match: re.Match[str], base: date | None) -> int | None:
    """The one year printed after a period, "this year" and "next year" included."""
    if match["year"]:
        return int(match["year"])
    return base.year + (match["which"] == "next") if base and match["which"] else None


@_reads(r"\b(?:week (?:commencing|beginning|of(?= (?:the )?\d))|w/c) (?P<start>.+)")
def _week_commencing(match: re.Match[str], base: date | None) -> date | None:
    start = due_date(match["start"], base=base)
    return week_end(start) if start else None


@_reads(r"\bearly\b")
def _early(_match: re.Match[str], _base: date | None) -> None:
    return None


@_reads(r"\b(?:start|beginning) of (?:the )?(?P<period>.+)")
def _start(match: re.Match[str], base: date | None) -> date | None:
    """The first day of a month, a year or a financial year; of anything else not known."""
    period = match["period"]
    if two := re.match(_TWO_YEARS, period):
        return date(_first_year(two), 4, 1)
    if one := re.match(_LONE_YEAR, period):
        return date(int(one["year"]), 1, 1)
    end = due_date(period, base=base) if re.match(MONTH, period) else None
    return end.replace(day=1) if end else None


@_reads(r"\b(?:mid\b|middle of)[ -]?(?:the )?(?P<period>.+)")
def _middle(match: re.Match[str], base: date | None) -> date | None:
    """30 June of a year, the 15th of a month; of anything else not known."""
    period = match["period"]
    end = due_date(period, base=base)
    if end and re.match(MONTH, period):
        return end.replace(day=15)
    return date(end.year, 6, 30) if end and re.match(rf"{YEAR}\b|(?:this|next) year", period) else None


@_reads(r"(?<![\d/.-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>20\d\d|\d\d)(?![\d/])")
def _in_figures(match: re.Match[str], _base: date | None) -> date | None:
    year = int(match["year"])
    return day_or_none(year + 2000 if year < 100 else year, int(match["month"]), int(match["day"]))


@_reads(r"(?<!\d)(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
def _iso(match: re.Match[str], _base: date | None) -> date | None:
    return day_or_none(int(match["year"]), int(match["month"]), int(match["day"]))


@_reads(
    rf"(?:(?P<weekday>{WEEKDAY}),? (?:the )?)?(?<![\d/.:])(?P<day>\d{{1,2}})(?: ?{ORDINAL}\b)?(?: day)?(?: of)?"
    rf" ?(?P<month>{MONTH}){_SOME_YEAR}"
)
@_reads(rf"(?:(?P<weekday>{WEEKDAY}),? )?\b(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:{ORDINAL})?\b(?![:.]\d){_SOME_YEAR}")
def _day_of_month(match: re.Match[str], base: date | None) -> date | None:
    """A day with its year, else the next such day, unless its weekday fits another year nearby."""
    day, month = int(match["day"]), _month_number(match["month"])
    year = _own_year(match, base)
    if year:
        return day_or_none(year, month, day)
    if base is None:
        return None
    near = [found for step in (0, 1, -1) if (found := day_or_none(base.year + step, month, day))]
    fitting = [found for found in near if WEEKDAYS[found.weekday()] == (match["weekday"] or "")[:3]]
    return fitting[0] if fitting else next_day(base - RECORD_LAG, month, day)


@_reads(rf"\b(?P<nth>first|second|third|fourth|last) week (?:of|in) (?P<month>{MONTH}){_SOME_YEAR}")
def _week_of_month(match: re.Match[str], base: date | None) -> date | None:
    end = _month(match, base)
    return end.replace(day=min(_WEEKS_OF_MONTH[match["nth"]], end.day)) if end else None


@_reads(rf"\bq ?(?P<quarter>[1-4])\b{_SOME_YEAR}")
@_reads(rf"\bquarter (?P<quarter>one|two|three|four|[1-4])\b{_SOME_YEAR}")
@_reads(rf"\b(?P<quarter>first|second|third|fourth|final|last) quarter\b{_SOME_YEAR}")
def _quarter(match: re.Match[str], base: date | None) -> date | None:
    month = _QUARTER_ENDS[match["quarter"]]
    year = _first_year(match) if match["first"] else _own_year(match, base)
    if year:
        return month_end(year + (month == 3), month)
    return next_month_end(base, month) if base else None


@_reads(r"\bhalf[ -]term\b")
def _half_term(_match: re.Match[str], _base: date | None) -> None:
    return None


@_reads(
    rf"\b(?P<next>next )?(?P<season>{SEASON})(?: (?P<kind>term|recess|break|holidays?|months)\b)?{_SOME_YEAR}(?![a-z])"
)
def _season_or_term(match: re.Match[str], base: date | None) -> date | None:
    kind = match["kind"] or "months"
    month = (_SEASON_ENDS if kind == "months" else _TERM_ENDS)[match["season"]]
    if match["first"]:  # of 2025/26 only autumn, and summer as a season, lie in the first year
        return month_end(_first_year(match) if month > 7 else _second_year(match), month)
    year = _own_year(match, base)
    if year:
        return month_end(year + (month == 2), month)
    if base is None:
        return None
    end = next_month_end(base, month)
    begun = match["next"] and add_months(end, -3) < base
    return month_end(end.year + 1, month) if begun else end


@_reads(rf"\b(?P<month>{MONTH}){_SOME_YEAR}")
def _month(match: re.Match[str], base: date | None) -> date | None:
    month = _month_number(match["month"])
    year = _own_year(match, base)
    if year:
        return month_end(year, month)
    return next_month_end(base - RECORD_LAG, month) if base else None


@_reads(r"\b(?:recess|school holidays?)\b")
def _recess(_match: re.Match[str], base: date | None) -> date | None:
    return next_month_end(base, 7) if base else None


@_reads(rf"\b(?:christmas|xmas)\b(?: {_LONE_YEAR})?")
def _christmas(match: re.Match[str], base: date | None) -> date | None:
    if match["year"]:
        return date(int(match["year"]), 12, 24)
    return next_day(base, 12, 24) if base else None


@_reads(rf"\beaster\b(?: {_LONE_YEAR})?")
def _easter(match: re.Match[str], base: date | None) -> date | None:
    if match["year"]:
        return easter_eve(int(match["year"]))
    if base is None:
        return None
    eve = easter_eve(base.year)
    return eve if eve >= base else easter_eve(base.year + 1)


@_reads(r"\b(?P<before>by|before|until|ahead of|prior to) (?:the )?new year\b|\bnew year\b")
def _new_year(match: re.Match[str], base: date | None) -> date | None:
    return date(base.year, 12, 31) if base and match["before"] else None


@_reads(rf"(?:\b(?P<kind>{YEAR_KIND}) (?:years? )?)?\b{_TWO_YEARS}(?: (?P<kind_after>{YEAR_KIND})\b)?")
def _two_years(match: re.Match[str], _base: date | None) -> date | None:
    """A financial, academic or municipal year; a longer span ends with its last calendar year."""
    first, second = _first_year(match), _second_year(match)
    if second != first + 1:
        return date(second, 12, 31) if second > first else None
    return date(second, *_YEAR_ENDS[match["kind"] or match["kind_after"] or "financial"])


@_reads(rf"\b{_LONE_YEAR}")
def _year(match: re.Match[str], _base: date | None) -> date | None:
    return date(int(match["year"]), 12, 31)


@_reads(rf"\b{UNIT} (?:of|after|from|following|before) (?!now\b|today\b|(?:the )?(?:year|month|term)\b)")
@_reads(r"\b(?:every|each|per)\b")
def _from_an_event(_match: re.Match[str], _base: date | None) -> None:
    return None


@_reads(rf"\b(?P<day>\d{{1,2}}){ORDINAL}\b(?: of (?:the )?(?P<which>next|this|following) month)?")
def _day_alone(match: re.Match[str], base: date | None) -> date | None:
    """The next such day, or that day of this or next month."""
    if base is None:
        return None
    day, which = int(match["day"]), match["which"]
    ahead = day < base.day if which is None else which != "this"
    month = add_months(base.replace(day=1), int(ahead))
    return day_or_none(month.year, month.month, day)


@_reads(
    r"\b(?:next|coming|following|another|further|within|in|over|about|than|to|approximately|around)(?: the)? "
    rf"(?P<number>an?\b|{NUMBER})(?P<half> and a half)?(?: ?(?:-|to|or) ?(?P<upper>{NUMBER}))?[ -](?P<unit>{UNIT})\b"
)
def _within(match: re.Match[str], base: date | None) -> date | None:
    """So many days, weeks, months or years from the base; of a range the longer."""
    words = match["upper"] or match["number"]
    number = 1.0 if words in ("a", "an") else value_of(words)
    return _ahead(base, number + 0.5 * bool(match["half"]), match["unit"].removesuffix("s")) if base else None


@_reads(r"\b(?:(?:in|within|over|during|for) the next|coming) (?P<unit>day|week|fortnight|month|quarter|year|decade)\b")
def _one_ahead(match: re.Match[str], base: date | None) -> date | None:
    return _ahead(base, 1, match["unit"]) if base else None


def _ahead(base: date, number: float, unit: str) -> date | None:
    months, days = (
        {"month": 1, "quarter": 3, "year": 12, "decade": 120},
        {"day": 1, "week": 7, "fortnight": 14, "hour": 1 / 24},
    )
    if number > 500:  # no pledge reaches that far; guards the arithmetic
        return None
    if unit == "working day":
        return after_working_days(base, round(number))
    if unit in days:
        return base - timedelta(days=-number * days[unit] // 1)  # rounded up
    return add_months(base, round(number * months[unit]))


@_reads(rf"\b(?P<which>this|next|new|current|coming|following|the|end of|later in the) (?P<kind>{YEAR_KIND} )?year\b")
@_reads(rf"\b(?P<which>)(?P<kind>{YEAR_KIND} )?year[ -]end\b")
def _relative_year(match: re.Match[str], base: date | None) -> date | None:
    if base is None:
        return None
    month, day = _YEAR_ENDS[(match["kind"] or "calendar").strip()]
    end = next_day(base, month, day)
    later = match["which"] in ("next", "new", "coming", "following")
    return date(end.year + later, month, day) if end else None


@_reads(r"\b(?P<which>this|next|current|coming|following|the|of) (?P<unit>weekend|week|fortnight|month|quarter|term)\b")
@_reads(r"\b(?P<which>)(?P<unit>week|month|quarter|term)[ -]end\b")
def _relative_period(match: re.Match[str], base: date | None) -> date | None:
    if base is None:
        return None
    later, unit = match["which"] in ("next", "coming", "following"), match["unit"]
    if unit == "fortnight":
        return base + timedelta(days=14)
    if unit.startswith("week"):
        return week_end(base) + timedelta(days=7 * later)
    if unit == "month":
        ahead = add_months(base.replace(day=1), int(later))
        return month_end(ahead.year, ahead.month)
    ends = (3, 6, 9, 12) if unit == "quarter" else (3, 7, 12)
    end = next_month_end(base, *ends)
    in_holidays = unit == "term" and base.month == 8
    return next_month_end(end + timedelta(days=1), *ends) if later and not in_holidays else end


@_reads(rf"\b(?P<next>next )?(?P<weekday>{WEEKDAY})\b")
def _weekday(match: re.Match[str], base: date | None) -> date | None:
    """The next such day after the base; "next Tuesday" is that of next week."""
    if base is None:
        return None
    wanted = WEEKDAYS.index(match["weekday"][:3])
    if match["next"]:
        return base + timedelta(days=7 - base.weekday() + wanted)
    return base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1)


@_reads(r"\b(?P<tomorrow>tomorrow|overnight)|\b(?:today|tonight|this (?:morning|afternoon|evening))\b")
def _today(match: re.Match[str], base: date | None) -> date | None:
    return base + timedelta(days=bool(match["tomorrow"])) if base else None
