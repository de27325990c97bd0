"""One utterance as each record of its meeting has it, side by side: columns on a desktop, stacked on a phone."""

from __future__ import annotations

import streamlit as st

from greenshoots.errors import GreenShootsError
from greenshoots.pipeline import Library
from greenshoots.plain import british
from greenshoots.public import showing
from greenshoots.records import Statement
from greenshoots.strengths import record_name
from greenshoots.views import frame
from greenshoots.views.markup import anchor, escaped, shown
from greenshoots.views.parts import MADE_BY_MACHINE, source_line, statement_link
from greenshoots.wordings import Wording, Wordings, wordings

HEADING = "What other records of the meeting say"
NO_EVIDENCE = (
    "One meeting, told by several records. None of them is evidence of what came of it. "
    "Matched by machine: check that they tell of the same thing."
)


def show(library: Library, statement: Statement) -> None:
    """Draw the wordings, how they differ, and which records of the meeting have none; nothing if there is none."""
    try:
        found = wordings(library, statement)
    except GreenShootsError as error:
        frame.say_error(error)
        return
    if found.others:
        st.html(f'<section aria-label="{HEADING}"><h2>{HEADING}</h2>{_whole(found)}</section>')
    elif found.silent:
        st.html(f'<section aria-label="{HEADING}"><h2>{HEADING}</h2>{_silent(found)}</section>')


def _whole(found: Wordings) -> str:
    columns = "".join(f"<li>{_column(one, own=one is found.own)}</li>" for one in (found.own, *found.others))
    listed = f'<ul class="gs-beside" aria-label="Wordings">{columns}</ul>'
    return f'<p class="gs-soft">{escaped(NO_EVIDENCE)}</p>{_differences(found)}{listed}{_silent(found)}'


def _differences(found: Wordings) -> str:
    with showing(found.own.document, *(other.document for other in found.others)):
        told = "".join(f"<li>{shown(sentence)}</li>" for sentence in found.differences)
    return f'<h3>How they differ</h3><ul class="gs-differ">{told}</ul>' if told else ""


def _column(wording: Wording, *, own: bool) -> str:
    document = wording.document
    with showing(document):
        record = record_name(document.medium, typed=not wording.machine_made)
        name = f"{record[:1].upper()}{record[1:]}{' (this statement)' if own else ''}"
        who = shown(wording.speaker) if wording.speaker else "Nobody is named"
        words = f'<blockquote class="gs-words gs-alone"><p>{shown(wording.text)}</p></blockquote>'
        made = f'<p class="gs-soft">{MADE_BY_MACHINE}</p>' if wording.machine_made else ""
        follow = ""
        if wording.statement and not own:
            follow = statement_link("Open these words as a statement", wording.statement, document.made)
        told = f'<h3>{escaped(name)}</h3><p class="gs-who">{who}</p>{words}{_place(wording)}{made}'
        return told + source_line(document) + follow


def _place(wording: Wording) -> str:
    words = wording.place.words
    if not words:
        return ""
    told = f"{words[:1].upper()}{words[1:]}"
    return f'<p class="gs-soft">{anchor(wording.place.url, told) if wording.place.url else escaped(told)}</p>'


def _silent(found: Wordings) -> str:
    """Name the records of the meeting in which the same words were not found: they may be there, worded otherwise."""
    told = ""
    for document in found.silent:
        with showing(document):
            title = shown(document.title or document.id)
            told += f"<li>{title}, {escaped(british(document.published))}</li>"
    return (
        f'<p class="gs-soft">Also of this meeting; the same words were not found there:</p><ul>{told}</ul>'
        if told
        else ""
    )
