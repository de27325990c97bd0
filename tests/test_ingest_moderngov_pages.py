"""ModernGov's pages that lead to records, and those that tell who is who."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.errors import BrokenSourceError
from greenshoots.records import Office
from ingest.moderngov_pages import (
    CommitteeLink,
    MeetingRow,
    committee,
    committee_feed,
    committees,
    decisions,
    issue_history,
    meetings,
)
from ingest.moderngov_people import attendance, councillor, councillors, recorded_votes, was_present
from ingest.page import read_page
from ingest.raw import Raw

SHARED = Path(__file__).parents[2] / "shared" / "inputs" / "moderngov"
NOW = datetime(2024, 10, 3, 9, tzinfo=UTC)
BASE = "https://mg.tidewell.example/"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real pages are not beside this checkout")


def page(body: str, *, title: str = "", head: str = ""):
    subtitle = f'<div class="mgSubTitle" ><h2 class="mgSubTitleTxt">{title}</h2></div>' if title else ""
    whole = (
        f'<html><head><meta charset="utf-8">{head}</head><body><a href="mgCommitteeDetails.aspx?ID=999">Menu</a>'
        f'<div id="modgov"><div class="mgHeader"><h1  class="mgMainTitleTxt" >Title</h1></div>{subtitle}'
        f'<div class="mgContent" >{body}</div></div></body></html>'
    )
    return read_page(Raw(BASE, whole.encode(), NOW))


def real(name: str):
    return read_page(Raw(name, (SHARED / name).read_bytes(), NOW))


OTHER_MAKE = read_page(Raw(BASE, b"<html><body><h1>We have moved</h1></body></html>", NOW))


@pytest.mark.parametrize(
    "read",
    [committees, committee, meetings, decisions, issue_history, attendance, councillors, councillor, recorded_votes],
)
def test_a_page_of_another_make_is_an_error_and_no_empty_list(read):
    with pytest.raises(BrokenSourceError, match="not a page of ModernGov"):
        read(OTHER_MAKE, BASE)


# Committees


def test_committees_are_listed_once_with_their_category():
    listed = committees(
        page(
            '<h2 class="mgSectionTitle">Scrutiny &#40;all&#41;</h2><ul  class="mgBulletList" >'
            '<li><a  href="mgCommitteeDetails.aspx?ID=58"  title="x" >Coast &#38; Ferries Committee - North</a></li>'
            '<li><a  href="/(S(x1))/mgcommitteedetails.aspx?id=59" >Pier&nbsp;Panel</a></li></ul>'
            '<h2 class="mgSectionTitle">Other</h2><ul><li><a href="mgCommitteeDetails.aspx?ID=58">Again</a></li>'
            '<li><a href="ieListMeetings.aspx?CId=0&amp;Year=2024">All meetings</a></li>'
            '<li><a href="mgMemberIndex.aspx?ID=60">Councillors</a></li></ul>'
        ),
        BASE,
    )
    assert listed == (
        CommitteeLink(
            "58", "Coast & Ferries Committee - North", "Scrutiny (all)", BASE + "mgCommitteeDetails.aspx?ID=58"
        ),
        CommitteeLink("59", "Pier Panel", "Scrutiny (all)", BASE + "mgcommitteedetails.aspx?id=59"),
    )


def test_a_committee_s_page_tells_members_with_their_office_and_where_to_go_on():
    read = committee(
        page(
            '<ul class="mgActionList"><li><a  href="ieListMeetings.aspx?CommitteeId=58" >Browse meetings</a></li></ul>'
            '<h2 class="mgSectionTitle">Membership<a name="#MEM"></a></h2><ul  class="mgBulletList" >'
            '<li><a  href="mgUserInfo.aspx?UID=42" >Councillor Ada Teal</a>&nbsp; &#40;Chair&#41;&nbsp; </li>'
            '<li><a  href="mgUserInfo.aspx?UID=41" >Councillor Wren Oakapple</a>&nbsp; &nbsp; </li></ul>'
            '<h2 class="mgSectionTitle">Contact information</h2><p><span  class="mgLabel" >Support officer: </span>Ivo'
            " Lark.  Tel: 01632 960111</p>",
            title="Coast &#38; Ferries Committee - North",
            head='<link rel="alternate" type="application/rss+xml" title="new"  href="mgRss.aspx?CID=58"  />',
        ),
        BASE + "mgCommitteeDetails.aspx?ID=58",
    )
    assert (read.id, read.name) == ("58", "Coast & Ferries Committee - North")
    assert read.members == (
        Office("Councillor Ada Teal", "Chair", read.name),
        Office("Councillor Wren Oakapple", None, read.name),
    )
    assert read.meetings_url == BASE + "ieListMeetings.aspx?CommitteeId=58"
    assert read.feed_url == BASE + "mgRss.aspx?CID=58"


# Meetings


def row(id: int, when: str, tail: str = "") -> str:
    return (
        '<li  class="mgTableEvenRow" ><a  class="mgMeetingTableLnk"    '
        f'href="ieListDocuments.aspx?CId=58&amp;MId={id}&amp;Ver=4"  title="x">{when}</a>{tail}</li>'
    )


LISTED = page(
    "<div  class='mgMeetingsEarlierLater' ><p><a   class=\"mgTableNextLnk\"   "
    'href="ieListMeetings.aspx?Act=earlier&amp;CId=58&amp;D=202401151930&amp;MD=ielistmeetings"  >Earlier meetings</a>'
    '<a class="mgTableNextLnk" href="/(S(z))/ielistmeetings.aspx?act=Later&amp;cid=58&amp;d=202412041930">Later</a>'
    '</p></div><p>See also the <a href="ieListDocuments.aspx?MId=9">old meeting of 1 May 1999</a>.</p>'
    '<ul  class="mgNonBulletTableList"  >'
    + row(3023, "4 Dec 2024&nbsp;7&#58;30 pm")
    + row(3022, "2 Oct 2024&nbsp;7&#58;30 pm", " - CANCELLED")
    + row(3021, "11 Sep 2024&nbsp;6&#58;30 pm", " - Agenda, Decisions,&nbsp;Minutes")
    + row(3021, "11 Sep 2024&nbsp;6&#58;30 pm")
    + "</ul>",
    title="Coast &#38; Ferries Committee - North",
)


def test_meetings_are_listed_with_their_day_and_what_is_out():
    listed = meetings(LISTED, BASE)
    url = BASE + "ieListDocuments.aspx?CId=58&MId={}&Ver=4"
    assert listed.rows == (
        MeetingRow("3023", date(2024, 12, 4), url.format(3023)),
        MeetingRow("3022", date(2024, 10, 2), url.format(3022), cancelled=True),
        MeetingRow("3021", date(2024, 9, 11), url.format(3021), held_out=("Agenda", "Decisions", "Minutes")),
    )
    assert listed.committee == "Coast & Ferries Committee - North"


def test_earlier_and_later_pages_are_found():
    listed = meetings(LISTED, BASE)
    assert listed.earlier == BASE + "ieListMeetings.aspx?Act=earlier&CId=58&D=202401151930&MD=ielistmeetings"
    assert listed.later == BASE + "ielistmeetings.aspx?act=Later&cid=58&d=202412041930"


def test_a_committee_without_meetings_has_an_empty_list():
    listed = meetings(page("<p>There are no meetings.</p>", title="Pier Panel"), BASE)
    assert (listed.rows, listed.earlier, listed.later) == ((), None, None)


def test_archived_meetings_in_a_table_are_listed_too():
    body = (
        '<table><tr><td><a href="CeListDocuments.aspx?CommitteeId=9&amp;MeetingId=77&amp;DF=03%2f02%2f2004&amp;Ver=2">'
        "3 Feb 2004 2.00 pm</a></td></tr></table>"
    )
    (only,) = meetings(page(body), BASE).rows
    assert (only.id, only.when) == ("77", date(2004, 2, 3))


# Registers, issues, feeds


REGISTER = """<table class="mgTabTable tablesorter"><caption  class="mgSectionTitle" >Decisions published</caption>
<thead class='mgFilterHeaderRow'><tr>
<th abbr='Title' scope='col'>Title<!--Pending--></th><th scope='col'>Date<!--Made--></th>
<th scope='col'>Effective from<!--Applies--></th><th scope='col'>Call-ins</th></tr></thead><tbody>
<tr><td  class="mgMainTxt" >
<a  href="ieDecisionDetails.aspx?ID=912">Repair &#40;wall&#41;<span  class="mgHide" > ref&#58; 912</span></a>
</td><td  class="mgMainTxt" >02&#47;12&#47;2024</td><td  class="mgMainTxt" >10&#47;12&#47;2024</td>
<td>Not for call-in</td></tr>
<tr><td  class="mgMainTxt" ><a  href="mgIssueHistoryHome.aspx?IId=65&amp;Opt=0">An issue</a></td>
<td  class="mgMainTxt" >04&#47;11&#47;2024</td><td></td><td></td></tr></tbody></table>"""


