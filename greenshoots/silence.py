"""What was searched for a statement, and which of exactly four answers that gives. Silence is told, never judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from greenshoots.plain import british, count
from greenshoots.records import Coverage, Link
from index.later import is_later

if TYPE_CHECKING:
    from index.store_ledger import LedgerTable, Meeting

Answer = Literal["not checked", "checked, nothing found", "a source could not be read", "found"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
NO_WORDS_YET = "Later records have not been searched for this statement yet."


@dataclass(frozen=True, slots=True)
class Silence:
    """What later records say about a statement, or that they say nothing.

    ``mentions``: passages shown unasked, the ``latest`` of that day. ``meetings``: later meetings of the same body
    that were gone through, ``silent`` of them since the last mention; ``up_to``: the last of them. Where the meetings
    of the body are not known these are the later records. ``searched``: ``None`` if nothing was.
    """

    answer: Answer
    mentions: int = 0
    latest: date | None = None
    meetings: int = 0
    silent: int = 0
    up_to: date | None = None
    searched: Coverage | None = None


def silence_of(
    *,
    made: date | None,
    links: Sequence[Link],
    searched: Coverage | None,
    meetings: Iterable[date] = (),
) -> Silence:
    """Work out the answer. ``links``: those shown unasked. ``meetings``: as ``meetings_later`` gives them.

    Where the search covered no dated later record nothing was checked: that is no finding.
    """
    if searched is None or made is None:
        return Silence("not checked")
    days = sorted(link.date for link in links if link.date)
    latest = days[-1] if days else None
    held = sorted(meetings)
    unmentioned = held if latest is None else [day for day in held if day > latest]
    of_no_known_body = searched.documents - searched.undated if not held and latest is None else 0
    return Silence(
        answer=_answer(len(days), searched, is_covered=bool(held) or searched.documents > searched.undated),
        mentions=len(days),
        latest=latest,
        meetings=len(held),
        silent=len(unmentioned) or of_no_known_body,
        up_to=held[-1] if held else searched.last,
        searched=searched,
    )


def meetings_later(
    meetings: Iterable[Meeting], *, body: str | None, made: date | None, traced: str, searched: Coverage | None
) -> set[date]:
    """Return the days of the later meetings of a body that were gone through: draft and final minutes count once.

    ``traced``: the moment of the search; a record that came in after it was not searched.
    """
    if searched is None or body is None:
        return set()
    return {
        meeting.met or meeting.published
        for meeting in meetings
        if meeting.body == body
        and meeting.added <= traced
        and is_later(made, published=meeting.published, met=meeting.met)
    }


def silence_in(
    store: LedgerTable,
    statement_id: str,
    *,
    body: str | None,
    made: date | None,
    links: Iterable[Link],
    searched: Coverage | None,
    meetings: Iterable[Meeting] | None = None,
) -> Silence:
    """Work out the answer for one stored statement. ``links``: its evidence, of which what is ``shown`` counts.

    ``searched``: what was gone through, ``None`` if nothing was. ``meetings``: of the body, where they are at hand.
    """
    searched = with_unread(store, searched, body)
    known = store.meetings() if meetings is None else meetings
    held = meetings_later(known, body=body, made=made, traced=store.traced_at(statement_id), searched=searched)
    return silence_of(made=made, links=[link for link in links if link.shown], searched=searched, meetings=held)


def with_unread(store: LedgerTable, searched: Coverage | None, body: str | None) -> Coverage | None:
    """Add to what was searched what of a body cannot be read now: a source may have failed since, or seem to be empty.

    A source whose last harvest raised an alarm counts as one that could not be read.
    """
    return searched and replace(searched, failures=max(searched.failures, store.unread(body)))


def told(silence: Silence) -> str:
    """Say the answer in words: "No mention in 14 later minutes up to 3 May 2024." Never more than was searched."""
    if silence.searched is None:
        return NO_WORDS_YET
    unread = silence.searched.failures
    beside = f" {count(unread, 'source')} could not be read and may hold more." if unread else ""
    if not silence.mentions:
        return _nothing(silence, silence.searched) + beside
    last = f"{'the latest ' if silence.mentions > 1 else ''}of {british(silence.latest)}"
    since = f" No mention since in {_minutes(silence.silent)} up to {british(silence.up_to)}." if silence.silent else ""
    return f"{count(silence.mentions, 'later passage')}, {last}.{since}{beside}"


def _answer(mentions: int, searched: Coverage, *, is_covered: bool) -> Answer:
    if mentions:
        return "found"
    if searched.failures:
        return "a source could not be read"
    return "checked, nothing found" if is_covered else "not checked"


def _nothing(silence: Silence, searched: Coverage) -> str:
    if silence.meetings:
        return f"No mention in {_minutes(silence.meetings)} up to {british(silence.up_to)}."
    dated = searched.documents - searched.undated
    if dated:
        return f"No mention in {count(dated, 'later record')} up to {british(searched.last)}."
    return "No later record is covered yet, so there was nothing to check."


def _minutes(number: int) -> str:
    """Say how many meetings' minutes: a plural of its own kind."""
    return f"{number:,} later minutes" if number != 1 else "the minutes of one later meeting"
