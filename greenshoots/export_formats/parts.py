"""Pieces of HTML that the page and the site have in common. All words go through ``views.markup``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from greenshoots import settings
from greenshoots.excerpts import FOUND_BY_MACHINE, Excerpt, Given, Later, Source, verdict_line
from greenshoots.plain import british
from greenshoots.views.markup import anchor, escaped, rows
from greenshoots.views.wording import KIND_WORDS

Head = Callable[[str], str]  # a heading's words as HTML, one level below that of the statement


def style() -> str:
    """The style sheet, which ships in ``data/site``."""
    return (settings.data_folder() / "site" / "style.css").read_text("utf-8")


def document(title: str, head: str, body: str, *, policy: str) -> str:
    """Return a whole page. ``title`` is plain text; ``head`` and ``body`` are HTML; ``policy``: what it may load."""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="Green Shoots">\n'
        f"<title>{escaped(title)}</title>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def heading(one: Excerpt) -> str:
    """Who and when, as the heading of a statement, in plain text."""
    return f"{one.who}, {british(one.made)}"


def statement(one: Excerpt, *, head: Head) -> str:
    """Return all that is told of one statement below its heading. ``head`` makes the headings within."""
    return "".join(
        [
            quotation(one),
            link(one.source),
            _changed(one.changed),
            facts(one),
            head("What was said later"),
            answer(one),
            _timeline(one),
            head("What was searched"),
            f"<p>{escaped(one.searched)}</p>",
            _verdict(one.verdict, head),
            head("To cite it"),
            f'<p class="cite">{escaped(one.citation)}</p>',
        ]
    )


def quotation(one: Excerpt) -> str:
    """The words marked, with the sentences around them."""
    before, after = (f'<p class="soft">{escaped(words)}</p>' if words else "" for words in (one.before, one.after))
    return f"<blockquote>{before}<p><mark>{escaped(one.words)}</mark></p>{after}</blockquote>"


def facts(one: Excerpt) -> str:
    """Who, by when, of what kind, as a list of terms."""
    return rows([(term, escaped(words)) for term, words in facts_told(one)])


def facts_told(one: Excerpt) -> list[tuple[str, str]]:
    """The same in plain text: terms and what is told of each, without what is not known."""
    day = f"{one.deadline} (the last day of that: {british(one.due)})" if one.due else one.deadline
    kinds = ", ".join(KIND_WORDS[kind] for kind in one.kinds)
    pairs = [("Said by", one.who), ("Office", one.office), ("How the name was found", one.how)]
    pairs += [("By when", day), ("Read as", kinds)]
    return [(term, words) for term, words in pairs if words]


def link(source: Source) -> str:
    """Where words stand, and the way there: the address itself, which can be read on paper."""
    where = f" {anchor(source.url, source.url)}" if source.url else " It is not on the web."
    return f'<p class="soft">Source: {escaped(source.words)}.{where}</p>'


def answer(one: Excerpt) -> str:
    """One of the four answers, and what it rests on."""
    return f'<p class="answer">Later records: <strong>{escaped(one.answer)}.</strong> {escaped(one.told)}</p>'


def _timeline(one: Excerpt) -> str:
    told = "".join(f"<li>{''.join(_later(later))}</li>" for later in one.later)
    return f'<p class="soft">{FOUND_BY_MACHINE}</p><ol class="later">{told}</ol>' if told else ""


def _later(later: Later) -> Iterator[str]:
    day = f'<time datetime="{later.day.isoformat()}">{british(later.day)}</time>' if later.day else british(None)
    yield f'<p><strong>{day}</strong>: {escaped(later.reads)} <span class="soft">({escaped(later.found_by)})</span></p>'
    yield f"<blockquote><p>{escaped(later.words)}</p></blockquote>"
    yield _changed(later.changed)
    yield link(later.source)


def _changed(words: str) -> str:
    return f'<p class="notice">{escaped(words)}</p>' if words else ""


def _verdict(verdict: Given | None, head: Head) -> str:
    return f"{head('Verdict by a person')}<p>{escaped(verdict_line(verdict))}</p>" if verdict else ""
