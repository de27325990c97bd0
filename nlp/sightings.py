"""Where a text prints a person's name, and what it prints beside it: post, organisation, initials, age.

A name needs a voucher: a title, a common forename, a place in a list of those present, or a post beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.names import POSTNOMINALS, WORD, Name, Word, is_initials, is_title, read_name
from nlp.phrases import verbs
from nlp.posts import first_part, head_of, heads, heads_pattern, kind_of

LONGEST_POST = 50  # code points; guess
LONGEST_LIST = 1500  # code points of a list of those present; guess

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r\n[^\S\n]*\r\n")
ARTICLE = re.compile(r"(?i)^(?:the|an?|our|their|its|his|her|this|that)\s+")
_RUN = re.compile(
    r"[A-ZÀ-ÖØ-Þ][^\s,;:()\[\]“”\"!?|*•—–]*"
    r"(?:[^\S\n]+(?:(?:and|&|de|du|von|van|der|la|le|bin|al)[^\S\n]+)?[A-ZÀ-ÖØ-Þ][^\s,;:()\[\]“”\"!?|*•—–]*)*"
)
_SMALL = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")
_PLURAL = {"Cllrs": "Cllr", "Clrs": "Clr", "Councillors": "Councillor", "Senators": "Senator", "Sens": "Sen"}
_AND_NAME = re.compile(r"(?:,?\s+(?:and|&)|,)\s+((?:[A-Z][\w.’'-]*\s){0,3}[A-Z][\w’'-]+)")
_LIST = re.compile(
    r"(?im)(?:^|(?<=[.\s*_]))(?:members |panel |board |also |those |others? |officers |councillors )?"
    r"(?:present|in attendance|attendance|attendees|attending|membership|secretariat|officers|councillors"
    r"|apologies(?:[^\S\n]+for[^\S\n]+absence)?(?:[^\S\n]+from)?)"
    r"[^\S\n]*(?:were received from|from)?[^\S\n]*[:–-][*_\s]*"
)
_ENTRY = re.compile(r"(?:[^,;\n•|(]|\([^()\n]*\))+")
_BRACKET = re.compile(r"[^\S\n]*\(([^()\n]{1,90})\)")
_AFTER = re.compile(r",?\s+((?:the\s|an?\s|our\s)?[^,;:.()\n“”\"‘]{3,110})(?=[,;.()\n“”\"‘:]|$)")
_FROM = re.compile(
    r"(?:,|,?\s+(?:from|of|at|representing))\s+((?:the\s)?[A-Z][\w’'&-]*(?:\s(?:(?:of|for|and|the|&)\s)*[A-Z][\w’'&-]*)*)"
)
_POST = heads_pattern("posts")
_POST_ENDS = {re.findall(r"\w+", head)[-1] for head in heads("posts")}  # for a quick look before the long pattern
_BEFORE = re.compile(
    rf"(?i)(?:[\w’'&-]+\s+){{0,6}}?(?<![\w-]){_POST}"
    r"(?:\s(?:of|for)\s(?:the\s)?(?:[A-Z][\w’'&-]*|and|of|the|&)(?:\s(?:[A-Z][\w’'&-]*|and|of|the|&))*)?,?\s*$"
)
_PART_OF_POST = re.compile(r"(?i)\b(?:services?|teams?|housing|highways|environment|energy|water|office|centre|state)$")
_AGED_UNDER_18 = re.compile(
    r",?\s+(?:who (?:is|was) )?(?:aged\s+)?(?:[1-9]|1[0-7])(?:[,.](?!\d)|\s*years?[\s-]old|\)|-year-old)"
)
PRIVATE_WORDS = (
    r"pupil|child|boy|girl|son|daughter|toddler|baby|teenager|schoolboy|schoolgirl|patient|claimant|complainant"
    r"|service user|looked[- ]after child|youngster"
)
_PRIVATE_BEFORE = re.compile(rf"(?i)\b(?:{PRIVATE_WORDS})s?(?:\s+(?:called|named))?,?\s*$")
_PRIVATE_AFTER = re.compile(
    rf"(?i),?\s+(?:who (?:is|was) |, )?(?:an?|the|one of the)\s+(?:[\w-]+\s){{0,2}}(?:{PRIVATE_WORDS})\b"
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One printed name and what stands beside it. ``role``, ``organisation`` as printed there."""

    name: Name
    start: int
    end: int
    role: str | None = None
    organisation: str | None = None
    initials: str | None = None
    private: bool = False


