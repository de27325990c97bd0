"""What the screens say, in plain words: kinds, firmness, how a name was come by, how sure that is, the four answers."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from greenshoots.masks import mask
from greenshoots.plain import RELATION_WORDS, british, relation_words
from greenshoots.records import TRACEABLE, Attribution, Document, Firmness, Kind, Link, Relation, Statement
from greenshoots.silence import ANSWERS, Silence, told
from greenshoots.silence import Answer as Answered

KIND_WORDS: dict[Kind, str] = {
    "commitment": "Commitment",
    "progress": "Progress claim",
    "apology": "Apology",
    "admission": "Admission",
    "assurance": "Assurance",
    "criticism": "Criticism",
    "finding": "Finding",
    "denial": "Denial",
    "test": "Test of success",
    "request": "Request",
}
MEDIUM_WORDS = {
    "minutes": "Minutes",
    "press": "Press",
    "transcript": "Transcript",
    "report": "Report",
    "statement": "Public statement",
}
FIRMNESS_WORDS: dict[Firmness, str] = {
    "firm": "Firm: will, agreed, resolved",
    "aim": "An aim: plans, hopes, works towards",
    "vague": "Vague: names no act or outcome that could be checked",
}
HOW_WORDS = {
    "named": "named beside the words",
    "pronoun": "worked out from a pronoun or a name shortened",
    "turn label": "named where the turn begins",
    "post": "worked out from the post",
    "collective": "said for the whole body",
    "none": "no name is near enough to be sure",
}
MISSING_WORDS = {
    "who": "who is to act",
    "what": "what is to be done",
    "how_much": "how much",
    "by_when": "by when",
    "how_measured": "how it is measured",
}
SURE, FAIRLY_SURE = 0.9, 0.7  # probabilities from which an attribution is called so (guesses)


ANSWER_WORDS: dict[Answered, str] = {name: name[:1].upper() + name[1:] for name in ANSWERS}
ANSWER_TONES: dict[Answered, str] = {
    "not checked": "gs-warn",
    "checked, nothing found": "gs-none",
    "a source could not be read": "gs-warn",
    "found": "",
}


class Answer(NamedTuple):
    """What the screen answers to "what came of it?". ``tone``: a class of the style sheet; the words say it, too."""

    heading: str
    words: str
    tone: str


def speaker(statement: Statement) -> str:
    """Who said it: the name, "A member of the public", or that it is not attributed."""
    return mask(statement.speaker) if statement.speaker else "Not attributed"


def office(statement: Statement) -> str:
    """The speaker's office and body, as far as they are known."""
    return ", ".join(filter(None, (statement.role, statement.organisation)))


def how_sure(attribution: Attribution) -> str:
    """How a name came under a statement and how sure that is."""
    how = HOW_WORDS[attribution.how]
    if attribution.how == "none":
        return how
    degree = "sure" if attribution.score >= SURE else "fairly sure" if attribution.score >= FAIRLY_SURE else "unsure"
    return f"{how}; {degree} ({attribution.score:.0%})"


def attribution(statement: Statement) -> str:
    """How the name was arrived at, with the name as it is printed."""
    printed = statement.speaker_label
    as_printed = f" (printed: “{printed}”)" if printed and printed != statement.speaker else ""
    return f"{how_sure(statement.attribution)[:1].upper()}{how_sure(statement.attribution)[1:]}{as_printed}"


def relation(name: Relation) -> str:
    """A relation as a proposal: "Reads as done", never "kept"."""
    words = RELATION_WORDS[name]
    return words[:1].upper() + words[1:]


def says(link: Link) -> str:
    """What a link says of the outcome: a proposal, or in plain words what a person said."""
    words = relation_words(link)
    return words[:1].upper() + words[1:]


def day_said(document: Document) -> str:
    """The day from which a statement is counted, and what sort of day that is."""
    if document.met:
        return f"Meeting of {british(document.met)}"
    return f"Published {british(document.published)}" if document.published else "Date unknown"


def source(document: Document) -> str:
    """Title, body and sort of record."""
    medium = MEDIUM_WORDS[document.medium] if document.medium else None
    return ", ".join(filter(None, (document.title or document.id, document.body, medium)))


def due(day: date, today: date) -> str:
    """A due date, and whether it has passed: that is no verdict."""
    return british(day) + (" (this day has passed)" if day < today else "")


def answer(statement: Statement, made: date | None, silence: Silence) -> Answer:
    """Tell the four answers apart; where nothing can be checked it says why."""
    if not set(statement.kinds) & set(TRACEABLE):
        why = "Not followed up: statements of this kind are kept, but not followed through later records."
        return Answer(ANSWER_WORDS["not checked"], why, "gs-none")
    if made is None:
        why = "It cannot be checked: the date of this record is unknown, so nothing can be called later."
        return Answer(ANSWER_WORDS["not checked"], why, "gs-warn")
    return Answer(ANSWER_WORDS[silence.answer], told(silence), ANSWER_TONES[silence.answer])
