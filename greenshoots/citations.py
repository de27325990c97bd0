"""A statement as a citation: for a footnote, plain, and for programs that keep references (BibTeX, RIS).

What a record hides is hidden in each of them; whatever it has in its words or names, none of it acts as markup there.
"""

from __future__ import annotations

import re

from greenshoots.briefing_cited import LONGEST, LONGEST_NAME, clean
from greenshoots.masks import mask
from greenshoots.places import place_of
from greenshoots.plain import british
from greenshoots.public import showing
from greenshoots.records import Document, Medium, Provenance, Statement
from greenshoots.views.markup import is_web
from greenshoots.views.wording import MEDIUM_WORDS, day_said, office, source, speaker

CITATIONS = ("footnote", "plain", "bibtex", "ris")
RIS_TYPES: dict[Medium, str] = {"press": "NEWS", "minutes": "RPRT", "report": "RPRT", "transcript": "HEAR"}
_TEX = {
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def footnote(statement: Statement, document: Document, provenance: Provenance | None) -> str:
    """Return a citation of one line, as for a footnote. Line ends become spaces, contact details are masked."""
    place = place_of(document, statement.start).words
    with showing(document):
        parts = [
            f"{_who(statement)}: {_quotation(statement)}",
            source(document),
            *filter(None, [f"{place[:1].upper()}{place[1:]}"]),
        ]
        parts.append(day_said(document))
        if document.url:
            parts.append(document.url)
        if provenance:
            parts.append(f"Read {british(provenance.fetched.date())}, SHA-256 {provenance.raw_sha256}")
        whole = ". ".join(parts).replace(".”. ", ".” ", 1)  # the stop within the quotation ends the sentence
        return mask(" ".join(whole.split())) + "."


def plain(statement: Statement, document: Document) -> str:
    """Return the words with who, where and when, as they go into a text or a message: two lines, or three."""
    with showing(document):
        told = [f"{_who(statement)}, {day_said(document)[:1].lower()}{day_said(document)[1:]}", source(document)]
        lines = [clean(mask(_quotation(statement)), LONGEST), *(clean(mask(line), LONGEST) for line in told)]
    return "\n".join([*lines, *filter(None, [_address(document, statement)])])


def bibtex(statement: Statement, document: Document, provenance: Provenance | None) -> str:
    """Return an entry for BibTeX and biblatex, named by the id of the statement."""
    day = document.made
    with showing(document):
        fields = {
            "author": f"{{{_tex(_body(document))}}}" if document.body else "",
            "title": f"{{{_tex(_title(document))}}}",
            "year": f"{day:%Y}" if day else "",
            "date": day.isoformat() if day else "",
            "howpublished": _tex(MEDIUM_WORDS[document.medium]) if document.medium else "",
            "note": _tex(_note(statement, document)),
            "url": _tex_address(_address(document, statement)),
            "urldate": provenance.fetched.date().isoformat() if provenance else "",
        }
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{statement.id},\n{told}}}\n"


def ris(statement: Statement, document: Document, provenance: Provenance | None) -> str:
    """Return a record in RIS, its lines ended as that format has them."""
    day = document.made
    with showing(document):
        fields = [
            ("TY", RIS_TYPES.get(document.medium, "GEN") if document.medium else "GEN"),
            ("ID", statement.id),
            ("AU", _body(document)),
            ("TI", _title(document)),
            ("PB", _body(document)),
            ("PY", f"{day:%Y}" if day else ""),
            ("DA", f"{day:%Y/%m/%d}" if day else ""),
            ("N1", _note(statement, document)),
            ("UR", _address(document, statement)),
            ("Y2", f"{provenance.fetched:%Y/%m/%d}" if provenance else ""),
        ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def citation(form: str, statement: Statement, document: Document, provenance: Provenance | None) -> str:
    """Return a citation in one of the forms of ``CITATIONS``."""
    if form == "plain":
        return plain(statement, document)
    return {"footnote": footnote, "bibtex": bibtex, "ris": ris}[form](statement, document, provenance)


def _who(statement: Statement) -> str:
    return ", ".join(filter(None, (speaker(statement), office(statement))))


def _quotation(statement: Statement) -> str:
    opening, closing = "‘’" if set(statement.text) & set('“”"') else "“”"
    return f"{opening}{statement.text}{closing}"


def _note(statement: Statement, document: Document) -> str:
    """Who said what, and where in the record it stands: the quotation is what the reader looks for."""
    place = place_of(document, statement.start).words
    words = f"{_who(statement)}: {_quotation(statement)}{f', {place}' if place else ''}"
    return clean(mask(words), LONGEST)


def _title(document: Document) -> str:
    return clean(mask(document.title or document.id), LONGEST_NAME)


def _body(document: Document) -> str:
    return clean(mask(document.body or ""), LONGEST_NAME)


def _address(document: Document, statement: Statement) -> str:
    """Where the original opens, "" if that is not on the web."""
    address = place_of(document, statement.start).url or document.url or ""
    return address if is_web(address) and not re.search(r"[\s\x00-\x1f]", address) else ""


def _tex(words: str) -> str:
    return "".join(_TEX.get(mark, mark) for mark in words)


def _tex_address(address: str) -> str:
    """An address with what would end or open a group of TeX written as in any address."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
