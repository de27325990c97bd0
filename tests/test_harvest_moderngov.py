"""A whole council becomes its record: through the web service, through its pages, again, and in part."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from greenshoots.errors import UsageError
from greenshoots.records import Failure, Meeting
from ingest.fetch import Visitor
from ingest.harvest import Harvested, Wanted, harvest, is_site
from ingest.memory import BriefMemory
from ingest.sources import Fetched
from tests.simulator import Simulator, broken, garbled, simulated
from tests.simulator_pages import SCRUTINY, Item, Meet, item_page, small_council, year_of_one_committee
from tests.test_harvest_cmis import Pages

CALLED = "Children's Services Overview and Scrutiny Committee"


@pytest.fixture
def site() -> Iterator[Simulator]:
    with simulated() as made:
        yield made


def visitor_of(site: Simulator, memory: BriefMemory | None = None) -> Visitor:
    return Visitor(memory=memory or BriefMemory(), named=frozenset({site.host}), pace=0, sleep=lambda seconds: None)


def harvested(
    site: Simulator, wanted: Wanted | None = None, *, memory: BriefMemory | None = None, path: str = ""
) -> list[Harvested]:
    with visitor_of(site, memory) as visitor:
        return list(harvest(site.base + path, wanted or Wanted(CALLED), visitor))


def documents(items: list[Harvested]) -> dict[str, Fetched]:
    found = [item for item in items if isinstance(item, Fetched)]
    named = {item.document.id.partition("/")[2]: item for item in found}
    assert len(named) == len(found), "a document came twice"
    return named


def meetings(items: list[Harvested]) -> dict[str, Meeting]:
    return {item.id.rpartition("/")[2]: item for item in items if isinstance(item, Meeting)}


def failures(items: list[Harvested]) -> list[Failure]:
    return [item for item in items if isinstance(item, Failure)]


BOTH_WAYS = pytest.mark.parametrize("service", ["on", "off"])


@BOTH_WAYS
def test_every_listed_meeting_comes_once_and_oldest_first(site, service):
    site.service = service
    found = [item for item in harvested(site) if isinstance(item, Meeting)]
    assert [item.id for item in found] == [f"{site.host}/meeting/{number}" for number in range(6101, 6106)]


@BOTH_WAYS
def test_a_complete_harvest(site, service):
    site.service = service
    items = harvested(site)
    assert set(documents(items)) == {
        "meeting/6101",
        "decision/item-9002",
        "meeting/6103",
        "meeting/6104",
        "document/51001",
    }
    assert failures(items) == []


@BOTH_WAYS
def test_meetings_tell_what_the_site_has_of_them(site, service):
    site.service = service
    found = meetings(harvested(site))
    assert {number: (met.minutes, met.cancelled, met.note) for number, met in found.items()} == {
        "6101": ("final", False, None),
        "6102": ("none", True, None),
        "6103": ("final", False, None),
        "6104": ("draft", False, None),
        "6105": ("none", False, None),
    }
    assert found["6105"].held == date(2024, 9, 17)
    assert found["6101"].committee == CALLED


@BOTH_WAYS
def test_a_meeting_comes_after_its_documents(site, service):
    site.service = service
    items = harvested(site)
    had = [
        item.id if isinstance(item, Meeting) else item.document.id for item in items if not isinstance(item, Failure)
    ]
    first = f"{site.host}/meeting/6101"
    assert had.index(first) < had.index(f"{site.host}/decision/item-9002") < len(had) - 1 - had[::-1].index(first)


def test_the_words_are_the_same_by_service_and_by_pages(site):
    by_service = {name: item.document.text for name, item in documents(harvested(site)).items()}
    site.service = "off"
    by_pages = {name: item.document.text for name, item in documents(harvested(site)).items()}
    assert by_service == by_pages


@BOTH_WAYS
def test_words_that_the_page_cuts_off_are_completed(site, service):
    site.service = service
    found = documents(harvested(site))["meeting/6101"]
    assert "The Director said that she would bring an update on report 80 to the next meeting." in found.document.text
    assert "view the full" not in found.document.text
    assert not found.provenance.partial
    assert found.provenance.also


def test_votes_by_name_that_fail_leave_a_partial_record(site):
    site.misbehave("mgListRecordedVotes", broken())
    items = harvested(site)
    assert documents(items)["meeting/6101"].provenance.partial
    assert len(failures(items)) == 1


def test_the_service_completes_items_without_a_request_for_each(site):
    harvested(site)
    assert not [path for path in site.paths() if "mgAi" in path]


def test_an_item_that_cannot_be_completed_leaves_a_partial_record_and_a_failure(site):
    site.service = "off"
    site.misbehave("mgAi.aspx", broken())
    items = harvested(site)
    assert documents(items)["meeting/6101"].provenance.partial
    assert [item.address.rpartition("/")[2] for item in failures(items)] == ["mgAi.aspx?ID=9001"]


@BOTH_WAYS
def test_recorded_votes_are_in_the_record(site, service):
    site.service = service
    text = documents(harvested(site))["meeting/6101"].document.text
    assert "Adopt the plan | Resolution | Carried\n" in text
    by_name = "For: Councillor Maud Tarrant | Against: Councillor Idris Quayle"
    assert f"Votes by name:\n\nAdopt the plan | Resolution | Carried | {by_name}" in text


@BOTH_WAYS
def test_votes_by_name_that_are_not_to_be_had_leave_the_results(site, service):
    site.service = service
    site.misbehave("mgListRecordedVotes", broken(404))
    items = harvested(site)
    assert "Adopt the plan | Resolution | Carried" in documents(items)["meeting/6101"].document.text
    assert failures(items) == []


@BOTH_WAYS
def test_agenda_text_is_never_taken(site, service):
    site.service = service
    assert all("To receive a report" not in item.document.text for item in documents(harvested(site)).values())


@BOTH_WAYS
def test_minutes_in_print_only_are_the_meeting_s_minutes(site, service):
    site.service = service
    found = documents(harvested(site))["meeting/6103"].document
    assert "asked when the backlog would be cleared" in found.text
    assert (found.medium, found.met, found.published) == ("minutes", date(2024, 5, 21), date(2024, 5, 21))


@BOTH_WAYS
def test_action_sheets_are_read_and_reports_are_not(site, service):
    site.service = service
    harvested(site)
    assert any("51001" in path for path in site.paths())
    assert not any("51002" in path for path in site.paths())


@BOTH_WAYS
def test_who_was_there_and_what_office_they_held_then(site, service):
    site.service = service
    people = documents(harvested(site))["meeting/6101"].document.people
    there = {person.name: person.present for person in people if person.office == "Committee Member"}
    terms = {person.name: (person.first, person.last) for person in people if person.first}
    assert there == {"Councillor Maud Tarrant": True, "Councillor Idris Quayle": False}
    assert terms == {
        "Councillor Maud Tarrant": (date(2021, 5, 6), None),
        "Councillor Idris Quayle": (date(2017, 5, 4), date(2025, 5, 1)),
    }


def test_an_office_that_was_over_is_not_beside_a_later_meeting(site):
    late = Meet(6109, SCRUTINY, datetime(2025, 6, 3, 18), [Item(9090, "1.", "End", minutes=["It was noted."])])
    late.present = {42: "In attendance"}
    site.council.meetings.append(late)
    people = documents(harvested(site))["meeting/6109"].document.people
    assert [(person.name, person.first) for person in people] == [("Councillor Idris Quayle", None)]


@BOTH_WAYS
def test_homes_and_telephones_are_in_no_record(site, service):
    site.service = service
    told = repr([(item.document, item.provenance) if isinstance(item, Fetched) else item for item in harvested(site)])
    assert not [private for private in ("Larkfield", "01632", "FS1 2AB") if private in told]


@BOTH_WAYS
def test_drafts_become_final_under_the_same_id(site, service):
    site.service = service
    memory = BriefMemory()
    draft = documents(harvested(site, memory=memory))["meeting/6104"].document
    met = site.council.meeting(6104)
    met.minutes, met.items[0].minutes[0] = "final", "The Director reported that 12 assessments were waiting."
    items = harvested(site, memory=memory)
    final = documents(items)["meeting/6104"].document
    assert draft.title.endswith("(draft minutes)")
    assert not final.title.endswith("(draft minutes)")
    assert (draft.id, draft.key == final.key) == (final.id, False)
    assert meetings(items)["6104"].minutes == "final"


def test_the_rest_of_an_issue_is_read_once(site):
    elsewhere = site.council.meeting(6201)
    elsewhere.items[0].decision, elsewhere.items[0].decision_page = ["RESOLVED that the money be found."], True
    elsewhere.items[0].issue = 771
    assert "RESOLVED that the money be found." in documents(harvested(site))["decision/item-9401"].document.text
    assert len([path for path in site.paths() if "IId=771" in path]) == 1


# What is wanted


@BOTH_WAYS
def test_meetings_before_the_day_wanted_are_left_out(site, service):
    site.service = service
    items = harvested(site, Wanted(CALLED, date(2024, 5, 21)))
    assert list(meetings(items)) == ["6103", "6104", "6105"]


@BOTH_WAYS
def test_without_a_committee_all_of_them_are_read(site, service):
    site.service = service
    found = meetings(harvested(site, Wanted()))
    assert list(found) == ["6101", "6102", "6103", "6201", "6104", "6105"]
    assert found["6201"].committee == "Cabinet"


@pytest.mark.parametrize(
    "asked", ["children's services", "CHILDREN’S SERVICES", "Childrens Services Overview & Scrutny Committee"]
)
def test_a_committee_is_found_by_part_of_its_name_or_a_misspelt_one(site, asked):
    assert meetings(harvested(site, Wanted(asked)))["6101"].committee == CALLED


def test_an_unknown_committee_is_refused_with_those_that_there_are(site):
    with pytest.raises(UsageError, match="Cabinet; Children & Families Panel; Children's Services Overview") as refusal:
        harvested(site, Wanted("Drainage Board"))
    assert "Drainage Board" in str(refusal.value)


def test_a_name_that_fits_several_committees_is_refused_with_these(site):
    site.council.committees[1].name = "Children's Services Improvement Board"
    with pytest.raises(UsageError, match=r"any of 2 committees: .*Improvement Board; .*Overview"):
        harvested(site, Wanted("Children's Services"))


@pytest.mark.parametrize(
    "path",
    ["mgCommitteeDetails.aspx?ID=302", "ieListMeetings.aspx?CommitteeID=302", "ieListMeetings.aspx?cid=302&Year=0"],
)
@BOTH_WAYS
def test_the_address_of_a_committee_brings_that_committee(site, service, path):
    site.service = service
    found = meetings(harvested(site, Wanted(), path=path))
    assert {number: met.committee for number, met in found.items()} == {"6201": "Cabinet"}


def test_a_meeting_to_come_is_listed_and_not_asked_for(site):
    site.council.meetings.append(Meet(6990, SCRUTINY, datetime(2099, 1, 8, 18), minutes="none"))
    assert "6990" in meetings(harvested(site))
    assert not any("6990" in path for path in site.paths())


def test_minutes_that_are_announced_and_nowhere_are_a_failure(site):
    site.misbehave("ieListDocuments", broken(403))
    site.misbehave("GetMeeting?lMeetingId=6103", no_print_of(site))
    items = harvested(site)
    assert "meeting/6103" not in documents(items)
    assert [item for item in failures(items) if "no minutes or decisions" in item.message]


def no_print_of(site: Simulator):
    whole = site._page("/mgWebService.asmx/GetMeeting?lMeetingId=6103")
    whole.data = whole.data.replace(b"<agendaid>6130</agendaid>", b"")
    return lambda: whole


# How it is asked


def test_a_year_of_one_committee_costs_no_more_requests_than_pages_are_needed():
    """One list of committees, one of meetings, one of councillors; for each meeting its words and its page.

    The service alone tells neither draft from agreed minutes nor votes, the page alone neither the whole words nor
    who was there: two requests a meeting are the fewest. Two hundred items cost none of their own.
    """
    with simulated(council=year_of_one_committee()) as site:
        items = harvested(site)
        assert len(documents(items)) == 20
        assert sum(item.document.text.count("would bring an update") for item in documents(items).values()) == 200
        assert len(site.paths()) == 3 + 20 * 2


def test_a_year_by_pages_alone():
    """Front page, committees, two pages of meetings with one empty one each way, the roster; two for each meeting."""
    with simulated(council=year_of_one_committee()) as site:
        site.service = "off"
        items = harvested(site)
        assert len(documents(items)) == 20
        roster, lists, recognised = 3, 4, 2
        assert len(site.paths()) == recognised + 1 + lists + roster + 20 * 2


@BOTH_WAYS
def test_an_update_with_nothing_new_makes_conditional_requests_only(site, service):
    site.service = service
    memory = BriefMemory()
    before = harvested(site, memory=memory)
    site.asked.clear()
    after = harvested(site, memory=memory)
    answered = [each for each in site.asked if each.path != "/robots.txt" and each.status != 404]
    assert all(each.conditional and each.status == 304 for each in answered)
    assert [item.document for item in documents(after).values()] == [
        item.document for item in documents(before).values()
    ]


@pytest.mark.slow
@BOTH_WAYS
def test_stopping_anywhere_and_running_again_loses_and_doubles_nothing(site, service):
    site.service = service
    whole = [item.document.key for item in documents(harvested(site)).values()]
    length = len(harvested(site))
    for stop in range(length):
        memory, kept = BriefMemory(), {}
        with visitor_of(site, memory) as visitor:
            begun = harvest(site.base, Wanted(CALLED), visitor)
            for item in itertools.islice(begun, stop):
                if isinstance(item, Fetched):
                    kept[item.document.key] = item
            begun.close()
        kept |= {item.document.key: item for item in documents(harvested(site, memory=memory)).values()}
        assert sorted(kept) == sorted(whole)


def test_nothing_is_asked_before_the_first_item_is_wanted(site):
    with visitor_of(site) as visitor:
        harvest(site.base, Wanted(), visitor)
    assert site.asked == []


# Where the web service fails


@pytest.mark.parametrize("service", ["off", "broken"])
def test_without_the_web_service_the_pages_are_read(site, service):
    site.service = service
    items = harvested(site)
    assert len(documents(items)) == 5
    assert failures(items) == []


def test_one_answer_that_fails_is_replaced_by_the_page_and_noted(site):
    site.misbehave("GetMeeting?lMeetingId=6101", broken())
    items = harvested(site)
    assert "on report 80" in documents(items)["meeting/6101"].document.text
    assert "since the web service failed" in meetings(items)["6101"].note
    assert meetings(items)["6104"].note is None


def test_a_service_that_keeps_failing_is_not_asked_for_every_meeting():
    with simulated(council=year_of_one_committee()) as site:
        site.misbehave("GetMeeting?", broken())
        assert len(documents(harvested(site))) == 20
        assert len([path for path in site.paths() if "GetMeeting?" in path]) == 3


def test_pages_that_refuse_programs_leave_what_the_service_tells():
    with simulated(council=year_of_one_committee()) as site:
        site.misbehave("ieListDocuments", broken(403))
        items = harvested(site)
        assert len(documents(items)) == 20
        assert len(failures(items)) == 3
        assert "whether its minutes are draft is not known" in meetings(items)["7010"].note
        assert all(item.provenance.partial for item in documents(items).values())


def test_a_raw_div_in_the_xml_does_not_break_it(site):
    site.raw_div = True
    site.misbehave("ieListDocuments", broken(403))
    assert "asked when the backlog would be cleared" in documents(harvested(site))["meeting/6101"].document.text


def test_titles_that_are_escaped_twice_come_out_plain(site):
    site.twice = True
    site.council.committees[1].name = "Children & Families"
    site.council.meeting(6201).items[0].title = "Health & care"
    site.misbehave("ieListDocuments", broken(403))
    found = documents(harvested(site, Wanted("Children & Families")))["meeting/6201"].document
    assert "1. Health & care" in found.text
    assert found.body == "Children & Families"


# Other shapes of a site


@BOTH_WAYS
def test_a_session_in_the_path_is_in_no_id_and_no_address(site, service):
    site.session, site.service = True, service
    items = harvested(site)
    assert set(documents(items)) == {
        "meeting/6101",
        "decision/item-9002",
        "meeting/6103",
        "meeting/6104",
        "document/51001",
    }
    assert not [
        item
        for item in items
        if "(S(" in repr((item.id, item.url) if isinstance(item, Meeting) else item) and not isinstance(item, Fetched)
    ]
    assert not [item for item in documents(items).values() if "(S(" in item.document.id + str(item.document.url)]


@BOTH_WAYS
def test_a_site_in_a_folder(service):
    with simulated(folder="/moderngov/") as site:
        site.service = service
        assert len(documents(harvested(site))) == 5


def test_a_council_s_own_front_page_leads_to_the_site(site):
    site.service = "off"
    site.misbehave("/ ", garbled())
    assert len(documents(harvested(site))) == 5


def test_page_after_page_of_meetings_until_there_are_no_more():
    with simulated(council=year_of_one_committee()) as site:
        site.service = "off"
        assert len(meetings(harvested(site))) == 20


def test_paging_stops_at_the_day_wanted():
    with simulated(council=year_of_one_committee()) as site:
        site.service = "off"
        harvested(site, Wanted(CALLED, date(2025, 1, 1)))
        assert not [path for path in site.paths() if "Act=earlier" in path]


def test_paging_that_goes_in_a_circle_ends(site):
    site.service = "off"
    site.council.of(SCRUTINY)
    page = f"ieListMeetings.aspx?CommitteeId={SCRUTINY}"
    same = pages_of(site, page)
    site.misbehave("Act=earlier", same)
    site.misbehave("Act=later", same)
    assert len(meetings(harvested(site))) == 5
    assert len([path for path in site.paths() if "Act=" in path]) == 2


KINGSTON = Path(__file__).resolve().parents[2] / "shared" / "inputs" / "moderngov" / "kingston"


def test_saved_pages_of_a_real_council():
    """Twelve items with minutes, two of them cut short and completed; a cancelled meeting; the rest is missing."""
    if not KINGSTON.is_dir():
        pytest.skip("the saved pages are not beside this checkout")
    base = "https://moderngov.example.gov.uk/"
    saved = {
        "mgListCommittees.aspx?bcr=1": "CommitteeStructure.html",
        "ieListMeetings.aspx?CommitteeId=711": "BrowseMeetings.html",
        "ieListDocuments.aspx?CId=711&MId=10221&Ver=4": "Agenda_151.html",
        "ieListDocuments.aspx?CId=711&MId=10161&Ver=4": "Agenda_412.html",
    }
    pages = {base + path: (KINGSTON / name).read_bytes() for path, name in saved.items()}
    for number in (51902, 51903):
        words = item_page(small_council(), *small_council_item(number))
        pages[f"{base}mgAi.aspx?ID={number}"] = words
    council = Pages(pages)
    items = list(
        harvest(base + "mgListCommittees.aspx?bcr=1", Wanted("kingston and north kingston neighbourhood"), council)
    )
    assert len(meetings(items)) == 15
    assert meetings(items)["10161"].cancelled
    document = documents(items)["meeting/10221"]
    assert (document.document.met, document.provenance.partial) == (date(2026, 1, 15), False)
    assert document.document.text.count("Minutes:") == 12
    assert document.document.text.count("bring an update on report") == 2
    assert document.document.text.count("| Carried") >= 2


def small_council_item(number: int) -> tuple[Meet, Item]:
    met, item = next((met, item) for met in small_council().meetings for item in met.items)
    return met, replace(item, id=number, decision=[])


def pages_of(site: Simulator, path: str):
    return lambda: site._page("/" + path)


def test_two_committees_of_one_name_are_both_read(site):
    site.council.committees[1].name = CALLED
    assert "6201" in meetings(harvested(site))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://democracy.example.gov.uk/mgListCommittees.aspx?bcr=1", True),
        ("https://www.example.gov.uk/moderngov/mgCommitteeDetails.aspx?ID=7", True),
        ("https://democracy.example.gov.uk/ieListDocuments.aspx?CId=7&MId=12", False),
        ("https://democracy.example.gov.uk/mgRss.aspx?CID=7", False),
        ("https://www.example.gov.uk/news/", False),
        ("minutes.pdf", False),
    ],
)
def test_an_address_shows_by_itself_whether_it_is_a_site(address, told):
    assert is_site(address) is told
