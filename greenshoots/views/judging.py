"""How people judge on a statement's screen: a form under each later passage, and one for the verdict with its log."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from greenshoots.errors import GreenShootsError
from greenshoots.judgements import give, judge_link
from greenshoots.pipeline import Library
from greenshoots.plain import SAID_WORDS, british, count, found_by
from greenshoots.records import RATINGS, RELATIONS, Link, Rating, Relation, Statement, Verdict
from greenshoots.views import frame, reviewer
from greenshoots.views.markup import escaped, shown

RATING_WORDS: dict[Rating, str] = {
    "kept": "Kept: the thing itself was done, in time",
    "kept late": "Kept late: done, but after the day promised",
    "partly kept": "Partly kept: some of it was done",
    "broken": "Broken: the day has passed and it was not done",
    "moved": "Moved: other terms took the place of the first",
    "dropped": "Dropped: it was given up",
    "borne out": "Borne out: a claim that later records support",
    "contradicted": "Contradicted: a claim that later records speak against",
    "open": "Open: it cannot be said yet",
}


def who_found(link: Link) -> str:
    """Say who stands behind a link, as HTML: a person stands out, the machine does not."""
    told = found_by(link)
    return f'<p class="{"gs-judged" if link.judgement else "gs-soft"}">{shown(told[:1].upper() + told[1:])}</p>'


def link_form(library: Library, statement: Statement, link: Link) -> None:
    """Ask what a passage says of the statement, and keep the answer."""
    if not reviewer.standing().may:
        return
    day = british(link.date) if link.date else "unknown date"
    choices = _choices(link)
    with st.expander(f"Judge this passage of {day}"), st.form(f"judge {link.id}", border=False):
        chosen = st.selectbox("Does it bear on the statement?", choices)
        reason = st.text_input("Why (not required)")
        by = reviewer.name_box()
        if st.form_submit_button("Keep the judgement"):
            _keep_link(library, statement, link, by, reason, choices[chosen])


def _choices(link: Link) -> Mapping[str, tuple[bool, Relation | None]]:
    """Return what can be said of a link: whether it is accepted, and as what."""
    proposed = "another report of the same words" if link.further_source else SAID_WORDS[link.relation]
    others = [name for name in RELATIONS if link.further_source or name != link.relation]
    return {
        f"Yes: {proposed}": (True, None),
        "No: it is about something else": (False, None),
        **{f"Yes, but it says: {SAID_WORDS[name]}": (True, name) for name in others},
    }


def _keep_link(
    library: Library, statement: Statement, link: Link, by: str, reason: str, choice: tuple[bool, Relation | None]
) -> None:
    accepted, relation = choice
    try:
        by = reviewer.signed(by)
        judge_link(library, statement, link, by=by, accepted=accepted, relation=relation, reason=reason)
    except GreenShootsError as error:
        frame.say_error(error)
        return
    draw_again(by)


def note(library: Library, statement: Statement) -> None:
    """Show the last verdict on a statement, with whose it is: it is theirs, not the machine's."""
    for verdict in library.store.verdicts_of(statement)[-1:]:
        st.html(f'<div class="gs-answer" role="note"><p>{line(verdict)}</p></div>')


def line(verdict: Verdict) -> str:
    """A verdict in a line of HTML: who gave it, when, what and why."""
    told = f"Verdict by {verdict.by}, {british(verdict.at.date())}: {verdict.rating}."
    return f"<strong>{shown(told)}</strong> {shown(verdict.reason)}"


def verdicts(library: Library, statement: Statement) -> None:
    """Ask for a verdict, keep it, and list all that were given."""
    given = library.store.verdicts_of(statement)
    told = f"{count(len(given), 'verdict')} so far" if given else "No one has given one yet"
    st.html(f'<h2>The verdict</h2><p class="gs-soft">People give it, never the program. {escaped(told)}.</p>')
    may = reviewer.standing().may
    if not may:
        reviewer.note()
    if not (may or given):
        return
    with st.expander("Give a verdict, or see all that were given" if may else "See all verdicts that were given"):
        if may:
            _verdict_form(library, statement)
        if given:
            listed = "".join(f"<li>{line(verdict)}</li>" for verdict in given)
            st.html(f'<p class="gs-soft">All verdicts, oldest first:</p><ol class="gs-log">{listed}</ol>')


def _verdict_form(library: Library, statement: Statement) -> None:
    with st.form("verdict", border=False):
        st.html("<p class='gs-soft'>It is kept for good with your name and the day; a later one does not erase it.</p>")
        rating = st.selectbox(
            "Your verdict", RATINGS, index=None, placeholder="Choose one", format_func=RATING_WORDS.__getitem__
        )
        reason = st.text_input("What it rests on")
        by = reviewer.name_box()
        if st.form_submit_button("Keep the verdict"):
            _keep_verdict(library, statement, rating, by, reason)


def _keep_verdict(library: Library, statement: Statement, rating: Rating | None, by: str, reason: str) -> None:
    if rating is None:
        st.html('<p class="gs-error" role="alert">Choose a verdict first.</p>')
        return
    try:
        by = reviewer.signed(by)
        give(library, statement.id, rating, by=by, reason=reason)
    except GreenShootsError as error:
        frame.say_error(error)
        return
    draw_again(by)


def draw_again(by: str) -> None:
    """Draw the screen anew, with what was just kept on it."""
    reviewer.remember(by)
    st.rerun()
