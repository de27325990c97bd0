"""The archive keeps bytes once, whole, and notices when they change."""

from __future__ import annotations

import hashlib
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenshoots.errors import StoreError
from index.archive import Archive

RAW = b"<p>The clerk will mend the lychgate.</p>"
NAME = hashlib.sha256(RAW).hexdigest()


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "archive")


@settings(max_examples=25)
@given(raw=st.binary())
def test_bytes_come_back_under_their_hash(tmp_path_factory, raw):
    archive = Archive(tmp_path_factory.mktemp("archive"))
    name = archive.put(raw)
    assert name == hashlib.sha256(raw).hexdigest()
    assert archive.read(name) == raw


def test_bytes_are_kept_once(archive):
    archive.put(RAW)
    kept = archive.folder / NAME[:2] / NAME[2:]
    before = kept.stat().st_mtime_ns
    archive.put(RAW)
    assert kept.stat().st_mtime_ns == before
    assert [path for path in archive.folder.rglob("*") if path.is_file()] == [kept]


def test_interrupted_write_leaves_nothing(archive, monkeypatch):
    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(StoreError, match="No space left"):
        archive.put(RAW)
    assert not archive.has(NAME)
    assert [path for path in archive.folder.rglob("*") if path.is_file()] == []


def test_missing_bytes_are_told(archive):
    with pytest.raises(StoreError, match="missing"):
        archive.read(NAME)


def test_changed_bytes_are_never_handed_out(archive):
    archive.put(RAW)
    (archive.folder / NAME[:2] / NAME[2:]).write_bytes(RAW.replace(b"mend", b"sell"))
    with pytest.raises(StoreError, match="changed"):
        archive.read(NAME)


def test_verify_names_what_changed_and_nothing_else(archive):
    archive.put(RAW)
    other = archive.put(b"other")
    (archive.folder / other[:2] / other[2:]).write_bytes(b"another")
    assert list(archive.verify()) == [other]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "AB" * 32, "ab" * 31])
def test_only_hashes_are_looked_up(archive, name):
    with pytest.raises(StoreError, match="not a SHA-256"):
        archive.read(name)
