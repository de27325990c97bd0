"""The briefing as a scrutiny member has it: from the pledges to a Word file, by mouse, by keyboard and on a phone."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import docx
import pytest
from in_browser import settled, sideways, tab_to
from playwright.sync_api import Page, expect

from greenshoots import demo, serve

pytestmark = [pytest.mark.slow, pytest.mark.browser]

COMMITTEE = "Children and Young People’s Scrutiny Committee, Pellbourne Council"
MEETING = urlencode({"committee": COMMITTEE, "on": "2024-03-13"})


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("briefing")
    demo.build(home)
    with serve.running(home, port=0) as (_, address):
        yield address


def questions(page: Page) -> None:
    expect(page.get_by_role("heading", level=2, name="Questions to ask")).to_be_visible()
    settled(page)


def test_from_the_pledges_to_the_questions_of_a_committee(page, app):
    page.goto(f"{app}/ledger")
    page.get_by_role("link", name="Make a briefing for a meeting").click()
    expect(page.get_by_role("heading", level=1, name="Briefing for a meeting")).to_be_visible()
    page.get_by_role("combobox", name="Committee").fill("Young")
    page.get_by_role("option", name=COMMITTEE).click()
    questions(page)
    assert "committee=" in page.url
    assert page.locator(".gs-briefing ol > li").count() == page.locator(".gs-briefing section").count() > 5


def test_it_says_first_what_was_covered_and_could_not_be_read(page, app):
    page.goto(f"{app}/briefing?{MEETING}")
    questions(page)
    headings = page.locator(".gs-briefing h2").all_inner_texts()
    assert headings[:3] == ["What record this rests on", "What could not be read", "Questions to ask"]


def test_nothing_in_it_is_of_the_day_of_the_meeting_or_later(page, app):
    page.goto(f"{app}/briefing?{MEETING}")
    questions(page)
    days = page.locator(".gs-briefing section li > strong").all_inner_texts()
    years = [int(day.rsplit(" ", 1)[1]) for day in days]
    assert years
    assert max(years) <= 2024
    assert not [
        day
        for day in days
        if re.search(r"(?:March|April|May|June|July|August|September|October|November|December) 2024", day)
    ]


def test_an_item_opens_its_statement(page, app):
    page.goto(f"{app}/briefing?{MEETING}")
    questions(page)
    page.get_by_role("link", name="Open item 1", exact=True).click()
    expect(page.get_by_role("heading", level=2, name="The words")).to_be_visible()
    page.go_back()
    questions(page)


def test_the_word_file_is_the_briefing_on_the_screen(page, app, tmp_path):
    page.goto(f"{app}/briefing?{MEETING}")
    questions(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Word file").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "briefing-children-and-young-people-s-scrutiny-committee-2024-03-13.docx"
    asked = [one.text for one in docx.Document(str(file)).paragraphs if one.style.name == "List Number"]
    assert len(asked) == page.locator(".gs-briefing ol > li").count()
    first = " ".join(page.locator(".gs-briefing ol > li").first.inner_text().split())
    assert first.startswith(asked[0])


def test_the_page_to_print_opens_by_itself(page, app, tmp_path):
    page.goto(f"{app}/briefing?{MEETING}")
    questions(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Page to print").click()
    waiting.value.save_as(tmp_path / "b.html")
    page.set_content((tmp_path / "b.html").read_text(encoding="utf-8"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Children and Young People’s Scrutiny Committee")
    expect(page.locator(".notice")).to_contain_text("fictional")


def test_the_list_as_narrowed_comes_as_an_action_sheet(page, app, tmp_path):
    page.goto(f"{app}/ledger?portfolio=highways")
    settled(page)
    listed = int(page.get_by_role("heading", level=2, name=re.compile("pledge")).inner_text().split()[0])
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Action sheet (CSV)").click()
    waiting.value.save_as(tmp_path / "sheet.csv")
    rows = list(csv.DictReader((tmp_path / "sheet.csv").read_text("utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == listed > 0


def test_the_due_days_as_narrowed_come_as_a_calendar(page, app, tmp_path):
    page.goto(f"{app}/ledger?portfolio=highways")
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Due days (calendar)").click()
    waiting.value.save_as(tmp_path / "due-days.ics")
    told = (tmp_path / "due-days.ics").read_text("utf-8")
    assert told.startswith("BEGIN:VCALENDAR\n")
    dues = page.locator("article", has_text=re.compile(r"Due \d")).count()
    assert told.count("BEGIN:VEVENT") == dues > 0


def test_it_can_be_had_by_keyboard_alone(page, app):
    page.goto(f"{app}/briefing")
    settled(page)
    tab_to(page, 'input[aria-label*="Committee"]')
    page.keyboard.type("Young")
    page.keyboard.press("Enter")
    questions(page)
    tab_to(page, '[data-testid="stDownloadButton"] button')
    with page.expect_download():
        page.keyboard.press("Enter")


def test_a_phone_never_scrolls_sideways(phone, app):
    phone.goto(f"{app}/briefing?{MEETING}")
    questions(phone)
    assert sideways(phone) <= 0
