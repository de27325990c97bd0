"""The forms by which people judge, in a real browser: by mouse, by keyboard and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from in_browser import settled, sideways, tab_to, unfold
from playwright.sync_api import Locator, Page, expect
from views_home import Ids, build

from greenshoots import pipeline, serve

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PASSAGE = "Judge this passage of 1 May 2024"
WORDS = "Words that stand in it"
VERDICTS = "Give a verdict, or see all that were given"


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[tuple[str, Ids]]:
    """Address of the app on a small library, and its statements; no two tests judge the same one."""
    home = tmp_path_factory.mktemp("judging")
    ids = build(home)
    with pipeline.library(home) as library:
        pipeline.refresh(library)
    with serve.running(home, port=0, review=True) as (_, address):
        yield address, ids


def opened(page: Page, app: tuple[str, Ids], statement: str, label: str) -> Locator:
    """Open a statement and the form under a label."""
    page.goto(f"{app[0]}/statement?id={statement}")
    expect(page.get_by_text(label).first).to_be_visible()
    settled(page)
    page.get_by_text(label).first.click()
    form = page.locator('[data-testid="stExpander"]', has_text=label).first
    expect(form.get_by_role("textbox", name="Your name")).to_be_visible()
    return form


def choose(page: Page, form: Locator, answer: str | re.Pattern[str]) -> None:
    unfold(page, form.get_by_role("combobox"))
    page.get_by_role("option", name=answer).click()


def test_a_link_is_rejected_and_taken_back_by_mouse(page, app):
    form = opened(page, app, app[1].pledge, PASSAGE)
    expect(page.get_by_text("Proposed by machine").first).to_be_visible()
    choose(page, form, re.compile("^No: "))
    form.get_by_role("textbox", name="Your name").fill("Una Frost")
    form.get_by_role("button", name="Keep the judgement").click()
    apart = page.get_by_text(re.compile(r"^Rejected by readers \(not evidence\): 1$"))
    expect(apart).to_be_visible()
    settled(page)
    apart.click()
    expect(page.get_by_text(re.compile(r"^Rejected by Una Frost, \d+ \w+ \d{4}$"))).to_be_visible()
    rejected = page.locator('[data-testid="stExpander"]', has_text="Rejected by readers")
    rejected.get_by_text(PASSAGE).click()
    choose(page, rejected, re.compile("^Yes: late or not done"))
    rejected.get_by_role("button", name="Keep the judgement").click()
    expect(page.get_by_text(re.compile(r"^Confirmed by Una Frost, \d+ \w+ \d{4}$"))).to_be_visible()
    expect(apart).to_have_count(0)


def test_a_verdict_is_given_by_keyboard(page, app):
    page.goto(f"{app[0]}/statement?id={app[1].shortfall}")
    expect(page.get_by_text(VERDICTS)).to_be_visible()
    settled(page)
    tab_to(page, 'details:has([data-testid="stForm"]) > summary')
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep the verdict")).to_be_visible()
    settled(page)
    tab_to(page, 'input[role="combobox"][aria-label*="Your verdict"]')  # from the top, if a redraw dropped the focus
    page.keyboard.type("Borne out")
    unfold(page, page.locator("input:focus"))
    page.keyboard.press("Enter")
    expect(page.locator("input:focus")).to_have_value(re.compile("^Borne out"))
    tab_to(page, 'input[aria-label="What it rests on"]')
    page.keyboard.type("I went there")
    tab_to(page, 'details:has([data-testid="stForm"]) input[aria-label="Your name"]')
    page.keyboard.type("Una Frost")
    page.keyboard.press("Enter")
    note = page.get_by_role("note").filter(has_text="Verdict by Una Frost")
    expect(note).to_contain_text("borne out. I went there")
    expect(page.locator("ol.gs-log > li")).to_have_count(1)


def test_without_a_name_the_form_says_so_and_nothing_is_kept(page, app):
    form = opened(page, app, app[1].progress, VERDICTS)
    choose(page, form, re.compile("^Contradicted"))
    form.get_by_role("textbox", name="What it rests on").fill("the survey")
    form.get_by_role("button", name="Keep the verdict").click()
    expect(page.get_by_role("alert")).to_contain_text("bears the name")
    expect(page.get_by_text("No one has given one yet")).to_be_visible()


def test_the_forms_fit_a_phone(phone, app):
    opened(phone, app, app[1].newer, VERDICTS)
    phone.get_by_text(PASSAGE).first.click()
    expect(phone.get_by_role("button", name="Keep the judgement").first).to_be_visible()
    settled(phone)
    assert sideways(phone) <= 0


MISSED = "Add a passage that was missed"


def test_a_missed_passage_is_added_by_keyboard(page, app):
    page.goto(f"{app[0]}/statement?id={app[1].pledge}")
    expect(page.get_by_text(MISSED)).to_be_visible()
    settled(page)
    tab_to(page, f'details:has(input[aria-label="{WORDS}"]) > summary', most=100)
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name=WORDS)).to_be_visible()
    tab_to(page, f'input[aria-label="{WORDS}"]')
    page.keyboard.type("used as a store")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 passage, best first")).to_be_visible()
    settled(page)
    tab_to(page, 'input[role="combobox"][aria-label*="What it says of the statement"]', most=100)
    page.keyboard.type("Late")
    unfold(page, page.locator("input:focus"))
    page.keyboard.press("Enter")
    expect(page.locator("input:focus")).to_have_value(re.compile("^Late or not done"))
    tab_to(page, f'details:has(input[aria-label="{WORDS}"]) input[aria-label="Your name"]')
    page.keyboard.type("Una Frost")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"^Found by Una Frost, \d+ \w+ \d{4}$"))).to_be_visible()


def test_a_passage_that_is_offered_fits_a_phone(phone, app):
    phone.goto(f"{app[0]}/statement?id={app[1].pledge}")
    expect(phone.get_by_text(MISSED)).to_be_visible()
    settled(phone)
    phone.get_by_text(MISSED).click()
    phone.get_by_role("textbox", name=WORDS).fill("Survey of branches")
    phone.get_by_role("textbox", name=WORDS).press("Enter")
    expect(phone.get_by_role("button", name="Add the passage")).to_be_visible()
    settled(phone)
    assert sideways(phone) <= 0