def test_a_register_gives_decisions_and_leaves_out_issues():
    (only,) = decisions(page(REGISTER), BASE)
    assert (only.id, only.title, only.url) == ("912", "Repair (wall)", BASE + "ieDecisionDetails.aspx?ID=912")
    assert (only.made, only.effective) == (date(2024, 12, 2), date(2024, 12, 10))


def test_a_register_on_a_page_of_the_site_s_own_is_read():
    assert len(decisions(read_page(Raw(BASE, REGISTER.encode(), NOW)), BASE)) == 1


def test_the_officers_register_has_no_effective_day():
    narrow = re.sub(r"<th scope='col'>(?:Effective|Call).*?</th>|(?<=12&#47;2024</td>)\n?<td>.*?</td>", "", REGISTER)
    narrow = narrow.replace('<td  class="mgMainTxt" >10&#47;12&#47;2024</td>', "")
    assert "Effective" not in narrow
    (only,) = decisions(page(narrow), BASE)
    assert (only.made, only.effective) == (date(2024, 12, 2), None)


def test_an_issue_s_history_names_its_meetings_items_and_decisions_in_order():
    history = issue_history(
        page(
            '<ul><li><a href="ieListDocuments.aspx?CId=58&amp;MId=3021">11 Sep 2024, Coast Committee</a></li></ul>'
            "<table><tr><td>02&#47;12&#47;2024</td><td>"
            '<a href="ieDecisionDetails.aspx?ID=912">Repair</a></td></tr></table>'
            '<p><a href="mgAi.aspx?ID=7002">Quay Lighting</a> <a href="mgCalendar.aspx">Calendar</a></p>',
            title="The harbour wall",
        ),
        BASE + "mgIssueHistoryHome.aspx?IId=65&Opt=0",
    )
    assert (history.id, history.title) == ("65", "The harbour wall")
    assert [(step.sort, step.words, step.day) for step in history.steps] == [
        ("meeting", "11 Sep 2024, Coast Committee", date(2024, 9, 11)),
        ("decision", "Repair", date(2024, 12, 2)),
        ("item", "Quay Lighting", None),
    ]


