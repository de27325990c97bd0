"""The word lists that ship in ``data/lexicons``: a class and its words on each line, parted by a tab."""

from __future__ import annotations

from functools import cache

from greenshoots.errors import ModelError
from greenshoots.settings import data_folder


@cache
def lexicon(name: str) -> tuple[tuple[str, str], ...]:
    """Read ``NAME.tsv`` as (class, words) rows in file order. Raises ``ModelError`` if it is missing or damaged."""
    path = data_folder() / "lexicons" / f"{name}.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ModelError(
            f"the word list {name} cannot be read",
            where=str(path),
            cause=str(error),
            next_step="install Green Shoots again",
        ) from error
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    broken = next((row for row in rows if len(row) != 2), None)
    if broken is not None:
        raise ModelError(f"a line is not 'class, tab, words': {broken}", where=str(path))
    return tuple((row[0], row[1]) for row in rows)


@cache
def word_set(name: str, kind: str) -> frozenset[str]:
    """The single words of one class of a word list."""
    return frozenset(word for row, words in lexicon(name) if row == kind for word in words.split())
