"""Score statements against labelled sentences.

A labelled sentence is found as kind K when a statement of kind K overlaps it by at least half of the shorter of the
two and by 12 characters (or all of a shorter sentence). Precision, too, is counted by labelled sentence: one that is
not K and that statements of kind K overlap is one false positive, however many they are. Speaker and mode are scored
on sentences found with a right kind, slots on commitments found as such. A deadline's words agree at a token F1 of
one half; due dates are scored where there is one to find, or no deadline at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.gold import GoldDocument, GoldSentence
from evaluation.names import is_person, same_speaker, same_words
from greenshoots.records import KINDS, Statement

SHORTEST_OVERLAP = 12  # characters
MANY = 15  # examples from which on a kind counts in ``macro_f1_15``
ANY = "any kind"
BINS = 10


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Of one kind: labelled sentences that have it, sentences found to have it, and how well the two agree."""

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of the found that are right; ``None`` if none was found."""
        return share(self.right, self.found)

    @property
    def recall(self) -> float | None:
        """Share of the labelled that were found; ``None`` if there is none."""
        return share(self.right, self.gold)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; ``None`` if the kind is neither labelled nor found."""
        return share(2 * self.right, self.gold + self.found)


@dataclass(frozen=True, slots=True)
class Scores:
    """``kinds``: by kind, and for ``"any kind"``. ``figures``: name and value from 0 to 1; undefined ones left out."""

    kinds: dict[str, KindFigures]
    figures: dict[str, float]


def score(gold: Sequence[GoldDocument], found: Mapping[str, Sequence[Statement]]) -> Scores:
    """Score what was found in each document, by its id. A document without a key counts as read and nothing found."""
    counts: Counter[str] = Counter()
    bins = [Counter[str]() for _ in range(BINS)]
    for document in gold:
        statements = found.get(document.id, ())
        counts += _verbatim(document, statements)
        for sentence in document.sentences:
            hits = [statement for statement in statements if overlaps(sentence, statement)]
            counts += _kinds(sentence, hits) + _attribution(sentence, hits) + _slots(sentence, hits)
            _calibrate(bins, sentence, hits)
    kinds = {kind: KindFigures(*(counts[f"{part} {kind}"] for part in ("gold", "found", "right"))) for kind in _NAMES}
    return Scores(kinds, _figures(counts, kinds, bins))


_NAMES = (*KINDS, ANY)


def share(part: float, whole: float) -> float | None:
    """``part / whole``, or ``None`` where there is nothing to share."""
    return part / whole if whole else None


def overlaps(sentence: GoldSentence, statement: Statement) -> bool:
    """Whether a statement counts as found at a labelled sentence."""
    shared = min(sentence.end, statement.end) - max(sentence.start, statement.start)
    lengths = sentence.end - sentence.start, statement.end - statement.start
    return shared >= min(SHORTEST_OVERLAP, lengths[0]) and 2 * shared >= min(lengths)


def _verbatim(document: GoldDocument, statements: Sequence[Statement]) -> Counter[str]:
    exact = sum(document.text[found.start : found.end] == found.text for found in statements)
    return Counter(statements=len(statements), exact=exact)


def _kinds(sentence: GoldSentence, hits: Sequence[Statement]) -> Counter[str]:
    want, got = sentence.kinds, _all_kinds(hits)
    counts: Counter[str] = Counter(sentences=1)
    counts.update(f"gold {kind}" for kind in want)
    counts.update(f"found {kind}" for kind in got)
    counts.update(f"right {kind}" for kind in want & got)
    # "Any kind" asks only whether the sentence is a statement; of which kind is asked above.
    return counts + Counter(
        {f"gold {ANY}": bool(want), f"found {ANY}": bool(got), f"right {ANY}": bool(want) and bool(got)}
    )


def _all_kinds(hits: Iterable[Statement]) -> set[str]:
    return {kind for statement in hits for kind in statement.kinds}


