"""The table of screens: what the navigation shows, and links from one screen to another."""

from __future__ import annotations

import html
from importlib import import_module
from urllib.parse import urlencode

import streamlit as st

# Module in this folder (and path in the address): title and icon. The first is the one that opens.
SCREENS = {
    "search": ("Search", ":material/search:"),
    "ledger": ("Pledges", ":material/list_alt:"),
    "follow": ("Follow", ":material/bookmark:"),
    "people": ("People", ":material/groups:"),
    "review": ("Review", ":material/rule:"),
    "sources": ("Sources", ":material/library_books:"),
    "about": ("About", ":material/info:"),
    "statement": ("Statement", ":material/format_quote:"),
    "briefing": ("Briefing", ":material/description:"),
}
WITHOUT_TAB = ("statement", "briefing")  # reached through links, so they have no place in the navigation


def page(name: str) -> st.Page:
    """Return a screen by its name in the address."""
    title, icon = SCREENS[name]
    show = import_module(f"greenshoots.views.{name}").show
    first = name == next(iter(SCREENS))
    seen = "hidden" if name in WITHOUT_TAB else "visible"
    return st.Page(show, title=title, icon=icon, url_path=name, default=first, visibility=seen)


def navigation() -> st.Page:
    """Draw the navigation and return the screen that the address asks for."""
    return st.navigation([page(name) for name in SCREENS], position="top")


def link(name: str, words: str, **parameters: str) -> str:
    """Return an HTML link to a screen. A plain link, so that the browser's Back leads to the very view it came from.

    ``words``: HTML.
    """
    place = "." if name == next(iter(SCREENS)) else name
    return f'<a href="{html.escape(place)}?{html.escape(urlencode(parameters))}">{words}</a>'
