"""The link by which a pledge is followed, from any screen, and the list it joins."""

from __future__ import annotations

from datetime import date

import streamlit as st

from greenshoots.follow import ids_in
from greenshoots.plain import british
from greenshoots.records import TRACEABLE, Statement
from greenshoots.views import pages, wording
from greenshoots.views.markup import escaped, shown

NAME = "following"  # bears the list in the addresses of other screens, and in this window's session


def following() -> list[str]:
    """Return the list: of the address, else as it was last shown in this window."""
    return ids_in(st.query_params.get(NAME, "")) or ids_in(st.session_state.get(NAME, ""))


def keep(asked: list[str]) -> None:
    """Remember the list for as long as the window is open."""
    st.session_state[NAME] = ",".join(asked)


def add_link(statement: Statement, day: date | None) -> str:
    """Return a link that follows a statement beside those followed already, as HTML; "" for what is not traced."""
    if not set(statement.kinds) & set(TRACEABLE):
        return ""
    asked = following()
    ids = ",".join(dict.fromkeys([*asked, statement.id]))
    beside = f": {shown(wording.speaker(statement))}, {escaped(british(day))}"
    noun = "pledge" if "commitment" in statement.kinds else "statement"
    words = f"You follow this {noun}" if statement.id in asked else f"Follow this {noun}"
    return f'<p class="gs-go">{pages.link("follow", f"{words}{beside}", ids=ids)}</p>'
