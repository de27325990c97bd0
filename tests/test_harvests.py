"""Following a source: what is fetched is kept, a stopped round loses and doubles nothing, silence raises an alarm."""

from __future__ import annotations

import hashlib
import http.server
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenshoots import harvests, ledger, pipeline
from greenshoots.errors import FetchError, UsageError
from greenshoots.harvests import StoreMemory, alarm, coverage_of, is_site, told_of
from greenshoots.pipeline import Library
from greenshoots.records import Document, Failure, Filters, Meeting, Office, Provenance
from index.archive import Archive
from index.store import Store
from index.store_sources import Harvest
from ingest import fetch
from ingest.raw import Raw
from ingest.site import Wanted
from ingest.sources import Fetched
from tests.simulator import Simulator, garbled, simulated
from tests.test_pipeline import Bags, by_line

SITE = "https://democracy.fenwick.example.org"
TODAY = date(2024, 9, 1)
NOON = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


@dataclass
class Council:
    """A council's site, played: what it lists, and what happens on the way."""

    items: list[Fetched | Failure | Meeting] = field(default_factory=list)
    stop_at: int | None = None
    broken: Exception | None = None
    asked: list[Wanted] = field(default_factory=list)

    def harvest(self, address: str, wanted: Wanted, visitor: Any) -> Iterator[Fetched | Failure | Meeting]:
        self.asked.append(wanted)
        for number, item in enumerate(self.items):
            if number == self.stop_at:
                raise self.broken or KeyboardInterrupt
            yield item
        if self.broken and self.stop_at is None:
            raise self.broken


@pytest.fixture
def council(monkeypatch: pytest.MonkeyPatch) -> Council:
    made = Council()
    monkeypatch.setattr("ingest.harvest.harvest", made.harvest)
    return made


@pytest.fixture(autouse=True)
def without_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "1")
    monkeypatch.setattr("nlp.extract.read", by_line)
    monkeypatch.setattr(pipeline, "embedder", Bags)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with pipeline.library(tmp_path / "home") as opened:
        yield opened


def minutes(number: int, *lines: str, month: int = 1, body: str = "Fenwick Council", **fields: Any) -> Fetched:
    """The minutes of a meeting as the site has them."""
    day = date(2024, month, 5)
    text = "\n".join(lines or (f"The clerk will mend gate {number}.",))
    document = Document(
        f"democracy.fenwick.example.org/meeting/{number}", text, "minutes", body, f"Meeting {number}",
        f"{SITE}/ieListDocuments.aspx?MId={number}", day, day, **fields,
    )  # fmt: skip
    raw = text.encode()
    return Fetched(document, Provenance(document.url or "", NOON, hashlib.sha256(raw).hexdigest(), "moderngov/1"), raw)


def meeting(number: int, *, month: int = 1, **fields: Any) -> Meeting:
    state = {"minutes": "final"} | fields
    return Meeting(
        SITE, f"democracy.fenwick.example.org/meeting/{number}", "Children's Services", date(2024, month, 5),
        f"{SITE}/ieListDocuments.aspx?MId={number}", **state,
    )  # fmt: skip


def year(meetings: int = 6) -> list[Fetched | Failure | Meeting]:
    made: list[Fetched | Failure | Meeting] = []
    for number in range(1, meetings + 1):
        made += [meeting(number, month=number), minutes(number, month=number)]
    return made


def contents(library: Library) -> tuple[Any, ...]:
    """All that a library holds of the record, apart from the moments at which it came."""
    store = library.store
    (source,) = store.followed()
    return (
        sorted(document.key for document in store.documents(current_only=False)),
        sorted(statement.id for statement in store.statements()),
        [len(store.provenances(document.key)) for document in store.documents()],
        [listed.meeting for listed in store.meetings_of(source)],
        store.documents_through(source),
    )


def covered(library: Library) -> harvests.SourceCoverage:
    (source,) = library.store.followed()
    return coverage_of(library.store, source, today=TODAY)


# Adding and updating


