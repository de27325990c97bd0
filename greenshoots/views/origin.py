"""Where the words come from: address, archived copy, hash, time, number of the version."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from greenshoots import quoting
from greenshoots.errors import GreenShootsError
from greenshoots.pipeline import Library
from greenshoots.places import place_of
from greenshoots.plain import british
from greenshoots.records import Document, Provenance, Statement
from greenshoots.views import frame, wording
from greenshoots.views.markup import anchor, escaped, is_web, rows, shown

WHOLE = "The copy is the page as it was published. Nothing is hidden in it: do not hand it on without need."


def in_original(statement: Statement, document: Document) -> str:
    """Say on which page or at which second the words stand, as a link that opens there where the original can."""
    place = place_of(document, statement.start)
    if not place.words:
        return ""
    told = f"{place.words[0].upper()}{place.words[1:]}"
    return f'<p class="gs-soft">{anchor(place.url, told) if place.url else escaped(told)}</p>'


def show(library: Library, document: Document) -> None:
    """Draw source, versions and the archived copy."""
    st.html(f"<h2>Where it comes from</h2>{rows(_source(library, document))}")
    for provenance in library.store.provenances(document.key)[-1:]:
        _archived(library, document, provenance)


def _source(library: Library, document: Document) -> list[tuple[str, str]]:
    versions = library.store.versions(document.key)
    number = next(i for i, version in enumerate(versions, 1) if version.key == document.key)
    changed = (
        f"{number} of {len(versions)}: the page was changed"
        if len(versions) > 1
        else "The only one: no change was seen"
    )
    return [
        ("Source", anchor(document.url, document.url) if is_web(document.url) and document.url else ""),
        ("Title", shown(document.title or document.id)),
        ("Body", shown(document.body) or "Unknown"),
        ("Sort of record", escaped(wording.MEDIUM_WORDS[document.medium]) if document.medium else "Unknown"),
        ("Meeting", escaped(british(document.met)) if document.met else ""),
        ("Date of the record", escaped(british(document.published))),
        ("Version", escaped(changed)),
    ]


def _archived(library: Library, document: Document, provenance: Provenance) -> None:
    """Describe the archived bytes and offer them as a file, never as a page: a page could act."""
    told = [
        ("Read from", place(provenance.address)),
        ("Read on", escaped(f"{british(provenance.fetched.date())}, {provenance.fetched:%H:%M %Z}")),
        ("SHA-256 of the bytes", f"<code>{escaped(provenance.raw_sha256)}</code>"),
        ("SHA-256 of the text", f"<code>{escaped(document.sha256)}</code>"),
        ("Read by", escaped(provenance.parser)),
        ("In full", "No: only part of the record could be had" if provenance.partial else ""),
        ("Made by machine", "Yes: machine-made words, for example captions" if provenance.machine_made else ""),
    ]
    with st.expander("The archived copy, and the proof that it is unchanged"):
        limited = quoting.is_limited(document)
        st.html(rows(told) + f'<p class="gs-soft">{quoting.NO_COPY if limited else WHOLE}</p>')
        if not limited:
            _download(library, provenance)


def _download(library: Library, provenance: Provenance) -> None:
    try:
        raw = library.archive.read(provenance.raw_sha256)
    except GreenShootsError as error:
        frame.say_error(error)
        return
    name = f"{provenance.raw_sha256[:16]}{_suffix(provenance.address)}"
    st.download_button("Download the archived copy", raw, name, "application/octet-stream", on_click="ignore")


def place(address: str) -> str:
    """Show where it was read: a web address as a link, of a file only its name, as its folder names a person's home."""
    return anchor(address, address) if is_web(address) else shown(PurePath(address).name)


def _suffix(address: str) -> str:
    suffix = PurePath(address.partition("#")[0].partition("?")[0]).suffix
    return suffix if suffix[1:].isalnum() and len(suffix) <= 6 else ".bin"
