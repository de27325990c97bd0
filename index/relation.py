"""What a later passage says about a pledge, by small readable rules, with the words that decided it.

The costly mistake is to read a slipped or broken pledge as kept. So ``kept`` needs words
of completion, and nothing that denies, delays or only prepares; the pledge's own verb in
the past ("will be cleaned": "has been cleaned") outweighs words of preparation, never a denial.
The cues are general English of minutes, written by hand after reading labelled evidence; no weight is learned.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from greenshoots.records import Kind, Relation
from index.due import SAME_DAYS, due_days, how_long, is_length
from index.when import Time, differ, times_named
from index.words import STOP_WORDS

ALIKE = 0.75  # share of a pledge's words from which a passage in the future tense repeats it (best of 0.6, 0.75, 2)
STEM = 5  # letters by which "constructed" is known for a form of "construction" (guess)


@dataclass(frozen=True, slots=True)
class Related:
    """A relation, the words of the passage that decided it (verbatim), and whether it is inferred rather than said.

    ``at``: where those words stand in the passage. ``note``: what dates or figures say when they are compared.
    """

    relation: Relation
    words: str | None = None
    inferred: bool = False
    at: int | None = None
    note: str | None = None


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
    r"\bcannot\b(?:\s+\w+)?|\b(?:can|could)n[’']t\b",
    r"\bno\s+way\s+of\b|\bnot\s+viable\b",
    r"\boutstanding\s+(?:issue|item|matter|action|work)s?\b",
    r"\b(?:once\s+)?again\s+(?:asked|raised|requested|complained|urged|queried)\b",
    r"\basked\s+(?:this|about\s+this|for\s+this|it)\b.{0,30}\b(?:previous|last|earlier)\s+meetings?\b",
    r"\b(?:find|found|saw|seen|sees?|shows?|showed)\s+(?:no|little|few)\b|\btoo\s+(?:slow\w*|long|late|little|few)\b",
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
    r"\b(?:for\s+the\s+time\s+being|in\s+the\s+meantime)\b",
    r"\brather\s+than\b",
    r"\bsuper[sc]eded?\b",
    r"\b(?:revised|amended|re-?structured?|rescheduled)\b",
    r"\bnow\s+(?:due|expected|planned|scheduled|proposed|intended|hoped|anticipated)\b",
    r"\b(?:deferred|postponed|extended|put\s+back|brought\s+forward)\s+(?:to|until|till)\b",
    r"\b(?:not\s+necessary|no\s+longer\s+achieve|beyond\s+repair)\b",
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
# Words that only tell of something finished, whatever else is said.
FINISHED = _any(
    r"\b(?:has|have|had)\s+(?:now\s+|since\s+)?taken\s+place\b|\bgone\s+live\b|\bwent\s+live\b",
    rf"\b(?:been|was|were)\s+{_ADVERBS}(?:adopted|built|carried\s+out|circulated|completed|delivered|erected|finished|fitted"
    r"|installed|issued|launched|opened|planted|published|purchased|repaired|replaced|undertaken|unveiled|uploaded)\b",
    rf"\b{_HAVE}\s+{_ADVERBS}(?:adopted|built|carried\s+out|circulated|completed|delivered|erected|finished|fitted"
    r"|installed|issued|launched|opened|planted|published|purchased|repaired|replaced|undertaken|unveiled|uploaded)\b",
)
THANKED = re.compile(
    r"\bthank(?:s|ed)\b[^.]{0,80}?\bfor\s+(?!continu)(?:\w+\s+){0,3}?(?!continu)(?:\w{3,}ing|work|efforts?|help)\b",
    re.IGNORECASE,
)
# What is looked for after the day pledged has passed: still in hand then, it is late.
IN_HAND = re.compile(rf"\b{_BE}\s+(?:currently\s+|still\s+)?(?:being\s+{_PARTICIPLE}|\w{{2,20}}ing)\b", re.IGNORECASE)
STARTS = re.compile(r"\b(?:commenc\w+|start\w*|begin\w*)\b", re.IGNORECASE)
MENTIONS = _any(
    r"\b(?:asked|contacted|approached|agreed|spoken|noted|set|feedback|updates?|presentation|presented|briefing)\b",
    r"\b(?:overview|introduced|discuss\w*|talks)\b",
)
ONLY_PREPARES = _any(
    r"\b(?:ordered|requested|submitted|quot(?:e|es|ations?)|appli(?:ed|cation))\b",
    r"\b(?:commenced|begun|began|started|under\s?way|on-?going|on\s?site|in\s+hand|progress\w*)\b",
    r"\b(?:draft\w*|nearing|near\s+completion|nearly|finalis\w+|preparing|prepared|considering|investigat\w+|planned)\b",
    rf"\b{_BE}\s+(?:currently\s+|still\s+|also\s+)?\w{{2,20}}ing\b",
    r"\bcontinu\w+\b",
    r"\b(?:first\s+phase|phase\s+\w+|some|partly|partially|remaining)\b",
    r"\b(?:obtained|booked|arranged|commissioned|sought|proposed)\b",
    r"\b(?:briefed|ready\s+(?:to|for)|look(?:ing)?\s+into)\b",
)
WILL = _any(
    r"\b(?:will|shall|would|should)\b",
    rf"\b{_BE}\s+(?:now\s+|also\s+)?(?:due|to|expected|anticipated|scheduled|intended|hoped|planned|proposed|going)\b",
    r"\bdue\s+(?:to|for|in|by)\b",
    r"\b(?:to\s+be|aim(?:s|ed)?\s+to|agreed\s+to|action:|intend(?:s|ed)?|on\s+course|hop(?:es?|ed))\b",
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
UNSURE = re.compile(r"\b(?:once|when|whether|if|until|unless)\b.*", re.IGNORECASE | re.DOTALL)
CONDITION = re.compile(r"\b(?:when|once|after|subject\s+to|provided)\b", re.IGNORECASE)
NEW_CONDITION = re.compile(
    r"\b(?:will|to|should)\s+(?:now\s+|then\s+)?(?:be\s+)?\w+(?:\s+\w+){0,3}?\s+(?:when|once|subject\s+to|provided\s+that)\b",
    re.IGNORECASE,
)
PAYMENT = re.compile(r"[^.!?]{2,90}?[£€]\s?\d[\d,. ]*(?:\([^)]*\))?")


def relate(
    pledge: str,
    passage: str,
    *,
    kinds: Collection[Kind] = (),
    alike: float = 0.0,
    made: date | None = None,
    day: date | None = None,
) -> Related:
    """Say how a passage of a later record bears on a pledge.

    ``kinds``: of the statement that the passage is, if it is one. ``alike``: share of the
    pledge's words, weighted by rarity, that the passage repeats (0 to 1). ``made`` and
    ``day``: when the pledge and the record were made, from which their dates are counted.
    """
    if paid := PAYMENT.fullmatch(passage.strip()):
        return Related("progress", paid.group(), inferred=True, at=passage.index(paid.group()))
    if status := _status(passage):
        return status
    terms = _Terms(pledge, passage, made, day)
    related = (
        _short_share(pledge, passage)
        or _went(pledge, passage)
        or _changed(passage)
        or _done_first(pledge, passage)
        or _new_terms(terms)
        or _not_done(pledge, passage, kinds)
        or _repeated(terms, alike)
        or _done(pledge, passage)
        or _overdue(terms)
        or _under_way(passage)
        or Related("context")
    )
    return replace(related, note=terms.lateness()) if related.relation == "kept" else related


def _said(relation: Relation, found: re.Match[str], *, inferred: bool = False) -> Related:
    return Related(relation, found.group(), inferred=inferred, at=found.start())


@dataclass(frozen=True, slots=True)
class _Terms:
    """The times of a pledge and of a passage, side by side."""

    pledge: str
    passage: str
    made: date | None
    day: date | None

    def fresh(self) -> list[Time]:
        """Return the times of the passage that the pledge does not name and that are no earlier than its last."""
        old, pledged = times_named(self.pledge), self._pledged()
        last = max(pledged) + timedelta(days=SAME_DAYS) if pledged else date.min
        # What happens before the last day pledged is a step on the way, no change of it.
        known = {time.start for time, due in due_days(self.passage, self.day) if due <= last}
        new = [time for time in times_named(self.passage) if not is_length(time)]
        if self.same():
            return []
        return [time for time in new if time.start not in known and all(differ(time, one) for one in old)]

    def same(self) -> bool:
        """Whether the passage names the last time of the pledge again."""
        old = times_named(self.pledge)[-1:]
        last = self._pledged()[-1:]
        return any(not differ(one, new) for one in old for new in times_named(self.passage)) or any(
            _near(due, last) for _, due in due_days(self.passage, self.day)
        )

    def moved_by(self, time: Time) -> str | None:
        """Say how much later than the last day pledged a time of the passage is."""
        pledged = self._pledged()
        due = next((due for other, due in due_days(self.passage, self.day) if other == time), None)
        if not pledged or due is None:
            return None
        return f"{how_long((due - max(pledged)).days)} later than promised"

    def lateness(self) -> str | None:
        """Say how long after the last day pledged the record was made, if it was made after it."""
        pledged = self._pledged()
        late = (self.day - max(pledged)).days if pledged and self.day else 0
        return f"reported {how_long(late)} after the date promised" if late > SAME_DAYS else None

    def _pledged(self) -> list[date]:
        return [due for _, due in due_days(self.pledge, self.made)]


def _near(day: date, days: Collection[date]) -> bool:
    return any(abs((day - other).days) <= SAME_DAYS for other in days)


def _status(passage: str) -> Related | None:
    """Read the status cell of a row of an action log: the last one that begins with a word of state."""
    cells = list(re.finditer(r"[^|\t]+", passage)) if re.search(r"[|\t]", passage) else []
    for cell in reversed(cells):
        start = cell.start() + len(cell.group()) - len(cell.group().lstrip())
        for relation, words in STATUS:
            if found := words.match(passage, start, cell.end()):
                return _said(relation, found)
    return None


def _short_share(pledge: str, passage: str) -> Related | None:
    """Find a share told to be small: "only 14 per cent of families"."""
    small = ONLY_SO_MANY.search(passage)
    return _said("shortfall", small) if small and not ONLY_SO_MANY.search(pledge) else None


def _went(pledge: str, passage: str) -> Related | None:
    """Compare the way a thing was to go with the way it went: "fewer complaints", then "complaints had risen"."""
    for wanted, right, wrong in ((DOWNWARD, WENT_DOWN, WENT_UP), (UPWARD, WENT_UP, WENT_DOWN)):
        for told in wanted.finditer(pledge):
            if told["thing"].casefold()[:STEM] not in passage.casefold():
                continue
            if went := wrong.search(passage):
                return _said("shortfall", went)
            if went := right.search(passage):
                return _said("progress", went)
    return None


def _changed(passage: str) -> Related | None:
    """Find words that say outright that the terms changed."""
    changed = OTHER_TERMS.search(passage)
    return _said("supersedes", changed) if changed else None


def _done_first(pledge: str, passage: str) -> Related | None:
    """Find the pledge's own verb done, where nothing is denied and nothing to come is told before it."""
    done = _own_verb_done(pledge, passage)
    if done is None or NOT_DONE.search(passage) or WILL.search(passage, 0, done.start()) or PARTLY.search(passage):
        return None
    return None if _short_figure(pledge, passage) else _said("kept", done)


