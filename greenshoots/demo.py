"""The sample corpus as a library of its own: the first thing a newcomer sees."""

from __future__ import annotations

import shutil
from pathlib import Path

from greenshoots import pipeline, settings
from greenshoots.errors import UsageError
from greenshoots.pipeline import Outcome, Progress, silent

NOTICE = (
    "Sample records: the councils, papers, people and events here are fictional, "
    "written to show what Green Shoots does."
)


def build(home: Path, *, progress: Progress = silent) -> list[Outcome]:
    """Build the sample library in ``home``: the documents as first published, then those that changed later.

    Writes ``NOTICE.txt`` there, which every screen shows. Returns what each of the two runs did.
    """
    published = home / "sample"
    home.mkdir(parents=True, exist_ok=True)
    (home / "NOTICE.txt").write_text(NOTICE + "\n", "utf-8")  # first, so that a sample half built says so, too
    outcomes = []
    for batch in ("documents", "later"):
        shutil.copytree(settings.data_folder() / "sample" / batch, published, dirs_exist_ok=True)
        with pipeline.library(home) as library:
            outcomes.append(pipeline.add(library, [str(published)], progress=progress))
    return outcomes


def is_sample(home: Path) -> bool:
    """Whether the library in ``home`` is the sample, whole or in part."""
    notice = home / "NOTICE.txt"
    return notice.is_file() and notice.read_text("utf-8").strip() == NOTICE


def remove(home: Path) -> None:
    """Take the sample out again, with what was judged of it: the library is empty then.

    Raises ``UsageError`` if it holds anything else; then nothing is removed.
    """
    inside = str((home / "sample").resolve())
    with pipeline.library(home) as library:
        cards = library.store.cards(current_only=False)
        seen = [one.address for card in cards for one in library.store.provenances(card.key)]
        others = [address for address in seen if not Path(address).is_relative_to(inside)]
        if not is_sample(home) or others or library.store.followed():
            raise UsageError(
                "This library holds more than the sample, so nothing was removed",
                where=str(home),
                next_step="Set GREENSHOOTS_HOME to another folder for a library of your own",
            )
    for name in ("store.sqlite3", "store.sqlite3-wal", "store.sqlite3-shm", "NOTICE.txt"):
        (home / name).unlink(missing_ok=True)
    for name in ("sample", "archive", "vectors"):
        shutil.rmtree(home / name, ignore_errors=True)
