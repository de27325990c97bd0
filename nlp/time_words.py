"""The pieces of which expressions of time are made. In these patterns a space stands for any run of white space."""

from __future__ import annotations

from nlp.numerals import NUMBER
from nlp.periods import MONTH as ANY_MONTH
from nlp.periods import ORDINAL, SEASON, UNIT, WEEKDAY, YEAR, YEAR_KIND

DASH = r"[‐‑‒–—-]"
# Captions have small letters only, where "may" and "march" are verbs unless a day, "of", "in" or "by" stands before.
_SMALL_MONTH = (
    r"(?-i:january|february|april|june|july|august|september|october|november|december"
    r"|(?:(?<=\d\s)|(?<=\d(?:st|nd|rd|th)\s)|(?<=\b(?:of|in|by)\s))(?:march|may))\b"
)
MONTH = rf"(?:(?=(?-i:[A-Z])){ANY_MONTH}|{_SMALL_MONTH})"
WHICH = r"(?:this|next|(?:the )?(?:current|coming|following|new(?= \w+ (?:year|term))))"
AND = rf"\s?(?:/|&|{DASH}|\b(?:to|and|or|until)\b)\s?(?:the )?(?:end of )?"

_SHORT_YEARS = "|".join(f"{year}/{year + 1}" for year in range(10, 50))  # "25/26", but not "24/7"
TWO_YEARS = rf"(?:20\d\d\s?(?:/|{DASH})\s?(?:20\d\d|\d\d)|(?<![\d/])(?:{_SHORT_YEARS}))\b(?!/\d)"
ITS_YEAR = rf"(?:,?\s?(?:of |in )?{YEAR}\b| (?:of )?(?:this|next) year\b)?"
ITS_YEARS = rf"(?:,?\s?(?:of |in )?(?:the )?(?:FY\s?)?(?:{TWO_YEARS}|{YEAR}\b|(?:this|next) (?:{YEAR_KIND} )?year\b))?"

_DAY_MONTH = (
    rf"(?<![\d/.:£])(?:\d{{1,2}}(?:{ORDINAL})?{AND})?\d{{1,2}}\s?(?:{ORDINAL}\b)?(?: day)?(?: of)?\s?{MONTH}{ITS_YEAR}"
)
_MONTH_DAY = rf"{MONTH} \d{{1,2}}(?:{ORDINAL})?\b(?![:.]\d)(?:,? {YEAR}\b)?"
_FIGURES = (
    r"(?<![\d/.-])(?:\d{1,2}/\d{1,2}/|\d{1,2}\.\d{1,2}\.|\d{1,2}-\d{1,2}-)(?:20)?\d\d(?![\d/])"
    r"|(?<!\d)20\d\d-\d\d-\d\d(?!\d)"
)
_DAY_ALONE = rf"\d{{1,2}}{ORDINAL}\b(?: of (?:the )?(?:next|this|following) month\b|(?! \w))"
DAY = rf"(?:{WEEKDAY},? )?(?:the )?(?:{_DAY_MONTH}|{_MONTH_DAY}|{_FIGURES}|{_DAY_ALONE})"

