"""Sources: what record is covered, source by source, what is missing, and what could not be read and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from greenshoots.harvests import SourceCoverage, coverage_of, held_words, last_good_words
from greenshoots.pipeline import Library
from greenshoots.plain import british, count
from greenshoots.records import Coverage, Failure, Meeting
from greenshoots.views import adding, frame, wording
from greenshoots.views.markup import anchor, escaped, rows, shown
from greenshoots.views.origin import place
from greenshoots.views.parts import source_line
from index.store_sources import Followed


def show() -> None:
    """Draw the screen."""
    library = frame.library()
    frame.title("Sources")
    coverage = library.store.coverage()
    followed = library.store.followed()
    frame.covered(coverage)
    adding.show(coverage, follows=bool(followed))
    if coverage.documents:
        _counts(coverage)
    if followed:
        _followed(library, followed)
    failed = library.store.failures_elsewhere()
    if not (coverage.documents or failed or followed):
        return
    _failures(
        failed,
        everything="Everything else that was asked for could be read."
        if followed
        else "Every source that was asked for could be read.",
    )
    if coverage.documents:
        _documents(library, coverage)


def _counts(coverage: Coverage) -> None:
    bodies = [(name or "Body unknown", count(number, "document")) for name, number in coverage.bodies]
    media = [
        (wording.MEDIUM_WORDS.get(name, "Unknown sort"), count(number, "document")) for name, number in coverage.media
    ]
    st.html(f"<h2>By body</h2>{rows(bodies)}<h2>By sort of record</h2>{rows(media)}")


def _followed(library: Library, followed: list[Followed]) -> None:
    """Draw what each followed source has and lacks."""
    st.html(f"<h2>{count(len(followed), 'source')} followed</h2>")
    for source in followed:
        covered = coverage_of(library.store, source, today=date.today())
        st.html(f'<article class="gs-source">{_source(covered)}</article>')
        lacking = [*covered.missing, *covered.failures]
        if lacking:
            with st.expander(f"What is missing: {len(lacking):,}"):
                st.html(_lacking(covered))
        if covered.cancelled:
            with st.expander(f"Cancelled meetings: {len(covered.cancelled):,}"):
                st.html(_cancelled(covered))


def _source(covered: SourceCoverage) -> str:
    source = covered.source
    told = [
        ("Committee", shown(source.committee or ("All" if source.site else ""))),
        ("From", escaped(british(source.since)) if source.since else ""),
        ("Wanted", shown(_capital(source.topics))),
        ("Entries of other matters", f"{covered.unwanted:,}, not read" if covered.unwanted else ""),
        ("Meetings", escaped(held_words(covered)) if source.site else ""),
        ("Documents", f"{covered.documents:,}"),
        ("Read", escaped(_capital(last_good_words(covered)))),
        ("Missing", _lacks(covered)),
    ]
    return f"<h3>{place(source.address)}</h3>{_alarm(covered)}{rows(told)}"


def _alarm(covered: SourceCoverage) -> str:
    """Say that the last harvest is not to be trusted, and what follows from it."""
    if not covered.alarm:
        return ""
    return (
        '<div class="gs-answer gs-warn" role="alert"><p><strong>Alarm: the last harvest is in doubt.</strong> '
        f"{shown(_capital(covered.alarm))}. No answer counts this source as read until a harvest is in order.</p></div>"
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lacks(covered: SourceCoverage) -> str:
    number = len(covered.missing) + len(covered.failures)
    return f"{count(number, 'thing')}, listed below" if number else "Nothing that we know of"


def _lacking(covered: SourceCoverage) -> str:
    missing = [f"<li>{anchor(one.url, one.what)}</li>" for one in covered.missing]
    return f'<ul class="gs-plain">{"".join(missing)}{_listed(covered.failures)}</ul>'


def _cancelled(covered: SourceCoverage) -> str:
    told = "".join(
        f"<li>{anchor(one.url, f'{one.committee}, {british(one.held)}')}{_beside(one)}</li>"
        for one in covered.cancelled
    )
    return f'<ul class="gs-plain">{told}</ul>'


def _beside(meeting: Meeting) -> str:
    return f'<br><span class="gs-soft">{shown(meeting.note)}</span>' if meeting.note else ""


def _listed(failures: Sequence[Failure]) -> str:
    return "".join(
        f"<li><strong>{place(failure.address)}</strong><br>{shown(failure.message)}<br>"
        f'<span class="gs-soft">{escaped(failure.reason)}, {escaped(british(failure.at.date()))}</span></li>'
        for failure in failures
    )


def _failures(failures: list[Failure], *, everything: str) -> None:
    if not failures:
        st.html(f"<h2>Could not be read</h2><p>{everything}</p>")
        return
    st.html(
        f"<h2>Could not be read</h2><p>{count(len(failures), 'source')} could not be read. An answer of “nothing "
        f'found” does not speak for what is missing here.</p><ul class="gs-plain">{_listed(failures)}</ul>'
    )


def _documents(library: Library, coverage: Coverage) -> None:
    with st.expander(f"All {count(coverage.documents, 'document')}, newest first"):
        told = "".join(f"<li>{source_line(document)}</li>" for document in library.store.documents())
        st.html(f'<ul class="gs-plain">{told}</ul>')
