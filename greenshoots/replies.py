"""Whether a recommendation was accepted or refused, by the words of the same record or of later passages.

Patterns are general English of minutes, our own. What they miss reads as no answer found, never as a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from greenshoots.records import Link, Passage
from index.store_ledger import Reply
from nlp.columns import reads_accepted

LABEL = 26  # characters of "**Recommendation 12a:**" and a few more: a label, no sentence
AFTER = 3  # passages of the same record after a request in which it may be answered (guess)

_NUMBER = re.compile(r"\brecommendation\s+(\d+[a-z]?)\b", re.IGNORECASE)
_REFUSED = re.compile(
    r"\b(?:not\s+(?:be\s+|been\s+)?(?:accept|agree|adopt|support|approv)\w*|(?:refus|reject|declin)(?:ed?|es|al|ing)"
    r"|turn(?:ed|s)?\s+down|dismissed|(?:motion|amendment|proposal)\s+(?:was\s+)?(?:lost|fell|defeated)"
    r"|(?:would|will|could|can)\s*(?:not|n[’']t)\s+(?:agree|accept|support|do\s+(?:it|so|this|that)))\b",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(
    r"\b(?:(?:be|is|was|were|been|are)\s+(?:\w+ly\s+)?(?:accepted|agreed|adopted|approved|carried|supported)"
    r"|accept(?:s|ed)\s+(?:the|this|that|all|both|every)\b|agreed\s+(?:to\s+(?:this|that|do\s+so|the\s+request)|unanimously)"
    r"|undertook\s+to|all\s+(?:were\s+)?(?:agreed|in\s+favour)|unanimously\s+agreed)\b",
    re.IGNORECASE,
)
# In the same record: what points back to what was just asked, or somebody who takes it on right after it.
_THIS = re.compile(
    r"^\W*(?:this|that|it|all|which)\s+(?:\w+\s+){0,2}?(?:agreed|accepted|carried|approved|supported|adopted)\b"
    r"|^\W*(?:unanimously\s+|all\s+)?agreed\W*$|\bagreed\s+(?:to\s+(?:this|that|do\s+so|the\s+request)|unanimously)\b"
    r"|\b(?:motion|proposal|amendment)\s+(?:was\s+)?(?:carried|passed|agreed)\b",
    re.IGNORECASE,
)
_TAKEN_ON = re.compile(r"\b(?:agreed|undertook|promised|offered)\s+to\b|\bsaid\s+(?:that\s+)?(?:he|she|they)\s+would\b")
_WORD = re.compile(r"\b[a-z]{5,}")  # no capital: who asked and who answered is not what was asked
SHARED = 2  # words of five letters and more that an answer to this very request shares with it (guess)


@dataclass(frozen=True, slots=True)
class Replied:
    """An answer with the passage that gives it."""

    reply: Reply
    passage: Passage


def number_of(text: str, before: Sequence[Passage] = ()) -> str | None:
    """Return the number of a recommendation: of its own words, else of those right before it ("Recommendation 2.")."""
    said = _NUMBER.search(text)
    if said is None and before and len(before[-1].text) <= LABEL:
        said = _NUMBER.search(before[-1].text)
    return said[1] if said else None


def reply_in_table(answer: str | None, row: Passage) -> Replied | None:
    """Read the answer that stands beside a recommendation in its own row; "Noted" is none."""
    accepted = reads_accepted(answer)
    return None if accepted is None else Replied("accepted" if accepted else "refused", row)


def reply_here(text: str, number: str | None, after: Sequence[Passage]) -> Replied | None:
    """Find the answer in the passages that follow a request in its own record, under the same heading."""
    for place, passage in enumerate(after):
        if "?" in passage.text or _names_other(passage.text, number):
            continue
        bears = bool(_THIS.search(passage.text)) or _shares(text, passage.text) or _names(passage.text, number)
        if bears and _REFUSED.search(passage.text):
            return Replied("refused", passage)
        taken_on = place == 0 and _TAKEN_ON.search(passage.text)
        if taken_on or _THIS.search(passage.text) or (bears and _ACCEPTED.search(passage.text)):
            return Replied("accepted", passage)
    return None


def reply_itself(piece: Passage) -> Replied | None:
    """Read what is itself the answer to a recommendation: "Recommendation 2 be not accepted"."""
    said = _ITSELF.search(piece.text)
    return Replied("refused" if said and said["no"] else "accepted", piece) if said else None


_ITSELF = re.compile(
    r"\brecommendations?\s+\d+[a-z]?\s+(?:be|is|was|were)\s+(?P<no>not\s+(?:be\s+)?)?(?:accepted|agreed|adopted|approved)\b",
    re.IGNORECASE,
)


def _shares(text: str, other: str) -> bool:
    return len(set(_WORD.findall(text)) & set(_WORD.findall(other))) >= SHARED


def reply_later(text: str, number: str | None, links: Iterable[Link]) -> Replied | None:
    """Find the first answer in later passages; if the request has a number, one that names it counts before any other.

    A passage that reads as done or under way says that the request was acted on, if it shares words with it.
    """
    dated = sorted((link for link in links if link.date), key=lambda link: link.date or date.max)
    named = [link for link in dated if _names(link.text, number)]
    others = [link for link in dated if link.shown and not _NUMBER.search(link.text) and _shares(text, link.text)]
    for link in (*named, *others):
        if _REFUSED.search(link.text):
            return Replied("refused", _passage(link))
        if _ACCEPTED.search(link.text):
            return Replied("accepted", _passage(link))
    acted = [link for link in others if link.relation in ("kept", "progress")]
    return Replied("acted on", _passage(acted[0])) if acted else None


def _names(text: str, number: str | None) -> bool:
    return number is not None and number.casefold() in (found[1].casefold() for found in _NUMBER.finditer(text))


def _names_other(text: str, number: str | None) -> bool:
    """Whether a passage is about a recommendation of another number."""
    return bool(_NUMBER.search(text)) and not _names(text, number)


def _passage(link: Link) -> Passage:
    return Passage(link.document_key, link.start, link.end, link.text)
