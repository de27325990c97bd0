"""Count how often each way of finding a speaker is right, and write the shares that attributions go by.

usage: python -m evaluation.attribution_scores [GOLD.jsonl] [--write]

Reads labelled texts (default: ``../shared/gold/train.jsonl`` beside the checkout), attributes every labelled sentence
without abstaining, and prints the share of right ones by way; ``--write`` puts them into
``data/lexicons/attribution_scores.tsv``. Rare ways lean on the ways that end alike, those on all.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from evaluation.gold import GoldSentence, load_gold
from evaluation.names import same_speaker
from greenshoots.records import KINDS, Document
from greenshoots.settings import data_folder
from ingest.sources import Fetched, read_source
from nlp.attribution import attribute, fitting
from nlp.people import find_people
from nlp.quotes import find_quotes
from nlp.sentences import Sentence, split

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "train.jsonl"
SCORES = data_folder() / "lexicons" / "attribution_scores.tsv"
WEIGHT = 5  # how many labelled sentences a way leans on its like with; guess
BY_POST = {"person by post": 0.75, "minutes person by post": 0.43}  # counted apart, see HEAD
HEAD = """\
# Share of right attributions by the way they were found, on {count:,} statements of British minutes, reports, press and
# transcripts labelled by reading (language-model readers); rare ways lean on their like. Made by
# evaluation/attribution_scores.py. "person by post": 12 of 15 on the fictional gold of evaluation/, since the labelled
# records hold none outside minutes.
"""


def ways(path: Path) -> Iterator[tuple[str, bool]]:
    """Give the way and whether it was right, for each labelled statement in which somebody was found."""
    gold = {document.id: document.sentences for document in load_gold(path)}
    for item in read_source(str(path)):
        if isinstance(item, Fetched):
            yield from _ways_in(item.document, gold[item.document.id])


def _ways_in(document: Document, labelled: tuple[GoldSentence, ...]) -> Iterator[tuple[str, bool]]:
    sentences = split(document)
    people = find_people(document, sentences)
    found = attribute(document, sentences, find_quotes(document, sentences), people, abstain=False)
    for label in labelled:
        if label.kinds:
            best = max(range(len(sentences)), key=lambda i: _overlap(sentences[i], label))
            voice = fitting(found[best], [kind for kind in KINDS if kind in label.kinds])
            if voice.speaker is not None and not voice.rule.endswith("person by post"):
                yield voice.rule, same_speaker(label.speaker, voice.speaker)


def _overlap(sentence: Sentence, label: GoldSentence) -> int:
    return min(sentence.end, label.end) - max(sentence.start, label.start)


def shares(counts: Mapping[str, Counter[bool]]) -> dict[str, float]:
    """The share of right ones by way, and by the last word of the way ("* person")."""
    alike: dict[str, Counter[bool]] = defaultdict(Counter)
    for way, count in counts.items():
        alike[_like(way)].update(count)
    everything = sum(alike.values(), Counter())
    overall = everything[True] / max(1, everything.total())
    likes = {f"* {like}": _lean(count, overall) for like, count in sorted(alike.items())}
    return likes | {way: _lean(count, likes[f"* {_like(way)}"]) for way, count in sorted(counts.items())}


def _like(way: str) -> str:
    return "pronoun" if "pronoun" in way else way.split()[-1]


def _lean(count: Counter[bool], on: float) -> float:
    return (count[True] + WEIGHT * on) / (count.total() + WEIGHT)


def main() -> int:
    """Print the table, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for way, right in ways(options.gold):
        counts[way][right] += 1
    table = shares(counts) | BY_POST
    text = HEAD.format(count=sum(count.total() for count in counts.values()))
    text += "".join(f"{way}\t{share:.2f}\n" for way, share in sorted(table.items()))
    sys.stdout.write(text)
    if options.write:
        SCORES.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
