"""Starts the app's server for this machine only, says where it is, and ends it with the command."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from greenshoots import settings
from greenshoots.errors import GreenShootsError, UsageError

HOST = "127.0.0.1"
FIRST_PORT = 8501  # Streamlit's own
PORTS_TRIED = 50  # guess: nobody has more apps open
START_LIMIT = 120.0  # seconds; guess: a cold start on a slow disk takes 20
STOP_LIMIT = 10.0  # seconds until a server that does not end by itself is killed (guess)

# Nothing is loaded from outside, nothing is sent there, nothing waits for an answer. Fonts are those that come with
# Streamlit. Contrast of text on its ground is at least 4.5:1, in the light and in the dark theme.
OPTIONS = {
    "server.headless": "true",
    "server.showEmailPrompt": "false",
    "server.address": HOST,
    "server.fileWatcherType": "none",
    "server.runOnSave": "false",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": HOST,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "global.developmentMode": "false",
    "logger.level": "warning",
    "logger.enableRich": "false",
    "logger.hideWelcomeMessage": "true",
    "theme.font": "sans-serif",
    "theme.headingFont": "serif",
    "theme.baseRadius": "small",
    "theme.linkUnderline": "true",
    "theme.light.primaryColor": "#1F6B4A",
    "theme.light.linkColor": "#1B5E41",
    "theme.light.backgroundColor": "#FDFCF9",
    "theme.light.secondaryBackgroundColor": "#F3F1EA",
    "theme.light.textColor": "#1E2622",
    "theme.light.borderColor": "#D9D5C9",
    "theme.dark.primaryColor": "#86C9A6",
    "theme.dark.linkColor": "#9BD7B8",
    "theme.dark.backgroundColor": "#151917",
    "theme.dark.secondaryBackgroundColor": "#1F2522",
    "theme.dark.textColor": "#ECEAE2",
    "theme.dark.borderColor": "#3B443F",
}


def serve(
    home: Path,
    *,
    port: int | None = None,
    review: bool = False,
    open_browser: bool = True,
    exit_after_start: bool = False,
    say: Callable[[str], object] = click.echo,
) -> None:
    """Open the app on the library in ``home`` and stay until Ctrl-C or the server's end.

    ``port``: ``None`` takes 8501 or the next that is free, 0 any free one. ``review``: the user of this machine may
    judge; else the app is read-only.
    ``exit_after_start``: leave as soon as the app answers. Raises ``UsageError`` if the
    port asked for is taken, ``GreenShootsError`` if the server does not start or fails.
    """
    try:
        with running(home, port=port, review=review) as (server, address):
            say(f"Green Shoots is at {address}")
            if exit_after_start:
                return
            if open_browser and has_screen():
                webbrowser.open(address)
            if server.wait() != 0:
                raise _failed("The app's server ended by itself")
    except KeyboardInterrupt:
        return


@contextmanager
def running(
    home: Path, *, port: int | None = None, review: bool = False
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Start the server, wait until it answers, and end it on leaving. Yields its process and address."""
    with _ended_by_termination():
        server, address = _start(home, port, review)
        try:
            yield server, address
        finally:
            _stop(server)


def _start(home: Path, port: int | None, review: bool) -> tuple[subprocess.Popen[bytes], str]:
    """Start on the first port that is free, and on the next where another program was quicker."""
    for chosen in _ports(port):
        server = _launch(home, chosen, review)
        try:
            if _answers(server, chosen):
                return server, f"http://{HOST}:{chosen}"
        except BaseException:
            _stop(server)
            raise
        if is_free(chosen):
            raise _failed("The app's server did not start")
    if port:
        raise UsageError(
            f"Port {port} is taken",
            cause="Another program, perhaps another Green Shoots, listens there",
            next_step="Choose another, or leave --port out to take the next that is free",
        )
    raise _failed(f"No port from {FIRST_PORT} on is free")


def _ports(port: int | None) -> Iterator[int]:
    if port == 0:
        with socket.create_server((HOST, 0)) as taken:
            chosen: int = taken.getsockname()[1]
        yield chosen
        return
    candidates = [port] if port else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    yield from filter(is_free, candidates)


def is_free(port: int) -> bool:
    """Whether nothing on this machine listens on a port."""
    try:
        with socket.create_server((HOST, port)):
            return True
    except OSError:
        return False


def _launch(home: Path, port: int, review: bool) -> subprocess.Popen[bytes]:
    options = [f"--{name}={value}" for name, value in (OPTIONS | {"server.port": str(port)}).items()]
    return subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(settings.app_file()), *options],
        env=os.environ | {"GREENSHOOTS_HOME": str(home), settings.REVIEW: str(int(review))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server answers; ``False`` if it ended instead. Raises ``GreenShootsError`` after the limit."""
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        if server.poll() is not None:
            return False
        if is_healthy(port):
            return True
        time.sleep(0.1)
    raise _failed(f"The app's server did not answer within {START_LIMIT:.0f} seconds")


def is_healthy(port: int) -> bool:
    """Whether the server on a port of this machine says that it is ready."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    with suppress(subprocess.TimeoutExpired):
        server.wait(STOP_LIMIT)
        return
    server.kill()
    server.wait()


@contextmanager
def _ended_by_termination() -> Iterator[None]:
    """Let ``kill`` end the command as Ctrl-C does, so that no server is left behind. Only a main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def has_screen() -> bool:
    """Whether a browser window can open; without a screen a text browser would take the terminal and wait."""
    has_own = sys.platform in ("darwin", "win32")
    return has_own or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _failed(what: str) -> GreenShootsError:
    return GreenShootsError(
        what,
        cause="The lines above may say why",
        next_step="Try again with another --port; if that fails, install again",
    )
