"""Web pages: ModernGov records, press reports, other pages, and bytes that are none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.errors import BrokenSourceError, EmptySourceError
from ingest.html import parse_html
from ingest.raw import Parsed, Raw

FILES = Path(__file__).parent / "files" / "ingest"
NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)


def read(data: bytes | str, **fields) -> Parsed:
    data = data.encode("utf-8") if isinstance(data, str) else data
    (item,) = parse_html(Raw(fields.pop("address", "page.html"), data, NOW, **fields))
    assert isinstance(item, Parsed)
    return item


def read_file(name: str) -> Parsed:
    return read((FILES / name).read_bytes())


def changed(name: str, *pairs: tuple[str, str]) -> Parsed:
    page = (FILES / name).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in page
        page = page.replace(old, new)
    return read(page)


# ModernGov


def test_a_meeting_s_page_gives_its_recorded_words_under_their_items():
    parsed = read_file("moderngov_minutes.html")
    assert parsed.document.text == (
        "Harbour - East Committee - Tuesday, 4th June, 2024 6.30 pm\n\n"
        "1. Minutes of the last meeting\n\nMinutes:\n\n"
        "The minutes of the meeting held on 7 May 2024 were approved.\n\n"
        "2. Ferry landing & steps\n\nDecision:\n\nRESOLVED that:\n\n"
        "1. the steps be reopened by 30 September 2024; and\n\n2. a report come back in six months.\n\nMinutes:\n\n"
        "Discussion\n\nThe Harbour Master said that the steps would be reopened by the end of September ...\n\n"
        "Recorded Vote\n\nFerry landing: steps | Resolution | Carried"
    )
    assert [heading.of(parsed.document.text) for heading in parsed.document.headings] == [
        "1. Minutes of the last meeting",
        "2. Ferry landing & steps",
    ]


def test_a_meeting_s_page_tells_body_date_status_and_that_words_are_missing():
    parsed = read_file("moderngov_minutes.html")
    document = parsed.document
    assert (document.medium, document.body) == ("minutes", "Saltmarsh Borough Council")
    assert (document.met, document.published) == (date(2024, 6, 4), date(2024, 6, 4))
    assert document.title == "Harbour - East Committee - Tuesday, 4th June, 2024 6.30 pm (draft minutes)"
    assert (parsed.parser, parsed.partial) == ("moderngov/1", True)


def test_a_page_without_a_council_s_name_is_of_its_committee():
    parsed = changed("moderngov_minutes.html", (" - Saltmarsh Borough Council</title>", "</title>"))
    assert parsed.document.body == "Harbour - East Committee"


def test_a_meeting_day_with_a_wrong_weekday_gives_way_to_the_metadata():
    wrong = ("Committee - Tuesday, 4th June, 2024 6.30 pm</a>", "Committee - Monday, 4th June, 2024 6.30 pm</a>")
    confirmed = changed("moderngov_minutes.html", wrong).document
    assert (confirmed.met, confirmed.published) == (date(2024, 6, 4), date(2024, 6, 4))
    other = changed("moderngov_minutes.html", wrong, ('content="2024-06-04"', 'content="2024-06-05"')).document
    assert (other.met, other.published) == (None, date(2024, 6, 5))
    alone = changed("moderngov_minutes.html", wrong, ('name="DC.date" ', 'name="x" ')).document
    assert (alone.met, alone.published) == (None, None)


def test_an_agenda_without_minutes_is_an_error_and_no_empty_record():
    with pytest.raises(EmptySourceError, match="no minutes or decisions"):
        changed(
            "moderngov_minutes.html",
            ("Minutes:</p>", "Notes:</p>"),
            ("Decision:</p>", "Purpose:</p>"),
            ("Recorded Vote<", "Votes<"),
        )


def test_a_single_item_is_dated_by_its_meeting():
    document = read_file("moderngov_item.html").document
    assert document.text == (
        "Ferry landing\n\nMeeting of Harbour - East Committee, Tuesday, 4th June, 2024 6.30 pm (Item 2.)\n\n"
        "Minutes:\n\nThe steps would be reopened by the end of September."
    )
    assert (document.title, document.met) == ("Ferry landing", date(2024, 6, 4))


def test_a_decision_s_page_gives_decision_and_reasons_and_not_what_was_proposed():
    document = read_file("moderngov_decision.html").document
    assert document.text == (
        "Repair of the harbour wall\n\nDecision Maker: Director - Places & Coast\n\n"
        "Decision status: Recommendations Approved\n\nDate of decision: 02/12/2024\n\n"
        "Decision:\n\nThe repair is approved and will start by May 2025.\n\nReasons for the decision:\n\n"
        "The wall leaks."
    )
    assert (document.body, document.met) == ("Director - Places & Coast", date(2024, 12, 2))


# press


def test_a_report_is_its_own_words_without_captions_and_trailers():
    document = read_file("press_report.html").document
    assert document.text == (
        "THE harbour was ‘not where it should be’, a director has said.\n\n"
        "Ada Finch, director of places, said: “I am sorry for the delay.\n\n"
        '“We will reopen the steps by the end of September."\n\n'
        "What happens next\n\n"
        "Related issues were raised by Cllr Bo Marsh, who doubted the date."
    )
    assert [heading.of(document.text) for heading in document.headings] == ["What happens next"]


def test_a_report_s_head_tells_title_publisher_date_and_address():
    document = read_file("press_report.html").document
    assert (document.medium, document.title, document.body) == ("press", "Director ‘sorry’", "Saltmarsh Gazette")
    assert (document.published, document.met) == (date(2024, 6, 6), None)
    assert document.url == "https://www.example.org/news/director-sorry/"


def test_what_a_paywall_hides_stays_hidden():
    parsed = read_file("press_walled.html")
    assert parsed.document.text == "THE wall will be mended."
    assert parsed.partial


def test_a_wholly_hidden_report_is_an_error_that_says_so():
    with pytest.raises(EmptySourceError, match="paywall"):
        changed("press_walled.html", ('"cssSelector":".paid"', '"cssSelector":".article-body"'))


def test_a_selector_that_is_none_hides_nothing_and_breaks_nothing():
    parsed = changed("press_walled.html", ('"cssSelector":".paid"', '"cssSelector":"??"'))
    assert parsed.document.text.endswith("stands here.")
    assert parsed.partial


def test_a_report_in_components_is_read_block_by_block():
    document = read_file("press_components.html").document
    assert document.text.split("\n\n")[1:] == [
        "'Too slow'",
        '"It was too slow, and we accept that," said Ada Finch.',
        "Users of the ferry said they would believe it when they saw it.",
    ]
    assert document.published == date(2024, 6, 7)


def test_a_report_whose_page_is_empty_is_read_from_its_metadata():
    body = "THE wall will be mended, the council said.\\n\\n“We will start in May,” said Ada Finch."
    told = f'{{"@type":"NewsArticle","articleBody":"{body}"}}'
    page = f'<script type="application/ld+json">{told}</script><body><div id="app"></div>'
    assert read(page).document.text == body.replace("\\n", "\n")


# other pages


def test_a_page_is_read_without_its_frame():
    document = read_file("council_news.html").document
    assert document.text == (
        "Harbour update\n\n"
        "We will reopen the harbour steps by the end of September, and we are sorry that this has taken so long."
        " Work on the wall goes on until May.\n\n"
        "What we will do\n\nMend the wall.\n\nLight the steps.\n\nFirst line\nsecond line\n\nNext paragraph\n\n"
        "Task | Due\n\nSteps | 30 September 2024"
    )
    assert (document.title, document.body) == ("Harbour update", "Saltmarsh Borough Council")
    assert (document.medium, document.published) == (None, date(2024, 6, 10))


def test_a_page_that_marks_no_main_part_is_read_without_menus():
    text = read_file("plain_frame.html").document.text
    assert "the report that was promised after six months" in text
    assert "Home" not in text
    assert "Privacy" not in text


def test_minutes_on_a_plain_page_are_known_by_their_head():
    document = read(
        "<main><h1>Minutes of the meeting held on 4 June 2024</h1><p>Present: A</p><p>The steps would open.</p></main>"
    ).document
    assert (document.medium, document.met) == ("minutes", date(2024, 6, 4))


def test_a_date_is_never_guessed_from_words_or_today():
    assert (
        read("<main><p>© 2024. The steps opened on 3 May 2021, said the council.</p></main>").document.published is None
    )


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("<meta charset=iso-8859-1><p>It’s £5</p>".encode(), None),
        ("<meta charset=utf-8><p>It’s £5</p>".encode("cp1252"), None),
        ("<p>It’s £5</p>".encode("cp1252"), "windows-1252"),
        ("<p>It’s £5</p>".encode(), "no-such-charset"),
        ("<p>It’s £5</p>".encode("utf-16"), None),
    ],
)
def test_a_lying_encoding_does_not_spoil_the_words(data, charset):
    assert read(data, charset=charset).document.text == "It’s £5"


def test_binary_data_is_no_page():
    with pytest.raises(BrokenSourceError, match="not a web page"):
        read(b"\x89PNG\r\n\x1a\n\x00\x00\x00")


def test_a_page_that_only_a_script_fills_is_an_error():
    with pytest.raises(EmptySourceError, match="script"):
        read("<html><body><div id=app></div><script>load()</script></body></html>")


def test_a_fetched_page_keeps_the_address_it_came_from():
    document = read("<p>We will.</p>", address="https://www.example.org/a").document
    assert document.url == "https://www.example.org/a"


@given(st.text())
def test_any_markup_gives_a_record_or_a_reason(text):
    try:
        document = read(
            f"<div id=modgov>{text}<h2 class=mgSubTitleTxt>{text}</h2><p class=mgSubItemTitleTxt>Minutes:</p>"
            f"<div class=mgWordPara>{text}</div></div>"
        ).document
    except (EmptySourceError, BrokenSourceError):
        return
    assert all(heading.of(document.text).strip() for heading in document.headings)


LONG = "The council will mend the harbour wall by the spring, its leader told a packed meeting in the town hall. " * 2
SECRET = "The secret part of the story stands here."


def paper(about: str, body: str) -> str:
    return (
        f'<html><head><script type="application/ld+json">[{{"@type":"NewsArticle","headline":"Wall"{about}}}]</script>'
        f"</head><body><article><div class='article-body'><p>{LONG}</p>{body}</div></article></body></html>"
    )


@pytest.mark.parametrize(
    ("about", "body"),
    [
        (',"isAccessibleForFree":false,"hasPart":[{"isAccessibleForFree":false,"cssSelector":[".paid"]}]', "paid"),
        (',"isAccessibleForFree":"http://schema.org/False"', "p402_hide"),
        ('},{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".paid"', "paid"),
    ],
)
def test_every_way_to_mark_what_is_not_free_hides_it(about, body):
    parsed = read(paper(about, f"<div class='{body}'><p>{SECRET}</p></div>"))
    assert parsed.partial
    assert parsed.document.text == LONG.strip()


@pytest.mark.parametrize(
    "notice",
    [
        "<div>Register now to continue reading</div>",
        "<p>Please <a href='#'>sign in</a> or register to continue reading this story.</p>",
        "<h2>This article is for subscribers only</h2>",
        "<p>You've reached your limit of free articles</p>",
    ],
)
def test_where_a_reader_is_asked_to_register_the_report_ends(notice):
    parsed = read(paper(f',"articleBody":"{LONG}{SECRET}"', f"{notice}<p>{SECRET}</p>"))
    assert parsed.partial
    assert parsed.document.text == LONG.strip()


@pytest.mark.parametrize(
    "words",
    [
        "<p>“Sign up to keep reading this summer,” the library said.</p>",
        "<p>This story is for everyone who reads.</p>",
        "<p>Subscribe to our newsletter</p>",
        "<div hidden><p>Register to continue reading</p></div>",
        "<template><p>Register to continue reading</p></template>",
    ],
)
def test_other_words_of_that_sort_end_nothing(words):
    parsed = read(paper(',"isAccessibleForFree":"True"', f"{words}<p>The last words.</p>"))
    assert not parsed.partial
    assert parsed.document.text.endswith("The last words.")


# Pages that list, and hold no record


CALENDAR = """<html><body><div class="DNNModuleContent ModCMISMeetingsC"><h1>Meeting Details</h1><div class="holder">
<div class="Value Committee">Harbour Committee</div></div><p>4 June 2024 - 10:00. The Council will meet.</p>
</div></body></html>"""
REGISTER = """<html><body><table class="mgTabTable"><caption class="mgSectionTitle">Decisions</caption><tr>
<td class="mgMainTxt"><a href="ieDecisionDetails.aspx?ID=7">Ferry landing: the Council will reopen it</a></td></tr>
</table></body></html>"""


@pytest.mark.parametrize("page", [CALENDAR, REGISTER])
def test_a_page_that_lists_meetings_or_decisions_is_no_record(page):
    with pytest.raises(EmptySourceError, match="no minutes"):
        read(page)


def test_a_page_that_only_links_to_a_calendar_is_read():
    link = '<a href="/cmis/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/9/Default.aspx">Meeting</a>'
    assert (
        "harbour wall"
        in read(
            f"<html><body><main><p>The Council will mend the harbour wall. {link}</p></main></body></html>"
        ).document.text
    )
