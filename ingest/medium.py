"""What sort of record a text is, where nobody says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from greenshoots.records import Medium, Turn

_HEAD = 600  # characters; guess
_MINUTES = re.compile(
    r"^\W*(?i:(?:(?:draft|unconfirmed|approved|confirmed|final|the|public|printed)\s+)*minutes)\b"
    r"(?!\s+(?:ago|later|away|late|before|after))"
    r"|\b(?:Minutes|MINUTES)\s+(?i:of\s+(?:the\s+|an?\s+)?(?:[\w’'&,-]+\s+){0,12}?"
    r"(?:meeting|proceedings|council|committee|cabinet|board|panel))\b",
    re.MULTILINE,
)
_AT_A_MEETING = re.compile(
    r"\bat\s+an?\s+(?:[\w-]+\s+){0,3}meeting\s+of\b.{0,300}\bheld\b.{0,400}?\b(?:present|apologies)\b",
    re.IGNORECASE | re.DOTALL,
)


def guess_medium(text: str, turns: Sequence[Turn] = ()) -> Medium | None:
    """``transcript`` if there are turns, ``minutes`` if the text opens as minutes do, else ``None``."""
    if turns:
        return "transcript"
    head = text[:_HEAD]
    return "minutes" if _MINUTES.search(head) or _AT_A_MEETING.search(head) else None
