"""The app as a reader has it: the fictional sample in a real browser, by mouse, by keyboard and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from in_browser import settled, sideways, tab_to
from playwright.sync_api import Locator, Page, expect
from views_home import NASTY, nasty_document, noisy_statement, put

from greenshoots import demo, pipeline, serve

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SCREENS = ("", "ledger", "sources", "about")


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[str]:
    """Address of the app on the sample, to which a record was added that tries everything."""
    home = tmp_path_factory.mktemp("browser")
    demo.build(home)
    with pipeline.library(home) as library:
        put(library, nasty_document(), noisy_statement())
        pipeline.refresh(library)
    with serve.running(home, port=0) as (_, address):
        yield address


def search_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Search for words")


def search(page: Page, app: str, words: str) -> None:
    page.goto(app)
    search_box(page).fill(words)
    search_box(page).press("Enter")
    expect(page.get_by_role("heading", level=2, name=re.compile("best first"))).to_be_visible()
    settled(page)


def green_shoots(page: Page) -> Locator:
    return page.get_by_role("link", name=re.compile("Open this statement: Helen Marchbanks, 14 July 2023")).first


def test_search_open_the_statement_see_its_timeline(page, app):
    search(page, app, '"green shoots"')
    expect(page.locator("mark", has_text="green shoots").first).to_be_visible()
    green_shoots(page).click()
    expect(page.get_by_role("heading", level=1, name="Helen Marchbanks, 14 July 2023")).to_be_visible()
    expect(page.locator("mark").first).to_contain_text("green shoots in every part of this service")
    expect(page.get_by_role("heading", level=2, name="What was reported later")).to_be_visible()
    expect(page.locator("ol.gs-time time").first).to_be_visible()
    expect(page.locator('[data-testid="stVegaLiteChart"]')).to_be_visible()
    expect(page.get_by_text("Searched:")).to_be_visible()


def test_all_evidence_is_later_than_the_statement(page, app):
    search(page, app, '"green shoots"')
    green_shoots(page).click()
    expect(page.get_by_text("Searched:")).to_be_visible()
    days = page.locator("ol.gs-time time").evaluate_all("times => times.map(time => time.dateTime)")
    assert days
    assert min(days) > "2023-07-14"


def test_the_address_opened_again_shows_the_same_view(page, phone, app):
    search(page, app, '"green shoots"')
    assert "q=" in page.url
    phone.goto(page.url)
    settled(phone)
    expect(search_box(phone)).to_have_value('"green shoots"')
    expect(green_shoots(phone)).to_be_visible()
    cards = [page.locator("article").all_inner_texts(), phone.locator("article").all_inner_texts()]
    assert cards[0] == cards[1]


def test_a_filter_stands_in_the_address(page, app):
    page.goto(f"{app}/?q=backlog&kind=Commitment")
    settled(page)
    expect(page.get_by_role("combobox", name=re.compile("Kind"))).to_have_value("Commitment")
    kinds = page.locator("article ul.gs-tags").all_inner_texts()
    assert kinds
    assert all("Commitment" in told for told in kinds)


def test_back_leads_to_the_search_again(page, app):
    search(page, app, '"green shoots"')
    green_shoots(page).click()
    expect(page.get_by_text("Searched:")).to_be_visible()
    page.go_back()
    expect(search_box(page)).to_have_value('"green shoots"')
    expect(green_shoots(page)).to_be_visible()


def test_a_permanent_link_opens_the_statement(page, app):
    search(page, app, '"green shoots"')
    green_shoots(page).click()
    expect(page.get_by_text("Searched:")).to_be_visible()
    address = page.locator("code", has_text="/statement?id=").inner_text()
    page.goto(address)
    expect(page.get_by_role("heading", level=1, name="Helen Marchbanks, 14 July 2023")).to_be_visible()


def test_all_of_it_works_by_keyboard(page, app):
    page.goto(app)
    expect(search_box(page)).to_be_visible()
    settled(page)
    tab_to(page, 'input[aria-label="Search for words"]')  # twice over: a late redraw drops the focus once
    page.keyboard.type('"green shoots"')
    page.keyboard.press("Enter")
    expect(green_shoots(page)).to_be_visible()
    settled(page)
    tab_to(page, 'a[href*="statement?id="]')
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="What was reported later")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_phone_never_scrolls_sideways(phone, app, screen):
    phone.goto(f"{app}/{screen}")
    settled(phone)
    assert sideways(phone) <= 0


def test_a_statement_fits_a_phone(phone, app):
    search(phone, app, '"green shoots"')
    green_shoots(phone).click()
    expect(phone.get_by_text("Searched:")).to_be_visible()
    settled(phone)
    assert sideways(phone) <= 0


@pytest.mark.parametrize("screen", SCREENS)
def test_the_sample_says_that_it_is_fictional(page, app, screen):
    page.goto(f"{app}/{screen}")
    expect(page.get_by_role("note").first).to_contain_text("fictional")


def test_words_of_a_record_never_act(page, app):
    page.goto(f"{app}/statement?id={noisy_statement().id}")
    settled(page)
    sentence = NASTY[NASTY.index("The council") :].strip()
    expect(page.locator("mark").first).to_have_text(sentence)
    assert page.locator(".stMain :is(script, img, .katex, a[href^='javascript'])").count() == 0


def test_a_search_that_finds_words_of_a_record_never_acts(page, app):
    page.goto(f'{app}/?q="apologise for the noise"')
    expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    settled(page)
    assert page.locator(".stMain :is(script, img, .katex, a[href^='javascript'])").count() == 0


def test_an_unknown_address_is_told_in_plain_words(page, app):
    page.goto(f"{app}/statement?id=sffff")
    expect(page.get_by_role("alert")).to_contain_text("There is no statement")


def evening_sessions(page: Page, app: str) -> list[tuple[float, float]]:
    """Open the pledge on evening sessions; where the wordings of the three records begin, across and down."""
    search(page, app, '"evening sessions for families in the libraries would be considered"')
    page.get_by_role("link", name=re.compile("Open this statement: Louise Garside, 9 March 2022")).first.click()
    region = page.get_by_role("region", name="What other records of the meeting say")
    expect(region.get_by_role("list", name="Wordings").get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_text("Searched:")).to_be_visible()
    settled(page)
    assert sideways(page) <= 0
    places: list[tuple[float, float]] = region.locator("ul.gs-beside > li").evaluate_all(
        "items => items.map(item => [item.getBoundingClientRect().x, item.getBoundingClientRect().y])"
    )
    return [(x, y) for x, y in places]


def test_three_records_of_a_meeting_stand_side_by_side_on_a_desktop(page, app):
    places = evening_sessions(page, app)
    assert len({round(y) for _, y in places}) == 1
    assert len({round(x) for x, _ in places}) == 3


def test_three_records_of_a_meeting_are_stacked_on_a_phone(phone, app):
    places = evening_sessions(phone, app)
    assert len({round(x) for x, _ in places}) == 1
    assert places == sorted(places, key=lambda place: place[1])
