"""Files and folders end to end: everything that can be read is, and nothing is lost without a word."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from datetime import UTC
from pathlib import Path

import pytest

from greenshoots.records import Failure
from ingest import files
from ingest.raw import Raw
from ingest.registry import BY_SUFFIX, parse, suffix_of
from ingest.sources import Fetched, as_meant, count_items, read_source

FILES = Path(__file__).parent / "files" / "ingest"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "records"
    made.mkdir()
    return made


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def read(source: Path | str) -> tuple[list[Fetched], list[Failure]]:
    items = list(read_source(str(source)))
    return [item for item in items if isinstance(item, Fetched)], [item for item in items if isinstance(item, Failure)]


def test_a_file_s_provenance_names_bytes_time_and_parser(folder):
    path = write(folder / "a.txt", "We will.\r\n")
    ((fetched,), failures) = read(path)
    assert failures == []
    assert fetched.document.text == "We will.\r\n"
    provenance = fetched.provenance
    assert (provenance.address, provenance.parser, provenance.partial) == (str(path), "text/1", False)
    assert provenance.raw_sha256 == hashlib.sha256(fetched.raw).hexdigest()
    assert fetched.raw == path.read_bytes()
    assert provenance.fetched.tzinfo is UTC


def test_a_relative_path_is_kept_whole(folder, monkeypatch):
    write(folder / "a.txt", "We will.")
    monkeypatch.chdir(folder)
    ((fetched,), _) = read("a.txt")
    assert fetched.provenance.address == str(folder / "a.txt")


def test_a_folder_is_read_in_sorted_order_with_a_reason_for_each_file_that_is_not(folder):
    for name in ("b/c.md", "a.txt", "b/a.HTML", "z.txt"):
        write(folder / name, f"<p>We will {name}.</p>")
    write(folder / "b/b.odt", b"PK")
    write(folder / "c.txt", b"")
    write(folder / "LICENCE", "words")
    write(folder / ".hidden.txt", "words")
    fetched, failures = read(folder)
    assert [Path(item.provenance.address).relative_to(folder).as_posix() for item in fetched] == [
        "a.txt",
        "b/a.HTML",
        "b/c.md",
        "z.txt",
    ]
    assert {Path(failure.address).name: failure.reason for failure in failures} == {
        "b.odt": "unknown format",
        "c.txt": "no text in it",
        "LICENCE": "unknown format",
    }
    assert all(failure.at.tzinfo is UTC for failure in failures)
    assert count_items(str(folder)) == 7


@pytest.mark.parametrize("names", [(), ("a.odt",), ("sub/.hidden.txt",)])
def test_a_folder_in_which_nothing_can_be_read_is_an_error(folder, names):
    for name in names:
        write(folder / name, "words")
    fetched, failures = read(folder)
    assert fetched == []
    assert failures[-1].address == str(folder)
    assert "no file that can be read" in failures[-1].message


@pytest.mark.parametrize(
    "source", ["nothing-there.txt", "no/such/folder", "www.example.org/page", "a\0b", "x" * 5000, ""]
)
def test_what_is_not_there_is_an_error(source, folder, monkeypatch):
    monkeypatch.chdir(folder)
    fetched, failures = read(source) if source else read("missing")
    assert fetched == []
    assert [failure.reason for failure in failures] == ["could not be fetched"]


def test_a_device_is_not_read_to_its_end():
    fetched, failures = read(os.devnull)
    assert fetched == []
    assert "device" in failures[0].message


def test_a_folder_without_permission_is_told_and_the_others_are_read(folder, monkeypatch):
    write(folder / "a.txt", "We will.")
    write(folder / "closed/b.txt", "We did.")
    scandir = os.scandir

    def guarded(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(files.os, "scandir", guarded)  # root, as in a container, may read everything
    fetched, failures = read(folder)
    assert len(fetched) == 1
    assert "no permission" in failures[0].message
    assert failures[0].address == str(folder / "closed")


def test_a_file_without_permission_is_told(folder, monkeypatch):
    write(folder / "a.txt", "We will.")

    def refused(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.Path, "read_bytes", refused)
    fetched, failures = read(folder)
    assert fetched == []
    assert "no permission" in failures[0].message


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    write(tmp_path / "elsewhere/secret.txt", "Secret.")
    write(folder / "a.txt", "We will.")
    (folder / "b.txt").symlink_to(tmp_path / "elsewhere/secret.txt")
    (folder / "c").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (folder / "d.txt").symlink_to(tmp_path / "gone.txt")
    fetched, failures = read(folder)
    assert [item.document.text for item in fetched] == ["We will."]
    assert [Path(failure.address).name for failure in failures] == ["b.txt", "c", "d.txt"]


def test_links_in_a_circle_end(folder):
    write(folder / "a.txt", "We will.")
    (folder / "b").symlink_to(folder, target_is_directory=True)
    fetched, failures = read(folder)
    assert (len(fetched), failures) == (1, [])


def test_lines_of_one_file_share_its_bytes_and_come_one_by_one(folder):
    lines = [json.dumps({"id": str(number), "text": f"We will {number}."}) for number in range(3)]
    path = write(folder / "in.jsonl", "\n".join([*lines, "{broken"]))
    items = read_source(str(path))
    first, second = next(items), next(items)
    assert isinstance(first, Fetched)
    assert isinstance(second, Fetched)
    assert first.raw is second.raw
    assert first.provenance.address == f"{path}#0"
    assert first.provenance.raw_sha256 == second.provenance.raw_sha256
    *_, last = items
    assert isinstance(last, Failure)
    assert last.address == f"{path}, line 4"
    assert count_items(str(path)) == 4


def test_every_format_is_read_alike_by_name(folder):
    for name in ("moderngov_minutes.html", "press_report.html"):
        shutil.copy(FILES / name, folder / name)
    shutil.copy(FILES / "moderngov_item.html", folder / "ieListDocuments.aspx")
    fetched, failures = read(folder)
    assert [item.provenance.parser for item in fetched] == ["moderngov/1", "moderngov/1", "press/3"]
    assert failures == []
    assert fetched[1].provenance.partial


def test_a_web_address_counts_as_one_item_without_being_fetched():
    assert count_items("https://council.example/minutes") == 1


@pytest.mark.parametrize(
    ("address", "suffix"),
    [
        ("https://example.org/a/b.PDF?x=1.txt#y", ".pdf"),
        ("https://example.org/", ""),
        ("C:\\a\\b.md", ".md"),
        ("a.b/c", ""),
    ],
)
def test_the_suffix_of_an_address(address, suffix):
    assert suffix_of(address) == suffix


@pytest.mark.parametrize(
    ("address", "content_type", "parser"),
    [
        ("https://example.org/minutes", "text/html", "html/1"),
        ("https://example.org/minutes.md", "text/plain", "markdown/1"),
        ("https://example.org/minutes", "text/plain", "text/1"),
        ("https://example.org/minutes.txt", "application/octet-stream", "text/1"),
        ("https://example.org/minutes.pdf", "text/html", "html/1"),
    ],
)
def test_the_content_type_chooses_the_parser(address, content_type, parser):
    (item,) = parse(Raw(address, b"We will.", files.datetime.now(UTC), content_type))
    assert getattr(item, "parser", item) == parser


def test_a_type_that_nobody_reads_is_an_error_that_names_those_that_are_read():
    (error,) = parse(Raw("https://example.org/a", b"GIF89a", files.datetime.now(UTC), "image/gif"))
    assert "image/gif" in str(error)
    assert all(suffix in str(error) for suffix in BY_SUFFIX)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("democracy.fernshire.gov.uk", "https://democracy.fernshire.gov.uk"),
        ("Democracy.Fernshire.gov.uk/mgListCommittees.aspx?bcr=1", "https://Democracy.Fernshire.gov.uk/mgListCommittees.aspx?bcr=1"),
        ("democracy.fernshire.gov.uk:8443/", "https://democracy.fernshire.gov.uk:8443/"),
        ("http://democracy.fernshire.gov.uk", "http://democracy.fernshire.gov.uk"),
        ("march.txt", "march.txt"),
        ("minutes.of.march.pdf", "minutes.of.march.pdf"),
        ("minutes.old", "minutes.old"),
        ("minutes/march.2024.x", "minutes/march.2024.x"),
        ("../minutes.of.march", "../minutes.of.march"),
        ("~/minutes.of.march", "~/minutes.of.march"),
    ],
)  # fmt: skip
def test_the_name_of_a_host_is_a_web_address_and_the_name_of_a_file_is_none(typed, meant):
    assert as_meant(typed) == meant


def test_a_folder_that_is_called_like_a_host_is_that_folder(tmp_path, monkeypatch):
    (tmp_path / "democracy.fernshire.gov.uk").mkdir()
    monkeypatch.chdir(tmp_path)
    assert as_meant("democracy.fernshire.gov.uk") == "democracy.fernshire.gov.uk"
