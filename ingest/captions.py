"""Caption files: WebVTT (Teams, YouTube, Public-i, Zoom) and SubRip, each word once and each at its second."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Timestamp

from greenshoots.errors import BrokenSourceError, EmptySourceError
from ingest.captions_join import About, Piece, document_of, label_of
from ingest.publici import about_captions
from ingest.raw import Item, Parsed, Raw
from ingest.text import decode
from ingest.turns import is_label

PARSER = "captions/1"
CONTIGUOUS = 0.5  # seconds: a caption that only repeats what stood before it and comes later was said again; guess
SHARE = 0.5  # of the captions that must open with "Name:" if that is to name who speaks; guess
LONGEST_NAME = 80  # characters; guess

_ARROW_LINE = re.compile(r"(?m)^.*-->.*$")
_BEFORE_START = re.compile(r"(?<![\d:.,])-(?=\d+:)[\d:.,]+")
_VTT_COMMA = re.compile(r"(?<=\d),(?=\d)")
_SRT_TIMES = re.compile(r"(?m)^[ \t]*-?\d+:\d{1,2}:\d{1,2}[,.]\d+[ \t]*-->")
_SRT_NUMBER_MISSING = re.compile(r"(?m)(?:\A|\n[ \t]*\n)(?=[ \t]*-?\d+:\d{1,2}:\d{1,2}[,.]\d+[ \t]*-->)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]{1,8}([^<>]{0,200})>|(</v>)")
_INNER_TIME = re.compile(r"<(?:\d+:)?\d{1,2}:\d{1,2}\.\d{1,3}>")
_TAG = re.compile(r"</?(?:[a-zA-Z][^<>]{0,200}|\d[\d:.]*)?(?:>|\Z)|\{\\[^{}]{0,80}\}")  # the last one may be cut off
_NAMED = re.compile(rf"^\s*(?:>>+\s*)?(?P<label>[^\W\d_][^:\n<>]{{0,{LONGEST_NAME - 1}}}?)\s*:\s+(?=\S)")
_VIDEO_IN_NAME = re.compile(r"\[([\w-]{11})\](?:\.[a-z]{2}(?:-[\w-]+)?)?\.(?:vtt|srt)$")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|head|body|rss)\b", re.IGNORECASE)


def parse_captions(raw: Raw) -> Iterator[Item]:
    """Yield the one transcript of a WebVTT or SubRip file, told apart by what is in it, not by its name.

    ``partial`` if some captions could not be read. Raises ``SourceError`` if it is no such file or holds no words.
    """
    text = decode(raw).removeprefix("\ufeff")
    captions = _read(text, raw)
    if not captions:
        raise EmptySourceError(
            "there are no captions in it", where=raw.address, cause="It may be a recording without captions, or cut off"
        )
    pieces = _pieces([caption for caption in captions if caption.lines])
    document = document_of(pieces, where=raw.address, about=_about(raw.address))
    missing = len(captions) < len(_ARROW_LINE.findall(text))
    yield Parsed(document, raw.address, PARSER, partial=missing, machine_made=True)


def is_vtt(data: bytes) -> bool:
    """Whether bytes say by themselves that they are WebVTT."""
    return data[:40].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"WEBVTT")


def _read(text: str, raw: Raw) -> list[webvtt.Caption]:
    """The captions in order. Times before the start of the recording are taken for its start."""
    is_web = text.lstrip().startswith("WEBVTT")
    if not is_web and not _SRT_TIMES.search(text):
        raise _no_captions(text, raw)
    if is_web:
        return _with_library(_ARROW_LINE.sub(lambda line: _VTT_COMMA.sub(".", _from_start(line[0])), text), raw, "vtt")
    numbered = _SRT_NUMBER_MISSING.sub("\n\n0\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _with_library(_ARROW_LINE.sub(lambda line: _from_start(line[0]), numbered).lstrip("\n"), raw, "srt")


def _from_start(times: str) -> str:
    return _BEFORE_START.sub("00:00:00.000", times)


def _with_library(text: str, raw: Raw, form: str) -> list[webvtt.Caption]:
    try:
        return list(webvtt.from_buffer(io.StringIO(text.lstrip()), format=form))
    except (MalformedFileError, MalformedCaptionError) as error:
        raise BrokenSourceError(
            "the captions cannot be read", where=raw.address, cause=f"It may be damaged ({error})"
        ) from error


def _no_captions(text: str, raw: Raw) -> BrokenSourceError:
    cause = "It is a web page or XML, perhaps an error page saved under this name" if _MARKUP.match(text) else None
    return BrokenSourceError(
        "this is no caption file",
        where=raw.address,
        cause=cause or "A WebVTT file begins with WEBVTT, and a SubRip file has times as 00:01:02,000 --> 00:01:05,000",
        next_step="Save the captions again, or give the file the ending of what it is",
    )


def _pieces(captions: Sequence[webvtt.Caption]) -> list[Piece]:
    timed = [(caption, _seconds(caption.start), _seconds(caption.end)) for caption in captions]
    shown = [caption.raw_text.split("\n") for caption in captions]
    fresh = _each_line_once(shown, [(start, end) for _, start, end in timed]) if _is_rolling(shown) else shown
    said = [_voices("\n".join(lines), start, end) for (_, start, end), lines in zip(timed, fresh, strict=True)]
    return _named_in_words([piece for pieces in said for piece in pieces])


def _seconds(printed: str) -> float:
    return float(Timestamp.from_string(printed).in_milliseconds()) / 1000


def _voices(payload: str, start: float, end: float) -> list[Piece]:
    """The words of one caption, parted where its markup says that somebody else speaks."""
    pieces: list[Piece] = []
    label: str | None = None
    position = 0
    for mark in _VOICE.finditer(payload):
        pieces.append(Piece(_plain(payload[position : mark.start()]), start, end, label))
        label = label_of(html.unescape(mark[1])) if mark[1] is not None else None
        position = mark.end()
    pieces.append(Piece(_plain(payload[position:]), start, end, label))
    return [piece for piece in pieces if piece.words.strip()]


def _plain(payload: str) -> str:
    return html.unescape(_TAG.sub("", payload))


def _is_rolling(shown: Sequence[Sequence[str]]) -> bool:
    """Whether captions roll, as YouTube's do: the line before stays on the screen while the next one comes."""
    if any(_INNER_TIME.search(line) for lines in shown for line in lines):
        return True
    carried = sum(
        len(lines) > 1 and bool(before) and lines[0].strip() != "" and lines[0].strip() == before[-1].strip()
        for before, lines in pairwise([_filled(lines) for lines in shown])
    )
    return carried >= 2 and carried * 3 >= len(shown)


