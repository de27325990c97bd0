"""A whole fictional ModernGov council on this machine, polite by default and as awkward as a test asks for.

``with simulated() as site:`` serves ``site.council`` at ``site.base``; what a test changes there is served at once.
``site.misbehave("mgAi.aspx?ID=9001", broken(500))`` answers requests whose path holds these words in another way.
"""

from __future__ import annotations

import hashlib
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from tests import simulator_pages as pages
from tests import simulator_service as service
from tests.simulator_pages import Council, small_council

SESSION = "/(S(q5w3kd45x2))"
LIST_SIZE = 15


@dataclass
class Answer:
    """``pieces``: sent one after the other instead of ``data``, without a length. ``stay``: say nothing at all."""

    status: int = 200
    data: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Iterator[bytes] | None = None
    stay: bool = False


Fault = Callable[[], Answer]


def broken(status: int = 500) -> Fault:
    return lambda: Answer(status, b"<h1>Server Error in '/' Application.</h1>")


def busy(seconds: int = 3) -> Fault:
    return lambda: Answer(429, b"Too many requests", {"Retry-After": str(seconds)})


def silent() -> Fault:
    return lambda: Answer(stay=True)


def sent_on(location: str) -> Fault:
    return lambda: Answer(302, headers={"Location": location})


def garbled() -> Fault:
    return lambda: Answer(data=b"<html><body><h1>We have moved to a new system</h1></body></html>", headers=_HTML)


def endless() -> Fault:
    def pieces() -> Iterator[bytes]:
        while True:
            yield b"<p>and so on</p>" * 4096

    return lambda: Answer(headers=_HTML, pieces=pieces())


def bomb(size: int = 1 << 26) -> Fault:
    """64 MB of zeros in 64 kB: a decompression bomb."""
    data = _bomb(size)
    return lambda: Answer(data=data, headers=_HTML | {"Content-Encoding": "gzip"})


_HTML = {"Content-Type": "text/html; charset=utf-8"}
_XML = {"Content-Type": "text/xml; charset=utf-8"}
_PDF = {"Content-Type": "application/pdf"}


def _bomb(size: int) -> bytes:
    packer, step = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS), bytes(1 << 20)
    return b"".join([*(packer.compress(step) for _ in range(size >> 20)), packer.flush()])


_OF_AN_ITEM = {
    "mgai.aspx": pages.item_page,
    "iedecisiondetails.aspx": pages.decision_page,
    "mglistrecordedvotesshort.aspx": pages.votes_page,
}


@dataclass
class Asked:
    """One request: the path as sent, whether it was a conditional one, and the status it was answered with."""

    path: str
    conditional: bool
    status: int


