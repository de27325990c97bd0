"""The archive handed to archivists: a WARC file that other programs read, bytes proven by their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from greenshoots import pipeline
from greenshoots.cli import main
from greenshoots.errors import StoreError
from greenshoots.harvests import StoreMemory
from greenshoots.pipeline import Library
from greenshoots.records import Document, Failure, Provenance, Reading
from greenshoots.warc import Written, write_warc
from ingest.raw import Raw

NOON = datetime(2024, 2, 5, 12, 0, 0, 250000, tzinfo=UTC)
PAGE = b"<p>We will reopen the steps.</p>"
ONE = "https://democracy.example.org/ieListDocuments.aspx?MId=7"
TWO = "https://democracy.example.org/mgAi.aspx?ID=9"


@dataclass(frozen=True)
class Record:
    kind: str
    address: str | None
    about: dict[str, str]
    http: dict[str, str]
    data: bytes


def records(path: Path) -> list[Record]:
    """Read a WARC file as an archive would, every digest checked."""
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            about = dict(record.rec_headers.headers)
            http = dict(record.http_headers.headers) if record.http_headers else {}
            data = record.content_stream().read()
            found.append(Record(record.rec_type, about.get("WARC-Target-URI"), about, http, data))
    return found


@pytest.fixture
def library(home) -> Iterator[Library]:
    with pipeline.library() as opened:
        yield opened


def keep(
    library: Library, address: str, data: bytes = PAGE, *, hours: int = 0, asked: str = "", **headers: str
) -> None:
    memory = StoreMemory(library.store, library.archive)
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    memory.keep(asked or address, Raw(address, data, NOON + timedelta(hours=hours), "text/html", None, named))
    memory.flush()


def never(failure: Failure) -> None:
    raise AssertionError(failure)


def test_a_page_is_a_response_with_its_bytes_headers_and_digest(library, tmp_path):
    keep(library, ONE, content_type="text/html", etag='"7"')
    assert write_warc(library, tmp_path / "a.warc", failed=never) == Written(1, 0)
    info, page = records(tmp_path / "a.warc")
    assert info.kind == "warcinfo"
    assert b"unmasked" in info.data
    assert (page.kind, page.address, page.data) == ("response", ONE, PAGE)
    assert (page.http["content-type"], page.http["etag"], page.http["content-length"]) == ("text/html", '"7"', "32")
    assert page.about["WARC-Date"] == "2024-02-05T12:00:00.250000Z"
    assert page.about["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(PAGE).hexdigest()}"


def test_the_file_says_that_it_is_of_version_1_1(library, tmp_path):
    keep(library, ONE)
    write_warc(library, tmp_path / "a.warc", failed=never)
    assert (tmp_path / "a.warc").read_bytes().startswith(b"WARC/1.1\r\n")


def test_the_same_bytes_seen_again_are_a_revisit(library, tmp_path):
    keep(library, ONE)
    keep(library, ONE, hours=1)
    keep(library, TWO, hours=2)
    assert write_warc(library, tmp_path / "a.warc", failed=never) == Written(1, 2)
    _, _, again, elsewhere = records(tmp_path / "a.warc")
    assert (again.kind, again.address, again.data) == ("revisit", ONE, b"")
    assert again.about["WARC-Date"] == "2024-02-05T13:00:00.250000Z"
    assert again.about["WARC-Refers-To-Date"] == "2024-02-05T12:00:00.250000Z"
    assert (elsewhere.address, elsewhere.about["WARC-Refers-To-Target-URI"]) == (TWO, ONE)


def test_other_bytes_at_the_same_address_are_another_response(library, tmp_path):
    keep(library, ONE)
    keep(library, ONE, b"<p>We will not.</p>", hours=1)
    write_warc(library, tmp_path / "a.warc", failed=never)
    assert [record.data for record in records(tmp_path / "a.warc")[1:]] == [PAGE, b"<p>We will not.</p>"]


def test_headers_are_true_of_the_bytes_that_follow(library, tmp_path):
    """The archive holds pages unpacked: a reader that unpacked them again would fail."""
    keep(library, ONE, content_encoding="gzip", content_length="11", transfer_encoding="chunked")
    write_warc(library, tmp_path / "a.warc", failed=never)
    page = records(tmp_path / "a.warc")[1]
    assert page.data == PAGE
    assert page.http["x-archive-orig-content-encoding"] == "gzip"
    assert page.http["content-length"] == "32"
    assert {"content-encoding", "transfer-encoding"} & set(page.http) == set()


def test_what_was_asked_stands_beside_where_the_answer_came_from(library, tmp_path):
    keep(library, ONE, asked=TWO)
    write_warc(library, tmp_path / "a.warc", failed=never)
    assert records(tmp_path / "a.warc")[1].about["Greenshoots-Asked"] == TWO


def test_a_name_that_ends_in_gz_gets_a_packed_file(library, tmp_path):
    keep(library, ONE)
    write_warc(library, tmp_path / "a.warc.gz", failed=never)
    assert (tmp_path / "a.warc.gz").read_bytes()[:2] == b"\x1f\x8b"
    assert records(tmp_path / "a.warc.gz")[1].data == PAGE


def test_documents_fetched_before_there_was_a_log_are_in_it_once(library, tmp_path):
    sha256 = library.archive.put(PAGE)
    origins = [("https://paper.example.org/1#a", "a"), ("https://paper.example.org/1#b", "b"), ("/minutes/m.txt", "c")]
    for address, name in origins:
        origin = Provenance(address, NOON, sha256, "html/1", (("etag", '"7"'),))
        library.store.add(Document(name, f"We will reopen {name}."), origin, Reading(), reader="test")
    assert write_warc(library, tmp_path / "a.warc", failed=never) == Written(1, 0)
    page = records(tmp_path / "a.warc")[1]
    assert (page.address, page.http["etag"], page.data) == ("https://paper.example.org/1", '"7"', PAGE)


def test_a_document_whose_fetch_is_in_the_log_is_not_doubled(library, tmp_path):
    keep(library, ONE)
    origin = Provenance(ONE, NOON, library.archive.put(PAGE), "html/1")
    library.store.add(Document("a", "We will reopen the steps."), origin, Reading(), reader="test")
    assert write_warc(library, tmp_path / "a.warc", failed=never) == Written(1, 0)


def test_lost_bytes_are_told_and_the_rest_is_written(library, tmp_path):
    keep(library, ONE)
    keep(library, TWO, b"<p>other</p>", hours=1)
    name = hashlib.sha256(PAGE).hexdigest()
    (library.archive.folder / name[:2] / name[2:]).unlink()
    told: list[Failure] = []
    assert write_warc(library, tmp_path / "a.warc", failed=told.append) == Written(1, 0)
    assert [(failure.address, failure.reason) for failure in told] == [(ONE, "no longer archived")]
    assert records(tmp_path / "a.warc")[1].address == TWO


def test_two_exports_of_the_same_agree(library, tmp_path):
    keep(library, ONE)
    keep(library, ONE, hours=1)
    write_warc(library, tmp_path / "a.warc", failed=never)
    write_warc(library, tmp_path / "b.warc", failed=never)
    ids = [[r.about["WARC-Record-ID"] for r in records(tmp_path / name)[1:]] for name in ("a.warc", "b.warc")]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


def test_an_address_with_letters_of_any_kind_stays_one_line(library, tmp_path):
    keep(library, "https://x.example.org/Päge 7?a=b%20c")
    write_warc(library, tmp_path / "a.warc", failed=never)
    assert records(tmp_path / "a.warc")[1].address == "https://x.example.org/P%C3%A4ge%207?a=b%20c"


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(library, tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        write_warc(library, tmp_path / "none" / "a.warc", failed=never)


def test_an_export_that_breaks_off_leaves_the_old_file(library, tmp_path):
    (tmp_path / "a.warc").write_bytes(b"old")
    name = hashlib.sha256(PAGE).hexdigest()
    keep(library, ONE)
    (library.archive.folder / name[:2] / name[2:]).unlink()
    with pytest.raises(AssertionError):
        write_warc(library, tmp_path / "a.warc", failed=never)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir() if path.is_file()] == [("a.warc", b"old")]


def test_the_command_writes_it_and_says_that_it_is_unmasked(library, tmp_path):
    keep(library, ONE)
    keep(library, ONE, hours=1)
    done = CliRunner().invoke(main, ["export", "--warc", str(tmp_path / "a.warc.gz")])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 answer with bytes" in done.stderr
    assert "unmasked" in done.stderr
    assert "UNMASKED" in CliRunner().invoke(main, ["export", "--help"]).stdout
    assert len(records(tmp_path / "a.warc.gz")) == 3


def test_the_command_ends_with_3_if_bytes_are_lost(library, tmp_path):
    keep(library, ONE)
    name = hashlib.sha256(PAGE).hexdigest()
    (library.archive.folder / name[:2] / name[2:]).unlink()
    done = CliRunner().invoke(main, ["export", "--warc", str(tmp_path / "a.warc")])
    assert done.exit_code == 3
    assert "1 x no longer archived" in done.stderr


@pytest.mark.parametrize("words", [[], ["--format", "gold", "--warc", "a.warc"]])
def test_one_thing_is_exported_at_a_time(home, words):
    done = CliRunner().invoke(main, ["export", *words])
    assert done.exit_code == 2
    assert "one of --format, --site DIR and --warc FILE" in done.stderr
