"""What a person had better look at: statements, names and links of which the machine is not sure, in a fixed order.

Links come first, since they bear on whether a promise was kept, then names, then statements; within each the least
sure first. What is judged here is kept as by ``corrections`` and ``judgements``: the log only grows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from greenshoots import corrections, judgements
from greenshoots.errors import UsageError
from greenshoots.pipeline import Library
from greenshoots.plain import RELATION_WORDS
from greenshoots.records import Correction, Document, Kind, Link, Relation, Statement
from index.judged import is_same_passage, latest
from index.store_review import unsure_links, unsure_names, unsure_statements, without_name
from nlp.sightings import find_sightings

Sort = Literal["links", "names", "statements"]
SORTS: tuple[Sort, ...] = ("links", "names", "statements")
Done = Correction | Link

# Guesses, set by looking at the sample: about half of what is shown as evidence, a sixth of the names.
UNLIKELY_LINK = 0.3  # score of a shown link below which it is doubtful; hardly any is shown below 0.2
UNSURE_NAME = 0.75  # probability that a name is right
UNLIKELY_STATEMENT = 0.5  # probability that a sentence is a statement: below it is more likely none
WEIGHTY: tuple[Relation, ...] = ("kept", "shortfall")  # what bears on whether a promise was kept
MOST = 200  # of each sort at a time; what is judged makes room for others
NEAR = 300  # code points on either side in which a name stands near
LOOKED_AT = 400  # statements without a name that are looked at for one


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. ``link``: only of links. ``names``: as printed near the words, nearest first."""

    sort: Sort
    statement: Statement
    why: str
    link: Link | None = None
    names: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The link's id, else the statement's."""
        return self.link.id if self.link else self.statement.id


def queue(library: Library, *, limit: int = MOST) -> list[Item]:
    """Everything to look at that nobody judged, at most ``limit`` of each sort; each statement stands in it once.

    The order is the same as long as the store is.
    """
    names = list(_names(library, limit))
    named = {item.statement.id for item in names}
    found = unsure_statements(library.store, below=UNLIKELY_STATEMENT, limit=limit + len(named))
    doubtful = [_statement(statement) for statement in found if statement.id not in named][:limit]
    return [*_links(library, limit), *names, *doubtful]


def is_open(library: Library, item: Item) -> bool:
    """Whether an item is still to be judged: its statement is in the store, and nobody said anything of it since."""
    try:
        statement = library.store.statement(item.statement.id)
    except UsageError:
        return False
    if item.link:
        return not _is_judged(library, statement, item.link)
    return (statement.start, statement.end) not in corrections.latest(library.store.corrections(statement.document_key))


def _links(library: Library, limit: int) -> Iterator[Item]:
    found = unsure_links(library.store, below=UNLIKELY_LINK, first=WEIGHTY, limit=limit)
    judged = library.store.has_judgements()
    for statement, link in found:
        if judged and _is_judged(library, statement, link):
            continue
        why = f"Shown as “{RELATION_WORDS[link.relation]}”, with a score of {link.score:.2f}: hardly enough to be shown"
        yield Item("links", statement, why, link)


def _is_judged(library: Library, statement: Statement, link: Link) -> bool:
    return any(is_same_passage(library.store, said, link) for said in latest(library.store, statement))


def _names(library: Library, limit: int) -> Iterator[Item]:
    """Names that are not sure, then nobody's words where a name stands near."""
    found = 0
    for statement in unsure_names(library.store, below=UNSURE_NAME, limit=limit):
        found += 1
        why = f"The name is not sure: {statement.attribution.score:.0%}"
        yield Item("names", statement, why, names=near_names(library.store.document(statement.document_key), statement))
    for statement in without_name(library.store, limit=LOOKED_AT):
        if found >= limit:
            return
        names = near_names(library.store.document(statement.document_key), statement)
        if names:
            found += 1
            yield Item("names", statement, "Nobody is named, though a name stands near", names=names)


def _statement(statement: Statement) -> Item:
    return Item("statements", statement, f"{statement.score:.0%} likely to be a statement at all")


def near_names(document: Document, statement: Statement) -> tuple[str, ...]:
    """The names of people that stand within 300 code points of a statement, nearest first, each once."""
    start, end = max(0, statement.start - NEAR), min(len(document.text), statement.end + NEAR)
    seen = [one for one in find_sightings(document.text[start:end]) if not one.private]
    at = statement.start - start
    nearest = sorted(seen, key=lambda one: (max(at - one.end, one.start - (statement.end - start), 0), one.start))
    printed = (" ".join(document.text[start + one.start : start + one.end].split()) for one in nearest)
    return tuple(dict.fromkeys(printed))


# What is said of an item


def accept(library: Library, item: Item, *, by: str, reason: str = "") -> Done:
    """Keep that it is right as it was found. Raises ``UsageError`` if nobody signs."""
    if item.link:
        return judgements.judge_link(library, item.statement, item.link, by=by, reason=reason)
    return corrections.correct(library, item.statement.id, item.statement.kinds, by=by, reason=reason)


def reject(library: Library, item: Item, *, by: str, reason: str = "") -> Done:
    """Keep that it is wrong: the link is about something else, the name is not theirs, the words are no statement.

    Raises ``UsageError`` if nobody signs, or of words that bear no name.
    """
    if item.link:
        return judgements.judge_link(library, item.statement, item.link, by=by, accepted=False, reason=reason)
    if item.sort == "statements":
        return corrections.correct(library, item.statement.id, (), by=by, reason=reason)
    if not item.statement.speaker:
        raise UsageError("There is no name to reject", next_step="Accept that nobody is named, or give the name")
    kinds = item.statement.kinds
    return corrections.correct(library, item.statement.id, kinds, by=by, same_speaker=False, reason=reason)


def correct(
    library: Library,
    item: Item,
    *,
    by: str,
    reason: str = "",
    relation: Relation | None = None,
    kinds: Sequence[Kind] = (),
    speaker: str | None = None,
    same_speaker: bool = False,
) -> Done:
    """Keep what it ought to be: of a link its ``relation``, of a statement its ``kinds`` and ``speaker``."""
    if item.link is None:
        return corrections.correct(
            library, item.statement.id, kinds, by=by, speaker=speaker, same_speaker=same_speaker, reason=reason
        )
    if relation is None:
        raise UsageError("A link is corrected by saying what the passage tells", next_step="Choose one")
    return judgements.judge_link(library, item.statement, item.link, by=by, relation=relation, reason=reason)


def take_back(library: Library, item: Item, done: Done, *, by: str) -> None:
    """Take back what was said of an item. Raises ``UsageError`` if somebody said something else of it since."""
    if isinstance(done, Link):
        judgements.take_back(library, item.statement, done, by=by)
    else:
        corrections.take_back(library, done, by=by)
