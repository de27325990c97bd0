"""When two names, or two wordings, count as the same: the rules by which every figure here is made."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady baroness rev cllr cllrs councillor councillors councilor "
    "am mp the hon right rt".split()
)
# A name that holds one of these is a body or a post, not a person.
BODY_WORDS = frozenset(
    "council councils committee board panel department ministry government governments office officer officers service "
    "group trust authority agency team forum member members director clerk cabinet leader minister police nhs ofsted "
    "estyn party company resident residents parent parents chair chairman chairperson head heads official officials "
    "bosses manager engineer engineers executive auditor regulator inquiry district foundation constabulary garda "
    "secretary chancellor ombudsman commissioner".split()
)
INITIALISM = re.compile(r"[A-Z]+[a-z]?[A-Z]+")
BRACKETED = re.compile(r"\(.*?\)")
APOSTROPHE = re.compile(r"[’'`]")
WORD = re.compile(r"\w+")


def name_words(name: str | None) -> list[str]:
    """The words of a name in lower case, without titles, accents, what stands in brackets, and punctuation."""
    decomposed = unicodedata.normalize("NFKD", name or "")
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
    words = WORD.findall(APOSTROPHE.sub("", BRACKETED.sub(" ", bare)))
    return [word for word in words if word not in TITLES]


def same_speaker(one: str | None, other: str | None) -> bool:
    """Whether two names mean the same person or body: each word of the shorter is in the longer, initials allowed.

    The last word of the shorter must stand in the longer in full, so "J Smith" is "Jane Smith" and never "J Smythe".
    No name is the same as no name only.
    """
    short, long = sorted((name_words(one), name_words(other)), key=len)
    if not short:
        return not long
    return short[-1] in long and all(any(_fits(word, candidate) for candidate in long) for word in short)


def _fits(word: str, candidate: str) -> bool:
    initial = 1 in (len(word), len(candidate))
    return word == candidate or (initial and word[0] == candidate[0])


def is_person(name: str | None) -> bool:
    """Whether a name is that of one person: no body, no post, no initialism such as "DfT"."""
    if not name or INITIALISM.fullmatch(name.strip()):
        return False
    return any(len(word) > 1 for word in name_words(name)) and BODY_WORDS.isdisjoint(WORD.findall(name.casefold()))


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two wordings share words at a token F1 of one half or more; one without words is like no other."""
    first, second = (Counter(WORD.findall((words or "").casefold())) for words in (one, other))
    shared = (first & second).total()
    return shared > 0 and 4 * shared >= first.total() + second.total()
