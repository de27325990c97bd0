"""Harvests that are killed at random moments: a process that starts others, ends them from outside, and compares.

A module that is run, as a process with threads (the simulator's) cannot be copied safely::

    python -m tests.killing http://127.0.0.1:1234/ --committee "Cabinet" --times 300

prints one JSON line: how often it killed, how many of these met a run at work, and every difference found.
``--start``: a home to begin from, so that updates are killed rather than the first harvest.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from greenshoots import pipeline
from ingest import fetch
from tests.test_pipeline import Bags, by_line

# All that the record is, short of moments and of the numbers of rows.
CONTENTS = (
    "SELECT key, id, source, version, current, medium, body, title, url, published, met, reader, people FROM documents",
    "SELECT s.id, s.record, s.fate, d.key FROM statements s JOIN documents d ON d.number = s.document",
    'SELECT d.key, p.start, p."end", p.text FROM passages p JOIN documents d ON d.number = p.document',
    "SELECT d.key, s.address, raw_sha256, partial, also FROM sightings s JOIN documents d ON d.number = s.document",
    "SELECT id, held, record FROM meetings",
    "SELECT d.key FROM documents_of_source o JOIN documents d ON d.number = o.document",
    "SELECT l.statement, d.key, l.place, l.record FROM links l JOIN documents d ON d.number = l.document",
    "SELECT statement FROM traces",
    "SELECT address, committee, since, site FROM followed",
    "SELECT DISTINCT asked, address, raw_sha256 FROM fetches",
    "SELECT address, reason FROM failures",
)


def contents(home: Path) -> list[list[tuple[Any, ...]]]:
    """All rows of the record, each table sorted, so that one that is doubled shows."""
    with closing(sqlite3.connect(home / "store.sqlite3")) as connection:
        return [sorted(connection.execute(select).fetchall(), key=repr) for select in CONTENTS]


def harvest(home: Path, base: str, committee: str) -> None:
    """What ``greenshoots add`` and ``greenshoots update`` do."""
    with pipeline.library(home) as library:
        if library.store.followed():
            pipeline.update(library)
        else:
            pipeline.add(library, [base], committee=committee)


def apart(work: Callable[[], object], *, kill_after: float | None = None) -> bool:
    """Do work in a process of its own, killed after some seconds. Returns whether it came to its end."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if kill_after is None and status:
        raise RuntimeError(f"a run that nobody disturbed ended with {status}")
    return status == 0


def problems(home: Path) -> list[str]:
    """What ``greenshoots check`` finds."""
    with pipeline.library(home) as library:
        return [f"{found.where}: {found.what}" for found in pipeline.check(library)]


class Trials:
    """Kills runs on copies of one home and compares what comes of them with a run that nobody disturbed."""

    def __init__(self, folder: Path, base: str, committee: str, start: Path | None) -> None:
        self.folder, self.base, self.committee, self.start = folder, base, committee, start
        self.killed = 0
        self.met = 0
        self.found: list[str] = []
        straight = self._home("straight")
        begun = time.perf_counter()
        apart(lambda: harvest(straight, base, committee))
        self.seconds = time.perf_counter() - begun
        self.wanted = contents(straight)
        self.found += problems(straight)

    def _home(self, name: str) -> Path:
        home = self.folder / name
        if self.start:
            shutil.copytree(self.start, home)
        else:
            home.mkdir()
        return home

    def one(self, number: int, kills: int) -> None:
        """Kill a run so many times, one after the other on what the one before left, then let one come to its end."""
        home = self._home(f"trial-{number}")
        moments = [random.uniform(0, self.seconds) for _ in range(kills)]
        for moment in moments:
            ended = apart(lambda: harvest(home, self.base, self.committee), kill_after=moment)
            self.killed += 1
            self.met += not ended
        apart(lambda: harvest(home, self.base, self.committee))
        told = f"trial {number}, killed after {', '.join(f'{moment:.3f}' for moment in moments)} s"
        for select, wanted, have in zip(CONTENTS, self.wanted, contents(home), strict=True):
            self.found += [f"{told}: too much: {row!r:.300} ({select:.40})" for row in have if row not in wanted]
            self.found += [f"{told}: lost: {row!r:.300} ({select:.40})" for row in wanted if row not in have]
            if len(have) != len(wanted):
                self.found.append(f"{told}: {len(have)} rows, not {len(wanted)} ({select:.40})")
        self.found += [f"{told}: {problem}" for problem in problems(home)]
        shutil.rmtree(home)


def main() -> None:
    """Kill as often as asked: on each copy once to five times in a row."""
    options = argparse.ArgumentParser()
    options.add_argument("base")
    options.add_argument("--committee", required=True)
    options.add_argument("--times", type=int, default=30)
    options.add_argument("--seed", type=int, default=5)
    options.add_argument("--start", type=Path)
    options.add_argument("--folder", type=Path, help="where the homes are made")
    options.add_argument("--real", action="store_true", help="with the real reader and models")
    chosen = options.parse_args()
    random.seed(chosen.seed)
    os.environ["GREENSHOOTS_WORKERS"] = "1"
    fetch.Visitor = partial(fetch.Visitor, pace=0.0)  # type: ignore[misc,assignment]
    if not chosen.real:
        import nlp.extract

        nlp.extract.read, pipeline.embedder = by_line, Bags  # type: ignore[assignment]
    import faiss  # noqa: F401 - loaded once here and not by each copy

    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        trials = Trials(Path(folder), chosen.base, chosen.committee, chosen.start)
        for number in range(chosen.times):
            if trials.killed >= chosen.times:
                break
            trials.one(number, min(1 + number % 5, chosen.times - trials.killed))
    told = {"seconds": trials.seconds, "killed": trials.killed, "at_work": trials.met, "found": trials.found}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
