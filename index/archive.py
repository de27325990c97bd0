"""The raw bytes of every source as they were fetched, each kept once under its own SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from greenshoots.errors import StoreError

_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".new-"


class Archive:
    """Content-addressed files: ``ab/cdef...`` holds the bytes whose SHA-256 is ``abcdef...``."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def put(self, raw: bytes) -> str:
        """Keep bytes and return their SHA-256. Known bytes are not written again.

        The file appears whole or not at all. Raises ``StoreError`` if it cannot be written.
        """
        name = hashlib.sha256(raw).hexdigest()
        path = self._path(name)
        if path.exists():
            return name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, raw)
        except OSError as error:
            raise StoreError(
                "The fetched bytes cannot be archived",
                where=str(path.parent),
                cause=error.strerror,
                next_step="Make room or give yourself the right to write there, then run the same command again",
            ) from error
        return name

    def has(self, sha256: str) -> bool:
        """Whether bytes of this SHA-256 are archived."""
        return self._path(sha256).is_file()

    def read(self, sha256: str) -> bytes:
        """Return archived bytes. Raises ``StoreError`` if they are missing or no longer what they were."""
        path = self._path(sha256)
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise StoreError(
                "The archived bytes are missing",
                where=str(path),
                cause=error.strerror,
                next_step="Restore them from a backup, or fetch the source again with `greenshoots add`",
            ) from error
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise StoreError(
                "The archived bytes have changed since they were fetched",
                where=str(path),
                cause="The disk failed or somebody edited the file",
                next_step="Restore it from a backup",
            )
        return raw

    def verify(self) -> Iterator[str]:
        """Go through all that is archived and yield the names (SHA-256) of bytes that are no longer what they were."""
        for path in sorted(self.folder.glob("??/*")):
            name = path.parent.name + path.name
            if _SHA256.fullmatch(name) and hashlib.sha256(path.read_bytes()).hexdigest() != name:
                yield name

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise StoreError(f"{sha256[:80]!r} is not a SHA-256", where=str(self.folder))
        return self.folder / sha256[:2] / sha256[2:]


def _write_whole(path: Path, raw: bytes) -> None:
    """Write beside the place, wait until it is on the disk, then move it there and make the move last."""
    handle, beside = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where the system can open folders (Windows cannot and needs not)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
