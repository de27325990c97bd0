"""Which press reports in the store are prints of one story (``index.syndication``)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

from greenshoots.records import Document
from index.store_rows import DOCUMENT_COLUMNS, document_of
from index.syndication import ALIKE, DAYS, alike

Ask = Callable[..., list[sqlite3.Row]]  # SQL and its values in, rows out

# Other papers' reports of about the same days that share two sentences: only their texts are compared. One that all
# share, such as where to send news, would have every report compared with every other.
_NEAR = (
    "SELECT d.number, d.text, own.text AS own_text FROM documents own JOIN documents d ON d.medium = 'press'"
    " AND d.published BETWEEN date(own.published, ?2) AND date(own.published, ?3) AND d.source != own.source"
    " WHERE own.number = ?1 AND own.medium = 'press' AND d.current = 1 AND d.number IN"
    " (SELECT there.document FROM passages here JOIN passages there USING (vector_key)"
    " WHERE here.document = ?1 AND length(here.text) > 30"
    " GROUP BY there.document HAVING count(DISTINCT vector_key) > 1)"
)


def prints_of(ask: Ask, number: int) -> dict[int, float]:
    """Return the document rows of other papers' prints of a press report: one story, word for word for the most.

    With each the share of the shorter that both have: ``ALIKE`` at least. They are ``DAYS`` apart at most.
    """
    rows = ask(_NEAR, number, f"-{DAYS} days", f"+{DAYS} days")
    shares = {row["number"]: alike(row["own_text"], row["text"]) for row in rows}
    return {row: share for row, share in shares.items() if share >= ALIKE}


def also_printed(ask: Ask, key: str) -> list[Document]:
    """Return the other papers' prints of a press report, in the order in which they were published."""
    own = ask("SELECT number FROM documents WHERE key = ?", key)
    prints = prints_of(ask, own[0]["number"]) if own else {}
    sql = (
        f"SELECT {DOCUMENT_COLUMNS} FROM json_each(?) wanted JOIN documents d ON d.number = wanted.value"
        " ORDER BY d.published, d.key"
    )
    return [document_of(row) for row in ask(sql, json.dumps(list(prints)))] if prints else []
