"""What is new since a day about the pledges that somebody follows: passages, changed pages, verdicts, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from greenshoots import versions
from greenshoots.follow import Followed, current, follow
from greenshoots.pipeline import Library
from greenshoots.records import Coverage, Link, Statement, Verdict
from index.store_news import NewRecord, new_records

MOST = 100  # pledges told of one by one where no list was given; more is no letter (guess)


@dataclass(frozen=True, slots=True)
class Passage:
    """A later passage that is new. ``speaker``: whose statement it is; ``None`` if it was not read as one."""

    link: Link
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class News:
    """What is new of one pledge. ``changes``: a sentence for each page that was changed, masked.

    ``again``: statements that promise the same, made in new records and not among the passages.
    """

    followed: Followed
    passages: tuple[Passage, ...]
    again: tuple[Statement, ...]
    changes: tuple[str, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def is_any(self) -> bool:
        """Whether there is any."""
        return bool(self.passages or self.again or self.changes or self.verdicts)


@dataclass(frozen=True, slots=True)
class Digest:
    """One letter. ``others``: how many pledges have news that is left out, as there is too much of it.

    ``came_in``: the new records, which is what was looked at. ``lacking``: pledges of the list that are not in this
    library. ``chosen``: whether a list was given.
    """

    since: date
    today: date
    news: tuple[News, ...]
    others: int
    came_in: tuple[NewRecord, ...]
    coverage: Coverage
    lacking: tuple[str, ...]
    chosen: bool


def digest(
    library: Library, since: date, *, today: date, ids: Sequence[str] | None = None, lacking: Sequence[str] = ()
) -> Digest:
    """Gather what is new since a day about some pledges, or about any if no list is given.

    New is what bears that date or a later one, and what came into the library since, unless the library is younger
    itself. Raises ``UsageError`` if a pledge is not in the library.
    """
    came_in = new_records(library.store, since)
    keys = {record.key for record in came_in}
    changed = {record.key for record in came_in if record.changed}
    asked = list(_with_links_into(library, came_in)) if ids is None else list(ids)
    told = asked if ids is not None else asked[:MOST]
    news = (_news(library, follow(library, one), since, keys, changed) for one in told)
    return Digest(
        since=since,
        today=today,
        news=tuple(one for one in news if ids is not None or one.is_any),
        others=len(asked) - len(told),
        came_in=tuple(came_in),
        coverage=library.store.coverage(),
        lacking=tuple(lacking),
        chosen=ids is not None,
    )


def _with_links_into(library: Library, came_in: Sequence[NewRecord]) -> Iterator[str]:
    """Go through the pledges that a new record says something of, or whose page changed: each once, newest first."""
    store, seen = library.store, set[str]()
    for record in reversed(came_in):
        found = [link.statement for link in store.links_into(record.key) if link.shown]
        if record.changed:
            found += [one.id for one in store.statements_of(record.key)]
        for name in found:
            statement = current(library, store.statement(name))
            if statement.id not in seen and "commitment" in statement.kinds:
                seen.add(statement.id)
                yield statement.id


def _news(library: Library, followed: Followed, since: date, new: set[str], changed: set[str]) -> News:
    store = library.store
    links = [link for link in followed.since if link.document_key in new]
    passages = tuple(Passage(link, store.statement_at(link)) for link in links)
    own = {passage.statement.id for passage in passages if passage.statement} | {followed.statement.id}
    pieces: list[Statement | Link] = [
        followed.statement,
        *(link for link in followed.since if link.document_key in changed),
    ]
    is_own_page = followed.document.key in changed or store.superseded_by(followed.document.key) in changed
    flags = [versions.flag(store, piece) for piece in (pieces if is_own_page else pieces[1:])]
    return News(
        followed,
        passages,
        tuple(one for one in _again(library, followed) if one.document_key in new and one.id not in own),
        tuple(dict.fromkeys(flag for flag in flags if flag)),
        tuple(one for one in store.verdicts_of(followed.statement) if one.at.date() >= since),
    )


def _again(library: Library, followed: Followed) -> Iterator[Statement]:
    """Go through the other statements that promise the same, as the ledger has them."""
    row = library.store.row_of(followed.statement.id)
    for _, name in library.store.promised(row.promise) if row and row.promise else ():
        if name != followed.statement.id:
            yield library.store.statement(name)
