"""The form in which a reader says that the machine got a statement wrong, and what readers said before."""

from __future__ import annotations

import streamlit as st

from greenshoots.corrections import correct, standing
from greenshoots.errors import GreenShootsError
from greenshoots.masks import mask
from greenshoots.pipeline import Library
from greenshoots.plain import british
from greenshoots.records import KINDS, Correction, Statement
from greenshoots.views import frame, judging, reviewer, wording
from greenshoots.views.markup import shown


def notes(library: Library, statement: Statement) -> None:
    """Show what readers said of these words, newest last: beside what was found, never instead of it."""
    for correction in standing(library.store.corrections(statement.document_key)):
        if (correction.start, correction.end) == (statement.start, statement.end):
            st.html(f'<div class="gs-answer gs-none" role="note"><p>{shown(_told(correction))}</p></div>')


def _told(correction: Correction) -> str:
    kinds = ", ".join(wording.KIND_WORDS[kind] for kind in correction.kinds) or "no statement"
    speaker = f" by {correction.speaker}" if correction.kinds and correction.speaker else ""
    reason = f": {correction.reason}" if correction.reason else ""
    return f"A reader says: {kinds}{speaker}{reason} ({correction.by}, {british(correction.at.date())})"


def form(library: Library, statement: Statement) -> None:
    """Ask for a correction and keep it."""
    if not reviewer.standing().may:
        return
    with st.expander("Is this wrong? Correct it"), st.form("correction", border=False):
        st.html(
            "<p class='gs-soft'>What was found stays as it is; what you say is shown beside it with your name, "
            "and the next training learns from it.</p>"
        )
        kinds = st.multiselect(
            "What these words are (leave empty: no statement)",
            KINDS,
            default=list(statement.kinds),
            format_func=lambda kind: wording.KIND_WORDS[kind],
        )
        speaker = st.text_input(
            "Whose words they are (leave empty: not attributed)", value=mask(statement.speaker or "")
        )
        reason = st.text_input("Why (not required)")
        by = reviewer.name_box()
        if st.form_submit_button("Keep the correction"):
            _keep(library, statement, kinds, speaker, reason, by)


def _keep(library: Library, statement: Statement, kinds: list[str], speaker: str, reason: str, by: str) -> None:
    try:
        by = reviewer.signed(by)
        correct(
            library,
            statement.id,
            [kind for kind in KINDS if kind in kinds],
            by=by,
            speaker=speaker.strip() or None,
            same_speaker=bool(statement.speaker) and speaker == mask(statement.speaker or ""),
            reason=reason,
        )
    except GreenShootsError as error:
        frame.say_error(error)
        return
    judging.draw_again(by)
