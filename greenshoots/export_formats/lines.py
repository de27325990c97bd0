"""Statements as a list in JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from greenshoots.excerpts import Excerpt
from greenshoots.records import as_plain


def listed(found: Sequence[Excerpt]) -> bytes:
    """Return a JSON list with an object a statement; its fields are those of ``Excerpt``. Dates are ISO 8601."""
    return (json.dumps([as_plain(one) for one in found], ensure_ascii=False, indent=1) + "\n").encode()
