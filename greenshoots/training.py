"""``greenshoots train``: labelled sentences in, weights with their card out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from greenshoots.errors import BrokenSourceError, UsageError
from greenshoots.records import Failure
from ingest.sources import read_source
from nlp.train import Labelled, Learned, examples_of, learn


def load(path: str) -> Iterator[Labelled]:
    """Read labelled documents in the gold form: an input line with ``sentences``, each ``start``, ``end``, ``kinds``.

    Raises ``BrokenSourceError`` if a line cannot be read or bears no labels.
    """
    labels = {line["id"]: line.get("sentences") for line in _lines(path)}
    for item in read_source(path):
        if isinstance(item, Failure):
            raise BrokenSourceError(item.message, where=path)
        sentences = labels[item.document.id]
        if sentences is None:
            raise BrokenSourceError("it bears no labelled sentences", where=f"{path}#{item.document.id}")
        yield Labelled(
            item.document, tuple((entry["start"], entry["end"], tuple(entry["kinds"])) for entry in sentences)
        )


def _lines(path: str) -> Iterator[dict[str, Any]]:
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def train(paths: Sequence[str], folder: Path, *, say: Callable[[str], None]) -> Learned:
    """Learn from labelled files and write weights, thresholds and card into ``folder``.

    Raises ``UsageError`` if there is nothing to learn from.
    """
    examples = [example for path in paths for labelled in load(path) for example in examples_of(labelled)]
    if not any(example.kinds for example in examples):
        raise UsageError("There is no sentence with a kind to learn from")
    learned = learn(examples, say=say)
    folder.mkdir(parents=True, exist_ok=True)
    learned.model.save(folder / "words.npz")
    settled = {"thresholds": learned.thresholds, "calibration": learned.calibration}
    (folder / "thresholds.json").write_text(json.dumps(settled, indent=1) + "\n", "utf-8")
    (folder / "CARD.md").write_text(card(learned, examples=len(examples)), "utf-8")
    return learned


def card(learned: Learned, *, examples: int) -> str:
    """The card that goes with the weights: data, date, figures, limits."""
    rows = "\n".join(f"| {name} | {figure:.3f} |" for name, figure in learned.figures.items())
    return f"""# Weights: kinds of statement

A linear model over words, neighbours and signs of public-body English (`nlp/features.py`):
one weight a feature and kind.

- **Trained** {datetime.now(UTC):%Y-%m-%d} on {examples:,} sentences, with `greenshoots train`;
  {len(learned.model.rows):,} features.
- **Labels** by language-model readers that followed written guidelines, not by people.
- **No text** is in the weights: single words, pairs and triples that stand in at least five documents, no names.
- **Limits**: English of British, Irish, American and Canadian public bodies; rare kinds (apology, finding, test)
  are learned from few examples. The machine finds, people judge.

F1 by sentence, cross-validated with whole bodies held out:

| kind | F1 |
|---|---|
{rows}
"""
