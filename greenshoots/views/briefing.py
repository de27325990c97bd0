"""A briefing for a meeting of one committee: choose it, read it here, take it along as a Word file or a page."""

from __future__ import annotations

from datetime import date

import streamlit as st

from greenshoots.briefing import Briefing, Item, brief
from greenshoots.briefing_files import file_name, notice_of, packed
from greenshoots.briefing_page import body
from greenshoots.committees import Committee, committees
from greenshoots.pipeline import Library
from greenshoots.views import address, frame, pages
from greenshoots.views.markup import escaped
from greenshoots.views.parts import empty_store

LEAD = (
    "What was promised to a committee, what was found about it since, and what to ask: to take into its next meeting."
)
NO_COMMITTEE = "No minutes of a committee are covered yet. Add a council’s site or its minutes: see Sources."


def show() -> None:
    """Draw the screen."""
    library = frame.library()
    frame.title("Briefing for a meeting")
    if not library.store.coverage().documents:
        empty_store()
        return
    known = {one.told: one for one in committees(library.store)}
    if not known:
        st.html(f"<p>{NO_COMMITTEE}</p>")
        return
    st.html(f'<p class="gs-lead">{LEAD}</p>')
    chosen, on = _chosen(known)
    if chosen is None:
        st.html('<p class="gs-soft">Choose the committee. The briefing then stands below.</p>')
        return
    with st.spinner("Gathering…", show_time=False):
        made = brief(library, chosen, on)
    _downloads(library, made)
    st.html(f'<div class="gs-briefing">{body(made, link=_link)}</div>')


def _chosen(known: dict[str, Committee]) -> tuple[Committee | None, date]:
    """Draw the two choices, each bound to its name in the address."""
    name = st.selectbox(
        "Committee", list(known), index=None, key="committee", bind="query-params", placeholder="Choose one"
    )
    on = st.date_input(
        "Day of the meeting",
        date.today(),
        min_value=address.EARLIEST,
        max_value=address.LATEST,
        format="DD/MM/YYYY",
        key="on",
        bind="query-params",
        help="The briefing tells what was published before this day.",
    )
    return known.get(name) if name else None, on if isinstance(on, date) else date.today()


def _downloads(library: Library, made: Briefing) -> None:
    notice = notice_of(library.home)
    kinds = {
        "docx": ("Word file", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "html": ("Page to print", "text/html"),
    }
    with st.container(horizontal=True):
        for form, (label, mime) in kinds.items():
            st.download_button(
                label,
                lambda form=form: packed(made, form, notice),
                file_name=file_name(made, form),
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
            )


def _link(item: Item) -> str:
    return pages.link("statement", escaped(f"Open item {item.number}"), id=item.id)
