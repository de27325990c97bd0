"""Every format of the registry with hostile bytes: a clean record or an error in plain words, and nothing else."""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenshoots.errors import SourceError
from ingest.feeds import read_feed
from ingest.raw import Item, Parsed, Raw
from ingest.registry import BY_CONTENT_TYPE, BY_SUFFIX, parse
from tests.test_ingest_pdf import lines, make_pdf

NOW = datetime(2031, 3, 4, tzinfo=UTC)
LONGEST_TOLD = 900  # characters of an error; nobody reads more
SAID = "The council will mend the harbour wall – by the end of May – and it said so to the committee twice. "
REASON = re.compile(r"\b\w+Error\b|Traceback|object at 0x|NoneType|recursion|sys\.|XML_PARSE|<string>|\\x[0-9a-f]{2}")

HTML = f'<html><head><title>Wall</title><meta charset="utf-8"></head><body><main><h1>Wall</h1><p>{SAID * 3}</p>'
PAGE = f"{HTML}<table><tr><td>Wall<td>May</tr></table></main></body></html>".encode()
REPORT = (
    '<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Wall",'
    '"datePublished":"2031-03-03","publisher":{"name":"Courier"},"hasPart":[{"isAccessibleForFree":"true","cssSelector":".x"}]}</script></head>'
    f"<body><article><p>{SAID * 3}</p></article></body></html>"
).encode()
MEETING = (
    '<html><body><div id="modgov"><h2 class="mgSubTitleTxt">Harbour Committee, Monday, 3rd March, 2031</h2>'
    '<table class="mgItemTable"><tr><td class="mgItemNumberCell"><p>1.</p></td><td><p class="mgAiTitleTxt">Wall</p>'
    f'<p class="mgSubItemTitleTxt">Minutes:</p><div class="mgWordPara"><p>{SAID}</p></div></td></tr></table></div>'
    "</body></html>"
).encode()
VTT = (
    f"WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ann Reed>{SAID}</v>\n\n00:00:05.000 --> 00:00:09.000\nYes.\n".encode()
)
SRT = f"1\n00:00:01,000 --> 00:00:04,000\n{SAID}\n\n2\n00:00:05,000 --> 00:00:09,000\nYes.\n".encode()
SPEECH = json.dumps({"language": "en", "segments": [{"start": 1.0, "end": 2.5, "text": SAID, "speaker": "Ann Reed"}]})
LINE = json.dumps({"id": "a", "text": SAID, "published": "2031-03-04", "medium": "minutes", "body": "Harbour Board"})
WEBCASTS = (
    b'<rss xmlns:pi="urn:x"><channel><item><title>Harbour Committee</title><link>'
    b"https://fernbridge.public-i.tv/core/portal/webcast_interactive/123</link><pi:activity>123</pi:activity></item>"
    b"</channel></rss>"
)
ANSWER = (
    "<meeting><meetingid>1</meetingid><meetingdate>04/03/2031</meetingdate><agendaitem><agendaitemid>1</agendaitemid>"
    f"<minutesnonemptyhtmlbody>&lt;p&gt;{SAID}&lt;/p&gt;</minutesnonemptyhtmlbody></agendaitem></meeting>"
).encode()
FEED = b"<rss><channel><item><title>Wall</title><link>https://example.org/1</link></item></channel></rss>"


def numbered(count: int) -> bytes:
    return "\n".join(LINE.replace('"a"', f'"{number}"') for number in range(count)).encode()


def word(document: str | None = None) -> bytes:
    """A Word file, with this XML as its main part if given."""
    made, held = docx.Document(), io.BytesIO()
    made.add_heading("Wall", 0)
    made.add_paragraph(SAID)
    made.add_table(2, 2).cell(1, 1).text = "May"
    made.save(held)
    if document is None:
        return held.getvalue()
    again = io.BytesIO()
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, document if part.filename == "word/document.xml" else old.read(part))
    return again.getvalue()


