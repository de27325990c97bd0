"""Recognised speech as JSON: Whisper, WhisperX, Council Data Project, and plain lists of turns or of words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from greenshoots.errors import BrokenSourceError, UnknownFormatError
from ingest.captions_join import About, Piece, document_of, label_of, seconds_of, words_joined
from ingest.dates import metadata_date
from ingest.raw import Item, Parsed, Raw
from ingest.reasons import why_no_json

PARSER = "speech-json/1"
_FORMS = (
    "Transcripts are read as Whisper's or WhisperX's JSON (segments), Council Data Project's (sentences),"
    ' or a list of turns {"speaker", "start", "text"}'
)
_LISTS = ("segments", "sentences", "turns", "word_segments", "words")  # where each form keeps its pieces, best first

Fields = Mapping[str, Any]


def parse_speech_json(raw: Raw) -> Iterator[Item]:
    """Yield the one transcript of a JSON file. Raises ``SourceError`` if it is damaged or no transcript.

    Segments without a speaker and words without a time are kept. ``partial`` if entries of the list hold no
    text at all, as where an export failed.
    """
    data = _load(raw)
    entries = _entries(data)
    if entries is None:
        raise UnknownFormatError(
            "this JSON is no transcript of a known form",
            where=raw.address,
            next_step=f"{_FORMS}; documents are read from .jsonl, one a line",
        )
    pieces = _pieces(entries)
    document = document_of(pieces, where=raw.address, about=_about(data))
    typed = not any(piece.start is not None for piece in pieces) and isinstance(data, list)
    yield Parsed(document, raw.address, PARSER, partial=len(pieces) == 0, machine_made=not typed)


def _load(raw: Raw) -> Any:
    try:
        return json.loads(raw.data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BrokenSourceError(
            "this is not JSON in UTF-8",
            where=raw.address,
            cause=f"It may not have been saved in full ({why_no_json(error)})",
            next_step="Save it again",
        ) from error


def _entries(data: Any) -> list[Fields] | None:
    """The segments, sentences, turns or words, in order; ``None`` if there is no such list."""
    if isinstance(data, dict):
        told = [data[name] for name in _LISTS if isinstance(data.get(name), list)]
        data = next((entries for entries in told if entries), told[0] if told else _whole(data))
    if not isinstance(data, list):
        return None
    entries: list[Fields] = [entry for entry in data if isinstance(entry, dict)]
    return entries if not data or any(_text(entry) is not None for entry in entries) else None


def _whole(data: Fields) -> list[Any] | None:
    """Whisper's text where its segments were left out."""
    return [{"text": data["text"]}] if isinstance(data.get("text"), str) and "language" in data else None


def _pieces(entries: Sequence[Fields]) -> list[Piece]:
    are_words = any("word" in entry and "text" not in entry for entry in entries)
    told = [_speaker(entry) for entry in entries]
    told = _filled(told) if are_words else told
    changed = [False, *(before != after for before, after in pairwise(told))][: len(told)]
    found = [_piece(entry, who, new) for entry, who, new in zip(entries, told, changed, strict=True)]
    return words_joined(found) if are_words else found


def _filled(told: Sequence[Any]) -> list[Any]:
    """Who speaks each word: one without a speaker goes with the words around it, if they have one and the same."""
    after: list[Any] = []
    following = None
    for who in reversed(told):
        following = who if who is not None else following
        after.append(following)
    filled: list[Any] = []
    before = None
    for who, ahead in zip(told, reversed(after), strict=True):
        before = who if who is not None else before
        filled.append(before if who is None and before == ahead else who)
    return filled


def _piece(entry: Fields, speaker: Any, changed: bool) -> Piece:
    start = seconds_of(_first(entry, "start", "start_time", "seconds"))
    end = seconds_of(_first(entry, "end", "end_time"))
    return Piece(_text(entry) or "", start, end, label_of(speaker), changed)


def _text(entry: Fields) -> str | None:
    text = _first(entry, "text", "word")
    return text if isinstance(text, str) else None


def _speaker(entry: Fields) -> Any:
    """Who speaks as the file has it, be it only a number, which tells that the speaker changes."""
    return _first(entry, "speaker_name", "speaker", "speaker_label", "speaker_index")


def _first(entry: Fields, *names: str) -> Any:
    return next((entry[name] for name in names if entry.get(name) is not None), None)


def _about(data: Any) -> About | None:
    """What the file tells of the meeting: in a field "meeting", or beside the pieces."""
    if not isinstance(data, dict):
        return None
    told = data["meeting"] if isinstance(data.get("meeting"), dict) else data
    url = _words(_first(told, "source_url", "url", "video_url"))
    return About(
        title=_words(_first(told, "title", "name")),
        body=_words(told.get("body")),
        url=url if url and url.startswith(("http://", "https://")) else None,
        met=_day(_first(told, "meeting_date", "date", "session_datetime")),
    )


def _words(value: Any) -> str | None:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    return words if words and words.isprintable() else None


def _day(printed: Any) -> date | None:
    return metadata_date(printed)
