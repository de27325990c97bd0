"""Pledges: what was promised, by whom, by when, and whether anything later was found about it. No verdicts."""

from __future__ import annotations

from datetime import date
from itertools import islice

import streamlit as st

from greenshoots import ledger
from greenshoots.ledger import Entry
from greenshoots.plain import RELATION_WORDS, british, count
from greenshoots.views import address, frame, wording
from greenshoots.views.markup import escaped, shown
from greenshoots.views.parts import bodies_of, empty_store, statement_link

STEP = 30  # pledges shown at first, and more at a time (guess)


FOUND_NOTHING = {
    "nothing found": "Checked: nothing found later.",
    "not checked": "Not checked yet.",
    "a source could not be read": "Checked: nothing found later, but a source could not be read.",
}


def show() -> None:
    """Draw the screen."""
    library = frame.library()
    frame.title("Pledges")
    everything = library.store.coverage()
    if not everything.documents:
        empty_store()
        return
    with st.expander("Narrow the list", expanded=address.is_narrowed()):
        filters = address.filters(bodies_of(everything), kind="commitment")
    frame.covered(library.store.coverage(filters))
    limit = address.limit(STEP)
    found = list(islice(ledger.entries(library, filters), limit + 1))
    if not found:
        st.html(
            '<div class="gs-answer gs-none" role="status">'
            "<p><strong>No pledge found in the record covered.</strong></p>"
            "<p>This is no sign that none was made: what is covered stands above.</p></div>"
        )
        return
    listed = "".join(f"<li>{_entry(entry)}</li>" for entry in found[:limit])
    more = address.show_more("ledger", limit, STEP) if len(found) > limit else ""
    heading = "Newest pledges" if more else count(len(found), "pledge")
    st.html(f'<h2>{heading}</h2><ol class="gs-cards gs-small">{listed}</ol>{more}')


def _entry(entry: Entry) -> str:
    statement = entry.statement
    due = wording.due(entry.due, date.today()) if entry.due else "no day given"
    said = ", ".join(filter(None, (british(entry.made), entry.body)))
    return (
        f"<article><h3>{shown(wording.speaker(statement))}</h3>"
        f'<blockquote class="gs-words gs-alone"><p>{shown(" ".join(statement.text.split()))}</p></blockquote>'
        f'<p><span class="gs-soft">Said</span> {shown(said)}. <span class="gs-soft">Due</span> {escaped(due)}.</p>'
        f"<p>{escaped(_found(entry))}</p>{statement_link('Open this pledge', statement, entry.made)}</article>"
    )


def _found(entry: Entry) -> str:
    """Say in a line what was found later, the newest passage by name."""
    if not entry.shown:
        return FOUND_NOTHING[entry.answer]
    last = entry.shown[-1]
    found = count(len(entry.shown), "later passage")
    return f"{found} found; the latest, of {british(last.date)}, {RELATION_WORDS[last.relation]}."
