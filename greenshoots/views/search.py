"""Search: what record is covered, then what was found in it, as quotation cards."""

from __future__ import annotations

import streamlit as st

from greenshoots import pipeline, quoting
from greenshoots.pipeline import Library
from greenshoots.plain import count
from greenshoots.public import showing
from greenshoots.records import Filters, Hit, Span
from greenshoots.views import address, frame, versions
from greenshoots.views.marked import in_context
from greenshoots.views.markup import shown
from greenshoots.views.parts import (
    also_printed,
    bodies_of,
    empty_store,
    kind_tags,
    partial_note,
    source_line,
    statement_link,
    who,
)

LEAD = "Search what public bodies said in meetings and to the press. Open a statement to see what was reported later."
NO_STATEMENT = '<p class="gs-soft">Not read as a statement</p>'
STEP = 20  # cards shown at first, and more at a time (guess: two or three screenfuls)


def show() -> None:
    """Draw the screen."""
    library = frame.library()
    frame.title("What was said, and what came after?")
    everything = library.store.coverage()
    if not everything.documents:
        empty_store()
        return
    st.html(f'<p class="gs-lead">{LEAD}</p>')
    query = address.words()
    with st.expander("Narrow the search", expanded=address.is_narrowed()):
        filters = address.filters(bodies_of(everything))
    frame.covered(library.store.coverage(filters))
    _results(library, query, filters)


def _results(library: Library, query: str, filters: Filters) -> None:
    limit = address.limit(STEP)
    with st.spinner("Searching…", show_time=False):
        hits = pipeline.search(library, query, filters=filters, limit=limit + 1)
    if not hits:
        _nothing()
        return
    found = "".join(f"<li>{_shown(library, hit)}</li>" for hit in hits[:limit])
    more = address.show_more("search", limit, STEP) if len(hits) > limit else ""
    heading = _heading(query, min(len(hits), limit), more=bool(more))
    st.html(f'<h2>{heading}</h2><ol class="gs-cards gs-small">{found}</ol>{more}')


def _heading(query: str, number: int, *, more: bool) -> str:
    if not query:
        return "Newest statements" if more else f"{count(number, 'statement')}, newest first"
    return f"The first {number} found, best first" if more else f"{number} found, best first"


def _nothing() -> None:
    st.html(
        '<div class="gs-answer gs-none" role="status"><p><strong>Nothing found in the record covered.</strong></p>'
        "<p>This is no sign that nothing was said: what is covered stands above, and other records may hold it. "
        "Try fewer or other words, or take a filter away.</p></div>"
    )


def _shown(library: Library, hit: Hit) -> str:
    with showing(hit.document):
        return _card(library, hit)


def _card(library: Library, hit: Hit) -> str:
    piece = hit.statement or hit.passage
    passages = library.store.passages(hit.document.key)
    before, after = quoting.context(hit.document, before=1, after=1)
    words = in_context(hit.document.text, passages, Span(piece.start, piece.end), before=before, after=after)
    told = f"{_how_found(hit)}{versions.note(library, hit.statement)}{source_line(hit.document)}"
    told += also_printed(hit.also) + partial_note(library, hit.document)
    if hit.statement:
        opened = statement_link("Open this statement", hit.statement, hit.document.made)
        return f"<article>{who(hit.statement)}{words}{kind_tags(hit.statement)}{told}{opened}</article>"
    heading = f": {shown(hit.passage.heading)}" if hit.passage.heading else ""
    return f"<article><h3>Passage{heading}</h3>{NO_STATEMENT}{words}{told}</article>"


def _how_found(hit: Hit) -> str:
    """Say where none of the words typed led to a find, so that nobody looks for them in it."""
    if hit.parts.get("meaning") and not hit.parts.get("words"):
        return '<p class="gs-soft">Found by its meaning, not by these words.</p>'
    return ""
