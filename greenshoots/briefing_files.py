"""A briefing as bytes of a file, in the form that is asked for."""

from __future__ import annotations

import re
from pathlib import Path

from greenshoots.briefing import Briefing

MOST = 60  # characters of a committee's name in the name of a file (guess)


def packed(briefing: Briefing, form: str, notice: str = "") -> bytes:
    """Return a Word file (``docx``) or a page to print (``html``)."""
    if form == "docx":
        from greenshoots.briefing_word import word

        return word(briefing, notice)
    from greenshoots.briefing_page import page

    return page(briefing, notice).encode()


def file_name(briefing: Briefing, form: str) -> str:
    """A name that any file system takes: briefing-cabinet-2024-03-13.docx."""
    name = re.sub(r"[^a-z0-9]+", "-", briefing.committee.name.casefold())[:MOST].strip("-")
    return f"briefing-{name or 'committee'}-{briefing.on.isoformat()}.{form}"


def notice_of(home: Path) -> str:
    """What the library says of its records, first line of ``NOTICE.txt``: the sample is fictional. "" for nothing."""
    from greenshoots.briefing_cited import LONGEST, safe

    file = home / "NOTICE.txt"
    return safe(file.read_text("utf-8").partition("\n")[0], LONGEST) if file.is_file() else ""