def test_a_site_is_added_with_its_meetings_and_followed(library, council):
    council.items = year(3)
    outcome = pipeline.add(library, [SITE], committee="Children's Services", since=date(2021, 1, 1))
    assert council.asked == [Wanted("Children's Services", date(2021, 1, 1))]
    assert (outcome.added, outcome.failures.total(), outcome.alarms) == (3, 0, [])
    found = covered(library)
    assert (found.meetings, found.documents, found.missing) == (3, 3, ())
    assert (found.first, found.last) == (date(2024, 1, 5), date(2024, 3, 5))
    assert found.source.last_good is not None
    assert found.source.last_good.tzinfo is not None


def test_an_update_asks_for_the_same_again_and_takes_what_is_new(library, council):
    council.items = year(3)
    pipeline.add(library, [SITE], committee="Children's Services", since=date(2021, 1, 1))
    council.items = year(4)
    outcome = pipeline.update(library)
    assert council.asked[0] == council.asked[1]
    assert (outcome.added, outcome.known) == (1, 3)


def test_an_update_with_nothing_new_adds_nothing_to_the_record(library, council):
    council.items = year(3)
    pipeline.add(library, [SITE])
    before = contents(library)
    pipeline.update(library)
    assert contents(library) == before


def test_two_committees_of_one_site_are_two_sources(library, council):
    council.items = year(1)
    pipeline.add(library, [SITE], committee="Cabinet")
    pipeline.add(library, [SITE], committee="Planning")
    pipeline.add(library, [SITE], committee="Planning", since=date(2022, 1, 1))
    followed = [(source.committee, source.since) for source in library.store.followed()]
    assert followed == [("Cabinet", None), ("Planning", date(2022, 1, 1))]


def test_only_a_site_has_committees_to_choose_from(library, tmp_path):
    (tmp_path / "one.txt").write_text("The clerk will mend it.", "utf-8")
    with pytest.raises(UsageError, match="Only a council's site"):
        pipeline.add(library, [str(tmp_path / "one.txt")], committee="Cabinet")


def test_a_committee_that_there_is_not_is_wrong_usage_and_is_not_followed(library, council):
    council.broken = UsageError("no committee is called “Cabnet”")
    with pytest.raises(UsageError, match="Cabnet"):
        pipeline.add(library, [SITE], committee="Cabnet")
    assert library.store.followed() == []


def test_a_committee_that_is_gone_from_the_site_does_not_stop_the_other_sources(library, council):
    council.items = year(2)
    pipeline.add(library, [SITE], committee="Old")
    pipeline.add(library, [SITE], committee="New")
    council.broken = UsageError("no committee is called “Old”")
    outcome = pipeline.update(library)
    assert len(council.asked) == 4
    assert outcome.failures == {"not as it was before": 2}
    assert len(library.store.followed()) == 2


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://democracy.fenwick.example.org", True),
        ("https://democracy.fenwick.example.org/", True),
        ("https://democracy.fenwick.example.org/mgListCommittees.aspx", True),
        ("https://democracy.fenwick.example.org/ieListDocuments.aspx?MId=12", False),
        ("https://www.example.org/news/1.html", False),
    ],
)
def test_a_site_is_told_from_a_page(address, site):
    assert is_site(address) is site


# Stopped at any moment


@pytest.mark.parametrize("stop_at", range(8))
def test_a_round_that_is_stopped_loses_and_doubles_nothing(tmp_path, council, stop_at):
    council.items = year(4)
    with pipeline.library(tmp_path / "straight") as straight:
        pipeline.add(straight, [SITE])
        wanted = contents(straight)
    council.stop_at = stop_at
    with pipeline.library(tmp_path / "stopped") as stopped, pytest.raises(KeyboardInterrupt):
        pipeline.add(stopped, [SITE])
    council.stop_at = None
    with pipeline.library(tmp_path / "stopped") as again:
        pipeline.update(again)
        assert contents(again) == wanted
        assert covered(again).alarm is None


