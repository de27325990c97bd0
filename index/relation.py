"""What a later passage says about a pledge, by small readable rules, with the words that decided it.

The costly mistake is to read a slipped or broken pledge as kept. So ``kept`` needs words
of completion, and nothing that denies, delays or only prepares; the pledge's own verb in
the past ("will be cleaned": "has been cleaned") outweighs words of preparation, never a denial.
The cues are general English of minutes, written by hand after reading labelled evidence; no weight is learned.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from greenshoots.records import Kind
from index.due import SAME_DAYS, due_days, how_long, is_length
from index.related import Related, every, first, said, without
from index.relation_cues import (
    BUYS,
    BY_IMPLICATION,
    CONDITION,
    DONE,
    FINISHED,
    IN_HAND,
    IN_STATE,
    MENTIONS,
    NEW_CONDITION,
    NOT_BEFORE,
    NOT_DONE,
    ON_COURSE,
    ONE_STEP,
    ONLY_PREPARES,
    OTHER_TERMS,
    PAST,
    PAYMENT,
    PLEDGED_VERB,
    STARTS,
    STATUS,
    THANKED,
    UNSURE,
    WEAKER,
    WILL,
)
from index.relation_figures import (
    PARTLY,
    all_of_them,
    other_amount,
    reached,
    short_figure,
    short_share,
    still_some,
    went,
)
from index.when import Time, differ, times_named
from index.words import STOP_WORDS

ALIKE = 0.75  # share of a pledge's words from which a passage in the future tense repeats it (best of 0.6, 0.75, 2)
LIKE_FIGURE = 0.15  # share of a pledge's words beside which a figure counts as its own (guess)
_WORDS = re.compile(r"[^\W_]+")
STEM = 5  # letters by which "constructed" is known for a form of "construction" (guess)


def relate(
    pledge: str,
    passage: str,
    *,
    kinds: Collection[Kind] = (),
    alike: float = 0.0,
    made: date | None = None,
    day: date | None = None,
) -> Related:
    """Say how a passage of a later record bears on a pledge.

    ``kinds``: of the statement that the passage is, if it is one. ``alike``: share of the
    pledge's words, weighted by rarity, that the passage repeats (0 to 1). ``made`` and
    ``day``: when the pledge and the record were made, from which their dates are counted.
    """
    if paid := PAYMENT.fullmatch(passage.strip()):
        bought = first(BUYS, pledge) is not None
        return Related("kept" if bought else "progress", paid.group(), inferred=True, at=passage.index(paid.group()))
    if status := _status(passage):
        return status
    terms = _Terms(pledge, passage, made, day)
    related = (
        _figures(terms, alike, kinds)
        or _changed(passage)
        or _later_date(terms)
        or _one_step(pledge, passage)
        or _done_first(pledge, passage)
        or _new_terms(terms)
        or _not_done(pledge, passage)
        or _in_state(passage)
        or _criticised(kinds)
        or _on_course(passage)
        or _repeated(terms, alike)
        or _done(terms)
        or _overdue(terms)
        or _under_way(passage)
        or Related("context")
    )
    return replace(related, note=terms.lateness()) if related.relation == "kept" else related


@dataclass(frozen=True, slots=True)
class _Terms:
    """The times of a pledge and of a passage, side by side."""

    pledge: str
    passage: str
    made: date | None
    day: date | None

    def fresh(self) -> list[Time]:
        """Return the times of the passage that the pledge does not name and that are no earlier than its last."""
        old, pledged = times_named(self.pledge), self._pledged()
        last = max(pledged) + timedelta(days=SAME_DAYS) if pledged else date.min
        # What happens before the last day pledged is a step on the way, no change of it.
        known = {time.start for time, due in due_days(self.passage, self.day) if due <= last}
        new = [time for time in times_named(self.passage) if not is_length(time)]
        if self.same():
            return []
        return [time for time in new if time.start not in known and all(differ(time, one) for one in old)]

    def same(self) -> bool:
        """Whether the passage names the last time of the pledge again."""
        old = times_named(self.pledge)[-1:]
        last = self._pledged()[-1:]
        return any(not differ(one, new) for one in old for new in times_named(self.passage)) or any(
            _near(due, last) for _, due in due_days(self.passage, self.day)
        )

    def moved_by(self, time: Time) -> str | None:
        """Say how much later than the last day pledged a time of the passage is."""
        pledged = self._pledged()
        due = next((due for other, due in due_days(self.passage, self.day) if other == time), None)
        if not pledged or due is None:
            return None
        return f"{how_long((due - max(pledged)).days)} later than promised"

    def lateness(self) -> str | None:
        """Say how long after the last day pledged the record was made, if it was made after it."""
        pledged = self._pledged()
        late = (self.day - max(pledged)).days if pledged and self.day else 0
        return f"reported {how_long(late)} after the date promised" if late > SAME_DAYS else None

    def is_over(self) -> bool:
        """Whether the record was made after the last day pledged."""
        return self.lateness() is not None

    def _pledged(self) -> list[date]:
        return [due for _, due in due_days(self.pledge, self.made)]


def _near(day: date, days: Collection[date]) -> bool:
    return any(abs((day - other).days) <= SAME_DAYS for other in days)


@lru_cache(maxsize=4096)
def _status(passage: str) -> Related | None:
    """Read the status cell of a row of an action log: the last one that begins with a word of state.

    Failing that, the last one of which a part does ("Letter sent; no answer").
    """
    cells = list(re.finditer(r"[^|\t]+", passage)) if re.search(r"[|\t]", passage) else []
    parts = list(re.finditer(r"[^|\t;,:]+", passage)) if cells else []
    for cell in [*reversed(cells), *reversed(parts)]:
        start = cell.start() + len(cell.group()) - len(cell.group().lstrip())
        for relation, words in STATUS:
            if found := words.match(passage, start, cell.end()):
                return said(relation, found)
    return None


def _figures(terms: _Terms, alike: float, kinds: Collection[Kind]) -> Related | None:
    """Compare figures: shares told to be small, reached or short, the way a thing went, how many are left."""
    pledge, passage = terms.pledge, terms.passage
    to_come = first(WILL, passage) is not None or "commitment" in kinds
    fits = alike >= LIKE_FIGURE and not to_come and _missing(pledge, passage) is None
    return (
        (reached(pledge, passage) if fits else None)
        or short_share(pledge, passage)
        or went(pledge, passage)
        or (still_some(pledge, passage, late=terms.is_over()) if not to_come else None)
    )


def _changed(passage: str) -> Related | None:
    """Find words that say outright that the terms changed."""
    changed = first(NOT_BEFORE, passage) or first(OTHER_TERMS, passage)
    return said("supersedes", changed) if changed else None


def _done_first(pledge: str, passage: str) -> Related | None:
    """Find the pledge's own verb done, or all of them, where nothing is denied and nothing to come is told before."""
    done = _own_verb_done(pledge, passage) or all_of_them(pledge, passage)
    if done is None or _missing(pledge, passage) or WILL.search(passage, 0, done.start()) or first(PARTLY, passage):
        return None
    return None if short_figure(pledge, passage) else said("kept", done)


