"""Sentences packed into windows, so that an encoder reads each one among its neighbours and pays for it once.

A window is ``[CLS] medium [SEP] sentence [SEP] sentence [SEP] ...`` in word pieces.
Sentences at its edges are only read, those between are judged; every sentence of a
document is judged in just one window.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BUDGET = 256  # word pieces a window: what MiniLM was trained on
BEFORE = 40  # word pieces of earlier sentences read again at the start (guess)
LONGEST = 96  # word pieces read of one sentence (guess)


@dataclass(frozen=True, slots=True)
class Part:
    """Where a sentence to be judged stands in a window: ``pieces[start:end]``; ``sentence``: its number."""

    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces and the sentences judged in them."""

    pieces: tuple[int, ...]
    parts: tuple[Part, ...]


def make_windows(
    medium: Sequence[int], sentences: Sequence[Sequence[int]], *, start: int, stop: int
) -> Iterator[Window]:
    """Pack sentences, each given as word pieces. ``start`` and ``stop``: the pieces [CLS] and [SEP]."""
    cut = [list(pieces[:LONGEST]) or [stop] for pieces in sentences]
    head = [start, *medium, stop]
    first = 0
    while first < len(cut):
        pieces = list(head)
        for number in range(_context(cut, first), first):
            pieces += [*cut[number], stop]
        parts: list[Part] = []
        number = first
        while number < len(cut) and (not parts or len(pieces) + len(cut[number]) < BUDGET):
            parts.append(Part(len(pieces), len(pieces) + len(cut[number]), number))
            pieces += [*cut[number], stop]
            number += 1
        if number < len(cut) and len(parts) > 2:
            parts.pop()  # it was read without what follows it, so the next window judges it
        yield Window(tuple(pieces), tuple(parts))
        first = parts[-1].sentence + 1


def _context(cut: Sequence[Sequence[int]], first: int) -> int:
    """The earliest sentence before ``first`` from which on all fit into ``BEFORE`` pieces."""
    room = BEFORE
    while first > 0 and len(cut[first - 1]) < room:
        first -= 1
        room -= len(cut[first]) + 1
    return first
