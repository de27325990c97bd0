"""Chosen statements as files, a format a module. ``greenshoots.excerpts`` made them ready, and hid what is private."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from greenshoots.excerpts import Excerpt

Format = Literal["csv", "json", "ics", "docx", "html", "claimreview"]
FORMATS: tuple[Format, ...] = get_args(Format)


def packed(found: Sequence[Excerpt], form: Format, *, notice: str = "", covered: str = "") -> bytes:
    """Return the bytes of a file. ``notice`` and ``covered``: lines that stand first in what people read.

    Raises ``NothingToExportError`` where no statement fits the format: no due day, no verdict.
    """
    if form == "docx":
        from greenshoots.export_formats.word import word

        return word(found, notice=notice, covered=covered)
    if form == "html":
        from greenshoots.export_formats.page import page

        return page(found, notice=notice, covered=covered).encode()
    if form == "ics":
        from greenshoots.export_formats.calendar import calendar

        return calendar(found)
    if form == "csv":
        from greenshoots.export_formats.table import table

        return table(found)
    if form == "claimreview":
        from greenshoots.export_formats.claimreview import reviews

        return reviews(found)
    from greenshoots.export_formats.lines import listed

    return listed(found)
