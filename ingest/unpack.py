"""Bodies that were compressed on the way, in small steps: what a few bytes swell to is seen before it fills memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

ACCEPTED = "gzip, deflate"  # what is asked for; anything else a site sends all the same is refused
STEP = 64 * 1024  # bytes unpacked at a time
_GZIP_BEGINS = b"\x1f"  # its first byte; the second may come with the next piece


class UnpackError(Exception):
    """The bytes are not what the site says they are."""


def unpacked(pieces: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """Undo a ``Content-Encoding``, never yielding more than ``STEP`` bytes of it at once.

    ``coding``: the header, "" if there is none. The caller counts and stops when it has had enough: unpacking goes
    no further than what was taken. Raises ``UnpackError`` for damaged or cut off data, a wrong length or checksum,
    and any coding that was not asked for (also one upon another, which pages never need).
    """
    match coding.strip().casefold():
        case "" | "identity":
            yield from pieces
        case "gzip" | "x-gzip":
            yield from _inflated(pieces, 16 + zlib.MAX_WBITS)
        case "deflate":
            yield from _deflated(pieces)
        case other:
            raise UnpackError(f"it is compressed as {other[:40]!r}, which was not asked for")


def _deflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What is called "deflate" is zlib; some servers send it bare. The first two bytes tell which (RFC 1950, 2.2)."""
    first = b""
    while len(first) < 2 and (piece := next(pieces, None)) is not None:
        first += piece
    headed = len(first) >= 2 and first[0] & 15 == 8 and int.from_bytes(first[:2]) % 31 == 0
    yield from _inflated(_with_first(first, pieces), zlib.MAX_WBITS if headed else -zlib.MAX_WBITS)


def _with_first(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _inflated(pieces: Iterator[bytes], window: int) -> Iterator[bytes]:
    """Unpack stream after stream; what is no further one after the end is padding and goes."""
    engine, fed = zlib.decompressobj(window), False
    try:
        for piece in pieces:
            while piece:
                if engine.eof:
                    if not piece.startswith(_GZIP_BEGINS):
                        return
                    engine = zlib.decompressobj(window)
                fed = True
                yield engine.decompress(piece, STEP)
                piece = engine.unused_data if engine.eof else engine.unconsumed_tail
        yield engine.flush()
    except zlib.error as error:
        raise UnpackError(f"it cannot be unpacked ({error})") from error
    if fed and not engine.eof:
        raise UnpackError("it cannot be unpacked (its end is missing)")
