"""The form by which a reader adds a later passage that the machine missed: search, choose, say what it tells."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from greenshoots.errors import GreenShootsError
from greenshoots.judgements import add_passage, later_passages
from greenshoots.pipeline import Library
from greenshoots.plain import SAID_WORDS, british, count
from greenshoots.public import showing
from greenshoots.records import RELATIONS, Passage, Relation, Statement
from greenshoots.views import frame, judging, reviewer, wording
from greenshoots.views.markup import escaped, shown

LABEL = "Add a passage that was missed"
MOST = 10  # passages offered at a time (guess: more words find it sooner)
LEAD = (
    "Search the later records of this body for it (of all bodies, if it was said in the press). What you add stands on"
    " the timeline as yours, with your name and the day; the machine can learn from it."
)


def form(library: Library, statement: Statement) -> None:
    """Ask for words of the passage, offer what has them, and keep the one chosen as evidence."""
    if not reviewer.standing().may:
        return
    with st.expander(LABEL):
        st.html(f'<p class="gs-soft">{LEAD}</p>')
        typed = st.text_input("Words that stand in it", key=f"missed {statement.id}")
        words: str = typed.strip()
        if not words:
            return
        found = later_passages(library, statement, words, limit=MOST)
        if not found:
            _nothing()
            return
        _offered(library, found)
        _form(library, statement, found)


def _nothing() -> None:
    st.html(
        '<p role="status">No other passage of a later record has all these words. Try fewer, or see under Sources'
        " whether the record is covered.</p>"
    )


def _offered(library: Library, found: Sequence[Passage]) -> None:
    items = "".join(f"<li>{_told(library, passage)}</li>" for passage in found)
    head = f"{count(len(found), 'passage')}, best first"
    more = "; more words narrow it down" if len(found) == MOST else ""
    st.html(f'<p role="status">{head}{more}:</p><ol class="gs-small gs-offered">{items}</ol>')


def _told(library: Library, passage: Passage) -> str:
    document = library.store.document(passage.document_key)
    where = f"{british(document.published)}, {wording.source(document)}"
    with showing(document):
        return f"<q>{shown(' '.join(passage.text.split()))}</q><p class='gs-soft'>{shown(where)}</p>"


def _form(library: Library, statement: Statement, found: Sequence[Passage]) -> None:
    numbers = range(1, len(found) + 1)
    with st.form(f"missed form {statement.id}", border=False):
        number = st.selectbox(
            "Which one", numbers, index=0 if len(found) == 1 else None, placeholder="Choose its number"
        )
        relation = st.selectbox(
            "What it says of the statement",
            RELATIONS,
            index=None,
            placeholder="Choose one",
            format_func=lambda name: SAID_WORDS[name][:1].upper() + SAID_WORDS[name][1:],
        )
        reason = st.text_input("Why (not required)")
        by = reviewer.name_box()
        if st.form_submit_button("Add the passage"):
            _keep(library, statement, found[number - 1] if number else None, relation, by, reason)


def _keep(
    library: Library,
    statement: Statement,
    passage: Passage | None,
    relation: Relation | None,
    by: str,
    reason: str,
) -> None:
    if passage is None or relation is None:
        what = "Choose the passage first" if passage is None else "Say first what it tells of the statement"
        st.html(f'<p class="gs-error" role="alert">{escaped(what)}.</p>')
        return
    try:
        by = reviewer.signed(by)
        add_passage(library, statement, passage, relation=relation, by=by, reason=reason)
    except GreenShootsError as error:
        frame.say_error(error)
        return
    judging.draw_again(by)
