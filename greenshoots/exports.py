"""What is handed out in files: the lines as they are gathered, what is private blacked out at its full length.

Offsets into a text still fit, since every hidden character becomes a block of the same width.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from greenshoots import quoting
from greenshoots.masks import blackened
from greenshoots.pipeline import Library
from greenshoots.public import showing_of
from greenshoots.records import Span

_NO_WORDS = frozenset(("id", "document", "document_key", "url", "published", "date", "made", "due", "source"))


def without_private(library: Library, lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Black out contact details, members of the public and children in every line of an export.

    The records whose words a line holds are told by its ``document_key``, or by ``id`` if that is a stored document.
    """
    for line in lines:
        with showing_of(library.store, _keys(library, line)):
            yield _blackened(line)


def as_quoted(library: Library, lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Black out of the text of each article all but its labelled sentences and what is shown around them."""
    for line in lines:
        if "sentences" not in line or library.store.card(line["id"]) is None:
            yield line
            continue
        document, passages = library.store.document(line["id"]), library.store.passages(line["id"])
        quoted = [Span(sentence["start"], sentence["end"]) for sentence in line["sentences"]]
        yield line | {"text": quoting.quoted_only(document, passages, quoted)}


def _keys(library: Library, line: dict[str, Any]) -> list[str]:
    named = [line.get("id"), *(part.get("document_key") for part in line.values() if isinstance(part, dict))]
    return [key for key in named if isinstance(key, str) and library.store.card(key) is not None]


def _blackened(plain: Any) -> Any:
    if isinstance(plain, dict):
        return {name: value if name in _NO_WORDS else _blackened(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [_blackened(value) for value in plain]
    return blackened(plain) if isinstance(plain, str) else plain