def feed(data: str):
    return committee_feed(Raw(BASE + "mgRss.aspx?CID=58", data.encode(), NOW))


def test_a_committee_s_feed_announces_meetings():
    (only,) = feed(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>New</title><item>'
        "<title>Coast &amp;amp; Ferries</title>"
        f"<link>{BASE}ieListDocuments.aspx?CId=58&amp;MId=3021&amp;Ver=4</link>"
        "<pubDate>Wed, 02 Oct 2024 09:00:00 GMT</pubDate></item></channel></rss>"
    )
    assert (only.meeting, only.title) == ("3021", "Coast & Ferries")
    assert only.published == datetime(2024, 10, 2, 9, tzinfo=UTC)


def test_a_page_in_place_of_a_feed_is_an_error():
    with pytest.raises(BrokenSourceError, match="feed cannot be read"):
        feed("<html><body><h1>Subscribe</h1></body></html>")


# People


def test_attendance_gives_everybody_with_role_and_presence():
    people = attendance(
        page(
            '<table class="mgTabTable"><tr><th>Attendee</th><th>Role</th><th>Attendance</th></tr>'
            '<tr><td><a href="mgUserInfo.aspx?UID=42">Councillor Ada&nbsp;Teal</a></td>'
            "<td>Chair</td><td>Present</td></tr>"
            '<tr><td><a href="mgUserInfo.aspx?UID=41">Councillor Wren Oakapple</a></td><td>Committee Member</td>'
            "<td>Apologies</td></tr><tr><td>Ivo Lark</td><td>Officer</td><td>In attendance</td></tr>"
            "<tr><td>Jo Marl</td><td></td><td>Expected</td></tr></table>",
            title="Pier Panel - Monday 3 June 2024 2&#58;00 pm",
        )
    )
    assert people == (
        Office("Councillor Ada Teal", "Chair", "Pier Panel", present=True),
        Office("Councillor Wren Oakapple", "Committee Member", "Pier Panel", present=False),
        Office("Ivo Lark", "Officer", "Pier Panel", present=True),
        Office("Jo Marl", None, "Pier Panel", present=None),
    )


