"""Which parser reads what: the whole registry, in plain sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from greenshoots.errors import EmptySourceError, SourceError, UnknownFormatError
from ingest.html import parse_html
from ingest.jsonl import parse_jsonl
from ingest.markdown import parse_markdown
from ingest.pdf import parse_pdf
from ingest.raw import Item, Raw
from ingest.text import parse_text

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
    """The parser for these bytes: a PDF shows itself, else the content type decides, else the suffix.

    Raises ``UnknownFormatError`` if no parser reads them.
    """
    if raw.data.startswith(b"%PDF-"):
        return parse_pdf
    suffix = suffix_of(raw.address)
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


def suffix_of(address: str) -> str:
    """The extension of a path or of the path in a web address, in lower case."""
    path = urlsplit(address).path if address.startswith(("http://", "https://")) else address
    return PurePosixPath(path.replace("\\", "/")).suffix.casefold()
