"""Words of a record as they go into a briefing: masked, harmless in any file, each with what is needed to cite them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from greenshoots import versions
from greenshoots.masks import mask
from greenshoots.places import place_of
from greenshoots.plain import british
from greenshoots.public import showing
from greenshoots.records import Document, Link, Statement
from greenshoots.views.markup import is_web

if TYPE_CHECKING:
    from index.store import Store

LONGEST = 1_200  # characters of one quotation; a paragraph of minutes (guess)
LONGEST_NAME = 200  # characters of a title or a name (guess)
CUT = " […]"
# What no file may hold, or what turns the reading direction: controls, halves of characters, bidi controls.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A quotation with its source: ready to print. ``url``: where the original opens, ``None`` if not on the web.

    ``source``: title, body, day, page or second. ``changed``: what became of the words on their page since, "" if they
    stand as they were.
    """

    words: str
    source: str
    url: str | None = None
    changed: str = ""


def safe(text: str, most: int = LONGEST_NAME) -> str:
    """Mask a text, make one line of it, replace what could act in a file, and cut what is too long, which is seen.

    Masks hide whom the records that are being shown hide (``greenshoots.public``).
    """
    return clean(mask(text), most)


def clean(text: str, most: int = LONGEST_NAME) -> str:
    """As ``safe``, without the mask: for words that are masked already."""
    line = " ".join(_HARMFUL.sub("\N{REPLACEMENT CHARACTER}", text).split())
    return line if len(line) <= most else line[: most - len(CUT)].rstrip() + CUT


def cited(store: Store, piece: Statement | Link, *, most: int = LONGEST) -> Cited:
    """Cite a statement or a passage found later. Of an article nothing but the sentence itself is shown."""
    document = store.document(piece.document_key)
    place = place_of(document, piece.start)
    url = place.url or document.url
    with showing(document):
        return Cited(
            words=safe(piece.text.strip("| \t\r\n"), most),  # a row of a table without its outer rules
            source=_source(document, place.words),
            url=url if url and is_web(url) and len(url) <= LONGEST and not _HARMFUL.search(url) else None,
            changed=safe(versions.flag(store, piece), LONGEST),
        )


def _source(document: Document, place: str) -> str:
    title = document.title or document.id.rpartition("/")[2]
    body = document.body if document.body and document.body not in title else ""
    return ", ".join(filter(None, (safe(title), safe(body or ""), _day(document), place)))


def _day(document: Document) -> str:
    day: date | None = document.made
    return (
        f"meeting of {british(day)}" if document.met and document.medium in ("minutes", "transcript") else british(day)
    )
