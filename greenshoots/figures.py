"""The figures in a sentence: what each measures, for when, and whether it is told or only pledged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from greenshoots.records import Amount, Span

_NUMBER = r"(?P<{0}>\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)"
_TIME = r"(?P<{0}>(?:working[\s-]+)?(?:hour|day|week|month|year)s?)"
_KIND = r"(?:statutory|legal|national|required|agreed|set)"
_END = r"(?:time\s?(?:limit|scale|frame)s?|limit|target|deadline|standard|period)"
# A standard of time: "within 20 weeks", "the 20-week limit", "on time". It says what is measured, and is no figure.
_LIMIT = re.compile(
    rf"\b(?:with)?in\s+(?:the\s+)?(?:{_KIND}\s+)*(?:{_END}\s+of\s+)?{_NUMBER.format('n1')}[\s-]+{_TIME.format('t1')}\b"
    rf"|\b{_NUMBER.format('n2')}[\s-]{_TIME.format('t2')}\s+(?:{_KIND}\s+)?{_END}\b"
    rf"|\b(?:{_KIND}\s+)?{_END}\s+of\s+{_NUMBER.format('n3')}[\s-]+{_TIME.format('t3')}\b"
    rf"|\b(?:on|in)\s+time\b|\bwithin\s+(?:the\s+)?(?:{_KIND}\s+)?{_END}\b",
    re.IGNORECASE,
)
_MONTHS = "January February March April May June July August September October November December".split()
_PERIOD = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?\b(?P<month>{'|'.join(_MONTHS)}|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec)\b\.?(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
    r"|\b(?:[Ii]n|[Ff]or|[Dd]uring)\s+(?P<only>(?:19|20)\d\d)(?:[/–-](?P<second>\d\d(?:\d\d)?))?\b"
)
_NOT_WHEN = re.compile(r"\b(?:since|by|before|until|after|end\s+of)\s+(?:the\s+(?:end\s+of\s+)?)?$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:and|to|or|[-–])\s*(?:in\s+)?", re.IGNORECASE)
_PLEDGED = re.compile(
    r"\b(?:will|would|shall|should|must|ought|aim(?:s|ed|ing)?|target\w*|goal|ambition|pledge\w*|promis\w+|commit\w*"
    r"|plan(?:s|ned)?\s+to|intend\w*|expect\w*|hope[sd]?|forecast|predicted|projected|(?:is|are|was|were)\s+to|undert\w+)\b",
    re.IGNORECASE,
)
# Who is bound to it: "committed the service to" is no part of what is measured.
_BINDING = re.compile(
    r"^[^;:\d]{0,120}?\b(?:commit\w*|pledge\w*|promis\w+|undert\w+|agreed|resolved)\s+(?:[\w’'-]+\s+){0,5}?to\s",
    re.IGNORECASE,
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:by|(?:increase|rise|fall|reduction|cut|drop|change|saving|improvement)\s+of|rose|fell|grew|up|down"
    r"|further|another|additional|extra)\s+$",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(
    r"\s+(?:more|less|fewer|higher|lower|better|worse|increase|rise|reduction|cut|drop|fall|growth|saving)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:(?:more|less|fewer|better|worse|greater)\s+than|over|under|above|below|at\s+(?:least|most)|up\s+to|from)\s+$",
    re.IGNORECASE,
)
# Sums of single dealings, and speeds: no two of them measure the same.
_SINGLE = re.compile(
    r"\b(?:quot(?:e|ation)s?|invoices?|tenders?|cheques?|donations?|grants?|refunds?|fine[ds]?)\b", re.I
)
_MONEY, _SPEEDS = ("GBP", "EUR", "USD"), ("mph", "km")
_NEGATIVE = re.compile(
    r"\b(?:not|never|no\s+longer|miss(?:ed|ing)?|fail(?:ed|ing)?|late|outside|without|beyond|unmet|exceed(?:ed|ing)?)\b",
    re.IGNORECASE,
)
_NONE_OF = re.compile(r"\b(?:not\s+(?:one|a\s+single\s+one)|none)\s+of\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Aa]cross|[Tt]hroughout|[Aa]round|[Nn]ear)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][a-z’'-]+(?:\s+(?:[A-Z][a-z’'-]+|and\s+(?=[A-Z]))+)*)"
)
_WIDE = re.compile(
    r"\b(?:national(?:ly)?(?!\s+(?:limit|standard|target))|regional(?:ly)?|the\s+country|countrywide|statistical\s+neighbours"
    r"|other\s+(?:councils|authorities|areas)|neighbouring\s+\w+)\b",
    re.IGNORECASE,
)
_NO_PLACES = frozenset((*_MONTHS, "Committee", "Council", "Cabinet", "Members", "Board", "Christmas", "Easter", "The"))
# "200 calls a week" and "200 calls a month" are of two measures.
_RATE = re.compile(
    r"^(?:\s+[\w’'-]+){0,3}?\s+(?:a|per|each|every)\s+(?P<unit>hour|day|week|month|quarter|term|year|annum)\b",
    re.IGNORECASE,
)
# Words that say of which part, or by which reckoning: a figure of one is not like that of another, nor of the whole.
_PARTS = re.compile(
    r"\b(?:primary|secondary|nursery|post-16|infants?|juniors?|adults?|boys|girls|(?:fe)?male|women|men|domestic|commercial"
    r"|residential|private|social|affordable|temporary|permanent|agency|full-time|part-time|existing|stages?\s+(?:one|two|three|\d)"
    r"|urgent|emergency|routine|major|minor|initial|repeat|overdue|upheld"
    r"|north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?|urban|rural|average|mean|median|longest|shortest|maximum"
    r"|minimum|cumulative|gross|net|capital|revenue|planned|unplanned|abandoned|unanswered|withdrawn|refused|internal"
    r"|external|excluding|disabled|eligible"
    r"|(?:annual|quarterly|monthly|weekly|daily)(?!\s+(?:reviews?|reports?|meetings?|statements?|leave|appraisals?)))\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\bthat\s|:\s")
_TAIL = re.compile(r",\s+(?:which|who|whose|although|though)\b|;|\s\(")
_CONJUNCTION = re.compile(r",?\s+(?:and|but|while|whereas|compared|against|up\s+from|down\s+from|from)\b|;|,\s+well\b")
_MOST = 4  # figures of one unit in a sentence; one with more is a list of payments or a table in a line (guess)
_FEW = 2  # words; a clause with fewer says nothing of what is measured and takes that of the whole sentence (guess)


@dataclass(frozen=True, slots=True)
class Limit:
    """A standard of time; without number and unit it is only "on time"."""

    number: float | None = None
    unit: str | None = None

    def agrees(self, other: Limit) -> bool:
        """Whether two may be the same standard."""
        return None in (self.number, other.number) or self == other


@dataclass(frozen=True, slots=True)
class Period:
    """When a figure is of: its last day, and how people say it."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with what the sentence says about it. ``sentence[start:end]`` are its words.

    ``measured``: the clause around it without figures, periods and standards of time. ``head``: of what it is a share.
    ``is_level``: it says how much there is, not how much more or less, nor what one thing cost.
    ``is_exact``: neither a bound nor a past end. ``rate``: for what time it is counted, as in "a week". ``parts``:
    words in the clause that say of which part of a whole, or by which reckoning.
    """

    amount: Amount
    start: int
    end: int
    measured: str
    head: str | None
    limit: Limit | None
    period: Period | None
    places: frozenset[str]
    is_pledged: bool
    is_negative: bool
    is_level: bool
    is_exact: bool
    rate: str | None = None
    parts: frozenset[str] = frozenset()

    @property
    def is_told(self) -> bool:
        """Whether it is reported as what is or was, to the unit."""
        return self.is_level and self.is_exact and not self.is_pledged


def figures_in(sentence: str, *, base: date | None) -> list[Figure]:
    """Return the figures of a sentence in order; a range is none, nor is any of a long list.

    ``base``: the day from which months are counted.
    """
    limits = [Span(*match.span()) for match in _LIMIT.finditer(sentence)]
    amounts = [pair for pair in _placed(sentence) if not any(pair[1].overlaps(limit) for limit in limits)]
    figures = []
    for amount, span in amounts:
        alike = [other for one, other in amounts if one.unit == amount.unit]
        if len(alike) <= _MOST:
            figures.append(_figure(sentence, amount, span, _clause(sentence, span, alike), alike, base))
    return figures


def same_measure(one: str, other: str, unit: str) -> bool:
    """Whether two sentences seem to tell the same of a unit: a sum or a share needs words of its own in common.

    A number of things bears what it counts as its unit.
    """
    if unit not in (*_MONEY, "%"):
        return True
    ours, theirs = _words_of(one, unit), _words_of(other, unit)
    return len(ours & theirs) >= _FEW


def _words_of(sentence: str, unit: str) -> set[str]:
    from index.words import STOP_WORDS

    told = " ".join(figure.measured for figure in figures_in(sentence, base=None) if figure.amount.unit == unit)
    return {word for word in re.findall(r"[a-z]{4,}", told.casefold()) if word not in STOP_WORDS}


def places_in(words: str) -> set[str]:
    """Return the names of places, and whether it is of the whole country, as far as small words tell."""
    named = {match["name"] for match in _PLACE.finditer(words)}
    wide = {" ".join(match[0].casefold().split()) for match in _WIDE.finditer(words)}
    return {name for name in named if name.split()[0] not in _NO_PLACES} | wide


def parts_in(words: str) -> frozenset[str]:
    """Return the words that say of which part of a whole something is, or by which reckoning, folded."""
    return frozenset(" ".join(match[0].casefold().split()) for match in _PARTS.finditer(words))


def _rate(after: str) -> str | None:
    found = _RATE.match(after)
    return found["unit"].casefold().replace("annum", "year") if found else None


def _placed(sentence: str) -> Iterator[tuple[Amount, Span]]:
    """Yield amounts with their places; both ends of a range bear the same words, and neither is taken."""
    from nlp.amounts import find_amounts

    amounts, at = find_amounts(sentence), 0
    for number, amount in enumerate(amounts):
        start = sentence.find(amount.text, at)
        beside = [*amounts[max(0, number - 1) : number], *amounts[number + 1 : number + 2]]
        is_range = any(other.text == amount.text and other.value != amount.value for other in beside)
        if start >= 0 and not is_range:
            at = start + len(amount.text)
            yield amount, Span(start, at)


def _clause(sentence: str, span: Span, alike: Sequence[Span]) -> Span:
    """Return the part of a sentence that is about one of several figures of the same unit."""
    ends = [other for other in alike if other.end <= span.start]
    starts = [other for other in alike if other.start >= span.end]
    start = _border(sentence, ends[-1].end, span.start) if ends else 0
    end = _border(sentence, span.end, starts[0].start) if starts else len(sentence)
    lead = [match.end() for match in _LEAD.finditer(sentence, start, span.start)]
    tail = _TAIL.search(sentence, span.end, end)
    return Span(lead[-1] if lead else start, tail.start() if tail else end)


def _border(sentence: str, start: int, end: int) -> int:
    """Where one figure's words end and the next one's begin: at the last joining word, else the last comma."""
    joints = [match.start() for match in _CONJUNCTION.finditer(sentence, start, end)]
    comma = sentence.rfind(",", start, end)
    return joints[-1] if joints else comma if comma >= 0 else end


def _figure(
    sentence: str, amount: Amount, span: Span, clause: Span, alike: Sequence[Span], base: date | None
) -> Figure:
    whole = Span(0, len(sentence))
    measured = _measured(sentence, clause, alike)
    wide = clause
    aside = sentence[: span.start].endswith("(")  # "472 homes through building (399 homes)": not of what the rest tells
    if not aside and not _tells_more(measured):
        measured, wide = _measured(sentence, whole, alike), whole
    words = _LIMIT.sub(" ", clause.of(sentence))
    before, after = sentence[: span.start], sentence[span.end :]
    period = _period(sentence, span, clause, base)
    changes = _CHANGE_BEFORE.search(before) or _CHANGE_AFTER.match(after) or amount.unit == "percentage points"
    return Figure(
        amount=amount,
        start=span.start,
        end=span.end,
        measured=measured,
        head=_head(after, amount),
        limit=_limit(wide.of(sentence)),
        period=period or (_period(sentence, span, wide, base) if len(alike) == 1 else None),
        places=frozenset(places_in(clause.of(sentence))),
        is_pledged=bool(_PLEDGED.search(words)),
        is_negative=bool(_NEGATIVE.search(_NONE_OF.sub(" ", _LIMIT.sub(" ", wide.of(sentence))))),
        is_level=not (changes or _is_single(amount, wide.of(sentence))),
        rate=_rate(after),
        parts=parts_in(measured),
        is_exact=_BOUND.search(before) is None or (period is not None and before.rstrip().endswith("from")),
    )


def _is_single(amount: Amount, words: str) -> bool:
    return amount.unit in _SPEEDS or (amount.unit in _MONEY and _SINGLE.search(words) is not None)


def _tells_more(measured: str) -> bool:
    """Whether there are words of matter: "compared with", "a rate of" and the like say nothing of the measure."""
    return len(re.findall(r"\b(?!compared|rate|with|from|against|none|only|just|well)[a-z]{4,}", measured)) >= _FEW


def _measured(sentence: str, clause: Span, figures: Sequence[Span]) -> str:
    letters = list(sentence)
    gone = [match.span() for pattern in (_LIMIT, _PERIOD, _BINDING, _PLEDGED) for match in pattern.finditer(sentence)]
    counts = [
        re.match(r"[£€$\d.,]+(?:\s?(?:%|per\s?cent|percent|million|billion|[mk]\b))?", span.of(sentence))
        for span in figures
    ]
    numbers = [(span.start, span.start + match.end()) for span, match in zip(figures, counts, strict=True) if match]
    for start, end in (*gone, *numbers):
        letters[start:end] = " " * (end - start)
    return " ".join("".join(letters[clause.start : clause.end]).split())


def _head(after: str, amount: Amount) -> str | None:
    """Return of what it is a share: "plans" after "31 per cent of"; a number of things bears its noun as unit."""
    from nlp.nouns import counted

    of = re.match(r"\s+of\s+(?:(?:all|the|its|our|their|these|those)\s+)*", after)
    if amount.unit != "%" or of is None:
        return None
    noun = counted(" " + after[of.end() :])
    return noun[0] if noun else None


def _limit(words: str) -> Limit | None:
    from nlp.numerals import value_of

    found = [match for match in _LIMIT.finditer(words)]
    for match in found:
        for number, unit in (("n1", "t1"), ("n2", "t2"), ("n3", "t3")):
            if match[number]:
                return Limit(value_of(match[number].casefold()), match[unit].casefold().rstrip("s"))
    return Limit() if found else None


# For when


def _period(sentence: str, span: Span, clause: Span, base: date | None) -> Period | None:
    """Return the period named nearest to a figure; of "from May to June", June."""
    found = [
        match
        for match in _PERIOD.finditer(sentence, clause.start, clause.end)
        if not _NOT_WHEN.search(sentence, max(0, match.start() - 20), match.start())
    ]
    if not found:
        return None
    nearest = min(range(len(found)), key=lambda n: max(found[n].start() - span.end, span.start - found[n].end()))
    while nearest + 1 < len(found) and _JOINED.fullmatch(sentence, found[nearest].end(), found[nearest + 1].start()):
        nearest += 1
    return _period_of(found[nearest], base)


def _period_of(match: re.Match[str], base: date | None) -> Period | None:
    from nlp.periods import day_or_none, month_end

    if match["only"]:
        second = match["second"]
        year = int(match["only"])
        day = date(year + 1, 3, 31) if second else date(year, 12, 31)  # a year told as 2022/23 is the financial one
        return Period(min(day, base) if base and base.year == year else day, match[0].split(maxsplit=1)[1])
    month = next(n for n, name in enumerate(_MONTHS, 1) if name[:3] == match["month"][:3])
    year = int(match["year"]) if match["year"] else (base.year - (month > base.month) if base else 0)
    if not year:
        return None
    if match["day"]:
        named = day_or_none(year, month, int(match["day"]))
        return Period(named, f"{named.day} {_MONTHS[month - 1]} {year}") if named else None
    end = month_end(year, month)
    in_it = base is not None and (base.year, base.month) == (year, month)
    return Period(base if in_it and base else end, f"{_MONTHS[month - 1]} {year}")
