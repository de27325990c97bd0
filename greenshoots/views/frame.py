"""What every screen has: the open library, the style, the notice of a sample, the record covered, errors."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import streamlit as st

from greenshoots import adding, pipeline, settings
from greenshoots.errors import GreenShootsError, StaleIndexError
from greenshoots.pipeline import Library
from greenshoots.plain import coverage_sentence
from greenshoots.records import Coverage
from greenshoots.views.markup import shown
from greenshoots.views.style import STYLE

_SHOOT = (
    "<g fill='none' stroke='#1F6B4A' stroke-width='3' stroke-linecap='round'><path d='M16 29V14'/>"
    "<path d='M16 16C16 9 11 6 4 6c0 7 5 10 12 10Z' fill='#8CCBA8'/>"
    "<path d='M16 13c0-6 4-9 12-9 0 7-5 9-12 9Z' fill='#8CCBA8'/></g>"
)
ICON = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>{_SHOOT}</svg>"
LOGO = (
    f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 168 32' height='32'>{_SHOOT}"
    "<text x='38' y='22' font-family='Georgia, serif' font-size='19' fill='#2F8A63'>Green Shoots</text></svg>"
)


def set_up() -> None:
    """Set the page up; comes before anything else is drawn."""
    st.set_page_config(page_title="Green Shoots", page_icon=ICON, layout="centered")
    st.logo(LOGO, size="large")
    st.html(STYLE)


def library() -> Library:
    """Return the library of this home, opened once for all sessions. Raises ``StoreError``."""
    opened: Library = _opened(str(settings.home()))[0]
    return opened


def _open(home: str) -> tuple[Library, ExitStack]:
    stack = ExitStack()
    return stack.enter_context(pipeline.library(Path(home))), stack


_opened = st.cache_resource(_open, show_spinner=False, on_release=lambda opened: opened[1].close())


def banner() -> None:
    """Show the first line of ``NOTICE.txt`` in the home, where there is one: the sample says that it is fictional."""
    notice = settings.home() / "NOTICE.txt"
    if notice.is_file():
        first_line = notice.read_text(encoding="utf-8").partition("\n")[0]
        st.html(f'<p class="gs-banner" role="note">{shown(first_line)}</p>')


def title(words: str) -> None:
    """Head a screen, and name the browser's tab after it."""
    st.set_page_config(page_title=f"{words} · Green Shoots")
    st.html(f"<h1>{shown(words)}</h1>")


def covered(coverage: Coverage) -> None:
    """Say what record is covered: stands above every answer."""
    st.html(f'<p class="gs-covered">{shown(coverage_sentence(coverage))}</p>')


def close() -> None:
    """Close the open libraries of this app; the next screen opens its own again."""
    _opened.clear()


def say_error(error: GreenShootsError) -> None:
    """Show an error of ours: what, where, likely cause, next step."""
    if isinstance(error, StaleIndexError) and _is_taking_in():
        return
    st.html(f'<div class="gs-error" role="alert"><strong>This did not work.</strong> {shown(str(error))}</div>')


def _is_taking_in() -> bool:
    """Say so where new records are being taken in from a screen: until they are indexed nothing can be searched."""
    running = adding.current()
    if running is None or running.is_over:
        return False
    told = "New records are being taken in. Searching works again when they are indexed: see Sources for how far it is."
    st.html(f'<div class="gs-answer gs-none" role="status"><p>{told}</p></div>')
    return True
