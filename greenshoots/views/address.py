"""The address of a view: search words and filters live in it, so that it can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from greenshoots.records import KINDS, MEDIUMS, Filters, Kind
from greenshoots.views import pages

Name = TypeVar("Name", bound=str)

FILTER_NAMES = ("speaker", "body", "kind", "medium", "after", "before")
MOST = 10_000  # finds on one screen; a browser still draws them (guess)
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)  # a calendar needs ends (guesses)


def words() -> str:
    """Draw the search box, bound to ``q`` in the address, and return what is in it."""
    typed: str = st.text_input(
        "Search for words",
        key="q",
        bind="query-params",
        placeholder="For example: green shoots",
        help='All words count. "In quotation marks" finds the exact phrase, -word leaves out, OR gives a choice.',
    )
    return typed.strip()


def filters(bodies: list[str], *, kind: Kind | None = None) -> Filters:
    """Draw the filters, each bound to its name in the address, and return them. A fixed ``kind`` has no box."""
    left, right = st.columns(2)
    with left:
        speaker = st.text_input("Speaker", key="speaker", bind="query-params", placeholder="Anybody")
        chosen_kind = kind or _choice("Kind", "kind", KINDS, str.capitalize)
        after = _day("From", "after")
    with right:
        body = _choice("Council, paper or other body", "body", bodies, str)
        medium = _choice("Sort of record", "medium", MEDIUMS, str.capitalize)
        before = _day("To", "before")
    return Filters(speaker.strip() or None, body, chosen_kind, medium, after, before)


def _choice(name: str, key: str, options: Sequence[Name], told: Callable[[str], str]) -> Name | None:
    """Draw a choice of one. What is ``told`` stands in the address, too, so it may not change from day to day."""
    chosen: Name | None = st.selectbox(
        name, options, index=None, key=key, bind="query-params", placeholder="Any", format_func=told
    )
    return chosen


def _day(name: str, key: str) -> date | None:
    chosen: date | None = st.date_input(
        name, None, min_value=EARLIEST, max_value=LATEST, format="DD/MM/YYYY", key=key, bind="query-params"
    )
    return chosen


def is_narrowed() -> bool:
    """Whether the address bears a filter."""
    return any(name in st.query_params for name in FILTER_NAMES)


def limit(step: int) -> int:
    """Return how many finds the address asks for, ``step`` if it does not say."""
    asked = st.query_params.get("show", "")
    return int(asked) if asked.isdecimal() and 0 < int(asked) <= MOST else step


def show_more(screen: str, shown: int, step: int) -> str:
    """Return a link to the same view with more finds, as HTML."""
    parameters = {**st.query_params.to_dict(), "show": str(shown + step)}
    return f'<p class="gs-go">{pages.link(screen, f"Show {step} more", **parameters)}</p>'


def permanent(**parameters: str) -> str:
    """Return the whole address of this screen with these parameters."""
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{urlencode(parameters)}"
