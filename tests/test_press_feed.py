"""A paper's feed is followed: its wanted articles are read once each, and only where the user allowed the paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from greenshoots import pipeline
from greenshoots.cli import main
from greenshoots.errors import UsageError
from greenshoots.harvests import coverage_of, held_words
from greenshoots.pipeline import Library
from greenshoots.plain import british
from greenshoots.records import Failure
from ingest import fetch, permission
from ingest.raw import ElsewhereError, Raw
from ingest.registry import parse
from ingest.site_feed import lists_articles
from tests.press_paper import ROADS, SCHOOLS, article, feed, publish
from tests.small_site import Site, serving
from tests.test_pipeline import Bags, by_line

TODAY = date(2024, 7, 1)
PUBLICI = (
    b'<?xml version="1.0"?><rss xmlns:pi="http://www.public-i.tv/"><channel><item><title>Cabinet</title>'
    b"<guid>https://pellbourne.public-i.tv/core/portal/webcast_interactive/7</guid>"
    b"<pi:liveDate>Tue, 04 Jun 2024 10:00:00 +0000</pi:liveDate></item></channel></rss>"
)


@pytest.fixture(autouse=True)
def without_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "1")
    monkeypatch.setattr("nlp.extract.read", by_line)
    monkeypatch.setattr(pipeline, "embedder", Bags)
    monkeypatch.setattr(fetch, "Visitor", partial(fetch.Visitor, pace=0.0))


@pytest.fixture
def paper() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def rss(paper: Site) -> str:
    return publish(paper)


@pytest.fixture
def allowed(home: Path) -> None:
    permission.allow("127.0.0.1", TODAY)


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    with pipeline.library(home) as opened:
        yield opened


def call(*args: str) -> Result:
    result = CliRunner().invoke(main, list(args))
    assert "Traceback" not in result.output
    return result


def titles(library: Library) -> set[str | None]:
    return {document.title for document in library.store.documents()}


def archived(library: Library) -> list[bytes]:
    """Everything in the archive that can be read as it is."""
    return [library.archive.read(fetch.raw_sha256) for fetch in library.store.fetches()]


# What is wanted


@pytest.mark.usefixtures("allowed")
def test_articles_of_a_feed_are_read_once_each(library, paper, rss):
    outcome = pipeline.add(library, [rss])
    assert (outcome.added, outcome.failures.total(), outcome.alarms) == (2, 0, [])
    assert titles(library) == {"New special school", "Harbour Road"}
    assert paper.paths().count("/news/1.school/") == 1


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    ("about", "places", "found"),
    [
        (("SEND", "fair"), ("Pellbourne",), {"New special school"}),
        (("potholes",), (), {"Harbour Road"}),
        ((), ("Fenlark", "Pellbourne"), {"New special school", "Harbour Road"}),
        (("SEND",), ("Fenlark",), set()),
    ],
)
def test_entries_on_other_matters_are_counted_and_not_asked_for(library, paper, rss, about, places, found):
    outcome = pipeline.add(library, [rss], about=about, places=places)
    assert titles(library) == found
    (source,) = library.store.followed()
    assert library.store.harvests(source)[-1].unwanted == 2 - len(found)
    assert (outcome.failures.total(), outcome.alarms) == (0, [])
    assert sum(path.startswith("/news/1") or path.startswith("/news/2") for path in paper.paths()) == len(found)


@pytest.mark.usefixtures("allowed")
def test_a_feed_from_a_day_on_leaves_earlier_articles_alone(library, paper, rss):
    pipeline.add(library, [rss], since=date(2024, 6, 6))
    assert titles(library) == set()
    (source,) = library.store.followed()
    assert library.store.harvests(source)[-1].unwanted == 2


@pytest.mark.usefixtures("allowed")
def test_an_update_asks_for_the_same_and_only_for_what_changed(library, paper, rss):
    pipeline.add(library, [rss], about=["SEND"], places=["Pellbourne"])
    before = len(paper.asked)
    paper.says("/news/3.new/", data=article("Autism", "The council will pay for SEND places in Pellbourne."))
    entries = [
        (f"{paper.at}/news/3.new/", "SEND money for Pellbourne", ""),
        (f"{paper.at}/news/1.school/", "New special school", "SEND in Pellbourne"),
    ]
    paper.answers["/news/rss/"] = []
    paper.says("/news/rss/", data=feed(entries))
    outcome = pipeline.update(library)
    assert (outcome.added, outcome.known, outcome.alarms) == (1, 1, [])
    asked = [(path, head["If-None-Match"]) for (path, _), head in zip(paper.asked, paper.heads, strict=True)][before:]
    assert [pair for pair in asked if pair[0] != "/robots.txt"] == [
        ("/news/rss/", '"f1"'), ("/news/3.new/", None), ("/news/1.school/", '"s1"'),
    ]  # fmt: skip


@pytest.mark.usefixtures("allowed")
def test_what_is_wanted_is_kept_with_the_source_and_replaced_if_given_anew(library, rss):
    pipeline.add(library, [rss], about=["SEND", "school"], places=["Pellbourne"])
    pipeline.add(library, [rss])
    (source,) = library.store.followed()
    assert (source.about, source.places) == (("SEND", "school"), ("Pellbourne",))
    assert source.name == f"{rss}, about SEND or school, in Pellbourne"
    pipeline.add(library, [rss], about=["roads"])
    (source,) = library.store.followed()
    assert (source.about, source.places) == (("roads",), ())


@pytest.mark.usefixtures("allowed")
def test_coverage_tells_of_a_feed_how_much_was_of_other_matters(library, rss):
    pipeline.add(library, [rss], about=["SEND"])
    (source,) = library.store.followed()
    assert held_words(coverage_of(library.store, source, today=TODAY)) == "A feed, 1 entry of other matters"


@pytest.mark.usefixtures("allowed")
def test_an_article_that_is_gone_is_a_failure_and_the_others_are_read(library, paper, rss):
    paper.answers.pop("/news/2.road/")
    outcome = pipeline.add(library, [rss])
    assert (outcome.added, dict(outcome.failures)) == (1, {"missing": 1})


@pytest.mark.usefixtures("allowed")
def test_a_feed_that_lists_much_less_than_before_raises_the_alarm(library, paper):
    for number in range(6):
        paper.says(f"/{number}", data=article(f"Story {number}", f"The council will mend gate {number} by June."))
    many = [(f"{paper.at}/{number}", f"Story {number}", "") for number in range(6)]
    address = paper.says("/rss", data=feed(many))
    paper.says("/rss", data=feed(many[:2]))
    assert pipeline.add(library, [address]).alarms == []
    assert pipeline.update(library).alarms == [f"{address}: 2 documents only, 6 on {_today()}"]


def _today() -> str:
    return british(datetime.now(UTC).date())


@pytest.mark.usefixtures("allowed")
def test_a_date_that_only_the_feed_has_is_the_british_day(library, paper):
    page = article("Late", "The council will mend the pier, it said late in the evening.", day="")
    link = paper.says("/late", data=page)
    pipeline.add(library, [paper.says("/rss", data=feed([(link, "Late", "")]))])
    (document,) = library.store.documents()
    assert document.published == date(2024, 6, 5)


@pytest.mark.usefixtures("allowed")
def test_what_a_paper_s_feed_lists_is_press_though_its_page_does_not_say_so(library, paper):
    page = "<p>At a council meeting held on 3 May 2024 the leader said that the pier will be mended by June.</p>"
    link = paper.says("/plain", data=f"<html><title>Pier</title><main>{page}</main></html>".encode())
    pipeline.add(library, [paper.says("/rss", data=feed([(link, "Pier", "")]))])
    (document,) = library.store.documents()
    assert (document.medium, document.met, document.published) == ("press", None, date(2024, 6, 5))


def test_a_live_blog_needs_permission_too(paper):
    blog = article("Council, live", SCHOOLS).replace(b'"NewsArticle"', b'"LiveBlogPosting"')
    assert "press not allowed yet" in call("extract", paper.says("/live", data=blog)).stderr


@pytest.mark.usefixtures("allowed")
def test_an_entry_may_not_lead_into_a_private_network(library, paper):
    permission.allow("10.0.0.1", TODAY)
    address = paper.says("/rss", data=feed([("http://10.0.0.1/secret", "A", ""), ("file:///etc/hosts", "B", "")]))
    outcome = pipeline.add(library, [address])
    assert outcome.added == 0
    assert dict(outcome.failures) == {"private address": 1, "could not be fetched": 1}


@pytest.mark.usefixtures("allowed")
def test_words_and_places_are_only_for_feeds(library, paper, tmp_path):
    page = paper.says("/page", data=b"<p>We will reopen the steps by the end of the year, said the clerk.</p>")
    with pytest.raises(UsageError, match="no feed"):
        pipeline.add(library, [page], about=["steps"])
    assert library.store.followed() == []
    (tmp_path / "one.txt").write_text("The clerk will mend it.", "utf-8")
    with pytest.raises(UsageError, match="only a feed"):
        pipeline.add(library, [str(tmp_path / "one.txt")], places=["Pellbourne"])
    with pytest.raises(UsageError, match="no committees"):
        pipeline.add(library, [page], about=["steps"], committee="Cabinet")


def test_a_feed_of_webcasts_goes_its_own_way():
    webcasts = Raw("https://pellbourne.example/feed", PUBLICI, datetime(2024, 7, 1, tzinfo=UTC))
    assert not lists_articles(webcasts)
    (lead,) = parse(webcasts)
    assert isinstance(lead, ElsewhereError)


def test_a_feed_in_a_file_says_how_to_follow_it(library, tmp_path):
    (tmp_path / "saved.xml").write_bytes(feed([("https://www.pellbourne-packet.example/1", "One", "")]))
    told: list[Failure] = []
    pipeline.add(library, [str(tmp_path / "saved.xml")], failed=told.append)
    assert "lists articles and holds none" in told[0].message


# Permission


def test_no_article_is_asked_for_before_the_paper_is_allowed(library, paper, rss):
    outcome = pipeline.add(library, [rss])
    assert dict(outcome.failures) == {"press not allowed yet": 1}
    (failure,) = library.store.failures()
    assert "2 articles" in failure.message
    assert failure.message.endswith("run: greenshoots sources --allow 127.0.0.1.")
    assert "/news/1.school/" not in paper.paths()
    assert library.store.coverage().documents == 0


def test_nothing_of_an_article_is_kept_before_the_paper_is_allowed(library, paper):
    page = paper.says("/news/1.school/", data=article("New special school", SCHOOLS))
    told: list[Failure] = []
    pipeline.add(library, [page], failed=told.append)
    assert [failure.reason for failure in told] == ["press not allowed yet"]
    assert "--allow 127.0.0.1" in told[0].message
    assert list(library.store.fetches()) == []
    assert library.store.coverage().documents == 0
    assert not [path for path in library.home.rglob("*") if path.is_file() and SCHOOLS.encode() in path.read_bytes()]
    permission.allow("127.0.0.1", TODAY)
    assert pipeline.update(library).added == 1
    assert any(SCHOOLS.encode() in data for data in archived(library))


def test_an_article_that_is_only_read_for_its_statements_needs_permission_too(paper):
    page = paper.says("/news/1.school/", data=article("New special school", SCHOOLS))
    result = call("extract", page)
    assert result.exit_code == 3
    assert "1 x press not allowed yet" in result.stderr
    call("sources", "--allow", page)
    assert call("extract", page).stdout.count(SCHOOLS) == 1


def test_a_paper_that_is_allowed_no_longer_is_not_read_and_its_records_stay(library, paper, rss):
    permission.allow("127.0.0.1", TODAY)
    pipeline.add(library, [rss])
    before = len(paper.asked)
    permission.disallow("127.0.0.1")
    outcome = pipeline.update(library)
    assert "press not allowed yet" in outcome.failures
    assert {path for path, _ in paper.asked[before:]} <= {"/news/rss/", "/robots.txt"}
    assert titles(library) == {"New special school", "Harbour Road"}


def test_an_article_in_a_file_needs_no_permission(library, tmp_path):
    (tmp_path / "saved.html").write_bytes(article("Harbour Road", ROADS))
    assert pipeline.add(library, [str(tmp_path / "saved.html")]).added == 1


def test_other_pages_need_no_permission(library, paper):
    page = paper.says("/minutes", data=b"<p>The clerk will reopen the steps by the end of the year, it was agreed.</p>")
    assert pipeline.add(library, [page]).added == 1


# The command


def test_the_command_allows_tells_and_takes_back(paper, rss):
    assert "press not allowed yet" in call("add", rss, "--about", "SEND", "--place", "Pellbourne").stderr
    assert "Allowed: articles of 127.0.0.1" in call("sources", "--allow", "127.0.0.1").stderr
    result = call("update")
    assert (result.exit_code, "1 new" in result.stderr) == (0, True)
    listed = call("sources").stdout
    assert "press allowed: 127.0.0.1, since" in listed
    assert f"{rss}, about SEND, in Pellbourne" in listed
    assert "No longer allowed: 127.0.0.1" in call("sources", "--disallow", "127.0.0.1").stderr
    assert "press allowed" not in call("sources").stdout


def test_what_is_no_host_or_was_never_allowed_is_wrong_usage():
    assert call("sources", "--allow", "the Packet").exit_code == 2
    assert call("sources", "--disallow", "www.pellbourne-packet.example").exit_code == 2


def test_a_paper_is_allowed_by_its_host_however_it_is_typed():
    assert permission.allow("https://WWW.Pellbourne-Packet.example:443/news/1", TODAY) == "pellbourne-packet.example"
    assert permission.is_allowed("https://www.pellbourne-packet.example/news/2")
    assert permission.is_allowed("http://pellbourne-packet.example/news/2")
    assert not permission.is_allowed("https://pellbourne-packet.example.evil.example/news/2")
    assert not permission.is_allowed("https://notpellbourne-packet.example/")
    assert not permission.is_allowed("https://[broken")
    assert permission.allowed_hosts() == {"pellbourne-packet.example": TODAY}


def test_public_bodies_own_pages_need_none():
    assert permission.is_allowed("https://www.pellbourne.gov.uk/news/1")
    assert not permission.is_allowed("https://www.pellbourne-gov.uk/news/1")


def test_a_damaged_list_of_papers_is_told_and_allows_nothing(home):
    home.mkdir()
    (home / permission.FILE).write_text("allowed = yes", "utf-8")
    with pytest.raises(UsageError, match=r"press\.toml"):
        permission.is_allowed("https://www.pellbourne-packet.example/")
