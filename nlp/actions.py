"""The promised act in the words of the sentence: "circulate the report", "a written response would be provided"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nlp.undertakings import Undertaking, own_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_MARGIN = " \t\r\n.,;:!?*_\"'“”‘’–—-"


def find_action(sentence: str, undertaking: Undertaking | None) -> str | None:
    """The act as a piece of ``sentence``: the verb and what belongs to it, with its subject where it is passive."""
    if undertaking is None or not undertaking.marked:
        return None
    start = (
        undertaking.subject.start_char if undertaking.passive and undertaking.subject else predicate_start(undertaking)
    )
    words = sentence[start : _end(sentence, undertaking)].strip(_MARGIN)
    return words if words.casefold() not in ("", "be", "do", "do so") else None


def predicate_start(undertaking: Undertaking) -> int:
    """Offset after "will" or "to": where "publish the report" or "be published" begins."""
    verb = undertaking.verb
    helpers = [t for t in verb.children if t.dep_ in ("aux", "auxpass", "neg") and t.i < verb.i]
    binding = [t.i for t in helpers if t.tag_ in ("MD", "TO")]
    after = max(binding, default=-1)
    kept = [t for t in helpers if (t.i > after and t.dep_ != "aux") or (t.i > after and t.tag_ == "VB")]
    negated = [t for t in helpers if t.dep_ == "neg"]
    first: Token = min([*kept, *negated, verb], key=lambda t: t.i)
    return int(first.idx)


def _end(sentence: str, undertaking: Undertaking) -> int:
    """End of what belongs to the verb; in a formula, which the parser misreads, the end of the clause."""
    verb = undertaking.verb
    if undertaking.noted:
        ends = [at for at in (sentence.find(mark, verb.idx) for mark in (". ", "; ", "\n\n")) if at >= 0]
        return min(ends, default=len(sentence))
    last = max(_belonging(verb), key=lambda t: t.i)
    return int(last.idx) + len(last)


def _belonging(verb: Token) -> Iterator[Token]:
    """The verb's words, without what is joined on with a subject of its own: "... and a meeting has been arranged"."""
    yield verb
    for child in verb.children:
        joined = child.dep_ in ("conj", "parataxis") and own_subject(child) is not None
        if not joined and child.dep_ != "cc":
            yield from _belonging(child)
