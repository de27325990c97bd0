"""Who speaks: the noun phrase before or behind a verb of speech, as printed.

By word shapes, without a parser. What is no plain noun phrase gives no source: a wrong source
would put words into somebody's mouth.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from greenshoots.records import Span
from nlp.lexicons import lexicon

LONGEST_SUBJECT = 260  # code points before a cue that are looked at; guess, longer than any post with its holder
LONGEST_PHRASE = 14  # words of a noun phrase; guess ("the Cabinet Member for Children, Young People and Families")

_CAP = r"[A-ZÀ-ÖØ-Þ][\w’'&.-]*"
_JOINT = r"(?:of|for|the|and|&|de|van|von|del|la|du|in|to|at|with|on)"
NAME = re.compile(rf"{_CAP}(?:\s+(?:{_JOINT}\s+){{0,3}}{_CAP})*")
PRONOUNS = frozenset("he she they it He She They It".split())
# Nobody is quoted in the first or second person: those are the words of whoever speaks already.
_NO_SOURCE = frozenset(
    "i we you let please me us yes no well okay right thank thanks so who which that what there this these those "
    "when where how why whoever one's someone nobody everyone".split()
)
_DETERMINERS = frozenset(
    "the a an one another some several many most two three four five six both all other his her its their our "
    "this that these those more fewer any every each no former".split()
)
# A clause, not a noun phrase, holds one of these.
_VERBS = frozenset(
    "is are was were be been has have had do does did will would can could should shall may might must not that "
    "which if because when whether while whereas although though since unless until than as so then than but or "
    "he she they we i also there what how why said told made took gave went came got spoke thought held met".split()
)
_ARTICLES = frozenset("the a an his her its their our".split())
_BEFORE_ARTICLE = frozenset("of for and in to at with on from by & under between within across".split())
_PARTICIPLES = frozenset(
    "united elected appointed concerned retired limited so-called unnamed registered chartered affected unpaid "
    "disabled proposed combined related aged wooded red bed shed embed seed need feed weed speed agreed-upon "
    "experienced".split()
)
_ADJUNCT = re.compile(
    r"(?:in|on|at|after|before|during|following|with|while|as|for|from|by|to|under|since|despite|although|though|if|when|"
    r"until|because|given|having|regarding|concerning|per|once|whilst|asked|speaking|responding|replying|answering|referring|"
    r"turning|moving|introducing|presenting|summing|closing|opening|writing|sentencing|addressing|commenting|questioned|"
    r"pressed|urged|told|however|therefore|meanwhile|finally|lastly|firstly|secondly|also|again|further|furthermore|moreover|"
    r"additionally|unfortunately|separately|subsequently|earlier|later|last|next|yesterday|today|then|instead|overall|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|(?:mr\.?|madam) (?:chair|chairman|speaker|president)|\w+ing|\w+ly)\b",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"(?:\s|[•▪●◦‣⁃·\uf0a7\uf0b7\uf0d8*–—_|-]\s|\(?(?:\d[\d./]*|[a-z]|[ivx]+)\\?[.):]\s|\d[\d./]*\s+|"
    r"(?:but|and|yet|so|then|later|however|also|now|today|yesterday|earlier|while|whereas|although|though|as|like|or|both|"
    r"afterwards|meanwhile|instead|finally|again|indeed)\b[,\s])+",
    re.IGNORECASE,
)
# Between subject and verb: has, have, also, rightly, ...
_AUXILIARY = re.compile(
    r"(?:\s+(?:has|have|had|also|then|further|again|later|subsequently|therefore|repeatedly|previously|recently|since|"
    r"once|now|still|both|all|each|himself|herself|themselves|today|yesterday|earlier|first|even|went on to|did|does|"
    r"do|is|was|were|are|[a-z]+ly))+\s*$"
)
_MODAL = re.compile(
    r"\b(?:will|would|can|could|should|shall|may|might|must|to|not|n['’]t|never|cannot|be|been|being|get|got)"
    r"(?:\s+(?:also|then|\w+ly))*\s*$"
)
_WENT_ON = re.compile(r"\b(?:went on|goes on|continued|wished|wanted|was keen|was able|was pleased) to\s*$")
_NOUN_BEFORE = re.compile(
    r"\b(?:the|a|an|his|her|its|their|our|this|that|these|those|any|some|such|no|of|by|with|as|for|many|more|on|in|at|from|into|about|between|\w+[’'‘]s)\s+$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being|be)(?:\s+(?:also|then|further|again|subsequently|duly|not|\w+ly))*\s*$"
)
_COORDINATED = re.compile(r"\s(?:and|but)(?:\s+(?:also|then|further|later|again))?\s*$")
_NAMED = re.compile(
    rf"(?:(?:[Tt]he|[Aa]n?)\s+{NAME.pattern}|(?!(?:The|An?|There|It|This|That|These|Those|His|Her|Its|Their|Our)\b){NAME.pattern})"
)
_HELD_BY = re.compile(rf",\s+({NAME.pattern}),")
_NAMED_AT_END = re.compile(rf"\s({_CAP}(?:\s+{_CAP})+)$")
_RELATIVE = re.compile(r"\s+(?:who|whose)\s+\S+\s")
_SUBORDINATE = re.compile(
    r"(?:if|when|unless|until|because|whether|that|where|once|should|wherever|whenever)\b", re.IGNORECASE
)
_CONTRACTED = re.compile(r"(?<=\w)[’'](?:ve|d|ll|re|m)$")
_ANOTHER_CLAUSE = re.compile(r".*\s(?:and|but|so|then)\s+([^,]{1,80})$", re.DOTALL)
_STARTS_PHRASE = re.compile(r"(?:the|a|an|his|her|their|its|one|some|he|she|they|it)\b|[A-Z]")
_PLURAL_FIRST = frozenset("many some several both two three four five those these most all they few other".split())
_PLURAL_LAST = frozenset("people police staff they children women men others many some".split())
_PAREN = re.compile(r"\s*\([^()]*\)\s*$")
_AT_END = re.compile(
    rf"(?:^|\s)((?:the|The|a|A)\s+[\w’'-]+(?:\s+[\w’'-]+){{0,3}}|(?:the\s+)?{NAME.pattern}|[Hh]e|[Ss]he|[Tt]hey|[Ii]t)\s*$"
)
_TITLE = re.compile(
    r"(?:Cllrs?|Councillors?|Mrs?|Ms|Miss|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Baroness|Rev|Judge|PC)\b\.?\s+"
)
_PERSON = re.compile(rf"(?:{_TITLE.pattern})*{_CAP}(?:\s+{_CAP})+$")
_HOLDER = re.compile(rf"(?:[Tt]he|[Aa]n?)\s|{_TITLE.pattern}|{_CAP}\s+{_CAP}$")
_TITLED_AT_END = re.compile(rf"\s({_TITLE.pattern}{NAME.pattern})$")


def is_modal(left: str) -> bool:
    """Whether a verb behind ``left`` is not what somebody said but would, could, or did not say."""
    return bool(_MODAL.search(left)) and not _WENT_ON.search(left)


def is_passive(left: str) -> bool:
    """Whether something is said to or of the subject ("were told", "It was reported")."""
    return bool(_PASSIVE.search(left))


def is_noun(left: str) -> bool:
    """Whether the word behind ``left`` is a noun or an adjective there ("the reports", "the proposed scheme")."""
    return bool(_NOUN_BEFORE.search(left))


def is_coordinated(left: str) -> bool:
    """Whether a second verb of the same subject follows ("thanked the officers and said")."""
    return bool(_COORDINATED.search(left))


def subject_before(text: str, start: int, end: int) -> Span | None:
    """The noun phrase that is the subject of the verb at ``end``, within one clause that begins at ``start``.

    Looks past auxiliaries, a bracket, and an apposition ("Ann Lea, head of parks, has also said"), and
    past an adjunct before it ("In answer to a question, the Clerk said").
    """
    if end - start > LONGEST_SUBJECT:
        comma = text.find(", ", end - LONGEST_SUBJECT, end)
        if comma < 0:
            return None
        start = comma + 2
    zone = text[start:end]
    stripped = zone[: len(zone) - len(zone.lstrip())]
    opener = _OPENER.match(zone)
    begin = opener.end() if opener else len(stripped)
    zone = zone[begin:]
    cut = _AUXILIARY.search(zone)
    zone = zone[: cut.start()] if cut else zone
    zone = _CONTRACTED.sub("", zone)
    found = _in_zone(zone)
    return Span(start + begin + found[0], start + begin + found[1]) if found else None


def first_subject(text: str, start: int, end: int) -> Span | None:
    """The noun phrase at the head of a clause whose first verb stands before ``end`` ("The Chair thanked all and")."""
    opener = _OPENER.match(text, start, end)
    begin = opener.end() if opener else start
    zone = text[begin : min(end, begin + LONGEST_SUBJECT)]
    if _ADJUNCT.match(zone):
        comma = re.search(r",\s+", zone)
        if comma is None:
            return None
        begin, zone = begin + comma.end(), zone[comma.end() :]
    found = _head_of_clause(zone)
    return Span(begin + found[0], begin + found[1]) if found else None


def _head_of_clause(zone: str) -> tuple[int, int] | None:
    """Offsets of the subject at the head of a clause: pronoun, name, holder of a post, or words up to a verb."""
    words = zone.split()
    if not words or re.split("[’']", words[0].lower())[0] in _NO_SOURCE:
        return None
    if words[0] in PRONOUNS:
        return 0, len(words[0])
    named = _NAMED.match(zone)
    if named is None:
        return _until_verb(zone)
    holder = _HELD_BY.match(zone, named.end()) if words[0].lower() == "the" else None
    return holder.span(1) if holder else named.span()


def is_plural(phrase: str) -> bool:
    """Whether a noun phrase takes "say" rather than "says"."""
    words = phrase.lower().split()
    named_plural = words[-1].endswith("s") and not words[-1].endswith(("ss", "’s", "'s"))
    return words[0] in _PLURAL_FIRST or words[-1] in _PLURAL_LAST or named_plural or "and" in words


def phrase_behind(text: str, start: int, end: int) -> Span | None:
    """The noun phrase behind a verb or "according to" ("..., said Cllr Ann Lea, the leader")."""
    zone = text[start : min(end, start + LONGEST_SUBJECT)]
    begin = len(zone) - len(zone.lstrip())
    stop = _BEHIND_STOP.search(zone, begin)
    phrase = zone[begin : stop.start() if stop else len(zone)].rstrip(" .,;:!?”’\"'")
    if not phrase or not is_noun_phrase(phrase):
        return None
    after = zone[begin + len(phrase) :]
    apposed = re.match(rf",\s+({NAME.pattern})(?=[,.])", after)
    if apposed and _PERSON.match(apposed[1]) and not _PERSON.search(phrase):
        begin += len(phrase) + apposed.start(1)
        phrase = apposed[1]
    return Span(start + begin, start + begin + len(phrase))


_BEHIND_STOP = re.compile(
    r",|;|:|\((?!\w+\)\s[A-Z])|[“”\"]|(?<![A-Z])(?<!Cllr)(?<!Mr)(?<!Mrs)(?<!Ms)(?<!Dr)[.!?](?:\s|$)|\s[–—-]\s|"
    r"\s(?:who|which|that|in|on|at|after|during|when|as|before|following|yesterday|today|last|speaking|to|about|because|"
    r"while|but|this|from the|with)\b"
)


def is_noun_phrase(phrase: str) -> bool:
    """Whether words look like a plain noun phrase that can speak: a name, a post, a body, "she", "One resident"."""
    words = phrase.split()
    if not words or len(words) > LONGEST_PHRASE:
        return False
    first = re.split("[’']", words[0].lower().strip("“”‘’'\"("))[0]
    if len(words) == 1 and words[0] in PRONOUNS:
        return True
    if first in _NO_SOURCE | _BEFORE_ARTICLE or words[0].lower() in PRONOUNS or re.fullmatch(r"[a-z]+ing", words[0]):
        return False
    if any(word.lower() in _VERBS or _is_verb_form(word) for word in words[1:]) or _has_object(words):
        return False
    starts = words[0][0].isupper() or first in _DETERMINERS or words[-1][0].isupper() or is_plural(phrase)
    return starts and any(char.isalpha() for char in phrase) and first not in _VERBS


def _has_object(words: list[str]) -> bool:
    """Whether an article stands where only a verb's object has one ("Residents like the square")."""
    return any(
        after.lower() in _ARTICLES and before.lower() not in _BEFORE_ARTICLE | {"all", "both", "half"}
        for before, after in pairwise(words)
    )


