"""A briefing as a page to print: one file, no script, nothing fetched. All of it goes through ``views.markup``."""

from __future__ import annotations

from collections.abc import Callable

from greenshoots import briefing_text as text
from greenshoots.briefing import Briefing, Change, Item, Section
from greenshoots.briefing_cited import Cited
from greenshoots.briefing_questions import quoted
from greenshoots.views.markup import anchor, escaped

STYLE = """
:root { color-scheme: light dark; --soft: light-dark(#59635D, #A9B3AD); --green: light-dark(#1B5E41, #9BD7B8);
  --line: light-dark(#D9D5C9, #3B443F); --ground: light-dark(#FDFCF9, #151917); --ink: light-dark(#1E2622, #E9E7E0); }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem;
  background: var(--ground); color: var(--ink); overflow-wrap: anywhere; }
h1, h2, h3 { font-family: Georgia, serif; line-height: 1.25; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.3rem; margin: 2rem 0 .4rem; }
h3 { font-size: 1.08rem; margin: 1.4rem 0 .3rem; } h4 { font-size: 1rem; margin: .8rem 0 .2rem; }
h2 { border-bottom: 1px solid var(--line); padding-bottom: .2rem; }
blockquote { font-family: Georgia, serif; margin: .3rem 0 .2rem; padding-left: .9rem;
  border-left: 3px solid var(--line); }
blockquote p, p { margin: .2rem 0; }
.soft { color: var(--soft); font-size: .92rem; } a { color: var(--green); }
a:focus-visible { outline: 3px solid #B78A00; outline-offset: 2px; }
li { margin: .35rem 0; } .notice { border-left: 4px solid #B78A00; padding-left: .8rem; }
@page { size: A4; margin: 18mm; @bottom-right { content: "Page " counter(page) " of " counter(pages); } }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2, h3, h4 { break-after: avoid; } blockquote, li { break-inside: avoid; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(briefing: Briefing, notice: str = "") -> str:
    """Return the whole page. ``notice``: a line that stands first, such as that the record is fictional."""
    title = escaped(text.title(briefing))
    told = f'<p class="notice">{escaped(notice)}</p>' if notice else ""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{told}<h1>{title}</h1>\n{body(briefing)}\n</main>\n</body>\n</html>\n"
    )


def _to_item(item: Item) -> str:
    return f'<a href="#item-{item.number}">See item {item.number}</a>'


def body(briefing: Briefing, *, link: Callable[[Item], str] = _to_item) -> str:
    """Return all that stands under the title, for the page and for the screen. ``link``: to an item, as HTML."""
    asked = "".join(f"<li>{escaped(item.question)} {link(item)}.</li>" for item in briefing.items)
    unread = briefing.unread or (text.ALL_READ,)
    return (
        f'<p>{escaped(text.subtitle(briefing))}</p><p class="gs-soft soft">{escaped(text.LEAD)}</p>'
        f"<h2>{text.RECORD}</h2>{_list(briefing.record)}<h2>{text.UNREAD}</h2>{_list(unread)}"
        f"<h2>{text.ASK}</h2>{f'<ol>{asked}</ol>' if asked else f'<p>{text.NO_QUESTION}</p>'}"
        f"{''.join(_section(section) for section in briefing.sections)}"
    )


def _list(lines: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{escaped(line)}</li>' for line in lines)}</ul>"


def _section(section: Section) -> str:
    told = "".join(f'<p class="gs-soft soft">{escaped(line)}</p>' for line in text.remarks(section))
    return f"<h2>{escaped(section.heading)}</h2>{told}{''.join(_item(item) for item in section.items)}"


def _item(item: Item) -> str:
    known = f'<p class="gs-soft soft">{escaped(item.known)}</p>' if item.known else ""
    return (
        f'<section aria-labelledby="item-{item.number}"><h3 id="item-{item.number}">{escaped(text.heading(item))}</h3>'
        f"{known}{_cited(item.said)}{_list(item.standing)}{_changes(item.changes)}{_later(item)}"
        f"{f'<p>{escaped(text.earlier(item))}</p>' if item.earlier else ''}</section>"
    )


def _changes(changes: tuple[Change, ...]) -> str:
    told = "".join(_entry(one.day, f"{one.changes} ({one.found_by})", one.cited) for one in changes)
    return f"<h4>Wording that reads otherwise</h4><ul>{told}</ul>" if told else ""


def _later(item: Item) -> str:
    told = "".join(_entry(one.day, f"{one.reads} ({one.found_by})", one.cited) for one in item.later)
    return f"<h4>{text.later_heading(item)}</h4><ul>{told}</ul>" if told else ""


def _entry(day: str, words: str, cited: Cited) -> str:
    return f"<li><strong>{escaped(day)}</strong>: {escaped(words)}{_cited(cited)}</li>"


def _cited(cited: Cited) -> str:
    changed = f'<p class="gs-changed">{escaped(cited.changed)}</p>' if cited.changed else ""
    where = f". {anchor(cited.url, cited.url)}" if cited.url else ""
    return (
        f"<blockquote><p>{escaped(quoted(cited.words))}</p></blockquote>{changed}"
        f'<p class="gs-soft soft">Source: {escaped(cited.source)}{where}</p>'
    )
