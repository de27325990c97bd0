"""The table of screens: what the navigation shows, and links from one screen to another."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

# Module in this folder (and path in the address): title and icon. The first is the one that opens.
SCREENS = {
    "search": ("Search", ":material/search:"),
    "ledger": ("Pledges", ":material/list_alt:"),
    "sources": ("Sources", ":material/library_books:"),
    "about": ("About", ":material/info:"),
    "statement": ("Statement", ":material/format_quote:"),
}
WITHOUT_TAB = "statement"  # reached through a link to one statement, so it has no place in the navigation


def page(name: str) -> st.Page:
    """Return a screen by its name in the address."""
    title, icon = SCREENS[name]
    show = import_module(f"greenshoots.views.{name}").show
    first = name == next(iter(SCREENS))
    seen = "hidden" if name == WITHOUT_TAB else "visible"
    return st.Page(show, title=title, icon=icon, url_path=name, default=first, visibility=seen)


def navigation() -> st.Page:
    """Draw the navigation and return the screen that the address asks for."""
    return st.navigation([page(name) for name in SCREENS], position="top")


def link(name: str, label: str, *, icon: str | None = None, **parameters: str) -> None:
    """Draw a link to a screen. ``label`` is read as Markdown: see ``markup.label`` for words of a record."""
    st.page_link(page(name), label=label, icon=icon, query_params=parameters)