def _attribution(sentence: GoldSentence, hits: Sequence[Statement]) -> Counter[str]:
    if not sentence.kinds & _all_kinds(hits):
        return Counter()
    best = max(hits, key=lambda found: (len(sentence.kinds & set(found.kinds)), bool(found.speaker)))
    right, person = same_speaker(sentence.speaker, best.speaker), is_person(best.speaker)
    return Counter(
        attributed=1,
        speaker_right=right,
        persons=person,
        persons_wrong=person and not right,
        mode_right=sentence.quote == best.mode,
    )


def _slots(sentence: GoldSentence, hits: Sequence[Statement]) -> Counter[str]:
    bound = [found for found in hits if "commitment" in found.kinds]
    if not bound or "commitment" not in sentence.kinds:
        return Counter()
    return _actor(sentence, bound) + _firmness(sentence, bound) + _deadline(sentence, bound) + _due(sentence, bound)


def _actor(sentence: GoldSentence, bound: Sequence[Statement]) -> Counter[str]:
    if not sentence.actor:
        return Counter()
    right = any(same_speaker(sentence.actor, found.actor or found.speaker) for found in bound)
    return Counter(actors=1, actors_right=right)


def _firmness(sentence: GoldSentence, bound: Sequence[Statement]) -> Counter[str]:
    if not sentence.firmness:
        return Counter()
    return Counter(firmness=1, firmness_right=any(found.firmness == sentence.firmness for found in bound))


def _deadline(sentence: GoldSentence, bound: Sequence[Statement]) -> Counter[str]:
    words = [found.deadline.text for found in bound if found.deadline and found.deadline.text]
    right = any(same_words(sentence.deadline, text) for text in words)
    return Counter(deadlines=bool(sentence.deadline), deadlines_found=len(words), deadlines_right=right)


def _due(sentence: GoldSentence, bound: Sequence[Statement]) -> Counter[str]:
    if sentence.deadline and not sentence.due:
        return Counter()  # words without a date: whether one can be worked out is left open
    dues = [found.deadline.due.isoformat() for found in bound if found.deadline and found.deadline.due]
    return Counter(dues=bool(sentence.due), dues_found=len(dues), dues_right=sentence.due in dues)


def _calibrate(bins: list[Counter[str]], sentence: GoldSentence, hits: Sequence[Statement]) -> None:
    for found in hits:
        cell = bins[min(BINS - 1, int(BINS * found.score))]
        cell["n"] += 1
        cell["right"] += bool(sentence.kinds & set(found.kinds))
        cell["score"] += found.score  # type: ignore[assignment]  # a Counter adds up fractions as well


def _figures(
    counts: Counter[str], kinds: Mapping[str, KindFigures], bins: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    f1 = {kind: kinds[kind].f1 or 0.0 for kind in KINDS if kinds[kind].gold}
    many = [f1[kind] for kind in f1 if kinds[kind].gold >= MANY]
    sums = KindFigures(*(sum(getattr(kinds[kind], part) for kind in KINDS) for part in ("gold", "found", "right")))
    figures = {
        "micro_f1": sums.f1,
        "macro_f1": share(sum(f1.values()), len(f1)),
        "macro_f1_15": share(sum(many), len(many)),
        "speaker_accuracy": share(counts["speaker_right"], counts["attributed"]),
        "wrong_persons": share(counts["persons_wrong"], counts["persons"]),
        "mode_accuracy": share(counts["mode_right"], counts["attributed"]),
        "actor_accuracy": share(counts["actors_right"], counts["actors"]),
        "firmness_accuracy": share(counts["firmness_right"], counts["firmness"]),
        "deadline_f1": share(2 * counts["deadlines_right"], counts["deadlines"] + counts["deadlines_found"]),
        "due_f1": share(2 * counts["dues_right"], counts["dues"] + counts["dues_found"]),
        "calibration_error": _calibration_error(bins),
        "verbatim": share(counts["exact"], counts["statements"]),
        "false_alarms": share(kinds[ANY].found - kinds[ANY].right, counts["sentences"]),
    }
    return {name: value for name, value in figures.items() if value is not None}


def _calibration_error(bins: Sequence[Mapping[str, float]]) -> float | None:
    """Mean distance between the scores of a bin and the share of right ones in it, by the size of the bin."""
    return share(
        sum(abs(cell.get("score", 0) - cell.get("right", 0)) for cell in bins), sum(cell.get("n", 0) for cell in bins)
    )
