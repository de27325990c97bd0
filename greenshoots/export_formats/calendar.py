"""Due days as an iCalendar file (RFC 5545): an all-day event a pledge, the same event each time it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from greenshoots.errors import NothingToExportError
from greenshoots.excerpts import FOUND_BY_MACHINE, Excerpt, verdict_line

OCTETS = 75  # of a line, its end not counted: RFC 5545, section 3.1
LONGEST_SUMMARY = 120  # characters of a title that a calendar shows (guess)


def calendar(found: Sequence[Excerpt]) -> bytes:
    """Return the events of those that have a due day. Raises ``NothingToExportError`` if none has."""
    due = [one for one in found if one.due]
    if not due:
        raise NothingToExportError(
            "None of the chosen statements has a due day",
            cause="No day was given, or none can be worked out from the words",
            next_step="Choose others, or another format",
        )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Green Shoots//Due days//EN", "CALSCALE:GREGORIAN"]
    lines += [line for one in due for line in _event(one, one.due or date.max)]
    return "".join(f"{folded}\r\n" for line in (*lines, "END:VCALENDAR") for folded in _folded(line)).encode()


def _event(one: Excerpt, due: date) -> Iterator[str]:
    """One event. Its stamp is the day of the record, not of the writing, so that nothing changes by itself."""
    short = one.words if len(one.words) <= LONGEST_SUMMARY else f"{one.words[:LONGEST_SUMMARY].rstrip()}…"
    yield "BEGIN:VEVENT"
    yield f"UID:{one.id}@greenshoots"
    yield f"DTSTAMP:{_day(one.made or one.read or due)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(due)}"
    if due < date.max:
        yield f"DTEND;VALUE=DATE:{_day(due + timedelta(days=1))}"
    yield f"SUMMARY:{_text(f'Due: {short}')}"
    yield f"DESCRIPTION:{_text(_description(one))}"
    if one.source.url:
        yield f"URL:{one.source.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _description(one: Excerpt) -> str:
    who = ", ".join(filter(None, (one.who, one.office)))
    lines = [f"“{one.words}”", who, one.source.words, one.source.url]
    lines += [f"By when: {one.deadline}", f"{one.answer}: {one.told}"]
    lines += [f"Verdict: {verdict_line(one.verdict)}"] if one.verdict else [FOUND_BY_MACHINE]
    return "\n".join(filter(None, lines))


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(words: str) -> str:
    """Words as a value: what would end it or part it is escaped."""
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut a line where it has too many octets, never within a character; what follows begins with a space."""
    piece, size = "", 0
    for mark in line:
        width = len(mark.encode())
        if size + width > OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + mark, size + width
    yield piece
