"""What came into the store since a day: new records, and pages that were changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.store_read import StoreReader
from index.store_rows import iso


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A current record that is new. ``version``: above 1 if it is a page that was read before and has changed."""

    key: str
    body: str | None
    published: date | None
    version: int
    changed: bool


def new_records(store: StoreReader, since: date) -> list[NewRecord]:
    """Return the records that are new since a day, in the order of their dates, undated ones last.

    New is what bears this date or a later one, and what came in on this day or later to a store that is older:
    minutes are published weeks after their meeting. In a store that is younger itself only the date counts.
    ``changed``: the version came in since, in place of an earlier one.
    """
    sql = (
        "WITH age AS (SELECT min(added) < ?1 AS is_older FROM documents)"
        " SELECT d.key, d.body, d.published, d.version, d.version > 1 AND d.added >= ?1 AS changed"
        " FROM documents d, age WHERE d.current = 1"
        " AND (d.published >= ?1 OR d.added >= ?1 AND (age.is_older OR d.version > 1))"
        " ORDER BY d.published IS NULL, d.published, d.key"
    )
    return [
        NewRecord(
            row["key"],
            row["body"],
            date.fromisoformat(row["published"]) if row["published"] else None,
            row["version"],
            bool(row["changed"]),
        )
        for row in store._all(sql, iso(since))
    ]
