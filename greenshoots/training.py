"""``greenshoots train``: labelled sentences in, weights with their card out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from greenshoots.errors import BrokenSourceError, UsageError
from greenshoots.records import Failure
from ingest.sources import read_source
from nlp.train import (
    FOLDS,
    Example,
    Labelled,
    Settled,
    examples_of,
    labels_of,
    learn_encoder,
    learn_words,
    learned,
    lesson_of,
    settle,
)
from nlp.train_encoder import Lesson, Net, pack
from nlp.word_model import WordModel


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


def load_lines(lines: Sequence[dict[str, Any]]) -> list[Labelled]:
    """Read labelled documents that are already lines in the gold form, as ``load`` reads those of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "labelled.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        return list(load(str(path))) if lines else []


def train(
    paths: Sequence[str],
    folder: Path,
    *,
    also: Sequence[str] = (),
    own: Sequence[dict[str, Any]] = (),
    say: Callable[[str], None],
) -> Settled:
    """Learn from labelled files and write weights, thresholds and card into ``folder``. Takes hours (estimate: three).

    What is chosen is chosen on ``paths``, with whole bodies held out. ``also``: labelled files that are only learned
    from, since their sentences were picked. ``own``: lines in the gold form to learn from likewise, such as a
    reader's corrections. Raises ``UsageError`` if there is nothing to learn from.
    """
    lessons = [lesson_of(each) for path in paths for each in load(path)]
    further = [lesson_of(each) for each in (*(one for path in also for one in load(path)), *load_lines(own))]
    examples, more = _examples(lessons), _examples(further)
    if not any(example.kinds for example in examples):
        raise UsageError("There is no sentence with a kind to learn from")
    if len({example.body for example in examples}) < FOLDS:
        raise UsageError(f"Whole bodies are held out, so labels from at least {FOLDS} bodies are needed")
    words, by_words = learn_words(examples, more)
    net, by_document = learn_encoder(lessons, further, say=say)
    by_encoder = np.concatenate([logits[learned(each)] for each, logits in zip(lessons, by_document, strict=True)])
    settled = settle(by_encoder, by_words, labels_of(examples))
    write(folder, words, net, settled, examples=len(examples) + len(more))
    return settled


def _examples(lessons: Sequence[Lesson]) -> list[Example]:
    return [example for lesson in lessons for example in examples_of(lesson)]


def write(folder: Path, words: WordModel, net: Net, settled: Settled, *, examples: int) -> None:
    """Write weights, thresholds and card into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    words.save(folder / "words.npz")
    pack(net, folder)
    plain = {"joined": settled.joined, "thresholds": settled.thresholds, "calibration": settled.calibration}
    (folder / "thresholds.json").write_text(json.dumps(plain, indent=1) + "\n", "utf-8")
    (folder / "CARD.md").write_text(card(settled, words, examples=examples), "utf-8")


def card(settled: Settled, words: WordModel, *, examples: int) -> str:
    """The card that goes with the weights: data, date, figures, limits."""
    rows = "\n".join(f"| {name} | {figure:.3f} |" for name, figure in settled.figures.items())
    return f"""# Weights: kinds of statement

Two models, joined (`nlp/kinds.py`):

- `encoder.onnx`, `head.npz`: MiniLM (all-MiniLM-L6-v2, Apache-2.0), its layers trained further on sentences among
  their neighbours, in int8; its word embeddings are the original ones, read from their own package.
- `words.npz`: a linear model over words, neighbours and signs of public-body English (`nlp/features.py`);
  {len(words.rows):,} features, each a word, pair or triple that stands in at least five documents, and no name.

**Trained** {datetime.now(UTC):%Y-%m-%d} on {examples:,} sentences of minutes, transcripts, press and official
responses, with `greenshoots train`. **Labels** by language-model readers that followed written guidelines, not by
people.

**Limits**: English of British, Irish, American and Canadian public bodies. Rare kinds (apology, finding, test) are
learned from few examples. The same words are an admission from one side and a criticism from the other: the two are
often confused. The machine finds, people judge.

F1 by sentence on held-out bodies (thresholds chosen on the same sentences, so a little flattering):

| kind | F1 |
|---|---|
{rows}
"""
