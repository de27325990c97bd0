"""Which records are later than a pledge: decided here, and only here."""

from __future__ import annotations

from datetime import date
from enum import Enum

from greenshoots.errors import UsageError
from greenshoots.records import Pledge
from index.store_rows import Card

COPY = (
    0.5  # share of passages in common from which two records are of one meeting: final minutes after draft ones (guess)
)

LONG_AFTER = 183  # days after a meeting in which its minutes may yet come out; a day named before that is no meeting's
# of the record, but one that it tells of (guess)


class Standing(Enum):
    """How a record stands to a pledge in time."""

    LATER = "later"
    UNDATED = "undated"
    SAME = "of the same meeting"
    EARLIER = "not later"


def is_later(made: date | None, *, published: date | None, met: date | None = None) -> bool:
    """Whether a record is strictly later than the day a pledge was made, by the date of the record.

    ``published``: that date. ``met``: the meeting that the record tells of, if it states
    one; minutes published later of the same or an earlier meeting are not later, unless they
    are published so much later that the day cannot be that of their meeting. Without the
    date of the pledge or of the record nothing is later.
    """
    if made is None or published is None:
        return False
    of_the_record = met is not None and (published - met).days <= LONG_AFTER
    return published > made and (not of_the_record or met is None or met > made)


def standing(pledge: Pledge, card: Card, *, copied: float = 0.0) -> Standing:
    """Tell how a record stands to a pledge. ``copied``: share of passages it has in common with the pledge's record."""
    if copied >= COPY:
        return Standing.SAME
    if pledge.made is None or card.published is None:
        return Standing.UNDATED
    if is_later(pledge.made, published=card.published, met=card.met):
        return Standing.LATER
    return Standing.SAME if pledge.made in (card.met, card.published) else Standing.EARLIER


def prove_later(pledge: Pledge, card: Card, *, copied: float = 0.0) -> None:
    """Raise ``UsageError`` unless a record is strictly later: what people add is held to the rule of the machine."""
    how = standing(pledge, card, copied=copied)
    if how is not Standing.LATER:
        raise UsageError(
            f"It cannot be evidence: the record is {how.value}",
            where=card.id,
            cause=f"The statement is of {pledge.made or 'an unknown day'}, the record of {card.published or 'none'}",
        )