def find_sightings(text: str) -> list[Sighting]:
    """Every printed name, in order, not overlapping."""
    found = sorted([*_in_lists(text), *_in_runs(text)], key=lambda s: (s.start, -s.end))
    kept: list[Sighting] = []
    for sighting in found:
        if not kept or sighting.start >= kept[-1].end:
            kept.append(sighting)
    return kept


def _in_runs(text: str) -> Iterator[Sighting]:
    """Names in running text: read from each run of capitalised words."""
    small = frozenset(_SMALL.findall(text))
    for words in _runs(text):
        at = 0
        while at < len(words):
            read = read_name(words, at) or _vouched(text, words, at, small)
            if read is None:
                at += 1
                continue
            name, after = read
            yield _sighting(text, name, words[at].start, words[after - 1].end)
            if words[at].text in _PLURAL:
                yield from _others(text, words[at], words[after - 1].end)
            at = after


def _runs(text: str) -> Iterator[list[Word]]:
    """Runs of capitalised words, none across the end of a sentence ("after Hurricane Ada. Roe said")."""
    for run in _RUN.finditer(text):
        words, first = words_in(text, run.start(), run.end()), 0
        for at in range(1, len(words)):
            before = words[at - 1]
            if text[before.end] == "." and len(before.text) > 2 and not is_title(before.text):
                yield words[first:at]
                first = at
        yield words[first:]


def _others(text: str, plural: Word, end: int) -> Iterator[Sighting]:
    """The other names after a title in the plural: "Cllrs Aldous, Marsh and Roe"."""
    while (more := _AND_NAME.match(text, end)) is not None:
        words = [plural._replace(text=_PLURAL[plural.text]), *words_in(text, more.start(1), more.end(1))]
        read = read_name(words, 0)
        if read is None or is_title(words[1].text):
            return
        yield _sighting(text, read[0], words[1].start, words[read[1] - 1].end)
        end = words[read[1] - 1].end


def words_in(text: str, start: int, end: int) -> list[Word]:
    """The words of ``text[start:end]``."""
    return [Word(m[0], m.start(), m.end()) for m in WORD.finditer(text, start, end)]


def _vouched(text: str, words: Sequence[Word], at: int, small: frozenset[str]) -> tuple[Name, int] | None:
    """Two capitalised words of which the words around say that they are a person ("X Y, director of ...")."""
    if len(words) - at < 2 or words[at].text in POSTNOMINALS or _is_office(words[at].text):
        return None
    read = read_name(words, at, listed=True)
    if read is None or is_initials(words[at].text) or read[1] - at != 2:
        return None
    end = words[read[1] - 1].end
    if kind_of(text[words[at].start : end]) is not None or any(w.text.casefold() in small for w in words[at : read[1]]):
        return None
    bracket = _BRACKET.match(text, end)
    role = _role_on_line(text, words[at].start, end) or _role_after(text, end) or _role_before(text, words[at].start)
    role = role or (bracket and _in_bracket(bracket[1], read[0])[0])
    if text[max(0, words[at].start - 3) : words[at].start].rstrip().endswith(",") and text[end : end + 1] != ",":
        return None  # "the Engineer, Active Travel advised"
    said = re.match(r"\s(?:said|says|told|added)\b", text[end : end + 8])
    return read if role or said else None


def _in_lists(text: str) -> Iterator[Sighting]:
    """Names in lists of those present, where initials or two capitalised words are enough."""
    for listing in _LIST.finditer(text):
        blank = _BLANK_LINE.search(text, listing.end())
        end = min(blank.start() if blank else len(text), listing.end() + LONGEST_LIST)
        for entry in _ENTRY.finditer(text, listing.end(), end):
            named = entry.start() + len(entry[0].split("(")[0])
            words = words_in(text, entry.start(), named)
            if not words or len(words) > 14:
                break
            read = read_name(words, 0, listed=True)
            if (
                read
                and not _is_office(words[0].text)
                and kind_of(entry[0].split("(")[0]) is None
                and (is_title(words[0].text) or read[1] >= 2)
            ):
                yield _sighting(text, read[0], words[0].start, words[read[1] - 1].end)


def _sighting(text: str, name: Name, start: int, end: int) -> Sighting:
    told_after = re.match(r"\s\(([A-Z]{1,2})\)", text[end : end + 6])
    if told_after and not name.given:  # "Councillor Ryan (E)"
        name = replace(name, given=told_after[1], printed=f"{name.printed} ({told_after[1]})")
    role, organisation, initials = _beside(text, name, start, end)
    before, after = text[max(0, start - 40) : start], text[end : end + 60]
    private = bool(_PRIVATE_BEFORE.search(before) or _PRIVATE_AFTER.match(after) or _AGED_UNDER_18.match(after))
    return Sighting(name, start, end, role, organisation, initials, private)