@pytest.mark.parametrize("where", ["add", "came_through"])
@pytest.mark.parametrize("number", [0, 2])
def test_a_round_that_is_stopped_while_it_writes_loses_and_doubles_nothing(
    tmp_path, council, monkeypatch, where, number
):
    council.items = year(4)
    with pipeline.library(tmp_path / "straight") as straight:
        pipeline.add(straight, [SITE])
        wanted = contents(straight)
    real, calls = getattr(Store, where), iter(range(100))

    def stopping(store: Store, *args: Any, **fields: Any) -> Any:
        if next(calls) == number:
            raise KeyboardInterrupt
        return real(store, *args, **fields)

    with monkeypatch.context() as patch:
        patch.setattr(Store, where, stopping)
        with pipeline.library(tmp_path / "stopped") as stopped, pytest.raises(KeyboardInterrupt):
            pipeline.add(stopped, [SITE])
    with pipeline.library(tmp_path / "stopped") as again:
        pipeline.update(again)
        assert contents(again) == wanted


def test_what_a_stopped_run_brought_in_is_traced_by_the_next(library, council, monkeypatch):
    council.items = [minutes(1), minutes(2, "The clerk has mended gate 1.", month=4)]

    def stopped(*args: Any, **fields: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "refresh", stopped)
        with pytest.raises(KeyboardInterrupt):
            pipeline.add(library, [SITE])
    assert [entry.answer for entry in ledger.entries(library, Filters())] == ["not checked"]
    assert pipeline.update(library).added == 0
    assert [entry.answer for entry in ledger.entries(library, Filters())] == ["found"]


def test_new_people_beside_the_same_text_make_it_read_again(library, council):
    council.items = [minutes(1)]
    pipeline.add(library, [SITE])
    people = (Office("Ada Marsh", "Chair", "Children's Services", present=False),)
    council.items = [minutes(1, people=people)]
    assert pipeline.update(library).added == 1
    (document,) = library.store.documents()
    assert document.people == people
    assert pipeline.update(library).added == 0


# Failures


def test_a_failure_of_one_source_does_not_stop_the_others(library, council):
    council.items = year(2)
    pipeline.add(library, [SITE], committee="Cabinet")
    pipeline.add(library, [SITE], committee="Planning")
    council.broken, council.stop_at = FetchError("the site did not answer in time", where=SITE), 0
    outcome = pipeline.update(library)
    assert outcome.failures.total() == 2
    assert len(council.asked) == 4


def test_failures_are_kept_with_their_source_until_a_good_harvest_does_without_them(library, council):
    lost = Failure(f"{SITE}/documents/s9.pdf", "missing", "The page is not there.", datetime.now(UTC))
    council.items = [*year(2), lost]
    assert pipeline.add(library, [SITE]).failures == {"missing": 1}
    assert [failure.address for failure in covered(library).failures] == [lost.address]
    council.items = year(2)
    pipeline.update(library)
    assert covered(library).failures == ()


def test_a_round_that_breaks_off_is_no_good_harvest(library, council):
    council.items = year(3)
    pipeline.add(library, [SITE])
    good = covered(library).source.last_good
    council.broken, council.stop_at = FetchError("the site did not answer in time", where=SITE), 5
    outcome = pipeline.update(library)
    assert "broke off after 2 documents" in outcome.alarms[0]
    assert covered(library).source.last_good == good
    assert not any("No longer listed" in missing.what for missing in covered(library).missing)


# Alarm


def test_an_empty_harvest_raises_an_alarm_and_is_never_taken_for_silence(library, council):
    council.items = [minutes(1), minutes(2, "The pond is full.", month=4)]
    pipeline.add(library, [SITE])
    (entry,) = ledger.entries(library, Filters())
    assert entry.answer == "checked, nothing found"
    council.items = []
    told: list[str] = []
    outcome = pipeline.update(library, alarmed=told.append)
    assert told == outcome.alarms
    assert "no document could be had" in told[0]
    (entry,) = ledger.entries(library, Filters())
    assert entry.answer == "a source could not be read"
    assert pipeline.trace(library, entry.id).searched.failures == 1
    assert library.store.coverage().failures == 1


def test_a_good_harvest_ends_the_alarm(library, council):
    council.items = [minutes(1), minutes(2, "The pond is full.", month=4)]
    pipeline.add(library, [SITE])
    kept, council.items = council.items, []
    pipeline.update(library)
    council.items = kept
    assert pipeline.update(library).alarms == []
    (entry,) = ledger.entries(library, Filters())
    assert entry.answer == "checked, nothing found"
    assert covered(library).alarm is None


