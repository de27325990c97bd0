"""Pledges and requests: what was promised or asked, by whom, by when, and what was found later. No verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from greenshoots import ledger
from greenshoots.action_sheet import action_sheet
from greenshoots.excerpts import excerpts
from greenshoots.export_formats import packed
from greenshoots.ledger import Entry, Wanted
from greenshoots.pipeline import Library
from greenshoots.plain import answer_line, british, count, reply_words, standing_words
from greenshoots.public import showing
from greenshoots.records import Filters
from greenshoots.views import address, frame, judging, pages, versions, wording
from greenshoots.views.following import add_link
from greenshoots.views.markup import escaped, shown
from greenshoots.views.parts import bodies_of, empty_store, statement_link

STEP = 50  # pledges on a page (guess)
NAMES = ("committee", "portfolio", "topic", "state")  # filters of this screen alone, in the address
REQUESTS = "requests"

# What can be asked for, as it stands in the address, too.
OF_PLEDGES: Mapping[str, Mapping[str, Any]] = {
    "Due this month": {"due_this_month": True},
    "Day passed, nothing that reads as done": {"overdue": True},
    "Silent for 1 meeting or more": {"silent": 1},
    "Silent for 3 meetings or more": {"silent": 3},
    "Silent for 6 meetings or more": {"silent": 6},
    "Silent for 12 meetings or more": {"silent": 12},
    "Moved once or more": {"moved": 1},
    "Moved twice or more": {"moved": 2},
    "Reads as done, late": {"kept_late": True},
    "Promised more than once": {"repeated": True},
    "With a verdict": {"verdict": "any"},
    "Without a verdict": {"verdict": "none"},
}
OF_REQUESTS: Mapping[str, Mapping[str, Any]] = {
    "Reads as accepted": {"reply": "accepted"},
    "Reads as refused": {"reply": "refused"},
    "Reads as acted on": {"reply": "acted on"},
    "No answer found after two months": {"reply": "unanswered"},
    **{name: wanted for name, wanted in OF_PLEDGES.items() if name.startswith(("Silent", "With"))},
}


def show() -> None:
    """Draw the screen."""
    library = frame.library()
    frame.title("Pledges")
    everything = library.store.coverage()
    if not everything.documents:
        empty_store()
        return
    requests = st.query_params.get("what") == REQUESTS
    _tabs(requests)
    with st.expander("Narrow the list", expanded=_is_narrowed()):
        filters = address.filters(bodies_of(everything), kind="request" if requests else "commitment")
        wanted = _wanted(OF_REQUESTS if requests else OF_PLEDGES)
    frame.covered(library.store.coverage(filters))
    st.html(f'<p class="gs-go">{pages.link("briefing", "Make a briefing for a meeting")}</p>')
    with st.spinner("Bringing the list up to date…", show_time=False):
        listed = ledger.number(library, filters, wanted=wanted)
    if not listed:
        _nothing("request" if requests else "pledge")
        return
    _page(library, filters, wanted, listed)
    _downloads(library, filters, wanted, listed)


def _tabs(requests: bool) -> None:
    """Draw the two lists there are as links; the one that is shown is none."""
    here = '<strong aria-current="page">{}</strong>'
    pledges, asked = "Pledges", "Recommendations and requests"
    told = [
        pages.link("ledger", pledges) if requests else here.format(pledges),
        here.format(asked) if requests else pages.link("ledger", asked, what=REQUESTS),
    ]
    st.html(f'<nav aria-label="Lists">{" · ".join(told)}</nav>')


def _is_narrowed() -> bool:
    return address.is_narrowed() or any(name in st.query_params for name in NAMES)


def _wanted(states: Mapping[str, Mapping[str, Any]]) -> Wanted:
    """Draw the filters of this screen, each bound to its name in the address."""
    left, right = st.columns(2)
    with left:
        topic = st.text_input("Topic", key="topic", bind="query-params", placeholder="Any words")
        committee = st.text_input(
            "Committee or heading", key="committee", bind="query-params", placeholder="For example: scrutiny"
        )
    with right:
        state = st.selectbox(
            "Where it stands", list(states), index=None, key="state", bind="query-params", placeholder="Any"
        )
        portfolio = st.text_input(
            "Portfolio or post",
            key="portfolio",
            bind="query-params",
            placeholder="For example: children",
            help="As the record tells the speaker’s post or who is to act. Where it tells none, none is guessed.",
        )
    texts = [words.strip() or None for words in (committee, portfolio, topic)]
    plain = Wanted(date.today(), committee=texts[0], portfolio=texts[1], topic=texts[2])
    return replace(plain, **states[state]) if state in states else plain


def _nothing(noun: str) -> None:
    st.html(
        '<div class="gs-answer gs-none" role="status">'
        f"<p><strong>No {noun} found in the record covered.</strong></p>"
        "<p>This is no sign that none was made: what is covered stands above.</p></div>"
    )


def _page(library: Library, filters: Filters, wanted: Wanted, listed: int) -> None:
    """Draw one page of the list, and links to those beside it."""
    last = (listed - 1) // STEP
    number = min(_page_asked(), last)
    found = ledger.entries(library, filters, wanted=wanted, limit=STEP, offset=number * STEP)
    cards = "".join(f"<li>{_shown(library, entry, wanted.today)}</li>" for entry in found)
    heading = count(listed, "request" if filters.kind == "request" else "pledge")
    first = number * STEP + 1
    part = f'<p class="gs-soft">{first} to {min(first + STEP - 1, listed)}, newest first.</p>' if last else ""
    st.html(
        f'<h2>{heading}</h2>{part}<ol class="gs-cards gs-small" start="{first}">{cards}</ol>{_beside(number, last)}'
    )


def _downloads(library: Library, filters: Filters, wanted: Wanted, listed: int) -> None:
    """Offer the whole list as narrowed, not just this page."""
    entries = partial(ledger.entries, library, filters, wanted=wanted)
    st.html(f"<h2>Take the list along</h2><p>{count(listed, 'entry', 'entries')}, as narrowed above.</p>")
    st.download_button(
        "Action sheet (CSV)",
        lambda: action_sheet(library, entries(), wanted.today),
        file_name="action-sheet.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    dated = replace(wanted, dated=True)
    if ledger.number(library, filters, wanted=dated):
        st.download_button(
            "Due days (calendar)",
            lambda: _calendar(library, filters, dated),
            file_name="due-days.ics",
            mime="text/calendar",
            icon=":material/download:",
            on_click="ignore",
        )


def _calendar(library: Library, filters: Filters, dated: Wanted) -> bytes:
    ids = [entry.id for entry in ledger.entries(library, filters, wanted=dated)]
    return packed(list(excerpts(library, ids)), "ics")


def _page_asked() -> int:
    """Return the page that the address asks for, counted from 0."""
    asked = st.query_params.get("page", "")
    return int(asked) - 1 if asked.isdecimal() and 0 < int(asked) <= address.MOST else 0


def _beside(number: int, last: int) -> str:
    """Return links to the page before and the page after."""
    told = []
    for words, page in (("Newer", number - 1), ("Older", number + 1)):
        if 0 <= page <= last:
            parameters = {**st.query_params.to_dict(), "page": str(page + 1)}
            told.append(pages.link("ledger", f"{words}: page {page + 1} of {last + 1}", **parameters))
    return f'<nav aria-label="Pages"><p>{" · ".join(told)}</p></nav>' if told else ""


def _shown(library: Library, entry: Entry, today: date) -> str:
    with showing(library.store.document(entry.statement.document_key)):
        return _entry(entry, today, versions.note(library, entry.statement))


def _entry(entry: Entry, today: date, changed: str) -> str:
    statement = entry.statement
    said = ", ".join(filter(None, (british(entry.made), entry.body, entry.title)))
    due = wording.due(entry.due, today) if entry.due else "no day given"
    noun = "request" if "request" in statement.kinds and "commitment" not in statement.kinds else "pledge"
    judged = f'<p class="gs-verdict">{judging.line(entry.verdict)}</p>' if entry.verdict else ""
    standing = [words for words in standing_words(entry)[bool(entry.due) :] if words not in due]  # told once is enough
    told = [f"<p>{escaped(words[:1].upper() + words[1:])}.</p>" for words in standing]
    if "request" in statement.kinds:
        told.append(f"<p>{shown(reply_words(entry, today))}</p>")
    return (
        f"<article><h3>{shown(wording.speaker(statement))}</h3>"
        f'<blockquote class="gs-words gs-alone"><p>{shown(" ".join(statement.text.split()))}</p></blockquote>{changed}'
        f'<p><span class="gs-soft">Said</span> {shown(said)}. <span class="gs-soft">Due</span> {escaped(due)}.</p>'
        f"{''.join(told)}{_other_times(entry)}<p>{escaped(answer_line(entry.silence))}</p>{judged}"
        f"{statement_link(f'Open this {noun}', statement, entry.made)}{add_link(statement, entry.made)}</article>"
    )


def _other_times(entry: Entry) -> str:
    """Return links to the other times that the same was promised, one a day."""
    others = {day: name for day, name in entry.promised if name != entry.id and day != entry.made}
    if not others:
        return ""
    links = ", ".join(pages.link("statement", escaped(british(day)), id=name) for day, name in others.items())
    return f'<p><span class="gs-soft">Also promised:</span> {links}</p>'
