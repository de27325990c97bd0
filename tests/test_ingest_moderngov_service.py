"""Answers of ModernGov's web service, whole, mended and refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.errors import BrokenSourceError, EmptySourceError, SourceError, UnknownFormatError
from greenshoots.records import Office
from ingest.moderngov import document_of, meeting_page
from ingest.moderngov_pages import CommitteeLink, MeetingRow
from ingest.moderngov_service import service_committees, service_meeting, service_meetings
from ingest.page import read_page
from ingest.raw import Parsed, Raw
from ingest.registry import parse

FILES = Path(__file__).parent / "files" / "ingest" / "moderngov"
SHARED = Path(__file__).parents[2] / "shared" / "inputs" / "moderngov" / "webservice_manchester"
NOW = datetime(2024, 10, 3, 9, tzinfo=UTC)
SITE = "https://mg.tidewell.example/records/"
ADDRESS = SITE + "mgWebService.asmx/GetMeeting?lMeetingId=3021"
COMMITTEE = "Coast & Ferries Committee - North"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real answers are not beside this checkout")


def answer(data: str | bytes, address: str = ADDRESS) -> Raw:
    return Raw(address, data.encode() if isinstance(data, str) else data, NOW)


def saved(*changes: tuple[str, str]) -> str:
    words = (FILES / "meeting.xml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in words
        words = words.replace(old, new)
    return words


def one_item(body: str, **fields: str) -> str:
    more = "".join(f"<{name}>{words}</{name}>" for name, words in fields.items())
    return (
        "<meeting><meetingid>5</meetingid><meetingdate>03/06/2024</meetingdate><minutepublished>True</minutepublished>"
        "<agendaitems><agendaitem><agendaitemid>9</agendaitemid><agendaitemtitle>Rails</agendaitemtitle>"
        "<fulldisplaynumberformat>1.</fulldisplaynumberformat>"
        f"<minutesnonemptyhtmlbody>{body}</minutesnonemptyhtmlbody>{more}</agendaitem></agendaitems></meeting>"
    )


def words_of(xml: str) -> list[str]:
    (item,) = service_meeting(answer(xml)).items
    return [block.words for block in item.minutes_text]


# One meeting


def test_a_meeting_comes_out_by_item_without_what_is_not_public():
    meeting = service_meeting(answer(saved()))
    assert [(item.id, item.number, item.title) for item in meeting.items] == [
        ("7001", "21.", "Apologies for Absence"),
        ("7002", "22a.", "Quay & Pier Lighting"),
    ]
    assert [paper.number for paper in meeting.attachments] == ["8101"]
    assert "private" not in document_of(meeting).text
    assert "not shown" not in document_of(meeting).text


def test_agenda_text_is_never_taken_for_minutes():
    assert "sell the lamps" not in document_of(service_meeting(answer(saved()))).text


def test_the_answer_tells_committee_day_state_and_addresses():
    meeting = service_meeting(answer(saved()))
    assert (meeting.id, meeting.committee, meeting.held) == ("3021", COMMITTEE, date(2024, 9, 11))
    assert (meeting.state, meeting.cancelled, meeting.note) == ("final", False, None)
    assert meeting.document_id == "mg.tidewell.example/meeting/3021"
    assert meeting.url == SITE + "ieListDocuments.aspx?MId=3021&Ver=4"
    assert meeting.printed_minutes_url == SITE + "documents/g3044/Printed%20minutes.pdf?T=1"
    assert meeting.attendance_url == SITE + "mgMeetingAttendance.aspx?ID=3021"


def test_the_record_is_that_of_the_meeting_s_page():
    document = document_of(service_meeting(answer(saved()), council="Tidewell District Council"))
    assert document.text == (
        f"{COMMITTEE} - Wednesday 11 September 2024 6:30 pm\n\n21. Apologies for Absence\n\nMinutes:\n\n"
        "An apology was received from Councillor Wren Oakapple.\n\n22a. Quay & Pier Lighting\n\nDecision:\n\n"
        "RESOLVED that the lamps be replaced by 31 March 2025.\n\nMinutes:\n\nAll forty lamps would be replaced.\n\n"
        "Actions:\n\nHead of Harbours to report back by May 2025."
    )
    assert (document.body, document.met) == ("Tidewell District Council", date(2024, 9, 11))
    assert [heading.of(document.text) for heading in document.headings] == [
        "21. Apologies for Absence",
        "22a. Quay & Pier Lighting",
    ]


def test_the_same_meeting_gives_the_same_record_whichever_way_it_came():
    body = (
        '<div class="WordSection1"><p class="MsoNormal">The rail<span>s</span> &amp; steps would\nbe mended.&nbsp;</p>'
        "<table><tr><td>Rail</td><td></td><td>May</td></tr></table><p>&nbsp;</p></div>"
    )
    page = (
        '<title>Agenda - Tidewell Council</title><div id="modgov"><h1 class="mgMainTitleTxt">Agenda and minutes</h1>'
        '<h2 class="mgSubTitleTxt">Pier Panel - Monday 3 June 2024 2:00 pm</h2><table class="mgItemTable"><tr>'
        '<td class="mgItemNumberCell"><p><a name="AI9"></a>1.</p></td><td><p class="mgAiTitleTxt">Rails</p>'
        f'<p class="mgSubItemTitleTxt">Minutes:</p><div class="mgWordPara">{body}</div></td></tr></table></div>'
    )
    raw = answer(page, SITE + "ieListDocuments.aspx?CId=1&MId=5&Ver=4")
    seen = document_of(meeting_page(read_page(raw), raw))
    xml = one_item(escape(body)).replace("<agendaitems>", "<meetingtime>2:00 pm</meetingtime><agendaitems>")
    served = document_of(service_meeting(answer(xml), committee="Pier Panel", council="Tidewell Council"))
    assert served.text == seen.text
    assert served.key == seen.key
    assert (served.body, served.met, served.title) == (seen.body, seen.met, seen.title)


def test_attendees_come_with_role_and_presence():
    people = document_of(service_meeting(answer(saved()))).people
    assert people == (
        Office("Councillor Wren Oakapple", "Committee Member", COMMITTEE, present=False),
        Office("Councillor Wren Oakapple", "Lead Member for Ferries"),
        Office("Councillor Ada Teal", "Chair", COMMITTEE, present=True),
        Office("Ivo Lark", "Officer", COMMITTEE, present=True),
        Office("Councillor Finn O'Dell", "Committee Member", COMMITTEE, present=None),
    )


def test_a_cancelled_meeting_is_no_empty_record():
    meeting = service_meeting(answer(saved((">Confirmed<", ">Cancelled<"))))
    assert (meeting.cancelled, meeting.heading.endswith(", CANCELLED")) == (True, True)
    bare = "<meeting><meetingid>6</meetingid><meetingstatus>Cancelled</meetingstatus><agendaitems>\n</agendaitems>"
    bare += "</meeting>"
    with pytest.raises(EmptySourceError, match="was cancelled"):
        document_of(service_meeting(answer(bare)))


def test_a_meeting_without_minutes_has_none():
    bare = saved(("<minutepublished>True", "<minutepublished>False"), ("minutesnonemptyhtmlbody", "otherbody"))
    meeting = service_meeting(answer(bare))
    assert (meeting.state, meeting.printed_minutes_url) == ("none", None)


def test_published_minutes_without_words_are_noted_as_printed():
    meeting = service_meeting(answer(saved(("minutesnonemptyhtmlbody", "otherbody"))))
    assert (meeting.state, meeting.note) == ("final", "minutes are in print only")
    assert meeting.printed_minutes_url is not None


def test_words_that_neither_item_nor_meeting_calls_published_are_left_out():
    unpublished = one_item("<p>A draft.</p>", isminutepublished="False").replace(
        "<minutepublished>True", "<minutepublished>False"
    )
    assert words_of(unpublished) == []
    assert words_of(one_item("<p>Out.</p>", isminutepublished="False")) == ["Out."]


# Broken in the ways it breaks


@pytest.mark.parametrize(
    "body",
    [
        "&lt;div&gt;&lt;p&gt;Cost: 5 &amp;lt; 6 &amp;amp; more&amp;nbsp;&lt;/p&gt;&lt;/div&gt;",
        "<div><p>Cost: 5 &lt; 6 &amp; more</p></div>",
        "<div class=x><p>Cost: 5 &lt; 6 & more<br></div>",
        "<![CDATA[<div><p>Cost: 5 &lt; 6 &amp; more</p></div>]]>",
        "&amp;lt;p&amp;gt;Cost: 5 &amp;amp;lt; 6 &amp;amp;amp; more&amp;lt;/p&amp;gt;",
        "<div>&lt;p&gt;Cost: 5 &amp;lt; 6 &amp;amp; more&lt;/p&gt;</div>",
    ],
    ids=["escaped", "raw", "raw and broken", "cdata", "escaped twice", "escaped within raw"],
)
def test_a_body_is_read_however_it_was_put_into_the_xml(body):
    assert words_of(one_item(body)) == ["Cost: 5 < 6 & more"]


@pytest.mark.parametrize(
    "title", ["A &amp; B", "A &amp;amp; B", "A &amp;amp;amp; B", "A & B", "A&#32;&amp;#38; B", "<![CDATA[A &amp; B]]>"]
)
def test_titles_are_unescaped_however_often_they_were_escaped(title):
    xml = one_item("<p>Words.</p>").replace(">Rails<", f">{title}<")
    assert service_meeting(answer(xml)).items[0].title == "A & B"


def test_a_raw_block_does_not_swallow_the_items_after_it():
    broken = saved(
        ("&lt;p&gt;All forty lamps would be replaced.&lt;/p&gt;", "<div><p>All forty<br>lamps &nbsp; went.<p></div>")
    )
    meeting = service_meeting(answer(broken))
    assert [block.words for block in meeting.items[1].minutes_text] == ["All forty\nlamps went."]
    assert len(meeting.people) == 5


def test_an_empty_element_written_short_swallows_nothing():
    short = saved(("<agendatext></agendatext>", "<agendatext />"))
    assert document_of(service_meeting(answer(short))).text == document_of(service_meeting(answer(saved()))).text


def test_control_characters_do_not_break_an_answer():
    assert words_of(one_item("&lt;p&gt;One\x0b two&#11;&#x1F; three&lt;/p&gt;")) == ["One two three"]


@pytest.mark.parametrize(
    "wrapped",
    [
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetMeetingResponse '
        'xmlns="http://moderngov.co.uk/namespaces"><GetMeetingResult>{}</GetMeetingResult></GetMeetingResponse></s:Body>'
        "</s:Envelope>",
        '<?xml version="1.0" encoding="utf-8"?>\r\n{}',
    ],
)
def test_an_envelope_is_opened(wrapped):
    assert words_of(wrapped.format(one_item("<p>Words.</p>"))) == ["Words."]


def test_an_answer_within_a_string_is_opened():
    xml = f'<string xmlns="http://moderngov.co.uk/namespaces">{escape(one_item("<p>Words.</p>"))}</string>'
    assert words_of(xml) == ["Words."]


@pytest.mark.parametrize(
    ("data", "error", "why"),
    [
        ("<meeting><meetingid>5</meetingid>", BrokenSourceError, "XML is broken"),
        ("<!DOCTYPE html><html><body>Error</body></html>", BrokenSourceError, "a web page, not XML"),
        (
            '<!DOCTYPE m [<!ENTITY a "b">]><meeting><meetingid>&a;</meetingid></meeting>',
            BrokenSourceError,
            "document type",
        ),
        ("<!-- x -->\n" * 300 + "<!DOCTYPE m><meeting/>", BrokenSourceError, "document type"),
        ("<rss><channel><meeting/></channel></rss>", UnknownFormatError, "no GetMeeting answer"),
        ("<getmeetings><committee/></getmeetings>", UnknownFormatError, "no GetMeeting answer"),
        ("", BrokenSourceError, "XML is broken"),
        ("<meeting>" + "<title>" * 50_000, BrokenSourceError, "XML is broken"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_reason(data, error, why):
    with pytest.raises(error, match=why):
        service_meeting(answer(data))


def test_entities_are_never_expanded(tmp_path):
    (tmp_path / "secret").write_text("secret words")
    bomb = (
        f'<?xml version="1.0"?><!-- <a -->{" " * 2000}<!DOCTYPE m [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
        + one_item("&e;")
    )
    try:
        text = repr(service_meeting(answer(bomb)))
    except SourceError as error:
        text = str(error)
    assert "secret words" not in text


@given(st.text())
def test_any_body_gives_a_record_or_a_reason(words):
    for xml in (one_item(words), one_item(escape(escape(words))), words, f"<meeting>{words}</meeting>"):
        try:
            document_of(service_meeting(answer(xml.encode("utf-8", "surrogatepass"))))
        except SourceError:
            continue


# Lists


def test_committees_are_listed_with_their_pages():
    xml = (
        "<committees><committeescount> 2</committeescount><committee><committeeid>58</committeeid><committeetitle>"
        "Coast &amp;amp; Ferries</committeetitle><committeedeleted>False</committeedeleted><committeecategory>\n"
        "</committeecategory></committee><committee><committeeid>60</committeeid><committeetitle>Gone</committeetitle>"
        "<committeedeleted>True</committeedeleted></committee></committees>"
    )
    raw = answer(xml, SITE + "mgWebService.asmx/GetCommittees")
    assert service_committees(raw) == (
        CommitteeLink("58", "Coast & Ferries", None, SITE + "mgCommitteeDetails.aspx?ID=58"),
    )
    assert [found.name for found in service_committees(raw, deleted=True)] == ["Coast & Ferries", "Gone"]


MEETING = "<meeting><meetingid>{}</meetingid><meetingdate>{}</meetingdate><meetingstatus>{}</meetingstatus>{}</meeting>"


def test_meetings_are_listed_with_their_pages():
    xml = (
        "<getmeetings><meetingscount> 2</meetingscount><committee><committeeid>58</committeeid><committeemeetings>"
        + MEETING.format(1, "03/06/2024", "Confirmed", "")
        + MEETING.format(2, "", "Cancelled", "")
        + "</committeemeetings></committee></getmeetings>"
    )
    assert service_meetings(answer(xml, SITE + "MGWEBSERVICE.asmx/GetMeetings?lCommitteeId=58")) == (
        MeetingRow("1", date(2024, 6, 3), SITE + "ieListDocuments.aspx?CId=58&MId=1&Ver=4"),
        MeetingRow("2", None, SITE + "ieListDocuments.aspx?CId=58&MId=2&Ver=4", cancelled=True),
    )


def test_meetings_by_date_are_listed_alike():
    listed = MEETING.format(1, "03/06/2024", "Confirmed", "<committeeid>58</committeeid>")
    (only,) = service_meetings(answer(f"<getmeetingsbydate><meetings>{listed}</meetings></getmeetingsbydate>"))
    assert only.url == SITE + "ieListDocuments.aspx?CId=58&MId=1&Ver=4"


# A file


def read_file(data: str):
    (item,) = parse(answer(data, "answer.xml"))
    return item


def test_a_saved_answer_is_read_like_any_file():
    item = read_file(saved())
    assert isinstance(item, Parsed)
    assert item.parser == "moderngov-service/1"
    assert item.document.id.startswith("doc-")
    assert item.document.url is None


@pytest.mark.parametrize("data", ["<getmeetings></getmeetings>", "<note>Buy rope</note>", "<meeting><meetingid>"])
def test_another_xml_file_is_a_clear_error(data):
    assert isinstance(read_file(data), BrokenSourceError | UnknownFormatError)


# The real answers, where they are at hand: counts only


@needs_shared
def test_the_real_answers_come_out():
    def real(name: str) -> Raw:
        return answer((SHARED / name).read_bytes())

    assert len(service_committees(real("committees.xml"))) == 3
    assert [row.cancelled for row in service_meetings(real("meetings.xml"))] == [True, False]
    full = service_meeting(real("meeting_with_minutes.xml"))
    assert (len(full.items), sum(bool(item.minutes_text) for item in full.items), len(full.attachments)) == (2, 2, 2)
    assert (full.state, full.held, full.committee, len(full.people)) == (
        "final",
        date(2026, 2, 10),
        "Audit Committee",
        1,
    )
    assert len(document_of(full).headings) == 2
    bare = service_meeting(real("meeting_no_minutes.xml"))
    assert (bare.items, bare.state, bare.cancelled) == ((), "none", True)
    with pytest.raises(EmptySourceError, match="was cancelled"):
        document_of(bare)
