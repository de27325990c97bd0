"""What a promise is made to depend on: "subject to funding", "if the grant is approved", "pending a survey"."""

from __future__ import annotations

import re

_REST = r"[^,;:.!?()\n\r]"
_OPENERS = (
    r"subject\s+(?:as\s+always\s+)?to",
    r"provid(?:ed|ing)(?:\s+that|(?=\s+(?:the|it|they|we|an?|this|these|there|funding|\w+s)\s+(?:\w+\s+){0,2}?(?:is|are|can|has|have|do)\b))",
    r"on\s+(?:the\s+)?(?:condition|proviso|understanding|basis)\s+(?:that|of)",
    r"with\s+the\s+proviso\s+that",
    r"condition(?:al|ed)\s+(?:up)?on",
    r"(?:contingent|dependent|depending|reliant)\s+(?:up)?on",
    r"(?:so|as)\s+long\s+as",
    r"in\s+the\s+event\s+(?:that|of)",
    r"(?<!fully\s)pending(?!\s*[:)])",
    r"assuming(?:\s+that)?",
    r"unless",
    r"only\s+if",
    r"should(?=\s+(?:the|an?|this|that|it|they|we|any|no|funding|further|there)\b[^,.;]{3,60}\b(?:be|become|arise|fail|prove|wish|need|agree)\b)",
    r"even\s+if",
    r"if",
)
_PERMITTING = (
    r"(?:weather|time|funding|funds|resources|budget|capacity|staffing|finances)(?:\s+and\s+\w+)?\s+permitting"
)
_SHORT = (
    r"(?:where|if|wherever|when)\s+(?:at\s+all\s+)?(?:reasonably\s+)?(?:possible|practicable|feasible|necessary|needed"
    r"|required|appropriate|approved|agreed|successful|affordable)"
)
_CONDITION = re.compile(rf"\b(?:{_PERMITTING}|{_SHORT}|(?:{'|'.join(_OPENERS)})\s+{_REST}{{2,160}})", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:ask(?:ed|s|ing)?|see|check(?:ed)?|find\s+out|determine|know|wonder(?:ed)?|consider(?:ed)?|question(?:ed)?"
    r"|quer(?:y|ied)|[ei]nquire[ds]?|establish|confirm|ascertain|investigate|decide|clarify|sure|as|explore|understand|assess)"
    r"(?:\s+\w+){0,2}?\s*$",
    re.IGNORECASE,
)
_MAIN_CLAUSE = re.compile(
    r"\s+(?:then\s+)?(?:we|I|it|they|he|she|the\s+\w+(?:\s+\w+)?|officers|members)\s+(?:will|would|shall|can)\b.*$",
    re.IGNORECASE | re.DOTALL,
)


def find_condition(sentence: str) -> str | None:
    """The words of the condition as they stand in the sentence; ``None`` if the promise is free of one."""
    for match in _CONDITION.finditer(sentence):
        if match[0][:2].casefold() == "if" and _ASKS.search(sentence, 0, match.start()):
            continue  # "to see if ..." asks
        words = _MAIN_CLAUSE.sub("", match[0]).rstrip(" \t\n\r-–—’”\"'")
        if len(words.split()) > 1:
            return words
    return None