def test_an_alarm_is_about_the_body_of_the_source_alone(library, council, tmp_path):
    council.items = year(2)
    pipeline.add(library, [SITE])
    council.items = []
    pipeline.update(library)
    assert library.store.unread("Fenwick Council") == 1
    assert library.store.unread("Marlford Town Council") == 0
    assert library.store.unread(None) == 1


def test_an_alarm_of_a_source_that_never_gave_anything_is_about_every_body(library, council):
    council.items = [meeting(1, minutes="none")]
    outcome = pipeline.add(library, [SITE])
    assert "1 meeting listed" in outcome.alarms[0]
    assert library.store.unread("Marlford Town Council") == 1


def test_a_paper_may_report_on_the_body_of_any_source(library, council, tmp_path):
    council.items = year(2)
    pipeline.add(library, [SITE])
    council.items = []
    pipeline.update(library)
    press = Document("echo", "Nothing new.", "press", "Fenwick Echo")
    library.store.add(press, Provenance("/echo", NOON, "0" * 64, "text/1"), by_line(press), reader="1")
    assert library.store.unread("Fenwick Echo") == 1


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (Harvest(NOON, None, 20, 200), None),
        (Harvest(NOON, None, 10, 100), None),
        (Harvest(NOON, None, 9, 200), "9 meetings only, 20 on 1 June 2024"),
        (Harvest(NOON, None, 20, 99), "99 documents only, 200 on 1 June 2024"),
        (Harvest(NOON, None, 20, 0), "no document could be had (20 meetings listed): that is not taken"),
        (Harvest(NOON, date(2024, 1, 1), 2, 10), None),
    ],
)
def test_a_harvest_is_measured_by_the_last_good_one_that_asked_for_the_same(found, why):
    earlier = [Harvest(NOON, None, 20, 200), Harvest(NOON, None, 3, 5, alarm="3 meetings only")]
    told = alarm(earlier, found)
    assert told is None if why is None else told is not None and told.startswith(why)


def test_a_smaller_harvest_can_be_taken_for_the_whole_an_empty_one_never():
    earlier = [Harvest(NOON, None, 20, 200)]
    assert alarm(earlier, Harvest(NOON, None, 2, 20), accept=True) is None
    assert alarm(earlier, Harvest(NOON, None, 0, 0), accept=True)


# Coverage


def test_what_is_missing_is_named_and_what_was_cancelled_is_not_missing(library, council):
    council.items = [
        meeting(1),
        minutes(1),
        meeting(2, month=7, minutes="none"),
        meeting(3, month=5),
        meeting(4, month=6, cancelled=True, minutes="none", note="Cancelled: not enough business."),
        meeting(5, month=12, minutes="none"),
    ]
    pipeline.add(library, [SITE])
    found = covered(library)
    assert [missing.what for missing in found.missing] == [
        "Minutes that could not be read: Children's Services, 5 May 2024",
        "No minutes yet: Children's Services, 5 July 2024, held 58 days ago",
    ]
    assert [meeting.note for meeting in found.cancelled] == ["Cancelled: not enough business."]
    assert (found.meetings, found.last) == (3, date(2024, 7, 5))


def test_a_meeting_that_the_site_lists_no_longer_is_named(library, council):
    council.items = year(4)
    pipeline.add(library, [SITE])
    council.items = year(4)[2:]
    pipeline.update(library)
    (missing,) = covered(library).missing
    assert missing.what == "No longer listed by the site: Children's Services, 5 January 2024"


def test_a_source_that_is_unfollowed_leaves_its_records_and_no_failure(library, council):
    lost = Failure(f"{SITE}/documents/s9.pdf", "missing", "The page is not there.", datetime.now(UTC))
    council.items = [*year(2), lost]
    pipeline.add(library, [SITE])
    (source,) = library.store.followed()
    library.store.unfollow(source)
    assert library.store.failures() == []
    assert library.store.coverage().documents == 2


# Memory and proof


def answer(data: bytes, *, at: datetime = NOON, etag: str = '"1"', unchanged: bool = False) -> Raw:
    headers = (("content-type", "text/html; charset=utf-8"), ("etag", etag))
    return Raw(f"{SITE}/page", data, at, "text/html", "utf-8", headers, unchanged)


