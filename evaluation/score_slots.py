"""Score deadlines and amounts on the sentences of ``due_dates.jsonl`` and ``amounts.jsonl``.

usage: python -m evaluation.score_slots [--errors]

Due dates: a sentence is right if the due date is the expected one, or none where none is expected. Deadline words
are right if they share at least half of their words (token F1) with the expected ones, or neither has any.
Amounts: F1 over (value, unit) pairs; an amount whose text does not overlap the expected words is wrong.
The sentences were written by hand for this project before the code; every body and place in them is made up.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from greenshoots.records import Amount, Deadline
from nlp.amounts import find_amounts
from nlp.parse import parse
from nlp.slots import fill

DUE_DATES = Path(__file__).with_name("due_dates.jsonl")
AMOUNTS = Path(__file__).with_name("amounts.jsonl")


def load(path: Path) -> list[dict[str, Any]]:
    """Read the items: ``{"text","base","deadline","due"}`` or ``{"text","amounts":[{"text","value","unit"}]}``."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def find_deadlines(items: list[dict[str, Any]]) -> list[Deadline | None]:
    """The deadline of each sentence, by the whole of the slot filler."""
    docs = parse([item["text"] for item in items])
    bases = [date.fromisoformat(item["base"]) if item["base"] else None for item in items]
    return [
        fill(item["text"], base=base, speaker=None, doc=doc).deadline
        for item, base, doc in zip(items, bases, docs, strict=True)
    ]


def score_due_dates(items: list[dict[str, Any]]) -> tuple[dict[str, float], list[str]]:
    """Return the shares of right dues and right words, and a line for each sentence that is not right."""
    found = find_deadlines(items)
    dues = [_due(deadline) == item["due"] for item, deadline in zip(items, found, strict=True)]
    words = [
        same_words(deadline.text if deadline else None, item["deadline"]) for item, deadline in _pairs(items, found)
    ]
    errors = [
        f"{item['text']}: {deadline} instead of {item['deadline']!r}, {item['due']}"
        for (item, deadline), due, word in zip(_pairs(items, found), dues, words, strict=True)
        if not (due and word)
    ]
    return {"due": sum(dues) / len(dues), "words": sum(words) / len(words)}, errors


def _pairs(
    items: list[dict[str, Any]], found: list[Deadline | None]
) -> Iterable[tuple[dict[str, Any], Deadline | None]]:
    return zip(items, found, strict=True)


def _due(deadline: Deadline | None) -> str | None:
    return deadline.due.isoformat() if deadline and deadline.due else None


def same_words(a: str | None, b: str | None) -> bool:
    """Token F1 of at least one half, or both empty."""
    first, second = (Counter(re.findall(r"\w+", (words or "").casefold())) for words in (a, b))
    total = first.total() + second.total()
    return total == 0 or 2 * (first & second).total() / total >= 0.5


def score_amounts(items: list[dict[str, Any]]) -> tuple[dict[str, float], list[str]]:
    """Return precision, recall and F1 of amounts, and a line for each sentence that is not right."""
    counts: Counter[str] = Counter()
    errors = []
    for item in items:
        found, gold = list(find_amounts(item["text"])), item["amounts"]
        right = sum(_take(found, amount) for amount in gold)
        counts.update(right=right, gold=len(gold), found=right + len(found))
        if found or right < len(gold):
            errors.append(f"{item['text']}: {find_amounts(item['text'])}")
    f1 = 2 * counts["right"] / max(1, counts["gold"] + counts["found"])
    shares = {
        "precision": counts["right"] / max(1, counts["found"]),
        "recall": counts["right"] / max(1, counts["gold"]),
    }
    return {**shares, "f1": f1}, errors


def _take(found: list[Amount], gold: dict[str, Any]) -> bool:
    """Whether one of the found is the expected amount; if so it is used up."""
    for amount in found:
        near = abs(amount.value - gold["value"]) <= 0.001 * max(1.0, gold["value"])
        if near and amount.unit == gold["unit"] and same_words(amount.text, gold["text"]):
            found.remove(amount)
            return True
    return False


def main() -> None:
    """Print the figures, and with ``--errors`` what is not right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print the sentences that are not right")
    options = parser.parse_args()
    for name, (figures, errors) in (
        ("due dates", score_due_dates(load(DUE_DATES))),
        ("amounts", score_amounts(load(AMOUNTS))),
    ):
        print(name, {figure: round(value, 3) for figure, value in figures.items()})
        for line in errors if options.errors else ():
            print("  ", line)


if __name__ == "__main__":
    main()
