"""Opening a Word file: is it one, is it whole, and does it unpack to a size that can be read."""

from __future__ import annotations

import io
import zipfile
import zlib

import docx
from docx.document import Document as WordFile
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from greenshoots.errors import BrokenSourceError
from ingest.raw import Raw
from ingest.reasons import why_no_xml

LARGEST = 300_000_000  # bytes of a file unpacked; a longer one is a trap or cannot be read in memory; guess
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_MAIN = "word/document.xml"


def is_word(data: bytes) -> bool:
    """Whether bytes are a Word document of today's kind, whatever their name."""
    return data.startswith(b"PK\x03\x04") and _MAIN.encode() in data


def open_word(raw: Raw) -> WordFile:
    """Open the bytes of a .docx. Raises ``BrokenSourceError`` if they are none, or damaged, or too large."""
    if raw.data.startswith(_OLD_WORD):
        raise BrokenSourceError(
            "this is a Word file of the old kind or locked with a password",
            where=raw.address,
            next_step="Open it in Word and save it as .docx without a password",
        )
    _check_package(raw)
    try:
        return docx.Document(io.BytesIO(raw.data))
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        zlib.error,
        etree.XMLSyntaxError,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        AttributeError,
    ) as error:  # what zipfile, lxml and python-docx raise for damaged packages
        raise _damaged(raw, error) from error


def _check_package(raw: Raw) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as package:
            names = package.namelist()
            size = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise _damaged(raw, error) from error
    if not any(name.startswith("word/") for name in names):
        raise BrokenSourceError(
            "this is no Word document",
            where=raw.address,
            cause="It is another kind of file under this name",
            next_step="Give it the ending of what it is",
        )
    if size > LARGEST:
        raise BrokenSourceError(
            f"this Word document unpacks to {size:,} bytes, more than can be read",
            where=raw.address,
            next_step="Save it as text, or in parts",
        )


def _damaged(raw: Raw, error: Exception) -> BrokenSourceError:
    return BrokenSourceError(
        "this is no Word document, or it is damaged",
        where=raw.address,
        cause=f"It may not have been saved in full ({why_no_xml(error)})",
        next_step="Save it again",
    )
