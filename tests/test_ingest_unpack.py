"""Packed bodies: unpacked whatever the pieces they come in, refused where they are not what they say."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.unpack import STEP, UnpackError, unpacked


def bare(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


PACKERS = {"gzip": gzip.compress, "X-GZIP": gzip.compress, "deflate": zlib.compress, "": bytes, "identity": bytes}


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


@given(st.binary(max_size=2000), st.integers(1, 300), st.sampled_from(sorted(PACKERS)))
def test_what_was_packed_comes_back_in_whatever_pieces_it_travels(data, size, coding):
    assert b"".join(unpacked(pieces(PACKERS[coding](data), size), coding)) == data


@given(st.binary(min_size=1, max_size=2000), st.integers(1, 300))
def test_bare_deflate_is_understood(data, size):
    assert b"".join(unpacked(pieces(bare(data), size), "deflate")) == data


@given(st.binary(max_size=300), st.binary(max_size=300), st.integers(1, 50))
def test_streams_that_follow_each_other_are_one_body(one, two, size):
    both = gzip.compress(one) + gzip.compress(two) + b"\0\0\0"
    assert b"".join(unpacked(pieces(both, size), "gzip")) == one + two


def test_no_step_is_larger_than_a_step():
    sizes = [len(step) for step in unpacked(iter([gzip.compress(bytes(10 * STEP))]), "gzip")]
    assert max(sizes) == STEP
    assert sum(sizes) == 10 * STEP


def test_no_further_than_what_is_taken():
    taken = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield gzip.compress(bytes(4 * STEP))

    steps = unpacked(endless(), "gzip")
    next(steps)
    next(steps)
    assert len(taken) == 1


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_nothing_at_all_is_nothing(coding):
    assert b"".join(unpacked(iter([]), coding)) == b""


def test_a_wrong_length_at_the_end_is_told():
    packed = gzip.compress(b"we will")[:-4] + (9999).to_bytes(4, "little")
    with pytest.raises(UnpackError, match="cannot be unpacked"):
        list(unpacked(iter([packed]), "gzip"))


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_an_end_that_is_missing_is_told(coding):
    packed = PACKERS[coding](b"we will " * 50)[:-3]
    with pytest.raises(UnpackError, match="its end is missing"):
        list(unpacked(iter([packed]), coding))


@pytest.mark.parametrize("coding", ["br", "compress", "gzip, gzip", "x"])
def test_what_was_not_asked_for_is_refused(coding):
    with pytest.raises(UnpackError, match="not asked for"):
        list(unpacked(iter([b"x"]), coding))