def word_xml(body: str) -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'


PRINT = make_pdf([lines(SAID[:60], SAID[60:]), lines("By May.")])
TEXT = f"Minutes of the Harbour Committee held on 4 March 2031.\n\n{SAID}\n".encode()
MARKDOWN = f"---\ntitle: Wall\ndate: 2031-03-04\n---\n# Wall\n\n{SAID}\n".encode()

WHOLE: dict[str, tuple[bytes, ...]] = {  # what each format of the registry is when nothing is wrong with it
    ".txt": (TEXT,),
    ".md": (MARKDOWN,),
    ".markdown": (MARKDOWN,),
    ".html": (PAGE, REPORT, MEETING),
    ".htm": (PAGE,),
    ".aspx": (MEETING,),
    ".pdf": (PRINT,),
    ".jsonl": (numbered(2),),
    ".vtt": (VTT,),
    ".srt": (SRT,),
    ".json": (SPEECH.encode(), f"[{SPEECH}]".encode()),
    ".docx": (word(),),
    ".xml": (WEBCASTS, ANSWER, FEED),
}
EVERY = [data for samples in WHOLE.values() for data in samples]

every_format = pytest.mark.parametrize("suffix", sorted(BY_SUFFIX))


def read(suffix: str, data: bytes, *, kind: str | None = None, charset: str | None = None) -> list[Item]:
    """What is made of bytes under a name. Fails for anything but sound records and errors in plain words."""
    items = list(parse(Raw(f"/records/a{suffix}", data, NOW, content_type=kind, charset=charset)))
    assert items
    for item in items:
        if isinstance(item, Parsed):
            is_sound(item)
        else:
            is_plain(item)
    return items


def is_sound(item: Parsed) -> None:
    document = item.document
    assert document.text.strip()
    assert "\0" not in document.text
    document.text.encode("utf-8")
    for span in document.headings:
        assert span.of(document.text).strip()
    assert all(0 <= turn.start < turn.end <= len(document.text) for turn in document.turns)
    starts = [anchor.start for anchor in document.anchors]
    assert starts == sorted(starts)
    assert all(0 <= start < len(document.text) for start in starts)


def is_plain(item: SourceError) -> None:
    assert isinstance(item, SourceError)
    told = str(item)
    assert item.where
    assert len(told) <= LONGEST_TOLD, told
    assert not REASON.search(told), told


def test_every_format_of_the_registry_is_put_to_the_test() -> None:
    assert set(WHOLE) == set(BY_SUFFIX)
    assert set(BY_CONTENT_TYPE.values()) <= set(BY_SUFFIX.values())


@every_format
def test_a_whole_file_is_read(suffix: str) -> None:
    items = read(suffix, WHOLE[suffix][0])
    assert any(isinstance(item, Parsed) for item in items) or suffix in (".xml", ".aspx")


NOTHING = (b"", b" ", b"\n\t \r\n" * 50, b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"\0" * 1000, b"\xef\xbb\xbf \n")


@every_format
@pytest.mark.parametrize("data", NOTHING)
def test_nothing_is_told_to_be_nothing(suffix: str, data: bytes) -> None:
    (item,) = read(suffix, data)
    assert isinstance(item, SourceError)


