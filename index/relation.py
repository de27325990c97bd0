"""What a later passage says about a pledge, by small readable rules, with the words that decided it.

The costly mistake is to read a slipped or broken pledge as kept. So ``kept`` needs words
of completion, and nothing that denies, delays or only prepares; the pledge's own verb in
the past ("will be cleaned": "has been cleaned") outweighs words of preparation, never a denial.
The cues are general English of minutes, written by hand after reading labelled evidence; no weight is learned.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from greenshoots.records import Kind, Relation
from index.when import differ, times_named

ALIKE = 0.75  # share of a pledge's words from which a passage in the future tense repeats it (best of 0.6, 0.75, 2)
STEM = 5  # letters by which "constructed" is known for a form of "construction" (guess)


@dataclass(frozen=True, slots=True)
class Related:
    """A relation, the words of the passage that decided it (verbatim), and whether it is inferred rather than said."""

    relation: Relation
    words: str | None = None
    inferred: bool = False


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_BE = r"(?:is|are|was|were|be|been|being|remains?|remained)"
_HAVE = r"(?:has|have|had)"
_DO = r"(?:does|do|did|can|could|will|would)"
_ADVERBS = r"(?:(?:now|since|also|all|both|already|\w{2,12}ly)\s+){0,2}"
_SPOKEN = (
    r"(?:advised|agreed|asked|considered|discussed|expressed|expected|informed|invited|mentioned|needed|noted|planned|proposed"
    r"|reported|requested|resolved|said|sought|stated|suggested|surveyed|thanked)"
)
_PARTICIPLE = (
    rf"(?!{_SPOKEN}\b)"
    r"(?:[a-z]{2,20}ed|built|bought|begun|brought|cut|done|dug|given|gone|held|laid|made|met|paid|put|sent|set|sold|spent"
    r"|taken|written)"
)

NOT_DONE = _any(
    rf"\b(?:{_BE}|{_HAVE}|{_DO})(?:\s+still)?(?:\s+not|n[’']t)\b(?:\s+yet)?(?:\s+been)?(?:\s+in\s+place|\s+\w+)?",
    r"\bnot\s+(?:yet|been|possible|feasible|adequate|working|forthcoming|in\s+place|known)\b",
    r"\byet\s+to\b",
    r"\bstill\s+(?:to|awaiting|awaited|waiting|outstanding|pending|required|requires?|needs?|missing|not)\b",
    r"\b(?:needs?|requires?|in\s+need\s+of)\s+(?:\w+\s+)?(?:repair\w*|attention|replac\w+|fixing)\b",
    r"\bno\s+(?:further|more|longer|date|site|news|response|repl(?:y|ies)|progress|action|work|update|funding|sign|completion)\b",
    r"\bno\s+(?:\w+\s+){1,3}(?:was|were|has|had|have|is|are)\b",
    r"\bnothing\s+(?:further|more|else)?\s*(?:has|had|was|is)\b",
    r"\bawait(?:ed|ing|s)?\b",
    rf"\b{_BE}\s+(?:still\s+)?(?:outstanding|overdue|pending|unresolved|on\s+hold)\b",
    r"\b(?:delay(?:s|ed)?|overdue|behind\s+schedule|on\s+hold|slowed\s+down|postponed|cancelled|abandoned)\b",
    r"\b(?:refused|rejected|declined|dropped|withdrawn|unsuccessful|failed|failure|unable|impossible|stopped)\b",
    r"\b(?:inadequate\w*|insufficient|unacceptable|falls?\s+short|fell\s+short|sent\s+back|lack\s+of|serious\s+concerns?)\b",
    r"\b(?:concern\s+that|complain\w*|disappoint\w*|dissatisf\w*|frustrat\w*|broken\s+promises?|confusion|uncertainty)\b",
    r"\b(?:issues\s+with|much\s+needed|urgent\s+need|none\s+of\s+the)\b",
    r"\b(?:asked?|explain|quer(?:y|ied)|enquired?)\s+(?:\w+\s+){0,3}?(?:when|why|if|whether)\b",
    r"\bupdate\s+(?:was|is)\s+(?:sought|requested)\b|\b(?:sought|requested|seek)\s+an\s+update\b",
    r"\b(?:hasten|chas(?:e[ds]?|ing))\b",
)
OTHER_TERMS = _any(
    r"\binstead\b",
    r"\brather\s+than\b",
    r"\bsuper[sc]eded?\b",
    r"\b(?:revised|amended|re-?structured?|rescheduled)\b",
    r"\bnow\s+(?:due|expected|planned|scheduled|proposed|intended|hoped|anticipated)\b",
    r"\b(?:deferred|postponed|extended|put\s+back|brought\s+forward)\s+(?:to|until|till)\b",
    r"\b(?:not\s+necessary|not\s+viable|no\s+longer\s+achieve|beyond\s+repair)\b",
    r"\boriginal(?:ly)?\s+(?:plan|due|planned|intended|proposed)\b",
)
DONE = _any(
    rf"\b{_HAVE}\s+{_ADVERBS}been\s+{_ADVERBS}{_PARTICIPLE}\b",
    rf"\b(?:was|were)\s+{_ADVERBS}{_PARTICIPLE}\b",
    rf"\b{_HAVE}\s+{_ADVERBS}{_PARTICIPLE}\b",
    r"\b(?:is|are)\s+(?:now\s+)?(?:complete|completed|in\s+place|installed|finished|open|live|active|operational)\b",
    r"\bnow\s+(?:in\s+place|complete|completed|open|live|installed)\b",
    r"\b(?:gone|went)\s+live\b|\b(?:had\s+taken|took)\s+place\b",
    r"(?<!\bbe )\b(?:completed|commenced|launched|delivered)\b",
)
ONLY_PREPARES = _any(
    r"\b(?:ordered|requested|asked|contacted|approached|submitted|quot(?:e|es|ations?)|appli(?:ed|cation))\b",
    r"\b(?:commenced|begun|began|started|under\s?way|on-?going|on\s?site|in\s+hand|progress\w*)\b",
    r"\b(?:draft\w*|nearing|near\s+completion|nearly|finalis\w+|preparing|prepared|considering|investigat\w+|planned)\b",
    rf"\b{_BE}\s+(?:currently\s+|still\s+|also\s+)?\w{{2,20}}ing\b",
    r"\b(?:continu\w+|updates?|presentation|presented|briefing|overview|introduced|discuss\w*|talks)\b",
    r"\b(?:first\s+phase|phase\s+\w+|some|partly|partially|remaining|feedback)\b",
    r"\b(?:obtained|booked|arranged|commissioned|agreed|spoken|sought|proposed|noted|set)\b",
)
WILL = _any(
    r"\b(?:will|shall|would|should)\b",
    rf"\b{_BE}\s+(?:now\s+|also\s+)?(?:due|to|expected|anticipated|scheduled|intended|hoped|planned|proposed|going)\b",
    r"\b(?:to\s+be|aims?\s+to|agreed\s+to|action:|intends?|due\s+for|on\s+course|hopes?)\b",
)
STATUS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    ("shortfall", _any(r"(?:not\s+\w+|over\s?due|outstanding|late|delayed|behind|no\s+\w+|red)\b")),
    ("supersedes", _any(r"(?:superseded|revised|deferred|replaced|moved)\b")),
    ("progress", _any(r"(?:partly|partially|in\s+progress|on\s+track|on-?going|under\s?way|started|amber|green)\b")),
    ("kept", _any(r"(?:completed?|closed|done|implemented|delivered|achieved|blue)\b")),
)
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|some|most|several)"
PARTLY = re.compile(rf"\b{_COUNT}\s+of\s+(?:the\s+|its\s+|their\s+)?{_COUNT}\b", re.IGNORECASE)
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per\s?cent)", re.IGNORECASE)
UNSURE = re.compile(r"\b(?:once|when|whether|if|until|unless)\b.*", re.IGNORECASE | re.DOTALL)
PAYMENT = re.compile(r"[^.!?]{2,90}?[£€]\s?\d[\d,. ]*(?:\([^)]*\))?")


def relate(pledge: str, passage: str, *, kinds: Collection[Kind] = (), alike: float = 0.0) -> Related:
    """Say how a passage of a later record bears on a pledge.

    ``kinds``: of the statement that the passage is, if it is one. ``alike``: share of the
    pledge's words, weighted by rarity, that the passage repeats (0 to 1).
    """
    if PAYMENT.fullmatch(passage.strip()):
        return Related("progress", passage.strip(), inferred=True)
    if status := _status(passage):
        return status
    return (
        _new_terms(pledge, passage)
        or _not_done(pledge, passage, kinds)
        or _repeated(pledge, passage, alike)
        or _done(pledge, passage)
        or _under_way(passage)
        or Related("context")
    )


def _status(passage: str) -> Related | None:
    """Read the status cell of a row of an action log: the last one that begins with a word of state."""
    cells = [cell.strip() for cell in re.split(r"[|\t]", passage)] if re.search(r"[|\t]", passage) else []
    for cell in reversed(cells):
        for relation, words in STATUS:
            if found := words.match(cell):
                return Related(relation, found.group())
    return None


def _new_terms(pledge: str, passage: str) -> Related | None:
    """Find words that say the terms changed, or another time for what is still to come."""
    if changed := OTHER_TERMS.search(passage):
        return Related("supersedes", changed.group())
    before = times_named(pledge)
    fresh = [time for time in times_named(passage) if all(differ(time, old) for old in before)]
    if fresh and WILL.search(passage) and not DONE.search(passage):
        return Related("supersedes", fresh[-1].words)
    return None


def _not_done(pledge: str, passage: str, kinds: Collection[Kind]) -> Related | None:
    """Find a denial, delay or complaint; words that the pledge itself uses deny nothing."""
    for missing in NOT_DONE.finditer(passage):
        if missing.group().casefold() not in pledge.casefold():
            return Related("shortfall", missing.group())
    return Related("shortfall", inferred=True) if {"criticism", "admission"} & set(kinds) else None


def _repeated(pledge: str, passage: str, alike: float) -> Related | None:
    same_time = any(not differ(old, new) for old in times_named(pledge) for new in times_named(passage))
    will = WILL.search(passage) if same_time or alike >= ALIKE else None
    return Related("repeats", will.group()) if will else None


def _done(pledge: str, passage: str) -> Related | None:
    """Find words of completion: of the pledge's own verb, or of another where nothing speaks of mere preparation."""
    if partly := PARTLY.search(passage):
        return Related("progress", partly.group())
    if figure := _short_figure(pledge, passage):
        return Related("progress", figure)
    own = {word[:STEM] for word in re.findall(r"[a-z]{4,}", pledge.casefold())}
    found = list(DONE.finditer(UNSURE.sub("", passage)))
    of_the_thing = next((done for done in found if done.group().split()[-1].casefold()[:STEM] in own), None)
    if of_the_thing:
        return Related("kept", of_the_thing.group())
    if found and not ONLY_PREPARES.search(passage) and not WILL.search(passage):
        return Related("kept", found[0].group())
    return None


def _short_figure(pledge: str, passage: str) -> str | None:
    """Find a percentage where the pledge names another and the passage reaches none of those it names."""
    wanted = [float(found.group(1)) for found in PERCENT.finditer(pledge)]
    found = list(PERCENT.finditer(passage))
    if not wanted or not found or max(float(one.group(1)) for one in found) >= min(wanted):
        return None
    return found[0].group()


def _under_way(passage: str) -> Related | None:
    steps = ONLY_PREPARES.search(passage) or DONE.search(passage)
    return Related("progress", steps.group()) if steps else None
