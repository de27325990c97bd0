"""Adding sources while an app stays usable: in a process of its own, told line by line, stopped without harm.

``Adding`` is the app's end of it, ``greenshoots.adding_process`` the other. What is stopped keeps what was finished:
each document is stored in a transaction of its own, and the next round goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Literal

from greenshoots import settings
from greenshoots.errors import UsageError
from greenshoots.records import content_id

What = Literal["add", "update", "sample", "index"]
State = Literal["running", "stopping", "done", "stopped", "failed"]
STOP_LIMIT = 20.0  # seconds without a word until what was to stop is killed (guess: a request may take that long)
MOST_FAILURES = 200  # failures told on the screen; all are kept in the store
MODULE = "greenshoots.adding_process"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be added: sources as for ``greenshoots add``, all that is followed, the sample, or only the index."""

    what: What
    sources: tuple[str, ...] = ()
    committee: str | None = None
    since: str | None = None  # YYYY-MM-DD
    about: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Adding:
    """One round in a process of its own. ``stage``, ``done`` and ``total``: how far it has come."""

    def __init__(self, home: Path, order: Order) -> None:
        self.order = order
        self.state: State = "running"
        self.stage, self.done, self.total = "Starting", 0, None
        self.failures: deque[str] = deque(maxlen=MOST_FAILURES)
        self.alarms: list[str] = []
        self.outcome: dict[str, Any] = {}
        self.error = ""
        self._heard = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"GREENSHOOTS_HOME": str(home), "PYTHONIOENCODING": "utf-8"},
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._tell(json.dumps(asdict(order)))
        self._listener.start()

    @property
    def is_over(self) -> bool:
        """Whether nothing runs any more."""
        return self.state in ("done", "stopped", "failed")

    def stop(self) -> None:
        """Ask it to stop after what it is at; one that does not is ended. What was finished is kept."""
        if self.state != "running":
            return
        self.state, self._heard = "stopping", time.monotonic()
        self._tell("stop")
        threading.Thread(target=self._end, daemon=True).start()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it is over."""
        self._listener.join(seconds)

    def _tell(self, line: str) -> None:
        pipe: IO[str] | None = self._process.stdin
        if pipe:
            with suppress(OSError, ValueError):  # it is over already
                pipe.write(line + "\n")
                pipe.flush()

    def _end(self) -> None:
        """Wait for the end; kill what says nothing for too long, but let it bring the index up to date."""
        while self._process.poll() is None:
            if time.monotonic() - self._heard > STOP_LIMIT:
                _kill(self._process)
                return
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)

    def _listen(self) -> None:
        lines: IO[str] | None = self._process.stdout
        for line in lines or ():
            with suppress(ValueError):  # a library that prints is not talking to us
                self._hear(json.loads(line))
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        if self.outcome:
            self.state = "done"
        elif self.state == "stopping":
            self.state = "stopped"
        else:
            self.error = self.error or f"It ended by itself (exit code {code}); what was finished is kept."
            self.state = "failed"

    def _hear(self, told: dict[str, Any]) -> None:
        self._heard = time.monotonic()
        match told:
            case {"stage": str(stage), "done": int(done), "total": total}:
                self.stage, self.done, self.total = stage, done, total
            case {"failed": str(message)}:
                self.failures.append(message)
            case {"alarm": str(message)}:
                self.alarms.append(message)
            case {"error": str(message)}:
                self.error = message
            case {"outcome": dict(outcome)}:
                self.outcome = outcome


def _kill(process: subprocess.Popen[str]) -> None:
    """End a process and those that it started: the store takes no harm, half a transaction is none."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


_running: dict[Path, Adding] = {}
_starting = threading.Lock()


def current(home: Path | None = None) -> Adding | None:
    """The round that runs on a library, or the last one that did, ``None`` if this process began none."""
    return _running.get((home or settings.home()).resolve())


def begin(order: Order, home: Path | None = None) -> Adding:
    """Begin a round. Raises ``UsageError`` while another one runs: a library has one writer at a time."""
    place = (home or settings.home()).resolve()
    with _starting:
        before = _running.get(place)
        if before and not before.is_over:
            raise UsageError("Something is being added already", next_step="Wait for it, or stop it first")
        place.mkdir(parents=True, exist_ok=True)
        _running[place] = Adding(place, order)
        return _running[place]


def forget(home: Path | None = None) -> None:
    """Let what a finished round told go."""
    place = (home or settings.home()).resolve()
    with _starting:
        if (told := _running.get(place)) and told.is_over:
            del _running[place]


# What is typed and uploaded


def order_of(
    typed: str, *, committee: str = "", since: date | None = None, about: str = "", places: str = "", web_only: bool
) -> Order:
    """Make an order of what somebody typed: a web address, or a folder or file of this machine.

    Words and places with commas between. ``web_only``: nothing of this machine may be read. Raises ``UsageError``
    with what to do.
    """
    from ingest.hosts import is_literal, web_address
    from ingest.permission import host_of

    typed = typed.strip()
    if not typed:
        raise UsageError("Nothing was typed", next_step="Give a web address, for example democracy.example.gov.uk")
    narrowed = committee.strip() or None, since.isoformat() if since else None, _several(about), _several(places)
    path = Path(typed).expanduser()
    if path.exists() and (path.is_absolute() or typed.startswith("~")) and not web_only:
        if any(narrowed):
            raise UsageError("A folder or file is added whole", next_step="Leave the other boxes empty")
        return Order("add", (str(path),))
    if web_only and is_literal(host_of(web_address(typed))):
        raise UsageError("This is a machine of the private network", next_step="Give an address of the public web")
    if any(mark.isspace() for mark in typed) or "." not in typed or typed.startswith(("/", "~", "\\")):
        raise UsageError(
            f"{typed!r} is neither a web address nor a folder or file that is there",
            next_step="Type it as in the browser’s address line, or give the whole path from / on",
        )
    return Order("add", (web_address(typed),), *narrowed)


def _several(words: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in words.split(","))))


def keep_uploads(files: Sequence[tuple[str, bytes]], home: Path | None = None) -> Order:
    """Keep uploaded files, each name with its bytes, in the library's folder, and make an order of them.

    A folder is named by the bytes in it, so that two files of one name stay two, and one uploaded again is the same.
    """
    kept = []
    for name, data in files:
        folder = (home or settings.home()) / "uploads" / content_id("u", name, hashlib.sha256(data).hexdigest())
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / _plain_name(name)
        path.write_bytes(data)
        kept.append(str(path))
    if not kept:
        raise UsageError("No file was chosen", next_step="Choose one or more")
    return Order("add", tuple(kept))


def _plain_name(name: str) -> str:
    """A name that can lead nowhere else and hides nothing: its last part, of letters, digits and a few marks."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(mark if mark.isalnum() or mark in " ._()-" else "_" for mark in last).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    return f"{(stem if dot else plain)[:100] or 'upload'}{dot + suffix[:10] if dot else ''}"
