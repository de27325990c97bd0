"""What is hidden from screens, exports and logs: contact details, and members of the public by name.

The stored text stays as it was: a mask, not a rewrite. Contact details are hidden everywhere. Whose names are hidden
depends on the record (``greenshoots.public``), so that they are hidden while its words are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

_STREETS = (
    "Avenue|Ave|Close|Court|Crescent|Drive|Gardens|Green|Grove|Hill|Lane|Mews|Parade|Park|Place|Rise|Road|Rd|Row|Square"
    "|Street|St|Terrace|View|Walk|Way"
)
_POSTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]?[ \u00a0]?[0-9][A-Z]{2}"
_HOUSE = (
    r"(?:(?:Flat|Apartment|Unit)[ ][0-9A-Z]{1,4},?\s)?"
    rf"\b[0-9]{{1,4}}[A-Za-z]?,?\s(?:[A-Z][\w'’]+\s){{1,3}}(?:{_STREETS})\b\.?"
)

# A phone number starts with 0 or +44 and is grouped as such numbers are, so that rows of figures stay.
_SHAPES = (
    (
        "e-mail address hidden",
        re.compile(r"[\w.+%'’-]+(?:@|\s?[\[(]at[\])]\s?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE),
    ),
    (
        "phone number hidden",
        re.compile(
            r"""(?<![\w£$€.,/-]) (?= \+? (?: [ \u00a0()-]{0,2} [0-9] ){10} )
            (?: \+44[ ]?(?:\(0\)[ ]?)?[1-9][0-9]{1,4} | \(?0[1-9][0-9]{1,4}\)? | \(?0[0-9]{2}\)? )
            [ \u00a0-]? (?: [0-9]{3}[ \u00a0-]?[0-9]{3,4} | [0-9]{4}[ \u00a0-]?[0-9]{4} | [0-9]{5,8} )
            (?![\w/]|[.,][0-9])""",
            re.VERBOSE,
        ),
    ),
    # A house and street is a home only with its postcode, or after words that say somebody lives there:
    # "the library at 12 Harbour Road" is what a pledge is about.
    ("address hidden", re.compile(rf"{_HOUSE}(?:,?\s[A-Z][\w'’-]+){{0,4}},?\s{_POSTCODE}\b")),
    ("address hidden", re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\b\.?\s[^,;.\n]{{2,40}},\s(?:of\s)?(?P<hide>{_HOUSE})")),
    (
        "address hidden",
        re.compile(rf"(?i:(?<=lives at )|(?<=living at )|(?<=lived at )|(?<=residing at )|(?<=home at )){_HOUSE}"),
    ),
)


class Hidden(NamedTuple):
    """A piece of a text that is not shown, and what is shown in its place."""

    start: int
    end: int
    label: str


Finder = Callable[[str], Iterable[Hidden]]

_names: ContextVar[tuple[Finder, ...]] = ContextVar("names", default=())


@contextmanager
def with_names(*finders: Finder) -> Iterator[None]:
    """While this is entered, also hide what these find. What was hidden outside stays hidden inside."""
    token = _names.set((*_names.get(), *finders))
    try:
        yield
    finally:
        _names.reset(token)


def hidden(text: str) -> list[Hidden]:
    """Find e-mail addresses, UK phone numbers, home addresses and names to hide: in order, not overlapping.

    Patterns are our own and guesses at what is plain enough; what they miss is shown.
    """
    shapes = [
        Hidden(*match.span("hide" if "hide" in shape.groupindex else 0), f"[{label}]")
        for label, shape in _SHAPES
        for match in shape.finditer(text)
    ]
    names = [piece for find in _names.get() for piece in find(text)]
    found = sorted([*shapes, *names], key=lambda piece: (piece.start, -piece.end))
    kept: list[Hidden] = []
    for piece in found:
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return kept


def mask(text: str) -> str:
    """Return a text with contact details replaced by words that say so. For showing only: offsets no longer fit.

    >>> mask("Ring 01632 960150 or write to j.bell@pellbourne.example.org.")
    'Ring [phone number hidden] or write to [e-mail address hidden].'
    """
    found = hidden(text)
    if len(found) == 1 and found[0][:2] == (0, len(text)) and not found[0].label.endswith("hidden]"):
        return found[0].label[1:-1].capitalize()  # a name by itself: "A member of the public"
    pieces, at = [], 0
    for start, end, label in found:
        pieces += [text[at:start], label]
        at = end
    return "".join([*pieces, text[at:]])


def blackened(text: str) -> str:
    """Return a text of the same length with what is hidden blacked out, so that offsets into it still fit."""
    pieces, at = [], 0
    for start, end, _ in hidden(text):
        pieces += [text[at:start], "".join(mark if mark.isspace() else "\N{FULL BLOCK}" for mark in text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])
