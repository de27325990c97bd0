"""The shapes in which a sentence says when, each with its weight beside the others.

Weights are guesses, tried on half of the training labels; prepositions add theirs in ``nlp/deadlines.py``.
In the patterns a space stands for any run of white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.lexicons import lexicon
from nlp.periods import SEASON, UNIT, WEEKDAY, YEAR, YEAR_KIND
from nlp.time_words import (
    A_MEETING,
    A_NAME,
    ARTICLE,
    AT,
    BASIS,
    BY,
    CLAUSE,
    CLOCK,
    DAY,
    DONE,
    HOURS,
    LENGTH,
    MEETING,
    MONTH,
    NUMBER_,
    PERIOD,
    PLURAL,
    QUARTER,
    RELATIVE,
    WORD,
)


@dataclass(frozen=True, slots=True)
class TimeShape:
    """One way of saying when. ``weight``: how much it counts beside others; ``datable``: it may name a day."""

    pattern: re.Pattern[str]
    weight: float
    datable: bool


def _shapes(*weighed: tuple[float, str], datable: bool) -> tuple[TimeShape, ...]:
    return tuple(
        TimeShape(re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE), weight, datable)
        for weight, pattern in weighed
    )


def _phrases() -> str:
    """The phrases of the lexicon as one pattern, longest first."""
    phrases = sorted((re.escape(words).replace(r"\ ", " ") for _, words in lexicon("deadlines")), key=len, reverse=True)
    return rf"\b(?:{'|'.join(phrases)})\b(?! (?:after|before|following|adjacent|as)\b)"


_ONE = r"(?:week|fortnight|month|quarter|term|year|decade)\b"
_COMPLETED = r"(?=[^,;.]{0,60}\b(?:is|are|was|were|has|have|had|permits?|allows?|next)\b)"

DATED = _shapes(
    (3.5, rf"\b{A_MEETING}{AT}{CLOCK}(?:{DAY})"),
    (3.5, rf"\b(?:(?:in|during|for) )?(?:the )?(?:week (?:commencing|beginning)|w/c) (?:{DAY})"),
    (2.0, rf"\b{A_MEETING}{AT}(?:{PERIOD})"),
    (2.0, rf"\b{AT}{CLOCK}(?:next |this |the end of )?{WEEKDAY}\b"),
    (2.0, rf"\b(?:next|this) {WEEKDAY}\b"),
    (2.0, r"(?<!\bearlier\s)\b(?:tomorrow|today|tonight|this (?:morning|afternoon|evening))\b(?! \w+ed\b)"),
    (2.0, rf"\b(?:sometime )?{RELATIVE}|\blater (?:in the|in|this) (?:this )?year\b"),
    (0.5, rf"(?<![(\d]\s)(?<![(\d])(?<!\dth\s)(?<!\dst\s)\b(?:{QUARTER}|{MONTH} {YEAR}\b|{SEASON} {YEAR}\b)"),
    (1.5, rf"\bwithin (?:the next )?{HOURS}"),
    (
        2.0,
        rf"\b(?P<by>within) (?!{HOURS})(?:the (?:next |coming )?)?{LENGTH}(?: (?:of|from|after|following) {CLAUSE})?",
    ),
    (2.0, rf"\b(?P<by>within) (?:the |the next |the coming ){_ONE}"),
    (3.0, rf"\b(?:(?:in|over|during|for|across|throughout) )?(?:the )?(?:next|coming|following) {LENGTH}"),
    (2.5, rf"\b(?:in|over|during) (?:the )?(?:next|coming) {_ONE}"),
    (4.0, rf"\bin {LENGTH}[’']?s?[’']? time\b"),
    (1.5, rf"\bin {LENGTH}(?! old\b)"),
    (2.0, rf"\b{LENGTH} (?:from now|after|from|following) {CLAUSE}"),
    (
        2.0,
        rf"\b(?:throughout|during|over|across) the (?:{YEAR_KIND} )?(?:year|month|term|quarter)\b"
        rf"(?: {YEAR}(?:[/–-]\d\d(?:\d\d)?)?\b)?",
    ),
    (
        3.5,
        rf"\b(?:{BY}|at|to|for|on|in|from|after) {ARTICLE}(?:next|following|forthcoming|upcoming|{MONTH}) "
        rf"(?:{WORD} ){{0,3}}?{MEETING}{A_NAME}",
    ),
    (1.0, rf"\bthe {MONTH} (?:{WORD} ){{0,3}}?{MEETING}{A_NAME}"),
    datable=True,
)
OPEN_ENDED = _shapes(
    (2.5, _phrases()),
    (
        3.0,
        r"\b(?:within|in|over|during|for) (?:the |a )?(?:next |coming |following )?"
        rf"(?:few|couple of|number of|several) {UNIT}\b",
    ),
    (3.0, rf"\b(?:in|over|during|across) (?:the )?(?:coming|next|following|ensuing) {PLURAL}\b"),
    datable=False,
)
RECURRING = _shapes(
    (1.5, rf"\bon an? (?:\w+ )?{BASIS} basis\b"),
    (
        1.5,
        r"\b(?:daily|weekly|fortnightly|(?:six-?|bi-?)?monthly|quarterly|termly|annually|yearly)\b"
        r"(?=\W*(?:$|[.,;:)]|(?:\w+ed|and|to|until|by|at|from|across|through|thereafter)\b))",
    ),
    (1.5, rf"\b(?:every|each) (?:(?:other|{NUMBER_}) )?(?:day|week|fortnight|month|quarter|term|year|meeting)s?\b"),
    (1.5, r"\b(?:once|twice|three times|four times) (?:a|per|every|each) (?:day|week|month|quarter|term|year)\b"),
    (0.2, rf"\bfor (?:(?:about|around|at least|up to|a further|another) )?{LENGTH}(?! (?:old|ago)\b)"),
    datable=False,
)
EVENTS = _shapes(
    (1.2, rf"\b(?:once (?!again\b|more\b)|as soon as (?!possible)){CLAUSE}"),
    (1.2, rf"(?<!out\s)(?<!know\s)(?<!on\s)(?<!of\s)(?<!to\s)\b(?:if and )?when {_COMPLETED}{CLAUSE}"),
    (1.6, rf"\b(?:up)?on {DONE} of {CLAUSE}|\b(?:following|after) (?:the )?{DONE}\b(?:{CLAUSE})?"),
    (1.0, rf"\b(?:before|prior to|in advance of|ahead of) (?!and\b|\d|any\b){CLAUSE}"),
    (1.2, r"\b(?:following|after) (?:this meeting|that time)\b"),
    (
        1.2,
        r"\bafter (?:the )?(?:[\w’'-]+ ){0,2}"
        r"(?:elections?|holidays?|meeting|event|works?|survey|budget|(?-i:[A-Z]{2,5}))\b",
    ),
    datable=False,
)