def test_attendance_without_headings_is_read_by_its_words():
    people = attendance(
        page(
            '<table><tr><td><img src="p.jpg"></td><td><a href="mgUserInfo.aspx?UID=42">Ada Teal</a></td><td>Chair</td>'
            "<td>Present</td></tr><tr><td>Ivo Lark</td><td>Absent</td></tr>"
            "<tr><td>A note</td><td>of no kind</td></tr></table>"
        )
    )
    assert [(who.name, who.office, who.present) for who in people] == [
        ("Ada Teal", "Chair", True),
        ("Ivo Lark", None, False),
    ]


@pytest.mark.parametrize(
    ("printed", "present"),
    [("Present", True), ("Present, as substitute", True), ("In attendance", True), ("Attended virtually", True),
     ("Apologies", False), ("Apologies, sent representative", False), ("Absent", False), ("Not present", False),
     ("Expected", None), ("", None), ("Unknown", None)],
)  # fmt: skip
def test_presence_is_what_is_printed(printed, present):
    assert was_present(printed) is present


def test_the_index_of_councillors_tells_party_and_ward_by_its_headings():
    listed = councillors(
        page(
            "<table><tr><th>Photo</th><th>Councillor</th><th>Political party</th><th>Ward</th></tr>"
            '<tr><td><a href="mgUserInfo.aspx?UID=42"><img alt=""></a></td>'
            '<td><a href="mgUserInfo.aspx?UID=42">Ada Teal</a>'
            "<p>4 Cliff Row</p></td><td>Independent</td><td>Quay</td></tr></table>"
            '<ul><li><a href="mgUserInfo.aspx?UID=41">Wren Oakapple</a><p>Something</p></li></ul>'
        ),
        BASE,
    )
    assert [(who.id, who.name, who.party, who.ward) for who in listed] == [
        ("42", "Ada Teal", "Independent", "Quay"),
        ("41", "Wren Oakapple", None, None),
    ]


COUNCILLOR = page(
    '<p><span  class="mgLabel" >Title: </span>Leader of the Council</p>'
    '<p><span  class="mgLabel" >Party: </span>Independent</p>'
    '<p><span  class="mgLabel" >Ward: </span><a href="mgMemberIndexWard.aspx">Quay</a></p>'
    '<p><span  class="mgLabel" >Other councillors representing this Ward: </span>Wren Oakapple</p>'
    '<h2 class="mgSubTitleTxt">Contact information</h2><p><span  class="mgLabel" >Home address: </span>4 Cliff Row</p>'
    '<p><span  class="mgLabel" >Phone: </span>01632 960222</p>'
    '<p><a href="mailto:ada@example.org">ada@example.org</a></p>'
    '<h2 class="mgSubTitleTxt">Terms of Office</h2><ul><li>06&#47;05&#47;2021 - 01&#47;05&#47;2025</li>'
    "<li>02&#47;05&#47;2025 -&nbsp;</li></ul>"
    '<h2 class="mgSubTitleTxt">Committee appointments</h2><ul class="mgBulletList">'
    '<li><a href="mgCommitteeDetails.aspx?ID=58">Coast Committee</a> (Chair)</li>'
    '<li><a href="mgCommitteeDetails.aspx?ID=59">Pier Panel</a></li></ul>',
    title="Councillor Ada Teal",
)


