"""What every test in a real browser needs: a page that asks nobody outside, waiting, keys, lists."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

PATIENCE = 60_000  # milliseconds: the first search loads the model


def watched(browser: Browser, width: int, height: int) -> Iterator[Page]:
    """Open a page. Whatever a test does on it, nothing outside this machine may be asked for, and nothing may act."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    asked: list[str] = []
    alarms: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("websocket", lambda socket: asked.append(socket.url))
    opened.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    yield opened
    context.close()
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
    assert alarms == []


def settled(page: Page) -> None:
    """Wait until the screen is drawn and nothing runs."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator('[data-testid="stApp"]')).to_have_attribute("data-test-script-state", "notRunning")


def tab_to(page: Page, wanted: str, *, most: int = 60) -> None:
    """Press Tab until what has the focus fits a CSS selector."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"{most} times Tab did not reach {wanted}")


def unfold(page: Page, box: Locator) -> None:
    """Open a list with the arrow key, again if need be: it closes while the page still moves."""
    for _ in range(40):
        box.press("ArrowDown")
        page.wait_for_timeout(250)
        if page.get_by_role("option").count():
            return
    pytest.fail("the list stays closed")


def sideways(page: Page) -> int:
    """How many pixels of the screen lie to the right of what is seen."""
    boxes = "[document.documentElement, document.querySelector('.stMain')]"
    wide: int = page.evaluate(f"Math.max(...{boxes}.map(box => box.scrollWidth - box.clientWidth))")
    return wide
