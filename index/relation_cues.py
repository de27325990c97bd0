"""The words that tell a relation: general English of minutes, written by hand after reading labelled evidence."""

from __future__ import annotations

import re

from greenshoots.records import Relation


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
    r"(?:[a-z]{2,20}ed|built|bought|begun|brought|cut|done|drawn|dug|given|gone|held|hung|laid|lit|made|met|paid|put|sent|set|sold|spent"
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
    r"\b(?:been|was|were)\s+(?:wrong|misled|mistaken|untrue)\b|\bslipped\b|\bwell\s+short\b|\brun\s+out\b|\bran\s+out\b",
    r"\bturned\s+down\b|\bvoted\b[^.]{0,40}?\bnot\s+to\b|\b(?:decided|resolved|chose|chosen|prefer(?:red)?)\s+not\s+to\b",
    r"\bwithout\s+(?:ever\s+)?(?:being|having)\b|\bno\s+(?:answer|figures?)\b|\bfailings?\b|\bunhappy\b",
)
NOT_BEFORE = re.compile(
    r"\b(?:will|would|could|can|is|are|was)\s*(?:not|n[’']t)\s+(?:now\s+)?(?:be\s+)?\w+(?:\s+\w+){0,2}?\s+(?:until|before)\b",
    re.IGNORECASE,
)
WEAKER = _any(
    r"\bhop\w*\s+to\s+(?:explore|consider|look)\b",
    r"\bwhether\b[^.]{0,60}?\b(?:might|could)\b",
    r"\bwould\s+(?:only\s+)?consider\b",
)
ON_COURSE = re.compile(r"\bon\s+(?:course|track|schedule)\b", re.IGNORECASE)
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
IN_STATE = _any(
    r"\b(?:is|are|was|were|been)\s+(?:now\s+|back\s+)?(?:up\s+and\s+running|up(?=\s+at\s+last|\s*[,.;]|$)|open\s+again"
    r"|in\s+(?:post|place|use|operation|force))\b",
    r"\b(?:opened|launched|delivered|completed|published|finished|held|paid)\s+"
    r"(?:on\s+time|on\s+schedule|ahead\s+of\s+(?:time|schedule)|early)\b",
    r"\b(?:went|came|arrived|opened|delivered|completed|finished|sent|issued|published|paid|launched|installed)\b[^.;]{0,80}?"
    r"\b(?:days?|weeks?|months?)\s+(?:early|late)\b",
    r"\b(?:went|gone)\s+(?:out|live|online|up|on\s+the\s+web\s?site)\b|\bcame\s+into\s+(?:force|effect|use)\b"
    r"|\bit\s+arrived\b",
)
# What can only happen to a thing that is there: the sign is up, since it was stolen.
BY_IMPLICATION = re.compile(r"\b(?:stolen|vandalised|knocked\s+(?:down|over))\b", re.IGNORECASE)
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
_CAPITAL = r"[A-Z][\w/&.’'-]*\s+(?:(?:of|and|for|the)\s+)?"
WILL = _any(
    r"\b(?:will|shall|would|should)\b",
    rf"\b{_BE}\s+(?:now\s+|also\s+)?(?:due|to|expected|anticipated|scheduled|intended|hoped|planned|proposed|going)\b",
    r"\bdue\s+(?:to|for|in|by)\b",
    r"\b(?:to\s+be|aim(?:s|ed)?\s+to|agreed\s+to|action:|intend(?:s|ed)?|on\s+course|hop(?:es?|ed))\b",
    rf"(?-i:\b(?:ACTION|Action)\W+(?:{_CAPITAL}){{1,6}}to\s+[a-z]{{3,}})",
    rf"(?-i:^(?!I\b)(?:(?:{_CAPITAL}){{2,6}}|[A-Z]{{2,4}}\s+)to\s+(?!the\b|all\b)[a-z]{{3,}})",
)
STATUS: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    ("shortfall", _any(r"(?:not\s+\w+|over\s?due|outstanding|late|delayed|behind|no\s+\w+|red)\b")),
    ("supersedes", _any(r"(?:superseded|revised|deferred|replaced|moved)\b")),
    ("progress", _any(r"(?:partly|partially|in\s+progress|on\s+track|on-?going|under\s?way|started|amber|green)\b")),
    ("kept", _any(r"(?:completed?|closed|done|implemented|delivered|achieved|blue)\b")),
)
UNSURE = re.compile(r"\b(?:once|when|whether|if|until|unless|although|despite)\b.*", re.IGNORECASE | re.DOTALL)
CONDITION = re.compile(r"\b(?:when|once|after|subject\s+to|provided)\b", re.IGNORECASE)
NEW_CONDITION = re.compile(
    r"\b(?:will|to|should)\s+(?:now\s+|then\s+)?(?:be\s+)?\w+(?:\s+\w+){0,3}?\s+"
    r"(?:when|once|subject\s+to|provided\s+that)\b(?!\s+\w+ing\b)",
    re.IGNORECASE,
)
PLEDGED_VERB = re.compile(
    r"\b(?:will|would|shall|should|to)\s+(?:also\s+|then\s+)?(?:be\s+)?(?!be\b|have\b|ensure\b|consider\b)([a-z]{4,})",
    re.IGNORECASE,
)
PAST = re.compile(rf"(?<!\bbe )(?<!\bbeing )(?<!\bto )\b(?!{_SPOKEN}\b)[a-z]{{2,20}}ed\b", re.IGNORECASE)
# A part is done, another is to come: "have been bought and will be put up", "the remaining area is still in hand".
ONE_STEP = _any(
    rf"(?:{_HAVE}\s+(?:now\s+|since\s+)?been|was|were)\s+{_ADVERBS}{_PARTICIPLE}\b[^.]{{0,40}}?\band\s+(?:will|(?:is|are)\s+to)\b",
    r"\b(?:the\s+)?(?:remaining|rest\s+of|remainder)\b[^.]{0,60}?\b(?:still|in\s+hand|to\s+(?:be|follow)|on-?going)\b",
)
BUYS = re.compile(
    r"\b(?:purchas\w+|bought|buy|obtain\w*|replac\w+|order\w*|pay|paid|donat\w+|grant|supply)\b", re.IGNORECASE
)
PAYMENT = re.compile(r"[^.!?]{2,90}?[£€]\s?\d[\d,. ]*(?:\([^)]*\))?")
