"""No page leads the program to a machine that the user did not name; what is no address is told."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest
from small_site import PAGE, Clock, Site, serving, visiting

from greenshoots.errors import FetchError
from ingest.fetch import Visitor


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture
def visit() -> Iterator[Callable[..., Visitor]]:
    with visiting(Clock()) as visitor:
        yield visitor


# Only to machines that are public, or named


def names(monkeypatch: pytest.MonkeyPatch, **of: list[str]) -> list[str]:
    """Let names stand for numbers, look-up after look-up; return the names looked up."""
    looked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host, port, *args, **kwargs):
        name = str(host).split(".")[0]
        if name not in of:
            return real(host, port, *args, **kwargs)
        looked.append(host)
        number = of[name].pop(0) if len(of[name]) > 1 else of[name][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return looked


def test_the_connection_is_made_to_the_number_that_was_checked(site, visit, monkeypatch):
    """A name that stands for a public machine first and for this one after: the second is never reached."""
    looked = names(monkeypatch, council=["203.0.114.1", "127.0.0.1"])
    tried: list[str] = []

    def connect(address, *args, **kwargs):
        tried.append(address[0])
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "create_connection", connect)
    site.says("/a")
    with pytest.raises(FetchError, match="could not be reached"):
        visit(named=frozenset()).get(f"http://council.example:{site.port}/a")
    assert (looked, tried) == (["council.example"], ["203.0.114.1"])
    assert site.paths() == []


def test_a_name_goes_on_standing_in_the_request(site, visit, monkeypatch):
    names(monkeypatch, council=["127.0.0.1"])
    site.says("/a")
    visit(allow_private=True).get(f"http://council.example:{site.port}/a")
    assert site.last_head()["Host"] == f"council.example:{site.port}"


@pytest.mark.parametrize("named", [frozenset(), frozenset({"council.example"})])
def test_a_council_s_name_that_stands_for_this_machine_is_refused(site, visit, monkeypatch, named):
    names(monkeypatch, council=["127.0.0.1"])
    with pytest.raises(FetchError, match=r"council\.example is a machine within a private network") as refusal:
        visit(named=named).get(f"http://council.example:{site.port}/a")
    assert refusal.value.reason == "private address"
    assert site.paths() == []


@pytest.mark.parametrize("host", ["127.0.0.1", "0x7f.1", "2130706433", "127.1", "[::ffff:127.0.0.1]", "localhost"])
def test_a_page_address_in_any_spelling_of_this_machine_is_refused_unless_named(site, visit, host):
    with pytest.raises(FetchError, match="within a private network"):
        visit(named=frozenset()).get(f"http://{host}:{site.port}/a")
    assert site.paths() == []


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/",
        "http://0x7f.1:{port}/b",
        "http://[::ffff:127.0.0.1]:{port}/b",
        "//localhost:{port}/b",
    ],
)
def test_a_redirect_to_a_machine_not_named_is_refused(site, visit, target):
    site.says("/b")
    with pytest.raises(FetchError, match="within a private network") as refusal:
        visit().get(site.says("/a", 302, Location=target.format(port=site.port)))
    assert refusal.value.where == f"{site.at}/a"
    assert "It leads to" in str(refusal.value)
    assert "/b" not in site.paths()


def test_rules_behind_a_redirect_to_a_private_machine_are_not_read(site, visit):
    site.says("/robots.txt", 302, Location=f"http://localhost:{site.port}/inside")
    with pytest.raises(FetchError, match="within a private network"):
        visit().get(site.says("/a"))
    assert "/inside" not in site.paths()


def test_a_named_host_may_stand_with_its_port(site, visit):
    assert visit(named=frozenset({f"127.0.0.1:{site.port}"})).get(site.says("/a")).data == PAGE


def test_a_proxy_is_not_asked_for_private_machines_either(site, visit, monkeypatch):
    monkeypatch.setenv("http_proxy", site.at)
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(FetchError, match="within a private network"):
        visit(named=frozenset()).get("http://10.0.0.7/a")
    assert site.asked == []


def test_a_proxy_is_used_for_public_machines(site, visit, monkeypatch):
    monkeypatch.setenv("http_proxy", site.at)
    monkeypatch.setenv("no_proxy", "")
    names(monkeypatch, council=["203.0.114.1"])
    site.says("http://council.example/a")
    assert visit(named=frozenset()).get("http://council.example/a").data == PAGE
    assert site.paths() == ["http://council.example/robots.txt", "http://council.example/a"]


# Addresses


def test_a_bare_name_is_asked_over_https(visit, monkeypatch):
    names(monkeypatch, democracy=["203.0.114.1"])
    tried: list[int] = []

    def connect(address, *args, **kwargs):
        tried.append(address[1])
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError) as refusal:
        visit().get("democracy.example.gov.uk/mgCommittees.aspx")
    assert tried == [443]
    assert refusal.value.where == "https://democracy.example.gov.uk/mgCommittees.aspx"


def test_a_place_in_a_page_is_not_another_page(site, visit):
    assert visit().get(site.says("/a") + "#item-7").address == f"{site.at}/a"


def test_a_password_in_an_address_goes_nowhere(site, visit):
    with pytest.raises(FetchError, match="user name or password") as refusal:
        visit().get(f"http://ada:opensesame@127.0.0.1:{site.port}/a")
    assert "opensesame" not in str(refusal.value)
    assert site.asked == []


def test_a_redirect_to_an_address_with_a_password_is_not_followed(site, visit):
    site.says("/b")
    with pytest.raises(FetchError, match="user name or password") as refusal:
        visit().get(site.says("/a", 302, Location=f"http://ada:opensesame@127.0.0.1:{site.port}/b"))
    assert "opensesame" not in str(refusal.value)
    assert "/b" not in site.paths()


@pytest.mark.parametrize("location", ["http://[", "http://exa mple/", "http://[::1", "https://\\x7f/"])
def test_a_redirect_to_nowhere_is_told(site, visit, location):
    with pytest.raises(FetchError, match=r"not a web address|Invalid URL"):
        visit().get(site.says("/a", 302, Location=location))
