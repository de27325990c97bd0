"""Where a ModernGov site stands, told from whatever address of it a user types or a page links."""

from __future__ import annotations

import pytest

from greenshoots.errors import UsageError
from ingest.moderngov_address import base_of, canonical, is_moderngov_page, page_address
from ingest.site import choose_committees

HOST = "https://democracy.example.gov.uk"


@pytest.mark.parametrize(
    ("address", "base"),
    [
        (HOST, f"{HOST}/"),
        (f"{HOST}/", f"{HOST}/"),
        ("HTTPS://Democracy.Example.GOV.UK/mgListCommittees.aspx?bcr=1", f"{HOST}/"),
        (f"{HOST}/moderngov", f"{HOST}/moderngov/"),
        (f"{HOST}/moderngov/ieListMeetings.aspx?CId=7", f"{HOST}/moderngov/"),
        (f"{HOST}/(S(x5tq))/mgCommitteeDetails.aspx?ID=7", f"{HOST}/"),
        (f"{HOST}/moderngov/mgWebService.asmx/GetMeeting?lMeetingId=1", f"{HOST}/moderngov/"),
        (f"{HOST}/mgWebService.asmx?WSDL", f"{HOST}/"),
        (f"{HOST}/moderngov/documents/s123/Plan A & B.pdf", f"{HOST}/moderngov/"),
    ],
)
def test_the_folder_of_a_site(address, base):
    assert base_of(address) == base


@pytest.mark.parametrize(
    ("address", "one"),
    [
        (f"{HOST}/(S(x5tq))/mgAi.aspx?ID=5#AI5", f"{HOST}/mgAi.aspx?ID=5"),
        (f"{HOST}/documents/g1/Printed minutes.pdf?T=1", f"{HOST}/documents/g1/Printed%20minutes.pdf?T=1"),
        (f"{HOST}/documents/g1/Printed%20minutes.pdf?T=1", f"{HOST}/documents/g1/Printed%20minutes.pdf?T=1"),
        (HOST, f"{HOST}/"),
    ],
)
def test_one_page_has_one_address(address, one):
    assert canonical(address) == one
    assert canonical(one) == one


def test_parameters_keep_the_slashes_of_a_day():
    address = page_address(f"{HOST}/", "mgWebService.asmx/GetMeetings", sFromDate="01/02/2024")
    assert address == f"{HOST}/mgWebService.asmx/GetMeetings?sFromDate=01/02/2024"


def test_pages_of_the_product_are_known_by_name():
    assert is_moderngov_page(f"{HOST}/IELISTMEETINGS.ASPX?x=1")
    assert not is_moderngov_page(f"{HOST}/default.aspx")


NAMES = ("Cabinet", "Children's Services Scrutiny Committee", "Health & Wellbeing Board", "Planning Committee")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("cabinet", "Cabinet"),
        ("health and wellbeing", "Health & Wellbeing Board"),
        ("Childrens Services", "Children's Services Scrutiny Committee"),
        ("Planing Comittee", "Planning Committee"),
    ],
)
def test_a_committee_by_name(asked, name):
    assert choose_committees(asked, NAMES, where=HOST) == {name}


@pytest.mark.parametrize("asked", ["Drainage Board", "", "x"])
def test_no_committee_is_chosen_for_want_of_a_better_one(asked):
    with pytest.raises(UsageError, match="Cabinet; Children's Services"):
        choose_committees(asked, NAMES, where=HOST)


def test_a_word_that_several_share_names_none():
    with pytest.raises(UsageError, match="any of 2 committees"):
        choose_committees("committee", NAMES, where=HOST)
