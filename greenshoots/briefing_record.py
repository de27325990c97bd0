"""What record a briefing rests on, and what could not be read: said on top of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

from greenshoots.briefing_cited import safe
from greenshoots.committees import Committee, Papers
from greenshoots.harvests import coverage_of
from greenshoots.plain import british, count, coverage_sentence
from greenshoots.records import Failure, Filters
from greenshoots.views.markup import is_web

if TYPE_CHECKING:
    from index.store import Store

MOST = 12  # things named one by one (guess); how many more there are is told


def covered_in(store: Store, committee: Committee, own: Papers, on: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return, each as lines to print, what record was covered up to a day and what of it could not be read."""
    return tuple(_covered(store, committee, own, on)), tuple(_shortened(_unread(store, on), committee))


def _covered(store: Store, committee: Committee, own: Papers, on: date) -> Iterator[str]:
    yield coverage_sentence(store.coverage(Filters(before=on - timedelta(days=1))))
    held = [day for day in own.met if day < on]
    if not held:
        yield f"Of this committee there are no minutes or recordings of a meeting before {british(on)}."
        return
    meetings = count(len(held), "meeting")
    yield f"Of this committee: {meetings} with minutes or a recording, {british(held[0])} to {british(held[-1])}."


def _unread(store: Store, on: date) -> Iterator[str]:
    for failure in store.failures():
        yield f"{_named(failure)}: {safe(failure.reason)}, {british(failure.at.date())}"
    for source in store.followed():
        covered = coverage_of(store, source, today=on)
        if covered.alarm:
            yield f"{safe(source.name)}: the last harvest is in doubt: {safe(covered.alarm)}"
        yield from (f"Missing: {safe(missing.what)}" for missing in covered.missing)


def _named(failure: Failure) -> str:
    """The address, of a file on somebody's machine its name alone."""
    return safe(failure.address if is_web(failure.address) else PurePath(failure.address.replace("\\", "/")).name)


def _shortened(lines: Iterator[str], committee: Committee) -> Iterator[str]:
    """Name what is of this committee first, and say how many more there are."""
    told = sorted(dict.fromkeys(lines), key=lambda line: committee.name.casefold() not in line.casefold())
    yield from told[:MOST]
    if len(told) > MOST:
        yield f"and {count(len(told) - MOST, 'more', 'more')}"
