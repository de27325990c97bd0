"""A digest as a letter: self-contained HTML with its style in each element, as mail programs want, and plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from email.policy import SMTP

from greenshoots import glossary
from greenshoots.digest import Digest, News, Passage
from greenshoots.follow import by_when, not_said, since_words
from greenshoots.masks import mask
from greenshoots.pipeline import Library
from greenshoots.plain import british, count, verdict_words
from greenshoots.public import showing
from greenshoots.records import Document, Statement
from greenshoots.views.markup import anchor, escaped, is_web, shown, visible

SORTS = {
    "minutes": "Minutes",
    "press": "Press",
    "transcript": "Recording",
    "report": "Report",
    "statement": "Statement",
}
WIDTH = 76  # characters of a line of plain text in a mail
_FONT = "font-family:Georgia,'Times New Roman',serif;color:#1E2622"
_SOFT = "color:#59635D;font-size:16px;line-height:1.5;margin:0 0 8px"
_WORDS = "font-size:20px;line-height:1.5;margin:8px 0;padding:4px 0 4px 14px;border-left:4px solid #1B5E41"
_LATER = "font-size:18px;line-height:1.5;margin:4px 0 6px;padding-left:14px;border-left:2px solid #B9B4A6"
_P = "font-size:18px;line-height:1.5;margin:0 0 10px"
_H2 = "font-size:21px;line-height:1.3;margin:28px 0 8px;padding-top:16px;border-top:1px solid #D9D5C9"
_NEW = "Found by machine: check a passage against its source before you pass it on."


def heading(digest: Digest) -> str:
    """The subject: how many of the pledges have news."""
    number = sum(one.is_any for one in digest.news) + digest.others
    if not number:
        return f"Nothing new was found since {british(digest.since)}"
    return f"New since {british(digest.since)}: {count(number, 'pledge')}"


def as_html(library: Library, digest: Digest) -> str:
    """Return the letter as one HTML page that loads nothing."""
    parts = "".join(_section(library, one, digest) for one in digest.news if one.is_any)
    quiet = [one for one in digest.news if not one.is_any]
    told = "".join(_quiet(one, digest) for one in quiet)
    silent = f'<h2 style="{_H2}">Nothing new found about these</h2>{told}' if quiet else ""
    body = f"{parts}{silent}{_below(digest)}{_words_html(digest)}"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escaped(heading(digest))}</title></head>"
        f'<body style="margin:0;background:#FDFCF9;{_FONT}">'
        '<main style="max-width:640px;margin:0 auto;padding:20px 16px;overflow-wrap:anywhere">'
        f'<h1 style="font-size:26px;line-height:1.25;margin:0 0 8px">{escaped(heading(digest))}</h1>'
        f"{body}</main></body></html>\n"
    )


def as_text(library: Library, digest: Digest) -> str:
    """Return the letter as plain text."""
    lines = [heading(digest), "=" * len(heading(digest)), ""]
    for one in digest.news:
        if one.is_any:
            lines += [*_section_text(library, one, digest), ""]
    quiet = [one for one in digest.news if not one.is_any]
    if quiet:
        lines += ["NOTHING NEW FOUND ABOUT THESE", ""]
        for one in quiet:
            lines += [*_quiet_text(one, digest), ""]
    lines += [line for words in _searched(digest) for line in (_folded(words), "")]
    terms = _terms(digest)
    if terms:
        lines += ["WORDS USED HERE", ""]
        lines += [_folded(f"{term.name}: {term.meaning}") for term in terms]
    return visible("\n".join(lines).rstrip() + "\n")


def as_mail(library: Library, digest: Digest) -> bytes:
    """Return the letter as a mail message of both forms, without sender and addressee: a mail program fills them in."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"Green Shoots. {heading(digest)}"
    message["X-Unsent"] = "1"  # opens as a draft in the mail programs that know it
    message.set_content(as_text(library, digest))
    message.add_alternative(as_html(library, digest), subtype="html")
    return message.as_bytes()


def _section(library: Library, news: News, digest: Digest) -> str:
    followed = news.followed
    told = [f'<h2 style="{_H2}">{_who(followed.statement, followed.document)}</h2>', _promise(news, digest)]
    for passage in news.passages:
        told.append(_passage(passage, library.store.document(passage.link.document_key)))
    for statement in news.again:
        told.append(_again(statement, library.store.document(statement.document_key)))
    told += [f'<p style="{_P}"><strong>New:</strong> {escaped(words)}</p>' for words in news.changes]
    with showing(followed.document):
        told += [f'<p style="{_P}"><strong>Verdict:</strong> {shown(verdict_words(one))}</p>' for one in news.verdicts]
    return "".join(told)


def _promise(news: News, digest: Digest) -> str:
    followed = news.followed
    with showing(followed.document):
        words = shown(_one_line(followed.statement.text))
        when = shown(by_when(followed, digest.today))
        place = _place(followed.document)
    return (
        f'<blockquote style="{_WORDS}">{words}</blockquote>'
        f'<p style="{_SOFT}">Said on {escaped(british(followed.document.made))}. {place}<br>By when: {when}</p>'
    )


def _passage(passage: Passage, document: Document) -> str:
    link = passage.link
    with showing(document):
        by = passage.statement.speaker if passage.statement else None
        who = f" {shown(by)}:" if by else ""
        what = f"<strong>New: {shown(since_words(link))}.</strong> {escaped(british(link.date))}.{who}"
        words = f'<blockquote style="{_LATER}">{shown(_one_line(link.text))}</blockquote>'
        return f'<p style="{_P}">{what}</p>{words}<p style="{_SOFT}">{_place(document)}</p>'


