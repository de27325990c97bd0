"""Whether a later record only recalls an utterance ("spoke in July of 'green shoots'"): a further source of it."""

from __future__ import annotations

import re
from datetime import date

from index.words import words_of

LEAST_WORDS = 2  # words of matter or not, in quotation marks, that must stand in the utterance as they are (guess)
_QUOTED = re.compile(r"[\"“‘']([^\"“”‘’']{4,200})[\"”’']")
_SPOKE = re.compile(
    r"\b(?:said|told|spoke|claimed|promised|pledged|vowed|insisted|assured|declared|announced|described|stated|hailed)\b",
    re.IGNORECASE,
)
_FOLD = re.compile(r"[^\w]+")


def recalls(passage: str, utterance: str, *, made: date | None) -> bool:
    """Whether a passage tells in the past that these very words were said.

    It must quote some of them word for word, with a verb of speech beside, and point back: to
    the month or the year in which they were said, or by "had", "last", "earlier".
    """
    if not _SPOKE.search(passage):
        return False
    said = f" {_folded(utterance)} "
    quoted = [found.group(1) for found in _QUOTED.finditer(passage)]
    own = [words for words in quoted if len(_folded(words).split()) >= LEAST_WORDS and f" {_folded(words)} " in said]
    return bool(own) and any(words_of(words) for words in own) and _points_back(passage, made)


def _points_back(passage: str, made: date | None) -> bool:
    if made and re.search(rf"\b(?:{made:%B}|{made:%Y})\b", passage):
        return True
    return bool(re.search(r"\b(?:had|last|ago|earlier|previously)\b", passage, re.IGNORECASE))


def _folded(text: str) -> str:
    return _FOLD.sub(" ", text.casefold()).strip()
