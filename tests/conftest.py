"""What every test gets: a home of its own, no network but this machine's, a Chromium where one is marked for."""

from __future__ import annotations

import importlib.util
import ipaddress
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]

# Two shared processors make any deadline a coin toss, so there is none; CI draws the same examples every time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)


class OutsideNetworkError(RuntimeError):
    """A test reached for a host outside this machine. Not an ``OSError``, so that no code takes it for a dead link."""


def load_run() -> ModuleType:
    """Load ``run.py`` afresh: it belongs to the checkout, not to the package."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUN = load_run()
settings.load_profile("ci" if RUN.in_ci() else "here")


def is_this_machine(host: str | bytes | None) -> bool:
    """Whether a host name or address means this machine; ``None`` and the empty name mean any address of it."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def refuse_outside(host: str | bytes | None) -> None:
    """Raise ``OutsideNetworkError`` for every host but this machine."""
    if not is_this_machine(host):
        raise OutsideNetworkError(f"a test reached for {host!r}; serve what it needs from 127.0.0.1")


@pytest.fixture(scope="session", autouse=True)
def no_outside_network() -> Iterator[None]:
    """Block connections and name look-ups that leave this machine; sockets that are files go through."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def checked(sock: socket.socket, address: object) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            refuse_outside(address[0])

    def guarded_connect(sock: socket.socket, address: object) -> None:
        checked(sock, address)
        connect(sock, address)

    def guarded_connect_ex(sock: socket.socket, address: object) -> int:
        checked(sock, address)
        return connect_ex(sock, address)

    def guarded_look_up(host: str | bytes | None, *args: object, **kwargs: object) -> object:
        refuse_outside(host)
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home for what module and session fixtures make: never the developer's own."""
    home = tmp_path_factory.mktemp("shared-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GREENSHOOTS_HOME", str(home))
        yield home


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for each test, not yet made. A test that shares one sets ``GREENSHOOTS_HOME`` itself."""
    chosen = tmp_path / "greenshoots-home"
    monkeypatch.setenv("GREENSHOOTS_HOME", str(chosen))
    return chosen


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium: ``GREENSHOOTS_CHROMIUM``, else the one that ``run.py`` finds. For ``browser`` tests."""
    found: str | None = RUN.chromium()
    return found or pytest.fail("mark the tests that use this with 'browser'", pytrace=False)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium of its own for each file of browser tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page of a desktop."""
    from in_browser import watched

    yield from watched(browser, 1280, 900)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """The same on a phone."""
    from in_browser import watched

    yield from watched(browser, 390, 844)


@pytest.fixture(autouse=True)
def same_main() -> Iterator[None]:
    """Put ``__main__`` back: a screen under test takes its place, and new processes begin by running it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a browser test a second chance: a busy machine may drop a key press. What is broken fails twice."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without a Chromium a browser test is skipped aloud; in CI, where nothing may be skipped, it fails."""
    if item.get_closest_marker("browser") is None or RUN.chromium() is not None:
        return
    if RUN.in_ci():
        pytest.fail("no Chromium, and this is CI: install chromium", pytrace=False)
    pytest.skip("no Chromium: install one, or name it in GREENSHOOTS_CHROMIUM")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in a line of its own that browser tests were left out, also where reasons are not listed."""
    left_out = [report for report in terminalreporter.stats.get("skipped", []) if "no Chromium" in str(report.longrepr)]
    if left_out:
        terminalreporter.write_line(f"NOT RUN: {len(left_out)} browser test(s), for want of a Chromium", yellow=True)


@pytest.fixture
def run() -> ModuleType:
    """``run.py``, loaded afresh, so that a test may change what it likes in it."""
    return load_run()


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
