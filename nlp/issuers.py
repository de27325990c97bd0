"""Who stands behind a record as a whole: the body whose meeting it is, the person whose office sent it out."""

from __future__ import annotations

import re
from collections import Counter

from greenshoots.records import Document
from nlp.people import Person, Roster

_MEETING_OF = re.compile(
    r"(?i:\bmeetings?\s+of\s+(?:the\s+)?)"
    r"([A-Z][\w’'-]*(?:\s(?:(?:of|and|for|the|&)\s){0,2}[A-Z][\w’'-]*){0,7})"
)
_OFFICE = re.compile(r"(?i)\boffice\s+of\s+(?:the\s+)?([^,;()]+)")
_MEETS = re.compile(
    r"(?i)\b(?:committee|sub-committee|panel|board|cabinet|district|council|forum|group|partnership|assembly)\b"
)


def meeting_body(document: Document) -> str | None:
    """The body that meets, by the name which its minutes print most often; None if they print none."""
    if document.medium != "minutes":
        return None
    named = Counter(match[1] for match in _MEETING_OF.finditer(document.text) if _MEETS.search(match[1]))
    return named.most_common(1)[0][0] if named else None


def issuer(document: Document, roster: Roster) -> Person | None:
    """The person whose office sent a press release out, if the text names them."""
    office = _OFFICE.search(document.body or "") if document.medium == "press" else None
    found = roster.resolve(office[1].strip(), at=0) if office else None
    return found if found is not None and found.kind == "person" and found.surname else None
