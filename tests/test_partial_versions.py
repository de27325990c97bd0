"""A page of which only a part could be had once: nothing vanished from it, and what was read whole stays the newest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from greenshoots import pipeline
from greenshoots.pipeline import Library
from greenshoots.records import Document
from greenshoots.versions import flag, note, revision_block, revisions
from ingest import fetch
from tests.simulator import Simulator, broken, simulated
from tests.test_pipeline import Bags, by_line

CALLED = "Children's Services Overview and Scrutiny Committee"
PROMISE = "The Director said that she will bring an update to the next meeting."
CUT, VOTES, PAGE = "mgAi.aspx", "mgListRecordedVotesShort.aspx", "ieListDocuments.aspx"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    monkeypatch.setattr(fetch, "Visitor", partial(fetch.Visitor, pace=0.0))
    with simulated() as made:
        made.service = "off"
        made.council.meeting(6101).items[0].minutes[2] = PROMISE
        yield made


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "1")
    monkeypatch.setattr("nlp.extract.read", by_line)
    monkeypatch.setattr(pipeline, "embedder", Bags)
    with pipeline.library(tmp_path / "home") as opened:
        yield opened


def add(library: Library, site: Simulator) -> Document:
    pipeline.add(library, [site.base], committee=CALLED)
    return minutes(library, site)


def minutes(library: Library, site: Simulator) -> Document:
    found = library.store.document_by_id(f"{site.host}/meeting/6101")
    assert found is not None
    return found


def flags(library: Library) -> list[str]:
    return [told for statement in library.store.statements() if (told := flag(library.store, statement))]


@pytest.mark.parametrize(("service", "page"), [("off", CUT), ("off", VOTES), ("on", VOTES), ("on", PAGE)])
def test_less_of_the_same_is_no_version_and_nothing_vanished(library, site, service, page):
    site.service = service
    whole = add(library, site)
    site.misbehave(page, broken())
    outcome = pipeline.update(library)
    assert outcome.failures
    assert outcome.added == 0
    assert library.store.versions(whole.key) == [whole]
    assert flags(library) == []
    site.behave()
    assert not pipeline.update(library).failures
    assert library.store.failures() == []
    assert minutes(library, site) == whole


def test_a_part_that_says_something_new_comes_in_and_what_it_lacks_is_not_called_gone(library, site):
    whole = add(library, site)
    site.council.meeting(6101).items[1].minutes[0] = "The clerk will publish the plan."
    site.misbehave(CUT, broken())
    assert pipeline.update(library).added == 1
    now = minutes(library, site)
    assert "publish the plan" in now.text
    (lacking,) = [one for one in library.store.statements_of(whole.key) if one.text == PROMISE]
    told = note(library.store, lacking)
    assert told is not None
    assert told.partly
    assert told.told.startswith("Only part of the page could be read on ")
    (revision,) = revisions(library.store, now.key)
    assert "only part of one of the two versions could be read" in revision_block(revision)


def test_what_was_read_whole_again_is_the_newest_again(library, site):
    """Though it was what was last met at its own address: the part came from another one."""
    site.service = "on"
    whole = add(library, site)
    said = site.council.meeting(6101).items[1].minutes
    at_first, said[0] = said[0], "The clerk will publish the plan."
    site.misbehave(PAGE, broken())
    pipeline.update(library)
    assert minutes(library, site) != whole
    said[0] = at_first
    site.behave()
    pipeline.update(library)
    assert minutes(library, site) == whole
    assert [flag(library.store, one) for one in library.store.statements_of(whole.key)] == [""]


def test_words_that_were_not_in_the_first_part_are_not_called_added(library, site):
    site.misbehave(CUT, broken())
    part = add(library, site)
    assert PROMISE not in part.text
    site.behave()
    pipeline.update(library)
    assert PROMISE in minutes(library, site).text
    assert flags(library) == []
