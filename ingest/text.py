"""Plain text, kept exactly as given: line ends, byte order mark and spaces stay."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from greenshoots.errors import BrokenSourceError
from ingest.documents import make_document
from ingest.raw import Item, Parsed, Raw

PARSER = "text/1"
_MISREAD = re.compile("â€|Â[£\xa0]|Ã[©¨¡³]")  # what UTF-8 looks like when it is read as Windows-1252


def parse_text(raw: Raw) -> Iterator[Item]:
    """Yield the one document of a .txt file. Raises ``SourceError`` if it is empty or not text."""
    yield Parsed(make_document(decode(raw), where=raw.address), raw.address, PARSER)


def decode(raw: Raw) -> str:
    """The text of the bytes: UTF-8, else Windows-1252; UTF-16 where a mark says so. Nothing is normalised.

    Raises ``BrokenSourceError`` for bytes that are no text (a NUL among them) and for
    UTF-8 with a damaged byte, which would come out as "â€™" otherwise.
    """
    for encoding in _encodings(raw.data):
        try:
            text = raw.data.decode(encoding)
        except UnicodeDecodeError:
            continue  # the next encoding is tried; the last failure is reported below
        if "\0" not in text and not (encoding == "cp1252" and _MISREAD.search(text)):
            return text
        break
    raise BrokenSourceError(
        "this is not plain text",
        where=raw.address,
        cause="It may be damaged, another kind of file under a wrong name, or saved in a rare encoding",
        next_step="Save it as UTF-8 text and add it again",
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8", "cp1252")
