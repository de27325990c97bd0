"""What changed in a page after it was published: words put in and taken out, and statements that this touches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from greenshoots import quoting
from greenshoots.masks import Hidden, hidden, mask
from greenshoots.plain import british, count
from greenshoots.public import showing, showing_of
from greenshoots.records import Document, Link, Statement, Traced
from index.fates import Fate, squeezed
from index.store_versions import Became, became, is_part

if TYPE_CHECKING:
    from index.store import Store

_SPACES = re.compile(r"\s+")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
LONG = 2000  # tokens from which the commonest words no longer line two pieces up, as that takes minutes (guess)
NEAR = 2  # words between two changes up to which they are told as one (guess)
READ_IN_PART = "only part of one of the two versions could be read"
AROUND = 60  # characters shown before and after a change (guess: half a line)


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two versions differ: ``before[start:end]`` became ``after[new_start:new_end]``; one may be empty.

    ``deleted`` and ``inserted`` are these words.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    deleted: str
    inserted: str

    @property
    def is_telling(self) -> bool:
        """Whether words changed, not only spaces and line ends."""
        return squeezed(self.deleted) != squeezed(self.inserted)


@dataclass(frozen=True, slots=True)
class Note:
    """What became of some words when their page was changed. ``told``: in one sentence, not masked yet.

    ``other``: the version of the document that has other words; ``now``: those, ``None`` if nothing stands there.
    ``partly``: only part of that version could be read, so that the words may be in the page still.
    """

    fate: Fate
    told: str
    other: str
    now: str | None
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a document and what it changed of the version before. ``read``: the day it was first read.

    ``partly``: only part of one of them could be read, so that what is missing may not have been taken out.
    """

    before: Document
    after: Document
    read: date | None
    changes: tuple[Change, ...]
    partly: bool = False


def changes(before: str, after: str) -> list[Change]:
    """Return where two texts differ, in order, word by word. Offsets are code points.

    Lines are lined up first, so that a long record takes no longer than what changed in it.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Change] = []
    for start, end, new_start, new_end in _edits(old, new):
        found += _by_word(before, after, start, end, new_start, new_end)
    return found


def _by_word(before: str, after: str, start: int, end: int, new_start: int, new_end: int) -> Iterator[Change]:
    old, new = _TOKEN.findall(before[start:end]), _TOKEN.findall(after[new_start:new_end])
    for a, b, c, d in _edits(old, new):
        yield Change(
            start + a,
            start + b,
            new_start + c,
            new_start + d,
            before[start + a : start + b],
            after[new_start + c : new_start + d],
        )


def _edits(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the places in which two sequences of pieces differ, as offsets into their joined texts.

    Pieces of space are lined up whatever they are, so that no word seems to move with the end of its line.
    """
    places, new_places = _offsets(old), _offsets(new)
    spaceless, new_spaceless = _without_kinds_of_space(old), _without_kinds_of_space(new)
    matcher = SequenceMatcher(None, spaceless, new_spaceless, autojunk=max(len(old), len(new)) > LONG)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            yield places[a], places[b], new_places[c], new_places[d]
            continue
        for one, other in zip(range(a, b), range(c, d), strict=True):
            if old[one] != new[other]:
                yield places[one], places[one + 1], new_places[other], new_places[other + 1]


def _without_kinds_of_space(pieces: Sequence[str]) -> list[str]:
    return [" " if piece.isspace() else piece for piece in pieces]


def _offsets(pieces: Sequence[str]) -> list[int]:
    found = [0]
    for piece in pieces:
        found.append(found[-1] + len(piece))
    return found


def revisions(store: Store, key: str) -> list[Revision]:
    """Return what each version of a document's source changed, the newest last. Empty if it was never changed."""
    read = [(version, is_part(store, version.key)) for version in store.versions(key)]
    return [
        Revision(before, after, read_on(store, after.key), telling(before, after), part_before or part_after)
        for (before, part_before), (after, part_after) in pairwise(read)
    ]


def telling(before: Document, after: Document) -> tuple[Change, ...]:
    """Return where words differ between two versions, leaving out spaces and line ends.

    Changes that hardly a word parts are told as one: a sentence put in place of another, not a riddle of both.
    """
    found: list[Change] = []
    for change in changes(before.text, after.text):
        if change.is_telling and found and _is_near(before.text, found[-1], change):
            found[-1] = _joined(before.text, after.text, found[-1], change)
        elif change.is_telling:
            found.append(change)
    return tuple(found)


def _is_near(before: str, one: Change, other: Change) -> bool:
    between = before[one.end : other.start]
    return len(between.split()) <= NEAR and len(f"{between}.".splitlines()) == 1


