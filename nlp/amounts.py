"""Quantities in a sentence with their value and unit: money, shares, lengths of time, numbers of things.

A range gives both its ends, each with the words of the whole range. Fractions and "nine in ten" are given in per cent.
Dates, times of day, references, item numbers, addresses and phone numbers are not amounts. A bare number has no unit
(``""``) and counts only after "to", "by", "from" or a comparison, where it is one end of a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from greenshoots.records import Amount, Span
from nlp.nouns import counted, ends_phrase
from nlp.numerals import GROUPS, NUMBER, value_of
from nlp.periods import MONTH, YEAR

MOST = 1e15  # more than that is a serial number
CURRENCIES = {"£": "GBP", "€": "EUR", "$": "USD", "us$": "USD", "gbp": "GBP", "eur": "EUR", "usd": "USD"}
MONEY_WORDS = {"pound": "GBP", "euro": "EUR", "dollar": "USD"}
SHORT_FACTORS = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
FACTORS = {**GROUPS, "trillion": 1e12, **SHORT_FACTORS}
FRACTIONS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}

_SIGN = r"(?:US\$|[£€$]|\b(?:GBP|EUR|USD)(?=\s?\d))"
_FACTOR = r"(?:thousand|million|billion|trillion|mn|bn|tn|[kmb])(?![\w’'])"
_QUANTITY = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s?|(?<![\w/£€$.,]))(?P<number>{NUMBER})(?:\s?(?P<factor>{_FACTOR}))?", re.IGNORECASE
)
_RANGE = re.compile(r"\s?[‐‑‒–—-]\s?|\s+(?:to|or)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_SHARE = re.compile(r"\s?%|\s*(?:per\s?cent|percent|pc)\b", re.IGNORECASE)
_POINTS = re.compile(r"(?:\s?%|\s+percentage)[\s-]points?\b", re.IGNORECASE)
_MONEY_WORD = re.compile(r"\s+(pound|euro|dollar)s?(?:\s+sterling)?\b", re.IGNORECASE)
_PENCE = re.compile(r"p\b|\s+(?:pence|p)\b")
_TIME = re.compile(
    r"(?P<gap>[\s-]+)(?P<unit>(?:working[\s-]+)?(?:minute|hour|day|week|fortnight|month|term|year|decade))s?\b"
    r"(?![\s-]olds?\b)",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\s?(square\s+(?:met|kilomet)(?:re|er)s|square\s+(?:feet|miles)|mph|km|kg|kWh|MW|GW|mm|cm|sqm|m²|m2|ha|m)\b(?![’'])"
)
_FRACTION = re.compile(
    r"\b(?P<count>an?|one|two|three|four|seven|nine)[\s-](?P<part>half|third|quarter|fifth|tenth)s?\b(?=\s+of\b)"
    r"|\b(?P<by>(?:by|to)\s+)(?P<count2>an?|one|two|three)[\s-](?P<part2>half|third|quarter|fifth|tenth)s?\b"
    r"|\b(?P<part3>half)(?=\s+of\b)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"(?<![\w/£.,-])(?P<some>{NUMBER})\s+(?:in(?:\s+every)?|out\s+of(?:\s+(?:a\s+total\s+of|every|the))?)\s+(?P<all>{NUMBER})"
    r"(?!\s*(?:%|per)|[\w/]|[.:]\d|\s+(?:minutes|hours|days|weeks|months|years))",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:to|by|from|of|over|under|below|above|least|most|than|exceed|reach|about|around|approximately|nearly|almost)\s+$",
    re.IGNORECASE,
)

_REFERENCE_WORDS = (
    r"items?|minutes?|append(?:ix|ices)|annex(?:es)?|polic(?:y|ies)|sections?|paragraphs?|paras?|pages?|rooms?|phases?|stages?|"
    r"tiers?|levels?|grades?|years?|key\s+stages?|junctions?|routes?|recommendations?|options?|questions?|tables?|figures?|"
    r"numbers?|nos?|refs?|references?|versions?|forms?|schedules?|parts?|articles?|clauses?|regulations?|orders?|class(?:es)?|"
    r"bands?|zones?|lots?|plots?|units?|blocks?|platforms?|steps?|priorit(?:y|ies)|objectives?|outcomes?|actions?|motions?|"
    r"resolutions?|agenda|chapters?|notes?|wards?|bridleways?|footpaths?|bus|chapter|box|standards?|standing\s+orders?|"
    r"applications?|invoices?|cheques?|column|slide|day|week|group|type|category|module|volume|point|page"
)
# "5.4 Potholes", "5.4.1 the gritting": an item with its number. "2.5 million" and "1.5 FTE posts" are none, and of
# whole numbers only what is nothing but a heading: "7 Potholes and Drains", not "12 Members attended".
_BIG = r"(?:million|billion|trillion|thousand|per\s?cent|percent|hectares?|tonnes?|acres?|miles?|hours?|days?|years?)\b"
_ITEM_NUMBER = (
    rf"(?:^|(?<=\n))[^\w£€$]*\d{{1,3}}(?:\.\d+){{2,}}(?=\s+[A-Za-z])|(?:^|(?<=\n))[^\w£€$]*\d{{1,3}}\.\d{{1,2}}"
    rf"(?=\s+(?!{_BIG})(?-i:[A-Z][a-z]))|^[^\w£€$]*\d{{1,3}}(?=\s+(?!{_BIG})(?-i:[A-Z][a-z])[\w’'-]*(?:\s+(?:and|of|the|in|to|on|for|(?-i:[A-Z])[\w’'-]*))*\s*\Z)"
)
_SMALL_NUMBERS = r"one|two|three|four|five|six|seven|eight|nine|ten"
_NO_AMOUNTS = re.compile(
    "|".join(
        (
            rf"\b(?:{_REFERENCE_WORDS})\b\.?\s*(?:no\.?\s*)?(?:[A-Z]{{0,3}}\d[\w./]*|(?:{_SMALL_NUMBERS})\b)"
            rf"(?:(?:\s*[,&–-]\s*|\s+(?:and|to|or)\s+)(?:\d[\w./]*|(?:{_SMALL_NUMBERS})\b)(?!\s?%))*",
            rf"\d{{1,2}}(?:\s?(?:st|nd|rd|th))?(?:\s?[-–&]\s?\d{{1,2}}(?:st|nd|rd|th)?)?(?:\s+of)?\s+(?=(?-i:[A-Z])){MONTH}(?:,?\s+\d{{4}})?",
            rf"\b(?=(?-i:[A-Z])){MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?(?![,.]\d)",
            r"\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\b\.?|\b\d{1,2}:\d\d\b|\b\d{1,2}[.:]?\d\d\s?(?:hrs|hours)\b(?=\s+on\b)|\b24/7\b",
            r"\b\d+(?:st|nd|rd|th)\b",
            r"\b\w*\d[\w.]*/[\w./]+",
            r"\b\d{1,2}([.-])\d{1,2}\1\d{2,4}\b|\b\d{4}-\d\d-\d\d\b",
            r"\b0\d{2,5}[\s-]?\d{3,4}(?:[\s-]?\d{3,4})?\b",
            rf"(?<![£€$,.\d])\b{YEAR}\b(?:\s?[-–/]\s?(?:{YEAR}|\d\d))?(?![,.]\d|\s?%|\s+(?:million|billion))",
            r"^\W*\d+(?:\.\d+)*[.)](?=\s)|^\W*\d+[a-z]?\)",
            _ITEM_NUMBER,
            r"\b\d+[a-z]?\s+(?-i:(?:[A-Z][\w’']+\s+){1,3}(?:Road|Street|Lane|Avenue|Close|Drive|Way|Terrace|Square|Place|Hill|Court))\b",
            r"\baged\s+\d+(?:\s?(?:-|–|to|and)\s?\d+)?|\b\d+(?:\s?(?:-|–|to)\s?\d+)?[\s-]year[\s-]olds?\b",
            r"\b(?:first|second|latter)\s+half\b|\b(?:last|past|previous)\s+[\w-]+(?=\s+(?:days|weeks|months|years))|[\w-]+\s+\w+\s+(?:ago|later)\b",
            r"\bone(?!\s+(?:hundred|thousand|million|billion|week|month|year|day|hour|fortnight|per\s?cent)|-)",
        )
    ),
    re.IGNORECASE,
)


_PLAIN_UNITS: tuple[tuple[re.Pattern[str], str, float], ...] = (
    (_POINTS, "percentage points", 1.0),
    (_SHARE, "%", 1.0),
    (_PENCE, "GBP", 0.01),
    (_MONEY_WORD, "", 1.0),  # the word itself says which
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is counted, and where its words end. ``measure``: an "m" after the number is metres, not millions."""

    end: int
    name: str
    scale: float = 1.0
    measure: bool = False


