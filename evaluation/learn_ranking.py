"""Measure the weights of the ranking on labelled pledges, and learn them anew, whole bodies held out.

usage: python -m evaluation.learn_ranking PLEDGES.jsonl [--into FILE]

PLEDGES.jsonl: a pledge a line, {"id", "document", "start", "end", "text", "made", "body", "evidence": [{"document",
"start", "end", "relation"}, ...]}; its records must stand in the library (GREENSHOOTS_HOME). Evidence that is mere
context does not count. ``--into`` writes the weights learned from all of them, in the form of
data/models/ranking.json; without it nothing is written.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from greenshoots import pipeline
from greenshoots.training_links import examples_of
from index.learn_ranking import Figures, by_chance, figures, held_out, learn, shipped
from index.ranking import settings


def told(name: str, found: Figures) -> str:
    """One line of figures."""
    return f"{name:32} " + "  ".join(f"{key} {value:.3f}" for key, value in asdict(found).items())


def main() -> None:
    """Print the figures; write weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pledges", type=Path)
    parser.add_argument("--into", type=Path)
    options = parser.parse_args()
    with options.pledges.open(encoding="utf-8") as lines, pipeline.library() as library:
        examples = examples_of(library, [json.loads(line) for line in lines if line.strip()])
    print(told("shipped", figures(examples, shipped())))
    for body in sorted({example.body for example in examples}):
        print(told(f"  {body[:28]}", figures([one for one in examples if one.body == body], shipped())))
    drawn = by_chance(examples)
    print(f"{'drawn at random, recall@10':32} 5 to 95 in 100: {_range([one.recall_10 for one in drawn])}")
    print(told("learned, body held out", held_out(examples)))
    if options.into:
        options.into.write_text(json.dumps({"weights": learn(examples), "shown": dict(settings()["shown"])}, indent=2))


def _range(values: list[float]) -> str:
    low, middle, high = np.percentile(values, [5, 50, 95])
    return f"{low:.3f} to {high:.3f}, half of them above {middle:.3f}"


if __name__ == "__main__":
    main()
