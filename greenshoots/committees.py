"""The committees of a record, as the titles of minutes and the lists of sites name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from greenshoots.errors import UsageError
from greenshoots.records import Filters
from index.store_filters import fold

if TYPE_CHECKING:
    from index.store import Store
    from index.store_rows import Card

MOST_NAMED = 12  # committees that an error lists (guess: a few lines)
LONGEST = 120  # characters of a title that may be the name of a committee (guess)

_DAYS = "Mon|Tues|Wednes|Thurs|Fri|Satur|Sun"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_BEFORE = re.compile(
    r"^(?:(?:draft|final|approved|printed)\s+)?(?:agenda|minutes)\s+(?:for|of|from)\s+(?:the\s+)?(?:meeting\s+of\s+)?(?:the\s+)?",
    re.I,
)
_AFTER = re.compile(
    rf"\s*(?:[-–—,:(]|\bon\b|\bheld\b|\brecording\b|\bminutes\b|\bagenda\b).*?(?:(?:{_DAYS})day\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\b|\b\d{{4}}\b).*$",
    re.I | re.S,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True, order=True)
class Committee:
    """A committee, cabinet, council or panel. ``body``: whose it is, "" where the record does not tell."""

    name: str
    body: str = ""

    @property
    def told(self) -> str:
        """The name with the body's: "Cabinet, Pellbourne Council"."""
        return f"{self.name}, {self.body}" if self.body and self.body != self.name else self.name


@dataclass(frozen=True, slots=True)
class Papers:
    """The records of one committee. ``met``: the days of the meetings whose minutes or recordings are there."""

    keys: frozenset[str]
    met: tuple[date, ...]


def name_in(title: str | None) -> str | None:
    """Read the name of a committee off a title of minutes; ``None`` if the title is no such name.

    >>> name_in("Agenda for Place Scrutiny Committee on Tuesday 18 October 2022, 6.30 pm")
    'Place Scrutiny Committee'
    """
    name = _AFTER.sub("", _BEFORE.sub("", " ".join((title or "").split()))).strip(" -–—,:")
    return name if name and len(name) <= LONGEST and not re.search(r"\d", name) else None


def committees(store: Store) -> list[Committee]:
    """Return the committees of which minutes or recordings are in the store, in order of the alphabet."""
    named = ((name_in(store.title_of(card.key)), card.body) for card in _meetings(store))
    return sorted({Committee(name, body or "") for name, body in named if name})


def find(store: Store, words: str, body: str | None = None) -> Committee:
    """Return the committee that a name means: in full, else the only one with all its words.

    Raises ``UsageError``, which lists those there are, if none or several fit.
    """
    known = [one for one in committees(store) if not body or _folded(body) in _folded(one.body)]
    exact = [one for one in known if _folded(one.name) == _folded(words)]
    asked = set(_words(words))
    fitting = exact or [one for one in known if asked and asked <= set(_words(one.name))]
    if len(fitting) == 1:
        return fitting[0]
    what = f"Several committees fit {words!r}" if fitting else f"There is no committee {words!r} in the record covered"
    listed = "; ".join(one.told for one in (fitting or known)[:MOST_NAMED]) or "none"
    step = "Give more of the name, or the body with --body. " if fitting else ""
    raise UsageError(what, next_step=f"{step}There are: {listed}")


def papers(store: Store, committee: Committee) -> Papers:
    """Return the latest records of a committee: its minutes and recordings, and what names it in the title."""
    keys, met = set(), set()
    for card in store.cards(Filters(body=committee.body or None)):
        if (card.body or "") != committee.body or card.medium == "press":
            continue
        title = store.title_of(card.key)
        if _is_meeting(card) and _folded(name_in(title) or "") == _folded(committee.name):
            keys.add(card.key)
            met |= {day for day in (card.met or card.published,) if day}
        elif not _is_meeting(card) and _is_named(committee, title):
            keys.add(card.key)
    return Papers(frozenset(keys), tuple(sorted(met)))


def _is_named(committee: Committee, title: str | None) -> bool:
    """Whether a report's title names a committee. "Council" and "Cabinet" stand in too many titles to tell."""
    words = _words(committee.name)
    return len(words) > 1 and _runs(words, _words(title or ""))


def _runs(words: Sequence[str], within: Sequence[str]) -> bool:
    return any(within[at : at + len(words)] == words for at in range(len(within) - len(words) + 1))


def _meetings(store: Store) -> Iterator[Card]:
    return (card for card in store.cards() if _is_meeting(card))


def _is_meeting(card: Card) -> bool:
    return card.medium == "transcript" or (card.medium == "minutes" and card.met is not None)


def _folded(words: str) -> str:
    return " ".join(_words(words))


def _words(words: str) -> list[str]:
    """Words of a name, folded, possessive endings cut: "children's scrutiny" finds "Children’s Scrutiny"."""
    return [word.removesuffix("'s") for word in _WORD.findall((fold(words) or "").replace("’", "'"))]