def test_a_councillor_s_page_tells_party_ward_and_offices_with_their_days():
    who = councillor(COUNCILLOR, BASE + "mgUserInfo.aspx?UID=42")
    assert (who.id, who.name, who.party, who.ward) == ("42", "Councillor Ada Teal", "Independent", "Quay")
    assert who.offices == (
        Office("Councillor Ada Teal", "Leader of the Council"),
        Office("Councillor Ada Teal", "Councillor", "Quay", date(2021, 5, 6), date(2025, 5, 1)),
        Office("Councillor Ada Teal", "Councillor", "Quay", date(2025, 5, 2)),
        Office("Councillor Ada Teal", "Chair", "Coast Committee"),
        Office("Councillor Ada Teal", None, "Pier Panel"),
    )


def test_contact_details_of_councillors_never_leave_the_page():
    told = repr(councillor(COUNCILLOR, BASE))
    assert not [private for private in ("Cliff", "01632", "ada@", "example.org") if private in told]


def test_recorded_votes_tell_who_voted_how():
    votes = recorded_votes(
        page(
            "<table><caption>Recorded Vote</caption><tr><th>Title</th><th>Type</th>"
            "<th>Recorded Vote text</th><th>Result</th>"
            "</tr><tr><td>Lamps&#58; sell</td><td>Motion</td><td></td><td><img alt=''/>Lost</td></tr></table>"
            '<table><tr><th>Member</th><th>Vote</th></tr><tr><td><a href="mgUserInfo.aspx?UID=42">Ada Teal</a></td>'
            "<td>For</td></tr><tr><td>Wren Oakapple</td><td>Against</td></tr></table>"
        )
    )
    assert [(vote.vote.line, vote.voters) for vote in votes] == [
        ("Lamps: sell | Motion | Lost", (("Ada Teal", "For"), ("Wren Oakapple", "Against")))
    ]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_any_words_on_a_page_break_no_reader(words):
    body = (
        f'<h2>{words}</h2><table class="mgTabTable"><caption>{words}</caption><tr><th>Attendee</th><th>{words}</th>'
        f'<th>Attendance</th></tr><tr><td><a href="mgUserInfo.aspx?UID={words}">{words}</a></td><td>{words}</td>'
        f'<td>Present</td></tr></table><ul><li><a href="ieListDocuments.aspx?MId=5">{words}</a> - {words}</li></ul>'
    )
    made = page(body, title=words)
    for read in (committees, committee, meetings, decisions, issue_history, attendance, councillors, recorded_votes):
        read(made, BASE)
    assert councillor(made, BASE).url == BASE


# The real pages, where they are at hand: counts only


@needs_shared
def test_the_real_lists_come_out():
    listed = committees(real("kingston/CommitteeStructure.html"), BASE)
    assert (len(listed), len({each.category for each in listed})) == (30, 8)
    held = meetings(real("kingston/BrowseMeetings.html"), BASE)
    assert (len(held.rows), sum(row.cancelled for row in held.rows)) == (15, 1)
    assert sum("Minutes" in row.held_out for row in held.rows) == 11
    assert held.earlier is not None
    assert held.later is not None
    one = committee(real("kingston/CommitteeDetails.html"), BASE + "mgCommitteeDetails.aspx?ID=711")
    assert (len(one.members), [who.office for who in one.members[:3]]) == (15, ["Chair", "Vice-Chair", None])
    assert one.feed_url == BASE + "mgRss.aspx?CID=711"


@needs_shared
def test_the_real_registers_come_out():
    listed = decisions(real("decisions/modgov_decisions_list.html"), BASE)
    assert [(row.id, row.made is not None, row.effective is not None) for row in listed] == [
        ("13567", True, True),
        ("13149", True, True),
    ]
    (officers,) = decisions(real("decisions/modgov_officer_decisions_list.html"), BASE)
    assert (officers.id, officers.made, officers.effective) == ("13149", date(2025, 11, 3), None)
