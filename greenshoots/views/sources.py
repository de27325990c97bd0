"""Sources: what record is covered, document by document, and what could not be read and why."""

from __future__ import annotations

import streamlit as st

from greenshoots.pipeline import Library
from greenshoots.plain import british, count
from greenshoots.records import Coverage, Failure
from greenshoots.views import frame, wording
from greenshoots.views.markup import escaped, rows, shown
from greenshoots.views.origin import place
from greenshoots.views.parts import empty_store, source_line


def show() -> None:
    """Draw the screen."""
    library = frame.library()
    frame.title("Sources")
    coverage = library.store.coverage()
    if not coverage.documents:
        empty_store()
    else:
        frame.covered(coverage)
        _counts(coverage)
    _failures(library.store.failures())
    if coverage.documents:
        _documents(library, coverage)


def _counts(coverage: Coverage) -> None:
    bodies = [(name or "Body unknown", count(number, "document")) for name, number in coverage.bodies]
    media = [
        (wording.MEDIUM_WORDS.get(name, "Unknown sort"), count(number, "document")) for name, number in coverage.media
    ]
    st.html(f"<h2>By body</h2>{rows(bodies)}<h2>By sort of record</h2>{rows(media)}")


def _failures(failures: list[Failure]) -> None:
    if not failures:
        st.html("<h2>Could not be read</h2><p>Every source that was asked for could be read.</p>")
        return
    told = "".join(
        f"<li><strong>{place(failure.address)}</strong><br>{shown(failure.message)}<br>"
        f'<span class="gs-soft">{escaped(failure.reason)}, {escaped(british(failure.at.date()))}</span></li>'
        for failure in failures
    )
    st.html(
        f"<h2>Could not be read</h2><p>{count(len(failures), 'source')} could not be read. An answer of “nothing "
        f'found” does not speak for what is missing here.</p><ul class="gs-plain">{told}</ul>'
    )


def _documents(library: Library, coverage: Coverage) -> None:
    with st.expander(f"All {count(coverage.documents, 'document')}, newest first"):
        told = "".join(f"<li>{source_line(document)}</li>" for document in library.store.documents())
        st.html(f'<ul class="gs-plain">{told}</ul>')
