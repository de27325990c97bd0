"""The server of the app: this machine only, the next free port, gone when the command ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from contextlib import closing

import pytest

from greenshoots import serve
from greenshoots.errors import GreenShootsError, UsageError


@pytest.fixture
def taken():
    """A port of this machine on which somebody else listens."""
    with socket.create_server((serve.HOST, 0)) as server:
        yield server.getsockname()[1]


def test_a_port_that_is_taken_is_not_free(taken):
    assert not serve.is_free(taken)


def test_a_port_that_is_taken_is_refused_with_what_to_do(taken, home):
    with pytest.raises(UsageError, match=f"Port {taken} is taken.*--port"):
        serve.serve(home, port=taken, open_browser=False)


def test_nothing_is_healthy_where_nobody_answers():
    with socket.create_server((serve.HOST, 0)) as server:
        port = server.getsockname()[1]
    assert not serve.is_healthy(port)


def test_the_default_port_gives_way_to_the_next(monkeypatch, home):
    asked = []
    monkeypatch.setattr(serve, "is_free", lambda port: port > serve.FIRST_PORT + 1)
    monkeypatch.setattr(serve, "_launch", lambda home, port, review: asked.append(port) or _Server())
    monkeypatch.setattr(serve, "_answers", lambda server, port: True)
    told = []
    serve.serve(home, open_browser=False, exit_after_start=True, say=told.append)
    assert asked == [serve.FIRST_PORT + 2]
    assert told == [f"Green Shoots is at http://127.0.0.1:{serve.FIRST_PORT + 2}"]


def test_a_server_that_ends_at_once_is_an_error_of_ours(monkeypatch, home):
    ended = [sys.executable, "-c", "raise SystemExit(3)"]
    monkeypatch.setattr(serve, "_launch", lambda home, port, review: subprocess.Popen(ended))
    with pytest.raises(GreenShootsError, match="did not start"):
        serve.serve(home, port=0, open_browser=False)


def test_a_server_that_never_answers_is_ended(monkeypatch, home):
    server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(serve, "_launch", lambda home, port, review: server)
    monkeypatch.setattr(serve, "START_LIMIT", 0.2)
    with pytest.raises(GreenShootsError, match="did not answer"):
        serve.serve(home, port=0, open_browser=False)
    assert server.returncode is not None


def test_without_a_screen_no_browser_is_opened(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not serve.has_screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert serve.has_screen()


def test_no_colour_pair_of_the_theme_is_too_faint():
    for theme in ("light", "dark"):
        ground = [serve.OPTIONS[f"theme.{theme}.{name}"] for name in ("backgroundColor", "secondaryBackgroundColor")]
        ink = [serve.OPTIONS[f"theme.{theme}.{name}"] for name in ("textColor", "linkColor", "primaryColor")]
        assert min(contrast(a, b) for a in ground for b in ink) >= 4.5


@pytest.mark.slow
def test_the_app_starts_says_where_it_is_and_leaves_nothing_behind(home):
    with serve.running(home, port=0) as (server, address):
        port = int(address.rpartition(":")[2])
        assert serve.is_healthy(port)
        assert _addresses_listened_on(port) == {"127.0.0.1"}
    assert server.returncode is not None
    assert serve.is_free(port)


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_kill_end_it_quietly(sign, home):
    code = f"from pathlib import Path; from greenshoots import serve; serve.serve(Path({str(home)!r}), port=0)"
    command = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    told = command.stdout.readline()
    assert told.startswith("Green Shoots is at http://127.0.0.1:")
    command.send_signal(sign)
    out, errors = command.communicate(timeout=30)
    assert (out, errors, command.returncode) == ("", "", 0)
    assert serve.is_free(int(told.rpartition(":")[2]))


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2 counts it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _addresses_listened_on(port: int) -> set[str]:
    """Which of this machine's addresses answer on a port: the loopback one, and the others that it has."""
    own = {info[4][0] for info in socket.getaddrinfo("localhost", None, socket.AF_INET)} | {"127.0.0.1", "127.0.0.2"}
    return {address for address in own if _connects(address, port)}


def _connects(address: str, port: int) -> bool:
    with closing(socket.socket()) as client:
        client.settimeout(2)
        return client.connect_ex((address, port)) == 0


class _Server:
    """A process that is always there and does nothing."""

    def terminate(self) -> None: ...

    def wait(self, limit: float | None = None) -> int:
        return 0
