"""The queries that `docs/datasette.md` shows run on the sample's own SQLite file and find what they say."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from greenshoots import demo, ledger, pipeline
from greenshoots.records import Filters

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[1] / "docs" / "datasette.md").read_text("utf-8")


class Canned(NamedTuple):
    """One query with the sentence above it."""

    told: str
    sql: str


QUERIES = [Canned(*found) for found in re.findall(r"([^\n]+)\n\n```sql\n(.*?)```", PAGE, re.DOTALL)]
EMPTY = "Proof that every statement stands in its text"  # and nothing else


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Iterator[sqlite3.Connection]:
    """The sample, opened as any program opens SQLite: read-only, without a function of ours."""
    home = tmp_path_factory.mktemp("datasette")
    demo.build(home)
    with pipeline.library(home) as opened:
        assert ledger.number(opened, Filters())
        path = opened.store.path
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def values(library: sqlite3.Connection) -> dict[str, str]:
    pledge = library.execute(
        "SELECT statement FROM ledger WHERE mentions > 0 ORDER BY mentions DESC LIMIT 1"
    ).fetchone()
    return {"id": pledge["statement"], "words": "caseworkers"}


def test_the_page_has_queries():
    assert len(QUERIES) == PAGE.count("```sql") > 5


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.told[:40])
def test_a_canned_query_finds_something(library, query):
    rows = library.execute(query.sql, values(library)).fetchall()
    assert bool(rows) != query.told.startswith(EMPTY)


def test_overdue_is_what_the_command_lists(library, tmp_path):
    query = next(query for query in QUERIES if query.told.startswith("Pledges whose day has passed"))
    found = library.execute(query.sql).fetchall()
    counted = "SELECT count(*) FROM ledger WHERE due < date('now') AND done IS NULL"
    assert 0 < len(found) <= library.execute(counted).fetchone()[0]


def test_every_table_that_the_page_names_is_there(library):
    tables = {row["name"] for row in library.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert len(named) > 8
    assert named <= tables
