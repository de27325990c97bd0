"""Whose side a speaker is on: the body that answers for the matter, those it is owed to, or those who judge it."""

from __future__ import annotations

import re
from collections import Counter

from greenshoots.records import Document
from nlp.names import is_councillor
from nlp.people import own_body
from nlp.posts import Side, side_of
from nlp.voices import Voice

ASKS = 0.5  # share of a speaker's turns with a question, from which on they are the one who asks; guess
ANSWERS = 0.25  # share up to which they are the one who answers; guess
LONG = 200  # code points; guess. A shorter turn ("Thank you, Chair") tells nothing

_CHAIR = re.compile(r"\b(?:chair|chairman|chairwoman|chairperson|speaker|clerk|presiding|convener)\b", re.I)
_SMALL_BODY = re.compile(r"\b(?:parish|town|community)\b", re.I)  # its members answer for it themselves


class Sides:
    """Tells the side of every voice of one document."""

    def __init__(self, document: Document) -> None:
        own = own_body(document)
        self._own = own
        self._members_answer = own is None or _SMALL_BODY.search(own) is not None
        self._by_label = _sides_in_turns(document)

    def of(self, voice: Voice) -> Side | None:
        """The side, from post, body or title, or from who asks and who answers; None where it is not clear."""
        person = voice.person
        if person is None:
            return None
        told = side_of(person.role or person.organisation or person.name)
        if told is not None:
            return told
        if voice.how == "turn label":
            return self._by_label.get(" ".join((voice.label or "").split()))
        if person.name == self._own or voice.rule.startswith("reply"):
            return "responsible"
        member = is_councillor(person.titles) or person.name.casefold().removeprefix("the ") in (
            "members",
            "councillors",
        )
        return "outside" if voice.rule.startswith("asked") or (member and not self._members_answer) else None


def _sides_in_turns(document: Document) -> dict[str, Side]:
    """Who asks and who answers in a transcript, by label."""
    asked: Counter[str] = Counter()
    spoke: Counter[str] = Counter()
    for turn in document.turns:
        label = " ".join((turn.label or "").split())
        words = document.text[turn.start : turn.end]
        if label and not _CHAIR.search(label):
            spoke[label] += len(words) >= LONG
            asked[label] += "?" in words and len(words) >= LONG
    shares = {label: asked[label] / spoke[label] for label in spoke if spoke[label]}
    sides: dict[str, Side] = {label: "outside" for label, share in shares.items() if share >= ASKS}
    return sides | {label: "responsible" for label, share in shares.items() if share <= ANSWERS}
