"""What is said, behind a verb of speech: "that ...", "whether ...", "to act", the words at once, or a quotation.

Each pattern begins where the cue ends and stops where the reported words begin. All look ahead a
bounded way, so that a text takes time in proportion to its length.
"""

from __future__ import annotations

import re

from nlp.marks import FILL

FINITE = (
    r"(?:had|has|have|was|were|is|are|will|would|could|can|should|must|may|might|did|does|do|needs?|remains?|remained|"
    r"wants?|wanted|made|took|came|went|got|gave|cost|costs|shows?|showed|makes?|goes|gets|\w+n[’']t|[a-z]{3,}ed)"
)
_SMALL_WORDS = (
    r"(?:the|a|an|he|she|it|they|there|this|that|these|those|his|her|its|their|our|no|some|many|most|more|all|up|about|"
    r"only|each|every|both|while|if|as|since|because|people|families|children)"
)
_CLAUSE_WORDS = rf"(?:{_SMALL_WORDS}|£?\d[\d,.]*|[A-Z][\w’'-]*|“)"
# When and where it was said may stand between ("said on Tuesday that ...").
_WHEN = (
    r"(?:\s+(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|on \d{1,2} [A-Z][a-z]+|yesterday|today|tonight|"
    r"last (?:night|week|month|year)|this (?:week|month|morning|afternoon)|afterwards|later|again|further|also|however|"
    r"in (?:a|an|his|her|its|their) (?:statement|letter|email|e-mail|report|reply|response|speech)|at the meeting|"
    r"clearly|in reply|in response|in \d{4}|in [A-Z][a-z]+)){0,3}"
)
_WORD = r"[^\s,;:.!?“”]+"
# A word of whom something is said to: neither a subject with its verb nor the beginning of what is said.
_WHOM = (
    r"(?!(?:he|she|they|it|there|we|had|has|have|was|were|is|are|will|would|may|might|could|should|must|can|that|if|"
    rf"whether|why|how|what|when|where|who|which|to)\b){_WORD}"
)
_WH = r"(?:whether|if|why|how|what|when|where|who|which)\b"
_TO_WHOM = (
    r"(?:to\s+(?:the|us|me|him|her|them|our|his|their|this|members|councillors|residents|[A-Z])"
    rf"(?:\S*\s+{_WORD}){{0,5}}?\s+|as(?:\s+{_WORD}){{1,5}}?\s+)?"
)
_THAT = re.compile(rf"{_WHEN}(?:,[^,;:.“”]{{1,80}},|,)?\s+{_TO_WHOM}that\b,?\s*(?=\S)")
_TO_WHOM_THAT = re.compile(rf"(?:\s+{_WHOM}){{1,12}}?,?\s+that\b,?\s*(?=\S)")
_ASK_WH = re.compile(
    rf"{_WHEN}(?:\s+(?:about|as to))?\s+(?={_WH}|(?:could|would|can|will|does|did|is|are|was)\s+[a-z]+\s+[a-z])"
)
_TO_WHOM_WH = re.compile(
    rf"(?!\s+(?:to|of|by|in|on|for|at|from|with|as|about)\b)(?:\s+{_WHOM}){{1,8}}?\s+(?=(?:whether|if|why|how|what|when)\b)"
)
_TO_ACT = re.compile(r"\s+(?=(?:not\s+)?to\s+[a-z“])")
_TO_WHOM_ACT = re.compile(
    rf"(?!\s+(?:a|an|for|about|if|whether|why|how|that|more)\b)(?:\s+{_WHOM}){{1,9}}?\s+(?=(?:not\s+)?to\s+[a-z“])"
)
_BARE = re.compile(
    rf"{_WHEN}\s+(?!(?:so|nothing|no|yes|prayers|in|on|at|to|of|by|for|goodbye|about|as|with|during|after|before|when|"
    r"from|and|or|but|over|it all|a few|little|more about|much|something|anything|everything|which|who)\b)(?=[\w“£(])"
)
_CLAUSE = re.compile(
    rf"{_WHEN}\s+(?!(?:on|in|at|to|of|by|for|as|with|and|or|but|(?!only)\w+ly)\b)"
    rf"(?=(?:he|she|it|they|there|this|these|those)\s+\w|(?:{_WORD},?\s+){{1,14}}?{FINITE}\b)"
)
_TO_WHOM_BARE = re.compile(
    r"(?:\s+(?:him|her|them|us|me|members|councillors|residents|reporters|colleagues|parents|MPs|cabinet|council)"
    rf"{_WHEN}\s+(?={_CLAUSE_WORDS}\b)"
    rf"|\s+(?:the|a|this|his|her|their|our|full|last|local|fellow)\s+(?:{_WORD}\s+){{0,4}}?{_WORD}{_WHEN}\s+"
    rf"(?={_SMALL_WORDS}\b))(?=(?:{_WORD}\s+){{0,14}}?{FINITE}\b)"
)
_ABOUT = re.compile(r"\s+(?:that|about|at|over|regarding|with|on|for|as to)\s+(?=\S)")
_OBJECT = re.compile(
    r"\s+(?=(?:a|an|the|his|her|its|their|more|new|urgent|further|immediate|plans|action|£|\d|“)"
    rf"[\w ,’“£{FILL}-])"
)
_LABELLED = re.compile(r"\s+(?!(?:for|on|upon|in|to|at|by|into)\b)(?=[^“”.;:!?\s][^“”.;:!?]{0,120}\s“)")
_ACCUSED = re.compile(r"\s+(?=[^“”.;:!?]{2,100}?\sof\s)")

