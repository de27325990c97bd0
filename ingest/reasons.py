"""What a library says of damaged bytes, in words for one who does not write programs."""

from __future__ import annotations

import json
import re
import reprlib
from typing import Any

_FOR_PROGRAMMERS = re.compile(r", use XML_PARSE_HUGE.*?(?=, line|$)|\s*\(<string>.*?\)")


def why_no_json(error: Exception) -> str:
    """What is wrong with bytes that were to be JSON."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    if isinstance(error, UnicodeDecodeError):
        return f"Byte {error.start + 1} is none of UTF-8"
    return "It is nested without end, or holds a number of thousands of digits"


def why_no_xml(error: Exception) -> str:
    """What is wrong with bytes that were to be XML, and on which line."""
    return _FOR_PROGRAMMERS.sub("", str(error))[:300]


def shortened(value: Any) -> str:
    """A value as it is written, the middle left out if it is long."""
    return reprlib.repr(value)
