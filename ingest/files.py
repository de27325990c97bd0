"""Files and folders of the user's: found in a fixed order, opened, and a reason given for each that cannot be."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from greenshoots.errors import EmptySourceError, FetchError, SourceError, UnknownFormatError
from ingest.raw import Raw
from ingest.registry import BY_SUFFIX, KNOWN


def open_path(path: Path) -> Iterator[Raw | SourceError]:
    """Yield a file's bytes, or those of every readable file below a folder, in sorted order.

    Each file or folder that cannot be read gives an error in its place. Hidden files
    are passed over. A link that leads out of the folder is not followed. A folder in
    which no file could be read gives an error of its own at the end.
    """
    read = False
    for found in list_files(path):
        item = found if isinstance(found, SourceError) else _read(found)
        read = read or isinstance(item, Raw)
        yield item
    if not read and os.path.isdir(path):
        yield EmptySourceError(
            "no file that can be read lies in this folder",
            where=str(path.absolute()),
            next_step=f"Files read are {KNOWN}",
        )


def list_files(path: Path) -> Iterator[Path | SourceError]:
    """The file itself, or every file below a folder that a parser reads; an error for each other thing."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        yield FetchError(
            "there is no such file or folder",
            where=str(path.absolute()),
            next_step="Check the spelling; a web address begins with https://",
        )
        return
    except (OSError, ValueError) as error:  # no permission, a name too long, a NUL in it
        yield _cannot_open(path, error)
        return
    yield from walk(path.absolute(), root=path.resolve()) if stat.S_ISDIR(mode) else _one(path.absolute(), mode)


def _one(path: Path, mode: int) -> Iterator[Path | SourceError]:
    if not stat.S_ISREG(mode):
        yield FetchError(
            "this is no file that could be read to its end", where=str(path), cause="It is a device or a pipe"
        )
    elif path.suffix.casefold() not in BY_SUFFIX:
        yield _unknown(path)
    else:
        yield path


def walk(folder: Path, *, root: Path) -> Iterator[Path | SourceError]:
    """Every file below a folder that a parser reads, sorted by name. ``root``: the real path that links stay in."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _cannot_open(folder, error)
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield from _linked(path, root)
        elif entry.is_dir():
            yield from walk(path, root=root)
        else:
            yield from _one(path, entry.stat().st_mode)


def _linked(path: Path, root: Path) -> Iterator[Path | SourceError]:
    """A link to elsewhere is an error; one within the folder is passed over, since its target is read by itself."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # a dead link, or links in a circle
        yield _cannot_open(path, error)
        return
    if not target.is_relative_to(root):
        yield FetchError(
            "this link leads out of the folder and was not followed",
            where=str(path),
            next_step="Add what it points to by itself",
        )


def _read(path: Path) -> Raw | SourceError:
    try:
        return Raw(str(path), path.read_bytes(), datetime.now(UTC))
    except OSError as error:
        return _cannot_open(path, error)


def _unknown(path: Path) -> UnknownFormatError:
    kind = f"{path.suffix} files" if path.suffix else "files without an extension"
    return UnknownFormatError(
        f"no parser reads {kind}", where=str(path), next_step=f"Files read are {KNOWN}; save it as one of these"
    )


def _cannot_open(path: Path, error: Exception) -> FetchError:
    denied = isinstance(error, PermissionError)
    return FetchError(
        "it may not be opened" if denied else "it could not be opened",
        where=str(path),
        cause="This user has no permission to read it" if denied else str(getattr(error, "strerror", None) or error),
        next_step="Ask its owner for access, or copy it to a place of your own" if denied else None,
    )
