"""Score the quotation finder on the fictional quotations of ``quotes.jsonl``.

usage: python -m evaluation.score_quotes [--errors N] [--speakers]

Content overlap F1: characters of gold content that found content covers and the other way round, over all
items (a character counts once). A gold quotation is matched with the found one that shares most of its
content (at least half of its characters). Of matched quotations: the share whose source is right (the spans
share at least half of the shorter, or neither has one), whose mode is right, and whose speaker is right
(``--speakers`` runs the whole reader; the finder alone names nobody). A gold quotation that is not found
counts as wrong in each.
The items were written by hand for this project before the finder; everybody in them is made up.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from greenshoots.records import Document, Quote, Span
from nlp.quotes import find_quotes
from nlp.sentences import split

GOLD = Path(__file__).with_name("quotes.jsonl")
TITLES = frozenset("the a an mr mrs ms miss dr sir dame judge cllr councillor mayor".split())
Finder = Callable[[Document], Sequence[Quote]]


def load(path: Path = GOLD) -> list[dict[str, Any]]:
    """Read the items: ``{"id","text","quotes":[{"source","cue","content":[{"start","end"}],"mode","speaker"}]}``."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def plain(document: Document) -> Sequence[Quote]:
    """The finder alone, which names no speakers."""
    return find_quotes(document, split(document))


def named(document: Document) -> Sequence[Quote]:
    """Quotations with the speakers that the whole reader gives them."""
    from nlp.extract import read  # loads the models

    return read(document).quotes


def score(items: Iterable[dict[str, Any]], find: Finder = plain) -> dict[str, float]:
    """Return precision, recall and F1 of content characters, and shares of right source, mode and speaker."""
    counts: Counter[str] = Counter()
    for item in items:
        found = list(find(Document(id=item["id"], text=item["text"])))
        counts += _characters(item["quotes"], found)
        for gold in item["quotes"]:
            counts += _matched(gold, found, item["text"])
    precision = counts["shared"] / max(1, counts["found"])
    recall = counts["shared"] / max(1, counts["gold"])
    shares = {name: counts[name] / max(1, counts["quotes"]) for name in ("matched", "source", "mode", "speaker")}
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"content_precision": precision, "content_recall": recall, "content_f1": f1, **shares}


def _characters(gold: list[dict[str, Any]], found: list[Quote]) -> Counter[str]:
    mine = {i for quote in found for span in quote.content for i in range(span.start, span.end)}
    theirs = {i for quote in gold for span in quote["content"] for i in range(span["start"], span["end"])}
    return Counter({"shared": len(mine & theirs), "found": len(mine), "gold": len(theirs)})


def _matched(gold: dict[str, Any], found: list[Quote], text: str) -> Counter[str]:
    best = max(found, key=lambda quote: _shared(gold, quote), default=None)
    counts: Counter[str] = Counter(quotes=1)
    length = sum(span["end"] - span["start"] for span in gold["content"])
    if best is None or _shared(gold, best) < length / 2:
        return counts
    return counts + Counter(
        matched=1,
        source=same_source(gold["source"], best),
        mode=gold["mode"] == best.mode,
        speaker=same_speaker(gold["speaker"], best.speaker),
    )


def _shared(gold: dict[str, Any], quote: Quote) -> float:
    """Characters of gold content that a Quote covers; of two that cover it alike the one with less beside it wins."""
    pairs = [(Span(a["start"], a["end"]), b) for a in gold["content"] for b in quote.content]
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a, b in pairs)
    return both - sum(span.end - span.start for span in quote.content) * 1e-6


def same_source(gold: dict[str, int] | None, quote: Quote) -> bool:
    """Whether a Quote's source is the printed name or phrase of the gold, or neither has one."""
    if gold is None or quote.source is None:
        return gold is None and quote.source is None
    both = min(gold["end"], quote.source.end) - max(gold["start"], quote.source.start)
    return both * 2 >= min(gold["end"] - gold["start"], quote.source.end - quote.source.start)


def same_speaker(gold: str | None, name: str | None) -> bool:
    """Whether two names without their titles are the same, or one's words all stand in the other's."""
    ours, theirs = _name_words(gold), _name_words(name)
    return ours == theirs or bool(ours and theirs and (ours <= theirs or theirs <= ours))


def _name_words(name: str | None) -> set[str]:
    return set(re.findall(r"\w+", (name or "").casefold())) - TITLES


def differences(items: Iterable[dict[str, Any]], find: Finder = plain) -> list[str]:
    """Say for each item that is not found as in the gold what differs, in words."""
    lines = []
    for item in items:
        text = item["text"]
        mine = [_shown(text, q.source, q.mode, q.content) for q in find(Document(id=item["id"], text=text))]
        gold = [_shown(text, _span(q["source"]), q["mode"], [_span(s) for s in q["content"]]) for q in item["quotes"]]
        if sorted(mine) != sorted(gold):
            lines.append(f"{item['id']}\n  gold  " + "\n        ".join(gold) + "\n  found " + "\n        ".join(mine))
    return lines


def _span(gold: dict[str, int] | None) -> Span | None:
    return Span(gold["start"], gold["end"]) if gold else None


def _shown(text: str, source: Span | None, mode: str, content: Sequence[Span | None]) -> str:
    who = source.of(text) if source else "?"
    return f"{mode} [{who}] " + " | ".join(repr(span.of(text)) for span in content if span)


def main() -> None:
    """Print the figures, and with ``--errors N`` the first N differences."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--speakers", action="store_true")
    options = parser.parse_args()
    find = named if options.speakers else plain
    items = load()
    for part in ("", "marked", "plain"):
        chosen = [item for item in items if item["id"].startswith(part)]
        print(part or "all", len(chosen), {name: round(value, 3) for name, value in score(chosen, find).items()})
    print("\n".join(differences(items)[: options.errors]))


if __name__ == "__main__":
    main()
