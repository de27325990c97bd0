"""People and bodies: what each said over time, claims beside what came after. Two people of one name stay two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

import streamlit as st

from greenshoots import pipeline
from greenshoots.errors import GreenShootsError
from greenshoots.people import SIDE_WORDS, Person, Register, office_words
from greenshoots.pipeline import Library
from greenshoots.plain import answer_line, british, count, relation_words
from greenshoots.public import showing
from greenshoots.records import TRACEABLE, Link, Statement
from greenshoots.silence import silence_in
from greenshoots.views import frame, judging, pages, versions, wording
from greenshoots.views.markup import escaped, rows, shown
from greenshoots.views.parts import empty_store, kind_tags, source_line, statement_link
from index.judged import stored
from index.store_people import BodyCount, Said

_IN_TIME = '<ol class="gs-time">{}</ol>'
SPEAKERS = 15  # of a body, those with most statements (guess)
NAMES = 30  # names on a page of the list (guess)
STEP = 20  # statements on a page of one person's (guess)
AFTER = 3  # later passages beside a statement; the rest stands on its own screen (guess)
BARE = (
    "Only the name is told, without a body or an office: these statements may be of several people of this name, "
    "so they are counted to nobody."
)
WHOSE = "What its records have, unless the speaker is told to be of another body, and what is told of it elsewhere."
APART = "Kept apart, as nothing but the name says that they are one person:"


def show() -> None:
    """Draw the screen that the address asks for: one person, one body, or the list."""
    library = frame.library()
    if not library.store.coverage().documents:
        frame.title("People and bodies")
        empty_store()
        return
    register = Register(library.store)
    name, body = st.query_params.get("person", ""), st.query_params.get("of", "")
    if name:
        _person_screen(library, register, name)
    elif body:
        _body_screen(library, register, body)
    else:
        _list(library, register)


def _list(library: Library, register: Register) -> None:
    frame.title("People and bodies")
    words = st.text_input(
        "Find a person or a body", key="find", bind="query-params", placeholder="A name, an office or a body"
    )
    frame.covered(library.store.coverage())
    bodies = register.bodies(words)
    if bodies:
        told = "".join(f"<li>{_body_line(body)}</li>" for body in bodies[:NAMES])
        st.html(f'<h2>Bodies</h2><ul class="gs-plain">{told}</ul>')
    found = register.people(words)
    start = _asked("page") * NAMES
    with st.spinner("Looking through the names…", show_time=False):
        named = list(islice((one for one in found[start:] if register.is_shown(one)), NAMES))
    if named:
        told = "".join(f"<li>{_line(one)}</li>" for one in named)
        st.html(f'<h2>People and posts</h2><ul class="gs-plain">{told}</ul>{_pages(len(found), NAMES)}')
    elif not bodies:
        st.html('<div class="gs-answer gs-none" role="status"><p>No person or body found with these words.</p></div>')


def _body_line(body: BodyCount) -> str:
    name = pages.link("people", shown(body.name), of=body.name)
    return f"<strong>{name}</strong><br>{_told(body.statements, body.first, body.last)}"


def _line(person: Person) -> str:
    who = shown(_who(person))
    beside = f"<br>{who}" if who else ""
    return f"<strong>{_link(person)}</strong>{beside}<br>{_told(person.statements, person.first, person.last)}"


def _told(statements: int, first: date | None, last: date | None) -> str:
    """Say how many statements there are and from when to when, as HTML."""
    days = f", {british(first)}" if first else ""
    days += f" to {british(last)}" if first and last and first != last else ""
    return f'<span class="gs-soft">{escaped(count(statements, "statement") + days)}</span>'


def _who(person: Person) -> str:
    """What a person is told apart by."""
    if person.is_nobody:
        return "Only the name is told, no body or office"
    offices = person.offices[-1].office if person.offices else ""
    side = SIDE_WORDS[person.side] if person.side else ""
    return ", ".join(filter(None, (offices, person.body, side)))


def _link(person: Person) -> str:
    parts = {"person": person.name, "body": person.body, "office": person.office, "side": person.side}
    return pages.link("people", shown(person.name), **{key: value for key, value in parts.items() if value})


def _person_screen(library: Library, register: Register, name: str) -> None:
    same = register.namesakes(name)
    asked = tuple(st.query_params.get(key) or None for key in ("body", "office", "side"))
    person = next((one for one in same if (one.body, one.office, one.side) == asked), None)
    if person is None or not register.is_shown(person):
        frame.title("Nobody found")
        st.html(
            f"<p>The records covered have nobody of this name here. {pages.link('people', 'All people and bodies')}</p>"
        )
        return
    frame.title(person.name)
    st.html(_head(person))
    others = [one for one in same if one != person and register.is_shown(one)]
    if others:
        listed = "".join(
            f"<li>{_link(one)}, {shown(_who(one))}: {_told(one.statements, one.first, one.last)}</li>" for one in others
        )
        st.html(
            '<div class="gs-answer gs-none" role="note"><p><strong>Others of this name.</strong> '
            f"{APART}</p><ul>{listed}</ul></div>"
        )
    start = _asked("page") * STEP
    said = list(islice(register.statements_of(person), start, start + STEP))
    _statements(library, said, person.statements)


def _head(person: Person) -> str:
    if person.is_nobody:
        return f'<p class="gs-lead">{BARE}</p>'
    side = f" ({SIDE_WORDS[person.side]})" if person.side else ""
    offices = "".join(
        f"<li>{shown(held.office)}: {escaped(_days(held.first, held.last))}</li>" for held in person.offices
    )
    told = [
        ("Body", shown(f"{person.body}{side}") if person.body else "Not told"),
        ("Offices, as told", f"<ul class='gs-offices'>{offices}</ul>" if offices else "None told"),
        ("In the records", _told(person.statements, person.first, person.last)),
    ]
    return rows(told)


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None or first == last:
        return f"in a record of {british(first)}"
    return f"in records from {british(first)} to {british(last)}"


def _body_screen(library: Library, register: Register, name: str) -> None:
    body = next((one for one in register.bodies() if one.name == name), None)
    if body is None:
        frame.title("No such body")
        st.html(
            f"<p>The records covered have no body of this name. {pages.link('people', 'All people and bodies')}</p>"
        )
        return
    frame.title(body.name)
    st.html(f"<p>{_told(body.statements, body.first, body.last)}</p><p>{WHOSE}</p>")
    speakers = [one for one in register.people_of(name)[:SPEAKERS] if register.is_shown(one)]
    if speakers:
        with st.expander("Who speaks most in its records"):
            st.html('<ul class="gs-plain">' + "".join(f"<li>{_line(one)}</li>" for one in speakers) + "</ul>")
    said = register.statements_for(name, limit=STEP, offset=_asked("page") * STEP)
    _statements(library, said, body.statements)


def _statements(library: Library, said: Sequence[Said], total: int) -> None:
    """List statements, newest first, each beside what came after it."""
    _offer_search(library, [one.statement for one in said])
    items = []
    for one in said:
        try:
            items.append(f"<li>{_pair(library, one)}</li>")
        except GreenShootsError as error:
            frame.say_error(error)
    first = _asked("page") * STEP + 1
    listed = f'<ol class="gs-pairs" start="{first}">{"".join(items)}</ol>'
    st.html(f"<h2>Statements, newest first</h2>{listed}{_pages(total, STEP)}")


def _offer_search(library: Library, statements: Sequence[Statement]) -> None:
    """Offer to look for what came after statements for which nobody has yet; for pledges that is done by itself."""
    waiting = [one for one in statements if set(one.kinds) & set(TRACEABLE) and not library.store.traced_at(one.id)]
    if not waiting or not st.button(f"Look for what came after: {count(len(waiting), 'statement')} not checked yet"):
        return
    bar = st.progress(0.0, "Searching later records…")
    for done, one in enumerate(waiting, start=1):
        try:
            pipeline.trace(library, one.id)
        except GreenShootsError as error:
            frame.say_error(error)
            return
        bar.progress(done / len(waiting), f"Searched for {done} of {len(waiting)}")
    st.rerun()


def _pair(library: Library, one: Said) -> str:
    statement = one.statement
    document = library.store.document(statement.document_key)
    with showing(document):
        office = office_words(statement.role, statement.organisation, body=one.body)
        as_what = f", {office}" if office else ""
        said = (
            f"<h3>{escaped(british(one.day))}</h3>"
            f'<p class="gs-soft">{shown(wording.speaker(statement) + as_what)}</p>'
            f'<blockquote class="gs-words gs-alone"><p>{shown(" ".join(statement.text.split()))}</p></blockquote>'
            f"{versions.note(library, statement)}{kind_tags(statement)}{source_line(document)}"
            f"{statement_link('Open this statement', statement, document.made)}"
        )
    return f'<article class="gs-pair"><div>{said}</div><div>{_after(library, statement, one)}</div></article>'


def _after(library: Library, statement: Statement, one: Said) -> str:
    heading = "<h3>What came after</h3>"
    store = library.store
    if not set(statement.kinds) & set(TRACEABLE):
        return f'{heading}<p class="gs-soft">Statements of this kind are not followed through later records.</p>'
    searched = store.searched(statement.id)
    found = stored(store, statement)
    links = sorted((link for link in found.links if link.shown), key=lambda link: link.date or date.max)
    card = store.card(statement.document_key)
    body = card.body if card else None
    silence = silence_in(store, statement.id, body=body, made=one.day, links=links, searched=searched)
    verdict = f'<p class="gs-judged">{judging.line(found.verdicts[-1])}</p>' if found.verdicts else ""
    told = f"<p>{escaped(answer_line(silence))}</p>"
    listed = "".join(f"<li{_dot(link)}>{_passage(library, link)}</li>" for link in links[:AFTER])
    left = len(links) - AFTER
    more = f'<p class="gs-soft">{left} more on its own screen.</p>' if left > 0 else ""
    return f"{heading}{verdict}{told}{listed and _IN_TIME.format(listed)}{more}"


def _dot(link: Link) -> str:
    """A hollow dot for what the machine proposes."""
    return "" if link.judgement else ' class="gs-proposed"'


def _passage(library: Library, link: Link) -> str:
    document = library.store.document(link.document_key)
    with showing(document):
        words = shown(" ".join(link.text.split()))
        source = shown(", ".join(filter(None, (document.title or document.id, document.body))))
        changed = versions.note(library, link)
    what = escaped(f"{british(link.date)}: {relation_words(link)}")
    quoted = f'<blockquote class="gs-words gs-alone"><p>{words}</p></blockquote>'
    return f'<p><strong>{what}</strong></p>{quoted}{changed}<p class="gs-soft">{source}</p>'


def _asked(name: str) -> int:
    """Return the page that the address asks for, counted from 0."""
    asked = st.query_params.get(name, "")
    return int(asked) - 1 if asked.isdecimal() and 0 < int(asked) < 10_000 else 0


def _pages(total: int, step: int) -> str:
    """Return links to the page before and the page after."""
    here, last = _asked("page"), max(0, (total - 1) // step)
    told = []
    for words, number in (("Page before", here - 1), ("Next page", here + 1)):
        if 0 <= number <= last:
            parameters = {**st.query_params.to_dict(), "page": str(number + 1)}
            told.append(pages.link("people", f"{words}: {number + 1} of {last + 1}", **parameters))
    return f'<nav aria-label="Pages"><p>{" · ".join(told)}</p></nav>' if told else ""
