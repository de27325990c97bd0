"""``greenshoots train --links``: links that people judged in, weights of the ranking out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from greenshoots import pipeline
from greenshoots.errors import UsageError
from greenshoots.judgements import labelled_links
from greenshoots.pipeline import Library
from greenshoots.records import Link
from index.learn_ranking import Example, Figures, figures, learn, shipped
from index.ranking import settings
from index.trace import Tracer, pledge_from_line

DEEP = 150  # passages of each pledge whose order is learned from
LONG = 400  # characters; a longer passage hits nothing unless the evidence is half as long


def train_links(library: Library, folder: Path) -> tuple[Figures, Figures]:
    """Learn the ranking from the links that people accepted, and write ``ranking.json`` into ``folder``.

    Returns the figures of the weights in use and of those learned, both on these links. Raises ``UsageError`` if
    nobody has accepted a link yet.
    """
    lines = [line for line in judged_lines(library) if line["evidence"]]
    if not lines:
        raise UsageError(
            "No link was accepted yet, so there is nothing to learn from",
            next_step="Confirm links with `greenshoots judge` or on the screen of a statement",
        )
    examples = examples_of(library, lines)
    weights = learn(examples)
    folder.mkdir(parents=True, exist_ok=True)
    learned = {"weights": weights, "shown": dict(settings()["shown"])}
    (folder / "ranking.json").write_text(json.dumps(learned, indent=2) + "\n", "utf-8")
    return figures(examples, shipped()), figures(examples, weights)


def judged_lines(library: Library) -> list[dict[str, Any]]:
    """The statements whose links people judged, each with the evidence they accepted."""
    statements: dict[str, dict[str, Any]] = {}
    evidence: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for pair in labelled_links(library):
        name = pair["statement"]["id"]
        statements[name] = pair["statement"]
        if pair["accepted"] and pair["passage"]["date"] and not pair["further_source"]:
            evidence[name].append({**pair["passage"], "relation": pair["relation"]})
    return [{**line, "evidence": evidence[name]} for name, line in statements.items()]


def examples_of(library: Library, lines: Iterable[dict[str, Any]]) -> list[Example]:
    """Trace labelled pledges and return what was found with what is right; those without evidence are left out."""
    tracer = Tracer(library.store, library.vectors, pipeline.embedder())
    found = []
    for line in lines:
        wanted = [one for one in line["evidence"] if one["relation"] != "context"]
        links = tracer.trace(pledge_from_line(line, library.store), limit=DEEP).links if wanted else ()
        if links:
            hits = np.array([[is_hit(link, one) for one in wanted] for link in links])
            found.append(Example(line.get("body") or "", np.array([raw_parts(link) for link in links]), hits))
    return found


def is_hit(link: Link, evidence: dict[str, Any]) -> bool:
    """Whether a link points to labelled evidence: the same document, half of the shorter of the two shared."""
    shorter = min(link.end - link.start, evidence["end"] - evidence["start"])
    shared = min(link.end, evidence["end"]) - max(link.start, evidence["start"])
    too_long = link.end - link.start > max(LONG, 2 * (evidence["end"] - evidence["start"]))
    return link.document == evidence["document"] and shared > 0 and 2 * shared >= shorter and not too_long


def raw_parts(link: Link) -> list[float]:
    """Return the parts of a link's score before their weights."""
    return [link.parts[name] / weight if weight else 0.0 for name, weight in shipped().items()]
