"""Extraction beside plain parsing: words a second and memory, in one run, taking turns.

usage: python -m bench.extraction [DOCUMENTS.jsonl] [--documents N] [--rounds N]

DOCUMENTS.jsonl: records in the input form, a document a line; without it the documents of ../shared/trace if they are
there, else the sample corpus, many times over. What is timed is the whole command, start-up included: ``greenshoots
extract`` against spaCy's plain English pipeline with one and with two processes.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.measure import Run, run
from greenshoots import settings
from ingest.sources import read_source

REAL = Path(__file__).parents[2] / "shared" / "trace" / "documents.jsonl"
BASELINE = "spaCy, 2 processes"


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=Path)
    parser.add_argument("--documents", dest="number", type=int, default=121, help="read so many of them (default: 121)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run (default: 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.jsonl"
        words = write_documents(path, options.documents, options.number)
        print(table(measure(str(path), options.rounds), words))


def write_documents(path: Path, given: Path | None, number: int) -> int:
    """Write the documents to measure on. Returns the number of their words."""
    source = given or (REAL if REAL.exists() else None)
    lines = _from_file(source, number) if source else _from_sample(number)
    texts = 0
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line) + "\n")
            texts += len(line["text"].split())
    return texts


def _from_file(path: Path, number: int) -> Iterator[dict[str, str]]:
    """Every n-th document of a file, so that all of its bodies come in."""
    lines = path.read_text("utf-8").splitlines()
    for line in lines[:: max(1, len(lines) // number)][:number]:
        yield json.loads(line)


def _from_sample(number: int) -> Iterator[dict[str, str]]:
    found = [item.document for item in read_source(str(settings.data_folder() / "sample")) if hasattr(item, "document")]
    for copy in range(number):
        document = found[copy % len(found)]
        yield {"id": f"{copy}", "text": document.text, "medium": document.medium or "minutes"}


def measure(path: str, rounds: int) -> dict[str, list[Run]]:
    """Run all commands in turn, ``rounds`` times."""
    commands = {
        "spaCy, 1 process": ["-m", "bench.plain_spacy", path, "1"],
        BASELINE: ["-m", "bench.plain_spacy", path, "2"],
        f"greenshoots extract, {os.cpu_count()} processes": ["-m", "greenshoots.cli", "extract", path],
    }
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command))
    return runs


def table(runs: dict[str, list[Run]], words: int) -> str:
    """The figures as a table: medians, the range of seconds, and the ratio to the baseline."""
    base = median(each.seconds for each in runs[BASELINE])
    rows = [
        f"{words:,} words; {len(runs[BASELINE])} rounds, medians; whole commands, start-up included.",
        "",
        f"| command | seconds (range) | words/s | times as fast as {BASELINE} | peak MB of one process |",
        "|---|---|---|---|---|",
    ]
    for name, its in runs.items():
        seconds = sorted(each.seconds for each in its)
        middle = median(seconds)
        peak = max(each.peak for each in its) / 1e6
        rows.append(
            f"| {name} | {middle:.1f} ({seconds[0]:.1f}–{seconds[-1]:.1f}) | {words / middle:,.0f} "
            f"| {base / middle:.2f} | {peak:,.0f} |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    main()
