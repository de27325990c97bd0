"""Which records tell of one and the same meeting: its minutes, its recording and the papers' reports of it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from greenshoots.records import Document, Medium
from index.candidates import full_name, proper_name
from index.store_filters import fold
from index.words import STOP_WORDS

REPORT_DAYS = 14  # days in which another sort of record may be the report of the same meeting (guess)
SHARED_NAME = 0.6  # share of the words of the shorter committee's name that the other must have (guess)
HEAD = 400  # code points of minutes in which they name the committee (guess)
OPENING = 4000  # code points of a press report in which it says which meeting it tells of (guess)

# The record of a meeting itself; a "report" or a "statement" is laid before one, or made outside.
OF_MEETING: tuple[Medium, ...] = ("minutes", "transcript")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_A_NAME = frozenset(
    """committee sub subcommittee meeting meetings minutes agenda draft printed decisions recording recorded transcript
    transcription captions subtitles webcast video audio live stream council borough city county district town
    parish ordinary extraordinary annual item part monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december am pm no en gb english auto
    """.split()
)
_COMMITTEE = re.compile(r"\b(?:committee|cabinet|scrutiny|panel|forum|full\s+council|sub-?committee)\b", re.IGNORECASE)
_COUNCIL = re.compile(r"\bcouncil\b", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:committee|cabinet|meeting|chamber|scrutiny|full\s+council|parish\s+council|town\s+council)\b"
    r"|\b(?:councillors?|members|cllrs)\b[^.\n]{0,60}\b(?:told|heard|agreed|voted|asked|met|approved|decided|warned)\b"
    r"|\btold\b[^.\n]{0,40}\b(?:councillors|members)\b",
    re.IGNORECASE,
)


def same_meeting(one: Document, other: Document) -> bool:
    """Whether two records tell of one meeting: the same day and body, or a paper within days that tells of it.

    The day is the one on which it met, whenever a record came out. Of two committees of one day, their names decide.
    Two reports by papers are of one meeting if both fit its day, which neither states: they are never matched to
    each other here. Without a day, or without a name in common, no record is of a meeting.
    """
    if one.key == other.key or one.id == other.id:
        return False
    if other.medium in OF_MEETING and one.medium == "press":
        one, other = other, one
    if one.medium not in OF_MEETING:
        return False
    if other.medium == "press":
        return _is_report(one, other)
    return other.medium in OF_MEETING and one.made is not None and one.made == other.made and _same_name(one, other)


def may_be_report(made: date, *, medium: Medium | None, published: date | None) -> bool:
    """Whether a record of some day may be a paper's report of a meeting, by its days alone."""
    return medium == "press" and published is not None and timedelta(0) <= published - made <= timedelta(REPORT_DAYS)


def _is_report(record: Document, press: Document) -> bool:
    """Whether a paper tells of the meeting: within days of it, naming its body and a meeting, or the committee."""
    if record.made is None or not may_be_report(record.made, medium=press.medium, published=press.published):
        return False
    if press.met not in (None, record.made):
        return False  # it states another day
    told = f"{press.title or ''}\n{press.text[:OPENING]}"
    return bool(_TELLS.search(told)) and (_names_body(record, told) or _names_committee(record, told))


def _names_body(record: Document, told: str) -> bool:
    name = fold(proper_name(_body(record))) or ""
    return bool(name) and re.search(rf"\b{re.escape(name)}\b", fold(told) or "") is not None


def _names_committee(record: Document, told: str) -> bool:
    """Whether two telling words of the committee's name, or all of them, stand in what is told."""
    words = _committee(record)
    found = words & _words(told)
    return len(words) > 1 and len(found) >= max(2, SHARED_NAME * len(words))


def _same_name(one: Document, other: Document) -> bool:
    """Whether bodies do not differ, and committees, where both are known, are called alike."""
    bodies = [_words(proper_name(_body(document))) for document in (one, other)]
    committees = [_committee(document) for document in (one, other)]
    if all(bodies) and not (bodies[0] <= bodies[1] or bodies[1] <= bodies[0]):
        return False
    if all(committees):
        return _alike(*committees)
    if not any(committees):
        return all(bodies)
    named, unnamed = (one, other) if committees[0] else (other, one)
    return _alike(_committee(named), _words(unnamed.text[:HEAD])) if unnamed.medium == "minutes" else all(bodies)


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= SHARED_NAME * min(len(one), len(other))


def _body(document: Document) -> str:
    """The name of the body, or a title that is nothing else; none where a committee is given, as webcasts do."""
    names = [document.body or "", document.title or ""]
    name = names[0] or (names[1] if _COUNCIL.search(names[1]) else "")
    return "" if _COMMITTEE.search(name) else full_name(name)


def _committee(document: Document) -> set[str]:
    """The words of a record's title, and of its body if that is one, that tell which committee met."""
    body = document.body or ""
    named = f"{document.title or ''} {body if _COMMITTEE.search(body) else ''}"
    return _words(named) - _words(proper_name(_body(document)))


def _words(name: str) -> set[str]:
    """Words of a name, folded, plural and possessive endings cut, without those that any meeting's title has."""
    found = {word for word in _WORD.findall((fold(name) or "").replace("’", "'").replace("'s", ""))}
    return {_singular(word) for word in found if len(word) > 1 and word not in STOP_WORDS | _NOT_A_NAME}


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
