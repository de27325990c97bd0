"""A page that lists files, set up by a few lines: what is read, and what is wrong with the lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from greenshoots.errors import UsageError
from greenshoots.records import Failure, Meeting
from ingest.harvest import Harvested, Wanted, harvest, is_site
from ingest.site_list import FILE, read_lists
from ingest.sources import Fetched
from tests.test_harvest_cmis import MINUTES, Pages

LIST = "https://www.fernshire.gov.uk/scrutiny/minutes"
LINES = f"""
[[list]]
address = "{LIST}"
body = "Fernshire County Council"
committee = "Schools Scrutiny Committee"
links = "main a"
pattern = "minutes"
next = "a.next"
"""
FIRST = b"""<html><body><nav><a href="/minutes-of-nothing.pdf">Minutes of everything</a></nav><main><ul>
<li><a href="/files/b.pdf">Draft minutes of 4 June 2024</a></li>
<li><a href="/files/a b.pdf">Minutes</a> of the meeting on Tuesday 14 May 2024</li>
<li><a href="/files/agenda.pdf">Agenda, 4 June 2024</a></li></ul><a class="next" href="?page=2">Next</a></main>
</body></html>"""
SECOND = b"""<html><body><main><p><a href="/files/c.pdf">Minutes</a></p>
<a class="next" href="?page=2">Next</a></main>
</body></html>"""


@pytest.fixture
def lists(home: Path) -> Path:
    home.mkdir()
    path = home / FILE
    path.write_text(LINES, encoding="utf-8")
    return path


@pytest.fixture
def council() -> Pages:
    files = {f"https://www.fernshire.gov.uk/files/{name}.pdf": MINUTES for name in ("a%20b", "b", "c")}
    return Pages({LIST: FIRST, f"{LIST}?page=2": SECOND} | files)


def harvested(council: Pages, wanted: Wanted | None = None) -> list[Harvested]:
    return list(harvest(LIST, wanted or Wanted(), council))


def test_each_file_becomes_the_minutes_of_a_meeting_oldest_first(lists, council):
    found = [item for item in harvested(council) if isinstance(item, Meeting)]
    assert [(item.held, item.minutes) for item in found] == [
        (date(2024, 5, 14), "final"),
        (date(2024, 6, 4), "draft"),
        (None, "final"),
    ]
    assert found[2].note == "the list does not tell the day of the meeting"
    assert {item.committee for item in found} == {"Schools Scrutiny Committee"}


def test_the_document_bears_what_the_lines_tell(lists, council):
    document = next(item for item in harvested(council) if isinstance(item, Fetched)).document
    assert (document.body, document.medium, document.met) == ("Fernshire County Council", "minutes", date(2024, 5, 14))


def test_ids_are_the_same_on_every_round(lists, council):
    assert [item.id for item in harvested(council) if isinstance(item, Meeting)] == [
        item.id for item in harvested(council) if isinstance(item, Meeting)
    ]


def test_links_that_do_not_fit_are_left_alone(lists, council):
    harvested(council)
    assert not any("agenda" in address or "nothing" in address for address in council.asked)


def test_a_next_page_that_leads_to_itself_ends(lists, council):
    harvested(council)
    assert len(council.asked) == len(set(council.asked)) == 5


def test_meetings_before_the_day_wanted_are_left_out(lists, council):
    found = [item.held for item in harvested(council, Wanted(since=date(2024, 6, 1))) if isinstance(item, Meeting)]
    assert found == [date(2024, 6, 4), None]


def test_a_file_that_is_gone_is_told_and_listed(lists, council):
    council.pages["https://www.fernshire.gov.uk/files/b.pdf"] = b"<html><body>Gone</body></html>"
    items = harvested(council)
    failed = next(item for item in items if isinstance(item, Failure))
    assert failed.address == "https://www.fernshire.gov.uk/files/b.pdf"
    assert "its minutes could not be read" in [item.note for item in items if isinstance(item, Meeting)]


def test_a_page_on_which_nothing_fits_is_a_failure_that_names_the_lines(lists, council):
    council.pages[LIST] = b"<html><body><main>We have moved</main></body></html>"
    (failed,) = harvested(council)
    assert isinstance(failed, Failure)
    assert f"{FILE}, list 1" in failed.message


def test_a_pattern_says_where_the_day_stands(lists, council):
    lists.write_text(LINES + "date = 'held (\\d+ \\w+ \\d{4})'\n", encoding="utf-8")
    council.pages[LIST] = (
        b'<main><p><a href="/files/c.pdf">Minutes, published 9 July 2024</a>, held 2 July 2024</p></main>'
    )
    found = next(item for item in harvested(council) if isinstance(item, Meeting))
    assert found.held == date(2024, 7, 2)


def test_an_address_that_is_set_up_is_a_site(lists):
    assert is_site(LIST)
    assert not is_site(LIST + "/other")


def test_no_file_means_no_lists(home):
    assert read_lists(home / FILE) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[list]\n", "no TOML"),
        ("[list]\naddress = 'x'\n", "begins with the line"),
        ("[[list]]\naddress = 'x'\nbody = 'y'\n", "committee is missing"),
        ("[[list]]\naddress = 'x'\nbody = 'y'\ncommittee = 'z'\nlink = 'a'\n", "link is not known"),
        ("[[list]]\naddress = 'x'\nbody = 'y'\ncommittee = 'z'\nlinks = 'a[['\n", "CSS selector"),
        ("[[list]]\naddress = 'x'\nbody = 'y'\ncommittee = 'z'\npattern = '('\n", "regular expression"),
        ("[[list]]\naddress = 'x'\nbody = 'y'\ncommittee = 7\n", "quotation marks"),
    ],
)
def test_what_is_wrong_with_the_lines_is_said(lists, text, words):
    lists.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words) as refusal:
        read_lists(lists)
    assert str(lists) in str(refusal.value)
