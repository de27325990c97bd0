"""Which machine an address means, and who may go there."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.hosts import PrivateHostError, Reach, is_literal, is_public, look_up, same_page, web_address

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",  # shared by the customers of one provider (CGNAT)
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",  # 127.0.0.1 through a translator
    "2002:7f00:1::",  # 127.0.0.1 through 6to4
    "2001:0:7f00:1::",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
]


@pytest.mark.parametrize("number", PRIVATE)
def test_a_number_that_is_not_of_the_open_internet(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", ["203.0.114.1", "8.8.8.8", "2606:4700::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_a_number_of_the_open_internet(number):
    assert is_public(number)


@given(st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_this_machine_is_private_however_it_is_wrapped(number):
    mapped = ipaddress.IPv6Address(int(ipaddress.IPv6Address("::ffff:0:0")) + int(number))
    translated = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(number))
    assert not any(is_public(str(form)) for form in (number, mapped, translated))


@given(st.ip_addresses(v=4))
def test_every_spelling_of_a_number_is_that_number(number):
    whole = int(number)
    first, rest = whole >> 24, whole & 0xFFFFFF
    for spelling in (str(whole), hex(whole), f"0{whole:o}", f"{first}.{rest}", f"0x{first:x}.0{rest:o}"):
        assert look_up(spelling) == [str(number)]


@pytest.mark.parametrize("host", ["0x7f.1", "2130706433", "127.1", "0177.0.0.1"])
def test_a_spelling_that_nobody_uses_names_no_machine(host):
    reach = Reach(named=frozenset({host}))
    assert not is_literal(host)
    with pytest.raises(PrivateHostError):
        reach.numbers(host)


@pytest.mark.parametrize(
    ("named", "host"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1:8080", "127.0.0.1"),
        ("[::1]:8080", "::1"),
        ("::1", "::1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("192.168.0.7", "192.168.0.7"),
    ],
)
def test_a_machine_that_the_user_named_may_be_visited(named, host):
    assert Reach(named=frozenset({named})).numbers(host) == [host]


def test_localhost_may_be_named():
    assert Reach(named=frozenset({"LOCALHOST:80"})).numbers("localhost")


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "10.0.0.1"])
def test_one_machine_named_opens_no_other(host):
    with pytest.raises(PrivateHostError, match="within a private network"):
        Reach(named=frozenset({"127.0.0.1"})).numbers(host)


def test_who_allows_it_goes_anywhere():
    assert Reach(allow_private=True).numbers("10.0.0.1") == ["10.0.0.1"]


def test_a_label_that_is_none_stands_for_nothing(monkeypatch):
    def too_long(*args: object, **kwargs: object) -> None:
        raise UnicodeError("label too long")

    monkeypatch.setattr("socket.getaddrinfo", too_long)
    assert look_up("a" * 64 + ".example") == []


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("democracy.example.gov.uk", "https://democracy.example.gov.uk"),
        (" democracy.example.gov.uk/a?b=1 ", "https://democracy.example.gov.uk/a?b=1"),
        ("//democracy.example.gov.uk/a", "https://democracy.example.gov.uk/a"),
        ("http://democracy.example.gov.uk/a", "http://democracy.example.gov.uk/a"),
        ("https://democracy.example.gov.uk/a#b", "https://democracy.example.gov.uk/a"),
        ("democracy.example.gov.uk:8443", "https://democracy.example.gov.uk:8443"),
    ],
)
def test_an_address_is_https_unless_the_user_says_http(typed, address):
    assert web_address(typed) == address


def test_a_session_number_is_no_part_of_a_page():
    assert same_page("https://x.example/(S(abc))/a.aspx?M=1", "https://x.example/a.aspx?M=1")
    assert not same_page("https://x.example/(S(abc))/a.aspx?M=1", "https://x.example/a.aspx?M=2")