@every_format
def test_a_truncated_file_is_read_as_far_as_it_goes_or_refused(suffix: str) -> None:
    for data in WHOLE[suffix]:
        for part in range(40):
            read(suffix, data[: len(data) * part // 40])


@every_format
def test_a_file_of_another_format_under_this_name_is_read_or_refused(suffix: str) -> None:
    for data in EVERY:
        read(suffix, data)


@every_format
def test_only_the_beginning_of_another_format_is_read_or_refused(suffix: str) -> None:
    for start in (
        b"%PDF-",
        b"PK\x03\x04",
        b"WEBVTT",
        b"WEBVTT\n\n",
        b"<",
        b"{",
        b"[",
        b"<?xml ",
        b"<rss",
        b"\xd0\xcf\x11\xe0",
    ):
        read(suffix, start)
        read(suffix, start + b"\xff" * 100)


@every_format
def test_nuls_in_it_come_to_no_harm(suffix: str) -> None:
    for data in WHOLE[suffix]:
        for changed in (b"\0" + data, data + b"\0", data.replace(b"e", b"\0"), data.replace(b" ", b" \0")):
            read(suffix, changed)


@every_format
def test_another_encoding_is_read_or_refused(suffix: str) -> None:
    for data in WHOLE[suffix]:
        for encoding in ("utf-16", "utf-16-be", "utf-32", "utf-8-sig"):
            read(suffix, data.decode("latin-1").encode(encoding))


LIES = (
    "utf-16",
    "utf-7",
    "ascii",
    "no-such",
    "rot13",
    "base64",
    "zlib",
    "idna",
    "punycode",
    "unicode_escape",
    "a\0b",
    "",
)


@every_format
@pytest.mark.parametrize("charset", LIES)
def test_a_charset_that_is_a_lie_does_no_harm(suffix: str, charset: str) -> None:
    for data in WHOLE[suffix]:
        read(suffix, data, charset=charset)
        read(suffix, data + b"\xff\xfe\x80", charset=charset)


@every_format
def test_a_content_type_that_is_a_lie_does_no_harm(suffix: str) -> None:
    for kind in (*BY_CONTENT_TYPE, "image/png", "", "x"):
        read(suffix, WHOLE[suffix][0], kind=kind)


@every_format
@settings(max_examples=25)
@given(data=st.binary(min_size=1, max_size=600))
def test_random_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    read(suffix, data)


@every_format
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 30))
def test_damaged_bytes_are_read_or_refused(suffix: str, seed: int, changes: int) -> None:
    chance = random.Random(seed)
    data = bytearray(chance.choice(WHOLE[suffix]))
    for _ in range(changes):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    read(suffix, bytes(data))


