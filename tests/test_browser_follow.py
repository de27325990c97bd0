"""A parent's way through the app on the sample: find a promise, follow it, understand the words, keep the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from in_browser import settled, sideways, tab_to
from playwright.sync_api import Browser, Page, expect

from greenshoots import demo, serve
from greenshoots.follow import ids_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[str]:
    """Address of the app on the sample."""
    home = tmp_path_factory.mktemp("browser-follow")
    demo.build(home)
    with serve.running(home, port=0) as (_, address):
        yield address


def follow(page: Page, app: str, words: str) -> None:
    """Find a promise by words and follow the first that is offered."""
    box = page.get_by_role("textbox", name="What is it about?")
    box.fill(words)
    box.press("Enter")
    page.get_by_role("link", name="Follow this pledge").first.click()
    expect(page.get_by_role("heading", name=re.compile("Promise 1 of"))).to_be_visible()
    settled(page)


@pytest.fixture(params=["phone", "page"])
def one(request) -> Page:
    return request.getfixturevalue(request.param)


def test_a_promise_is_found_followed_and_understood(one, app, tmp_path):
    one.goto(f"{app}/follow")
    settled(one)
    follow(one, app, "named caseworker by 30 June 2025")
    for heading in ("Who said it", "By when", "What has been said since"):
        expect(one.get_by_role("heading", level=3, name=heading, exact=True).first).to_be_visible()
    assert sideways(one) <= 0
    one.screenshot(path=tmp_path / "follow.png", full_page=True)
    assert (tmp_path / "follow.png").stat().st_size > 10_000


def test_large_type_on_a_phone(phone, app):
    phone.goto(f"{app}/follow")
    settled(phone)
    follow(phone, app, "caseworkers")
    sizes = phone.locator(".gs-follow p:not(.gs-soft):not(.gs-stop)").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert sizes
    assert min(sizes) >= 18


def test_a_term_is_explained_on_a_tap_and_by_keyboard(phone, page, app):
    for seen in (phone, page):
        seen.goto(f"{app}/follow")
        settled(seen)
        follow(seen, app, "caseworkers")
    tip = phone.get_by_role("tooltip").first
    expect(phone.locator(".gs-tip").first).to_be_hidden()
    phone.locator(".gs-term button").first.click()
    expect(tip).to_be_visible()
    box = tip.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    tab_to(page, ".gs-term button")
    expect(page.get_by_role("tooltip").first).to_be_visible()


def test_a_second_promise_joins_and_the_address_is_the_list(page, phone, app):
    page.goto(f"{app}/follow")
    settled(page)
    follow(page, app, "caseworkers")
    follow(page, app, "telephone line for families")
    assert len(ids_in(page.url.replace("%2C", ","))) == 2
    phone.goto(page.url.partition("&")[0])
    settled(phone)
    expect(phone.get_by_role("heading", name="Promise 2 of 2")).to_be_visible()


def test_the_list_is_saved_as_a_file_and_opened_again(page, app, tmp_path):
    page.goto(f"{app}/follow")
    settled(page)
    follow(page, app, "caseworkers")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Save the list as a file").click()
    saved: Path = tmp_path / "followed.txt"
    loading.value.save_as(saved)
    assert ids_in(saved.read_text(encoding="utf-8")) == ids_in(page.url)
    page.goto(f"{app}/follow?ids=")
    settled(page)
    page.get_by_text("Open a list that you saved").click()
    page.locator('input[type="file"]').set_input_files(saved)
    page.get_by_role("link", name="Show this list: 1 promise").click()
    expect(page.get_by_role("heading", name="Promise 1 of 1")).to_be_visible()


def test_the_ledger_leads_to_following(page, app):
    page.goto(f"{app}/ledger")
    settled(page)
    page.get_by_role("link", name="Follow this pledge").first.click()
    expect(page.get_by_role("heading", name="Promise 1 of 1")).to_be_visible()


def test_a_person_is_found_and_claims_stand_beside_what_came_after(one, app):
    one.goto(f"{app}/people")
    settled(one)
    box = one.get_by_role("textbox", name="Find a person or a body")
    box.fill("Marchbanks director")
    box.press("Enter")
    one.get_by_role("link", name="Helen Marchbanks").first.click()
    expect(one.get_by_role("heading", level=1, name="Helen Marchbanks")).to_be_visible()
    settled(one)
    expect(one.get_by_role("heading", name="What came after").first).to_be_visible()
    expect(one.get_by_text("Others of this name.")).to_be_visible()
    assert sideways(one) <= 0


def test_what_came_after_is_looked_for_on_demand(page, app):
    page.goto(f"{app}/people?person=Helen+Marchbanks&body=Pellbourne+Council")
    settled(page)
    button = page.get_by_role("button", name=re.compile("Look for what came after"))
    button.click()
    expect(button).to_have_count(0)


@pytest.mark.parametrize("screen", ["follow", "people", "people?of=Pellbourne+Council"])
def test_dark_and_wide_show_the_same(browser: Browser, app, screen):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="dark", locale="en-GB")
    page = context.new_page()
    page.goto(f"{app}/{screen}")
    settled(page)
    assert sideways(page) <= 0
    context.close()
