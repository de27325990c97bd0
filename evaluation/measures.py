"""Run the extractor on every evaluation set and make its figures."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation import score_quotes, score_slots
from evaluation.floors import SHOWN_ONLY
from evaluation.gold import GoldDocument, load_gold, load_items
from evaluation.scoring import ANY, MANY, Scores, score
from greenshoots.errors import BrokenSourceError
from greenshoots.records import KINDS, Document, Statement
from ingest.sources import Fetched, read_source
from nlp.extract import read

HERE = Path(__file__).resolve().parent
DEV = HERE.parents[1] / "shared" / "gold" / "dev.jsonl"  # beside the checkout on some machines, never part of it
RARE = ("apology", "finding", "test")

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """One file and how its figures are made. Every figure lies between 0 and 1."""

    name: str
    path: Path
    title: str
    measure: Callable[[Path], Figures]

    @property
    def sha256(self) -> str:
        """SHA-256 of the file: figures are compared only while it is the same."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def evaluation_sets(folder: Path = HERE, dev: Path = DEV) -> tuple[EvaluationSet, ...]:
    """The sets in the order of the report. ``dev`` is left out where it is not at hand."""
    ours = (
        EvaluationSet("gold", folder / "gold.jsonl", "Fictional gold", measure_gold),
        EvaluationSet("rare", folder / "rare_kinds.jsonl", "Rare kinds and their near misses", measure_rare),
        EvaluationSet("traps", folder / "traps.jsonl", "Traps", measure_traps),
        EvaluationSet("quotes", folder / "quotes.jsonl", "Quotations", measure_quotes),
        EvaluationSet("due_dates", folder / "due_dates.jsonl", "Due dates", measure_due_dates),
        EvaluationSet("amounts", folder / "amounts.jsonl", "Amounts", measure_amounts),
    )
    theirs = EvaluationSet("dev", dev, "Real records (`dev.jsonl`)", measure_gold)
    return (*ours, theirs) if dev.is_file() else ours


def measure_gold(path: Path) -> Figures:
    """F1 by kind and for any kind, speakers, slots, calibration, false alarms: on fully labelled documents.

    Shown only, not held: kinds with few examples, and any kind and commitments by medium.
    """
    documents, found = load_gold(path), extract(path)
    scores = score(documents, found)
    many = tuple(kind for kind in KINDS if scores.kinds[kind].gold >= MANY)
    few = {f"few{SHOWN_ONLY}{kind}": value for kind, value in _f1(scores, KINDS).items() if kind not in many}
    return _f1(scores, (ANY, *many)) | scores.figures | few | _by_medium(documents, found)


def _by_medium(documents: list[GoldDocument], found: dict[str, tuple[Statement, ...]]) -> Figures:
    figures: Figures = {}
    for medium in sorted({document.medium for document in documents if document.medium}):
        scores = score([document for document in documents if document.medium == medium], found)
        figures |= {f"{medium}{SHOWN_ONLY}{name}": value for name, value in _f1(scores, (ANY, "commitment")).items()}
    return figures


def measure_rare(path: Path) -> Figures:
    """F1 of each rare kind over all its sentences and all near misses."""
    scores = score(load_items(path), extract(path))
    return _f1(scores, RARE)


def measure_traps(path: Path) -> Figures:
    """Share of sentences that carry no kind and were given one."""
    return {"false_alarms": score(load_items(path), extract(path)).figures["false_alarms"]}


def measure_quotes(path: Path) -> Figures:
    """Content overlap and the shares of right source, mode and speaker, as in ``score_quotes``."""
    figures = score_quotes.score(score_quotes.load(path), lambda document: read(document).quotes)
    return {name: figures[name] for name in ("content_f1", "source", "mode", "speaker")}


def measure_due_dates(path: Path) -> Figures:
    """Shares of right due dates and right deadline words, as in ``score_slots``."""
    return score_slots.score_due_dates(score_slots.load(path))[0]


def measure_amounts(path: Path) -> Figures:
    """F1 of amounts with value and unit, as in ``score_slots``."""
    return {"f1": score_slots.score_amounts(score_slots.load(path))[0]["f1"]}


def extract(path: Path) -> dict[str, tuple[Statement, ...]]:
    """Read a .jsonl file as any user's file is read, and give the statements of each document by its id."""
    return {document.id: read(document).statements for document in _documents(path)}


def _documents(path: Path) -> Iterator[Document]:
    for item in read_source(str(path)):
        if not isinstance(item, Fetched):
            raise BrokenSourceError(item.message, where=item.address)
        yield item.document


def _f1(scores: Scores, kinds: tuple[str, ...]) -> Figures:
    """F1 of each kind that is labelled or found at all (``ANY`` is one here)."""
    figures = {kind: scores.kinds[kind].f1 for kind in kinds}
    return {kind: value for kind, value in figures.items() if value is not None}


def measure_all(sets: tuple[EvaluationSet, ...]) -> dict[str, Figures]:
    """The figures of each set by its name."""
    log = logging.getLogger(__name__)
    measured = {}
    for one in sets:
        log.info("measuring %s", one.path.name)
        measured[one.name] = one.measure(one.path)
    return measured
