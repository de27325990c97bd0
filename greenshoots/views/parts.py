"""Pieces of HTML that several screens show: speaker, kinds, source, an empty store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from greenshoots import quoting
from greenshoots.pipeline import Library
from greenshoots.plain import british
from greenshoots.records import Coverage, Document, Statement
from greenshoots.views import adding, pages, wording
from greenshoots.views.markup import anchor, escaped, is_web, shown

MADE_BY_MACHINE = "Words made by machine: listen before you quote them."


def bodies_of(coverage: Coverage) -> list[str]:
    """Names of the bodies covered, in order of the alphabet."""
    return sorted(name for name, _ in coverage.bodies if name)


def who(statement: Statement) -> str:
    """Who said it, with office, and how that is known, as a heading and a line."""
    office = wording.office(statement)
    beside = f'<span class="gs-soft">, {shown(office)}</span>' if office else ""
    known = (
        ""
        if statement.attribution.how == "named" and statement.attribution.score >= wording.SURE
        else (f'<p class="gs-soft">{shown(wording.attribution(statement))}</p>')
    )
    return f"<h3>{shown(wording.speaker(statement))}{beside}</h3>{known}"


def kind_tags(statement: Statement) -> str:
    """The kinds of a statement as small labels."""
    told = "".join(f"<li>{escaped(wording.KIND_WORDS[kind])}</li>" for kind in statement.kinds)
    return f'<ul class="gs-tags" aria-label="Kinds">{told}</ul>'


def source_line(document: Document) -> str:
    """Where and when, with a link to the source on the web where there is one."""
    words = wording.source(document)
    place = anchor(document.url or "", words) if is_web(document.url) else shown(words)
    return f'<p class="gs-soft">{place}. {escaped(wording.day_said(document))}.</p>'


def also_printed(others: Sequence[Document]) -> str:
    """Name the other papers that ran the same story, with links; they are no evidence of it."""
    told = []
    for other in others:
        words = f"{other.body or other.title or other.id}, {british(other.published)}"
        told.append(anchor(other.url, words) if other.url and is_web(other.url) else shown(words))
    return f'<p class="gs-soft">Also printed in: {"; ".join(told)}</p>' if told else ""


def partial_note(library: Library, document: Document) -> str:
    """Say that only part of a record could be had; "" of a whole one."""
    seen = library.store.provenances(document.key)
    if not seen or not seen[-1].partial:
        return ""
    return f'<p class="gs-changed">{escaped(quoting.partial_words(document))}</p>'


def statement_link(words: str, statement: Statement, day: date | None) -> str:
    """A link to a statement, which says whose and of when: read out on its own, it still makes sense."""
    told = f"{escaped(words)}: {shown(wording.speaker(statement))}, {escaped(british(day))}"
    return f'<p class="gs-go">{pages.link("statement", told, id=statement.id)}</p>'


def empty_store() -> None:
    """Say what this is and what to do where nothing was added yet: add a council, or load the sample."""
    adding.first_steps()


def made_note(library: Library, document: Document) -> str:
    """Return a warning, as HTML, where the words of a record were made by machine from a recording; "" elsewhere."""
    made = any(provenance.machine_made for provenance in library.store.provenances(document.key)[-1:])
    return f'<p class="gs-soft">{MADE_BY_MACHINE}</p>' if made else ""
