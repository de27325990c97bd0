"""Which body it is whose meeting a record tells of."""

from __future__ import annotations

import re
from collections import Counter

from greenshoots.records import Document

_MEETING_OF = re.compile(
    r"(?i:\bmeetings?\s+of\s+(?:the\s+)?)"
    r"([A-Z][\w’'-]*(?:\s(?:(?:of|and|for|the|&)\s){0,2}[A-Z][\w’'-]*){0,7})"
)
_MEETS = re.compile(
    r"(?i)\b(?:committee|sub-committee|panel|board|cabinet|district|council|forum|group|partnership|assembly)\b"
)


def meeting_body(document: Document) -> str | None:
    """The body that meets, by the name which its minutes print most often; None if they print none."""
    if document.medium != "minutes":
        return None
    named = Counter(match[1] for match in _MEETING_OF.finditer(document.text) if _MEETS.search(match[1]))
    return named.most_common(1)[0][0] if named else None