def _filled(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def _each_line_once(shown: Sequence[Sequence[str]], times: Sequence[tuple[float, float]]) -> list[Sequence[str]]:
    """Leave out of each caption the lines that stood in the one before; what is said twice stays twice.

    A first line that is empty carries nothing over, and a line with times inside is new. A caption of nothing
    but lines of the one before is new if it comes after a gap.
    """
    fresh: list[Sequence[str]] = []
    before: list[str] = []
    ended = 0.0
    for lines, (start, end) in zip(shown, times, strict=True):
        bare = [_plain(line).strip() for line in lines]
        carried = 0 if not bare[0] else _carried(before, lines, bare)
        says_again = not any(bare[carried:]) and start - ended > CONTIGUOUS
        fresh.append(lines if says_again else lines[carried:])
        before = [line for line in bare if line] or before
        ended = end
    return fresh


def _carried(before: Sequence[str], lines: Sequence[str], bare: Sequence[str]) -> int:
    """How many lines at the top of a caption are the last ones of the caption before."""
    timed = next((i for i, line in enumerate(lines) if _INNER_TIME.search(line)), len(lines))
    for count in range(min(len(before), timed), 0, -1):
        if list(bare[:count]) == list(before[-count:]):
            return count
    return 0


def _named_in_words(pieces: list[Piece]) -> list[Piece]:
    """Take "Name:" in front of captions as who speaks (Zoom), and ">>" as somebody else speaking (television)."""
    if any(piece.label for piece in pieces):
        return pieces
    found = [_NAMED.match(piece.words) for piece in pieces]
    counts = Counter(" ".join(name["label"].split()) for name in found if name)
    names = {name for name, count in counts.items() if is_label(name, often=count > 1)}
    opened = sum(bool(name) and " ".join(name["label"].split()) in names for name in found if name)
    if names and opened >= SHARE * len(pieces):
        return [_without_name(piece, name, names) for piece, name in zip(pieces, found, strict=True)]
    return [_with_change(piece) for piece in pieces]


def _without_name(piece: Piece, found: re.Match[str] | None, names: set[str]) -> Piece:
    label = " ".join(found["label"].split()) if found else ""
    if found is None or label not in names:
        return piece
    return Piece(piece.words[found.end() :], piece.start, piece.end, label_of(label), change=False)


def _with_change(piece: Piece) -> Piece:
    changed = piece.words.lstrip().startswith(">>")
    return Piece(piece.words, piece.start, piece.end, piece.label, change=True) if changed else piece


def _about(address: str) -> About | None:
    """What the address tells: a webcast of Public-i, or the video of YouTube that yt-dlp names its captions after."""
    known = about_captions(address)
    if known is not None:
        return known
    name = urlsplit(address).path if address.startswith(("http://", "https://")) else address
    video = _VIDEO_IN_NAME.search(name)
    return About(url=f"https://www.youtube.com/watch?v={video[1]}") if video else None
