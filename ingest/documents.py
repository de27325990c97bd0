"""The last step of every parser: a text and what its markup told become a Document."""

from __future__ import annotations

from datetime import date
from typing import Any

from greenshoots.errors import EmptySourceError
from greenshoots.records import MEDIUMS, Document, Medium, Span, content_id, text_sha256
from ingest.dates import stated_meeting_date
from ingest.medium import guess_medium
from ingest.turns import find_turns

LONGEST_TITLE = 150  # characters of a first line that can be a title; guess


def make_document(
    text: str,
    *,
    where: str,
    id: str | None = None,
    title: str | None = None,
    body: str | None = None,
    url: str | None = None,
    medium: Medium | None = None,
    given: date | None = None,
    metadata: date | None = None,
    met: date | None = None,
    headings: tuple[Span, ...] = (),
    dated_by_text: bool = True,
) -> Document:
    """Make the record of one text.

    ``given``: the date of the record as its publisher handed it over, which wins;
    ``metadata``: a date from the page's markup, used where the text states no meeting
    date. ``met``: the meeting date where the markup told it. ``dated_by_text``: whether
    the text is searched for it otherwise; a press report's is not, since its dates are
    of other people's meetings.

    Raises ``EmptySourceError`` if there is no text.
    """
    if not text.strip("\ufeff").strip():
        raise EmptySourceError("there is no text in it", where=where, next_step="Check that the right file was given")
    turns = find_turns(text, is_transcript=medium == "transcript") if medium in (None, "transcript") else ()
    medium = medium or guess_medium(text, turns)
    if met is None and dated_by_text and medium != "press":
        met = stated_meeting_date(text, published=given or metadata)
    return Document(
        id=id or content_id("doc-", text_sha256(text)),
        text=text,
        medium=medium,
        body=body,
        title=title or first_line(text),
        url=url,
        published=given or met or metadata,
        met=met,
        headings=headings,
        turns=turns,
    )


def first_line(text: str) -> str | None:
    """The first line with words, where it is short enough for a title and is not a sentence."""
    line = next((line.strip(" \t#*_=-\ufeff") for line in text.splitlines() if line.strip(" \t#*_=-\ufeff")), "")
    return line if 0 < len(line) <= LONGEST_TITLE and line[-1] not in '.!?:;,”"’' else None


def known_medium(given: Any) -> Medium | None:
    """The medium that a field names, in any case, or ``None``."""
    return next((medium for medium in MEDIUMS if isinstance(given, str) and given.strip().casefold() == medium), None)
