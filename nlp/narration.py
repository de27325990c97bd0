"""Who speaks or acts in a sentence that is told by somebody else: "The Director advised that ...", "Cllr Marsh will ...".

Word by word and by dictionary, without a parser: every sentence of a document passes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nlp.lexicons import lexicon
from nlp.names import WORD, Word, is_forename, is_title, is_initials
from nlp.posts import first_part, head_of, heads

Cue = Literal["say", "ask", "feel", "do", "will", "be", "by"]

_PRONOUNS = frozenset("he she they it".split())
_FIRST_PERSON = frozenset("i we".split())
_MODALS = frozenset("will would shall should must may might could can cannot ought needs need needed".split())
_OWN_WILL = frozenset("will would shall".split())  # what binds the subject itself; "should" is what another asks of it
_HAVE = frozenset("has have had having".split())
_BE = frozenset("is are was were be been being am".split())
_DO = frozenset("do does did".split())
_BETWEEN = frozenset(
    "also then further again subsequently later therefore however now already still both each all not never always since so "
    "previously recently currently today yesterday earlier kindly first once just only even too again next hereby formally "
    "thus hence once all therefore very then unanimously n't apparently afterwards nevertheless nonetheless separately".split()
)
_ADJECTIVES = frozenset(
    "concerned worried disappointed pleased delighted happy clear confident hopeful keen anxious unhappy glad sorry satisfied "
    "committed determined minded willing unable able aware unaware adamant supportive opposed grateful proud frustrated "
    "surprised astonished angry furious sure certain mindful conscious content optimistic sceptical dissatisfied due set "
    "planning hoping working looking considering investigating seeking aiming trying expecting intending proposing asking "
    "calling urging warning arguing awaiting waiting liaising preparing reviewing carrying undertaking making taking "
    "continuing monitoring running providing developing engaging conducting facing responsible in of of against".split()
)
_DETERMINERS = frozenset(
    "the a an our one some many several both all other these those two three four few most local any each another his her "
    "their its such no every".split()
)
_ARTICLES = frozenset("the a an one our some many several both all two three".split())
_INSIDE = frozenset("of for and & the to at in from on with near across de du van von la le".split())
_JOINTS = frozenset("of for from at in near across".split())
_SUBORDINATE = frozenset(
    "that if whether which what how why who whom whose because unless until than where when".split()
)
_OPENERS = frozenset(
    "replying responding reply response however therefore meanwhile also additionally furthermore moreover finally firstly "
    "secondly lastly subsequently thereafter then now later today yesterday again further similarly consequently accordingly "
    "nevertheless overall separately unfortunately".split()
)
_GOVERNS = frozenset(
    "of to by with for from in on at about into over under against between through without within among including per via upon "
    "towards toward regarding concerning around near behind beyond beside like unlike the a an and or not be been being".split()
)
_ALLOWED_BEFORE = frozenset(
    "as while although whilst but and though whereas or then after before since once following".split()
)
_MESSAGES = frozenset(
    "letter letters email e-mail emails message response reply report request requests question statement complaint advice "
    "notification call correspondence update suggestion objection comment comments feedback confirmation quote petition "
    "proposal note evidence concern concerns concerns criticism criticisms point points".split()
)
_NOT_NAMES = frozenset(
    "However Also In The This These Those There At On For From To With And But Or As If When While Where Who Which What Why "
    "How Following After Before During Since Although Because Therefore Meanwhile Overall Despite Both All Some Many Most "
    "Several One Two Three No Yes Not It That They Unfortunately Currently Previously Additionally Furthermore Moreover "
    "Finally Firstly Secondly Lastly Today Yesterday Subsequently Thereafter Then Now Once Earlier Later Last Next Only Even "
    "Under Over Upon About By Of So Further Again Regarding Concerning Whilst Given Having Being Speaking Responding Replying "
    "Hon Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Action Actions Resolved Agreed Noted Reply Response Answer Question Item Please "
    "Recommendation Conclusion Any Another Every Each Such More Other Others Thank Thanks A An Its His Her Their Our My Your".split()
)
_CONTRACTED = re.compile(r"(?i)(he|she|they|it|i|we)[’'](ve|s|re|ll|d|m)")
_FULL = {"ve": "have", "s": "is", "re": "are", "ll": "will", "d": "would", "m": "am"}
_BOUNDARY = re.compile(r"[.;:!?“”\"•|*_\[\]\n]|\s[–—-]\s|--")
_ONLY_SPACE = re.compile(r"\s*[*_]*\s*(?:&\s*)?")
_COMMA = re.compile(r"\s*,\s*")
_PAREN = re.compile(r"\s*\([^()]*\)\s*")
_PAREN_COMMA = re.compile(r"\s*(?:\([^()]*\))?\s*,\s*")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause with its subject. ``start``/``end``: where the label stands in the text.

    ``label``: the subject as printed. ``cue``: what its verb does (``will``: "will, would"; ``be``:
    "is concerned"; ``by``: "raised by X", "letter from X"). ``verb``: the verb. ``rank``: 0 main, 1 after "as", "while",
    "but", 2 inside another clause. ``passive``: something is done to the subject.
    """

    label: str
    start: int
    end: int
    cue: Cue
    verb: str
    rank: int = 0
    passive: bool = False


