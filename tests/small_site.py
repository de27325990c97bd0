"""A small web site on this machine that answers as it is told, and misbehaves on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from ingest.fetch import Visitor

Answer = tuple[int, dict[str, str], bytes]
PAGE = b"<p>We will reopen the steps.</p>"


class Site:
    """A small web site: each path has its answers, the last of which is given again."""

    def __init__(self, port: int) -> None:
        self.at = f"http://127.0.0.1:{port}"
        self.port = port
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.heads: list[Message] = []
        self.odd: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}

    def says(self, path: str, status: int = 200, data: bytes = PAGE, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.setdefault(path, []).append((status, {"Content-Type": "text/html"} | named, data))
        return self.at + path

    def misbehaves(self, path: str, how: Callable[[BaseHTTPRequestHandler], None]) -> str:
        """Leave the whole answer to ``how``, which may write what it likes."""
        self.odd[path] = how
        return self.at + path

    def last_head(self) -> Message:
        """The headers of the last request."""
        return self.heads[-1]

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def answer(self, path: str, agent: str | None) -> Answer:
        self.asked.append((path, agent))
        waiting = self.answers.get(path) or [(404, {}, b"")]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a site on this machine as long as somebody is looking."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.heads.append(self.headers)
            if self.path in made.odd:
                made.asked.append((self.path, self.headers["User-Agent"]))
                with suppress(OSError):  # the visitor has gone
                    made.odd[self.path](self)
                return
            status, headers, data = made.answer(self.path, self.headers["User-Agent"])
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(data))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made = Site(server.server_address[1])
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@contextmanager
def visiting(clock: Clock) -> Iterator[Callable[..., Visitor]]:
    """Make visitors who may go to this machine and do not really wait; each hangs up at the end."""
    made: list[Visitor] = []

    def make(**settings) -> Visitor:
        usual = {"named": frozenset({"127.0.0.1"}), "pace": 0.0, "clock": clock, "sleep": clock.sleep}
        made.append(Visitor(**(usual | settings)))
        return made[-1]

    yield make
    for visitor in made:
        visitor.__exit__(None, None, None)
