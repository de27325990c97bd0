"""Calendar arithmetic, and the shapes in which dates and periods are printed (for lower or mixed case, one space)."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from dateutil.easter import easter

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
SEASON = r"(?:spring|summer|autumn|winter)"
ORDINAL = r"(?:st|nd|rd|th)"
YEAR = r"(?:19|20)\d\d"
YEAR_KIND = r"(?:financial|municipal|academic|school|calendar)"
UNIT = r"(?:working days?|days?|weeks?|fortnights?|months?|quarters?|years?|decades?|hours?)"


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day, or ``None`` where the calendar has no such day (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_day(base: date, month: int, day: int) -> date | None:
    """The first such day of a year not before ``base``; ``None`` for 30 February."""
    days = (day_or_none(year, month, day) for year in range(base.year, base.year + 9))  # 29 February: up to 8 years
    return next((found for found in days if found and found >= base), None)


def next_month_end(base: date, *months: int) -> date:
    """The first end of any of these months not before ``base``."""
    ends = (month_end(base.year + step, month) for month in months for step in (0, 1))
    return min(end for end in ends if end >= base)


def after_working_days(base: date, number: int) -> date:
    """So many days from Monday to Friday after ``base``; bank holidays are not known here."""
    day = base
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def week_end(day: date) -> date:
    """The Sunday of that week."""
    return day + timedelta(days=6 - day.weekday())


def easter_eve(year: int) -> date:
    """The Saturday before Easter Sunday, as Christmas means the 24th (a guess)."""
    sunday: date = easter(year)
    return sunday - timedelta(days=1)
