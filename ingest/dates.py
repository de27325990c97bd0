"""The day of a record: the meeting date that its own head states, and dates as metadata print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

HEAD = 1500  # characters in which a record says when its meeting was; guess
TITLE_BLOCK = 400  # characters taken for the heading where nothing marks its end; guess
YEARLESS_REACH = timedelta(days=183)  # a day without a year is completed within this reach; guess

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:\b(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s+(?:the\s+)?)?"
_DAY = r"(?<![\d/.:£])(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})\b"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"{_WEEKDAY}{_DAY}(?:\s+day)?(?:\s+of)?,?\s+{_MONTH}(?:,?\s+{_YEAR})?",
        rf"{_WEEKDAY}\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?\b(?!\d|[.:]\d)(?:,?\s+{_YEAR})?",
        rf"{_WEEKDAY}(?<![\d/.-])(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-]{_YEAR}",
        rf"(?<!\d){_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
    )
)

_HEAD_ENDS = re.compile(
    r"\b(?:members?\s+|also\s+|those\s+)?(?:present|in attendance|attend(?:ance|ees|ed by|ing)|apologies)\b"
    r"|\bin the chair\b|(?m:^\s*1\\?[.)]\s)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\b(?:minutes|notes|proceedings|record)\b(?=\s*(?:of|from|for|at|[-–—:]|\d|$))|\b(?:meeting|agenda)\b|\bminutes\b",
    re.IGNORECASE,
)
_A_BODY = re.compile(r"\b(?:council|committee|cabinet|board|panel|sub-?committee|forum|partnership)\b", re.IGNORECASE)
_NARRATED = re.compile(
    r"\b(?:reported|advised|stated|informed|asked|agreed|noted|said|proposed|resolved|considered|discussed|reference|apologised"
    r"|thanked|requested|investigated|established|circulated|welcomed|(?:will|to|would|should)\s+be)\b"
    r"|\b[a-z]{4,}[.!?]\s+[A-Z]"
)
_IN_A_SENTENCE = re.compile(r"(?<![\w’'.])(?!(?:of|the|and|on|at|for|in|to|from|am|pm|noon|a|p)\b)[a-z]+\b")
_OTHER_MEETING = re.compile(
    r"\b(?:previous|last|next|future|forthcoming|earlier)\s+(?:\w+\s+){0,3}?(?:meetings?|minutes)\b[^.!?]{0,80}$"
    r"|\b(?:approv|confirm|adopt|receiv|sign|accept|agree|resolv|consider|circulat|subject)\w*\b[^.!?]{0,60}"
    r"\bminutes\b[^.!?]{0,120}$",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    r"\b(?:published|publication|posted|printed|created|uploaded|dated?|signed|issued|despatch(?:ed)?|updated|revised"
    r"|modified|born|died|since|until|by|before|after|from|deadline)\b[^\w\n]{0,3}(?:on\s+|the\s+)?$",
    re.IGNORECASE,
)
_DATE_OF_MEETING = re.compile(r"(?:\bdate(?:\s+of\s+(?:the\s+)?meeting)?|\bmeeting\s+date)\s*[:–-]\s*$", re.IGNORECASE)
_APPROVED_AFTER = re.compile(
    r"^[^.;]{0,80}?\b(?:were|was|be|been|being|as|having)\s+(?:\w+\s+){0,5}?"
    r"(?:approved|signed|confirmed|agreed|adopted|accepted|read|circulated|noted|received|correct|true|an?\s+accurate)\b",
    re.IGNORECASE,
)
_ADJOURNED_TO = re.compile(
    r"\b(?:adjourned|postponed|deferred|rearranged)\s+(?:to|until|till)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed at ``start:end``. ``weekday_fits`` is ``None`` if no weekday (or no year) stands with it."""

    start: int
    end: int
    day: date
    weekday_fits: bool | None


