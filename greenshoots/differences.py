"""How far apart two days or two quantities are, as people say it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from greenshoots.records import Amount

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def only_one(amounts: Sequence[Amount], unit: str) -> Amount | None:
    """Return the one amount of a unit; of several none can be said to be the one that changed."""
    found = [amount for amount in amounts if amount.unit == unit]
    return found[0] if len(found) == 1 else None


def less(unit: str) -> str:
    """Return the word for a smaller quantity of a unit: "less" money, "fewer" places."""
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
