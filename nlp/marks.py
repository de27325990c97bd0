"""Which words stand in quotation marks: curly, straight and angled, single and double, one inside the other.

A quotation that is never closed ends with its paragraph. An apostrophe is no mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

FILL = "\ue000"  # stands for words in marks where only the reporter's are read; a private-use character, in no language
STRETCH = re.compile(f"“{FILL}*+”?")  # a piece of text blanked out

MARK = re.compile("[“”„‟\"«»‘’‚']")
OPENING = frozenset("“„‟«‘‚")
DOUBLE = frozenset('“”„‟"«»')
BEFORE_OPENING = frozenset("([{—–-/:*_|")  # a mark directly behind one of these opens
STRONG = frozenset(".,!?…–—;:)]")  # before a single mark: it closes, for no apostrophe follows them
AFTER_CLOSING = frozenset(".,;:!?…)]}—–/*_|")
# ’til ’em ’90s: an apostrophe at the head of a word
HEADLESS = re.compile(r"(?:til|till|em|twas|tis|cause|bout|n|\d0s)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """Words in quotation marks. ``outer_start:outer_end`` with, ``start:end`` without the marks.

    ``closed``: a closing mark was printed. ``inside``: the marked words that stand within these.
    """

    outer_start: int
    outer_end: int
    start: int
    end: int
    closed: bool
    inside: tuple[Marked, ...] = ()


@dataclass(slots=True)
class _Open:
    """A quotation still open: where its mark stands, whether double, and where it will close if that is known."""

    at: int
    double: bool
    closes: int | None
    inside: list[Marked]


def marked(text: str, start: int, end: int) -> tuple[Marked, ...]:
    """Find what stands in quotation marks in one paragraph ``text[start:end]``, outermost only, in order."""
    marks = [m.start() for m in MARK.finditer(text, start, end)]
    return _Pairing(text, start, end, marks).pairs() if marks else ()


class _Pairing:
    """Reads the marks of one paragraph from left to right and keeps a stack of those that are open."""

    def __init__(self, text: str, start: int, end: int, marks: Sequence[int]) -> None:
        self.text, self.start, self.end, self.marks = text, start, end, marks
        self.found: list[Marked] = []
        self.stack: list[_Open] = []

    def pairs(self) -> tuple[Marked, ...]:
        for number, at in enumerate(self.marks):
            if self.text[at] in DOUBLE:
                self._double(at)
            else:
                self._single(number, at)
        while self.stack:
            self._close(self._trim(self.end), printed=False)
        return tuple(self.found)

    def _double(self, at: int) -> None:
        is_open = any(one.double for one in self.stack)
        if self._opens_double(at, is_open):
            if is_open and self.stack[-1].double:  # the one before was never closed
                self._close_double(self._trim(at), printed=False)
            if len(self.stack) < 3:  # deeper nesting is a misreading
                self.stack.append(_Open(at, True, None, []))
        elif is_open:
            self._close_double(at, printed=True)

    def _opens_double(self, at: int, is_open: bool) -> bool:
        mark, before, after = self.text[at], self._before(at), self._after(at)
        ends_word = not before.isspace() and before not in BEFORE_OPENING
        if mark in OPENING:
            starts_word = after.isalnum() or after in "[(£$€‘'…«"
            return not (is_open and ends_word and not starts_word) and not after == ""
        if mark == '"' and not after.isspace() and after not in AFTER_CLOSING:
            return not ends_word or (not is_open and not before.isalnum())
        return mark in "”»" and not is_open and not ends_word and after.isalnum()

    def _single(self, number: int, at: int) -> None:
        if self.stack and self.stack[-1].closes == at:
            self._close(at, printed=True)
        elif self._opens_single(at) and len(self.stack) < 3 and not any(not one.double for one in self.stack):
            closes = self._closing_single(number)
            if closes is not None or not self.stack:
                self.stack.append(_Open(at, False, closes, []))

    def _opens_single(self, at: int) -> bool:
        mark, before, after = self.text[at], self._before(at), self._after(at)
        if before.isalnum() or before in ".,!?’'" or not (after.isalnum() or after in '[(£$€…“"#'):
            return False
        return mark in "‘‚" or (mark == "'" and not HEADLESS.match(self.text, at + 1))

    def _closing_single(self, number: int) -> int | None:
        """Where the single mark ``number`` closes: a mark after a stop or before a space, rather than an apostrophe."""
        weak: int | None = None
        for later in range(number + 1, len(self.marks)):
            at = self.marks[later]
            if self.text[at] in DOUBLE:
                if self.stack and self.text[at] != "“" and not self._opens_double(at, True):
                    return weak  # what it stands in is closed
                continue
            if self._opens_single(at):
                return weak
            strength = self._closing_strength(at)
            if strength == 2:
                return at
            if strength == 1 and weak is None:
                weak = at
        return weak

    def _closing_strength(self, at: int) -> int:
        """2: closes; 1: closes or is the apostrophe of a plural (the families’ voices); 0: an apostrophe."""
        before, after = self._before(at), self._after(at)
        if after.isalnum() or before.isspace() or before == "":
            return 0
        if before in STRONG or not before.isalnum() or not (after.isspace() and before in "sSzx"):
            return 2
        return 1

    def _close_double(self, at: int, *, printed: bool) -> None:
        while not self.stack[-1].double:  # a single mark inside was never closed
            self.stack.pop()
        self._close(at, printed=printed)

    def _close(self, at: int, *, printed: bool) -> None:
        one = self.stack.pop()
        start, end = self._inner(one.at + 1, at)
        if start >= end:
            return
        outer_end = at + 1 if printed else at
        found = Marked(one.at, outer_end, start, end, printed, tuple(one.inside))
        (self.stack[-1].inside if self.stack else self.found).append(found)

    def _inner(self, start: int, end: int) -> tuple[int, int]:
        words = self.text[start:end]
        return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())

    def _trim(self, end: int) -> int:
        while end > self.start and self.text[end - 1].isspace():
            end -= 1
        return end

    def _before(self, at: int) -> str:
        return self.text[at - 1] if at > self.start else " "

    def _after(self, at: int) -> str:
        return self.text[at + 1] if at + 1 < self.end else ""
