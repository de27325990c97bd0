"""Statements as one page: a single file, no script, nothing loaded."""

from __future__ import annotations

from collections.abc import Sequence

from greenshoots.excerpts import Excerpt
from greenshoots.export_formats.parts import document, heading, statement, style
from greenshoots.plain import count
from greenshoots.views.markup import escaped

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(found: Sequence[Excerpt], *, notice: str = "", covered: str = "") -> str:
    """Return the page. ``notice``: such as that the record is fictional; ``covered``: what record it rests on."""
    title = count(len(found), "statement")
    told = "".join(f'<p class="notice">{escaped(words)}</p>' for words in (notice,) if words)
    told += f'<p class="soft">{escaped(covered)}</p>' if covered else ""
    body = "\n".join(_section(one) for one in found)
    return document(
        title,
        f"<style>{style()}</style>",
        f"<main>\n<h1>{title}</h1>\n{told}\n{body}\n</main>",
        policy=POLICY,
    )


def _section(one: Excerpt) -> str:
    told = statement(one, head=lambda words: f"<h3>{escaped(words)}</h3>")
    title = f'<h2 id="h-{one.id}">{escaped(heading(one))}</h2>'
    return f'<section id="{one.id}" aria-labelledby="h-{one.id}">{title}{told}</section>'
