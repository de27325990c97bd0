"""Sentences packed into windows, so that an encoder reads each one among its neighbours and pays for it once.

A window is, in word pieces::

    [CLS] medium [SEP] heading [SEP] teller [SEP] side sentence [SEP] side sentence [SEP] ...

The heading is that of the first sentence judged, the teller whoever tells the first one read; both may be missing, and
so may the side, one word for whom the speaker of a sentence speaks for. Sentences at the edges of a window are only
read, those between are judged; every sentence of a document is judged in just one window.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BUDGET = 256  # word pieces a window: what MiniLM was trained on
BEFORE = 40  # word pieces of earlier sentences read again at the start (guess)
LONGEST = 96  # word pieces read of one sentence (guess)
LONGEST_HEADING, LONGEST_TELLER = 16, 12  # word pieces (guess)

Pieces = Sequence[int]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sentence in word pieces, and what is to be known of it, likewise; all but ``words`` may be empty."""

    words: Pieces
    side: Pieces = ()
    heading: Pieces = ()
    teller: Pieces = ()

    def __len__(self) -> int:
        """Pieces that it takes up in a window, the [SEP] after it included."""
        return len(self.side) + min(max(len(self.words), 1), LONGEST) + 1


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


def make_windows(medium: Pieces, sentences: Sequence[Encoded], *, start: int, stop: int) -> Iterator[Window]:
    """Pack the sentences of a document. ``start`` and ``stop``: the pieces [CLS] and [SEP]."""
    first = 0
    while first < len(sentences):
        read_from = _context(sentences, first)
        pieces = [start, *medium, stop]
        pieces += _ended(sentences[first].heading[:LONGEST_HEADING], stop)
        pieces += _ended(sentences[read_from].teller[:LONGEST_TELLER], stop)
        for number in range(read_from, first):
            _put(pieces, sentences[number], number, stop)
        parts: list[Part] = []
        number = first
        while number < len(sentences) and (not parts or len(pieces) + len(sentences[number]) <= BUDGET):
            parts.append(_put(pieces, sentences[number], number, stop))
            number += 1
        if number < len(sentences) and len(parts) > 2:
            parts.pop()  # it was read without what follows it, so the next window judges it
        yield Window(tuple(pieces), tuple(parts))
        first = parts[-1].sentence + 1


def _ended(pieces: Pieces, stop: int) -> list[int]:
    return [*pieces, stop] if pieces else []


def _put(pieces: list[int], sentence: Encoded, number: int, stop: int) -> Part:
    """Append a sentence. Returns where its own words stand."""
    pieces += sentence.side
    start = len(pieces)
    pieces += list(sentence.words[:LONGEST]) or [stop]
    part = Part(start, len(pieces), number)
    pieces.append(stop)
    return part


def _context(sentences: Sequence[Encoded], first: int) -> int:
    """The earliest sentence before ``first`` from which on all fit into ``BEFORE`` pieces."""
    room = BEFORE
    while first > 0 and len(sentences[first - 1]) <= room:
        first -= 1
        room -= len(sentences[first])
    return first
