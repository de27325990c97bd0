"""The reason for a link in one plain sentence: what is the same, how much later, and the words that decided."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date

from index.due import how_long
from index.related import Related

MOST_PHRASES = 2  # shared phrases named in a reason
MONTHS_FROM = 56  # days from which a reason counts in months (guess)
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s’'-]*")
_BEFORE_VERBS = frozenset(
    """to not will would shall should can could may might must i we you he she they it who that has have had be been is
    are was were do does did""".split()
)
# Words that tell nothing where they stand alone, though they may be rare.
_NOTHING = frozenset(
    """one two three four five six seven eight nine ten eleven twelve half quarter first second third last new old
    cent per several every again now well""".split()
)
_VERB = re.compile(r"[a-z]+(?:ed|ing)")  # "same fitted" names nothing


def explain(
    related: Related, *, shared: Collection[str], same_heading: bool, made: date | None, day: date | None
) -> str:
    """Say why a passage was linked ("same barriers, two months later; says 'still not in place'").

    ``shared``: what pledge and passage have in common, most telling first.
    """
    named = list(shared)[:MOST_PHRASES]
    if named:
        same = f"same {' and '.join(named)}"
    else:
        same = "under the same heading" if same_heading else "close in meaning"
    words = " ".join((related.words or "").split())
    says = f"; {'inferred from' if related.inferred else 'says'} '{words}'" if words else ""
    note = f", {related.note}" if related.note else ""
    return f"{same}, {_later(made, day)}{says}{note}"


def shared_phrases(text: str, weight_of: Callable[[str], float]) -> list[str]:
    """Return the runs of words in a text that carry weight, heaviest first, each once, as they stand there.

    ``weight_of``: what a single word adds, 0 for one that is not shared or names no matter.
    """
    weights: dict[str, tuple[float, str]] = {}
    for run in _runs(text, weight_of):
        phrase = " ".join(text[run[0].start() : run[-1].end()].split())
        weights.setdefault(phrase.casefold(), (sum(weight_of(word.group()) for word in run), phrase))
    return [phrase for _, phrase in sorted(weights.values(), key=lambda pair: (-pair[0], pair[1]))]


def _runs(text: str, weight_of: Callable[[str], float]) -> Iterator[list[re.Match[str]]]:
    """Go through the runs of weighty words that only space or a hyphen parts, verbs at their ends left out."""
    run: list[re.Match[str]] = []
    before = ""
    for word in _WORD.finditer(text):
        parted = run and _BETWEEN.fullmatch(text, run[-1].end(), word.start()) is None
        if run and (parted or not weight_of(word.group())):
            yield from _without_verbs(run)
            run = []
        is_verb = before.casefold() in _BEFORE_VERBS and word.group().islower()
        if weight_of(word.group()) and not is_verb:
            run.append(word)
        before = word.group()
    yield from _without_verbs(run)


def _without_verbs(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    while run and _VERB.fullmatch(run[-1].group()):
        run = run[:-1]
    while run and _VERB.fullmatch(run[0].group()):
        run = run[1:]
    if any(word.group().casefold() not in _NOTHING for word in run):
        yield run


def _later(made: date | None, day: date | None) -> str:
    if made is None or day is None:
        return "date unknown"
    days = (day - made).days
    if days <= 0:
        return "the same day" if days == 0 else "earlier"
    return f"{how_long(days, months_from=MONTHS_FROM)} later"
