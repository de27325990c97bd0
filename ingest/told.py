"""What the user says of files that do not tell it themselves: captions, prints and plain text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from greenshoots.records import Document, Medium, Turn
from ingest.dates import stated_meeting_date
from ingest.medium import guess_medium
from ingest.turns import find_turns


@dataclass(frozen=True, slots=True)
class Told:
    """What holds of every document of some files. ``published``: the day of the record as its publisher gave it."""

    published: date | None = None
    body: str | None = None
    medium: Medium | None = None

    def __bool__(self) -> bool:
        return bool(self.published or self.body or self.medium)


NOTHING = Told()


def as_told(document: Document, told: Told) -> Document:
    """The document with what was said of its file.

    A day that was given is the publisher's own: it wins, as ``published`` of a .jsonl line does, and a meeting day
    that the text states counts if it is not later. Body and sort of record are filled in where the file states none;
    a sort that was only guessed from the words gives way.
    """
    if told.medium and told.medium != document.medium and document.medium == _guess(document):
        document = replace(document, medium=told.medium, turns=_turns(document, told.medium))
    if told.body and not document.body:
        document = replace(document, body=told.body)
    return _dated(document, told.published) if told.published else document


def _guess(document: Document) -> Medium | None:
    """What the words alone make of it; no sort of record if anchors tell that it is a recording."""
    if any(anchor.seconds is not None for anchor in document.anchors):
        return None
    return guess_medium(document.text, document.turns)


def _turns(document: Document, medium: Medium) -> tuple[Turn, ...]:
    if medium != "transcript":
        return ()
    return document.turns or find_turns(document.text, is_transcript=True)


def _dated(document: Document, published: date) -> Document:
    met = document.met if document.met and document.met <= published else None
    if met is None and document.medium not in ("press", "transcript"):
        met = stated_meeting_date(document.text, published=published)
    return replace(document, published=published, met=met)
