"""What changed in a page after it was published: said wherever its words are shown, and word by word."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from greenshoots import quoting, versions
from greenshoots.pipeline import Library
from greenshoots.plain import british, count
from greenshoots.records import Document, Link, Statement
from greenshoots.versions import Change, Revision
from greenshoots.views.markup import escaped
from greenshoots.views.parts import statement_link

HEADINGS = {
    "changed": "These words were changed in the page later.",
    "vanished": "These words are no longer in the page.",
    "reworded": "The page said something else at first.",
    "added": "These words were put into the page later.",
}
NOT_SURE = "Whether these words are in the page still is not known."
MOST = 60  # changes shown of one version; the rest stands in `greenshoots sources --changed` (guess)


def note(library: Library, piece: Statement | Link | None) -> str:
    """Return what became of some words when their page was changed, as HTML; "" if they stand as they were."""
    told = versions.flag(library.store, piece)
    return f'<p class="gs-changed">{escaped(told)}</p>' if told else ""


def say_if_changed(library: Library, statement: Statement, document: Document) -> None:
    """Say, before the words, whether the page holds other words now, or held others before."""
    newer = library.store.superseded_by(document.key)
    found = versions.note(library.store, statement)
    if found:
        heading = NOT_SURE if found.partly else HEADINGS[found.fate]
        told = escaped(versions.flag(library.store, statement))
    elif newer:
        heading = "The page was changed after it was first read."
        told = f"A newer version was read on {british(versions.read_on(library.store, newer))}. "
        told += "These words are still in it."
    else:
        return
    beside = "What follows is the earlier version, kept as it was. " if newer else ""
    go = _in_newer(library, statement, library.store.document(newer)) if newer else ""
    st.html(
        f'<div class="gs-answer gs-warn" role="note"><p><strong>{escaped(heading)}</strong> {told}</p>'
        f"<p>{beside}What changed word by word stands below.</p>{go}</div>"
    )


def _in_newer(library: Library, statement: Statement, newer: Document) -> str:
    """Link to the same words in the newer version, where they were read as a statement there, too."""
    for other in library.store.statements_of(newer.key):
        if other.text == statement.text:
            return statement_link("Open these words in the newer version", other, newer.made)
    return ""


def show(library: Library, document: Document) -> None:
    """Draw what each version changed, the newest first; nothing if the page was never seen changed."""
    found = versions.revisions(library.store, document.key)
    if not found:
        return
    st.html("<h2>What changed in the page</h2>")
    for revision in reversed(found):
        with st.expander(heading(revision)):
            st.html(listed(revision, quoting.changes(revision.after, revision.changes)[:MOST]))


def heading(revision: Revision) -> str:
    """Say when a version was read and how much it changed."""
    partly = f" ({versions.READ_IN_PART})" if revision.partly else ""
    return f"Read again on {british(revision.read)}: {_number(revision)}{partly}"


def listed(revision: Revision, changes: Sequence[Change]) -> str:
    """Return changes as HTML: words taken out and put in, each told by a word and by its look."""
    told = "".join(f"<li>{_change(revision, change)}</li>" for change in changes)
    left = len(revision.changes) - len(changes)
    where = "not shown, as it is an article" if quoting.is_limited(revision.after) else "greenshoots sources --changed"
    more = f'<p class="gs-soft">{count(left, "more change")}: {where}</p>' if left else ""
    return f'<ul class="gs-plain gs-diff">{told}</ul>{more}' if told else "<p>Only spaces and line ends differ.</p>"


def _number(revision: Revision) -> str:
    return count(len(revision.changes), "change") if revision.changes else "no words changed"


def _change(revision: Revision, change: Change) -> str:
    before, gone, come, after = map(escaped, versions.pieces(revision, change))
    taken = f"<del>{gone}</del>" if gone.strip() else ""
    put = f"<ins>{come}</ins>" if come.strip() else ""
    what = "Changed" if taken and put else "Taken out" if taken else "Put in"
    return f'<span class="gs-soft">{what}:</span> …{before}{taken}{" " if taken and put else ""}{put}{after}…'