MONTHS = rf"{MONTH}{ITS_YEAR}(?:{AND}{MONTH}{ITS_YEAR})?"
QUARTER = (
    rf"(?:Q\s?[1-4]|quarter (?:one|two|three|four|[1-4])|(?:first|second|third|fourth|final|last) quarter)\b{ITS_YEARS}"
)
SEASONS = (
    rf"{SEASON}(?:{AND}{SEASON})?(?: (?:half[\s-])?term| recess| break| (?:school )?holidays?| months)?\b{ITS_YEARS}"
)
ONE_YEAR = rf"(?:(?:{YEAR_KIND} years?|the year) )?(?:{TWO_YEARS}|{YEAR}\b(?!\s?/))(?: {YEAR_KIND} year\b)?"
YEARS = rf"{ONE_YEAR}(?:{AND}{ONE_YEAR})?(?! (?:Act|Regulations|Order)\b)"
FEASTS = (
    r"(?:next |this )?(?:Christmas|Xmas|Easter|new year|half[\s-]term|(?:summer )?recess|school holidays?)\b"
    rf"(?: {YEAR}\b)?"
)
RELATIVE = rf"{WHICH} (?:{YEAR_KIND} )?(?:week(?:end)?|fortnight|month|quarter|year|term|{SEASON}(?: term)?)\b(?![’'])"
THE_PERIOD = rf"(?:the |{WHICH} )?(?:{YEAR_KIND} )?(?:week|month|quarter|year|term)\b"
PART = (
    r"(?:(?:the )?(?:very )?(?:end|close|start|beginning|middle|(?:first|second|latter) (?:half|part)"
    r"|(?:first|second|third|last) week)(?: of| in)? "
    r"(?:the )?"
    rf"|(?:the )?(?:early|late|mid)(?: |{DASH})(?:in )?(?:the )?)"
)
PERIOD = (
    rf"(?:the )?{PART}?(?:{MONTHS}|{QUARTER}|{SEASONS}|{FEASTS})|{PART}?(?:the (?=[^.,]{{7,17}} year\b))?{YEARS}"
    rf"|{PART}?{RELATIVE}|{PART}{THE_PERIOD}|(?:{YEAR_KIND} )?year[\s-]end\b"
)

BY = (
    r"(?P<by>(?:by )?(?:no|not) later than|by|on or before|before|until|till|up (?:to|until)|in time for|prior to"
    r"|ahead of|in advance of)"
)
IN = (
    r"(?:in|on|at|for|from|to|during|throughout|(?:over|in|during) the course of|over|across|around|towards?|between"
    r"|with effect from|effective from|(?:starting|commencing|beginning)(?: from| in| on)?|due(?: by| in| on)?|as of"
    r"|after|following)"
)
AT = rf"(?:{BY}|{IN})\b(?: around| about| approximately)? "
CLOCK = (
    r"(?:(?:\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\.?|noon|midday|midnight|close of play|(?:close|end) of business),? "
    r"(?:on )?)?"
)

ARTICLE = r"(?:the |its |their |our |this |a )?"
MEETING = (
    r"(?:meetings?|agenda|agm|session|briefings?|cabinet|council|committee|newsletter|magazine|roadshow)(?: meeting)?\b"
)
TO_A = rf"(?:at|to|for|on|in|by|before|until|till|from|prior to|ahead of|in advance of|in time for|after) {ARTICLE}"
WORD = r"(?!(?:at|to|for|on|in|by|from|before|after|and|will|be)\b)[\w’'-]+"  # of a meeting's name
A_MEETING = (
    rf"(?:{TO_A}(?!be\b)(?:{WORD} ){{0,4}}?{MEETING},? (?:of [^,.;]{{3,40}}? )?"
    r"(?:(?:to be )?(?:held|scheduled|planned) )?)?"
)
A_NAME = r"(?: of (?:the )?(?-i:[A-Z])[\w’'-]*(?: (?-i:[A-Z])[\w’'-]*)*)?"

NUMBER_ = NUMBER.replace(" ", r"\x20")
LENGTH = (
    rf"(?:about |around |approximately |up to |a maximum of )?(?:an?\b|{NUMBER_})(?: and a half)?"
    rf"(?:\s?(?:{DASH}|to|or)\s?{NUMBER_})?[\s-]+{UNIT}\b"
)
HOURS = rf"(?:an?|{NUMBER_})[\s-]+(?:working )?hours?\b"
PLURAL = r"(?:days|weeks|months|years)"
CLAUSE = r"(?:(?! (?:and|it|they|we) (?:will|would|should)\b)[^,;.!?()\n]){3,90}"
DONE = (
    r"(?:successful |full |final |formal )?(?:completion|approval|receipt|adoption|publication|confirmation|appointment"
    r"|conclusion|sign[\s-]off|consultation|commencement|finalisation)"
)
BASIS = (
    r"(?:daily|weekly|fortnightly|monthly|(?:bi|six)-?monthly|quarterly|termly|annual|yearly|regular|ongoing|rolling)"
)