def _again(statement: Statement, document: Document) -> str:
    with showing(document):
        what = f"<strong>New: it was promised in nearly the same words.</strong> {escaped(british(document.made))}."
        words = f'<blockquote style="{_LATER}">{shown(_one_line(statement.text))}</blockquote>'
        return f'<p style="{_P}">{what}</p>{words}<p style="{_SOFT}">{_place(document)}</p>'


def _quiet(news: News, digest: Digest) -> str:
    followed = news.followed
    with showing(followed.document):
        who, words = _who(followed.statement, followed.document), shown(_one_line(followed.statement.text))
    told = escaped(" ".join(not_said(followed, digest.today)))
    return (
        f'<p style="{_P}"><strong>{who}</strong></p><blockquote style="{_LATER}">{words}</blockquote>'
        f'<p style="{_SOFT}">{told}</p>'
    )


def _below(digest: Digest) -> str:
    told = "".join(f'<p style="{_SOFT}">{escaped(words)}</p>' for words in _searched(digest))
    return f'<h2 style="{_H2}">What was looked at</h2>{told}'


def _words_html(digest: Digest) -> str:
    terms = _terms(digest)
    told = "".join(
        f'<p style="{_SOFT}"><strong>{escaped(term.name)}</strong>: {escaped(term.meaning)}</p>' for term in terms
    )
    return f'<h2 style="{_H2}">Words used here</h2>{told}' if told else ""


def _searched(digest: Digest) -> Iterator[str]:
    """Say what was looked at, so that "nothing new" is never more than it is."""
    dated = [record.published for record in digest.came_in if record.published]
    changed = sum(record.changed for record in digest.came_in)
    told = f"{count(len(digest.came_in), 'record')} of {british(digest.since)} or later, or read here since"
    if dated:
        told += f"; their dates run from {british(min(dated))} to {british(max(dated))}"
    yield told + (f"; {count(changed, 'page')} among them had been read before and changed." if changed else ".")
    if digest.coverage.failures:
        yield f"{count(digest.coverage.failures, 'source')} could not be read, and may say more."
    if digest.others:
        yield f"{count(digest.others, 'more pledge')} with news are left out: choose a few to follow."
    if not digest.chosen:
        yield "No list was given, so every pledge in the library was looked at."
    if digest.lacking:
        yield f"Not in this library: {', '.join(digest.lacking)}."
    yield _NEW


def _section_text(library: Library, news: News, digest: Digest) -> Iterator[str]:
    followed = news.followed
    with showing(followed.document):
        yield _folded(_who_text(followed.statement, followed.document).upper())
        yield _quoted(followed.statement.text, indent="  ")
        yield _folded(f"Said on {british(followed.document.made)}.")
        yield from _place_text(followed.document)
        yield _folded(f"By when: {mask(by_when(followed, digest.today))}")
    for passage in news.passages:
        document = library.store.document(passage.link.document_key)
        with showing(document):
            by = passage.statement.speaker if passage.statement else None
            who = f" {mask(by)}:" if by else ""
            yield _folded(f"* New: {mask(since_words(passage.link))}. {british(passage.link.date)}.{who}")
            yield _quoted(passage.link.text, indent="    ")
            yield from _place_text(document, indent="    ")
    for statement in news.again:
        document = library.store.document(statement.document_key)
        with showing(document):
            yield _folded(f"* New: it was promised in nearly the same words. {british(document.made)}.")
            yield _quoted(statement.text, indent="    ")
            yield from _place_text(document, indent="    ")
    for words in news.changes:
        yield _folded(f"* New: {words}")
    with showing(followed.document):
        for verdict in news.verdicts:
            yield _folded(f"* Verdict: {mask(verdict_words(verdict))}")


def _quiet_text(news: News, digest: Digest) -> Iterator[str]:
    followed = news.followed
    with showing(followed.document):
        yield _folded(_who_text(followed.statement, followed.document))
        yield _quoted(followed.statement.text, indent="  ")
    yield _folded(" ".join(not_said(followed, digest.today)))


def _who(statement: Statement, document: Document) -> str:
    with showing(document):
        return escaped(_who_text(statement, document))


def _who_text(statement: Statement, document: Document) -> str:
    if not statement.speaker:
        return f"Nobody is named, {british(document.made)}"
    office = f", {mask(statement.role)}" if statement.role else ""
    return _one_line(f"{mask(statement.speaker)}{office}, {british(document.made)}")


def _place(document: Document) -> str:
    words = _source(document)
    return f"{anchor(document.url, words)}." if document.url and is_web(document.url) else f"{shown(words)}."


def _place_text(document: Document, *, indent: str = "") -> Iterator[str]:
    """Where it stands; the address on a line of its own and whole, so that a mail program makes a link of it."""
    yield _folded(f"{mask(_source(document))}.", indent=indent)
    if document.url and is_web(document.url):
        yield indent + "".join(document.url.split())


def _source(document: Document) -> str:
    sort = SORTS.get(document.medium or "", document.id)  # nobody reads the name of a file
    return _one_line(", ".join(filter(None, (document.title or sort, document.body))))


def _terms(digest: Digest) -> list[glossary.Term]:
    return glossary.terms_in(_all_words(digest.news))


def _all_words(news: Iterable[News]) -> Iterator[str]:
    for one in news:
        yield one.followed.statement.text
        yield one.followed.statement.role or ""
        yield from (passage.link.text for passage in one.passages)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _quoted(words: str, *, indent: str) -> str:
    """Words of a record, masked, in marks of the other sort than those that stand in it."""
    opening, closing = "‘’" if set(words) & set('“”"') else "“”"
    return _folded(f"{opening}{_one_line(mask(words))}{closing}", indent=indent)


def _folded(words: str, *, indent: str = "") -> str:
    return textwrap.fill(words, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
