"""Pledges and requests as an action sheet, in the columns that committees keep theirs in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from greenshoots.briefing_cited import LONGEST, safe
from greenshoots.plain import answer_line, reply_words, standing_words, verdict_words
from greenshoots.public import showing_of
from greenshoots.records import Statement

if TYPE_CHECKING:
    from greenshoots.ledger import Entry
    from greenshoots.pipeline import Library

COLUMNS = ("Minute/Item no.", "Date", "Action", "Responsible officer", "Due date", "Status/Progress")
_ITEM = re.compile(
    r"^\W{0,3}(?:(?:item|minute)\s+(?:no\.?\s*)?)?([A-Z]{0,4}/?\d+(?:[./]\d+)*[a-z]?)\b[.):]?\s", re.IGNORECASE
)
_FORMULA = re.compile(r"^[\s'\"]*[=+\-@|\t\r\n＝＋－＠]")


def action_sheet(library: Library, entries: Iterable[Entry], today: date) -> bytes:
    """Return a CSV file that spreadsheets open as it is. Words are verbatim, what is private is hidden.

    What a spreadsheet would take for a formula gets an apostrophe in front of it.
    """
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for entry in entries:
        keys = [entry.statement.document_key]
        keys += [entry.reply_place.document_key] if entry.reply_place else []
        with showing_of(library.store, keys):
            sheet.writerow([harmless(cell) for cell in _row(library, entry, today)])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs: "=1+1" becomes "'=1+1"."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _row(library: Library, entry: Entry, today: date) -> tuple[str, ...]:
    statement = entry.statement
    heading = library.store.heading_at(statement.document_key, statement.start, statement.end)
    return (
        safe(_number(heading)),
        _day(entry.made),
        safe(statement.text.strip("| \t\r\n"), LONGEST),
        safe(_officer(statement)),
        _day(entry.due),
        safe(_progress(entry, today), LONGEST),
    )


def _number(heading: str | None) -> str:
    found = _ITEM.match(heading or "")
    return found[1] if found else ""


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _officer(statement: Statement) -> str:
    """Who is to act: the speaker only where nothing says that this is missing."""
    test = statement.testability
    named = statement.actor or (test.who if test else None)
    return named or ("" if test is not None and "who" in test.missing else statement.speaker or "")


def _progress(entry: Entry, today: date) -> str:
    """Say where it stands: as its own table reports it, as found, as a named person judged it."""
    told = [f"Reported: {entry.statement.status}"] if entry.statement.status else []
    standing = "; ".join(standing_words(entry)[bool(entry.due) :])
    told += [standing[:1].upper() + standing[1:]] if standing else []
    told += [reply_words(entry, today).rstrip(".")] if "request" in entry.statement.kinds else []
    told.append(answer_line(entry.silence).rstrip("."))
    told += [f"Verdict: {verdict_words(entry.verdict)}"] if entry.verdict else []
    return ". ".join(told) + "."
