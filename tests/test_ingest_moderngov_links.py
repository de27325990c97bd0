"""Addresses on a ModernGov site: one page has many."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.moderngov_links import absolute, host_of, item_number, meeting_number, paper_number, parameter

BASE = "https://MG.Tidewell.example/"


@pytest.mark.parametrize(
    "address",
    ["ieListDocuments.aspx?CId=1&MId=42&Ver=4", "/x/(S(ab1)A(c))/ielistdocuments.aspx?meetingid=42#AI9",
     "CeListDocuments.aspx?MEETINGID=42", "mgMeetingAttendance.aspx?id=42"],
)  # fmt: skip
def test_a_meeting_s_number_is_found_however_the_address_is_spelt(address):
    assert meeting_number(absolute(address, BASE)) == "42"


def test_a_session_in_the_path_and_raw_spaces_do_not_make_another_address():
    plain = absolute("documents/s5/The plan.pdf?T=1", BASE + "moderngov/ieListDocuments.aspx")
    assert plain == BASE + "moderngov/documents/s5/The%20plan.pdf?T=1"
    assert absolute("documents/s5/The plan.pdf?T=1#p2", BASE + "moderngov/(S(q))/ieListDocuments.aspx") == plain


@pytest.mark.parametrize("link", ["mailto:a@example.org", "javascript:void(0)", "http://[", "data:text/html,x"])
def test_what_leads_to_no_page_is_no_address(link):
    assert absolute(link, BASE) == ""


def test_hosts_are_written_one_way():
    assert host_of("HTTPS://User@MG.Tidewell.Example:8443/x") == "mg.tidewell.example:8443"
    assert [host_of(address) for address in ("folder/x.html", "http://a:b/", "https:///x")] == [None, None, None]


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_link_gives_an_address_that_stays_the_same_when_read_again(href, path):
    once = absolute(href, BASE + path)
    assert absolute(once) == once
    for read in (meeting_number, item_number, paper_number):
        number = read(once)
        assert number is None or re.fullmatch(r"\d+|g\d+-.+", number)


@given(st.sampled_from(["MId", "mid", "MID", "mId"]), st.integers(1, 10**6))
def test_parameters_are_read_whatever_their_case(name, number):
    assert parameter(f"ieListDocuments.aspx?Ver=4&{name}={number}", "MId") == str(number)
