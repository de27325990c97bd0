"""Questions to ask about a pledge or a recommendation, from what was said and from what was not found. No verdicts."""

from __future__ import annotations

import re
from datetime import date

from greenshoots.plain import british
from greenshoots.records import Document, Medium, Statement

LONGEST = 320  # characters of a quotation inside a question: what can be read aloud (guess)

_RECORDS: dict[Medium | None, str] = {
    "minutes": "the minutes say",
    "press": "the paper said",
    "transcript": "it was said",
    "report": "the report says",
    "statement": "the public statement says",
    None: "the record says",
}
_TO_MEMBERS = r"(?:all\s+)?(?:members?|councillors?|the\s+(?:committee|panel|board|chair\w*|sub-committee)|the\s+clerk)"
# A promise to tell, not to do. General English of minutes, our own.
_INFORMATION = re.compile(
    r"\bcirculat(?:e|ed|es|ing)\b"
    r"|\b(?:written|fuller|detailed)\s+(?:repl(?:y|ies)|responses?|answers?|briefings?|updates?|notes?|explanations?)\b"
    r"|\b(?:repl(?:y|ied)|respond(?:ed)?|answer(?:ed)?|confirm(?:ed)?)\s+in\s+writing\b"
    rf"|\b(?:write|report|come|get|go|revert)\s+(?:back\s+)?to\s+{_TO_MEMBERS}\b"
    rf"|\b(?:provide|supply|send|give|issue|e-?mail|forward|share|let)\b[^.;]{{0,80}}?\b(?:to|with|by)?\s*{_TO_MEMBERS}\b"
    rf"|\b(?:provided|supplied|sent|given|issued|e-?mailed|forwarded|shared|made\s+available|reported)\s+(?:back\s+)?(?:to|with)\s+{_TO_MEMBERS}\b"
    r"|\breport(?:ed)?\s+back\b|\b(?:after|outside|following)\s+the\s+meeting\b"
    r"|\b(?:breakdown|figures|data|information|details|briefing\s+note|update|progress\s+report|further\s+report)\b[^.;]{0,60}"
    r"\b(?:to\s+be|will\s+be|would\s+be)\s+(?:provided|supplied|sent|given|shared|reported|brought|made\s+available)\b"
    r"|\b(?:provide|bring|supply|send|share)\s+(?:(?:an?|the|some|any|further|more)\s+){0,2}"
    r"(?:breakdown|figures|data|information|details|briefing|update|progress\s+report|further\s+report|note)\b",
    re.IGNORECASE,
)


def promises_information(text: str) -> bool:
    """Whether words promise to tell something: to circulate it, to reply in writing, to report back."""
    return _INFORMATION.search(text) is not None


def opening(statement: Statement, document: Document, *, speaker: str, words: str) -> str:
    """Say who said what on which day. ``speaker`` ("" if not known well) and ``words`` are ready to print.

    Words that the record reports are told as recorded, not as that person's own.
    """
    day = british(document.made)
    if statement.text.startswith("|"):
        return f"On {day} the table lists: {quoted(words)}"
    if not speaker or statement.attribution.how == "collective":
        return f"On {day} {_RECORDS[document.medium]}: {quoted(words)}"
    name = f"the {speaker[4:]}" if speaker.startswith("The ") else speaker
    return f"On {day} {name} {'said' if statement.mode == 'direct' else 'is recorded as saying'}: {quoted(words)}"


def quoted(words: str) -> str:
    """Put words between the marks that they do not have themselves, with the stop that ends them."""
    opening, closing = "‘’" if set(words) & set('“”"') else "“”"
    return f"{opening}{words}{closing}" + ("" if words.endswith((".", "!", "?", "…", "]")) else ".")


def date_given(statement: Statement) -> str:
    """The date as printed and as worked out: "The date given was “by July” (31 July 2022)."; "" without one."""
    deadline = statement.deadline
    if deadline is None or deadline.due is None:
        return ""
    words = " ".join(deadline.text.split())
    return f"The date given: {british(deadline.due)} (“{words}”)."


def ask_of_pledge(*, silence: str, done: date | None, mentioned: bool) -> str:
    """Ask what has been done, told what was found."""
    if done:
        return f"It reads as done on {british(done)}. Is it done in full, and what shows it?"
    return f"{silence} What has been done{' since' if mentioned else ''}?"


def ask_of_wording(day: str, words: str, changes: str) -> str:
    """Ask which terms stand. ``words``: the later ones; ``changes``: what differs, in words."""
    return f"On {day}: {quoted(words)} Read by machine: {changes}. If this is the same matter, which terms stand?"


def ask_of_information(silence: str) -> str:
    """Ask whether it was given."""
    return f"{silence} Has it been given, when and to whom?"


def ask_of_recommendation(silence: str, answer_due: date, *, done: date | None) -> str:
    """Ask for the answer."""
    found = f"It reads as done on {british(done)}. " if done else f"{silence} "
    return f"No answer found; the two months for it were up on {british(answer_due)}. {found}What is the answer?"
