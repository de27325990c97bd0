"""What people say against the machine: kept in a log, handed out as labelled documents to learn from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from greenshoots.errors import UsageError
from greenshoots.pipeline import Library
from greenshoots.records import Correction, Document, Kind, Passage, Span, Statement, as_plain

_PLACE = re.compile(r"(.+):(\d+)-(\d+)")


def correct(
    library: Library,
    place: str,
    kinds: Sequence[Kind],
    *,
    by: str,
    speaker: str | None = None,
    same_speaker: bool = True,
    reason: str = "",
) -> Correction:
    """Keep what a person says of a sentence. What they say nothing of stays as it was found.

    ``place``: the id of a statement, or ``DOCUMENT:START-END`` for a sentence that none was found in.
    ``kinds``: none if it is no statement. ``same_speaker``: leave the speaker as found, else ``speaker`` (or nobody).
    Raises ``UsageError`` if there is no such place, or nobody signs.
    """
    if not by.strip():
        raise UsageError("A correction bears the name of whoever makes it", next_step="Give your name")
    document, span, found = _find(library, place)
    correction = Correction(
        document_key=document.key,
        start=span.start,
        end=span.end,
        text=span.of(document.text),
        by=by.strip(),
        at=datetime.now(UTC).replace(microsecond=0),
        kinds=tuple(kinds),
        speaker=found.speaker if same_speaker and found else speaker,
        mode=found.mode if found else None,
        actor=found.actor if found else None,
        deadline=found.deadline if found else None,
        firmness=found.firmness if found else None,
        reason=reason.strip(),
    )
    library.store.correct(correction)
    return correction


def _find(library: Library, place: str) -> tuple[Document, Span, Statement | None]:
    store = library.store
    named = named_place(library, place)
    if named is None:
        statement = store.statement(place)
        return store.document(statement.document_key), Span(statement.start, statement.end), statement
    document, span = named
    found = store.statement_at(Passage(document.key, span.start, span.end, span.of(document.text)))
    return document, span, found


def named_place(library: Library, place: str) -> tuple[Document, Span] | None:
    """Read ``DOCUMENT:START-END``; ``None`` if it is of another shape. Raises ``UsageError`` if there is no such place.

    ``DOCUMENT``: the id as given; the latest version of it is meant.
    """
    told = _PLACE.fullmatch(place)
    if told is None:
        return None
    document = library.store.document_by_id(told[1])
    if document is None:
        raise UsageError(
            f"There is no document {told[1]!r} in the store", next_step="Look it up in `greenshoots search`"
        )
    start, end = int(told[2]), int(told[3])
    if not 0 <= start < end <= len(document.text):
        raise UsageError(f"The text has no place {start}-{end}", where=document.id)
    return document, Span(start, end)


def take_back(library: Library, correction: Correction, *, by: str, reason: str = "") -> Correction:
    """Take a correction back by a further entry of the log: what stood before it stands again.

    Raises ``UsageError`` if it no longer stands, or nobody signs.
    """
    if not by.strip():
        raise UsageError("A correction bears the name of whoever makes it", next_step="Give your name")
    place = (correction.start, correction.end)
    if latest(library.store.corrections(correction.document_key)).get(place) != correction:
        raise UsageError("It was taken back or corrected again since", next_step="Look at the statement as it stands")
    now = datetime.now(UTC).replace(microsecond=0)
    undone = replace(correction, by=by.strip(), at=now, reason=reason.strip(), takes_back=True)
    library.store.correct(undone)
    return undone


def latest(corrections: Sequence[Correction]) -> dict[tuple[int, int], Correction]:
    """The correction that stands for each sentence of one document, by its place: the last that was not taken back."""
    return {(correction.start, correction.end): correction for correction in standing(corrections)}


def standing(corrections: Sequence[Correction]) -> list[Correction]:
    """Those corrections of one document that were not taken back, in their order."""
    kept: list[Correction] = []
    for correction in corrections:
        if not correction.takes_back:
            kept.append(correction)
            continue
        place = (correction.start, correction.end)
        undone = next((at for at in reversed(range(len(kept))) if (kept[at].start, kept[at].end) == place), None)
        if undone is not None:
            del kept[undone]
    return kept


def gold_lines(library: Library) -> Iterator[dict[str, Any]]:
    """Every corrected document as a labelled line in the gold form: only its corrected sentences bear labels."""
    keys = dict.fromkeys(correction.document_key for correction in library.store.corrections())
    for key in keys:
        document = library.store.document(key)
        last = latest(library.store.corrections(key))
        if not last:
            continue
        yield {
            "id": document.key,  # versions of one document are texts of their own
            "medium": document.medium,
            "body": document.body,
            "published": document.made.isoformat() if document.made else None,
            "source": "corrections by readers",
            "text": document.text,
            "sentences": [_sentence(last[place]) for place in sorted(last)],
        }


def _sentence(correction: Correction) -> dict[str, Any]:
    bound = "commitment" in correction.kinds
    deadline = as_plain(correction.deadline) if bound and correction.deadline else {}
    return {
        "start": correction.start,
        "end": correction.end,
        "kinds": list(correction.kinds),
        "speaker": correction.speaker if correction.kinds else None,
        "quote": correction.mode if correction.kinds else None,
        "actor": correction.actor if bound else None,
        "deadline": deadline.get("text"),
        "due": deadline.get("due"),
        "firmness": correction.firmness if bound else None,
    }
