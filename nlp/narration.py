"""Who speaks or acts in a sentence that somebody else tells: "The Director advised that ...", "Cllr Marsh will ...".

Word by word and by dictionary, without a parser: every sentence of a document passes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.lexicons import word_set
from nlp.names import Word, is_forename, is_title
from nlp.phrases import (
    ADVERBS,
    AUXILIARIES,
    BE,
    BOUNDARY,
    COMMA,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    PRONOUNS,
    SPACE,
    SUBORDINATE,
    Cue,
    before_bracket,
    phrase_end,
    phrase_start,
    verbs,
    words_of,
)
from nlp.posts import first_part, head_of

_OWN_WILL = frozenset("will would shall".split())  # binds the subject itself; "should" is what another asks of it
_IS = frozenset("is are was were".split())
_ADJECTIVES = word_set("clause_words", "adjective")
_OPENERS = word_set("clause_words", "opener")
_GOVERNS = word_set("clause_words", "governs")
_MESSAGES = word_set("clause_words", "message")
_WITH_TO = AUXILIARIES | {"to"}
_GOES_BEFORE = _WITH_TO | (ADVERBS - {"both", "all", "each"})  # a verb after one of these does not begin a clause
_PAREN = re.compile(r"\s*\([^()]*\)\s*")
_PAREN_COMMA = re.compile(r"\s*(?:\([^()]*\))?\s*,\s*")
_HELD = frozenset("concerns concern doubts reservations objections queries misgivings".split())  # "had concerns"
_CLOSED = frozenset("agreed carried approved resolved noted seconded".split())  # ends what stands before a new name
_INNER = frozenset("when if until once unless because as".split())  # "... when plans are received from X"
_GIVEN = frozenset("made raised given presented provided put delivered".split())
_AGENT_VERB = re.compile(r"[a-z]+(?:ed|en|ade|ought|iven)$")


LONGEST_ACT = 25  # words between an act and what is said after it; guess


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause with its subject. ``start``/``end``: where the label stands in the text.

    ``label``: the subject as printed. ``cue``: what its verb does (``will``: "will, would"; ``be``:
    "is concerned"; ``by``: "raised by X", "letter from X"). ``verb``: the verb. ``rank``: 0 main, 1 after
    "as", "while", "but", 2 and 3 inside another clause. ``passive``: something is done to the subject.
    """

    label: str
    start: int
    end: int
    cue: Cue
    verb: str
    rank: int = 0
    passive: bool = False


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of ``text[start:end]`` that have a subject who can speak or act, in order of their verbs."""
    words = list(words_of(text, start, end))
    return [clause for at in range(len(words)) if (clause := _clause(text, words, at))]


def _clause(text: str, words: list[Word], at: int) -> Clause | None:
    """The clause whose finite verb (or first auxiliary) is ``words[at]``, if it has a subject of the right sort."""
    cue, verb, passive = _predicate(words, at)
    if cue is None:
        return _by_agent(text, words, at)
    last = _skip_back(text, words, at)
    if last < 0:
        return None
    last = _named_before(text, words, last)
    first = phrase_start(text, words, last)
    if first is None:
        return None
    last, first = _whose_apposition(text, words, first, last)
    label = text[words[first].start : words[last].end]
    rank = _rank(text, words, first)
    if rank == 0 and (cue == "do" or passive):
        cue, verb, passive = _second(text, words, at) or (cue, verb, passive)
    return Clause(label, words[first].start, words[last].end, cue, verb, rank, passive)


def _second(text: str, words: list[Word], at: int) -> tuple[Cue, str, bool] | None:
    """What the subject of an act says after it: "discussed the plan and agreed", "has been told and will look"."""
    for here in range(at + 2, min(len(words) - 1, at + LONGEST_ACT)):
        gap = text[words[here - 1].end : words[here].start]
        if BOUNDARY.search(gap):
            return None
        if words[here].text not in ("and", "but"):
            continue
        verb = here + 1
        while verb + 1 < len(words) and words[verb].text.casefold() in ADVERBS:
            verb += 1
        word = words[verb].text.casefold()
        if verbs().get(word) in ("say", "ask", "feel") and word.endswith("ed"):
            return verbs()[word], word, False
        if words[verb].text in _OWN_WILL:
            cue, told, passive = _auxiliary(words, verb)
            return (cue, told, passive) if cue is not None and not passive else None
    return None


def _predicate(words: list[Word], at: int) -> tuple[Cue | None, str, bool]:
    """What a finite verb at ``at`` does: its class, the deciding word, and whether it is passive."""
    word = words[at].text.casefold()
    kind = verbs().get(word)
    auxiliary = word in AUXILIARIES
    if not auxiliary and (kind is None or words[at].text[0].isupper() or word.endswith("ing")):
        return None, word, False
    before = words[at - 1].text.casefold() if at else ""
    if before in _GOES_BEFORE and not (before in ADVERBS and kind is not None and _after_subject(words, at)):
        return None, word, False
    return _auxiliary(words, at) if auxiliary else (kind, word, False)


def _after_subject(words: list[Word], at: int) -> bool:
    """Whether only adverbs stand between ``words[at]`` and what is no auxiliary."""
    here = at - 1
    while here >= 0 and (words[here].text.casefold() in ADVERBS or words[here].text.endswith("ly")):
        here -= 1
    return here >= 0 and words[here].text.casefold() not in _WITH_TO


def _auxiliary(words: list[Word], at: int) -> tuple[Cue | None, str, bool]:
    """Read on from an auxiliary to the word that tells what is done: "has now been asked" is passive."""
    first = words[at].text.casefold()
    seen_be = first in BE
    here = at + 1
    while here < len(words) and here < at + 7:
        word = words[here].text.casefold()
        if word in BE:
            seen_be = True
        elif not (word in ADVERBS or word in HAVE or word == "to" or word.endswith("ly") or word in MODALS):
            break
        here += 1
    if here >= len(words):
        return None, first, False
    word = words[here].text.casefold()
    if first in MODALS and first not in _OWN_WILL:
        return None, word, False
    if first in _IS and words[here - 1].text == "to" and words[here].text.islower() and word not in DETERMINERS:
        return "will", word, False  # "is to write", not "is to be written"
    if seen_be:
        if word in _ADJECTIVES or word.endswith("ing"):
            return "be", word, False
        participle = word.endswith(("ed", "en")) or word in verbs()
        return ("be", word, True) if participle else (None, word, False)
    kind = verbs().get(word)
    if first == "would" and kind == "feel":
        return "feel", word, False  # "would like", "would welcome"
    if first in MODALS:
        return "will", word, False
    if first in HAVE and word in _HELD:
        return "feel", word, False
    return (kind or ("do" if word.endswith("ed") or first in DO else None)), word, False


def _skip_back(text: str, words: list[Word], at: int) -> int:
    """Index of the last word of the subject before the verb at ``at``: over adverbs, brackets and an apposition."""
    last = at - 1
    while (
        last >= 0
        and _between(text, words, last, at)
        and (
            words[last].text.casefold() in ADVERBS
            or (words[last].text.endswith("ly") and words[last].text[0].islower())
        )
    ):
        at, last = last, last - 1
    if last < 0:
        return -1
    gap = text[words[last].end : words[at].start]
    if SPACE.fullmatch(gap) or _PAREN.fullmatch(gap):
        return last
    if gap.strip() == ")":
        return before_bracket(text, words, last)
    if _PAREN_COMMA.fullmatch(gap):
        return _before_apposition(text, words, last)
    return -1


def _between(text: str, words: list[Word], last: int, at: int) -> bool:
    return bool(SPACE.fullmatch(text[words[last].end : words[at].start]))


def _before_apposition(text: str, words: list[Word], last: int) -> int:
    """The word before the comma that opens the apposition ending at ``words[last]`` ("X, leader of Y, said")."""
    here = last
    while here > 0 and last - here < 24:
        gap = text[words[here - 1].end : words[here].start]
        if "," in gap:
            before = [word.text for word in words[max(0, here - 4) : here]]
            known = any(head_of(before, name) for name in ("posts", "bodies", "collectives"))
            if before[-1][0].isupper() or known or gap.strip().startswith(")"):
                return here - 1 if ")" not in gap else before_bracket(text, words, here - 1)
        elif BOUNDARY.search(gap):
            return -1
        here -= 1
    return -1


def _named_before(text: str, words: list[Word], last: int) -> int:
    """Find X in "X, portfolio holder for Y said", where no second comma closes the post."""
    here = last
    while here > 0 and last - here < 14:
        gap = text[words[here - 1].end : words[here].start]
        if gap.strip() == ",":
            post = first_part([word.text for word in words[here : last + 1]])
            named = words[here - 1].text[0].isupper() and words[here].text[0].islower() and here < last
            return here - 1 if named and head_of(post, "posts") else last
        if not SPACE.fullmatch(gap):
            return last
        here -= 1
    return last


def _whose_apposition(text: str, words: list[Word], first: int, last: int) -> tuple[int, int]:
    """Find (last, first) of whom a phrase after a comma belongs to: "Mr Golden, Brackwater Chamber commented"."""
    here, found = first, (last, first)
    for _ in range(4):
        if here == 0 or not COMMA.fullmatch(text[words[here - 1].end : words[here].start]):
            break
        phrase = [word.text for word in words[here : last + 1]]
        if (
            phrase[0].casefold() in DETERMINERS | PRONOUNS
            or is_title(phrase[0])
            or is_forename(phrase[0])
            or not phrase[0][0].isupper()
        ):
            break
        before = phrase_start(text, words, here - 1)
        if before is None:
            break
        part = [word.text for word in words[before:here]]
        if any(is_title(word) for word in part) or is_forename(part[0]):
            return here - 1, before
        if head_of(first_part(part), "posts"):
            found = last, before
        here = before
    return found


def _rank(text: str, words: list[Word], first: int) -> int:
    """How deep the clause lies whose subject begins at ``words[first]``."""
    if first == 0:
        return 0
    before = words[first - 1]
    gap = text[before.end : words[first].start]
    low = before.text.casefold()
    if not SPACE.fullmatch(gap):
        return 0 if BOUNDARY.search(gap) or "," in gap else 1
    if low in SUBORDINATE:
        return 2
    if low in _CLOSED and is_title(words[first].text):
        return 0
    if low in CONJUNCTIONS:
        return 1
    if low in _OPENERS:
        return 0
    if low in ("from", "by", "of") and first >= 2 and words[first - 2].text.casefold() in _MESSAGES:
        return 0
    noun = first >= 2 and _before_noun(words[first - 2].text)  # "the report", not "they report"
    return 3 if low in _GOVERNS or (low in verbs() and not noun) or low in AUXILIARIES else 1


def _before_noun(word: str) -> bool:
    return word.casefold() in DETERMINERS or word.endswith(("’s", "'s", "s’"))


def _by_agent(text: str, words: list[Word], at: int) -> Clause | None:
    """Find the agent after "by" or "from": "It was proposed by Cllr Marsh that", "a letter from the Agency"."""
    if at == 0 or at + 1 >= len(words) or not _names_agent(words[at - 1].text.casefold(), words[at].text.casefold()):
        return None
    if any(word.text.casefold() in _INNER for word in words[:at]):
        return None
    first, last = at + 1, phrase_end(text, words, at + 1)
    if last is None:
        return None
    label = text[words[first].start : words[last].end]
    return Clause(label, words[first].start, words[last].end, "by", words[at - 1].text.casefold(), 1)


def _names_agent(before: str, joint: str) -> bool:
    """Whether two words announce who speaks: "suggested by", "letter from", "according to"."""
    if joint == "to":
        return before == "according"
    if joint == "from":
        return before in _MESSAGES or before in ("received", "submitted")
    said = verbs().get(before) in ("say", "ask", "feel") and _AGENT_VERB.search(before) is not None
    return joint == "by" and (said or before in _GIVEN or before in _MESSAGES)


def subjects(text: str, start: int, end: int) -> Iterator[Clause]:
    """The clauses in order of how well they tell whose sentence it is: main before inner, speaking before acting."""
    order = {"say": 0, "ask": 0, "feel": 0, "be": 1, "do": 1, "will": 1, "by": 2}
    found = clauses(text, start, end)
    yield from sorted(found, key=lambda clause: (clause.rank >= 2, order[clause.cue], clause.rank, clause.start))
