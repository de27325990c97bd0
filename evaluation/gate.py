"""The quality gate: no figure of the extractor may fall below its floor.

usage: python -m evaluation.gate [--update [--allow-regression REASON]] [--markdown]

Without options: measure, print every figure, exit 1 if one is below its floor or the data are not those that the
floors were pinned on. --update pins today's figures and prints the line for CHANGELOG.md; it refuses to lower a floor
unless --allow-regression gives the reason. --markdown prints the tables for evaluation/RESULTS.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evaluation.floors import (
    FLOORS,
    LOWER_IS_BETTER,
    SHOWN_ONLY,
    Fall,
    Floors,
    Measured,
    Pin,
    changed_files,
    falls,
    load_floors,
    pin_anew,
    save_floors,
)
from evaluation.measures import EvaluationSet, evaluation_sets, measure_all
from evaluation.scoring import ANY, MANY
from greenshoots.errors import GreenShootsError
from greenshoots.records import KINDS

COMMAND = "python -m evaluation.gate --markdown"
HEADLINE = (("gold", "any kind"), ("gold", "commitment"), ("dev", "any kind"), ("dev", "commitment"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, compare; return the exit status: 0 all floors hold (or were pinned), 1 not, 2 wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.allow_regression is not None and not (options.update and options.allow_regression.strip()):
        parser.error("--allow-regression needs --update and a reason")
    try:
        return run(evaluation_sets(), update=options.update, reason=options.allow_regression, markdown=options.markdown)
    except GreenShootsError as error:
        print(error, file=sys.stderr)
        return 1


def run(
    sets: tuple[EvaluationSet, ...],
    *,
    update: bool = False,
    reason: str | None = None,
    markdown: bool = False,
    path: Path = FLOORS,
) -> int:
    """Measure the sets and hold them against the floors in ``path``; return the exit status."""
    floors = load_floors(path)
    measured = measure_all(sets)
    files = {one.name: one.sha256 for one in sets}
    fallen = falls(floors, measured)
    pinning = update and (not fallen or reason is not None)
    today = date.today().isoformat()
    pinned = pin_anew(floors, measured, files, today=today, reason=reason) if pinning else floors
    print(markdown_tables(sets, measured, floors, pinned) if markdown else plain_table(measured, pinned))
    if pinning:
        save_floors(pinned, path)
        _complain(f"pinned in {path.name}. For CHANGELOG.md:")
        print(changelog_line(floors, measured, fallen, reason))
        return 0
    return _verdict(fallen, [] if update else changed_files(floors, files), update=update)


def _verdict(fallen: Sequence[Fall], changed: Sequence[str], *, update: bool) -> int:
    for fall in fallen:
        _complain(str(fall))
    for name in changed:
        _complain(f"{name}: its data are not those that the floors were pinned on; pin again with --update")
    if update:
        _complain("nothing was pinned: lowering a floor needs --allow-regression REASON")
    return 1 if fallen or changed else 0


def changelog_line(floors: Floors, measured: Measured, fallen: Sequence[Fall], reason: str | None) -> str:
    """The line that goes into the changelog with the new floors: the main figures, and each floor lowered with why."""
    main_figures = "; ".join(
        f"{key} F1 on {name} {measured[name][key]:.3f}{_was(floors, name, key)}"
        for name, key in HEADLINE
        if key in measured.get(name, {})
    )
    line = f"- Quality floors pinned anew: {main_figures or 'no main figure measured'}."
    if fallen:
        line += f" Lowered ({reason}): " + ", ".join(_lowered(fall, floors) for fall in fallen) + "."
    return line


def _was(floors: Floors, name: str, key: str) -> str:
    pin = _pin(floors, name, key)
    return f" (was {pin.figure:.3f})" if pin else ""


def _lowered(fall: Fall, floors: Floors) -> str:
    shown = "no longer measured" if fall.figure is None else f"{fall.figure:.3f}"
    return f"{fall.name} on {fall.set} {shown}{_was(floors, fall.set, fall.name)}"


def plain_table(measured: Measured, floors: Floors) -> str:
    """Every figure with its floor, one a line, for a terminal."""
    lines = [f"{'set':10} {'figure':24} {'now':>7} {'floor':>7}"]
    for name, figures in measured.items():
        for key, figure in figures.items():
            pin = _pin(floors, name, key)
            lines.append(f"{name:10} {key:24} {figure:7.3f} {_shown(pin.floor if pin else None, 3):>7}")
    return "\n".join(lines)


def markdown_tables(sets: tuple[EvaluationSet, ...], measured: Measured, before: Floors, after: Floors) -> str:
    """The tables of ``RESULTS.md``: command, date, and for each set every figure, the last one, the change, the floor.

    ``before``: what was pinned last; ``after``: what is pinned from today on, the same where nothing is.
    """
    parts = [f"`{COMMAND}`, {date.today().isoformat()}; last pinned {before.date or 'never'}."]
    for one in sets:
        rows = [_row(key, value, *(_pin(floors, one.name, key) for floors in (before, after)))
                for key, value in measured[one.name].items()]  # fmt: skip
        parts.append(
            "\n".join((f"### {one.title}\n", "| figure | now | last | change | floor |", "|---" * 5 + "|", *rows))
        )
    return "\n\n".join(parts)


def _pin(floors: Floors, name: str, key: str) -> Pin | None:
    return floors.pins.get(name, {}).get(key)


def _row(key: str, value: float, last: Pin | None, held: Pin | None) -> str:
    scale, digits = (1000, 1) if key == "false_alarms" else (1, 3)
    figures = (value, last.figure if last else None, held.floor if held else None)
    now, before, floor = (_shown(figure, digits, scale) for figure in figures)
    change = f"{(value - last.figure) * scale:+.{digits}f}" if last else ""
    return f"| {_label(key)} | {now} | {before} | {change} | {floor} |"


def _shown(value: float | None, digits: int, scale: int = 1) -> str:
    return "" if value is None else f"{value * scale:.{digits}f}"


def _label(key: str) -> str:
    """What a figure is called in the report."""
    if key == "false_alarms":
        return "false alarms per 1,000 sentences (lower is better)"
    if key == "macro_f1_15":
        return f"mean F1 of kinds with {MANY} or more examples"
    plain = key.replace("_", " ").replace("f1", "F1")
    kind = key.rsplit(SHOWN_ONLY, 1)[-1]
    return f"{plain}{', F1' if kind in (*KINDS, ANY) else ''}{' (lower is better)' if key in LOWER_IS_BETTER else ''}"


def _complain(line: str) -> None:
    print(line, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.gate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--update", action="store_true", help="pin today's figures")
    parser.add_argument("--allow-regression", metavar="REASON", help="let floors fall, and say why")
    parser.add_argument("--markdown", action="store_true", help="print the tables for RESULTS.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
