"""The snapshot in a real browser: found by words, by keyboard and on a phone; no violation that axe-core knows."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from export_world import World, fill
from in_browser import tab_to
from playwright.sync_api import Page, expect

from greenshoots.cli import main

pytestmark = [pytest.mark.slow, pytest.mark.browser]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *told: object) -> None:
        pass


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[tuple[World, Path]]:
    """A small library and its site, written once."""
    home = tmp_path_factory.mktemp("site-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GREENSHOOTS_HOME", str(home))
        made = fill(home, patch)
        folder = home / "site"
        names = (made.ids.pledge, made.ids.undated, made.hostile, made.long, made.public)
        assert CliRunner().invoke(main, ["export", "--site", str(folder), *names]).exit_code == 0
        yield made, folder


@pytest.fixture(scope="module")
def site(world) -> Iterator[str]:
    """Its address."""
    handler = functools.partial(Quiet, directory=str(world[1]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def cards(page: Page) -> int:
    return page.locator("#pledges > li:visible").count()


def sideways(page: Page) -> int:
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def test_words_narrow_the_list_by_keyboard_alone(page, site):
    page.goto(site)
    assert cards(page) == 5
    tab_to(page, "#words", most=6)
    page.keyboard.type("LIBRARY reopened")  # "reopened" stands in what was said later
    expect(page.get_by_role("status")).to_have_text("1 of 5 have all these words.")
    assert cards(page) == 1
    tab_to(page, "#pledges h3 a", most=4)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Marsh, 8 March 2023")


def test_the_words_stand_in_the_address(page, phone, site):
    page.goto(site)
    page.get_by_role("searchbox").fill("volunteers’ & 50% #1")
    page.get_by_role("searchbox").fill("volunteers 100%")
    phone.goto(page.evaluate("location.href"))
    expect(phone.get_by_role("searchbox")).to_have_value("volunteers 100%")
    phone.get_by_role("searchbox").fill("volunteers")
    assert cards(phone) == 1


def test_without_script_the_list_is_whole_and_no_box_is_shown(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    expect(page.locator("#find")).to_be_hidden()
    expect(page.locator("#pledges > li")).to_have_count(5)
    page.get_by_role("link", name="Ada Marsh, 8 March 2023").click()
    expect(page.get_by_role("heading", name="What was searched")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_has_a_violation_that_axe_knows(page, world, site, tmp_path, scheme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for path in sorted(world[1].rglob("*.html")):
        page.goto(f"{site}/{path.relative_to(world[1]).as_posix()}")
        page.screenshot(path=tmp_path / f"{path.stem}-{width}-{scheme}.png")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert sideways(page) <= 0
    page.goto(site)
    page.get_by_role("searchbox").fill("nothing has this")
    assert cards(page) == 0
    assert Axe().run(page).violations_count == 0


def test_axe_finds_what_is_wrong(page, site):
    page.goto(site)
    page.evaluate("document.querySelector('label').remove()")
    assert "label" in [one["id"] for one in Axe().run(page).response["violations"]]


def test_the_first_link_skips_to_the_list(page, site):
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the list")).to_be_in_viewport()


def test_in_print_there_is_no_search_box(page, site):
    page.goto(site)
    page.emulate_media(media="print")
    expect(page.locator("#find")).to_be_hidden()
    expect(page.locator("#pledges > li").first).to_be_visible()
