"""What was reported later: a drawing, and the same as a list with each passage in its context."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import altair as alt
import streamlit as st

from greenshoots import quoting
from greenshoots.pipeline import Library
from greenshoots.plain import INFERRED_TITLE, british, relation_words
from greenshoots.public import showing
from greenshoots.records import Link, Span, Statement
from greenshoots.views import judging, versions, wording
from greenshoots.views.marked import in_context
from greenshoots.views.markup import escaped, shown
from greenshoots.views.parts import partial_note, source_line, statement_link

SAID, DUE = "Said", "Due"
GREEN = "#2F8A63"  # at least 3:1 on the light and on the dark ground, as drawings need
INK_ON_LIGHT, INK_ON_DARK = "#59635D", "#A9B3AD"  # the soft ink of the style sheet: 4.5:1 and more
ROW = 34  # pixels; a finger's width with its neighbours
FOOT = 30  # pixels for the days below the lanes


def draw(statement: Statement, made: date, links: Sequence[Link]) -> None:
    """Draw when it was said, when it was due and when later passages were published. The list below tells the same."""
    due = statement.deadline.due if statement.deadline else None
    points = [(made, SAID, True), *([(due, DUE, True)] if due else [])]
    points += sorted((link.date, wording.says(link), link.judgement is not None) for link in links if link.date)
    told = "; ".join(f"{british(day)}: {what}" for day, what, _ in points)
    st.altair_chart(_chart(points).properties(description=f"Timeline. {told}"), width="stretch")


def _chart(points: Sequence[tuple[date, str, bool]]) -> alt.Chart:
    """Return a chart with a lane for each thing that can happen, named at its left, and a point for each day.

    What the machine proposes is hollow; the last of a point tells whether it is settled.
    """
    lanes = list(dict.fromkeys(what for _, what, _ in points))
    first, last = min(day for day, _, _ in points), max(day for day, _, _ in points)
    margin = max(timedelta(days=20), (last - first) / 20)
    ends = alt.Scale(domain=[(first - margin).isoformat(), (last + margin).isoformat()])
    ink = {"labelColor": INK_ON_DARK if st.context.theme.type == "dark" else INK_ON_LIGHT, "labelFontSize": 13}
    days = alt.Axis(format="%b %Y", labelOverlap=True, labelBound=6, tickCount=5, **ink)
    names = alt.Axis(labelLimit=180, ticks=False, domain=False, grid=True, **ink)
    shapes = alt.Scale(domain=lanes, range=[_shape(lane) for lane in lanes])
    data = [
        {"day": day.isoformat(), "what": what, "told": british(day), "fill": int(settled)}
        for day, what, settled in points
    ]
    chart = alt.Chart(alt.Data(values=data), height=ROW * len(lanes) + FOOT)
    return chart.mark_point(size=130, fill=GREEN, stroke=GREEN, strokeWidth=2, opacity=1).encode(
        fillOpacity=alt.FillOpacity("fill:Q", scale=None, legend=None),
        x=alt.X("day:T", title=None, scale=ends, axis=days),
        y=alt.Y("what:N", title=None, sort=lanes, axis=names),
        shape=alt.Shape("what:N", legend=None, scale=shapes),
        tooltip=[alt.Tooltip("told:N", title="Day"), alt.Tooltip("what:N", title="What")],
    )


def _shape(lane: str) -> str:
    return {SAID: "diamond", DUE: "square"}.get(lane, "circle")


def list_links(library: Library, links: Sequence[Link], *, below: Callable[[Link], None]) -> None:
    """List passages in order of time, undated ones last, each in its context with a link to its own statement.

    ``below``: draws what stands under each, such as a form. What the machine proposes has a hollow dot.
    """
    ordered = sorted(links, key=lambda link: (link.date or date.max, -link.score))
    for number, link in enumerate(ordered, start=1):
        dot = "" if link.judgement else ' class="gs-proposed"'
        with showing(library.store.document(link.document_key)):
            item = f"<li{dot}>{passage_html(library, link)}</li>"
        st.html(f'<ol class="gs-time gs-small" start="{number}">{item}</ol>')
        below(link)


def passage_html(library: Library, link: Link) -> str:
    """Return a passage as HTML: its day, what it says, who proposed it, its words in context, why and where."""
    document = library.store.document(link.document_key)
    place = Span(link.start, link.end)
    passages = library.store.passages(document.key)
    before, after = quoting.context(document, before=1, after=1)
    words = in_context(document.text, passages, place, deciding=_deciding(link), before=before, after=after)
    day = f'<time datetime="{link.date}">{escaped(british(link.date))}</time>' if link.date else "Date unknown"
    what = "the same words reported again" if link.further_source else relation_words(link)
    label = "Why the machine proposed it" if link.judgement else "Why it is here"
    why = f'<p class="gs-soft">{label}: {shown(link.why)}</p>' if link.why else ""
    changed = versions.note(library, link)
    told = f"{judging.who_found(link)}{_inferred(link)}{words}{changed}{why}{source_line(document)}"
    told += partial_note(library, document)
    return f"<h3>{day}: {escaped(what)}</h3>{told}{_as_statement(library, link, place)}"


def _deciding(link: Link) -> Span | None:
    """Return the words that decided the relation that is shown; a person who gave another one had reasons of theirs."""
    said = link.judgement
    return link.deciding if said is None or said.relation == said.proposed else None


def _inferred(link: Link) -> str:
    """Say that a relation is read by implication, until a person said something of it."""
    if not link.inferred or link.judgement:
        return ""
    name = f'<span class="gs-inferred" title="{escaped(INFERRED_TITLE)}">Inferred</span>'
    return f'<p class="gs-soft">{name}, not said in so many words: check it against the passage.</p>'


def _as_statement(library: Library, link: Link, place: Span) -> str:
    """Link to the statement that the passage is, where it is one."""
    for statement in library.store.statements_of(link.document_key):
        if place.overlaps(Span(statement.start, statement.end)):
            return statement_link("Open this passage as a statement", statement, link.date)
    return ""
