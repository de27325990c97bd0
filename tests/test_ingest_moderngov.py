"""Pages of meetings, items and decisions as ModernGov makes them, and the records made of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.errors import BrokenSourceError, EmptySourceError
from greenshoots.records import Office
from ingest.blocks import Block
from ingest.moderngov import (
    decision_document,
    document_of,
    item_document,
    item_page,
    meeting_page,
    parse_moderngov,
    unfinished,
)
from ingest.page import read_page
from ingest.raw import Raw

FILES = Path(__file__).parent / "files" / "ingest"
SHARED = Path(__file__).parents[2] / "shared" / "inputs" / "moderngov"
NOW = datetime(2024, 10, 3, 9, tzinfo=UTC)
BASE = "https://MG.Tidewell.example/"
ADDRESS = BASE + "ieListDocuments.aspx?CId=58&MId=3021&Ver=4"
HEADING = "Coast & Ferries Committee - North - Wednesday 11 September 2024 6:30 pm"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real pages are not beside this checkout")


def raw_page(page: str | bytes, address: str = ADDRESS):
    raw = Raw(address, page.encode() if isinstance(page, str) else page, NOW)
    return read_page(raw), raw


def agenda(*changes: tuple[str, str], address: str = ADDRESS):
    page = (FILES / "moderngov" / "agenda.html").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in page
        page = page.replace(old, new)
    return raw_page(page, address)


def item_answer(id: str, body: str, *, title: str = "Quay Lighting: Next Steps", number: str = "22.") -> tuple:
    return raw_page(
        f"""<html><head><title>Agenda item - {title} - Tidewell District Council</title></head><body><div id="modgov">
