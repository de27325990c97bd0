"""Floors under the figures: pinned in ``floors.json`` with the SHA-256 of the data they were measured on.

A floor is the figure less a tolerance (for figures that are better when lower: plus). Floors only rise, unless
somebody gives a reason, which is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from greenshoots.errors import BrokenSourceError
from greenshoots.settings import data_folder

FLOORS = Path(__file__).with_name("floors.json")
SHIPPED = data_folder() / "figures.json"
TOLERANCE = 0.005  # another processor may round a score to the other side of a threshold; guess
LOWER_IS_BETTER = frozenset({"wrong_persons", "calibration_error", "false_alarms"})
EXACT = frozenset({"verbatim"})  # a promise to the user, so no tolerance
ROUNDING = 1e-9
SHOWN_ONLY = " / "  # a figure named "minutes / any kind" is kept and shown, and no floor is put under it

Measured = Mapping[str, Mapping[str, float]]  # set name, figure name, value


@dataclass(frozen=True, slots=True)
class Pin:
    """One figure as it was when pinned, the floor under it if it is held, and the figure pinned before, if any."""

    figure: float
    floor: float | None = None
    last: float | None = None


@dataclass(frozen=True, slots=True)
class Floors:
    """All that is pinned. ``files``: SHA-256 by set name. ``lowered``: each floor that was lowered, when and why."""

    date: str = ""
    files: dict[str, str] = field(default_factory=dict)
    pins: dict[str, dict[str, Pin]] = field(default_factory=dict)
    lowered: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that is worse than its floor. ``figure`` is ``None`` if it can no longer be measured."""

    set: str
    name: str
    figure: float | None
    floor: float

    def __str__(self) -> str:
        """One line for the log."""
        shown = "not measured" if self.figure is None else f"{self.figure:.4f}"
        return f"{self.set}: {self.name} is {shown}, {_side(self.name)} {self.floor:.4f}"


def load_floors(path: Path = FLOORS) -> Floors:
    """Read what is pinned; nothing is if there is no file. Raises ``BrokenSourceError``."""
    if not path.is_file():
        return Floors()
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        pins = {name: {key: Pin(**pin) for key, pin in group.items()} for name, group in plain["pins"].items()}
        return Floors(plain["date"], plain["files"], pins, tuple(plain["lowered"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        next_step = "Take it from the last commit and pin again with --update"
        raise BrokenSourceError(
            "floors cannot be read", where=path.name, cause=repr(error), next_step=next_step
        ) from error


def save_floors(floors: Floors, path: Path = FLOORS) -> None:
    """Write what is pinned, one figure a line, in an order that does not change; the app is given the figures."""
    path.write_text(_json(asdict(floors)), encoding="utf-8")
    if path == FLOORS:
        SHIPPED.write_text(_json(shipped(floors)), encoding="utf-8")


def shipped(floors: Floors) -> dict[str, Any]:
    """What the app tells its users: the day of the measurement, and each figure by set and name."""
    figures = {name: {key: pin.figure for key, pin in pins.items()} for name, pins in floors.pins.items()}
    return {"date": floors.date, "figures": figures}


def _json(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def changed_files(floors: Floors, files: Mapping[str, str]) -> list[str]:
    """Names of the sets whose data are not those that were pinned, or were never pinned."""
    return [name for name, sha256 in files.items() if floors.files.get(name) != sha256]


def falls(floors: Floors, measured: Measured) -> list[Fall]:
    """The figures below their floors. Sets that were not measured at all are passed over."""
    return [fall for name, figures in measured.items() for fall in _falls_in(name, floors.pins.get(name, {}), figures)]


def _falls_in(name: str, pins: Mapping[str, Pin], figures: Mapping[str, float]) -> Iterator[Fall]:
    for key, pin in pins.items():
        figure = figures.get(key)
        if pin.floor is not None and (figure is None or not _holds(key, figure, pin.floor)):
            yield Fall(name, key, figure, pin.floor)


def pin_anew(
    floors: Floors, measured: Measured, files: Mapping[str, str], *, today: str, reason: str | None = None
) -> Floors:
    """Pin the figures of today. Floors rise with them; one is lowered only where a figure fell below it.

    The caller has made sure that with ``falls`` there is a ``reason``. Sets not measured today stay as they are.
    """
    fallen = falls(floors, measured)
    lowered = {(fall.set, fall.name) for fall in fallen}
    pins = dict(floors.pins)
    for name, figures in measured.items():
        before = floors.pins.get(name, {})
        pins[name] = {
            key: _pin(key, figure, before.get(key), lower=(name, key) in lowered) for key, figure in figures.items()
        }
    entries = tuple({**asdict(fall), "date": today, "reason": reason} for fall in fallen)
    return replace(floors, date=today, files={**floors.files, **files}, pins=pins, lowered=floors.lowered + entries)


def _pin(name: str, figure: float, before: Pin | None, *, lower: bool) -> Pin:
    figure, last = round(figure, 4), before.figure if before else None
    if SHOWN_ONLY in name:
        return Pin(figure, None, last)
    tolerance = 0 if name in EXACT else TOLERANCE
    floor = round(figure + tolerance if name in LOWER_IS_BETTER else max(0.0, figure - tolerance), 4)
    kept = before.floor if before and not lower else None
    return Pin(figure, kept if kept is not None and _holds(name, kept, floor) else floor, last)


def _holds(name: str, figure: float, floor: float) -> bool:
    return figure <= floor + ROUNDING if name in LOWER_IS_BETTER else figure >= floor - ROUNDING


def _side(name: str) -> str:
    return "above its ceiling" if name in LOWER_IS_BETTER else "below its floor"