def _own_verb_done(pledge: str, passage: str) -> re.Match[str] | None:
    own = _own_stems(pledge)
    sure = without(UNSURE, passage)
    return next((done for done in every(DONE, sure) if done.group().split()[-1].casefold().startswith(own)), None)


def _own_verb_past(pledge: str, passage: str) -> re.Match[str] | None:
    """Find the verb pledged in the simple past: "will open two rooms", "the rooms opened in May"."""
    verbs = tuple({found.group(1).casefold()[:STEM] for found in every(PLEDGED_VERB, pledge)})
    past = every(PAST, without(UNSURE, passage))
    return next((found for found in past if verbs and found.group().casefold().startswith(verbs)), None)


@lru_cache(maxsize=1024)
def _own_stems(pledge: str) -> tuple[str, ...]:
    return tuple({word[:STEM] for word in re.findall(r"[a-z]{4,}", pledge.casefold()) if word not in STOP_WORDS})


def _missing(pledge: str, passage: str) -> re.Match[str] | None:
    """Find words that deny; those that the pledge itself uses deny nothing ("whose plan is overdue": "was overdue")."""
    missing = every(NOT_DONE, passage)
    if not missing:
        return None
    said_before = {*_WORDS.findall(pledge.casefold()), *"be been being is are was were".split()}
    whole = pledge.casefold()
    for found in missing:
        words = found.group().casefold()
        if words not in whole and not said_before.issuperset(_WORDS.findall(words)):
            return found
    return None


def _one_step(pledge: str, passage: str) -> Related | None:
    """Find that a part is done and another is to come, where nothing is denied."""
    step = first(ONE_STEP, passage)
    return said("progress", step) if step and not _missing(pledge, passage) else None


