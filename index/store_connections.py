"""Connections to the SQLite file: opened, shared between threads, their errors put into plain words."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from greenshoots.errors import StoreError
from index.store_filters import fold
from index.store_schema import MIGRATIONS, VERSION

BUSY_MS = 10_000  # milliseconds to wait for another program's write; guess: the longest document takes under 2 s

_Words = tuple[str, str | None, str]  # what, likely cause, next step

_WORDS: dict[int, _Words] = {
    sqlite3.SQLITE_BUSY: ("it is in use by another program", None, "Wait until that has finished, then try again"),
    sqlite3.SQLITE_LOCKED: ("it is in use by another program", None, "Wait until that has finished, then try again"),
    sqlite3.SQLITE_FULL: (
        "there is no room left on the disk",
        "Nothing of the last document was stored",
        "Make room, then run the same command again; it goes on where it stopped",
    ),
    sqlite3.SQLITE_READONLY: (
        "it cannot be written",
        "The file, its folder or the disk is read-only",
        "Give yourself the right to write there, or set GREENSHOOTS_HOME to another folder",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "it cannot be opened",
        "The folder may be missing or closed to you",
        "Check the folder, or set GREENSHOOTS_HOME to another one",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk failed while it was read or written",
        "The disk may be full, damaged or removed",
        "Check the disk, then run `greenshoots check`",
    ),
}
_DAMAGED: _Words = (
    "it is damaged or not a store of Green Shoots",
    "The file may have been cut short or changed by another program",
    "Restore a backup, or move it away and run `greenshoots add` again",
)


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into a ``StoreError`` that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            what, cause, next_step = _DAMAGED
        elif code in _WORDS:
            what, cause, next_step = _WORDS[code]
        else:
            what, cause, next_step = f"SQLite reports: {error}", None, "Run `greenshoots check`"
        raise StoreError(
            f"The store cannot be used: {what}", where=str(path), cause=cause, next_step=next_step
        ) from error


class Connections:
    """Lends connections to one SQLite file: any number to readers, one at a time to a writer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._writing = threading.Lock()
        with plain_words(path):
            connection = self._connect()
            try:
                migrate(connection, path)
            except BaseException:
                connection.close()
                raise
        self._idle.put(connection)

    def close(self) -> None:
        """Close all connections that are not lent out."""
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for reading. It sees the store as it is at each query."""
        with plain_words(self.path):
            try:
                connection = self._idle.get_nowait()
            except queue.Empty:
                connection = self._connect()
            try:
                yield connection
            finally:
                self._idle.put(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for one transaction: all of it is stored, or after any error none of it."""
        with self._writing, self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.create_function("fold", 1, fold, deterministic=True)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")  # what a command reported as stored survives a power cut
        except BaseException:
            connection.close()
            raise
        return connection


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up to date. Raises ``StoreError`` if a later version of the program made the store."""
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = _version(connection)
        if found > VERSION:
            raise StoreError(
                f"The store has schema {found}, this program knows up to {VERSION}",
                where=str(path),
                cause="A newer version of Green Shoots made it",
                next_step="Install that version, or set GREENSHOOTS_HOME to another folder",
            )
        for statements in MIGRATIONS[found:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION:d}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
