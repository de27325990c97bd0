"""Figures of a pledge and of a passage compared: shares, counts, the way a thing was to go and went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.related import Related, every, first, said, without

STEM = 5  # letters by which "constructed" is known for a form of "construction" (guess)
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|some|most|several)"
PARTLY = re.compile(rf"\b{_COUNT}\s+of\s+(?:the\s+|its\s+|their\s+)?{_COUNT}\b", re.IGNORECASE)
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per\s?cent)", re.IGNORECASE)
ONLY_SO_MANY = re.compile(
    r"\bonly\s+(?:about\s+)?(?:\d+(?:\.\d+)?\s*(?:%|per\s?cent)|a\s+(?:few|third|quarter|handful|minority)\b|one\s+in\b)"
    r"|\b(?:fewer|less)\s+than\s+(?:half|a\s+(?:third|quarter)|one\s+in\b)",
    re.IGNORECASE,
)
# Which way a thing is to go, and the thing: "fewer complaints", "reduce the backlog".
DOWNWARD = re.compile(
    r"\b(?:fewer|less|lower|shorter|reduc\w+|cut(?:ting)?|shorten\w*|bring\s+down)\s+(?:the\s+|our\s+|its\s+)?(?P<thing>\w{4,})",
    re.IGNORECASE,
)
UPWARD = re.compile(
    r"\b(?:more|higher|increas\w+|rais\w+|improv\w+|expand\w*)\s+(?:the\s+|our\s+|its\s+)?(?P<thing>\w{4,})",
    re.IGNORECASE,
)
WENT_UP = re.compile(
    r"\b(?:risen|rose|rising|increased|grown|grew|gone\s+up|went\s+up|climbed|doubled|lengthened)\b", re.IGNORECASE
)
WENT_DOWN = re.compile(
    r"\b(?:fallen|fell|falling|dropped|decreased|declined|shrunk|gone\s+down|went\s+down|halved|worsened)\b",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"\b(?P<figure>\d+(?:\.\d+)?)\s*(?:%|per\s?cent)|\b(?P<word>half|a\s+third|two\s+thirds|a\s+quarter|three\s+quarters)\b"
    r"(?=\s+of\b)",
    re.IGNORECASE,
)
_SHARES = {"half": 50.0, "a third": 33.0, "two thirds": 66.0, "a quarter": 25.0, "three quarters": 75.0}
COMPARED = re.compile(
    r"\b(?:against|compared\s+with|down\s+from|up\s+from|where\s+it\s+was)\b.*", re.IGNORECASE | re.DOTALL
)
# What is to go away, in what state it is, and how many are told to be left.
TO_GO = re.compile(
    r"\b(?:clear\w*|eliminat\w*|backlog\w*|(?:no|any)\s+longer|longer\s+than|reduc\w*|shorten\w*|cut)\b", re.IGNORECASE
)
LEFT = re.compile(
    r"\b(?:overdue|late|outstanding|waiting|backlog|unanswered|unresolved|vacant|vacancies)\b", re.IGNORECASE
)
FEWER = re.compile(r"\b(?:down|fallen|fell|reduced|cut|shortened)\s+(?:\w+\s+)?from\b", re.IGNORECASE)
ALTHOUGH = re.compile(r"\b(?:al)?though\b.*", re.IGNORECASE | re.DOTALL)
GONE = re.compile(r"\b(?:cleared|eliminated|gone|none|all)\b", re.IGNORECASE)
_COUNT_LEFT = r"(?!(?:19|20)\d\d\b)\d[\d,]*\b"
COUNT_LEFT = re.compile(
    rf"\b(?:was|were|stood\s+at|found|still|are|is)\s+{_COUNT_LEFT}|\b{_COUNT_LEFT}(?=\s+(?:\w+\s+){{0,3}}{LEFT.pattern})",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)"
ALL = re.compile(rf"\ball\s+(?:of\s+)?(?:the\s+|its\s+|their\s+)?(?P<count>{_NUMBER})\b", re.IGNORECASE)
AMOUNT = re.compile(
    rf"(?<![\w£€.,])(?P<count>{_NUMBER})\s+(?:(?:more|fewer|new|extra|additional|further)\s+)?"
    r"(?!days?|weeks?|months?|years?|quarters?|hours?|per|cent|of|to|and|in|for|meetings?)(?P<thing>[a-z]{4,})",
    re.IGNORECASE,
)


def short_share(pledge: str, passage: str) -> Related | None:
    """Find a share told to be small: "only 14 per cent of families"."""
    small = first(ONLY_SO_MANY, passage)
    return said("shortfall", small) if small and not first(ONLY_SO_MANY, pledge) else None


def went(pledge: str, passage: str) -> Related | None:
    """Compare the way a thing was to go with the way it went: "fewer complaints", then "complaints had risen"."""
    for wanted, right, wrong in ((DOWNWARD, WENT_DOWN, WENT_UP), (UPWARD, WENT_UP, WENT_DOWN)):
        for told in wanted.finditer(pledge):
            if told["thing"].casefold()[:STEM] not in passage.casefold():
                continue
            if way := wrong.search(passage):
                return said("shortfall", way)
            if way := right.search(passage):
                return said("progress", way)
    return None


def short_figure(pledge: str, passage: str) -> Related | None:
    """Find a percentage where the pledge names another and the passage reaches none of those it names."""
    wanted = [float(found.group(1)) for found in every(PERCENT, pledge)]
    found = list(every(PERCENT, passage))
    if not wanted or not found or max(float(one.group(1)) for one in found) >= min(wanted):
        return None
    return replace(said("progress", found[0]), note=f"{min(wanted):g}% was promised")


def reached(pledge: str, passage: str) -> Related | None:
    """Find a share that reaches the one pledged ("more than half of families": "57 per cent said")."""
    wanted = [share for _, share in _shares(pledge)]
    if not wanted:
        return None
    found = next((one for one, share in _shares(without(COMPARED, passage)) if share >= min(wanted)), None)
    return replace(said("kept", found), note=f"{min(wanted):g}% was wanted") if found else None


def _shares(text: str) -> Iterator[tuple[re.Match[str], float]]:
    for found in every(SHARE, text):
        word = " ".join((found["word"] or "").casefold().split())
        yield found, float(found["figure"]) if found["figure"] else _SHARES[word]


def still_some(pledge: str, passage: str, *, late: bool) -> Related | None:
    """Find how many are left of what was to go: fewer before the day pledged is progress, any after it a shortfall."""
    states = {found.casefold() for found in LEFT.findall(pledge)}
    if not first(TO_GO, pledge):
        return None
    if fewer := first(FEWER, passage):
        return said("progress", fewer)
    if not any(found.casefold() in states for found in LEFT.findall(passage)) or first(
        GONE, without(ALTHOUGH, passage)
    ):
        return None
    count = first(COUNT_LEFT, passage)
    return said("shortfall" if late else "progress", count, inferred=True) if count else None


def all_of_them(pledge: str, passage: str) -> re.Match[str] | None:
    """Find "all ten", where the pledge names ten."""
    for found in every(ALL, passage):
        if re.search(rf"\b{re.escape(found['count'])}\b", pledge, re.IGNORECASE):
            return found
    return None


def other_amount(pledge: str, passage: str) -> re.Match[str] | None:
    """Find another number of the same things: "120 places", then "90 places"."""
    old = {found["thing"].casefold()[:STEM]: found["count"].casefold() for found in every(AMOUNT, pledge)}
    new = [found for found in every(AMOUNT, passage) if found["thing"].casefold()[:STEM] in old]
    if any(old[found["thing"].casefold()[:STEM]] == found["count"].casefold() for found in new):
        return None
    return next(iter(new), None)
