"""Words of a record with the terms of council papers explained: under the pointer, on a tap and by keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from greenshoots import glossary
from greenshoots.masks import mask
from greenshoots.views.markup import escaped


def explained(text: str, *, name: str, seen: set[str] | None = None) -> str:
    """Return words of a record as HTML, masked, each term a button beside which its meaning stands.

    ``name``: begins the ids of this piece, one of a kind on the screen. ``seen``: terms that are explained above
    already; those met here are put into it.
    """
    words = mask(text)
    told, at = [], 0
    known = seen if seen is not None else set()
    for number, found in enumerate(glossary.find(words)):
        if found.term.name in known:
            continue
        known.add(found.term.name)
        told += [
            escaped(words[at : found.start]),
            _term(words[found.start : found.end], found.term, f"{name}-{number}"),
        ]
        at = found.end
    return "".join([*told, escaped(words[at:])])


def _term(words: str, term: glossary.Term, name: str) -> str:
    tip = escaped(name)
    return (
        f'<span class="gs-term"><button type="button" aria-describedby="{tip}">{escaped(words)}</button>'
        f'<span class="gs-tip" role="tooltip" id="{tip}"><strong>{escaped(term.name)}</strong>: '
        f"{escaped(term.meaning)}</span></span>"
    )


def listed(texts: Iterable[str]) -> str:
    """Return every term in some texts with its meaning, as HTML; "" if there is none."""
    terms = glossary.terms_in(texts)
    told = "".join(f"<dt>{escaped(term.name)}</dt><dd>{escaped(term.meaning)}</dd>" for term in terms)
    return f"<h2>Words used here</h2><dl class='gs-glossary'>{told}</dl>" if told else ""
