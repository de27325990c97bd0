"""Which words of a commitment say when, and by which day that is.

Every expression of time in the sentence is a candidate. Days long past are dropped, and so are the dates of earlier
meetings and decisions. Of the rest the most binding wins ("by" before "in"), of equals the first after the words
that promise. What waits for an event ("once funding is confirmed") counts where no other words say when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from greenshoots.records import Deadline
from nlp.due_dates import RECORD_LAG, due_date
from nlp.time_shapes import DATED, EVENTS, OPEN_ENDED, RECURRING, TimeShape

PAST = RECORD_LAG  # a day longer than that before the record is history, not a deadline
BINDING = 3.0  # added for "by", "before", "within", "no later than"; guess
AFTER_PROMISE = 1.5  # added for standing after "will", "agreed to"; guess

_TRAILING = re.compile(r"[\s,.]+\Z")
_HISTORY = re.compile(
    r"(?:\b(?:since|dated|last|as)|(?<!\bbe )(?<!\bbeing )\b(?:held|made|received|adopted|approved|published|issued"
    r"|signed|announced|passed|launched|submitted|established|introduced|opened|started|began|attended|ended|set up"
    r"|reported|agreed|discussed|raised|considered)"
    r"|\b(?:was|were|had|has been|have been|had been) (?:(?!and\b)[\w-]+ ){0,3}?)\s*$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:(?P<ahead>(?:will|would|shall|should|must|may|can|could|be|being|to(?=\s(?-i:[a-z])))(?:\s(?:not|also|be|\w+ly))*\s\w+"
    r"|planned|scheduled|programmed|expected|anticipated|projected|targeted|due|aims?|plans?|intends?|hopes?)"
    r"|(?:was|were|had|has|have|did|made|gave|met|held|took|set|came|began|ran|said|(?<!and\s)\w{2,}ed))\b",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(r"\b(?:will|would|shall|should|to be|is to|are to|agreed to|due to|be)\b", re.IGNORECASE)


# A standard that work is measured by ("within the 20 weeks laid down by law"), not the day of a promise.
_STANDARD = re.compile(r"within\s+(?:(?:the|a)\s+)?(?:statutory\s+)?(?:20|twenty)[\s-]+weeks?\b", re.IGNORECASE)
_OF_A_PLAN = re.compile(r"\b(?:EHCPs?|EHC|plans?|assessments?|statutory|law)\b")


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    score: float
    due: date | None


def find_deadline(sentence: str, *, base: date | None, promise: int = 0) -> Deadline | None:
    """The words that say when the promised act is due, and the last day of that period; ``None`` if none do.

    ``promise``: offset of the words that promise ("will", "agreed to"). ``base``: the day from which is counted.
    ``Deadline.text`` is a piece of ``sentence`` as it stands.
    """
    for shapes in ((*DATED, *OPEN_ENDED, *RECURRING), EVENTS):
        found = list(_candidates(sentence, shapes, base, promise))
        if found:
            best = _widest_around(max(found, key=_rank), found)
            return Deadline(sentence[best.start : best.end], best.due)
    return None


def is_open_ended(deadline: Deadline) -> bool:
    """Whether the words commit to no time at all: "in due course", "shortly", "in the coming weeks"."""
    return deadline.due is None and any(shape.pattern.fullmatch(deadline.text) for shape in OPEN_ENDED)


def _widest_around(best: _Candidate, found: Iterable[_Candidate]) -> _Candidate:
    """The longest candidate around the best: "before the May meeting", where "before the May" scored best."""
    around = [other for other in found if other.start <= best.start and best.end <= other.end]
    return max(around, key=lambda other: other.end - other.start)


def _rank(candidate: _Candidate) -> tuple[float, int, int]:
    return candidate.score, candidate.end - candidate.start, -candidate.start


def _candidates(sentence: str, shapes: Iterable[TimeShape], base: date | None, promise: int) -> Iterator[_Candidate]:
    for shape in shapes:
        for match in shape.pattern.finditer(sentence):
            start, end = match.start(), match.start() + len(_TRAILING.sub("", match[0]))
            if _STANDARD.match(match[0]) and _OF_A_PLAN.search(sentence):
                continue
            due = due_date(sentence[start:end], base=base) if shape.datable else None
            binding = bool(match.groupdict().get("by"))
            if not _is_past(due, base) and (binding or not _tells_history(sentence, start, end, due, base)):
                score = shape.weight + BINDING * binding + AFTER_PROMISE * (start > promise)
                yield _Candidate(start, end, score, due)


def _is_past(due: date | None, base: date | None) -> bool:
    return bool(due and base and due < base - PAST)


def _tells_history(sentence: str, start: int, end: int, due: date | None, base: date | None) -> bool:
    """Whether the words around speak of what has been. Asked of the verbs only where the day does not tell."""
    before = sentence[max(0, start - 60) : start]
    if _HISTORY.search(before) and not _NEW_CLAUSE.search(before[-25:]):
        return True
    return due is not None and (base is None or due <= base) and _nearest_verb_is_past(sentence, start, end)


def _nearest_verb_is_past(sentence: str, start: int, end: int) -> bool:
    """Judged by the last verb before the words, or for words that open the sentence by the first after them."""
    verbs = list(_VERB.finditer(sentence, 0, start))
    verb = verbs[-1] if verbs else _VERB.search(sentence, end)
    return verb is not None and verb["ahead"] is None
