"""Stems by the tokenizer of the word index itself, so that words counted here are the words found there."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence

from index.store_schema import TOKENIZER


class Stems:
    """Asks an FTS5 table in memory how it cuts words down."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def of(self, words: Sequence[str]) -> dict[str, str]:
        """Return the stem of each word; a word that the tokenizer does not know as one is its own stem."""
        with self._lock:
            connection = sqlite3.connect(":memory:")
            try:
                connection.execute(f"CREATE VIRTUAL TABLE words USING fts5(word, tokenize='{TOKENIZER}')")
                connection.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(words, 'instance')")
                connection.executemany("INSERT INTO words (rowid, word) VALUES (?, ?)", enumerate(words))
                found = connection.execute("SELECT doc, term FROM stems WHERE offset = 0").fetchall()
            finally:
                connection.close()
        stems = {word: word for word in words}
        return stems | {words[doc]: term for doc, term in found}