@lru_cache(maxsize=1)
def verbs() -> dict[str, Cue]:
    """Every form of every verb of the lexicon with its class."""
    return {form: kind for kind, forms in reversed(lexicon("speech_verbs")) for form in forms.split()}  # type: ignore[misc]


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of ``text[start:end]`` that have a subject who can speak or act, in order of their verbs."""
    words = list(_words(text, start, end))
    return [clause for at in range(len(words)) if (clause := _clause(text, words, at))]


def _words(text: str, start: int, end: int) -> Iterator[Word]:
    """The words, with what is run together after a pronoun set apart: "They’ve" -> "They", "’ve"."""
    for match in WORD.finditer(text, start, end):
        joined = _CONTRACTED.fullmatch(match[0])
        if joined:
            cut = match.start() + len(joined[1])
            yield Word(joined[1], match.start(), cut)
            yield Word(_FULL.get(joined[2].casefold(), joined[2]), cut, match.end())
        else:
            yield Word(match[0], match.start(), match.end())


def _clause(text: str, words: list[Word], at: int) -> Clause | None:
    """The clause whose finite verb (or first auxiliary) is ``words[at]``, if it has a subject of the right sort."""
    cue, verb, passive = _predicate(text, words, at)
    if cue is None:
        return _by_agent(text, words, at)
    last = _skip_back(text, words, at)
    if last < 0:
        return None
    last = _named_before(text, words, last)
    first = _subject_start(text, words, last)
    if first is None:
        return None
    last, first = _whose_apposition(text, words, first, last)
    label = text[words[first].start : words[last].end]
    return Clause(label, words[first].start, words[last].end, cue, verb, _rank(text, words, first), passive)


def _predicate(text: str, words: list[Word], at: int) -> tuple[Cue | None, str, bool]:
    """What a finite verb at ``at`` does: its class, the deciding word, and whether it is passive."""
    word = words[at].text.casefold()
    if at and words[at - 1].text.casefold() in (_HAVE | _MODALS | _BE | _DO | {"to"}) | _BETWEEN - {
        "both",
        "all",
        "each",
    }:
        if not (words[at - 1].text.casefold() in _BETWEEN and word in verbs() and _after_subject(words, at)):
            return None, word, False
    if word in _MODALS | _HAVE | _BE | _DO:
        return _auxiliary(text, words, at)
    kind = verbs().get(word)
    if kind is None or words[at].text[0].isupper() or word.endswith("ing"):
        return None, word, False
    return kind, word, False


def _after_subject(words: list[Word], at: int) -> bool:
    """Whether only adverbs stand between ``words[at]`` and what is no auxiliary."""
    here = at - 1
    while here >= 0 and (words[here].text.casefold() in _BETWEEN or words[here].text.endswith("ly")):
        here -= 1
    return here >= 0 and words[here].text.casefold() not in _HAVE | _MODALS | _BE | _DO | {"to"}


def _auxiliary(text: str, words: list[Word], at: int) -> tuple[Cue | None, str, bool]:
    """Read on from an auxiliary to the word that tells what is done: "has now been asked" is passive."""
    first = words[at].text.casefold()
    seen_be = first in _BE
    here = at + 1
    while here < len(words) and here < at + 7:
        word = words[here].text.casefold()
        if word in _BE:
            seen_be = True
        elif not (word in _BETWEEN or word in _HAVE or word == "to" or word.endswith("ly") or word in _MODALS):
            break
        here += 1
    if here >= len(words):
        return None, first, False
    word = words[here].text.casefold()
    if seen_be and first in _MODALS and first not in _OWN_WILL:
        return None, word, False
    if seen_be:
        if word in _ADJECTIVES or word.endswith("ing"):
            return "be", word, False
        participle = word.endswith(("ed", "en")) or word in verbs()
        return ("be", word, True) if participle else (None, word, False)
    kind = verbs().get(word)
    if first in _MODALS and first not in _OWN_WILL:
        return None, word, False
    if first in _MODALS:
        return (kind if kind in ("say", "ask", "feel") and first in ("would", "will") else "will"), word, False
    return (kind or ("do" if word.endswith("ed") or first in _DO else None)), word, False


def _skip_back(text: str, words: list[Word], at: int) -> int:
    """Index of the last word of the subject before the verb at ``at``: over adverbs, brackets and an apposition."""
    last = at - 1
    while (
        last >= 0
        and _between(text, words, last, at)
        and (
            words[last].text.casefold() in _BETWEEN
            or (words[last].text.endswith("ly") and words[last].text[0].islower())
        )
    ):
        at, last = last, last - 1
    if last < 0:
        return -1
    gap = text[words[last].end : words[at].start]
    if _ONLY_SPACE.fullmatch(gap) or _PAREN.fullmatch(gap):
        return last
    if gap.strip() == ")":
        return _before_bracket(text, words, last)
    if _PAREN_COMMA.fullmatch(gap):
        return _before_apposition(text, words, last)
    return -1


def _between(text: str, words: list[Word], last: int, at: int) -> bool:
    return bool(_ONLY_SPACE.fullmatch(text[words[last].end : words[at].start]))


def _before_bracket(text: str, words: list[Word], last: int) -> int:
    """The word before the bracket that closes after ``words[last]``."""
    here = last
    while here > 0 and last - here < 14:
        if "(" in text[words[here - 1].end : words[here].start]:
            return here - 1
        here -= 1
    return -1


def _before_apposition(text: str, words: list[Word], last: int) -> int:
    """The word before the comma that opens the apposition ending at ``words[last]`` ("X, leader of Y, said")."""
    here = last
    while here > 0 and last - here < 24:
        gap = text[words[here - 1].end : words[here].start]
        if "," in gap:
            before = [word.text for word in words[max(0, here - 4) : here]]
            if before[-1][0].isupper() or head_of(before, "posts") or gap.strip().startswith(")"):
                return here - 1 if ")" not in gap else _before_bracket(text, words, here - 1)
        elif _BOUNDARY.search(gap):
            return -1
        here -= 1
    return -1


def _named_before(text: str, words: list[Word], last: int) -> int:
    """ "X, portfolio holder for Y said": the word before the comma where a post follows that is not closed by another."""
    here = last
    while here > 0 and last - here < 14:
        gap = text[words[here - 1].end : words[here].start]
        if gap.strip() == ",":
            post = first_part([word.text for word in words[here : last + 1]])
            named = words[here - 1].text[0].isupper() and words[here].text[0].islower() and here < last
            return here - 1 if named and head_of(post, "posts") else last
        if not _ONLY_SPACE.fullmatch(gap):
            return last
        here -= 1
    return last


def _whose_apposition(text: str, words: list[Word], first: int, last: int) -> tuple[int, int]:
    """ "Mr Golden, Brackwater Chamber commented", "The Engineer, Roads, Traffic and Cleansing advised": (last, first) of whom."""
    here, found = first, (last, first)
    for _ in range(4):
        if here == 0 or not _COMMA.fullmatch(text[words[here - 1].end : words[here].start]):
            break
        phrase = [word.text for word in words[here : last + 1]]
        if (
            phrase[0].casefold() in _DETERMINERS | _PRONOUNS
            or is_title(phrase[0])
            or is_forename(phrase[0])
            or not phrase[0][0].isupper()
        ):
            break
        before = _subject_start(text, words, here - 1)
        if before is None:
            break
        part = [word.text for word in words[before:here]]
        if any(is_title(word) for word in part) or is_forename(part[0]):
            return here - 1, before
        if head_of(first_part(part), "posts"):
            found = last, before
        here = before
    return found


def _subject_start(text: str, words: list[Word], last: int) -> int | None:
    """Index of the first word of the noun phrase that ends at ``last``, or None if it is no possible speaker."""
    word = words[last].text
    low = word.casefold()
    if low in _PRONOUNS | _FIRST_PERSON:
        return last
    if word.endswith(("’s", "'s")):
        return None  # "the Director's request"
    if word in _NOT_NAMES and not (last and _extends(text, words, last)):
        return None
    first = _leftmost(text, words, last)
    first = _trim_front(words, first, last)
    if first is None:
        return None
    part = _first_part(words, first, last)
    ok = _can_speak([w.text for w in words[first : part + 1]], [w.text for w in words[first : last + 1]])
    return first if ok else None


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
        if low == "and" and words[first].text[0].isupper() and gap == " " and first >= 2:
            before = text[words[first - 2].end : words[first - 1].start].strip()
            if before.endswith(")") and (opened := _before_bracket(text, words, first - 2)) >= 0:
                first = opened
                continue
        if not (_ONLY_SPACE.fullmatch(gap) or (_COMMA.fullmatch(gap) and _listed(words, first, last))):
            break
        plainly = word.islower() or first == 1 or low in _ARTICLES  # "local", not "Local Government"
        if word == "The" or (plainly and low in _DETERMINERS and not (first >= 2 and words[first - 2].text.casefold() in _JOINTS)):
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
        if head_of([word], "posts") or head_of([word], "collectives") or (low in heads("bodies")):
            first -= 1
            head = True
            continue
        if head and words[first].text[0].islower() and _modifies(low):
            first -= 1
            continue
        break
    return first


def _listed(words: list[Word], first: int, last: int) -> bool:
    """ "Cllrs Bivon, Letch and Mann": a comma is allowed where an "and" of names follows."""
    after = [word.text for word in words[first : last + 1]]
    return "and" in after and all(word[0].isupper() or word == "and" for word in after)


def _joins(words: list[Word], at: int) -> bool:
    """Whether the joint at ``at`` ("of", "and") has something before it that can belong to the phrase."""
    before = words[at - 1].text
    low = before.casefold()
    if low in _INSIDE:
        return at >= 2 and _joins(words, at - 1)
    return (before[0].isupper() and before not in _NOT_NAMES) or bool(
        head_of([before], "posts") or head_of([before], "collectives") or low in heads("bodies")
    )


def _modifies(low: str) -> bool:
    return (
        low not in _INSIDE
        and low not in _ALLOWED_BEFORE
        and low not in _SUBORDINATE
        and low not in verbs()
        and low
        not in (
            _MODALS | _HAVE | _BE | _DO | _BETWEEN | {"by", "about", "into", "than", "per", "via", "including", "like"}
        )
    )


def _trim_front(words: list[Word], first: int, last: int) -> int | None:
    """Drop leading joints and sentence openers from the phrase."""
    while first < last and (
        words[first].text in _NOT_NAMES - {"The", "A", "An", "One", "Many", "Some", "All"}
        or (words[first].text.casefold() in _INSIDE - {"the"})
    ):
        first += 1
    return first if words[first].text not in _NOT_NAMES or first < last else None


def _first_part(words: list[Word], first: int, last: int) -> int:
    """Index of the last word before the first joint."""
    for at in range(first + 1, last):
        if words[at].text.casefold() in _JOINTS:
            return at - 1
    return last


def _can_speak(part: list[str], whole: list[str]) -> bool:
    """Whether a phrase can be a person, a post, a body or a collective; ``part``: up to its first joint."""
    if "and" in part[1:-1]:
        at = part.index("and", 1)
        left, right = part[:at], part[at + 1 :]
        if head_of(part, "bodies") or any(head_of([word], "posts") for word in left):
            return True
        return _can_speak(left, left) and _can_speak(right, right)
    if head_of(part, "posts") or head_of(part, "collectives") or head_of(part, "bodies"):
        return True
    if any(is_title(word) for word in part[:-1]) or is_title(part[0]):
        return True
    if head_of(whole, "bodies") and whole[0][0].isupper() and part[-1][0].isupper():
        return True
    post = next((at for at, word in enumerate(part[:-1]) if head_of(part[: at + 1], "posts")), None)
    if post is not None and all(word[0].isupper() for word in part[post + 1 :]):
        return True
    names = [word for word in part if word.casefold() not in _DETERMINERS]
    return bool(names) and all(word[0].isupper() for word in names) and len(names) <= 4


def _rank(text: str, words: list[Word], first: int) -> int:
    """How deep the clause lies whose subject begins at ``words[first]``."""
    if first == 0:
        return 0
    before = words[first - 1]
    gap = text[before.end : words[first].start]
    low = before.text.casefold()
    if not _ONLY_SPACE.fullmatch(gap):
        return 0 if _BOUNDARY.search(gap) or "," in gap else 1
    if low in _SUBORDINATE:
        return 2
    if low in _ALLOWED_BEFORE:
        return 1
    if low in _OPENERS:
        return 0
    if low in ("from", "by", "of") and first >= 2 and words[first - 2].text.casefold() in _MESSAGES:
        return 0
    noun = first >= 2 and _before_noun(words[first - 2].text)  # "the report", not "they report"
    return 3 if low in _GOVERNS or (low in verbs() and not noun) or low in _BE | _HAVE | _MODALS else 1


def _before_noun(word: str) -> bool:
    return word.casefold() in _DETERMINERS or word.endswith(("’s", "'s", "s’"))


_AGENT_VERB = re.compile(r"[a-z]+(?:ed|en|ade|ought|iven)$")


def _by_agent(text: str, words: list[Word], at: int) -> Clause | None:
    """ "It was proposed by Cllr Marsh that", "a letter from the Agency": the agent after "by" or "from"."""
    low = words[at].text.casefold()
    if low not in ("by", "from") or at == 0 or at + 1 >= len(words):
        return None
    before = words[at - 1].text.casefold()
    said = verbs().get(before) in ("say", "ask", "feel") and _AGENT_VERB.search(before)
    if not ((low == "by" and said) or before in _MESSAGES or (low == "from" and before in ("received", "submitted"))):
        return None
    last = _rightmost(text, words, at + 1)
    if last is None:
        return None
    first = at + 1
    part = _first_part(words, first, last)
    if not _can_speak([w.text for w in words[first : part + 1]], [w.text for w in words[first : last + 1]]):
        return None
    label = text[words[first].start : words[last].end]
    return Clause(label, words[first].start, words[last].end, "by", before, 1)


def _rightmost(text: str, words: list[Word], first: int) -> int | None:
    """Last word of the noun phrase that begins at ``first``."""
    last = first
    if words[last].text.casefold() in _DETERMINERS and last + 1 < len(words):
        last += 1
    complete = False
    while last < len(words):
        word = words[last].text
        good = (
            (word[0].isupper() and word not in _NOT_NAMES) or head_of([word], "posts") or head_of([word], "collectives")
        )
        good = good or word.casefold() in heads("bodies")
        if not good and not (
            word.casefold() in _INSIDE and complete and last + 1 < len(words) and words[last + 1].text[0].isupper()
        ):
            break
        complete = complete or bool(good)
        if last + 1 >= len(words) or not _ONLY_SPACE.fullmatch(text[words[last].end : words[last + 1].start]):
            return last if good else last - 1
        last += 1
    return last - 1 if last - 1 >= first and complete else None


def subjects(text: str, start: int, end: int) -> Iterator[Clause]:
    """The clauses in order of how well they tell whose sentence it is: main before inner, speaking before acting."""
    order = {"say": 0, "ask": 0, "feel": 0, "be": 1, "do": 1, "will": 1, "by": 2}
    found = clauses(text, start, end)
    yield from sorted(found, key=lambda clause: (clause.rank >= 2, order[clause.cue], clause.rank, clause.start))


_ = (is_forename, is_initials)
