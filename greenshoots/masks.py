"""Contact details hidden from screens, exports and logs. The stored text stays as it was: a mask, not a rewrite."""

from __future__ import annotations

import re
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


def hidden(text: str) -> list[Hidden]:
    """Find e-mail addresses, UK phone numbers and home addresses: in order, not overlapping.

    Patterns are our own and guesses at what is plain enough; what they miss is shown.
    """
    found = sorted(
        (Hidden(*match.span(), f"[{label}]") for label, shape in _SHAPES for match in shape.finditer(text)),
        key=lambda piece: (piece.start, -piece.end),
    )
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
    pieces, at = [], 0
    for start, end, label in hidden(text):
        pieces += [text[at:start], label]
        at = end
    return "".join([*pieces, text[at:]])