@pytest.fixture
def memory(library: Library) -> StoreMemory:
    return StoreMemory(library.store, library.archive)


@settings(max_examples=20)
@given(data=st.binary(max_size=64), etag=st.text(max_size=8))
def test_what_was_kept_comes_back_as_it_was(tmp_path_factory, data, etag):
    folder = tmp_path_factory.mktemp("memory")
    with Store.open(folder / "store.sqlite3") as store:
        memory = StoreMemory(store, Archive(folder / "archive"))
        raw = answer(data, etag=etag)
        memory.keep(f"{SITE}/asked", raw)
        kept = memory.last(f"{SITE}/asked")
        assert kept is not None
        assert (kept.address, kept.data, kept.fetched, kept.headers) == (raw.address, data, raw.fetched, raw.headers)
        assert kept.sha256 == hashlib.sha256(data).hexdigest()


def test_nothing_is_remembered_of_what_was_never_asked(memory):
    assert memory.last(SITE) is None


def test_an_unchanged_page_is_a_further_line_of_the_log_and_no_further_file(library, memory):
    memory.keep(SITE, answer(b"page"))
    files = sorted(library.archive.folder.rglob("*"))
    memory.keep(SITE, answer(b"page", at=NOON + timedelta(days=7), unchanged=True))
    memory.flush()
    assert [fetch.unchanged for fetch in library.store.fetches()] == [False, True]
    assert sorted(library.archive.folder.rglob("*")) == files
    assert memory.last(SITE).fetched == NOON + timedelta(days=7)


def test_a_new_mark_of_the_same_bytes_is_the_one_that_is_asked_with(memory):
    memory.keep(SITE, answer(b"page"))
    memory.keep(SITE, answer(b"page", etag='"2"', unchanged=True))
    assert memory.last(SITE).header("etag") == '"2"'
    assert memory.last(SITE).header("content-type") == "text/html; charset=utf-8"


def test_a_changed_page_is_kept_beside_the_old_one(library, memory):
    memory.keep(SITE, answer(b"old"))
    memory.keep(SITE, answer(b"new", etag='"2"'))
    assert memory.last(SITE).data == b"new"
    assert all(library.archive.has(hashlib.sha256(data).hexdigest()) for data in (b"old", b"new"))


@pytest.mark.parametrize("lost", ["raw_sha256", "told_sha256"])
def test_a_page_whose_bytes_or_headers_are_lost_is_asked_for_anew(library, memory, lost):
    memory.keep(SITE, answer(b"page"))
    (fetch,) = library.store.fetches()
    name = getattr(fetch, lost)
    (library.archive.folder / name[:2] / name[2:]).unlink()
    assert memory.last(SITE) is None
    memory.keep(SITE, answer(b"page"))
    assert memory.last(SITE).data == b"page"


def test_the_whole_answer_can_be_proven_from_the_archive(library, memory):
    memory.keep(SITE, answer(b"page"))
    (fetch,) = library.store.fetches()
    told = told_of(library.archive, fetch)
    assert told["asked"] == SITE
    assert told["fetched"] == "2024-06-01T12:00:00+00:00"
    assert ["etag", '"1"'] in told["headers"]
    assert told["raw_sha256"] == hashlib.sha256(b"page").hexdigest()


# A single page, over the wire