def _is_verb_form(word: str) -> bool:
    return word.endswith("ed") and word.islower() and len(word) > 4 and word not in _PARTICIPLES


def _in_zone(zone: str) -> tuple[int, int] | None:
    """Offsets in ``zone`` of the phrase that is the subject of the verb behind it."""
    parts = _parts(zone)
    if not parts:
        return None
    last = parts[-1]
    ends_with_comma = zone.rstrip()[-1:] in ",–—" or bool(_PAREN.search(zone) and len(parts) == 1)
    if not ends_with_comma and not _is_apposition(zone[last[0] : last[1]]):
        return _of_last(zone, parts)
    for number, (start, end) in enumerate(parts):
        words = zone[start:end]
        if _ADJUNCT.match(words) and len(parts) > 1 and not _PERSON.match(words):
            continue
        found = _plain(zone, start, end)
        if found is None:
            continue
        return _name_of(zone, parts, number) or found
    return None


def _of_last(zone: str, parts: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The subject where no comma stands before the verb: the last part, unless it tells the post of a name before."""
    start, end = parts[-1]
    last, before = zone[start:end], zone[slice(*parts[0])]
    if len(parts) == 2 and not _ADJUNCT.match(before):
        if last.lower().startswith("the ") and _PERSON.fullmatch(before):
            return parts[0]  # "Ann Lea, the head of parks said"
    is_unit = NAME.fullmatch(last.replace("/", " ")) and not _TITLE.match(last)
    if len(parts) > 1 and is_unit and not _ADJUNCT.match(before) and _HOLDER.match(before) and is_noun_phrase(before):
        return parts[0]  # "The Senior Engineer, Roads and Parks said", "Ann Lea, Head of Parks said"
    return _plain(zone, start, end)


def _parts(zone: str) -> list[tuple[int, int]]:
    """The pieces of a zone between commas and dashes, trimmed, brackets cut off their ends, empty ones left out."""
    parts = []
    position = 0
    for piece in re.split(r"(,\s|,$|\s[–—]\s)", zone):
        bare = _PAREN.sub("", piece)
        words = bare.strip()
        if words and not re.fullmatch(r",|[–—]|\d{1,3}", words):
            first = position + len(bare) - len(bare.lstrip())
            parts.append((first, first + len(words)))
        position += len(piece)
    return parts


def _is_apposition(words: str) -> bool:
    """Whether a part says what somebody is rather than who ("portfolio holder for housing", "Lab")."""
    each = words.split()
    plain = not any(word.lower() in _VERBS | _NO_SOURCE or _is_verb_form(word) for word in each)
    return plain and each[0].islower() and each[0] not in _DETERMINERS | PRONOUNS and len(each) > 1


def _name_of(zone: str, parts: list[tuple[int, int]], number: int) -> tuple[int, int] | None:
    """The name in apposition to a post ("The monitoring officer, Hugh Lea, said")."""
    if number + 1 >= len(parts) or _PERSON.search(zone[slice(*parts[number])]):
        return None
    name = zone[slice(*parts[number + 1])]
    is_name = NAME.fullmatch(name) and not _ADJUNCT.match(name)
    return parts[number + 1] if is_name and len(name.split()) > 1 else None


def _plain(zone: str, start: int, end: int) -> tuple[int, int] | None:
    """A part as a noun phrase, cut before "who ..."; else the noun phrase at its end."""
    words = zone[start:end]
    relative = _RELATIVE.search(words)
    if relative and is_noun_phrase(words[: relative.start()]):
        return start, start + relative.start()
    titled = _TITLED_AT_END.search(words)
    if titled and not _TITLE.match(words) and " and " not in words[: titled.start()]:
        return start + titled.start(1), start + titled.end(1)
    if not _ADJUNCT.match(words) and is_noun_phrase(words):
        return start, end
    run_in = re.search(r"\s(The\s[^,]+)$", words)
    if run_in and is_noun_phrase(run_in[1]):
        return start + run_in.start(1), end  # a title without a stop stands before: "Grass Cutting The Clerk"
    if _PERSON.fullmatch(words):
        return start, end
    if _SUBORDINATE.match(words):
        return None
    another = _ANOTHER_CLAUSE.search(words)
    if another and (_STARTS_PHRASE.match(another[1]) or _ADJUNCT.match(another[1])):
        return _plain(zone, start + another.start(1), end)
    tail = _NAMED_AT_END.search(words) or _AT_END.search(words)
    if tail and is_noun_phrase(tail[1]) and _ADJUNCT.match(words):
        return start + tail.start(1), start + tail.end(1)
    return None


def _until_verb(zone: str) -> tuple[int, int] | None:
    """Offsets of a determiner and what follows, up to the first verb form or the first noun for who can speak."""
    words = list(re.finditer(r"\S+", zone))
    if words[0][0].lower() not in _DETERMINERS and not zone[0].isupper():
        return None
    for number, word in enumerate(words[1:LONGEST_PHRASE], start=1):
        if _is_verb_form(word[0]) or word[0].lower() in _VERBS:
            end = words[number - 1].end()
            return (0, end) if is_noun_phrase(zone[:end]) else None
        if word[0].lower() in _speaking_heads():
            return 0, word.end()
    return None


@lru_cache(maxsize=1)
def _speaking_heads() -> frozenset[str]:
    """Nouns that name who can speak: posts, bodies and groups of people."""
    return frozenset(
        words for name in ("posts", "bodies", "collectives") for _, words in lexicon(name) if " " not in words
    )