_MARKS_NEXT = re.compile(r"\s*[:,–—-]?\s*(?:that\s+)?(?=“)")
_MARKS_AFTER = re.compile(r"[^“”.;!?:]{1,160}:\s*(?=“)|(?!.{0,80}\bthat\b)[^“”.;!?:]{1,80},\s*(?=“)")
_COLON = re.compile(r"[^“”.;:!?,]{0,60}:\s+(?=[\w£(])")
_PENDING = re.compile(r"[^“”.;!?:]{0,160}:\s*$")

# In the passive, by whom may stand between ("were told by the Clerk that ...").
BY_WHOM_THAT = re.compile(rf"{_WHEN}(?:\s+by\s+(?P<by>[^,;:.“”]{{2,80}}?))?{_WHEN},?\s+(?:that\b,?\s+|(?={_WH}))")

# What the classes of data/lexicons/cue_verbs.tsv allow, in the order in which it is tried.
_ALLOWED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("to", _TO_ACT),
    ("that", _THAT),
    ("wh", _ASK_WH),
    ("addressee", _TO_WHOM_THAT),
    ("ask", _TO_WHOM_ACT),
    ("ask", _TO_WHOM_THAT),
    ("addressee", _TO_WHOM_WH),
    ("ask", _TO_WHOM_WH),
    ("about", _ABOUT),
    ("of", _ACCUSED),
    ("as", _LABELLED),
    ("addressee", _TO_WHOM_BARE),
    ("bare", _BARE),
    ("clause", _CLAUSE),
    ("object", _OBJECT),
)


def complement(frame: str, at: int, end: int, classes: frozenset[str]) -> int | None:
    """Where the reported words begin behind a cue that ends at ``at``, or None if none follow in a way the cue takes.

    ``end`` if the sentence ends with a colon: the words stand in the next paragraph.
    """
    if "marks" in classes and "as" not in classes:
        marks = _MARKS_NEXT.match(frame, at, end) or _MARKS_AFTER.match(frame, at, end)
        if marks:
            return marks.end()
    for name, pattern in _ALLOWED:
        match = pattern.match(frame, at, end) if name in classes else None
        if match:
            return match.end()
    if "object_for" in classes:  # "apologised for the delay": "for" belongs to what is said
        return at - len("for")
    return _behind_colon(frame, at, end) if classes & {"that", "marks"} else None


def _behind_colon(frame: str, at: int, end: int) -> int | None:
    colon = _COLON.match(frame, at, end)
    if colon:
        return colon.end()
    return end if _PENDING.match(frame, at, end) else None
