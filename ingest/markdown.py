"""Markdown: the text as given, with the spans of its headings and what its front matter says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from greenshoots.records import Span
from ingest.dates import metadata_date
from ingest.documents import known_medium, make_document
from ingest.raw import Item, Parsed, Raw
from ingest.text import decode

PARSER = "markdown/1"
LONGEST_FRONT = 20_000  # characters of front matter; guess

_FRONT = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n"
    r"(?P<lines>(?:[ \t]*(?:#[^\n]*)?\r?\n|[ \t]*(?:- |[\w-]+[ \t]*:)[^\n]*\n)*)"
    r"(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
_FIELD = re.compile(r"(?m)^(?P<name>[\w-]+)[ \t]*:[ \t]*(?P<value>[^\r\n]*?)[ \t]*\r?$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_ATX = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<words>.*)")
_CLOSED = re.compile(r"(?:^|[ \t])#+$")
_SETEXT = re.compile(r"^ {0,3}(?:=+|--+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"^\s*(?:[-*+>|]|\d+[.)])")


def parse_markdown(raw: Raw) -> Iterator[Item]:
    """Yield the one document of a .md file. Raises ``SourceError`` if it is empty or not text."""
    text = decode(raw)
    front = _FRONT.match(text[:LONGEST_FRONT])
    fields = _fields(front["lines"]) if front else {}
    headings = find_headings(text, start=front.end() if front else 0)
    document = make_document(
        text,
        where=raw.address,
        title=fields.get("title") or (headings[0].of(text) if headings else None),
        body=fields.get("body"),
        url=fields.get("url"),
        medium=known_medium(fields.get("medium")),
        given=metadata_date(fields.get("published") or fields.get("date")),
        headings=headings,
    )
    yield Parsed(document, raw.address, PARSER)


def find_headings(text: str, *, start: int = 0) -> tuple[Span, ...]:
    """Spans of the words of ATX ("## Words") and setext (underlined) headings, code blocks passed over."""
    headings: list[Span] = []
    fenced, above = False, Span(0, 1)
    above_is_words = False
    for place, line in _lines(text, start):
        if _FENCE.match(line):
            fenced, above_is_words = not fenced, False
            continue
        atx = _ATX.match(line)
        named = _CLOSED.sub("", atx["words"].rstrip(" \t")).rstrip(" \t") if atx else ""
        if not fenced and atx and named:
            headings.append(Span(place + atx.start("words"), place + atx.start("words") + len(named)))
        elif not fenced and above_is_words and _SETEXT.match(line):
            headings.append(above)
        words = line.strip()
        above_is_words = bool(words) and not fenced and not atx and not _NO_PARAGRAPH.match(line)
        if above_is_words:
            first = place + len(line) - len(line.lstrip())
            above = Span(first, first + len(words))
    return tuple(headings)


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    for line in re.finditer(r"[^\r\n]*(?:\r\n|\n|\r|\Z)", text[start:]):
        yield start + line.start(), line[0].rstrip("\r\n")


def _fields(front: str) -> dict[str, str]:
    return {field["name"].casefold(): field["value"].strip("\"'") for field in _FIELD.finditer(front) if field["value"]}
