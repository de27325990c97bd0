"""Statements as a table for spreadsheets: a row each, in CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from greenshoots.action_sheet import harmless
from greenshoots.excerpts import Excerpt, verdict_line

COLUMNS = (
    *("id", "kinds", "said on", "speaker", "office", "words", "sentence before", "sentence after", "by when", "due"),
    *("answer", "in words", "searched", "later passages", "latest on", "latest reads", "latest words", "latest link"),
    *("verdict", "changed since", "title", "body", "medium", "place", "link", "read on", "sha-256"),
)


def table(found: Sequence[Excerpt]) -> bytes:
    """Return a CSV file in UTF-8 with a mark that tells so. Dates are ISO 8601, which every spreadsheet sorts.

    What a spreadsheet would take for a formula gets an apostrophe in front of it.
    """
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    sheet.writerows([harmless(cell) for cell in _row(one)] for one in found)
    return out.getvalue().encode("utf-8-sig")


def _row(one: Excerpt) -> tuple[str, ...]:
    source, last = one.source, one.later[-1] if one.later else None
    return (
        *(one.id, ", ".join(one.kinds), _day(one.made), one.speaker, one.office, one.words, one.before, one.after),
        *(one.deadline, _day(one.due), one.answer, one.told, one.searched, str(len(one.later))),
        *((_day(last.day), last.reads, last.words, last.source.url) if last else ("", "", "", "")),
        *(verdict_line(one.verdict) if one.verdict else "", one.changed, source.title, source.body),
        *(source.medium or "", source.place, source.url, _day(one.read), one.read_sha256),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