<div class="mgHeader"><h1  class="mgMainTitleTxt" >Agenda item</h1></div>
<div class="mgSubTitle" ><h2 class="mgSubTitleTxt">{title}</h2></div>
<div class="mgContent" ><ul class="mgActionList"><li>
<a  href="ieListDocuments.aspx?CId=58&amp;MId=3021&amp;Ver=4#AI{id}">Meeting of
Coast &#38; Ferries Committee - North, Wednesday 11 September 2024 6&#58;30 pm (Item {number})</a></li></ul>
<div class="mgWordPara"><div class="WordSection1"><p>To ask the Committee to sell the lamps.</p></div></div>
{body}</div></div></body></html>""",
        BASE + f"(S(k2))/mgAi.aspx?Id={id}",
    )


def recorded(label: str, *words: str) -> str:
    paragraphs = "".join(f'<p class="MsoNormal">{line}</p><p class="MsoNormal">&nbsp;</p>' for line in words)
    words_of_it = f'<div class="mgWordPara"><div class="WordSection1">{paragraphs}</div></div>'
    return f'<p class="mgSubItemTitleTxt">{label}</p>{words_of_it}'


LAMPS = item_answer(
    "7002",
    recorded("Decision:", "RESOLVED that the lamps be replaced.")
    + recorded(
        "Minutes:",
        "The Head of Harbours said that all forty lamps would be replaced by the end of March.",
        "She would report monthly.",
    ),
)


# The meeting's page


def test_every_item_is_read_with_its_id_its_printed_number_and_its_title():
    items = meeting_page(*agenda()).items
    assert [(item.id, item.number, item.title) for item in items] == [
        ("7001", "21.", "Apologies for Absence"),
        ("7002", "22.", "Quay Lighting: Next Steps"),
        ("7003", "", "Motions"),
        ("7004", "23a", "Ferry Fares"),
        ("7005", "24.", "Exempt Business"),
    ]


def test_agenda_text_is_never_taken_for_minutes():
    items = {item.id: item for item in meeting_page(*agenda()).items}
    assert [id for id, item in items.items() if item.minutes_text] == ["7001", "7002", "7004"]
    assert not items["7005"].recorded
    text = document_of(meeting_page(*agenda())).text
    for proposed in ("sell the lamps", "freeze every fare", "private", "next two items", "Lamp Plan"):
        assert proposed not in text


def test_words_split_and_padded_by_the_word_processor_come_out_whole():
    item = meeting_page(*agenda()).items[0]
    assert item.minutes_text == (Block("An apology was received from Councillor Wren Oakapple."),)


def test_a_decision_is_kept_apart_from_the_minutes():
    item = meeting_page(*agenda()).items[1]
    assert [block.words for block in item.decision] == [
        "RESOLVED that:",
        "1. the lamps on the quay be replaced by 31 March 2025; and",
        "2. a report on the cost be brought back in six months.",
    ]
    assert item.decision_url == "https://MG.Tidewell.example/ieDecisionDetails.aspx?AIId=7002"


def test_recorded_votes_are_read_though_their_table_is_closed_wrongly():
    item = meeting_page(*agenda()).items[1]
    assert [(vote.title, vote.kind, vote.text, vote.result) for vote in item.votes] == [
        ("Quay Lighting: Resolution 1", "Resolution", "", "Carried"),
        ("Quay Lighting: Wait a year", "Amendment", "For 3, Against 8", "Lost"),
    ]
    assert item.votes_url == "https://MG.Tidewell.example/mgListRecordedVotesShort.aspx?AIID=7002&MID=3021"


def test_a_table_within_minutes_is_not_taken_for_a_vote():
    item = meeting_page(*agenda()).items[3]
    assert item.votes == ()
    assert "Quay to Holm | £4.80" in [block.words for block in item.minutes_text]


def test_items_cut_short_tell_where_their_words_stand_in_full():
    meeting = meeting_page(*agenda())
    assert {item.id: item.truncated_url for item in meeting.items if item.truncated_url} == {
        "7002": "https://MG.Tidewell.example/mgAi.aspx?ID=7002",
        "7004": "https://MG.Tidewell.example/mgai.aspx?id=7004",
    }
    assert [item.id for item in unfinished(meeting)] == ["7002", "7004"]


def test_agenda_text_cut_short_is_no_gap_in_the_record():
    cut = ("view the full minutes text for item 22.", "read more")
    meeting = meeting_page(*agenda(cut, ("View the full minutes text for item 23a", "read more")))
    assert unfinished(meeting) == ()
    assert not parse_moderngov(*agenda(cut, ("View the full minutes text for item 23a", "read more"))).partial


def test_reading_a_page_leaves_it_as_it_was():
    page, raw = agenda()
    assert meeting_page(page, raw) == meeting_page(page, raw)


def test_the_page_tells_committee_council_day_and_links():
    meeting = meeting_page(*agenda())
    assert (meeting.id, meeting.heading) == ("3021", HEADING)
    assert (meeting.committee, meeting.council) == ("Coast & Ferries Committee - North", "Tidewell District Council")
    assert (meeting.held, meeting.dated, meeting.cancelled, meeting.note) == (*[date(2024, 9, 11)] * 2, False, None)
    assert meeting.attendance_url == "https://MG.Tidewell.example/mgMeetingAttendance.aspx?id=3021"
    assert meeting.webcast_url == "https://tidewell.public-i.tv/site/mg_bounce.php?mg_m_id=3021&language=en_GB"
    assert meeting.printed_minutes_url == (
        "https://MG.Tidewell.example/documents/g3044/"
        "Printed%20minutes%20Wednesday%2011-Sep-2024%2018.30%20Coast%20&%20Ferries%2050%25%20draft.pdf?T=1"
    )


def test_papers_are_listed_once_with_their_item_and_without_the_printed_agenda():
    papers = meeting_page(*agenda()).attachments
    assert [(paper.number, paper.title, paper.item) for paper in papers] == [
        ("8101", "Quay Lighting: Next Steps", "7002"),
        ("8102", "Annex 1 - Lamp Plan", "7002"),
        ("8103", "circulated a note", "7004"),
        ("g3044-1", "Printed minutes", None),
    ]


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("Agenda and minutes", "final"),
        ("Agenda and draft minutes", "draft"),
        ("Agenda, decisions and minutes", "final"),
    ],
)
def test_draft_minutes_are_told_from_agreed_ones(title, state):
    assert meeting_page(*agenda(("Agenda, decisions and minutes", title))).state == state


def test_drafts_and_agreed_minutes_are_versions_of_one_document():
    draft = document_of(meeting_page(*agenda(("Agenda, decisions and minutes", "Agenda and draft minutes"))))
    final = document_of(meeting_page(*agenda()))
    assert draft.id == final.id == "mg.tidewell.example/meeting/3021"
    assert (draft.title, final.title) == (HEADING + " (draft minutes)", HEADING)


def test_an_agenda_alone_has_no_minutes():
    page = re.sub(
        r"<table class=\"mgItemTable\".*</table>", "", (FILES / "moderngov" / "agenda.html").read_text(), flags=re.S
    )
    page = re.sub(r"<li><a  href=\"documents/g3044/Printed.*?</li>", "", page, flags=re.S)
    meeting = meeting_page(*raw_page(page.replace("Agenda, decisions and minutes", "Agenda")))
    assert (meeting.state, meeting.items, meeting.note) == ("none", (), None)
    with pytest.raises(EmptySourceError, match="no minutes or decisions"):
        document_of(meeting)


def test_minutes_that_are_only_in_print_are_noted():
    meeting = meeting_page(*agenda(("Minutes:</p>", "Notes:</p>")))
    assert (meeting.state, meeting.note) == ("final", "minutes are in print only")


def test_announced_minutes_that_are_nowhere_are_noted():
    meeting = meeting_page(
        *agenda(("Minutes:</p>", "Notes:</p>"), ("documents/g3044/Printed", "documents/x3044/Printed"))
    )
    assert (meeting.state, meeting.note) == ("none", "the page announces minutes, but none stand on it")


def test_a_cancelled_meeting_is_no_empty_record():
    page, raw = raw_page(
        f'<div id="modgov"><h1 class="mgMainTitleTxt">Meeting</h1><h2 class="mgSubTitleTxt">{HEADING}, CANCELLED</h2>'
        "<p>No documents are available for this meeting</p></div>"
    )
    meeting = meeting_page(page, raw)
    assert (meeting.cancelled, meeting.held, meeting.state) == (True, date(2024, 9, 11), "none")
    assert meeting.committee == "Coast & Ferries Committee - North"
    with pytest.raises(EmptySourceError, match="was cancelled"):
        parse_moderngov(page, raw)


def test_a_wrong_weekday_is_noted_and_the_day_left_open():
    wrong = ("North - Wednesday 11 September", "North - Friday 11 September")
    meeting = meeting_page(*agenda(wrong, ('content="2024-09-11"', 'content="2024-09-04"')))
    assert meeting.held is None
    assert meeting.note == (
        "the heading says Friday 11 September 2024, which was a Wednesday; "
        "the page's metadata say Wednesday 4 September 2024"
    )


def test_metadata_that_name_another_day_are_noted():
    meeting = meeting_page(*agenda(('content="2024-09-11"', 'content="2024-09-12"')))
    assert (meeting.held, meeting.note) == (
        date(2024, 9, 11),
        "the heading says Wednesday 11 September 2024, the page's metadata Thursday 12 September 2024",
    )


@pytest.mark.parametrize(
    "heading",
    [
        "Coast &#38; Ferries Committee - North - Wednesday, 11th September, 2024 6.30 pm",
        "Coast &#38; Ferries Committee - North<br/>Wednesday, 11th September, 2024 6.30 pm",
        "Coast&nbsp;&#38; Ferries Committee - North &#45; 11 September 2024",
    ],
)
def test_headings_of_all_vintages_name_committee_and_day(heading):
    meeting = meeting_page(*agenda((HEADING.replace("&", "&#38;").replace(":", "&#58;"), heading)))
    assert (meeting.committee, meeting.held) == ("Coast & Ferries Committee - North", date(2024, 9, 11))


def test_a_recording_is_found_in_the_player_s_script():
    player = (
        'new mgMediaPlayer(mgJQuery, "mgMeetingMedia", [{"Title":"x","Url":"https:\\/\\/media.example\\/m3021.mp4"}]);'
    )
    start = '<p><span  class="mgLabel" >Webcast: </span>'
    page = (FILES / "moderngov" / "agenda.html").read_text(encoding="utf-8")
    page = re.sub(re.escape(start) + ".*?</p>", lambda _: f"<script>mgMeetingMedia = {player}</script>", page)
    assert meeting_page(*raw_page(page)).webcast_url == "https://media.example/m3021.mp4"


def test_the_site_s_page_of_all_recordings_is_not_this_meeting_s():
    page = re.sub(r'<p><span  class="mgLabel" >Webcast.*?</p>', "", (FILES / "moderngov" / "agenda.html").read_text())
    assert meeting_page(*raw_page(page)).webcast_url is None


def test_a_page_of_another_make_is_an_error_and_no_empty_meeting():
    with pytest.raises(BrokenSourceError, match="not a page of ModernGov"):
        meeting_page(*raw_page("<html><body><h1>We have moved</h1></body></html>"))


def test_an_archived_meeting_is_its_list_of_files():
    meeting = meeting_page(
        *raw_page(
            '<div id="modgov"><h1 class="mgMainTitleTxt">Meeting documents</h1><h2 class="mgSubTitleTxt">Pier Panel<br>'
            'Tuesday, 3rd February, 2004 2.00 pm</h2><ul><li><a href="documents/s11/Agenda.pdf">Agenda</a></li>'
            '<li><a href="documents/s12/Old.pdf">Minutes of the previous meeting</a></li>'
            '<li><a href="documents/s13/Minutes.pdf">Minutes <span class="mgFileSize">PDF 8 KB</span></a></li>'
            "</ul></div>",
            BASE + "CeListDocuments.aspx?CommitteeId=9&MeetingId=77&DF=03%2f02%2f2004&Ver=2",
        )
    )
    assert (meeting.id, meeting.committee, meeting.held) == ("77", "Pier Panel", date(2004, 2, 3))
    assert [paper.number for paper in meeting.attachments] == ["11", "12", "13"]
    assert (meeting.state, meeting.note) == ("final", "minutes are in print only")
    assert meeting.printed_minutes_url == "https://MG.Tidewell.example/documents/s13/Minutes.pdf"


# Records


def test_the_record_holds_heading_items_and_what_was_recorded():
    document = document_of(meeting_page(*agenda()))
    assert document.text == (
        f"{HEADING}\n\n21. Apologies for Absence\n\nMinutes:\n\n"
        "An apology was received from Councillor Wren Oakapple.\n\n"
        "22. Quay Lighting: Next Steps\n\nDecision:\n\nRESOLVED that:\n\n"
        "1. the lamps on the quay be replaced by 31 March 2025; and\n\n"
        "2. a report on the cost be brought back in six months.\n\nMinutes:\n\n"
        "The Head of Harbours said that all forty lamps would be replaced ...\n\nRecorded Vote\n\n"
        "Quay Lighting: Resolution 1 | Resolution | Carried\n\n"
        "Quay Lighting: Wait a year | Amendment | For 3, Against 8 | Lost\n\n"
        "23a Ferry Fares\n\nMinutes:\n\nDebate\n\nCouncillor Teal circulated a note.\n\n"
        "Recorded Vote of the ferry users\n\nRoute | Fare\n\nQuay to Holm | £4.80\n\n"
        "Fares would rise by no more than 2 per cent ...\n\n"
        "Actions:\n\nFerry Manager to publish the fares by 1 December 2024."
    )
    assert [heading.of(document.text) for heading in document.headings] == [
        "21. Apologies for Absence",
        "22. Quay Lighting: Next Steps",
        "23a Ferry Fares",
    ]


def test_the_record_bears_id_body_days_address_and_who_was_there():
    people = (Office("Councillor Ada Teal", "Chair", present=True),)
    document = document_of(meeting_page(*agenda(address=BASE + "(S(k2))/ieListDocuments.aspx?mid=3021")), people=people)
    assert (document.id, document.medium) == ("mg.tidewell.example/meeting/3021", "minutes")
    assert (document.body, document.met, document.published) == ("Tidewell District Council", *[date(2024, 9, 11)] * 2)
    assert document.url == BASE + "ieListDocuments.aspx?mid=3021"
    assert document.people == people


def test_a_saved_page_without_an_address_keeps_an_id_made_of_its_words():
    meeting = meeting_page(*agenda(address="agenda.html"))
    assert (meeting.id, meeting.document_id) == ("3021", None)
    assert document_of(meeting).id.startswith("doc-")


def test_what_was_cut_short_is_completed_from_the_item_s_own_page():
    meeting = meeting_page(*agenda())
    lamps = item_page(*LAMPS)
    document = document_of(meeting, {lamps.id: lamps.recorded})
    assert (
        "Minutes:\n\nThe Head of Harbours said that all forty lamps would be replaced by the end of March.\n\n"
        "She would report monthly.\n\nRecorded Vote\n\n"
    ) in document.text
    assert "replaced ...\n" not in document.text
    assert "1. the lamps on the quay be replaced by 31 March 2025; and" in document.text  # it was whole already
    assert [item.id for item in unfinished(meeting, {lamps.id: lamps.recorded})] == ["7004"]


def test_a_page_that_does_not_hold_the_missing_words_completes_nothing():
    meeting = meeting_page(*agenda())
    empty = item_page(*item_answer("7002", ""))
    assert [item.id for item in unfinished(meeting, {"7002": empty.recorded})] == ["7002", "7004"]
    assert document_of(meeting, {"7002": empty.recorded}).text == document_of(meeting).text


# Single items and decisions


def test_an_item_s_page_tells_id_number_title_and_words():
    item = item_page(*LAMPS)
    assert (item.id, item.number, item.title) == ("7002", "22.", "Quay Lighting: Next Steps")
    assert [section.label for section in item.recorded] == ["Decision:", "Minutes:"]
    assert item.minutes_text[-1].words == "She would report monthly."


def test_an_item_read_alone_is_a_record_with_host_and_item_id():
    document = item_document(*LAMPS)
    assert (document.id, document.met) == ("mg.tidewell.example/item/7002", date(2024, 9, 11))
    assert "sell the lamps" not in document.text


@pytest.mark.parametrize(
    ("address", "id"),
    [
        ("ieDecisionDetails.aspx?ID=912", "mg.tidewell.example/decision/912"),
        ("(S(k))/ieDecisionDetails.aspx?id=912", "mg.tidewell.example/decision/912"),
        ("ieDecisionDetails.aspx?AIId=7002", "mg.tidewell.example/decision/item-7002"),
    ],
)
def test_a_decision_is_named_by_its_number(address, id):
    assert decision_document(*raw_page((FILES / "moderngov_decision.html").read_bytes(), BASE + address)).id == id


# Noise


NOISE = st.sampled_from(
    ["", " ", "\n", "&nbsp;", "<span></span>", "<span style=''>&nbsp;</span>", "<!-- x -->", "\r\n\t"]
)


@given(
    st.lists(NOISE, min_size=8, max_size=8), st.sampled_from(['"{}"', '" {}"', '"{} "', '"{} mgWide"', "'{}'", "{}"])
)
def test_markup_noise_does_not_change_the_record(noise, quoting):
    def css(name: str) -> str:
        return "class=" + quoting.format(name)

    a, b, c, d, e, f, g, h = noise
    page = (
        f"<div id=modgov>{a}<h1 {css('mgMainTitleTxt')} >Agenda and minutes</h1>"
        f"<h2 {css('mgSubTitleTxt')}>Pier Panel - Monday 3 June 2024{b} 2&#58;00 pm</h2>{c}"
        f"<table {css('mgItemTable')}><tr><td {css('mgItemNumberCell')} >{d}<p><a name=AI5></a>1.</p></td>"
        f"<td >{e}<p {css('mgAiTitleTxt')}>Rails{f}</p><div {css('mgWordPara')}><p>To paint.</p></div>"
        f"<p {css('mgSubItemTitleTxt')}>{g}Minutes&#58;</p>{h}"
        f"<div {css('mgWordPara')}><p>{a}The rail<span>s</span> would\n{b} be mend<span class=SpellE>ed</span>.{c}</p>"
        "</div></td></tr></table></div>"
    )
    text = document_of(meeting_page(*raw_page(page))).text
    assert text == "Pier Panel - Monday 3 June 2024 2:00 pm\n\n1. Rails\n\nMinutes:\n\nThe rails would be mended."


# The real pages, where they are at hand: counts only


def real(name: str, address: str) -> tuple:
    return raw_page((SHARED / name).read_bytes(), address)


@needs_shared
def test_every_item_of_the_real_agenda_comes_out():
    meeting = meeting_page(*real("kingston/Agenda_151.html", BASE + "ieListDocuments.aspx?CId=711&MId=10221&Ver=4"))
    assert len(meeting.items) == sum(bool(item.minutes_text) for item in meeting.items) == 12
    assert {item.id: len(item.votes) for item in meeting.items if item.votes} == {"51902": 2, "51903": 1, "51899": 2}
    assert [item.id for item in meeting.items if item.decision] == ["51902", "51903", "51899"]
    assert [item.id for item in unfinished(meeting)] == ["51902", "51903"]
    assert (meeting.state, meeting.held, meeting.note) == ("final", date(2026, 1, 15), None)
    assert [paper.number for paper in meeting.attachments][-2:] == ["g10230-2", "g10230-1"]


@needs_shared
def test_the_real_agenda_s_cut_items_are_completed():
    meeting = meeting_page(*real("kingston/Agenda_151.html", BASE + "ieListDocuments.aspx?CId=711&MId=10221&Ver=4"))
    pages = [
        item_page(*item_answer(id, recorded("Minutes:", f"All of {id}.", "To its end."))) for id in ("51902", "51903")
    ]
    completions = {page.id: page.recorded for page in pages}
    text = document_of(meeting, completions).text
    assert unfinished(meeting, completions) == ()
    assert all(f"Minutes:\n\nAll of {id}.\n\nTo its end.\n\nRecorded Vote" in text for id in completions)
    assert "view the full" not in text


@needs_shared
def test_the_real_cancelled_meeting_and_the_real_wrong_weekday_are_told():
    off = meeting_page(*real("kingston/Agenda_412.html", BASE + "ieListDocuments.aspx?CId=711&MId=10161&Ver=4"))
    assert (off.id, off.cancelled, off.held, off.state, off.items) == ("10161", True, date(2025, 12, 4), "none", ())
    wrong = meeting_page(*real("kingston/Agenda_Irrelevant.html", "Agenda_Irrelevant.html"))
    assert (wrong.id, wrong.held, len(wrong.items)) == ("10214", None, 10)
    assert wrong.note is not None
    assert "which was a Tuesday" in wrong.note


@needs_shared
@pytest.mark.parametrize(
    ("name", "met", "body"),
    [
        ("modgov_decision_detail", date(2015, 10, 19), "Policy Committee"),
        ("modgov_decision_multi_paragraph", date(2021, 7, 27), "Service Director - Homes & Neighbourhoods"),
    ],
)
def test_the_real_decisions_come_out(name, met, body):
    document = decision_document(*real(f"decisions/{name}.html", BASE + "ieDecisionDetails.aspx?ID=5"))
    assert (document.met, document.body, document.id) == (met, body, "mg.tidewell.example/decision/5")
    assert "Decision:\n\n" in document.text
