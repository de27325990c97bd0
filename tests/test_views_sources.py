"""The screen of sources, and what the screens say of pages that were changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from views_home import WordVectors

from greenshoots import pipeline
from greenshoots.records import Coverage, Document, Failure, Filters, Meeting, Pledge, Provenance, Traced
from index.store_sources import Harvest
from tests.index_world import statement as cut
from tests.test_pipeline import by_line
from tests.test_views_screens import read, screen, written

SITE = "https://democracy.fenwick.example.org"
GATE = "The clerk will mend the gate by 30 June 2024."
POND = "The council will fence the pond in Mere Lane."
LATER = GATE.replace("30 June", "30 July")
MARCH, MAY = (datetime(2024, month, 3, 9, 30, tzinfo=UTC) for month in (3, 5))


def page(library: pipeline.Library, at: datetime, *lines: str) -> Document:
    """Read a page as it is at a moment, through the followed site."""
    made = Document(
        "democracy.fenwick.example.org/meeting/1", "\n".join(lines), "minutes", "Fenwick Council",
        "Children's Services", f"{SITE}/1", date(2024, 1, 5), date(2024, 1, 5),
    )  # fmt: skip
    came = Provenance(f"{SITE}/1", at, library.archive.put(made.text.encode()), "moderngov/1")
    library.store.add(made, came, by_line(made), reader="1")
    return made


def meeting(number: int, month: int, **fields: object) -> Meeting:
    return Meeting(
        SITE, f"democracy.fenwick.example.org/meeting/{number}", "Children's Services", date(2024, month, 5),
        f"{SITE}/{number}", **fields,
    )  # fmt: skip


def build(home: Path) -> tuple[str, str, str]:
    """Fill a library from one site; return the ids of what was changed, what it now says, and what vanished."""
    with pipeline.library(home) as library:
        source = library.store.follow(SITE, committee="Children's Services", since=date(2021, 1, 1), site=True)
        old = page(library, MARCH, GATE, POND)
        new = page(library, MAY, LATER, "Ring 01632 960150 or write to 4 Mill Road, Fenwick FW1 2AB.")
        library.store.came_through(source, new.key)
        listed = [
            meeting(1, 1, minutes="final"),
            meeting(2, 2),
            meeting(3, 3, cancelled=True, note="Cancelled: <b>not</b> enough business."),
        ]
        library.store.put_meetings(source, listed, MAY)
        library.store.end_harvest(source, Harvest(MAY, source.since, 3, 1, 1, 9), still_failing=None)
        library.store.record_failure(
            Failure(f"{SITE}/lost.pdf", "missing", "Write to clerk@fenwick.example.org.", MAY), source=source
        )
        library.vectors.refresh(library.store, WordVectors())
    return cut(old, GATE).id, cut(new, LATER).id, cut(old, POND).id


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, str, str]]:
    home = tmp_path_factory.mktemp("sources") / "home"
    return home, build(home)


@pytest.fixture
def ids(filled, monkeypatch) -> tuple[str, str, str]:
    monkeypatch.setenv("GREENSHOOTS_HOME", str(filled[0]))
    return filled[1]


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def nothing_later(library: pipeline.Library, statement_id: str) -> Traced:
        said = library.store.statement(statement_id)
        pledge = Pledge(said.id, said.document, said.start, said.end, said.text, date(2024, 1, 5))
        return Traced(pledge, searched=Coverage(1, date(2024, 6, 1), date(2024, 6, 1)))

    monkeypatch.setattr(pipeline, "embedder", WordVectors)
    monkeypatch.setattr(pipeline, "trace", nothing_later)
    yield
    st.cache_resource.clear()


def expanders(test: AppTest) -> list[str]:
    return [expander.label for expander in test.expander]


# Sources


def test_a_followed_source_says_what_it_has(ids):
    words = read(screen("sources"))
    assert "1 source followed" in words
    assert "Children&#x27;s Services" in words
    assert "2 meetings held, 5 January 2024 to 5 February 2024, 1 cancelled" in words
    assert "Last read in good order on 3 May 2024, 09:30 UTC" in words


def test_what_is_missing_is_listed_with_the_reason(ids):
    test = screen("sources")
    words = read(test)
    assert "What is missing: 2" in expanders(test)
    assert re.search(r"No minutes yet: Children&#x27;s Services, 5 February 2024, held [\d,]+ days ago", words)
    assert "missing, 3 May 2024" in words


def test_cancelled_meetings_stand_apart_and_nothing_in_them_acts(ids):
    test = screen("sources")
    assert "Cancelled meetings: 1" in expanders(test)
    assert "<b>not</b>" not in written(test)
    assert "&lt;b&gt;not&lt;/b&gt; enough business" in written(test)


def test_no_contact_detail_is_shown(ids):
    everything = "".join(written(screen(*asked)) for asked in (("sources",), ("search",), ("ledger",)))
    everything += "".join(written(screen("statement", id=one)) for one in ids)
    for detail in ("clerk@fenwick.example.org", "01632 960150", "4 Mill Road"):
        assert detail not in everything


def test_an_alarm_is_shown_until_a_harvest_is_in_order(home):
    build(home)
    with pipeline.library(home) as library:
        (source,) = library.store.followed()
        library.store.end_harvest(source, Harvest(MAY, alarm="no document could be had"), still_failing=None)
    words = read(screen("sources"))
    assert "Alarm: the last harvest is in doubt." in words
    assert "No document could be had. No answer counts this source as read" in words
    with pipeline.library(home) as library:
        library.store.end_harvest(source, Harvest(MAY, None, 3, 1), still_failing=[])
    st.cache_resource.clear()
    words = read(screen("sources"))
    assert "Alarm" not in words
    assert "Everything else that was asked for could be read." in words


def test_of_a_feed_it_is_said_what_is_wanted_and_how_much_was_not(home):
    with pipeline.library(home) as library:
        feed = {"about": ["SEND"], "places": ["Fenwick", "Fenlark"]}
        source = library.store.follow(
            "https://www.fenwick-packet.example/rss", committee=None, since=None, site=False, **feed
        )
        library.store.end_harvest(source, Harvest(MAY, documents=1, unwanted=12), still_failing=())
    told = read(screen("sources"))
    assert "About SEND, in Fenwick or Fenlark" in told
    assert "12, not read" in told


def test_without_followed_sources_the_screen_is_as_it_was(home):
    with pipeline.library(home) as library:
        page(library, MARCH, GATE)
    words = read(screen("sources"))
    assert "followed" not in words
    assert "Every source that was asked for could be read." in words


# Changed pages


def test_the_statement_of_an_earlier_version_says_what_it_reads_now(ids):
    changed, _, _ = ids
    words = read(screen("statement", id=changed))
    assert "These words were changed in the page later." in words
    assert f"it said “{LATER}” in place of these words" in words
    assert "What follows is the earlier version, kept as it was." in words


def test_the_statement_of_the_newest_version_says_what_it_read_before(ids):
    _, reworded, _ = ids
    words = read(screen("statement", id=reworded))
    assert "The page said something else at first." in words
    assert f"it said “{GATE}” in place of these words" in words


def test_a_statement_that_vanished_says_so(ids):
    _, _, vanished = ids
    words = read(screen("statement", id=vanished))
    assert "These words are no longer in the page." in words
    assert "these words were gone, with none in their place" in words


def test_what_changed_is_shown_word_by_word(ids):
    test = screen("statement", id=ids[1])
    assert any(label.startswith("Read again on 3 May 2024: ") for label in expanders(test))
    assert "<del>June</del> <ins>July</ins>" in written(test)


def test_what_vanished_stays_in_search_and_ledger_and_is_flagged(ids):
    for name in ("search", "ledger"):
        html = written(screen(name))
        card = next(card for card in html.split("<article>") if POND in re.sub(r"</?mark>", "", card))
        assert "The page was changed" in card
        assert "these words were gone" in card


def test_what_was_changed_is_listed_once(ids):
    html = written(screen("ledger"))
    assert LATER in html
    assert f"<p>{GATE}</p>" not in html


def test_filters_of_the_ledger_hold_for_what_vanished(filled):
    with pipeline.library(filled[0]) as library:
        listed = {found.text for found in library.store.statements(Filters(body="Fenwick"))}
        assert listed == {LATER, POND}
        assert library.store.statements(Filters(body="Elsewhere")) == []
