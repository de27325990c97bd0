"""Where the sentences of speech end that a machine wrote down without stops: at pauses and where a clause opens."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

UNSTOPPED = 60  # words to a stop from which on a text has none to speak of; in speech one comes every 15 to 20. Guess
TOO_LONG = 100  # words of a sentence among stopped ones that must have lost its stops; guess
SHORTEST = 4  # words of a sentence, and of what is left after it; guess
LONGEST = 40  # words after which the best place is taken, whatever it is; guess
ENOUGH = 1.4  # weight at which a sentence ends. This and the weights below were tried on punctuated debates and
# hearings whose stops and capitals were taken away (the transcripts of the training texts)

PAUSE, CAPTION = 2.0, 0.5  # a line break in the text stands for a silence; a new caption for a breath, perhaps
OPENS, MAY_OPEN = 1.5, 1.0  # a word or two that mostly, or now and then, begin a sentence
PER_WORD = 0.035  # for each word since the last end

_WORD = re.compile(r"\S+")
_STOPPED = re.compile(r"[.?!…][\"'’”)]*$")
_BARE = re.compile(r"^\W+|\W+$")

_SUBJECTS = frozenset("i we you they he she it there this that these those".split())
_VERBS = frozenset(
    "am are is was were will would shall should can could may might must have has had do does did think know want "
    "need hope believe appreciate understand agree accept also apologise apologize welcome recognise".split()
)
_CONTRACTED = frozenset(
    "i'm i've i'll i'd we're we've we'll we'd you're you've you'll they're they've they'll they'd it's it'll "
    "that's there's he's she's he'll she'll what's let's".split()
)
_SURELY = frozenset("so okay however".split())
_STARTERS = frozenset("ok therefore well now obviously clearly thank thanks sorry but".split())
_JOINERS = frozenset("and but because".split())
_DETERMINERS = frozenset("the any your".split())
_QUESTIONS = frozenset("will would can could does do did is are was were have has what when why how who where".split())
# A word after which something must follow, so that no sentence ends there.
_NEVER_LAST = frozenset(
    "the to and of in a an we is i are have for so with as will but they not think would what from our those "
    "their his her can if has very because some how was just we're that's or who which by going we've don't any "
    "make also want my these where into when i'm being able mr mrs ms cllr councillor there's were see look could "
    "than that at on about your its it's you're they're i've i'll we'll been be he she should must may might "
    "shall do does did until while whether um uh er erm between through under over per am had every each no lot "
    "kind sort really quite more less".split()
)
_FILLERS = frozenset("um uh er erm ah mm".split())


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    bare: str  # small letters, without marks around it
    after_pause: bool
    after_stop: bool


def is_unstopped(text: str, start: int, end: int) -> bool:
    """Whether the words of ``text[start:end]`` came without stops, or with hardly any."""
    words = _WORD.findall(text, start, end)
    stops = sum(_STOPPED.search(word) is not None for word in words)
    return len(words) > stops * UNSTOPPED if stops else len(words) >= 2 * SHORTEST


def is_long(text: str, start: int, end: int) -> bool:
    """Whether a sentence has so many words that its stops must be missing."""
    return len(_WORD.findall(text, start, end)) > TOO_LONG


def clause_ends(text: str, start: int, end: int, *, captions: Collection[int] = ()) -> Iterator[int]:
    """Yield the offset after each sentence of unstopped speech ``text[start:end]``, the last one (``end``) too.

    ``captions``: offsets at which a caption begins. Nothing is altered: a sentence is a stretch of the words as
    they came.
    """
    words = list(_words(text, start, end))
    cut = _next_cut(words, 0, captions)
    while cut is not None:
        yield words[cut].start
        cut = _next_cut(words, cut, captions)
    yield end


def _words(text: str, start: int, end: int) -> Iterator[_Word]:
    before, stopped = start, False
    for found in _WORD.finditer(text, start, end):
        bare = _BARE.sub("", found[0]).lower().replace("’", "'")
        yield _Word(found.start(), bare, "\n" in text[before : found.start()], stopped)
        before, stopped = found.end(), _STOPPED.search(found[0]) is not None


def _next_cut(words: Sequence[_Word], last: int, captions: Collection[int]) -> int | None:
    """The first word of the next sentence, ``None`` if the words from ``last`` on are one."""
    best, best_weight = None, 0.0
    for at in range(last + 1, len(words) - SHORTEST + 1):
        if words[at].after_stop:
            return at
        weight = _weight(words, at, last, captions)
        if weight >= ENOUGH:
            return at
        if weight > best_weight:
            best, best_weight = at, weight
        if at - last >= LONGEST and best is not None:
            return best
    return None


def _weight(words: Sequence[_Word], at: int, last: int, captions: Collection[int]) -> float:
    """How much speaks for a sentence that begins at ``at`` after one that began at ``last``."""
    word = words[at]
    if at - last < SHORTEST or (words[at - 1].bare in _NEVER_LAST and not word.after_pause):
        return 0.0
    following = words[at + 1].bare if at + 1 < len(words) else ""
    told = PAUSE * word.after_pause + CAPTION * (word.start in captions)
    return _opening(word.bare, following) + told + PER_WORD * (at - last)


def _opening(word: str, following: str) -> float:
    """How much two words look like the beginning of a sentence."""
    if word in _SURELY or (word == "thank" and following == "you"):
        return OPENS
    has_subject = following in _CONTRACTED or following in _SUBJECTS
    if word in _JOINERS and has_subject:
        return MAY_OPEN + 0.25
    if word in _FILLERS or word in _CONTRACTED or (word in _SUBJECTS and following in _VERBS):
        return MAY_OPEN
    if word in _QUESTIONS and (has_subject or following in _DETERMINERS):
        return MAY_OPEN
    return MAY_OPEN / 2 if word in _STARTERS else 0.0
