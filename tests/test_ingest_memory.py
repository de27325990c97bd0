"""What is remembered of an answer, and what is not."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from ingest.memory import BriefMemory, Kept, Memory, NoMemory
from ingest.raw import Raw

WHEN = datetime(2024, 2, 5, 10, tzinfo=UTC)
RAW = Raw("https://x.example/b", b"<p>ok</p>", WHEN, "text/html", "utf-8", (("etag", '"7"'),))


def test_all_of_an_answer_is_kept():
    kept = Kept.of("https://x.example/a", RAW)
    assert (kept.asked, kept.address, kept.fetched) == ("https://x.example/a", "https://x.example/b", WHEN)
    assert (kept.data, kept.content_type, kept.charset, kept.headers) == (
        b"<p>ok</p>",
        "text/html",
        "utf-8",
        RAW.headers,
    )
    assert kept.sha256 == hashlib.sha256(b"<p>ok</p>").hexdigest()


def test_a_header_is_found_by_its_name():
    kept = Kept.of("https://x.example/a", RAW)
    assert (kept.header("etag"), kept.header("last-modified")) == ('"7"', None)


def test_the_last_answer_counts_and_every_one_is_a_sighting():
    memory: Memory = BriefMemory()
    again = Raw("https://x.example/b", b"<p>other</p>", WHEN)
    memory.keep("https://x.example/a", RAW)
    memory.keep("https://x.example/a", again)
    kept = memory.last("https://x.example/a")
    assert kept is not None
    assert kept.data == b"<p>other</p>"
    assert isinstance(memory, BriefMemory)
    assert [raw for _, raw in memory.sightings] == [RAW, again]


def test_an_address_never_asked_is_not_known():
    memory = BriefMemory()
    memory.keep("https://x.example/a", RAW)
    assert memory.last("https://x.example/b") is None


def test_no_memory_remembers_nothing():
    memory: Memory = NoMemory()
    memory.keep("https://x.example/a", RAW)
    assert memory.last("https://x.example/a") is None