def find_amounts(sentence: str) -> tuple[Amount, ...]:
    """Every amount in order. ``Amount.text`` is a piece of ``sentence`` as it stands."""
    taken = [Span(*match.span()) for match in _NO_AMOUNTS.finditer(sentence)]
    found: list[tuple[Span, list[Amount]]] = []
    for span, amounts in (*_fractions(sentence), *_out_of(sentence), *_quantities(sentence, taken)):
        if not any(span.overlaps(other) for other in taken):
            taken.append(span)
            found.append((span, amounts))
    return tuple(amount for _, amounts in sorted(found, key=lambda pair: pair[0]) for amount in amounts)


def _fractions(sentence: str) -> Iterator[tuple[Span, list[Amount]]]:
    for match in _FRACTION.finditer(sentence):
        part = (match["part"] or match["part2"] or match["part3"]).casefold()
        count = (match["count"] or match["count2"] or "a").casefold()
        value = 100 * FRACTIONS[part] * (1 if count in ("a", "an") else value_of(count))
        span = Span(match.start() + len(match["by"] or ""), match.end())
        yield span, [Amount(span.of(sentence), value, "%")]


def _out_of(sentence: str) -> Iterator[tuple[Span, list[Amount]]]:
    for match in _OUT_OF.finditer(sentence):
        some, everything = value_of(match["some"]), value_of(match["all"])
        rare = " out " not in match[0] and everything > 100  # "12 in 2025" is no share
        if 0 < some < everything and not rare:
            yield Span(*match.span()), [Amount(match[0], 100 * some / everything, "%")]


