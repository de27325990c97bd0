"""Proof of what was fetched: bytes and the answers that brought them stand in the archive as the log names them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from greenshoots.errors import StoreError
from greenshoots.records import Problem
from index.archive import Archive
from index.store_sources import Fetch, SourcesTable

RESTORE = "Restore a backup: the store was changed from outside or the disk failed"
_FIELDS = ("asked", "address", "fetched", "raw_sha256")


def check_fetches(store: SourcesTable, archive: Archive, damaged: set[str]) -> Iterator[Problem]:
    """Compare each line of the log of fetches with the archived answer that it names.

    ``damaged``: names of archived files that are no longer what they were, reported here for those that are named.
    """
    told: set[str] = set()
    for fetch in store.fetches():
        for what, name in (("bytes", fetch.raw_sha256), ("headers", fetch.told_sha256)):
            if name not in told and (fault := _fault(archive, damaged, name)):
                told.add(name)
                yield Problem(f"{fetch.asked} {name}", f"the archived {what} {fault}", f"{RESTORE}; or fetch it again")
        if not told & {fetch.told_sha256}:
            yield from _compared(archive, fetch)


def _fault(archive: Archive, damaged: set[str], name: str) -> str | None:
    if name in damaged:
        return "have changed since they were fetched"
    return None if archive.has(name) else "are missing"


def _compared(archive: Archive, fetch: Fetch) -> Iterator[Problem]:
    """Compare one line with the answer as it was archived; a later sighting differs from it in time alone."""
    try:
        answer = json.loads(archive.read(fetch.told_sha256))
        same = {name: answer[name] for name in _FIELDS}
    except (StoreError, ValueError, TypeError, KeyError) as error:
        yield Problem(f"{fetch.asked} {fetch.told_sha256}", f"the headers cannot be read ({error!r:.200})", RESTORE)
        return
    log = {
        "asked": fetch.asked,
        "address": fetch.address,
        "fetched": same["fetched"] if fetch.unchanged else fetch.fetched.isoformat(),
        "raw_sha256": fetch.raw_sha256,
    }
    if log != same:
        wrong = ", ".join(name for name in _FIELDS if log[name] != same[name])
        yield Problem(f"{fetch.asked} {fetch.told_sha256}", f"the log of fetches tells another {wrong}", RESTORE)