def _own_verb_done(pledge: str, passage: str) -> re.Match[str] | None:
    own = tuple({word[:STEM] for word in re.findall(r"[a-z]{4,}", pledge.casefold()) if word not in STOP_WORDS})
    sure = UNSURE.sub("", passage)
    return next((done for done in DONE.finditer(sure) if done.group().split()[-1].casefold().startswith(own)), None)


def _new_terms(terms: _Terms) -> Related | None:
    """Find another time for what is still to come, or a new condition."""
    for time in reversed(terms.fresh()):
        if _is_to_come(terms.passage, time):
            return Related("supersedes", time.words, at=time.start, note=terms.moved_by(time))
    condition = NEW_CONDITION.search(terms.passage)
    return _said("supersedes", condition) if condition and not CONDITION.search(terms.pledge) else None


def _is_to_come(passage: str, time: Time) -> bool:
    """Whether a time belongs to what is to come: words of futurity before it, or else after it, and none of doing."""
    before = [found for found in WILL.finditer(passage, 0, time.start)]
    if before:
        return DONE.search(passage, before[-1].start(), time.start) is None
    return WILL.search(passage, time.start) is not None and DONE.search(passage) is None


def _not_done(pledge: str, passage: str, kinds: Collection[Kind]) -> Related | None:
    """Find a denial, delay or complaint; words that the pledge itself uses deny nothing."""
    for missing in NOT_DONE.finditer(passage):
        if missing.group().casefold() not in pledge.casefold():
            return _said("shortfall", missing)
    return Related("shortfall", inferred=True) if {"criticism", "admission"} & set(kinds) else None


