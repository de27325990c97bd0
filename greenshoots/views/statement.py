"""One statement: the words in context, who and how sure, what would test it, where it comes from, what came after."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from greenshoots import pipeline, quoting
from greenshoots.errors import GreenShootsError
from greenshoots.pipeline import Library
from greenshoots.plain import british, gone_through
from greenshoots.public import showing
from greenshoots.records import TRACEABLE, Document, Span, Statement, Traced
from greenshoots.silence import silence_in
from greenshoots.views import (
    address,
    beside,
    correction,
    frame,
    goalposts,
    judging,
    missed,
    origin,
    series,
    timeline,
    versions,
    wording,
)
from greenshoots.views.citation import footnote
from greenshoots.views.following import add_link
from greenshoots.views.marked import in_context
from greenshoots.views.markup import escaped, rows, shown
from greenshoots.views.parts import also_printed, kind_tags, made_note, partial_note, source_line

UNSURE = 10  # less likely passages that can be unfolded; those after them hardly ever bear on it (guess)


def show() -> None:
    """Draw the screen for the statement whose ``id`` is in the address."""
    library = frame.library()
    asked = st.query_params.get("id", "")
    if not asked:
        frame.title("No statement chosen")
        st.html("<p>Choose one from the search or from the pledges.</p>")
        return
    statement = library.store.statement(asked)
    document = library.store.document(statement.document_key)
    with showing(document):
        _draw(library, statement, document)


def _draw(library: Library, statement: Statement, document: Document) -> None:
    _heading(library, statement, document)
    versions.say_if_changed(library, statement, document)
    correction.notes(library, statement)
    judging.note(library, statement)
    _words(library, statement, document)
    _reported(statement)
    if "commitment" in statement.kinds:
        _commitment(statement)
    beside.show(library, statement)
    _later(library, statement, document)
    judging.verdicts(library, statement)
    origin.show(library, document)
    versions.show(library, document)
    _how_read(statement)
    correction.form(library, statement)
    _cite(library, statement, document)


def _heading(library: Library, statement: Statement, document: Document) -> None:
    frame.title(f"{wording.speaker(statement)}, {british(document.made)}")
    office = wording.office(statement)
    told = f'<p class="gs-lead">{shown(office)}</p>' if office else ""
    told += f'<p class="gs-soft">{shown(wording.attribution(statement))}</p>'
    told += f"{kind_tags(statement)}{source_line(document)}"
    st.html(told + also_printed(library.store.also_printed(document.key)) + add_link(statement, document.made))


def _words(library: Library, statement: Statement, document: Document) -> None:
    passages = library.store.passages(document.key)
    place = Span(statement.start, statement.end)
    heading = next((passage.heading for passage in passages if place.overlaps(Span(passage.start, passage.end))), None)
    under = f'<p class="gs-soft">Under the heading “{shown(heading)}”</p>' if heading else ""
    before, after = quoting.context(document, before=3, after=3)
    words = in_context(document.text, passages, place, before=before, after=after)
    where = origin.in_original(statement, document)
    part = partial_note(library, document) + made_note(library, document)
    told = f"<h2>The words</h2>{part}{where}{under}{words}"
    st.html(f'<section aria-label="The words in their context">{told}</section>')


def _reported(statement: Statement) -> None:
    """Show what the row of a table says beside the action or the recommendation: a report, not a verdict."""
    told = [("Answered", shown(statement.answer)), ("Reported status", shown(statement.status))]
    if statement.answer or statement.status:
        st.html(f"<h2>What the table reports</h2>{rows(told)}")


def _commitment(statement: Statement) -> None:
    st.html(f"<h2>What is promised</h2>{rows(_slots(statement))}")


def _slots(statement: Statement) -> list[tuple[str, str]]:
    """Say what the slots of a commitment hold; what cannot be known is said, not left out."""
    test = statement.testability
    missing = ", ".join(wording.MISSING_WORDS.get(name, name) for name in test.missing) if test else ""
    return [
        ("Who is to act", _who_acts(statement)),
        ("What", shown(statement.action)),
        ("By when", _deadline(statement)),
        ("How much", shown("; ".join(amount.text for amount in statement.amounts))),
        ("On condition", shown(statement.condition)),
        ("How firm", escaped(wording.FIRMNESS_WORDS[statement.firmness]) if statement.firmness else ""),
        ("To test it, it lacks", shown(missing)),
        ("A question to ask", shown(test.question) if test else ""),
    ]


def _who_acts(statement: Statement) -> str:
    """Name who is to act: the speaker only where nothing says that this is missing."""
    test = statement.testability
    named = statement.actor or (test.who if test else None)
    is_missing = test is not None and "who" in test.missing
    return shown(named or (None if is_missing else statement.speaker)) or "Not said"


def _deadline(statement: Statement) -> str:
    if not statement.deadline:
        return "No date is given"
    due = statement.deadline.due
    told = f" — due {wording.due(due, date.today())}" if due else " — no day can be worked out"
    return f"“{shown(statement.deadline.text)}”{escaped(told)}"


def _later(library: Library, statement: Statement, document: Document) -> None:
    st.html("<h2>What was reported later</h2>")
    traced = _traced(library, statement)
    likely = [link for link in traced.links if link.shown] if traced else []
    searched = traced.searched if traced else None
    silence = silence_in(
        library.store, statement.id, body=document.body, made=document.made, links=likely, searched=searched
    )
    answer = wording.answer(statement, document.made, silence)
    st.html(
        f'<div class="gs-answer {answer.tone}" role="status"><p><strong>{escaped(answer.heading)}.</strong> '
        f"{escaped(answer.words)}</p></div>"
    )
    if traced:
        if likely and document.made:
            timeline.draw(statement, document.made, likely)
            goalposts.show(library, statement, document, traced.links)
            timeline.list_links(library, likely, below=partial(judging.link_form, library, statement))
        _beside(library, statement, traced)
        missed.form(library, statement)
        st.html(f'<p class="gs-soft">Searched: {escaped(gone_through(traced.searched))}</p>')
    series.show(library, statement, document, traced)


def _traced(library: Library, statement: Statement) -> Traced | None:
    """Search later records for the statement; ``None``, and the reason on the screen, where that cannot be done."""
    if not set(statement.kinds) & set(TRACEABLE):
        return None
    try:
        with st.spinner("Searching later records…"):
            return pipeline.trace(library, statement.id)
    except GreenShootsError as error:
        frame.say_error(error)
        return None


def _beside(library: Library, statement: Statement, traced: Traced) -> None:
    """Show, apart from the evidence, what is none: less likely passages, the same words again, undated records."""
    unsure = [link for link in traced.links if not link.shown]
    best = f"the best {UNSURE} of " if len(unsure) > UNSURE else ""
    for heading, links in (
        (f"Less likely passages: {best}{len(unsure)}", unsure[:UNSURE]),
        (f"The same words reported elsewhere (not evidence): {len(traced.further_sources)}", traced.further_sources),
        (f"Of the same matter, date unknown (not evidence): {len(traced.undated)}", traced.undated),
        (f"Rejected by readers (not evidence): {len(traced.rejected)}", traced.rejected),
    ):
        if links:
            with st.expander(heading):
                timeline.list_links(library, links, below=partial(judging.link_form, library, statement))


def _how_read(statement: Statement) -> None:
    mode = {"direct": "In quotation marks or in the speaker’s own turn", "reported": "Reported, not word for word"}
    kinds = ", ".join(wording.KIND_WORDS[kind] for kind in statement.kinds)
    told = [
        ("The name", shown(wording.attribution(statement))),
        ("The words", escaped(mode.get(statement.mode, "Partly quoted, partly reported"))),
        ("The kind", escaped(f"{kinds} ({statement.score:.0%} sure)")),
    ]
    st.html(f"<h2>How it was read, by machine</h2>{rows(told)}")


def _cite(library: Library, statement: Statement, document: Document) -> None:
    seen = library.store.provenances(document.key)
    st.html("<h2>Cite or send</h2><p class='gs-soft'>As a footnote:</p>")
    st.code(footnote(statement, document, seen[-1] if seen else None), language=None, wrap_lines=True)
    st.html("<p class='gs-soft'>Permanent link to this screen:</p>")
    st.code(address.permanent(id=statement.id), language=None, wrap_lines=True)