def stated_meeting_date(text: str, *, published: date | None = None) -> date | None:
    """The day of the meeting that a record is of, as its own head says; ``None`` where it does not say.

    Only the head is read (``HEAD`` characters). Dates of the previous or next
    meeting, of approval and of publication are passed over, and so is a date after
    ``published``. A date whose weekday is wrong gives way to any other, and alone it
    counts only where ``published`` says the same. A day without a year is completed
    from ``published``: the last such day before it, if near enough.
    """
    head = text[:HEAD]
    stated = [found for found in _in_order(head, published) if _is_of_this_meeting(head, found)]
    if published:
        stated = [found for found in stated if found.day <= published]
    doubtful = {found.day for found in stated if found.weekday_fits is False}
    for fits in (True, None):
        for found in stated:
            if found.weekday_fits is fits and (fits or found.day not in doubtful):
                return found.day
    return published if published in doubtful else None


def metadata_date(printed: object) -> date | None:
    """The day that a metadata field names, in the zone it is printed in; ``None`` if it names no full day.

    Reads ISO 8601 with or without a time, and days in words or figures, day first.
    """
    if not isinstance(printed, str):
        return None
    try:
        return date.fromisoformat(printed.strip()[:10])
    except ValueError:
        return next((found.day for found in _in_order(printed, None)), None)


def first_date(words: str) -> PrintedDate | None:
    """The first full date printed in a heading, with whether its weekday is right."""
    return next(iter(_in_order(words, None)), None)


def _in_order(words: str, published: date | None) -> list[PrintedDate]:
    return sorted(_printed_dates(words, published), key=lambda found: found.start)


def _printed_dates(words: str, published: date | None) -> Iterator[PrintedDate]:
    for shape in _SHAPES:
        for match in shape.finditer(words):
            weekday = (match.groupdict().get("weekday") or "")[:3].casefold()
            day = _full_day(match, weekday, published)
            if day:
                fits = _WEEKDAYS[day.weekday()] == weekday if weekday else None
                yield PrintedDate(match.start(), match.end(), day, fits)


def _full_day(match: re.Match[str], weekday: str, published: date | None) -> date | None:
    day, month = int(match["day"]), _month_number(match["month"])
    if match["year"]:
        return _day_or_none(int(match["year"]), month, day)
    if published is None:
        return None
    for year in (published.year, published.year - 1):
        complete = _day_or_none(year, month, day)
        if complete and timedelta(0) <= published - complete <= YEARLESS_REACH:
            return complete if not weekday or _WEEKDAYS[complete.weekday()] == weekday else None
    return None


def _month_number(printed: str) -> int:
    return int(printed) if printed.isdecimal() else _MONTHS.index(printed[:3].casefold()) + 1


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 31 June, month 13: no such day
        return None


def _is_of_this_meeting(head: str, found: PrintedDate) -> bool:
    before, after = head[max(0, found.start - 320) : found.start], head[found.end : found.end + 120]
    if _OTHER_MEETING.search(before) or _ADJOURNED_TO.search(before) or _APPROVED_AFTER.search(after):
        return False
    if _OTHER_DAY.search(before) and not _DATE_OF_MEETING.search(before):
        return False
    ends = _HEAD_ENDS.search(head)
    if found.start > (ends.start() if ends else TITLE_BLOCK):
        return False
    return _opens_the_record(head, found) or _stands_alone(head, found)


def _opens_the_record(head: str, found: PrintedDate) -> bool:
    """Whether "Minutes of the meeting ... held on" leads to the date, with nothing narrated on the way."""
    start = max(0, found.start - 320)
    for opening in reversed(list(_OPENING.finditer(head, start, found.start))):
        lead = head[: opening.start()]
        if not _NARRATED.search(head, opening.start(), found.start) and (
            lead.endswith("\n") or not _NARRATED.search(lead)
        ):
            return True
    return False


def _stands_alone(head: str, found: PrintedDate) -> bool:
    """Whether the date has a line to itself, or with a body's name, as on the front of a report."""
    line_start = head.rfind("\n", 0, found.start) + 1
    line_end = head.find("\n", found.end)
    rest = head[line_start : found.start] + head[found.end : line_end if line_end >= 0 else len(head)]
    above = head[max(0, line_start - 160) : line_start]
    named_here, named_above = _A_BODY.search(rest), _A_BODY.search(above) or _OPENING.search(above)
    short = len(rest.strip()) <= (80 if named_here else 30) and not _IN_A_SENTENCE.search(rest)
    return short and bool(named_here or named_above) and not _NARRATED.search(head, 0, found.start)
