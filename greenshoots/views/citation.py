"""A statement as a citation: the words as they stand, who, when, where, and how to prove it."""

from __future__ import annotations

from greenshoots.masks import mask
from greenshoots.places import place_of
from greenshoots.plain import british
from greenshoots.records import Document, Provenance, Statement
from greenshoots.views.wording import day_said, office, source, speaker


def footnote(statement: Statement, document: Document, provenance: Provenance | None) -> str:
    """Return a citation of one line, as for a footnote. Line ends become spaces, contact details are masked."""
    who = ", ".join(filter(None, (speaker(statement), office(statement))))
    opening, closing = "‘’" if set(statement.text) & set('“”"') else "“”"
    place = place_of(document, statement.start).words
    parts = [f"{who}: {opening}{statement.text}{closing}", source(document), *filter(None, [place]), day_said(document)]
    if document.url:
        parts.append(document.url)
    if provenance:
        parts.append(f"Read {british(provenance.fetched.date())}, SHA-256 {provenance.raw_sha256}")
    return mask(" ".join(". ".join(parts).split())) + "."