DEEP = 50_000
NESTED: dict[str, tuple[str, bytes]] = {
    "divisions": (".html", b"<html><body>" + b"<div>" * DEEP + SAID.encode() + b"</div>" * DEEP),
    "rows": (".html", b"<html><body><main>" + b"<table><tr><td>x" * (DEEP // 5)),
    "a few hundred rows": (".html", b"<html><body><main>" + b"<table><tr><td>x" * 160),
    "headings": (".html", b"<html><body>" + b"<h1>x" * (DEEP // 2)),
    "a few hundred headings": (".html", b"<html><body>" + b"<h1>x" * 400),
    "articles": (".html", REPORT.replace(b"</article>", b"<article><p>x" * (DEEP // 5))),
    "linked data": (".html", REPORT.replace(b'"hasPart"', b'"x":' + b"[" * DEEP + b"]" * DEEP + b',"hasPart"')),
    "graphs": (
        ".html",
        REPORT.replace(b'"hasPart"', b'"@graph":' + b'{"@graph":' * 400 + b"[]" + b"}" * 400 + b',"x"'),
    ),
    "lists": (".json", b"[" * DEEP + b"]" * DEEP),
    "open lists": (".json", b'{"segments":' + b"[" * DEEP),
    "a line": (".jsonl", b'{"text":"x","body":' + b"[" * DEEP + b"]" * DEEP + b"}"),
    "webcasts": (".xml", b'<rss xmlns:pi="x"><pi:activity/>' + b"<item>" * DEEP + b"</item>" * DEEP + b"</rss>"),
    "meetings": (".xml", b"<meeting>" * DEEP + b"</meeting>" * DEEP),
    "entities": (
        ".xml",
        b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%b">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(10))
        + b'<rss xmlns:pi="x"><pi:activity>&k;</pi:activity></rss>',
    ),
    "tables": (".docx", word(word_xml("<w:tbl><w:tr><w:tc>" * DEEP + "</w:tc></w:tr></w:tbl>" * DEEP))),
    "some tables": (".docx", word(word_xml("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60))),
    "voices": (".vtt", b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + b"<v " * DEEP),
}


LONG = ("divisions", "rows", "headings", "articles")  # seconds each


@pytest.mark.parametrize("what", [pytest.param(what, marks=[pytest.mark.slow] * (what in LONG)) for what in NESTED])
def test_deep_nesting_is_read_or_refused(what: str) -> None:
    read(*NESTED[what])


def test_type_that_was_never_closed_costs_no_paragraph() -> None:
    (item,) = read(".html", b"<html><body><main>" + b"<p><font><b>It is said so. " * 2000)
    assert isinstance(item, Parsed)
    assert item.document.text.count("\n\n") == 1999


@pytest.mark.parametrize(
    ("data", "told"),
    [(PAGE + b"<b>" * 400_001, "too large"), (b"<html>" + SAID.encode() * 160_000, "too large")],
    ids=["tags", "bytes"],
)
def test_a_page_that_does_not_fit_is_refused(data: bytes, told: str) -> None:
    (item,) = read(".html", data)
    assert told in str(item)


@pytest.mark.parametrize("selector", ["* " * 60 + "p", "(", "p" * 100_000, ":not(" * 3000, "a," * 20_000 + "a", ".x"])
def test_a_selector_of_the_publishers_does_no_harm(selector: str) -> None:
    walled = REPORT.replace(b'".x"', json.dumps(selector).encode()).replace(b'"true"', b'"false"')
    (item,) = read(".html", walled)
    assert isinstance(item, SourceError) or item.partial


FEEDS: dict[str, bytes] = {
    "escaped": b"<rss version='2.0'><channel><item><title>" + b"&lt;" * 250_000 + b"</title></item></channel></rss>",
    "bare": b"<rss version='2.0'><channel><item><title>" + b"<" * 20_000,
    "deep": b"<rss><channel>" + b"<item>" * 5_000,
    "cut": FEED[:60],
    "day": FEED.replace(b"</link>", b"</link><pubDate>Mon, 01 Jan 99999 00:00:00 GMT</pubDate>"),
    "digits": FEED.replace(b"</link>", b"</link><pubDate>" + b"9" * 100_000 + b"</pubDate>"),
    "address": FEED.replace(b"https://example.org/1", b"http://[::1"),
}


@pytest.mark.parametrize("what", FEEDS)
def test_a_hostile_feed_is_read_or_refused(what: str) -> None:
    try:
        feed = read_feed(Raw("https://example.org/rss", FEEDS[what], NOW))
    except SourceError as error:
        is_plain(error)
    else:
        assert len(feed.entries) <= 1


# One line of five megabytes


def one_line(unit: str) -> dict[str, bytes]:
    words = unit * (5_000_000 // len(unit))
    return {
        ".txt": words.encode(),
        ".md": f"# x {words}".encode(),
        ".markdown": words.encode(),
        ".html": f"<html><body><p>{words}</p></body></html>".encode(),
        ".htm": REPORT.replace(b"</p>", words.encode() + b"</p>"),
        ".aspx": MEETING.replace(b"</p></div>", words.encode() + b"</p></div>"),
        ".pdf": make_pdf([[(72, 700, words)]]),
        ".jsonl": json.dumps({"text": words}).encode(),
        ".vtt": f"WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n{words}".encode(),
        ".srt": f"1\n00:00:01,000 --> 00:00:04,000\n{words}".encode(),
        ".json": json.dumps([{"text": words}]).encode(),
        ".docx": word(word_xml(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")),
        ".xml": ANSWER.replace(b"&lt;/p&gt;", words.encode() + b"&lt;/p&gt;"),
    }


@pytest.mark.slow
@every_format
@pytest.mark.parametrize(
    "unit", ["The council will mend it. ", "a", " ", "* ", "*", "-", "#", "A:", "A a ", "1:", ". A", "\t"]
)
def test_one_line_of_five_megabytes_does_not_hang(suffix: str, unit: str) -> None:
    read(suffix, one_line(unit)[suffix])


# Fifty megabytes

ROOM = 1_200_000_000  # bytes that a child may hold: about a gigabyte for the bytes and what is made of them
CHILD = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from greenshoots.errors import SourceError
from ingest.raw import Raw
from ingest.registry import parse
path = Path(sys.argv[1])
for item in parse(Raw(str(path), path.read_bytes(), datetime.now(UTC))):
    pass
status = Path("/proc/self/status")
if status.exists():  # Linux counts into ru_maxrss what the parent held when this process was made
    held = next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
else:
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(type(item).__name__, held)
"""


def often(unit: bytes, *, size: int = 50_000_000) -> bytes:
    return unit * (size // len(unit))


def padded_word() -> bytes:
    held = io.BytesIO(word())
    with zipfile.ZipFile(held, "a") as package:
        package.writestr("word/media/photograph.png", random.Random(1).randbytes(50_000_000))
    return held.getvalue()


def cues() -> bytes:
    times = (f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}" for n in range(50_000_000 // 140))
    return b"".join(f"{at}.000 --> {at}.900\n{SAID}\n\n".encode() for at in times)


def turned_to_srt(data: bytes) -> bytes:
    return data.replace(b".000 -->", b",000 -->").replace(b".900\n", b",900\n")


PARAGRAPH = SAID.encode() + b"\n\n"
LARGE: dict[str, tuple[Callable[[], bytes], ...]] = {
    ".txt": (lambda: often(PARAGRAPH), lambda: often(b"Ann Reed: " + PARAGRAPH + b"Bob Hale: " + PARAGRAPH)),
    ".md": (lambda: often(b"## Wall\n\n" + PARAGRAPH),),
    ".markdown": (lambda: b"---\n" + often(b"a: b\n"),),
    ".html": (
        lambda: PAGE + often(b"<p>" + SAID.encode()),
        lambda: PAGE + often(b"<p>" + SAID.encode(), size=15_900_000),
    ),
    ".htm": (lambda: REPORT + often(b"<br>x", size=1_900_000),),
    ".aspx": (lambda: MEETING + often(b"<p>" + SAID.encode()),),
    ".pdf": (lambda: make_pdf([lines(*[SAID[:80]] * 50)] * 8_000), lambda: PRINT + bytes(50_000_000)),
    ".jsonl": (lambda: numbered(50_000_000 // 190),),
    ".vtt": (lambda: b"WEBVTT\n\n" + cues(),),
    ".srt": (lambda: turned_to_srt(cues()),),
    ".json": (lambda: b"[" + often(SPEECH[SPEECH.index("[") + 1 : -2].encode() + b",") + b'{"text":"x"}]',),
    ".docx": (padded_word, lambda: word(word_xml(f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>" * 400_000))),
    ".xml": (
        lambda: WEBCASTS.replace(b"</channel>", often(WEBCASTS[WEBCASTS.index(b"<item>") : -16]) + b"</channel>"),
        lambda: ANSWER.replace(b"</meeting>", often(ANSWER[ANSWER.index(b"<agendaitem>") : -10]) + b"</meeting>"),
    ),
}


def test_every_format_has_a_case_of_fifty_megabytes() -> None:
    assert set(LARGE) == set(BY_SUFFIX)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(sys.platform == "win32", reason="what a child holds is not told here")
@pytest.mark.parametrize(("suffix", "number"), [(suffix, n) for suffix in LARGE for n in range(len(LARGE[suffix]))])
def test_fifty_megabytes_are_read_or_refused_within_a_gigabyte(tmp_path: Path, suffix: str, number: int) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(LARGE[suffix][number]())
    ran = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    kind, held = ran.stdout.split()
    assert kind.endswith(("Parsed", "Error"))
    assert int(held) < ROOM
