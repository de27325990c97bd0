"""The transcript that Teams saves as a Word file: a line "Name   0:16", then what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from greenshoots.records import Document
from ingest.captions_join import About, Piece, document_of, label_of
from ingest.dates import first_date

FIRST_WORDS = 300.0  # seconds within which somebody speaks; guess
LONGEST_HEAD = 12  # lines before the first opening; guess

# The form is as its users describe it; no file of Teams' own was at hand.
_TIME = r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{2})"
_HEADER = re.compile(rf"^(?P<name>[^\d\W][^\n\t]{{0,118}}?)(?:[ \u00a0]{{2,}}|[ \u00a0]*\t[ \u00a0\t]*){_TIME}$")
_ARROW = re.compile(r"^(?P<hours>\d{1,2}):(?P<minutes>\d{1,2}):(?P<seconds>\d{1,2}(?:\.\d+)?)\s*-->\s*[\d:.]+$")
_NOTICE = re.compile(r"^\S.{0,118} (?:started|stopped) transcription$")


@dataclass(frozen=True, slots=True)
class _Opening:
    line: int
    words: int  # the line on which the words begin
    label: str | None
    seconds: float


def is_teams(lines: Sequence[str]) -> bool:
    """Whether the lines of a Word file are a transcript: openings "Name   0:16" in order, most of them with words.

    An agenda with times ("Welcome   18:00") looks much the same, but does not begin at the start of a recording.
    """
    openings = _openings(lines)
    if not openings or openings[0].seconds > FIRST_WORDS or openings[0].line > LONGEST_HEAD:
        return False
    spoken = sum(opening.words < end for opening, end in _with_ends(openings, lines))
    return all(a.seconds <= b.seconds for a, b in pairwise(openings)) and spoken * 2 >= len(openings)


def teams_document(lines: Sequence[str], *, where: str) -> Document:
    """Make the record of a Teams transcript. ``lines``: of its paragraphs, in order. Raises ``EmptySourceError``.

    What stands before the first opening (title, day, length) tells of the meeting and is not speech; the notices
    of who started and stopped the transcription are left out likewise.
    """
    openings = _openings(lines)
    pieces = []
    for opening, end in _with_ends(openings, lines):
        said = [line for line in lines[opening.words : end] if line.strip() and not _NOTICE.match(line.strip())]
        pieces.append(Piece("\n".join(said), opening.seconds, None, opening.label))
    return document_of(pieces, where=where, about=_about([line for line in lines[: openings[0].line] if line.strip()]))


def _with_ends(openings: Sequence[_Opening], lines: Sequence[str]) -> Iterator[tuple[_Opening, int]]:
    """Each opening with the line on which its words have ended."""
    return zip(openings, [*(after.line for after in openings[1:]), len(lines)], strict=True)


def _openings(lines: Sequence[str]) -> list[_Opening]:
    found: list[_Opening] = []
    for number, line in enumerate(lines):
        header = _HEADER.match(line.strip(" \u00a0"))
        arrow = _ARROW.match(line.strip())
        if header:
            found.append(_Opening(number, number + 1, label_of(header["name"]), _seconds(header)))
        elif arrow and number + 1 < len(lines):
            found.append(_Opening(number, number + 2, label_of(lines[number + 1]), _seconds(arrow)))
    return found


def _seconds(printed: re.Match[str]) -> float:
    return int(printed["hours"] or 0) * 3600 + int(printed["minutes"]) * 60 + float(printed["seconds"])


def _about(head: Sequence[str]) -> About:
    dated = next((day for line in head if (day := first_date(line))), None)
    title = head[0].strip() if head and not first_date(head[0]) else None
    return About(title=title, met=dated.day if dated else None)
