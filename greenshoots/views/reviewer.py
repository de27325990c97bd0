"""Who may judge and add on these screens, decided in one place.

An app for this machine only is read-only unless it was started for its one user with ``greenshoots app --review``.
An app that other machines reach signs its reviewers in (Streamlit's OIDC login); without that, nobody may.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from greenshoots.errors import UsageError
from greenshoots.settings import REVIEW
from greenshoots.views.markup import escaped, shown

HERE = ("127.0.0.1", "localhost", "::1")
_NAME = "gs-name"  # typed once a session, offered in every form

READ_ONLY = "This app is read-only: nothing can be judged in it. To judge, start it with: greenshoots app --review"
NO_SIGN_IN = (
    "This app can be reached from other machines and signs nobody in, so nothing can be judged or added in it. Whoever"
    " runs it sets up sign-in: an [auth] section in Streamlit’s secrets.toml, and in a [review] section the list"
    ' reviewers = ["ada@example.org"].'
)
NOBODY_LISTED = (
    "This app signs people in, but nobody is listed as a reviewer. Whoever runs it lists them in Streamlit’s"
    ' secrets.toml: in a [review] section, reviewers = ["ada@example.org"].'
)
SIGN_IN = "Reviewers sign in before they judge or add anything. Everybody may read."
NOT_A_REVIEWER = "You are signed in, but not listed as a reviewer. Ask whoever runs this app to add you."

Needs = Literal["", "sign in", "other account"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether whoever sits here may judge. ``name``: as whom, "" until it is typed. ``why``: why not.

    ``shared``: other machines reach the app. ``needs``: what would help, if anything on this screen would.
    """

    may: bool
    name: str = ""
    why: str = ""
    shared: bool = False
    needs: Needs = ""


def standing() -> Standing:
    """Find out who sits here and what they may; asked anew for every screen and before anything is kept."""
    if is_shared():
        return _signed_in()
    if os.environ.get(REVIEW) != "1":
        return Standing(False, why=READ_ONLY)
    return Standing(True, st.session_state.get(_NAME, ""))


def may_add() -> Standing:
    """Find out whether whoever sits here may add sources: the user of an app of their own may, read-only or not."""
    return _signed_in() if is_shared() else Standing(True)


def is_shared() -> bool:
    """Whether other machines may reach this app: by where it listens, or by how this page was asked for."""
    if not listens_here():
        return True
    headers = {name.casefold(): value for name, value in st.context.headers.to_dict().items()}
    if any(name in headers for name in ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")):
        return True  # another program hands on what others ask
    host = "//" + _one(headers.get("host", HERE[0]))
    try:
        return urlsplit(host).hostname not in HERE
    except ValueError:
        return True


def _one(header: str | Sequence[str]) -> str:
    return header if isinstance(header, str) else ", ".join(header)


def listens_here() -> bool:
    """Whether the server answers this machine only."""
    return st.get_option("server.address") in HERE


def _signed_in() -> Standing:
    """Find out who has signed in to a shared app, and whether they are listed."""
    secrets = _secrets()
    if not secrets.get("auth"):
        return Standing(False, why=NO_SIGN_IN, shared=True)
    listed = _listed(secrets)
    if not listed:
        return Standing(False, why=NOBODY_LISTED, shared=True)
    told: Mapping[str, Any] = st.user.to_dict()
    if not told.get("is_logged_in"):
        return Standing(False, why=SIGN_IN, shared=True, needs="sign in")
    address = str(told.get("email") or "").strip().casefold()
    if told.get("email_verified") is False or not _is_listed(address, listed):
        return Standing(False, why=NOT_A_REVIEWER, shared=True, needs="other account")
    return Standing(True, " ".join(str(told.get("name") or address).split()), shared=True)


def _listed(secrets: Mapping[str, Any]) -> list[str]:
    """Return who may review: addresses, and "@example.org" for all at a host."""
    section = secrets.get("review")
    listed = section.get("reviewers", ()) if isinstance(section, Mapping) else ()
    return [str(one).strip().casefold() for one in listed] if not isinstance(listed, str) else []


def _is_listed(address: str, listed: Sequence[str]) -> bool:
    name, at, host = address.rpartition("@")
    return bool(name) and (address in listed or at + host in listed)


def _secrets() -> Mapping[str, Any]:
    """Return Streamlit's secrets, nothing where there is no such file."""
    try:
        return dict(st.secrets.to_dict())
    except StreamlitSecretNotFoundError:
        return {}


def refusal(told: Standing) -> None:
    """Say why nothing can be judged or added here, with a button where signing in would help."""
    st.html(f'<div class="gs-answer gs-none" role="note"><p>{escaped(told.why)}</p></div>')
    if told.needs == "sign in":
        st.button("Sign in", on_click=st.login)
    elif told.needs == "other account":
        st.button("Sign out", on_click=st.logout)


def note() -> None:
    """Say in a line, where forms would stand, why there are none."""
    told = standing()
    if not told.may:
        st.html(f'<p class="gs-soft">{escaped(told.why)}</p>')


def name_box(*, key: str | None = None) -> str:
    """Ask for the name that stands beside a judgement; the one typed last in this session stands there already.

    Whoever signed in judges by the name of their account: it is shown and cannot be typed.
    """
    told = standing()
    if told.shared:
        st.html(f"<p class='gs-soft'>Signed in as <strong>{shown(told.name)}</strong></p>")
        return told.name
    typed: str = st.text_input("Your name", value=told.name, key=key)
    return typed


def signed(typed: str) -> str:
    """Return the name to keep with a judgement. Raises ``UsageError`` if whoever sits here may not judge."""
    told = standing()
    if not told.may:
        raise UsageError("Nothing was kept", cause=told.why)
    return told.name if told.shared else typed


def remember(name: str) -> None:
    """Offer a name in every form of this session from now on."""
    st.session_state[_NAME] = name.strip()