def _later_date(terms: _Terms) -> Related | None:
    """Find a time, later than the last day pledged, for what was pledged and is still to come."""
    own = _own_stems(terms.pledge)
    for time in reversed(terms.fresh()):
        to_come = [found.end() for found in WILL.finditer(terms.passage, 0, time.start)][-1:]
        words = re.findall(r"[a-z]{4,}", terms.passage[to_come[0] : time.start].casefold()) if to_come else []
        moved = terms.moved_by(time)
        if moved and any(word.startswith(own) for word in words) and _is_to_come(terms.passage, time):
            return Related("supersedes", time.words, at=time.start, note=moved)
    return None


def _new_terms(terms: _Terms) -> Related | None:
    """Find another time for what is still to come, or a new condition."""
    for time in reversed(terms.fresh()):
        if _is_to_come(terms.passage, time):
            return Related("supersedes", time.words, at=time.start, note=terms.moved_by(time))
    condition = first(NEW_CONDITION, terms.passage)
    if condition and not first(CONDITION, terms.pledge):
        return said("supersedes", condition)
    weaker = first(WEAKER, terms.passage)
    if weaker and not first(WEAKER, terms.pledge):
        return said("supersedes", weaker)
    amount = other_amount(terms.pledge, terms.passage)
    return said("supersedes", amount) if amount and first(WILL, terms.passage) else None


def _is_to_come(passage: str, time: Time) -> bool:
    """Whether a time belongs to what is to come: words of futurity before it, or else after it, and none of doing."""
    before = [found for found in WILL.finditer(passage, 0, time.start)]
    if before:
        return DONE.search(passage, before[-1].start(), time.start) is None
    return WILL.search(passage, time.start) is not None and first(DONE, passage) is None


def _not_done(pledge: str, passage: str) -> Related | None:
    """Find a denial, delay or complaint."""
    missing = _missing(pledge, passage)
    return said("shortfall", missing) if missing else None


def _in_state(passage: str) -> Related | None:
    """Find words for a thing that is there ("was up at last", "opened on time") where nothing is to come."""
    there = first(IN_STATE, without(UNSURE, passage))
    return said("kept", there) if there and not first(WILL, passage) and not first(PARTLY, passage) else None


def _criticised(kinds: Collection[Kind]) -> Related | None:
    return Related("shortfall", inferred=True) if {"criticism", "admission"} & set(kinds) else None


def _on_course(passage: str) -> Related | None:
    course = first(ON_COURSE, passage)
    return said("progress", course) if course else None


def _repeated(terms: _Terms, alike: float) -> Related | None:
    will = first(WILL, terms.passage) if terms.same() or alike >= ALIKE else None
    return said("repeats", will) if will else None


def _done(terms: _Terms) -> Related | None:
    """Find words of completion: of the pledge's own verb, or of another where nothing speaks of mere preparation."""
    pledge, passage = terms.pledge, terms.passage
    if (happened := first(BY_IMPLICATION, passage)) and not first(WILL, passage):
        return said("kept", happened, inferred=True)
    if partly := first(PARTLY, passage):
        return said("shortfall" if terms.is_over() else "progress", partly)
    if figure := short_figure(pledge, passage):
        return replace(figure, relation="shortfall") if terms.is_over() else figure
    if of_the_thing := _own_verb_done(pledge, passage):
        return said("kept", of_the_thing)
    if (past := _own_verb_past(pledge, passage)) and not WILL.search(passage, 0, past.start()):
        return said("kept", past, inferred=True)
    if first(ONLY_PREPARES, passage):
        return None
    sure = without(UNSURE, passage)
    if done := first(FINISHED, sure) or first(THANKED, sure):
        return said("kept", done, inferred=True)
    done = first(DONE, sure)
    if done and not first(MENTIONS, passage) and not first(WILL, passage):
        return said("kept", done, inferred=True)
    return None


def _overdue(terms: _Terms) -> Related | None:
    """Find what is still in hand after the last day pledged, unless only a start was pledged."""
    in_hand = first(IN_HAND, terms.passage)
    late = terms.lateness()
    if in_hand is None or late is None or first(STARTS, terms.pledge) or first(DONE, terms.passage):
        return None
    return replace(said("shortfall", in_hand, inferred=True), note=late)


def _under_way(passage: str) -> Related | None:
    steps = first(ONLY_PREPARES, passage) or first(MENTIONS, passage) or first(DONE, passage)
    return said("progress", steps) if steps else None
