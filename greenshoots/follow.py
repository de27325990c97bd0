"""The pledges that somebody follows: a list in an address or a file, and what became of each in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from greenshoots import pipeline
from greenshoots.errors import UsageError
from greenshoots.masks import mask
from greenshoots.pipeline import Library
from greenshoots.plain import british, count
from greenshoots.public import showing
from greenshoots.records import TRACEABLE, Document, Link, Relation, Statement, Verdict
from greenshoots.silence import Silence, silence_in
from greenshoots.views.markup import visible
from index.judged import stored
from index.store_versions import became

MOST = 50  # pledges in a list: an address of a thousand characters (guess)
_ID = re.compile(r"\bs[0-9a-f]{16}\b")
HEAD = "# Pledges followed in Green Shoots. One a line; what stands after a # is for people."

# As one neighbour tells another. A machine's find is hedged: "reads as".
SINCE_WORDS: dict[Relation, str] = {
    "kept": "This reads as if it was done",
    "progress": "Some steps are reported",
    "shortfall": "This reads as late, or not done",
    "repeats": "It was promised again",
    "supersedes": "This reads as a changed promise",
    "context": "Something about the same matter",
}
JUDGED_WORDS: dict[Relation, str] = {
    "kept": "It was done",
    "progress": "Steps were taken",
    "shortfall": "It is late, or not done",
    "repeats": "It was promised again",
    "supersedes": "The promise was changed",
    "context": "The same matter, nothing about what came of it",
}


@dataclass(frozen=True, slots=True)
class Followed:
    """One pledge with what was said since. ``asked``: the id in the list. ``statement``: as its page has it now.

    ``since``: later passages shown unasked, in order of time. ``verdict``: the last that a person gave.
    """

    asked: str
    statement: Statement
    document: Document
    since: tuple[Link, ...]
    silence: Silence
    verdict: Verdict | None

    @property
    def due(self) -> date | None:
        """The last day of the time promised, where one can be worked out."""
        return self.statement.deadline.due if self.statement.deadline else None

    @property
    def is_traced(self) -> bool:
        """Whether statements of its kind are followed through later records."""
        return bool(set(self.statement.kinds) & set(TRACEABLE))


def ids_in(words: str) -> list[str]:
    """Return the pledges that an address or a file names, each once, in order, ``MOST`` at most."""
    lines = (line.partition("#")[0] for line in words.splitlines())
    return list(dict.fromkeys(found for line in lines for found in _ID.findall(line)))[:MOST]


def file_of(followed: Iterable[Followed]) -> str:
    """Return the list as a text file: an id a line, with who, when and what behind it for people."""
    lines = [HEAD]
    for one in followed:
        with showing(one.document):
            words = " ".join(mask(one.statement.text).split())
            who = mask(one.statement.speaker or "not attributed")
        told = f"{' '.join(who.split())}, {british(one.document.made)}: {words}"
        lines.append(f"{one.asked}  # {visible(told)}")
    return "\n".join(lines) + "\n"


def follow(library: Library, asked: str) -> Followed:
    """Return one pledge with what was said since. Searches later records if nobody did so far.

    Raises ``UsageError`` if it is not in this library; what a search raises.
    """
    store = library.store
    statement = current(library, store.statement(asked))
    if set(statement.kinds) & set(TRACEABLE) and not store.traced_at(statement.id):
        pipeline.trace(library, statement.id)
    document = store.document(statement.document_key)
    found = stored(store, statement)
    shown = sorted((link for link in found.links if link.shown and link.date), key=lambda link: link.date or date.max)
    searched = store.searched(statement.id)
    silence = silence_in(store, statement.id, body=document.body, made=document.made, links=shown, searched=searched)
    return Followed(asked, statement, document, tuple(shown), silence, found.verdicts[-1] if found.verdicts else None)


def known(library: Library, asked: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part a list into the pledges that this library has, and those it has not."""
    have: list[str] = []
    lack: list[str] = []
    for one in asked:
        try:
            library.store.statement(one)
        except UsageError:
            lack.append(one)
        else:
            have.append(one)
    return have, lack


def current(library: Library, statement: Statement) -> Statement:
    """Return a statement as the newest version of its page has it; as it was where nothing stands in its place."""
    store = library.store
    newer = store.superseded_by(statement.document_key)
    if newer is None:
        return statement
    words = statement.text.split()
    same = (other for other in store.statements_of(newer) if other.text.split() == words)
    found = next(same, None)
    if found is None and (fate := became(store, statement)) and fate.place:
        found = store.statement_at(fate.place)
    return found if found and set(found.kinds) & set(statement.kinds) else statement


def by_when(one: Followed, today: date) -> str:
    """Say by when it was promised, in a sentence of plain text, not masked."""
    told = one.statement.deadline
    if told is None:
        return "No day was given."
    words = f"“{' '.join(told.text.split())}”"
    if told.due is None:
        return f"{words}. That names no day."
    passed = " This day has passed." if told.due < today else ""
    return f"{words}: that is {british(told.due)} at the latest.{passed}"


def since_words(link: Link) -> str:
    """What a later passage says: hedged where the machine proposes it, by name where a person said so."""
    said = link.judgement
    if said is None:
        return SINCE_WORDS[link.relation]
    return f"{JUDGED_WORDS[link.relation]} (says {said.by}, who read it on {british(said.at.date())})"


def not_said(one: Followed, today: date) -> Iterator[str]:
    """Say in sentences what was not found, and never more than was searched. Empty if there is nothing to say."""
    silence, searched = one.silence, one.silence.searched
    if not one.is_traced:
        yield "Statements of this kind are kept, but later records are not searched for them."
        return
    if one.document.made is None:
        yield "The day of this record is not known, so nothing can be called later. It was not checked."
        return
    if searched is None or silence.answer == "not checked":
        yield "There is no later record here yet, so there was nothing to check."
        return
    if one.since:
        yield from _not_said_since(one, silence)
    else:
        yield f"Nothing about it was found in {_looked_through(silence)}."
    if searched.failures:
        yield f"{count(searched.failures, 'source')} could not be read, and may say more."


def _not_said_since(one: Followed, silence: Silence) -> Iterator[str]:
    if not any(link.relation == "kept" for link in one.since):
        yield "None of what was found so far reads as if it was done."
    if silence.silent:
        number = f"{silence.silent:,} later meetings" if silence.silent != 1 else "one later meeting"
        yield f"After {british(silence.latest)} nothing more was found, in {number} up to {british(silence.up_to)}."


def _looked_through(silence: Silence) -> str:
    """Say what was gone through: the minutes of meetings where they are known, else records."""
    if silence.meetings:
        which = f"{silence.meetings:,} later meetings" if silence.meetings != 1 else "the one later meeting"
        return f"the records of {which} up to {british(silence.up_to)}"
    searched = silence.searched
    dated = searched.documents - searched.undated if searched else 0
    return f"{count(dated, 'later record')} up to {british(searched.last if searched else None)}"
