"""What a column of an action sheet or of a recommendation tracker holds, by its printed name.

Names as councils print them ("Responsible officer", "Target date", "BRAG"). Patterns are our own; a name that none of
them fits is a column that nothing is read from.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Column = Literal["action", "recommendation", "owner", "due", "status", "answer", "met", "other"]

LONGEST_NAME = 60  # code points of the name of a column; guess

_WHO = r"officers?|owners?|members?|persons?|part(?:y|ies)|leads?|directors?|departments?|teams?|organisations?|body"
_BODIES = r"cabinet|executive|council|committee|government|directorate|management|officers?|leader|mayor|board|nhs"
_SHAPES: tuple[tuple[Column, str], ...] = (
    (
        "other",
        r"(?:(?:action|recommendation|minute|item|agenda item|decision)\s+)?(?:nos?|numbers?|refs?|reference|id|#)",
    ),
    (
        "status",
        r"(?:(?:current|action|latest|overall|delivery)\s+)?"
        r"(?:status|progress|updates?|b?rag)(?:\s+(?:status|rating|update|report|to\s+date|comments?|made|notes?))*"
        r"|actions?\s+(?:taken|completed)(?:\s+to\s+date)?|complete[d]?(?:\s+y\s*/?\s*n)?"
        r"|(?:date\s+)?(?:completed|closed)(?:\s+date)?|current\s+position|open\s*/\s*closed",
    ),
    (
        "recommendation",
        r"(?:(?:the|scrutiny|committee|panel|task\s+group|review|our|report)(?:[’']s)?\s+){0,3}recommendations?"
        r"(?:\s+(?:made|text|(?:to|of|from)\s+(?:the\s+)?[\w ]+))?",
    ),
    (
        "action",
        r"(?:(?:agreed|required|proposed|key|mitigating|follow[\s-]up|improvement|specific|outstanding)\s+)*"
        r"(?:actions?|tasks?)(?:\s+(?:required|agreed|points?|to\s+be\s+taken|needed|requested|arising|details?|description))?"
        r"|what(?:\s+will\s+(?:we|be)\s+do(?:ne)?)?|undertakings?|commitments?|information\s+requested|agreed\s+outcomes?",
    ),
    (
        "owner",
        rf"(?:(?:responsible|lead|action|accountable|named|reporting|senior)\s+)*(?:{_WHO})(?:\s+responsible)?"
        r"|who|(?:actioned\s+|action\s+|for\s+action\s+)?by(?:\s+whom)?|responsib(?:le|ility)(?:\s+of)?"
        r"|(?:assigned|allocated)\s+to|initials|(?:lead\s+)?(?:cabinet|portfolio)\s+(?:member|holder)",
    ),
    (
        "due",
        r"(?:(?:due|target|expected|completion|required|implementation|agreed|original|revised|delivery|estimated"
        r"|anticipated|action|proposed)\s+)+(?:date|deadline|timescales?|timeframe|completion(?:\s+date)?)"
        r"|due(?:\s+(?:by|for))?|date\s+(?:due|for\s+completion)|deadlines?|timescales?|time-?frame|by\s+when|when|target|timing",
    ),
    (
        "answer",
        rf"(?:(?:the|{_BODIES})(?:[’']s|s[’'])?\s+){{0,3}}(?:responses?|decisions?|answers?|repl(?:y|ies))"
        r"(?:\s+(?:to\s+(?:the\s+)?recommendations?|of\s+(?:the\s+)?[\w ]+))?"
        r"|(?:(?:partially|partly|not|fully)\s+)?(?:accept|agree|reject)(?:ed)?(?:\s+in\s+(?:full|part|principle))?(?:\s+y\s*/?\s*n)?",
    ),
    (
        "met",
        r"(?:(?:meeting|committee|minute)\s+)?date|meeting|date\s+(?:of\s+(?:the\s+)?(?:meeting|minutes?)|raised|agreed|added|set|made)",
    ),
)
_PATTERNS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple((column, re.compile(shape)) for column, shape in _SHAPES)


@lru_cache(maxsize=1024)
def column_of(name: str) -> Column | None:
    """What a column of this name holds; ``other``: known, but nothing is read from it; ``None``: not known.

    >>> column_of("Responsible Officer(s)"), column_of("Due / Expected date"), column_of("Budget")
    ('owner', 'due', None)
    """
    plain = " ".join(re.sub(r"\((?!y)[^()]*\)|[()?*_:.]", " ", name.casefold()).split())  # "(s)" goes, "(Y/N)" stays
    if not plain or len(name) > LONGEST_NAME:
        return None
    whole = _fits(plain)
    if whole is not None:
        return whole
    parts = [part for part in re.split(r"\s*(?:/|&|,|\band\b|\bor\b|\s[-–]\s)\s*", plain) if part]
    return next((found for part in parts if (found := _fits(part)) is not None), None)


def _fits(plain: str) -> Column | None:
    return next((column for column, pattern in _PATTERNS if pattern.fullmatch(plain)), None)


_ENDED = r"completed?|done|closed|achieved|delivered|implemented|discharged|actioned|fulfilled|blue"
_BEGUN = r"started|begun|done|completed?|delivered|met"
_BAD = rf"delayed|behind(?:\s+schedule)?|overdue|missed|slipped|not\s+(?:yet\s+)?(?:{_BEGUN})"
_DONE = re.compile(rf"(?i)^\W*(?:{_ENDED})\b")
_ON_TRACK = re.compile(r"(?i)^\W*(?:green\W+)?on\s+track\b")
_NOT_DONE = re.compile(rf"(?i)^\W*(?:(?:red|amber)\W+)?(?:{_BAD})\b|\b(?:overdue|not\s+(?:yet\s+)?started|delayed)\b")


def reads_done(status: str | None) -> bool:
    """Whether a reported status says that the action is done ("Complete: sent in May", "Blue")."""
    return bool(status and _DONE.match(status))


def reads_on_track(status: str | None) -> bool:
    """Whether a reported status says that the action is on track."""
    return bool(status and _ON_TRACK.match(status))


def reads_late(status: str | None) -> bool:
    """Whether a reported status owns that the action is late or not begun."""
    return bool(status and _NOT_DONE.search(status))


_REFUSED = re.compile(r"(?i)^\W*(?:not\s+(?:accepted|agreed|supported)|reject(?:ed)?|refused|declined|no\b|disagreed?)")
_ACCEPTED = re.compile(
    r"(?i)^\W*(?:(?:fully|partially|partly|part|both|all)\W+)*(?:accept(?:ed)?|agreed?|supported|approved|adopted|endorsed|yes\b)"
)


def reads_accepted(answer: str | None) -> bool | None:
    """Whether an answer accepts a recommendation, wholly or in part; ``None`` if it says neither ("Noted")."""
    if answer and _REFUSED.match(answer):
        return False
    return True if answer and _ACCEPTED.match(answer) else None
