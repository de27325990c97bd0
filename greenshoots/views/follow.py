"""Follow: a few pledges in plain words, for parents. The list lives in the address or a file; there is no account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from greenshoots import pipeline
from greenshoots.errors import GreenShootsError
from greenshoots.follow import MOST, Followed, by_when, file_of, follow, ids_in, known, not_said, since_words
from greenshoots.pipeline import Library
from greenshoots.plain import british, count
from greenshoots.public import showing
from greenshoots.records import Document, Filters, Hit, Link
from greenshoots.views import address, frame, judging, pages, versions, wording
from greenshoots.views.explained import explained, listed
from greenshoots.views.following import NAME, add_link, following, keep
from greenshoots.views.markup import anchor, escaped, is_web, shown
from greenshoots.views.parts import empty_store

PROPOSED = ' class="gs-proposed"'
FOUND = 8  # pledges offered for the words typed (guess: a phone's screen or two)
LEAD = "Choose a few promises and see, in plain words, what was promised, by when, and what has been said since."


def show() -> None:
    """Draw the screen."""
    library = frame.library()
    frame.title("Follow promises")
    if not library.store.coverage().documents:
        empty_store()
        return
    asked = _asked()
    have, lack = known(library, asked)
    if not have:
        st.html(f'<div class="gs-follow"><p>{LEAD}</p></div>')
    followed = _cards(library, have)
    _lacking(lack)
    _find(library, have)
    _keep(followed)
    if followed:
        st.html(f'<div class="gs-follow">{listed(_texts(followed))}</div>')


def _asked() -> list[str]:
    """Return the list in the address; where there is none, the one that was last shown in this window."""
    asked = ids_in(st.query_params.get("ids", ""))
    if not asked and "ids" not in st.query_params and (asked := following()):
        st.query_params["ids"] = ",".join(asked)
    keep(asked)
    return asked


def _cards(library: Library, have: Sequence[str]) -> list[Followed]:
    """Draw the pledges; one that cannot be looked into says why and takes none of the others along."""
    followed = []
    seen: set[str] = set()
    for number, one in enumerate(have, start=1):
        try:
            with st.spinner("Looking through later records…"):
                found = follow(library, one)
        except GreenShootsError as error:
            frame.say_error(error)
            continue
        followed.append(found)
        with showing(found.document, *(library.store.document(link.document_key) for link in found.since)):
            st.html(f'<article class="gs-follow">{_card(library, found, number, len(have), have, seen)}</article>')
    return followed


def _card(library: Library, one: Followed, number: int, total: int, have: Sequence[str], seen: set[str]) -> str:
    statement, today = one.statement, date.today()
    office = wording.office(statement)
    who = f"<strong>{shown(statement.speaker) or 'Nobody is named'}</strong>"
    who += f", {explained(office, name=f'o{number}', seen=seen)}" if office else ""
    words = explained(" ".join(statement.text.split()), name=f"w{number}", seen=seen)
    verdict = f'<p class="gs-judged">{judging.line(one.verdict)}</p>' if one.verdict else ""
    go = pages.link("statement", f"See everything found about promise {number}", id=statement.id)
    rest = [other for other in have if other != one.asked]
    stop = pages.link("follow", f"Stop following promise {number}", ids=",".join(rest))
    return (
        f"<h2>Promise {number} of {total}</h2>"
        f'<blockquote class="gs-words gs-alone"><p>{words}</p></blockquote>{versions.note(library, statement)}'
        f"<h3>Who said it</h3><p>{who}. {escaped(_said(one))} {_place(one)}</p>{_doer(one)}"
        f"<h3>By when</h3><p>{shown(by_when(one, today))}</p>{verdict}"
        f"<h3>What has been said since</h3>{_since(library, one, number, seen)}{_not(one, today)}"
        f'<p class="gs-go">{go}</p><p class="gs-stop">{stop}</p>'
    )


def _doer(one: Followed) -> str:
    """Who is to do it, where nobody is named as saying it: a table's owner, a resolution's officer."""
    statement = one.statement
    if statement.speaker or not statement.actor:
        return ""
    return f"<h3>Who is to do it</h3><p>{shown(statement.actor)}</p>"


def _said(one: Followed) -> str:
    return f"{wording.day_said(one.document)}."


def _place(one: Followed) -> str:
    return f"{_source(one.document)}."


def _source(document: Document) -> str:
    """Name a record, with a link to it on the web: one without a title by its sort, not by a file's name."""
    sort = wording.MEDIUM_WORDS[document.medium] if document.medium else None
    words = ", ".join(filter(None, (document.title or sort or document.id, document.body)))
    return anchor(document.url, words) if document.url and is_web(document.url) else shown(words)


