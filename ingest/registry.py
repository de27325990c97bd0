"""Which parser reads what: the whole registry, in plain sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from greenshoots.errors import EmptySourceError, SourceError, UnknownFormatError
from ingest.captions import is_vtt, parse_captions
from ingest.feeds import is_feed, parse_feed
from ingest.html import parse_html
from ingest.jsonl import parse_jsonl
from ingest.markdown import parse_markdown
from ingest.moderngov_service import is_service, parse_service
from ingest.pdf import parse_pdf
from ingest.publici import is_publici, parse_publici
from ingest.raw import Item, Raw
from ingest.speech_json import parse_speech_json
from ingest.text import parse_text
from ingest.word import parse_word
from ingest.word_file import is_word

Parser = Callable[[Raw], Iterator[Item]]

BY_SUFFIX: dict[str, Parser] = {
    ".txt": parse_text,
    ".md": parse_markdown,
    ".markdown": parse_markdown,
    ".html": parse_html,
    ".htm": parse_html,
    ".aspx": parse_html,  # a ModernGov page saved under its own name
    ".pdf": parse_pdf,
    ".jsonl": parse_jsonl,
    ".vtt": parse_captions,
    ".srt": parse_captions,
    ".json": parse_speech_json,
    ".docx": parse_word,
    ".xml": parse_publici,
}

BY_CONTENT_TYPE: dict[str, Parser] = {
    "text/plain": parse_text,
    "text/markdown": parse_markdown,
    "text/html": parse_html,
    "application/xhtml+xml": parse_html,
    "application/pdf": parse_pdf,
    "application/jsonl": parse_jsonl,
    "application/x-ndjson": parse_jsonl,
    "application/x-jsonlines": parse_jsonl,
    "text/vtt": parse_captions,
    "application/x-subrip": parse_captions,
    "application/json": parse_speech_json,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": parse_word,
}

KNOWN = " ".join(sorted(BY_SUFFIX))


def parse(raw: Raw) -> Iterator[Item]:
    """Yield the documents of a source, and an error in the place of each that cannot be read.

    Parsers are pure: bytes, address and headers in, documents out. Never raises ``SourceError``.
    """
    try:
        if not raw.data.strip():
            raise EmptySourceError("the file is empty", where=raw.address, next_step="Check that it was saved in full")
        yield from parser_for(raw)(raw)
    except SourceError as error:
        yield error


def parser_for(raw: Raw) -> Parser:
    """The parser for these bytes: some show themselves, else the content type decides, else the suffix.

    A .txt and a .jsonl stay what they are called, since what is found in them is counted in the file as given.
    Raises ``UnknownFormatError`` if no parser reads them.
    """
    if raw.data.startswith(b"%PDF-"):
        return parse_pdf
    suffix = suffix_of(raw.address)
    shown = _shown_by(raw.data) if suffix not in (".txt", ".jsonl") else None
    if shown is not None:
        return shown
    by_suffix = BY_SUFFIX.get(suffix)
    by_type = BY_CONTENT_TYPE.get(raw.content_type or "")
    if by_type is parse_text and by_suffix:
        return by_suffix  # servers call much "text/plain"
    parser = by_type or by_suffix
    if parser is None:
        kind = raw.content_type or suffix or "a file without an extension"
        raise UnknownFormatError(
            f"no parser reads {kind}",
            where=raw.address,
            next_step=f"Green Shoots reads {KNOWN}; save it as one of these",
        )
    return parser


def _shown_by(data: bytes) -> Parser | None:
    """The parser of bytes that say what they are, whatever the file is called."""
    if is_vtt(data):
        return parse_captions
    if is_word(data):
        return parse_word
    if is_service(data):
        return parse_service
    if is_publici(data):
        return parse_publici
    return parse_feed if is_feed(data) else None


def suffix_of(address: str) -> str:
    """The extension of a path or of the path in a web address, in lower case."""
    path = urlsplit(address).path if address.startswith(("http://", "https://")) else address
    return PurePosixPath(path.replace("\\", "/")).suffix.casefold()
