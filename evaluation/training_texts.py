"""Join labels made by reading with the public texts that they belong to, which are not kept here.

usage: python -m evaluation.training_texts [--documents DOCUMENTS.jsonl] [--meetings FOLDER] > more.jsonl

``evaluation/training/labels.jsonl`` holds places and kinds only. --documents: records in the input form that some of
them belong to. --meetings: the folder ``data/Committee/all`` of a copy of the public QMSum data set (MIT licence), to
whose meetings the others belong. Prints labelled documents in the gold form, for ``greenshoots train --also``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from greenshoots.records import text_sha256

LABELS = Path(__file__).parent / "training" / "labels.jsonl"


def main() -> None:
    """Print what can be joined; say on stderr what could not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, action="append", default=[])
    parser.add_argument("--meetings", type=Path)
    options = parser.parse_args()
    documents = {each["id"]: each for path in options.documents for each in _lines(path)}
    missing = 0
    for labels in _lines(LABELS):
        document = documents.get(labels["id"]) or _turns(labels, options.meetings)
        if document is None or text_sha256(document["text"]) != labels["text_sha256"]:
            missing += 1
            continue
        print(json.dumps(joined(labels, document), ensure_ascii=False))
    print(f"Labelled documents without their text: {missing}", file=sys.stderr)


def joined(labels: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """One document in the gold form."""
    sentences = [{"start": start, "end": end, "kinds": kinds} for start, end, *kinds in labels["sentences"]]
    fields = {name: document.get(name) or labels.get(name) for name in ("id", "medium", "body", "published", "text")}
    return {**fields, "sentences": sentences}


def stripped(labelled: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Labelled documents without their texts: what is kept in ``labels.jsonl``."""
    for document in labelled:
        sentences = [[each["start"], each["end"], *each["kinds"]] for each in document["sentences"]]
        yield {
            **{name: document.get(name) for name in ("id", "medium", "body")},
            "text_sha256": text_sha256(document["text"]),
            "sentences": sentences,
        }


def _turns(labels: dict[str, Any], folder: Path | None) -> dict[str, Any] | None:
    """Write a run of turns of a meeting as "Name: words". The id tells which: ``meeting:first-last``."""
    meeting, _, turns = labels["id"].rpartition(":")
    path = folder / f"{meeting}.json" if folder else None
    if path is None or not path.is_file():
        return None
    first, last = map(int, turns.split("-"))
    spoken = json.loads(path.read_text("utf-8"))["meeting_transcripts"][first : last + 1]
    told = [f"{turn['speaker']}: {turn['content'].strip()}" for turn in spoken]
    return {"id": labels["id"], "text": "\n\n".join(told)}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    main()
