"""A polite visit: conditional requests, pace, limits, and machines that no page may lead to. The site misbehaves."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest
from small_site import PAGE, Clock, Site, serving, visiting

from greenshoots.errors import FetchError
from ingest import fetch as fetching
from ingest import harvest as harvests
from ingest import site_cmis, site_list, site_moderngov
from ingest.fetch import Visitor
from ingest.manners import Manners
from ingest.memory import BriefMemory
from ingest.site import Wanted


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visit(clock) -> Iterator[Callable[..., Visitor]]:
    with visiting(clock) as visitor:
        yield visitor


# Only what changed


def test_a_page_seen_before_is_asked_for_only_if_it_changed(site, visit):
    memory = BriefMemory()
    day = "Mon, 05 Feb 2024 10:00:00 GMT"
    address = site.says("/a", ETag='"7"', Last_Modified=day)
    first = visit(memory=memory).get(address)
    assert "If-None-Match" not in site.last_head()
    site.answers["/a"] = [(304, {"ETag": '"8"'}, b"")]
    again = visit(memory=memory).get(address)
    assert (site.last_head()["If-None-Match"], site.last_head()["If-Modified-Since"]) == ('"7"', day)
    assert (first.unchanged, again.unchanged) == (False, True)
    assert (again.data, again.content_type, again.address) == (PAGE, "text/html", address)
    assert again.fetched > first.fetched
    assert dict(again.headers)["etag"] == '"8"'
    assert dict(again.headers)["last-modified"] == day


def test_the_same_bytes_are_unchanged_whatever_the_site_says(site, visit):
    memory = BriefMemory()
    address = site.says("/a")
    first, again = visit(memory=memory).get(address), visit(memory=memory).get(address)
    assert (first.unchanged, again.unchanged) == (False, True)


def test_other_bytes_are_a_change(site, visit):
    memory = BriefMemory()
    address = site.says("/a")
    site.says("/a", data=b"<p>We will not.</p>")
    visit(memory=memory).get(address)
    assert not visit(memory=memory).get(address).unchanged
    assert memory.pages[address].data == b"<p>We will not.</p>"


def test_every_good_answer_is_kept_the_unchanged_ones_too_and_no_other(site, visit):
    memory = BriefMemory()
    address = site.says("/a", ETag='"7"')
    site.says("/a", 304)
    site.says("/a", 500)
    visitor = visit(memory=memory)
    visitor.get(address)
    visitor.get(address)
    with pytest.raises(FetchError):
        visitor.get(address)
    assert [(asked, raw.unchanged) for asked, raw in memory.sightings] == [(address, False), (address, True)]


def test_a_page_behind_a_redirect_is_known_by_what_was_asked(site, visit):
    memory = BriefMemory()
    site.says("/b", ETag='"7"')
    site.says("/b", 304)
    address = site.says("/a", 302, Location="/b")
    visit(memory=memory).get(address)
    again = visit(memory=memory).get(address)
    asked = [(path, head["If-None-Match"]) for path, head in zip(site.paths(), site.heads, strict=True)]
    assert asked[-2:] == [("/a", None), ("/b", '"7"')]
    assert (again.unchanged, again.address) == (True, f"{site.at}/b")


def test_a_session_number_in_the_path_does_not_make_another_page(site, visit):
    memory = BriefMemory()
    site.says("/a", 302, Location="/(S(x1y2))/b")
    address = site.says("/a", 302, Location="/(S(z3))/b")
    site.says("/(S(x1y2))/b", ETag='"7"')
    site.says("/(S(z3))/b", 304)
    visit(memory=memory).get(address)
    assert visit(memory=memory).get(address).unchanged


def test_not_modified_without_a_condition_is_no_page(site, visit):
    with pytest.raises(FetchError, match="no page"):
        visit().get(site.says("/a", 304))


# Manners


def test_requests_are_counted_without_those_for_rules(site, visit):
    site.says("/a", 302, Location="/b")
    site.says("/b", 503, Retry_After="1")
    site.says("/b")
    visitor = visit()
    visitor.get(f"{site.at}/a")
    assert site.paths() == ["/robots.txt", "/a", "/b", "/a", "/b"]
    assert visitor.requests == 4


def test_one_host_is_not_asked_faster_than_the_pace(site, visit, clock):
    visitor = visit(pace=2.0)
    for path in ("/a", "/b", "/c"):
        visitor.get(site.says(path))
    assert len(clock.slept) == 2
    assert all(2.0 <= pause <= 2.5 for pause in clock.slept)


@pytest.mark.parametrize(("kind", "seconds"), [(site_moderngov, 2.0), (site_cmis, 10.0), (site_list, 1.0)])
def test_a_kind_of_site_is_asked_as_slowly_as_it_needs(site, visit, clock, monkeypatch, kind, seconds):
    def harvest(address, wanted, visitor):
        for number in range(3):
            visitor.get(site.says(f"/{number}"))
        yield from ()

    monkeypatch.setattr(kind, "harvest", harvest)
    monkeypatch.setattr("ingest.harvest._kind_of", lambda address, once: kind)
    list(harvests.harvest(site.at, Wanted(), visit(pace=None)))
    assert len(clock.slept) == 2
    assert all(seconds <= slept <= 1.25 * seconds for slept in clock.slept)


def test_manners_are_of_one_host(site, visit, clock):
    visitor = visit(pace=None)
    visitor.keep_to("https://cmis.example", Manners(pace=10.0))
    visitor.get(site.says("/a"))
    visitor.get(site.says("/b"))
    assert 1.0 <= clock.slept[0] <= 1.25


def test_a_site_that_asks_for_more_time_than_its_kind_gets_it(site, visit, clock):
    site.says("/robots.txt", data=b"User-agent: *\nCrawl-delay: 7")
    visitor = visit(pace=None)
    visitor.keep_to(site.at, Manners(pace=2.0))
    visitor.get(site.says("/a"))
    visitor.get(site.says("/b"))
    assert clock.slept[0] >= 7.0


def test_a_slow_kind_of_site_is_given_the_time_that_it_takes(site, visit, monkeypatch):
    monkeypatch.setattr(fetching, "USUAL", Manners(patience=0.1))

    def late(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.4)
        handler.send_response(200)
        handler.send_header("Content-Length", "4")
        handler.end_headers()
        handler.wfile.write(b"late")

    address = site.misbehaves("/late", late)
    visitor = visit()
    with pytest.raises(FetchError, match="in time"):
        visitor.get(address)
    visitor.keep_to(site.at, Manners(patience=10.0))
    assert visitor.get(address).data == b"late"


def test_time_spent_otherwise_counts_towards_the_pace(site, visit, clock):
    visitor = visit(pace=2.0)
    visitor.get(site.says("/a"))
    clock.now += 60
    visitor.get(site.says("/b"))
    assert clock.slept == []


@pytest.mark.parametrize("rule", ["Crawl-delay: 10", "Request-rate: 6/60"])
def test_a_site_that_wants_more_time_gets_it(site, visit, clock, rule):
    site.says("/robots.txt", data=f"User-agent: *\n{rule}\nDisallow:".encode())
    visitor = visit(pace=1.0)
    visitor.get(site.says("/a"))
    visitor.get(site.says("/b"))
    (pause,) = clock.slept
    assert 10.0 <= pause <= 12.5


def test_a_site_that_wants_an_hour_between_pages_gives_one(site, visit, clock):
    site.says("/robots.txt", data=b"User-agent: *\nCrawl-delay: 3600")
    visitor = visit()
    visitor.get(site.says("/a"))
    with pytest.raises(FetchError, match="wait 3600 seconds between pages"):
        visitor.get(site.says("/b"))
    assert clock.slept == []


def test_rules_are_read_once_in_a_visit(site, visit):
    site.says("/robots.txt", data=b"User-agent: *\nDisallow: /x")
    visitor = visit()
    for path in ("/a", "/b"):
        visitor.get(site.says(path))
    with pytest.raises(FetchError) as refusal:
        visitor.get(site.says("/x"))
    assert refusal.value.reason == "forbidden by robots.txt"
    assert site.paths() == ["/robots.txt", "/a", "/b"]


def test_rules_that_fail_forbid_every_page_under_its_own_address(site, visit):
    site.says("/robots.txt", 500)
    visitor = visit()
    for path in ("/a", "/b"):
        with pytest.raises(FetchError, match="cannot be read now") as refusal:
            visitor.get(site.says(path))
        assert refusal.value.where == f"{site.at}{path}"
    assert set(site.paths()) == {"/robots.txt"}


def test_rules_are_found_behind_a_redirect(site, visit):
    site.says("/robots.txt", 301, Location="/rules.txt")
    site.says("/rules.txt", data=b"User-agent: *\nDisallow: /x")
    with pytest.raises(FetchError, match="asks programs not to"):
        visit().get(site.says("/x"))


def test_the_page_that_a_redirect_leads_to_must_be_allowed_too(site, visit):
    site.says("/robots.txt", data=b"User-agent: *\nDisallow: /x")
    site.says("/x")
    with pytest.raises(FetchError, match="asks programs not to"):
        visit().get(site.says("/a", 302, Location="/x"))
    assert "/x" not in site.paths()


def test_a_busy_site_names_a_time(site, visit, clock):
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    site.says("/a", 429, Retry_After=then)
    visit().get(site.says("/a"))
    (waited,) = clock.slept
    assert 30 < waited <= 40


def test_a_site_that_stays_busy_is_counted_as_busy(site, visit):
    with pytest.raises(FetchError) as refusal:
        visit().get(site.says("/a", 429, Retry_After="2"))
    assert refusal.value.reason == "busy"


def test_no_cookie_comes_back(site, visit):
    visitor = visit()
    raw = visitor.get(site.says("/a", Set_Cookie="id=1; Path=/"))
    visitor.get(site.says("/b"))
    assert "Cookie" not in site.last_head()
    assert "set-cookie" not in dict(raw.headers)


# What is not there


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_missing(site, visit, status):
    with pytest.raises(FetchError) as refusal:
        visit().get(site.says("/a", status))
    assert refusal.value.reason == "missing"


@pytest.mark.parametrize("target", ["/mgError.aspx", "/mgerror.aspx?MId=7&e=1", "/(S(x1))/mgError.aspx"])
def test_a_redirect_to_the_error_page_of_moderngov_is_missing(site, visit, target):
    site.says(target)
    with pytest.raises(FetchError, match="the page is not there") as refusal:
        visit().get(site.says("/ieListDocuments.aspx?MId=7", 302, Location=target))
    assert refusal.value.reason == "missing"
    assert refusal.value.where == f"{site.at}/ieListDocuments.aspx?MId=7"
    assert target not in site.paths()


def test_an_error_of_the_site_is_not_missing(site, visit):
    with pytest.raises(FetchError) as refusal:
        visit().get(site.says("/a", 500))
    assert refusal.value.reason == "could not be fetched"


# Limits


def send(handler: BaseHTTPRequestHandler, *headers: tuple[str, str]) -> None:
    handler.send_response(200)
    for name, value in (("Content-Type", "text/html"), *headers):
        handler.send_header(name, value)
    handler.end_headers()


def test_an_endless_page_is_cut_off_by_size(site, visit, monkeypatch):
    def endless(handler):
        send(handler)
        while True:
            handler.wfile.write(b"<p>and so on</p>" * 4096)

    monkeypatch.setattr(fetching, "LARGEST", 1 << 20)
    with pytest.raises(FetchError, match="larger than 1 MB") as refusal:
        visit().get(site.misbehaves("/a", endless))
    assert refusal.value.reason == "too large"


def drip(handler: BaseHTTPRequestHandler, piece: bytes) -> None:
    for _ in range(400):
        handler.wfile.write(piece)
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("begin", "piece"),
    [(b"HTTP/1.1 200 OK\r\n\r\n", b"x"), (b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n")],
    ids=["body", "headers"],
)
def test_a_drip_is_cut_off_by_time(site, visit, monkeypatch, begin, piece):
    def slowly(handler):
        handler.wfile.write(begin)
        drip(handler, piece)

    visitor = visit()
    visitor.get(site.says("/first"))
    monkeypatch.setattr(fetching, "LONGEST_FETCH", 0.3)
    with pytest.raises(FetchError, match="too slow") as refusal:
        visitor.get(site.misbehaves("/a", slowly))
    assert refusal.value.reason == "too slow"


def test_silence_is_told(site, visit, monkeypatch):
    monkeypatch.setattr(fetching, "USUAL", Manners(patience=0.2))
    with pytest.raises(FetchError, match="did not answer in time") as refusal:
        visit().get(site.misbehaves("/a", lambda handler: time.sleep(0.6)))
    assert refusal.value.reason == "too slow"


def packed_zeros(megabytes: int, window: int) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, window)
    return b"".join(engine.compress(bytes(1 << 20)) for _ in range(megabytes)) + engine.flush()


@pytest.mark.parametrize(("coding", "window"), [("gzip", 31), ("deflate", 15)])
def test_a_bomb_is_refused_before_it_fills_memory(site, visit, monkeypatch, coding, window):
    address = site.says("/a", data=packed_zeros(128, window), Content_Encoding=coding)
    visitor = visit()
    visitor.get(site.says("/first"))
    monkeypatch.setattr(fetching, "LARGEST", 4 << 20)
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="larger than 4 MB"):
            visitor.get(address)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


def test_a_packed_page_is_unpacked(site, visit):
    raw = visit().get(site.says("/a", data=gzip.compress(PAGE), Content_Encoding="gzip"))
    assert raw.data == PAGE
    assert site.last_head()["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip"])
def test_a_page_packed_in_a_way_not_asked_for_is_refused(site, visit, coding):
    with pytest.raises(FetchError, match="not asked for"):
        visit().get(site.says("/a", data=gzip.compress(gzip.compress(PAGE)), Content_Encoding=coding))


def test_a_length_that_is_too_long_is_told(site, visit):
    with pytest.raises(FetchError, match="broke off"):
        visit().get(site.says("/a", Content_Length="9999"))


def test_a_length_that_is_too_short_spoils_no_other_page(site, visit):
    visitor = visit()
    assert visitor.get(site.says("/a", Content_Length="3")).data == PAGE[:3]
    assert visitor.get(site.says("/b")).data == PAGE


def test_a_connection_that_closes_without_a_word_is_tried_once_more(site, visit):
    def closed(handler):
        handler.close_connection = True
        del site.odd["/a"]

    site.says("/a")
    assert visit().get(site.misbehaves("/a", closed)).data == PAGE
    assert site.paths().count("/a") == 2