def _repeated(terms: _Terms, alike: float) -> Related | None:
    will = WILL.search(terms.passage) if terms.same() or alike >= ALIKE else None
    return _said("repeats", will) if will else None


def _done(pledge: str, passage: str) -> Related | None:
    """Find words of completion: of the pledge's own verb, or of another where nothing speaks of mere preparation."""
    if partly := PARTLY.search(passage):
        return _said("progress", partly)
    if figure := _short_figure(pledge, passage):
        return figure
    if of_the_thing := _own_verb_done(pledge, passage):
        return _said("kept", of_the_thing)
    if ONLY_PREPARES.search(passage):
        return None
    sure = UNSURE.sub("", passage)
    if done := FINISHED.search(sure) or THANKED.search(sure):
        return _said("kept", done, inferred=True)
    done = DONE.search(sure)
    if done and not MENTIONS.search(passage) and not WILL.search(passage):
        return _said("kept", done, inferred=True)
    return None


def _overdue(terms: _Terms) -> Related | None:
    """Find what is still in hand after the last day pledged, unless only a start was pledged."""
    in_hand = IN_HAND.search(terms.passage)
    late = terms.lateness()
    if in_hand is None or late is None or STARTS.search(terms.pledge) or DONE.search(terms.passage):
        return None
    return replace(_said("shortfall", in_hand, inferred=True), note=late)


def _short_figure(pledge: str, passage: str) -> Related | None:
    """Find a percentage where the pledge names another and the passage reaches none of those it names."""
    wanted = [float(found.group(1)) for found in PERCENT.finditer(pledge)]
    found = list(PERCENT.finditer(passage))
    if not wanted or not found or max(float(one.group(1)) for one in found) >= min(wanted):
        return None
    return replace(_said("progress", found[0]), note=f"{min(wanted):g}% was promised")


def _under_way(passage: str) -> Related | None:
    steps = ONLY_PREPARES.search(passage) or MENTIONS.search(passage) or DONE.search(passage)
    return _said("progress", steps) if steps else None
