"""One polite request: what a site allows, what it answers, and what is never asked. The site is this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from small_site import PAGE, Site, serving

from greenshoots.errors import FetchError
from greenshoots.records import Failure
from ingest import fetch as fetching
from ingest.fetch import fetch
from ingest.sources import Fetched, read_source


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that would have been waited."""
    slept: list[float] = []
    monkeypatch.setattr(fetching.time, "sleep", slept.append)
    return slept


def test_a_page_comes_with_headers_and_content_type(site):
    address = site.says("/a", Content_Type="text/html; charset=ISO-8859-1", ETag='"7"', Set_Cookie="id=1")
    raw = fetch(address)
    assert (raw.data, raw.address, raw.content_type, raw.charset) == (PAGE, address, "text/html", "iso-8859-1")
    assert ("etag", '"7"') in raw.headers
    assert "set-cookie" not in dict(raw.headers)
    assert raw.fetched.tzinfo is not None


def test_the_program_says_who_it_is_and_whom_to_write_to(site, monkeypatch):
    monkeypatch.setenv("GREENSHOOTS_CONTACT", "mailto:desk@example.org\r\nX-Bad: 1")
    fetch(site.says("/a"))
    agents = {agent for _, agent in site.asked}
    (agent,) = agents
    assert agent is not None
    assert agent.startswith("greenshoots/")
    assert "(+mailto:desk@example.org" in agent


def test_robots_txt_is_asked_first_and_obeyed(site):
    site.says("/robots.txt", data=b"User-agent: *\nDisallow: /private")
    fetch(site.says("/a"))
    assert site.paths() == ["/robots.txt", "/a"]
    with pytest.raises(FetchError, match=r"robots\.txt asks programs not to"):
        fetch(site.says("/private/b"))
    assert "/private/b" not in site.paths()


def test_rules_for_this_program_count_before_those_for_all(site):
    site.says("/robots.txt", data=b"User-agent: *\nDisallow: /\n\nUser-agent: greenshoots\nDisallow: /x")
    assert fetch(site.says("/a")).data == PAGE


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_site_without_rules_allows_all(site, status):
    site.says("/robots.txt", status)
    assert fetch(site.says("/a")).data == PAGE


def test_a_site_whose_rules_fail_allows_nothing(site):
    site.says("/robots.txt", 500)
    with pytest.raises(FetchError, match="cannot be read now"):
        fetch(site.says("/a"))
    assert "/a" not in site.paths()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "the page is not there"),
        (410, "taken down"),
        (401, "password"),
        (403, "not show this page"),
        (500, "error of its own"),
        (418, "no page"),
    ],
)
def test_a_refusal_is_put_in_plain_words(site, status, said):
    with pytest.raises(FetchError, match=said) as refusal:
        fetch(site.says("/a", status))
    assert f"HTTP {status}" in str(refusal.value)
    assert refusal.value.next_step


def test_a_busy_site_is_asked_again_when_it_says(site, waits):
    site.says("/a", 503, Retry_After="7")
    site.says("/a", 429, Retry_After="Mon, 01 Jan 2024 00:00:00 GMT")
    assert fetch(site.says("/a")).data == PAGE
    assert waits == [7.0, 0.0]


def test_a_site_that_stays_busy_is_left_after_three_tries(site, waits):
    with pytest.raises(FetchError, match="asked too often"):
        fetch(site.says("/a", 429))
    assert site.paths().count("/a") == 3
    assert len(waits) == 2


def test_nobody_waits_for_hours(site, waits):
    with pytest.raises(FetchError, match="come back in 60 minutes"):
        fetch(site.says("/a", 503, Retry_After="3600"))
    assert waits == []


def test_redirects_are_followed_to_the_address_that_answers(site):
    site.says("/a", 301, Location="/b")
    site.says("/b", 302, Location=f"{site.at}/c")
    last = site.says("/c")
    assert fetch(f"{site.at}/a").address == last


def test_redirects_end(site):
    with pytest.raises(FetchError, match="more than 5 times"):
        fetch(site.says("/a", 302, Location="/a"))
    assert site.paths().count("/a") == 6


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/b", "http://10.0.0.7/b", "http://[::1]:{port}/b", "http://169.254.169.254/"]
)
def test_a_page_does_not_lead_to_a_private_machine_that_the_user_did_not_name(site, target):
    site.says("/b")
    address = site.says("/a", 302, Location=target.format(port=site.port))
    with pytest.raises(FetchError, match="within a private network"):
        fetch(address)
    assert "/b" not in site.paths()


@pytest.mark.parametrize("target", ["file:///etc/hosts", "ftp://example.org/", "javascript:alert(1)"])
def test_a_page_does_not_lead_out_of_the_web(site, target):
    with pytest.raises(FetchError, match="not a web address"):
        fetch(site.says("/a", 302, Location=target))


@pytest.mark.parametrize(
    "number",
    [
        "10.0.0.7",
        "192.168.1.1",
        "127.0.0.1",
        "169.254.1.1",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.7",
        "0.0.0.0",
        "224.0.0.1",
    ],
)
def test_a_name_that_stands_for_a_private_machine_is_refused(monkeypatch, number):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.114.1", 0)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 0)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(FetchError, match="within a private network"):
        fetch("https://council.example/minutes")


def test_a_private_name_is_read_where_the_user_allows_it(site):
    site.says("/b")
    address = site.says("/a", 302, Location=f"http://localhost:{site.port}/b")
    assert fetch(address, allow_private=True).data == PAGE


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/a",
        "https://",
        "http://exa mple/",
        "http://[::1",
        "https:///x",
        "http://\udcff/",
        "https://ex\0",
    ],
)
def test_an_address_that_is_none_is_told(address):
    with pytest.raises(FetchError, match="not a web address"):
        fetch(address)


def test_a_flood_is_cut_off(site, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 1 << 20)
    with pytest.raises(FetchError, match="larger than 1 MB"):
        fetch(site.says("/a", data=b"x" * (2 << 20)))


def test_a_drip_is_cut_off(site, monkeypatch):
    monkeypatch.setattr(fetching, "LONGEST_FETCH", -1.0)
    with pytest.raises(FetchError, match="too slow"):
        fetch(site.says("/a"))


def test_a_site_that_is_down_is_told():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(FetchError, match="could not be reached"):
        fetch(f"http://127.0.0.1:{port}/")


def test_an_answer_that_breaks_off_is_told(site):
    with pytest.raises(FetchError, match="broke off"):
        fetch(site.says("/a", Content_Length="9999"))


def test_bytes_that_are_not_what_their_encoding_says_are_told(site):
    with pytest.raises(FetchError, match="broke off"):
        fetch(site.says("/a", Content_Encoding="gzip"))


def test_a_web_address_is_a_source(site):
    ((item),) = read_source(site.says("/a"))
    assert isinstance(item, Fetched)
    assert item.document.text == "We will reopen the steps."
    assert item.provenance.address == item.document.url == f"{site.at}/a"
    assert item.raw == PAGE
    assert dict(item.provenance.headers)["content-type"] == "text/html"


def test_a_page_that_is_not_there_is_a_failure_and_no_document(site):
    (failure,) = read_source(f"{site.at}/gone")
    assert isinstance(failure, Failure)
    assert failure.reason == "missing"
    assert "the page is not there" in failure.message