def _quantities(sentence: str, taken: list[Span]) -> Iterator[tuple[Span, list[Amount]]]:
    at = 0
    while first := _QUANTITY.search(sentence, at):
        at = first.end()
        if any(span.start <= first.start("number") < span.end for span in taken):
            continue
        between = _BETWEEN.search(sentence, max(0, first.start() - 20), first.start())
        second = _other_end(sentence, first, between=between is not None)
        unit = _unit_of(sentence, first, second or first)
        if unit:
            at = unit.end
            span = Span(between.start() if between and second else first.start(), at)
            ends = (first, second) if second else (first,)
            amounts = [Amount(span.of(sentence), _value(end, second, unit), unit.name) for end in ends]
            if all(amount.value < MOST for amount in amounts):
                yield span, amounts


def _other_end(sentence: str, first: re.Match[str], *, between: bool) -> re.Match[str] | None:
    """The second number of a range: "2-3", "£2m to £3m", "between 30 and 40"."""
    joint = (_AND if between else _RANGE).match(sentence, first.end())
    return _QUANTITY.match(sentence, joint.end()) if joint else None


def _value(end: re.Match[str], second: re.Match[str] | None, unit: _Unit) -> float:
    factor = end["factor"] or (second["factor"] if second else None)
    times = FACTORS[factor.casefold()] if factor and not unit.measure else 1.0
    return round(value_of(end["number"]) * times * unit.scale, 6)


def _unit_of(sentence: str, first: re.Match[str], last: re.Match[str]) -> _Unit | None:
    """What the number or range counts; ``None`` if it is no amount."""
    if first["sign"]:
        return _Unit(last.end(), CURRENCIES[first["sign"].casefold()])
    after = sentence[last.end() :]
    many = counted(after)
    measure = _MEASURE.match(sentence, last.end("number"))
    abbreviated = last["factor"] is not None and last["factor"].casefold() in SHORT_FACTORS
    if measure and not (abbreviated and many):
        return _Unit(measure.end(), " ".join(measure[1].split()), measure=True)
    if abbreviated and not many:
        return None
    for shape, name, scale in _PLAIN_UNITS:
        if match := shape.match(after):
            return _Unit(last.end() + match.end(), name or MONEY_WORDS[match[1].casefold()], scale)
    if time := _TIME.match(after):
        return _Unit(last.end() + time.end(), " ".join(time["unit"].casefold().split()) + "s")
    if many and value_of(last["number"]) != 1:
        return _Unit(last.end() + many[1], many[0])
    return _Unit(last.end(), "") if _is_end_of_change(sentence, first, after) else None


def _is_end_of_change(sentence: str, first: re.Match[str], after: str) -> bool:
    """Whether a bare number in figures says to what something rises or falls: "halved to 60"."""
    in_figures = first["number"][0].isdigit()
    return (
        in_figures and bool(_CHANGES.search(sentence, max(0, first.start() - 20), first.start())) and ends_phrase(after)
    )