@dataclass
class Page:
    """A web page on this machine, and how it was asked for."""

    body: bytes = b"<html><body><p>The clerk will mend the gate.</p></body></html>"
    status: int = 200
    asked: list[str | None] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    made = Page()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/robots.txt":
                self.send_error(404)
                return
            etag = f'"{hashlib.sha256(made.body).hexdigest()[:8]}"'
            made.asked.append(self.headers.get("If-None-Match"))
            same = made.status == 200 and self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else made.status)
            self.send_header("ETag", etag)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", "0" if same else str(len(made.body)))
            self.end_headers()
            if not same:
                self.wfile.write(made.body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    monkeypatch.setattr(fetch, "Visitor", partial(fetch.Visitor, pace=0.0))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.address = f"http://127.0.0.1:{server.server_address[1]}/news/1.html"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()


def test_a_page_is_followed_and_asked_for_again_only_if_it_changed(library, page):
    assert pipeline.add(library, [page.address]).added == 1
    outcome = pipeline.update(library)
    assert (outcome.added, outcome.known) == (0, 1)
    assert page.asked[0] is None
    assert page.asked[1] is not None
    assert [fetch.unchanged for fetch in library.store.fetches()] == [False, True]


def test_a_page_that_changed_is_a_new_version(library, page):
    pipeline.add(library, [page.address])
    page.body = page.body.replace(b"will mend", b"may mend")
    assert pipeline.update(library).added == 1
    (document,) = library.store.documents()
    assert len(library.store.versions(document.key)) == 2


def test_a_page_that_is_gone_is_a_failure_and_its_words_stay_proven(library, page):
    pipeline.add(library, [page.address])
    page.status = 410
    outcome = pipeline.update(library)
    assert outcome.failures.total() == 1
    assert outcome.alarms
    assert library.store.coverage().documents == 1
    assert library.store.unread() == 1
    assert pipeline.check(library) == []


# Check


def problems(library: Library) -> list[str]:
    return [f"{problem.where}: {problem.what}" for problem in pipeline.check(library)]


def test_a_lost_answer_is_found_by_check(library, page):
    pipeline.add(library, [page.address])
    assert problems(library) == []
    (one,) = library.store.fetches()
    (library.archive.folder / one.told_sha256[:2] / one.told_sha256[2:]).unlink()
    assert any("the archived headers are missing" in problem for problem in problems(library))


def test_an_answer_that_was_edited_is_found_by_check(library, page):
    pipeline.add(library, [page.address])
    (one,) = library.store.fetches()
    path = library.archive.folder / one.told_sha256[:2] / one.told_sha256[2:]
    told = json.loads(path.read_bytes())
    path.write_text(json.dumps(told | {"fetched": "2020-01-01T00:00:00+00:00"}), "utf-8")
    assert any("the archived headers have changed" in problem for problem in problems(library))


@pytest.mark.parametrize("column", ["asked", "address", "fetched"])
def test_a_log_that_was_edited_is_found_by_check(library, page, column):
    pipeline.add(library, [page.address])
    with closing(sqlite3.connect(library.store.path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE fetches SET {column} = '2020-01-01T00:00:00+00:00'")
    assert any(f"tells another {column}" in problem for problem in problems(library))


# The whole way, against a council that is played


CALLED = "Children's Services Overview and Scrutiny Committee"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    monkeypatch.setattr(fetch, "Visitor", partial(fetch.Visitor, pace=0.0))
    with simulated() as made:
        yield made


def test_a_committee_comes_whole_and_an_update_costs_conditional_requests_only(library, site):
    pipeline.add(library, [site.base], committee=CALLED)
    pages, before = len(site.paths()), contents(library)
    site.asked.clear()
    outcome = pipeline.update(library)
    assert outcome.added == 0
    assert contents(library) == before
    assert len(site.paths()) == pages
    assert all(asked.conditional and asked.status == 304 for asked in site.asked if asked.path != "/robots.txt")
    (source,) = library.store.followed()
    missing = coverage_of(library.store, source, today=date(2024, 12, 1)).missing
    assert [one.what.split(":")[0] for one in missing] == ["No minutes yet"]
    assert pipeline.check(library) == []


def test_a_site_that_moved_away_is_an_alarm(library, site):
    pipeline.add(library, [site.base], committee=CALLED)
    site.misbehave("", garbled())
    outcome = pipeline.update(library)
    assert outcome.alarms
    assert library.store.unread("Fernshire County Council") >= 1
    assert library.store.coverage().documents == 5


def test_progress_is_told_from_the_first_request_on_and_not_only_when_something_is_read(library, council):
    told: list[tuple[str, int, int | None]] = []
    council.items = year(2)
    pipeline.add(library, [SITE], progress=lambda *said: told.append(said))
    assert told[:2] == [("Fetching", 0, None), ("Fetching", 1, None)]
    assert ("Fetching", 2, 2) in told
