"""Figures told over time beside what was pledged: a drawing, and a table with the sources that tells the same."""

from __future__ import annotations

from datetime import timedelta

import altair as alt
import streamlit as st

from greenshoots.pipeline import Library
from greenshoots.public import showing
from greenshoots.records import Document, Statement, Traced
from greenshoots.series import Point, Series, series_of, target_words, told_in_turn
from greenshoots.views import pages, wording
from greenshoots.views.markup import escaped, shown
from greenshoots.views.timeline import GREEN, INK_ON_DARK, INK_ON_LIGHT

LEAD = (
    "Read by machine: figures of the same unit whose words tell of the same measure and area. It may have missed some,"
    " or taken some of another measure for these."
)
HEIGHT = 220  # pixels


def show(library: Library, statement: Statement, document: Document, traced: Traced | None) -> None:
    """Draw the section, where figures of what the statement measures were told for two days or more."""
    links, rejected = (traced.links, traced.rejected) if traced else ((), ())
    found = series_of(library.store, statement, document, links, rejected)
    if found:
        st.html(f'<h3>The figures over time</h3><p class="gs-soft">{LEAD}</p>')
    for told in found:
        if target := target_words(told):
            st.html(f"<p>{shown(target)} (the dashed line)</p>")
        draw(told)
        st.html(table(library, told))


def table(library: Library, series: Series) -> str:
    """Return the points as an HTML table, each above the words that tell it and where they stand."""
    body = "".join(_shown(library, point) for point in series.points)
    head = '<thead><tr><th scope="col">Of when</th><th scope="col">Figure</th></tr></thead>'
    return f'<table class="gs-terms">{head}{body}</table>'


def _shown(library: Library, point: Point) -> str:
    with showing(library.store.document(point.document_key)):
        return _row(library, point)


def _row(library: Library, point: Point) -> str:
    source = shown(wording.source(library.store.document(point.document_key)))
    place = pages.link("statement", source, id=point.statement) if point.statement else source
    when = f'<th scope="row"><time datetime="{point.day}">{escaped(point.when)}</time></th>'
    words = f"<q>{shown(' '.join(point.text.split()))}</q><p class='gs-soft'>{place}</p>"
    figure = f'<td data-label="Figure">{shown(point.figure_text)}</td>'
    return f'<tbody><tr>{when}{figure}</tr><tr><td colspan="2" class="gs-said">{words}</td></tr></tbody>'


def draw(series: Series) -> None:
    """Draw the points, and what was pledged as a dashed line. The table tells the same."""
    told = "; ".join(filter(None, (told_in_turn(series.points), target_words(series))))
    st.altair_chart(chart(series).properties(description=f"Figures over time. {told}"), width="stretch")


def chart(series: Series) -> alt.LayerChart:
    """Return a point for each figure, never joined: what lies between is not known."""
    days = [point.day for point in series.points] + ([series.due] if series.due else [])
    margin = max(timedelta(days=20), (max(days) - min(days)) / 20)
    scale = alt.Scale(domain=[(min(days) - margin).isoformat(), (max(days) + margin).isoformat()])
    ink = {"labelColor": INK_ON_DARK if st.context.theme.type == "dark" else INK_ON_LIGHT, "labelFontSize": 13}
    data = [
        {"day": point.day.isoformat(), "value": point.value, "when": point.when, "told": point.figure_text}
        for point in series.points
    ]
    x = alt.X(
        "day:T",
        title=None,
        scale=scale,
        axis=alt.Axis(format="%b %Y", labelOverlap=True, labelBound=6, tickCount=5, **ink),
    )
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=5, **ink))
    points = alt.Chart(alt.Data(values=data), height=HEIGHT).mark_point(size=130, filled=True, opacity=1, color=GREEN)
    tips = [alt.Tooltip("when:N", title="Of"), alt.Tooltip("told:N", title="Figure")]
    return alt.layer(points.encode(x=x, y=y, tooltip=tips), *_target(series, y))


def _target(series: Series, y: alt.Y) -> list[alt.Chart]:
    if series.target is None:
        return []
    data = [{"value": series.target.value, "told": target_words(series)}]
    line = alt.Chart(alt.Data(values=data)).mark_rule(color=GREEN, strokeDash=[4, 4], strokeWidth=2)
    return [line.encode(y=y, tooltip=alt.Tooltip("told:N", title="Target"))]
