"""Noun phrases that can speak or act: where "the Senior Engineer for Highways" begins and ends in a row of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from nlp.lexicons import lexicon, word_set
from nlp.names import WORD, Word, is_title
from nlp.posts import head_of, heads

Cue = Literal["say", "ask", "feel", "do", "will", "be", "by"]

PRONOUNS = frozenset("he she they it".split())
_FIRST_PERSON = frozenset("i we".split())
MODALS = frozenset("will would shall should must may might could can cannot ought needs need needed".split())
HAVE = frozenset("has have had having".split())
BE = frozenset("is are was were be been being am".split())
DO = frozenset("do does did".split())
ADVERBS = word_set("clause_words", "adverb")
DETERMINERS = word_set("clause_words", "determiner")
_ARTICLES = frozenset("the a an one our some many several both all two three".split())
_INSIDE = frozenset("of for and & the to at in from on with near across de du van von la le".split())
AUXILIARIES = MODALS | HAVE | BE | DO
_NO_MODIFIERS = AUXILIARIES | ADVERBS | {"by", "about", "into", "than", "per", "via", "including", "like"}
_AFTER_BRACKETS = frozenset("and from of at".split())
_JOINTS = frozenset("of for from at in near across".split())
SUBORDINATE = frozenset(
    "that if whether which what how why who whom whose whereby because unless until than where when".split()
)
CONJUNCTIONS = frozenset(
    "as while although whilst but and though whereas or then after before since once following".split()
)
_NOT_NAMES = word_set("clause_words", "no name")
_CONTRACTED = re.compile(r"(?i)(he|she|they|it|i|we)[’'](ve|s|re|ll|d|m)")
_FULL = {"ve": "have", "s": "is", "re": "are", "ll": "will", "d": "would", "m": "am"}
BOUNDARY = re.compile(r"[.;:!?“”\"•|*_\[\]\n]|\s[–—-]\s|--")
SPACE = re.compile(r"\s*[*_]*\s*(?:&\s*)?")
COMMA = re.compile(r"\s*,\s*")


@lru_cache(maxsize=1)
def verbs() -> dict[str, Cue]:
    """Every form of every verb of the lexicon with its class."""
    return {form: kind for kind, forms in reversed(lexicon("speech_verbs")) for form in forms.split()}  # type: ignore[misc]


def words_of(text: str, start: int, end: int) -> Iterator[Word]:
    """The words, with what is run together after a pronoun set apart: "They’ve" -> "They", "’ve"."""
    for match in WORD.finditer(text, start, end):
        joined = _CONTRACTED.fullmatch(match[0])
        if joined:
            cut = match.start() + len(joined[1])
            yield Word(joined[1], match.start(), cut)
            yield Word(_FULL.get(joined[2].casefold(), joined[2]), cut, match.end())
        else:
            yield Word(match[0], match.start(), match.end())


def before_bracket(text: str, words: list[Word], last: int) -> int:
    """The word before the bracket that closes after ``words[last]``."""
    here = last
    while here > 0 and last - here < 14:
        if "(" in text[words[here - 1].end : words[here].start]:
            return here - 1
        here -= 1
    return -1


def phrase_start(text: str, words: list[Word], last: int) -> int | None:
    """Index of the first word of the noun phrase that ends at ``last``, or None if it is no possible speaker."""
    word = words[last].text
    low = word.casefold()
    if low in PRONOUNS | _FIRST_PERSON:
        return last
    if word.endswith(("’s", "'s")):
        return None  # "the Director's request"
    if word in _NOT_NAMES and not (last and _extends(text, words, last)):
        return None
    first = _trim_front(words, _leftmost(text, words, last), last)
    if first is None:
        return None
    return first if speaks(words, first, last) else None


def _extends(text: str, words: list[Word], last: int) -> bool:
    """Whether a capitalised word before it makes a word like "Action" the end of a name ("Climate Action")."""
    before = words[last - 1].text
    return before[0].isupper() and before not in _NOT_NAMES and text[words[last - 1].end : words[last].start] == " "


def _leftmost(text: str, words: list[Word], last: int) -> int:
    """Go left from ``last`` over capitalised words, joints and the modifiers of a head noun."""
    first = last
    head = not words[last].text[0].isupper()
    while first > 0 and last - first < 14:
        gap = text[words[first - 1].end : words[first].start]
        word = words[first - 1].text
        low = word.casefold()
        if word in ("A", "I") and first >= 2 and is_title(words[first - 2].text):
            first -= 1  # an initial: "Mr A Collins"
            continue
        if gap.strip() == ")" and words[first].text in _AFTER_BRACKETS:
            opened = before_bracket(text, words, first - 1)  # "Ada Roe (AR) from Brackwater", "Ada Roe (Chair) and ..."
            if opened < 0:
                break
            first = opened
            continue
        if not (SPACE.fullmatch(gap) or (COMMA.fullmatch(gap) and _listed(words, first, last))):
            break
        plainly = word.islower() or first == 1 or low in _ARTICLES  # "local", not "Local Government"
        if word == "The" or (
            plainly and low in DETERMINERS and not (first >= 2 and words[first - 2].text.casefold() in _JOINTS)
        ):
            return first - 1
        if (
            is_title(words[first].text)
            and low not in ("and", "&")
            and not is_title(word)
            and not head_of([word], "posts")
        ):
            break  # a heading that runs into "Cllr Marsh"
        if word[0].isupper() and word not in _NOT_NAMES:
            first -= 1
            continue
        if low in _INSIDE and first >= 2 and _joins(words, first - 1):
            first -= 1
            continue
        if _is_head(word):
            first -= 1
            head = True
            continue
        if head and words[first].text[0].islower() and _modifies(low):
            first -= 1
            continue
        break
    return first


def _listed(words: list[Word], first: int, last: int) -> bool:
    """Whether an "and" of names follows, so that a comma may stand: "Cllrs Aldous, Marsh and Roe"."""
    after = [word.text for word in words[first : last + 1]]
    return "and" in after and all(word[0].isupper() or word == "and" for word in after)


def _joins(words: list[Word], at: int) -> bool:
    """Whether the joint at ``at`` ("of", "and") has something before it that can belong to the phrase."""
    before = words[at - 1].text
    low = before.casefold()
    if low in _INSIDE:
        return at >= 2 and _joins(words, at - 1)
    return _belongs(before)


def _modifies(low: str) -> bool:
    return (
        low not in _INSIDE
        and low not in CONJUNCTIONS
        and low not in SUBORDINATE
        and low not in verbs()
        and low not in _NO_MODIFIERS
    )


def _trim_front(words: list[Word], first: int, last: int) -> int | None:
    """Drop leading joints and sentence openers from the phrase."""
    while first < last and (
        words[first].text in _NOT_NAMES - {"The", "A", "An", "One", "Many", "Some", "All"}
        or (words[first].text in _INSIDE - {"the"})
    ):
        first += 1
    return first if words[first].text not in _NOT_NAMES or first < last else None


def part_end(words: list[Word], first: int, last: int) -> int:
    """Index of the last word before the first joint."""
    for at in range(first + 1, last):
        if words[at].text.casefold() in _JOINTS:
            return at - 1
    return last


def can_speak(part: list[str], whole: list[str]) -> bool:
    """Whether a phrase can be a person, a post, a body or a collective; ``part``: up to its first joint."""
    if "and" in part[1:-1]:
        at = part.index("and", 1)
        left, right = part[:at], part[at + 1 :]
        if head_of(part, "bodies") or any(head_of([word], "posts") for word in left):
            return True
        return can_speak(left, left) and can_speak(right, right)
    if head_of(part, "posts") or head_of(part, "collectives") or head_of(part, "bodies"):
        return True
    if any(is_title(word) for word in part[:-1]) or is_title(part[0]):
        return True
    if head_of(whole, "bodies") and whole[0][0].isupper() and part[-1][0].isupper():
        return True
    post = next((at for at, word in enumerate(part[:-1]) if head_of(part[: at + 1], "posts")), None)
    if post is not None and all(word[0].isupper() for word in part[post + 1 :]):
        return True
    names = [word for word in part if word.casefold() not in DETERMINERS]
    return bool(names) and all(word[0].isupper() for word in names) and len(names) <= 4


def phrase_end(text: str, words: list[Word], first: int) -> int | None:
    """Last word of the noun phrase that begins at ``first``, or None if it is no possible speaker."""
    here = first + 1 if words[first].text.casefold() in DETERMINERS and first + 1 < len(words) else first
    last = None
    while here < len(words):
        if _belongs(words[here].text):
            last = here
        elif last is None or words[here].text.casefold() not in _INSIDE:
            break
        if here + 1 < len(words) and not SPACE.fullmatch(text[words[here].end : words[here + 1].start]):
            break
        here += 1
    return last if last is not None and speaks(words, first, last) else None


def _belongs(word: str) -> bool:
    """Whether a word alone can be part of a speaker's name or post."""
    return (word[0].isupper() and word not in _NOT_NAMES) or _is_head(word)


def _is_head(word: str) -> bool:
    return bool(head_of([word], "posts") or head_of([word], "collectives") or word.casefold() in heads("bodies"))


def speaks(words: list[Word], first: int, last: int) -> bool:
    """Whether the phrase ``words[first]`` to ``words[last]`` can be a person, a post, a body or a collective."""
    part = part_end(words, first, last)
    return can_speak([w.text for w in words[first : part + 1]], [w.text for w in words[first : last + 1]])