def _joined(before: str, after: str, one: Change, other: Change) -> Change:
    deleted, inserted = before[one.start : other.end], after[one.new_start : other.new_end]
    return Change(one.start, other.end, one.new_start, other.new_end, deleted, inserted)


def read_on(store: Store, key: str) -> date | None:
    """Return the day on which a version of a document was first read."""
    seen = store.provenances(key)
    return seen[0].fetched.date() if seen else None


def note(store: Store, piece: Statement | Link) -> Note | None:
    """Say what became of a statement or linked passage when its page was changed; ``None`` if it stands as it was."""
    if isinstance(piece, Statement) and store.fate_of(piece.id) is None:
        return None
    found = became(store, piece)
    if found is None:
        return None
    now = squeezed(found.place.text) if found.place else None
    day = british(read_on(store, found.other))
    if found.place is None and is_part(store, found.other):
        return _note_on_part(found, day)
    told = {
        "changed": f"The page was changed: when it was read on {day} it said “{now}” in place of these words.",
        "vanished": f"The page was changed: when it was read on {day} these words were gone, with none in their place.",
        "reworded": f"The page was changed: when it was first read, on {day}, it said “{now}” in place of these words.",
        "added": f"The page was changed: when it was first read, on {day}, these words were not in it.",
    }
    return Note(found.fate, told[found.fate], found.other, now)


def _note_on_part(found: Became, day: str) -> Note | None:
    """What can be told of words that are not in the part of a page that could be read; nothing of a former part."""
    if found.fate == "added":
        return None
    told = f"Only part of the page could be read on {day}, and these words were not in that part."
    return Note(found.fate, told, found.other, None, partly=True)


def flag(store: Store, piece: Statement | Link | None) -> str:
    """Return what is to be said wherever the words are shown, masked; "" if they stand as they were."""
    found = note(store, piece) if piece else None
    if found is None or piece is None:
        return ""
    with showing_of(store, [piece.document_key, found.other]):
        return mask(found.told)


def fates_in(store: Store, traced: Traced) -> dict[str, str]:
    """Return by id what is to be said of a statement and of the passages found about it, where pages were changed."""
    links = (*traced.links, *traced.further_sources, *traced.undated, *traced.rejected)
    told = {link.id: flag(store, link) for link in links}
    told[traced.pledge.id] = flag(store, store.statement(traced.pledge.id))
    return {name: words for name, words in told.items() if words}


def pieces(revision: Revision, change: Change) -> tuple[str, str, str, str]:
    """Return the words before a change, those taken out, those put in, and those after it; masked.

    The mask is laid over the whole texts, so that half of a number is hidden, too.
    """
    old, new = revision.before.text, revision.after.text
    with showing(revision.before, revision.after):
        covered, newly = hidden(old), hidden(new)
    before = _masked(new, max(0, change.new_start - AROUND), change.new_start, newly)
    after = _masked(new, change.new_end, min(len(new), change.new_end + AROUND), newly)
    gone = _masked(old, change.start, change.end, covered)
    come = _masked(new, change.new_start, change.new_end, newly)
    return before, quoting.excerpt(revision.before, gone), quoting.excerpt(revision.after, come), after


def _masked(text: str, start: int, end: int, covers: Sequence[Hidden]) -> str:
    """Return a piece of a text with what is hidden in it, be it only in part, replaced by words that say so."""
    told, at = [], start
    for cover in covers:
        if cover.start < end and cover.end > start:
            told += [text[at : max(at, cover.start)], cover.label]
            at = min(end, cover.end)
    return "".join([*told, text[at:end]])


def revision_block(revision: Revision) -> str:
    """What one version changed, as a block of lines: [-taken out-] {+put in+}."""
    document = revision.after
    with showing(document):
        title = mask(", ".join(filter(None, (document.title or document.id, document.body))))
    number = count(len(revision.changes), "change") if revision.changes else "other spaces and line ends only"
    partly = f" ({READ_IN_PART})" if revision.partly else ""
    lines = [f"{title}\n  read again on {british(revision.read)}: {number}{partly}"]
    shown = quoting.changes(document, revision.changes)
    for change in shown:
        before, gone, come, after = (_SPACES.sub(" ", words) for words in pieces(revision, change))
        marked = " ".join(
            f"{signs[:2]}{words}{signs[2:]}" for words, signs in ((gone, "[--]"), (come, "{++}")) if words
        )
        lines.append(f"  ... {before.lstrip()}{marked}{after.rstrip()} ...")
    if len(shown) < len(revision.changes):
        lines.append(f"  {count(len(revision.changes) - len(shown), 'more change')} not shown, as it is an article")
    return "\n".join(lines) + "\n"
