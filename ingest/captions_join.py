"""Captions and recognised speech into running text: the words as they came, with turns and the second of each piece."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from greenshoots.errors import BrokenSourceError, EmptySourceError
from greenshoots.records import Anchor, Document, Turn
from ingest.documents import make_document

PAUSE = 2.0  # seconds of silence between two pieces that are kept as a line break; guess

_NOBODY = re.compile(
    r"(?:an?\s+)?(?:unknown|unidentified|unnamed|unspecified|inaudible)(?:\s+(?:speaker|user|voice|person|participant|attendee"
    r"|male|female|man|woman))*\W*\d*"
    r"|(?:speaker|spk|voice|participant|channel|track|user)s?[\s_:#-]*(?:\d+|[A-Z])?"
    r"|(?:male|female)\s+(?:speaker|voice)[\s_#-]*\d*|[\W_]*\d*[\W_]*|[A-Z]|n/?a|none|null|nan",
    re.IGNORECASE,
)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_RECORDED_ON = re.compile(r"-(20\d\d)(\d\d)(\d\d)_\d{4,6}-?\s?\S*\s?(?:Meeting|Recording|Transcript)", re.IGNORECASE)
_NAMED_BY_DAY = re.compile(r"(?:^|[/\\])(20\d\d)-(\d\d)-(\d\d)[_ ][^/\\]*$")
_LANGUAGE = re.compile(r"\.[a-z]{2}(?:[-_][A-Za-z]{2,4})?$")


@dataclass(frozen=True, slots=True)
class Piece:
    """One caption or recognised segment: its words, when they begin and end, and the speaker's label as printed.

    Seconds count from the start of the recording, ``None`` if not told. ``change``: another person begins here,
    whoever it is.
    """

    words: str
    start: float | None = None
    end: float | None = None
    label: str | None = None
    change: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What is told of a recording beside its words. ``met``: the day of the meeting; ``url``: where it plays."""

    id: str | None = None
    title: str | None = None
    body: str | None = None
    url: str | None = None
    met: date | None = None


def document_of(pieces: Iterable[Piece], *, where: str, about: About | None = None) -> Document:
    """Make the record of a recording. ``where``: the address of the file, of which the title is made if none is told.

    Raises ``EmptySourceError`` if nothing is said in it, ``BrokenSourceError`` if a character is no character.
    """
    text, turns, anchors = join(pieces)
    if not text:
        raise EmptySourceError(
            "there are no words in it", where=where, next_step="Check that it was saved in full, with its words"
        )
    if "\0" in text or _HALF_CHARACTER.search(text):
        raise BrokenSourceError(
            "the words hold a NUL or half a character", where=where, cause="It was exported wrongly"
        )
    about = about or About()
    document = make_document(
        text,
        where=where,
        id=about.id,
        title=about.title or _file_title(where),
        body=about.body,
        url=about.url,
        medium="transcript",
        met=about.met or _recorded_on(where),
        dated_by_text=False,  # what is said of days is said of all sorts of days
    )
    return replace(document, turns=turns, anchors=anchors)


def join(pieces: Iterable[Piece]) -> tuple[str, tuple[Turn, ...], tuple[Anchor, ...]]:
    """Join pieces by single spaces, by a line break after a pause and by a blank line where the speaker changes.

    Nothing is put in, left out or altered but white space. Returns the text, one turn for each unbroken run of
    one speaker (without a label where nobody is named), and an anchor for each piece whose time is told.
    """
    kept = [replace(piece, words=words) for piece in pieces if (words := " ".join(piece.words.split()))]
    parts: list[str] = []
    runs: list[tuple[int, str | None, float | None]] = []
    anchors: list[Anchor] = []
    at, before = 0, None
    for piece in kept:
        if before is not None:
            parts.append(_between(before, piece))
            at += len(parts[-1])
        if before is None or _is_other_voice(before, piece):
            runs.append((at, piece.label, piece.start))
        if piece.start is not None:
            anchors.append(Anchor(at, seconds=piece.start))
        parts.append(piece.words)
        at += len(piece.words)
        before = piece
    starts = [start for start, _, _ in runs]
    ends = [*(start - len("\n\n") for start in starts[1:]), at]
    turns = (Turn(start, end, label, seconds) for (start, label, seconds), end in zip(runs, ends, strict=False))
    return "".join(parts), tuple(turns), tuple(anchors)


def _between(before: Piece, piece: Piece) -> str:
    if _is_other_voice(before, piece):
        return "\n\n"
    told = before.end is not None and piece.start is not None
    return "\n" if told and (piece.start or 0) - (before.end or 0) >= PAUSE else " "


def _is_other_voice(before: Piece, piece: Piece) -> bool:
    return piece.change or piece.label != before.label


def label_of(printed: Any) -> str | None:
    """The name in a label, its spaces made single; ``None`` for "Unknown Speaker", "SPEAKER_02", "3" and the like."""
    label = " ".join(printed.split()) if isinstance(printed, str) else ""
    return None if not label or _NOBODY.fullmatch(label) else label


def seconds_of(value: Any) -> float | None:
    """A number of seconds, to the millisecond; ``None`` if it is none or lies before the start of the recording."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value) or value < 0:
        return None
    return round(float(value), 3)


def _file_title(where: str) -> str | None:
    """The name of the file, without what tells only its format and language."""
    stem = PurePosixPath(where.replace("\\", "/").split("?")[0]).stem
    return _LANGUAGE.sub("", stem) or None


def _recorded_on(where: str) -> date | None:
    """The day in a file's name: as Teams gives it, "Scrutiny-20240319_180000-Meeting Recording", or in front of it."""
    found = _RECORDED_ON.search(where) or _NAMED_BY_DAY.search(where)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:  # no such day
        return None


def words_joined(words: Sequence[Piece], *, longest: float = 10.0) -> list[Piece]:
    """Put single words together to pieces: up to a stop, a change of speaker, a pause or ``longest`` seconds (guess).

    A word without a time stands in the order it came.
    """
    joined: list[list[Piece]] = []
    for word in words:
        if not joined or _parted(joined[-1], word, longest):
            joined.append([])
        joined[-1].append(word)
    return [_as_one(run) for run in joined]


def _parted(run: Sequence[Piece], word: Piece, longest: float) -> bool:
    first, last = run[0], run[-1]
    if word.label != last.label or word.change or last.words.rstrip("\"'”’)").endswith((".", "?", "!")):
        return True
    if word.start is None or first.start is None:
        return False
    return word.start - first.start > longest or (last.end is not None and word.start - last.end >= PAUSE)


def _as_one(run: Sequence[Piece]) -> Piece:
    starts = [word.start for word in run if word.start is not None]
    ends = [word.end for word in run if word.end is not None]
    words = " ".join(word.words.strip() for word in run)
    return Piece(words, starts[0] if starts else None, ends[-1] if ends else None, run[0].label, run[0].change)
