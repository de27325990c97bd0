"""Whether a later record only recalls an utterance ("spoke in July of 'green shoots'"): a further source of it."""

from __future__ import annotations

import re
from datetime import date

from index.words import words_of

STEM = 5  # letters by which forms of a word are known for it (guess)
LEAST_WORDS = 2  # words of matter or not, in quotation marks, that must stand in the utterance as they are (guess)
_QUOTED = re.compile(r"[\"“‘']([^\"“”‘’']{4,200})[\"”’']")
_SPOKE = re.compile(
    r"\b(?:said|told|spoke|claimed|promised|pledged|vowed|insisted|assured|declared|announced|described|stated|hailed)\b",
    re.IGNORECASE,
)
_FOLD = re.compile(r"[^\w]+")


RETOLD = 0.5  # share of an utterance's words that must stand where it is told again without quotation marks (guess)
# "who had told the committee that it would be finished by March", "we promised in December that they would".
_TOLD_AGAIN = re.compile(
    r"\b(?:had|have|has)\s+(?:\w+\s+)?(?:told|said|promised|pledged|undertaken|assured|vowed|stated|advised|confirmed)\b.{0,120}?"
    r"\b(?:would|was\s+to|were\s+to)\b"
    r"|\b(?:promised|pledged|undertook|vowed)\s+(?:in|on|at|last|back)\b.{0,120}?\b(?:would|was\s+to|were\s+to)\b",
    re.IGNORECASE | re.DOTALL,
)


def recalls(passage: str, utterance: str, *, made: date | None) -> bool:
    """Whether a passage tells in the past that these very words were said.

    It must tell them again ("had said that it would"), or quote some of them word for word with a verb of speech beside
    and point back: to the month or the year in which they were said, or by "had", "last", "earlier".
    """
    if not _SPOKE.search(passage):
        return False
    if _TOLD_AGAIN.search(passage) and _share(passage, utterance) >= RETOLD:
        return True
    said = f" {_folded(utterance)} "
    quoted = [found.group(1) for found in _QUOTED.finditer(passage)]
    own = [words for words in quoted if len(_folded(words).split()) >= LEAST_WORDS and f" {_folded(words)} " in said]
    return bool(own) and any(words_of(words) for words in own) and _points_back(passage, made)


def _share(passage: str, utterance: str) -> float:
    own = {word[:STEM] for word in words_of(utterance)}
    return len(own & {word[:STEM] for word in words_of(passage)}) / len(own) if own else 0.0


def _points_back(passage: str, made: date | None) -> bool:
    if made and re.search(rf"\b(?:{made:%B}|{made:%Y})\b", passage):
        return True
    return bool(re.search(r"\b(?:had|last|ago|earlier|previously)\b", passage, re.IGNORECASE))


def _folded(text: str) -> str:
    return _FOLD.sub(" ", text.casefold()).strip()
