"""The terms of a pledge over time: drawings of dates and amounts, and a table that tells the same and more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import altair as alt
import streamlit as st

from greenshoots.goalposts import HOW_WORDS, Course, Terms, amounts_over_time, course_of, promised_words
from greenshoots.kept import amount_told, first_done
from greenshoots.pipeline import Library
from greenshoots.plain import british
from greenshoots.public import showing
from greenshoots.records import Amount, Document, Link, Statement
from greenshoots.views import pages, wording
from greenshoots.views.markup import escaped, shown
from greenshoots.views.timeline import FOOT, GREEN, INK_ON_DARK, INK_ON_LIGHT, ROW

LEAD = "Read by machine from the passages below: it may have missed terms, or taken some of another matter for these."

MONEY = {"GBP": "pounds", "EUR": "euros", "USD": "dollars", "%": "per cent"}
HEIGHT = 170  # pixels
UNLISTED = "Read from one of the less likely passages, which is not on the timeline: check it."


def show(library: Library, statement: Statement, document: Document, links: Sequence[Link]) -> None:
    """Draw the section, where a commitment was promised again or on other terms, or reads as done.

    ``links``: the evidence, shown unasked or not.
    """
    course = course_of(library.store, statement, document, links) if "commitment" in statement.kinds else None
    if course is None or (len(course.terms) == 1 and not course.kept):
        return
    if len(course.terms) > 1:
        st.html(f'<h3>The terms over time</h3><p class="gs-soft">{LEAD}</p>')
        done = first_done(link for link in links if link.shown)
        if sum(row.due is not None for row in course.terms) > 1:
            draw(course.terms, done)
        for unit, rows in amounts_over_time(course.terms).items():
            draw_amounts(unit, rows, done)
        st.html(table(library, course))
    if course.kept:
        st.html(f"<p>{escaped(course.kept)}.</p>")


def table(library: Library, course: Course) -> str:
    """Return the terms as an HTML table: of each day what was promised and what changed, above the words."""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Day", "By when", "How much", "How strongly", "Changed"))
    body = "".join(_shown(library, row) for row in course.terms)
    return f'<table class="gs-terms"><thead><tr>{head}</tr></thead>{body}</table>'


def _shown(library: Library, row: Terms) -> str:
    with showing(library.store.document(row.document_key)):
        return _rows(library, row)


def _rows(library: Library, row: Terms) -> str:
    document = library.store.document(row.document_key)
    when = f"“{shown(row.deadline)}”" if row.deadline else "no date given"
    when += f", by {escaped(british(row.due))}" if row.due else ""
    cells = (
        ("By when", when),
        ("How much", shown("; ".join(amount.text for amount in row.amounts)) or "no amount"),
        ("How strongly", escaped(promised_words(row))),
        ("Changed", escaped("; ".join(row.changes)) or escaped(HOW_WORDS[row.how])),
    )
    told = "".join(f'<td data-label="{name}">{words}</td>' for name, words in cells)
    day = f'<th scope="row"><time datetime="{row.day}">{escaped(british(row.day))}</time></th>'
    scope = f'<p class="gs-soft">What: {shown(row.scope)}</p>' if row.scope else ""
    source = shown(wording.source(document))
    place = pages.link("statement", source, id=row.statement) if row.statement else source
    unlisted = f'<p class="gs-soft">{UNLISTED}</p>' if row.how == "unlisted" else ""
    words = f"<q>{shown(' '.join(row.text.split()))}</q>{scope}{unlisted}<p class='gs-soft'>{place}</p>"
    return f'<tbody><tr>{day}{told}</tr><tr><td colspan="5" class="gs-said">{words}</td></tr></tbody>'


def draw(terms: Sequence[Terms], done: Link | None) -> None:
    """Draw for each day that terms were set a line from that day to the date promised. The table tells the same."""
    described = "; ".join(
        f"{british(row.day)}, {promised_words(row)}: promised by {british(row.due) if row.due else 'no date'}"
        for row in terms
    )
    end = f"; reads as done in a record of {british(done.date)}" if done else ""
    st.altair_chart(_chart(terms, done).properties(description=f"{described}{end}"), width="stretch")


def _lane(row: Terms) -> str:
    return f"{row.day.day} {row.day:%b %Y}"  # short: a phone has little room beside the lines


def _chart(terms: Sequence[Terms], done: Link | None) -> alt.LayerChart:
    days = [day for row in terms for day in (row.day, row.due) if day] + ([done.date] if done and done.date else [])
    margin = max(timedelta(days=20), (max(days) - min(days)) / 20)
    scale = alt.Scale(domain=[(min(days) - margin).isoformat(), (max(days) + margin).isoformat()])
    ink = {"labelColor": INK_ON_DARK if st.context.theme.type == "dark" else INK_ON_LIGHT, "labelFontSize": 13}
    x = alt.X(
        "day:T",
        title=None,
        scale=scale,
        axis=alt.Axis(format="%b %Y", labelOverlap=True, labelBound=6, tickCount=5, **ink),
    )
    lanes = [_lane(row) for row in terms]
    axis = alt.Axis(labelLimit=210, labelOverlap=False, labelFlush=False, ticks=False, domain=False, grid=True, **ink)
    y = alt.Y("lane:N", title=None, sort=lanes, axis=axis)
    base = alt.Chart(alt.Data(values=_points(terms)), height=ROW * len(lanes) + FOOT)
    lines = base.transform_filter("datum.until").mark_rule(color=GREEN, strokeWidth=2).encode(x=x, x2="until:T", y=y)
    shapes = alt.Scale(domain=["Said", "Promised for"], range=["diamond", "square"])
    points = base.mark_point(size=130, filled=True, opacity=1, color=GREEN).encode(
        x=x,
        y=y,
        shape=alt.Shape("what:N", legend=None, scale=shapes),
        tooltip=[alt.Tooltip("told:N", title="Day"), alt.Tooltip("what:N", title="What")],
    )
    return alt.layer(lines, points, *_done_line(done, scale))


def _points(terms: Sequence[Terms]) -> list[dict[str, str | None]]:
    points = []
    for row in terms:
        until = row.due.isoformat() if row.due else None
        points.append(_point(row, row.day, "Said", until))
        if row.due:
            points.append(_point(row, row.due, "Promised for", None))
    return points


def _point(row: Terms, day: date, what: str, until: str | None) -> dict[str, str | None]:
    return {"day": day.isoformat(), "until": until, "lane": _lane(row), "what": what, "told": british(day)}


def _done_line(done: Link | None, scale: alt.Scale) -> list[alt.Chart]:
    """Return a dashed upright line on the day of the record that reads as done."""
    if done is None or done.date is None:
        return []
    data = [{"day": done.date.isoformat(), "told": f"{british(done.date)}: reads as done"}]
    line = alt.Chart(alt.Data(values=data)).mark_rule(color=GREEN, strokeDash=[4, 4], strokeWidth=2)
    return [line.encode(x=alt.X("day:T", scale=scale), tooltip=alt.Tooltip("told:N", title="Day"))]


def draw_amounts(unit: str, rows: Sequence[tuple[Terms, Amount]], done: Link | None) -> None:
    """Draw how much of a unit was promised on each day, and how much what reads as done tells, if it does."""
    points = [_amount_point(row.day, amount, "Promised") for row, amount in rows]
    told = amount_told(done, unit, like=rows[0][0].text) if done and done.date else None
    if done and done.date and told:
        points.append(_amount_point(done.date, told, "Reads as done"))
    described = "; ".join(f"{point['when']}: {str(point['what']).lower()} {point['told']}" for point in points)
    st.html(f'<p class="gs-soft">How much was promised, in {shown(MONEY.get(unit, unit))}:</p>')
    chart = amounts_chart(points).properties(description=f"How much over time. {described}")
    st.altair_chart(chart, width="stretch")


def _amount_point(day: date, amount: Amount, what: str) -> dict[str, str | float]:
    told = {"what": what, "told": " ".join(amount.text.split()), "when": british(day)}
    return {"day": day.isoformat(), "value": amount.value, **told}


def amounts_chart(points: Sequence[dict[str, str | float]]) -> alt.LayerChart:
    """Return a point for each day, never joined, each with its words: what was promised filled, what is done hollow."""
    days = [date.fromisoformat(str(point["day"])) for point in points]
    margin = max(timedelta(days=40), (max(days) - min(days)) / 8)
    scale = alt.Scale(domain=[(min(days) - margin).isoformat(), (max(days) + margin).isoformat()])
    dark = st.context.theme.type == "dark"
    colour = INK_ON_DARK if dark else INK_ON_LIGHT
    ink = {"labelColor": colour, "labelFontSize": 13}
    base = alt.Chart(alt.Data(values=list(points)), height=HEIGHT).encode(
        x=alt.X(
            "day:T",
            title=None,
            scale=scale,
            axis=alt.Axis(format="%b %Y", labelOverlap=True, labelBound=6, tickCount=5, **ink),
        ),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=4, format="~s", **ink)),
        tooltip=[alt.Tooltip("when:N", title="Day"), alt.Tooltip("told:N", title="How much"), "what:N"],
    )
    shapes = alt.Scale(domain=["Promised", "Reads as done"], range=["square", "circle"])
    marks = base.mark_point(size=130, color=GREEN, fill=GREEN, opacity=1, strokeWidth=2).encode(
        shape=alt.Shape("what:N", legend=None, scale=shapes),
        fillOpacity=alt.condition("datum.what == 'Promised'", alt.value(1), alt.value(0)),
    )
    words = base.mark_text(dy=-15, fontSize=13, color=colour).encode(text="told:N")
    return alt.layer(marks, words)