def _beside(text: str, name: Name, start: int, end: int) -> tuple[str | None, str | None, str | None]:
    """Role, organisation and initials printed beside a name."""
    role = organisation = initials = None
    bracket = _BRACKET.match(text, end)
    if bracket:
        role, organisation, initials = _in_bracket(bracket[1], name)
        end = bracket.end()
    role = role or _role_on_line(text, start, end) or _role_after(text, end) or _role_before(text, start)
    if role:
        role, told = _split_role(role)
        organisation = organisation or told
    from_ = None if organisation or role else _FROM.match(text, end)
    if from_ and kind_of(from_[1]) == "body":
        organisation = from_[1]
    return role, organisation, initials


def _in_bracket(words: str, name: Name) -> tuple[str | None, str | None, str | None]:
    """What a bracket after a name tells: "(Chair)", "(AB)", "(Brackwater Council)", "(Director, Home Office)"."""
    if re.fullmatch(r"[A-Z][A-Za-z-]?[A-Z]{1,2}", words) and words[0] == (name.given or name.surname)[0]:
        return None, None, words
    first = words.split(",")[0]
    if head_of(first_part(first.split()), "posts"):
        return words, None, None
    return None, words if _is_body(words) or (" " in words and words[0].isupper()) else None, None


def _role_after(text: str, end: int) -> str | None:
    """The post in an apposition after a name."""
    match = _AFTER.match(text, end)
    if match is None or text[end : end + 1] != ",":
        return None
    phrase = re.split(r"\s(?:said|says|told|added|was|is|has|had|and said|who|will|would)\b", match[1])[0]
    words = re.findall(r"[\w’'&-]+", ARTICLE.sub("", phrase))
    if not words or len(words) > 14 or (is_title(words[0]) and len(words) > 1 and words[1][0].isupper()):
        return None
    told = any(word in verbs() for word in first_part(words)[:-1])
    return phrase if head_of(first_part(words), "posts") and not told else None


def _role_on_line(text: str, start: int, end: int) -> str | None:
    """The post after a name that have a line to themselves: "Jane Roe Deputy Chairman"."""
    if text[:start].rpartition("\n")[2].strip("*_-•\t "):
        return None
    rest = text[end : end + LONGEST_POST].partition("\n")[0].strip("*_\t \r")
    return rest if rest[:1].isupper() and len(rest) < LONGEST_POST and kind_of(rest) == "post" else None


def _role_before(text: str, start: int) -> str | None:
    """The post printed before a name ("council leader Jane Roe", "the Chief Executive, Jane Roe")."""
    window = text[max(0, start - 90) : start]
    window = re.split(r"[.;:!?()“”\"\n]|,\s(?=.*,)", window)[-1]
    match = _BEFORE.search(window) if _POST_ENDS & set(re.findall(r"\w+", window.casefold())) else None
    if match is None:
        return None
    words = match[0].strip(" ,").split()
    return _own_words(words)


def _own_words(words: list[str]) -> str | None:
    """The words of a post without what stands before it in the sentence."""
    kept: list[str] = []
    for word in words:
        if re.fullmatch(
            r"(?i)the|an?|our|his|her|and|by|to|with|from|that|as|while|when|said|told|asked|thanked|welcomed|of|for|in|on|at",
            word,
        ) and not (kept and word in ("of", "for", "and", "the") and head_of(kept, "posts")):
            kept = []
        elif kept or word[0].isupper() or head_of([word], "posts") or word.islower():
            kept.append(word)
    return " ".join(kept) if kept and (head_of(first_part(kept), "posts")) else None


def _split_role(role: str) -> tuple[str, str | None]:
    """Part "chief officer at NHS Brackwater" into post and organisation."""
    role = ARTICLE.sub("", role.strip())
    for joint in (r"\s(?:at|from)\s", r",\s+", r"\s(?:of|for)\s"):
        match = re.match(rf"(.+?){joint}(?:the\s)?([A-Z].*)$", role)
        own = joint.startswith(r"\s(?:of") and _PART_OF_POST.search(match[2]) if match else None
        if match and not own and (joint.startswith(r"\s(?:at") or _is_body(match[2])):
            return match[1], match[2]
    return role, None


def _is_office(word: str) -> bool:
    return head_of([re.sub(r"(?:[’']s|s[’']?)$", "", word)], "posts") is not None


def _is_body(phrase: str) -> bool:
    words = phrase.split()
    acronym = phrase.isupper() and len(phrase) > 1
    return acronym or any(head_of(part, "bodies") is not None for part in (words, first_part(words)))
