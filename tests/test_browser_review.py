"""Reviewing, adding and the first visit in a real browser: by key, by button, on a phone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from in_browser import settled, sideways, tab_to
from playwright.sync_api import Page, expect

from greenshoots import demo, pipeline, serve

pytestmark = [pytest.mark.slow, pytest.mark.browser]

MINUTES = (
    "Kerb Council, 4 June 2024\n\nCouncillor Ida Penn said that the Council will sweep the lay-by by 31 July 2024.\n"
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """Address of the app on the sample, opened by its one user to review, and the library's folder."""
    home = tmp_path_factory.mktemp("reviewing")
    demo.build(home)
    with serve.running(home, port=0, review=True) as (_, address):
        yield address, home


@pytest.fixture
def empty(home) -> Iterator[str]:
    """Address of the app on an empty library."""
    with serve.running(home, port=0) as (_, address):
        yield address


def photograph(page: Page, name: str) -> None:
    """Keep a picture of a screen where somebody wants to look at it: in the folder ``GREENSHOOTS_SHOTS``."""
    folder = os.environ.get("GREENSHOOTS_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def review(page: Page, address: str, *, name: str = "Una Frost") -> None:
    page.goto(f"{address}/review")
    settled(page)
    tab_to(page, 'input[aria-label="Your name"]')
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"You judge as {name}.")).to_be_visible()
    settled(page)
    page.evaluate("document.activeElement.blur()")


def why(page: Page) -> str:
    return page.locator("article").first.inner_text()


def press(page: Page, key: str, told: str | re.Pattern[str]) -> None:
    page.keyboard.press(key)
    expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
    settled(page)


def test_the_queue_is_gone_through_by_keys_alone(page, sample):
    address, home = sample
    review(page, address)
    first = why(page)
    photograph(page, "review-desktop")
    press(page, "y", "Accepted by Una Frost")
    assert why(page) != first
    press(page, "u", "Taken back")
    assert why(page) == first
    press(page, "n", "Rejected by Una Frost")
    press(page, "s", "Skipped")
    with pipeline.library(home) as library:
        said = [link.judgement for _, link in library.store.judgements()]
    assert [(one.accepted, one.takes_back) for one in said] == [(True, False), (False, True), (False, False)]


def test_a_letter_typed_into_a_box_is_no_key(page, sample):
    review(page, sample[0], name="Ny Syne")
    page.get_by_text("Give a reason, or turn the keys off").click()
    box = page.get_by_role("textbox", name="Why (not required)")
    first = why(page)
    box.click()
    page.keyboard.type("yes, nusy")
    settled(page)
    assert why(page) == first
    expect(box).to_have_value("yes, nusy")


def test_a_name_is_corrected_by_keyboard(page, sample):
    review(page, sample[0])
    page.get_by_text(re.compile("^Names: ")).click()
    expect(page.get_by_role("heading", name=re.compile("^Name · "))).to_be_visible()
    settled(page)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Keep the correction")).to_be_visible()
    settled(page)
    photograph(page, "review-correct")
    tab_to(page, 'input[role="combobox"][aria-label*="Whose words"]', most=80)
    page.keyboard.type("Ida Penn")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep the correction").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Corrected by Una Frost")).to_be_visible()
    with pipeline.library(sample[1]) as library:
        assert library.store.corrections()[-1].speaker == "Ida Penn"


def test_the_review_fits_a_phone(phone, sample):
    review(phone, sample[0])
    photograph(phone, "review-phone")
    assert sideways(phone) <= 0
    phone.get_by_role("button", name=re.compile("Accept")).click()
    expect(phone.get_by_role("status").filter(has_text="Accepted by Una Frost")).to_be_visible()


@pytest.mark.parametrize("screen", ["review", "sources", "about"])
def test_no_screen_scrolls_sideways_on_a_phone(phone, sample, screen):
    phone.goto(f"{sample[0]}/{screen}")
    settled(phone)
    photograph(phone, f"{screen}-phone-plain")
    assert sideways(phone) <= 0


def test_a_first_visitor_loads_the_sample_looks_and_takes_it_out_again(page, empty, home):
    page.goto(empty)
    expect(page.get_by_text("No record is covered yet.")).to_be_visible()
    photograph(page, "first-visit")
    page.get_by_role("button", name="Load the sample").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    photograph(page, "loading")
    expect(page.get_by_role("heading", name="Newest statements")).to_be_visible(timeout=240_000)
    expect(page.get_by_text("Sample records:")).to_be_visible()
    page.goto(f"{empty}/sources")
    expect(page.get_by_text("This library holds the fictional sample.")).to_be_visible()
    settled(page)
    page.get_by_text("Take the sample out and begin with your own").click()
    page.get_by_role("button", name="Take the sample out").click()
    expect(page.get_by_role("button", name="Add it")).to_be_visible()
    assert not (home / "NOTICE.txt").exists()
    assert not demo.is_sample(home)


def test_files_are_uploaded_and_a_folder_is_stopped_and_gone_on_with(page, empty, home, tmp_path):
    page.goto(f"{empty}/sources")
    expect(page.get_by_role("button", name="Add the files")).to_be_visible()
    settled(page)
    page.locator('input[type="file"]').set_input_files(
        [{"name": "minutes.txt", "mimeType": "text/plain", "buffer": MINUTES.encode()}]
    )
    expect(page.get_by_text("minutes.txt")).to_be_visible()
    page.get_by_role("button", name="Add the files").click()
    expect(page.get_by_text(re.compile("Done: 1 new document with 1 statement"))).to_be_visible(timeout=120_000)
    photograph(page, "added")
    page.get_by_role("button", name="Put this away").click()
    expect(page.get_by_role("button", name="Put this away")).to_have_count(0)
    settled(page)
    folder = tmp_path / "many"
    folder.mkdir()
    for at in range(400):
        (folder / f"{at}.txt").write_text(f"{MINUTES.replace('4 June', f'{at % 28 + 1} June')}Item {at}.\n")
    box = page.get_by_label(re.compile("^Web address"))
    if not box.is_visible():
        page.get_by_text("Add a council, a feed, a page, a folder or a file").click()
    box.fill(str(folder))
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text(re.compile(r"Reading the records: [1-9]\d* of 400"))).to_be_visible(timeout=120_000)
    photograph(page, "adding")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("What was finished is kept")).to_be_visible(timeout=120_000)
    with pipeline.library(home) as library:
        assert 1 < library.store.coverage().documents < 401
        assert pipeline.check(library) == []


def test_a_local_app_is_read_only(page, empty):
    page.goto(f"{empty}/review")
    expect(page.get_by_text("greenshoots app --review")).to_be_visible()
    photograph(page, "read-only")
    assert page.get_by_role("button", name="Accept").count() == 0
