"""Words of a record made safe for a screen: contact details masked, markup and hidden controls shown as text."""

from __future__ import annotations

import html
from urllib.parse import urlsplit

from greenshoots.masks import mask

# Controls that turn the reading direction, so that "kept" could be made to look like something else. Isolates too.
_INVISIBLE = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C], "\N{REPLACEMENT CHARACTER}"
)


def visible(text: str) -> str:
    """Return a text with controls that turn the reading direction shown as a mark: for plain text, not for HTML."""
    return text.translate(_INVISIBLE)


def escaped(text: str) -> str:
    """Return a text as HTML that shows just these characters."""
    return html.escape(visible(text))


def shown(text: str | None) -> str:
    """Return words of a record as HTML: contact details masked, nothing in them acts as markup."""
    return escaped(mask(text or ""))


def is_web(address: str | None) -> bool:
    """Whether an address may become a link: http or https and a host, never ``javascript:`` or a file."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def anchor(address: str, words: str) -> str:
    """Return a link to another site, opened beside this one; an address that is none of the web is text."""
    if not is_web(address):
        return shown(words)
    return f'<a href="{html.escape(address)}" target="_blank" rel="noopener noreferrer">{shown(words)}</a>'


def rows(pairs: list[tuple[str, str]]) -> str:
    """Return a list of terms with what is said of them, leaving out empty ones. The second of a pair is HTML."""
    told = "".join(f"<div><dt>{escaped(term)}</dt><dd>{words}</dd></div>" for term, words in pairs if words)
    return f'<dl class="gs-rows">{told}</dl>'