def _since(library: Library, one: Followed, number: int, seen: set[str]) -> str:
    if not one.since:
        return "<p>Nothing found.</p>"
    told = "".join(
        f"<li{PROPOSED if link.judgement is None else ''}>{_passage(library, link, f'p{number}-{place}', seen)}</li>"
        for place, link in enumerate(one.since, start=1)
    )
    note = '<p class="gs-soft">Found by a program, which can be wrong. Open the source before you rely on it.</p>'
    return f'<ol class="gs-time">{told}</ol>{note}'


def _passage(library: Library, link: Link, name: str, seen: set[str]) -> str:
    document = library.store.document(link.document_key)
    words = explained(" ".join(link.text.split()), name=name, seen=seen)
    day = f'<time datetime="{link.date}">{escaped(british(link.date))}</time>'
    return (
        f"<p><strong>{day}. {shown(since_words(link))}:</strong></p>"
        f'<blockquote class="gs-words gs-alone"><p>{words}</p></blockquote>{versions.note(library, link)}'
        f'<p class="gs-soft">{_source(document)}.</p>'
    )


def _not(one: Followed, today: date) -> str:
    told = " ".join(not_said(one, today))
    return f"<h3>What has not been said</h3><p>{escaped(told)}</p>" if told else ""


def _lacking(lack: Sequence[str]) -> None:
    if lack:
        st.html(
            f'<div class="gs-answer gs-warn" role="status"><p>{count(len(lack), "promise")} of your list '
            f"{'is' if len(lack) == 1 else 'are'} not in this library: {escaped(', '.join(lack))}.</p></div>"
        )


def _find(library: Library, have: Sequence[str]) -> None:
    """Offer pledges by words, so that nobody has to know another screen to begin."""
    st.html(f'<div class="gs-follow"><h2>{"Add another promise" if have else "Find a promise"}</h2></div>')
    if len(have) >= MOST:
        st.html(f"<p>Your list is full: it holds {MOST} promises.</p>")
        return
    typed = st.text_input("What is it about?", key="find", bind="query-params", placeholder="For example: caseworkers")
    if typed.strip():
        _offer(library, have, typed.strip())
    elif not have:
        go = pages.link("ledger", "Look through all promises", **({NAME: ",".join(have)} if have else {}))
        st.html(f'<p class="gs-go">{go}</p>')


def _offer(library: Library, have: Sequence[str], words: str) -> None:
    with st.spinner("Searching…", show_time=False):
        hits = pipeline.search(library, words, filters=Filters(kind="commitment"), limit=FOUND)
    offered = [hit for hit in hits if hit.statement and hit.statement.id not in have]
    if not offered:
        st.html('<p role="status">No other promise found with these words. Try fewer or other ones.</p>')
        return
    told = "".join(f"<li>{_hit(hit)}</li>" for hit in offered)
    st.html(f'<ul class="gs-plain gs-follow" aria-label="Promises found">{told}</ul>')


def _hit(hit: Hit) -> str:
    statement = hit.statement
    if statement is None:
        return ""
    with showing(hit.document):
        who = shown(", ".join(filter(None, (wording.speaker(statement), british(hit.document.made)))))
        words = shown(" ".join(statement.text.split()))
        quoted = f'<blockquote class="gs-words gs-alone"><p>{words}</p></blockquote>'
        return f"{quoted}<p>{who}</p>{add_link(statement, hit.document.made)}"


def _keep(followed: Sequence[Followed]) -> None:
    """Tell how the list is kept: the address, or a file; and take one in."""
    if followed:
        ids = ",".join(one.asked for one in followed)
        st.html(
            '<div class="gs-follow"><h2>Keep your list</h2><p>Your list is in the address of this page. '
            "Bookmark the page, or send the address to yourself. Nobody else sees your list.</p></div>"
        )
        st.code(address.permanent(ids=ids), language=None, wrap_lines=True)
        st.download_button(
            "Save the list as a file", file_of(followed), "followed.txt", "text/plain", on_click="ignore"
        )
    with st.expander("Open a list that you saved"):
        given = st.file_uploader("A file that was saved here", type=["txt"], max_upload_size=1)
    if given is not None:
        _open(given.getvalue())


def _open(raw: bytes) -> None:
    asked = ids_in(raw.decode("utf-8-sig", "replace"))
    if not asked:
        st.html('<div class="gs-error" role="alert">This file names no promise. Choose one that was saved here.</div>')
    elif ",".join(asked) != st.query_params.get("ids"):
        words = f"Show this list: {count(len(asked), 'promise')}"
        st.html(f'<p class="gs-go">{pages.link("follow", words, ids=",".join(asked))}</p>')


def _texts(followed: Sequence[Followed]) -> list[str]:
    return [
        text
        for one in followed
        for text in (one.statement.text, wording.office(one.statement), *(link.text for link in one.since))
    ]