@dataclass
class Simulator:
    """``service``: "on", "off" (404) or "broken" (HTML with status 200). ``folder``: where the site is mounted."""

    root: str
    folder: str = "/"
    council: Council = field(default_factory=small_council)
    service: str = "on"
    raw_div: bool = False
    twice: bool = False
    session: bool = False
    tags: bool = True
    robots: str | None = None
    asked: list[Asked] = field(default_factory=list)
    faults: list[tuple[str, Fault, int | None]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def base(self) -> str:
        return self.root + self.folder

    @property
    def host(self) -> str:
        return urlsplit(self.root).netloc

    def misbehave(self, part: str, fault: Fault, *, times: int | None = None) -> None:
        """Answer so where the path holds ``part`` (in any case), always or only the first ``times``."""
        self.faults.append((part.casefold(), fault, times))

    def behave(self) -> None:
        self.faults.clear()

    def paths(self) -> list[str]:
        """What was asked, robots.txt apart."""
        return [each.path for each in self.asked if each.path != "/robots.txt"]

    def answer(self, path: str) -> Answer:
        if path == "/robots.txt":
            return (
                Answer(404)
                if self.robots is None
                else Answer(data=self.robots.encode(), headers={"Content-Type": "text/plain"})
            )
        fault = self._fault(path)
        if fault is not None:
            return fault()
        if self.session and not path.startswith(SESSION) and ".aspx" in path:
            return Answer(302, headers={"Location": SESSION + path})
        return self._page(path.removeprefix(SESSION))

    def _fault(self, path: str) -> Fault | None:
        with self.lock:
            for place, (part, fault, times) in enumerate(self.faults):
                if part in unquote(path).casefold() and times != 0:
                    self.faults[place] = (part, fault, None if times is None else times - 1)
                    return fault
        return None

    def _page(self, path: str) -> Answer:
        split = urlsplit(path)
        name = unquote(split.path).removeprefix(self.folder)
        told = {key.casefold(): value for key, value in parse_qsl(split.query)}
        if not unquote(split.path).startswith(self.folder):
            return Answer(404, b"Not found", dict(_HTML))
        service = re.fullmatch(r"mgwebservice\.asmx/(\w+)", name, re.IGNORECASE)
        if service:
            return self._service(service[1].casefold(), told)
        data = self._file(name, told) if name.startswith("documents/") else self._html(name.casefold(), told)
        if data is None:
            return Answer(302, headers={"Location": self.folder + "mgError.aspx"})
        return Answer(data=data, headers=dict(_PDF if data.startswith(b"%PDF") else _HTML))

    def _html(self, name: str, told: dict[str, str]) -> bytes | None:
        council, number = self.council, int(told.get("id", "0") or 0)
        if name == "":
            return pages.front_page(council)
        if name == "mgerror.aspx":
            return pages.error_page()
        if name in ("mglistcommittees.aspx", "mgcommitteestructure.aspx"):
            return pages.committees_page(council)
        if name == "ielistmeetings.aspx":
            return self._meetings(told)
        if name == "ielistdocuments.aspx":
            met = council.meeting(int(told.get("mid") or told.get("meetingid") or 0))
            return pages.meeting_page(council, met) if met else None
        if name == "mgmeetingattendance.aspx":
            met = council.meeting(number)
            return pages.attendance_page(council, met) if met else None
        if name in _OF_AN_ITEM:
            found = council.item(int(told.get("aiid") or number))
            return _OF_AN_ITEM[name](council, *found) if found else None
        if name == "mgissuehistoryhome.aspx" or name == "mgdecisiondetails.aspx":
            return pages.issue_page(council, int(told.get("iid", "0")))
        if name == "mgcommitteedetails.aspx":
            known = [each for each in council.committees if each.id == number]
            return pages.committee_page(council, known[0]) if known else None
        if name == "mguserinfo.aspx":
            people = [member for member in council.members if member.id == int(told.get("uid", "0"))]
            return pages.user_page(people[0]) if people else None
        return pages.paper(number) if name == "mgconvert2pdf.aspx" else None

    def _meetings(self, told: dict[str, str]) -> bytes | None:
        number = int(told.get("cid") or told.get("committeeid") or 0)
        known = [each for each in self.council.committees if each.id == number]
        edge = datetime.strptime(told["d"], "%Y%m%d%H%M") if told.get("act") and told.get("d") else None
        later = told.get("act") == "later"
        return pages.meetings_page(self.council, known[0], edge=edge, later=later, size=LIST_SIZE) if known else None

    def _file(self, name: str, told: dict[str, str]) -> bytes | None:
        found = re.match(r"documents/([sg])(\d+)/", name)
        if found is None:
            return None
        if found[1] == "s":
            return pages.paper(int(found[2]))
        number = int(found[2])
        met = next((each for each in self.council.meetings if number in (each.agenda, each.id)), None)
        return pages.printed_minutes(self.council, met) if met and met.recorded and told.get("t") == "1" else None

    def _service(self, name: str, told: dict[str, str]) -> Answer:
        if self.service == "off":
            return Answer(404, b"Not found", dict(_HTML))
        if self.service == "broken":
            return Answer(data=b"<html><body><p>Request format is unrecognized.</p></body></html>", headers=dict(_HTML))
        data = self._xml(name, told)
        return Answer(500, b"System.ArgumentException") if data is None else Answer(data=data, headers=dict(_XML))

    def _xml(self, name: str, told: dict[str, str]) -> bytes | None:
        council, twice = self.council, self.twice
        if name == "getcommittees":
            return service.committees_xml(council, twice=twice)
        if name == "getmeetings":
            since = told.get("sfromdate", "0")
            first = None if since in ("", "0") else datetime.strptime(since, "%d/%m/%Y").date()
            return service.meetings_xml(council, int(told["lcommitteeid"]), first, twice=twice)
        if name == "getmeeting":
            met = council.meeting(int(told["lmeetingid"]))
            return service.meeting_xml(council, met, twice=twice, raw_div=self.raw_div, base=self.base) if met else None
        return service.councillors_xml(council) if name == "getcouncillorsbyward" else None


class _Handler(BaseHTTPRequestHandler):
    site: Simulator

    def do_GET(self) -> None:
        answer = self.site.answer(self.path)
        condition = self.headers.get("If-None-Match")
        tag = f'"{hashlib.sha256(answer.data).hexdigest()[:16]}"'
        if answer.status == 200 and self.site.tags and answer.pieces is None:
            answer.headers = {"ETag": tag} | answer.headers
            if condition == tag:
                answer = Answer(304, headers={"ETag": tag})
        self.site.asked.append(Asked(self.path, condition is not None, answer.status))
        if answer.stay:
            self.site.closing.wait(30)
            return
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        try:
            self.send_response(answer.status)
            headers = dict(answer.headers)
            if answer.pieces is None and answer.status != 304:
                headers["Content-Length"] = str(len(answer.data))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in answer.pieces if answer.pieces is not None else [answer.data]:
                self.wfile.write(piece)
        except OSError:
            pass  # the visitor had enough

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def simulated(*, folder: str = "/", council: Council | None = None) -> Iterator[Simulator]:
    """Serve the council on this machine for as long as the block lasts."""

    class Handler(_Handler):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        site = Simulator(f"http://127.0.0.1:{server.server_address[1]}", folder, council or small_council())
        Handler.site = site
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            site.closing.set()
            server.shutdown()
            thread.join()
