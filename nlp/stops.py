"""Which full stops end a sentence: abbreviations, initials, numbers and closing marks told apart from ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 1_000  # code points; guess. Speech recognised without punctuation is cut there, so that a span stays readable
LOOK_BACK = 32  # code points before a stop that can decide it; guess, longer than any abbreviation

CLOSERS = "\"'’”»›)\\]*_"
OPENERS = "\"'“‘«‹(\\[*_#£$€"

# A stop matters only where a space or the text's end follows, or a capital stands directly behind ("done.The").
# A footnote's number may stand between ("of interest.52 As I said"), a page's in a table of contents.
STOP = re.compile(
    rf"(?<![.!?…])([.!?…]++)([{CLOSERS}]*+)(?=\s|\Z|[{OPENERS}A-Z•–-])"
    r"|(?<=[a-z”’)])\.[”’)]?\d{1,3}(?=\s+[A-Z“‘(])|(?<!\.)\.{4,}+\s?\d{1,3}(?=\s)"
)
AHEAD = re.compile(rf"(\s*+)([{OPENERS}]*+)([^\W_]?)")
DASH_OR_BULLET = re.compile(r"\s*+(?:[–—-]\s|(?<=\s)[–—•▪●◦‣\uf0b7])")
SIGNED = re.compile(r"\s*[–—-]\s*[A-Z]")  # “It is shut.” – Ann Lea
SMALL_START = re.compile(r"(?:[a-z]|[ivx]{2,4})[.)]\s+[A-Z]|https?://|www\.")
ASIDE = re.compile(r"\[[^\]\s]{0,20}\Z")  # [Laughter.] [Inaudible.] [...]
WORD = re.compile(r"\w+")
INLINE_ITEM = re.compile(
    r"(?<=\s)(?=[•▪●◦‣\uf0b7]\s|[a-z]\)\s+[A-Z])|(?<=[;:])\s++(?=\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)\s)"
)
ENUMERATOR = re.compile(r"[\s•*#_(\[\-–]*+(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})[)\]\\]*")
INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]|(?:[a-z]\.)+[a-z](?<!a\.m)(?<!p\.m)")

# Stand before what they belong to, so that they never end a sentence.
LEADING = frozenset(
    "cllr cllrs cnllr clr coun mr mrs ms mx dr prof rev revd fr hon rt sgt insp supt messrs capt col lt gen mt jt "
    "e.g i.e eg ie cf viz vs v incl esp tel sen sens rep reps gov".split()
)
# Stand before a number or a capital letter ("No. 5", "para. 3", "Sept. 12", "Ref. D24").
BEFORE_NUMBER = frozenset(
    "no nos para paras p pp fig figs ref refs ext s ss art arts sec sch reg regs cl vol ch app plg min mins c ca "
    "circa approx jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# Words as well: short for something only before a number.
ANSWERS = frozenset("no min mins app art".split())
# May end a sentence: they do if the next word is one that starts sentences.
EITHER = frozenset(
    "st rd ave ln ltd inc co corp bros jr sr dept govt assoc asst cttee est temp max yr yrs wk hrs".split()
)
# Usually end a sentence before a capital.
TRAILING = frozenset("etc al a.m p.m am pm plc seq".split())
SHORTENED = LEADING | BEFORE_NUMBER | EITHER | TRAILING
STARTERS = frozenset(
    "the a an this that these those there here it its he his she her they their we our you your i my in on at by "
    "for from with to as if when while where after before since until during following although though however "
    "but and so or no not all any some both each every one two three members councillors cllr councillor officers "
    "residents mr mrs ms what who why how which will would should could can may further also then once having "
    "given resolved agreed".split()
)
DAYS_AND_ZONES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday gmt bst january february march april may june july "
    "august september october november december".split()
)
LETTERED = re.compile(
    r"(?:appendix|annex|plan|option|schedule|part|table|class|band|group|section|item|grade|block)\s+$", re.IGNORECASE
)
# “Will it be ready?” Cllr Marsh asked. After a full stop only where nothing follows the verb.
ATTRIBUTION_TAIL = re.compile(
    r"(?:[A-Z][\w’'-]*\.? ){1,4}"
    r"(?:said|asked|added|replied|told|says|asks|continued|responded|wrote|inquired|enquired)[.,:;\s]"
)


Mark = tuple[int, re.Match[str] | None]


def sentence_ends(text: str, start: int, end: int, *, from_: int | None = None) -> Iterator[int]:
    """Yield the offset after each sentence of ``text[start:end]``, the last one (``end``) too.

    ``start:end`` is one paragraph, item or row. Closing marks after a stop belong to the
    sentence. ``from_``: no sentence ends before it (a speaker's label stands in front).
    """
    begin = start
    for last, stop in _marks(text, from_ or start, end):
        if last < end and (stop is None or _ends(text, begin, stop, end)):
            yield last
            begin = last
    yield end


def _marks(text: str, start: int, end: int) -> list[Mark]:
    """Every place that may end a sentence: the offset where it would end, and the stop if it is one."""
    marks: list[Mark] = [(_after_closers(text, stop), stop) for stop in STOP.finditer(text, start, end)]
    items: list[Mark] = [(item.start(), None) for item in INLINE_ITEM.finditer(text, start, end)]
    return sorted(marks + items, key=lambda mark: mark[0]) if items else marks


def _after_closers(text: str, stop: re.Match[str]) -> int:
    """The offset behind the closing marks; a straight mark that a letter follows opens what comes next."""
    last = stop.end()
    if stop[2] and last < len(text) and text[last].isalnum():
        return stop.end(1)
    return last


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether a sentence that began at ``begin`` ends with this stop."""
    last = _after_closers(text, stop)
    ahead = AHEAD.match(text, last, end)
    if ahead is None or _is_aside(text, begin, stop):
        return False
    if not ahead[3]:
        dash = DASH_OR_BULLET.match(text, last, end)
        return (
            dash is not None
            and not (stop[2] and SIGNED.match(text, last, end))
            and not _abbreviates(text, begin, stop, end, end)
        )
    if _is_enumerator(text, begin, stop) or (ahead[3].islower() and not _starts_small(text, begin, stop, ahead)):
        return False
    if not ahead[1] and not _space_is_missing(text, stop, ahead):
        return False
    tail = ATTRIBUTION_TAIL.match(text, ahead.start(2), min(end, ahead.start(2) + 80)) if stop[2] else None
    if tail and (stop[1] != "." or not text[tail.end() - 1].isspace()):
        return False
    if stop[1] and stop[1] != ".":
        return True
    return not _abbreviates(text, begin, stop, ahead.start(3), end)


def _is_aside(text: str, begin: int, stop: re.Match[str]) -> bool:
    return (stop[2] or "").startswith("]") and bool(
        ASIDE.search(text, max(begin, stop.start() - LOOK_BACK), stop.start())
    )


def _is_enumerator(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether the sentence so far is only its number ("3." or "(b)")."""
    return stop.start() - begin < 16 and ENUMERATOR.fullmatch(text, begin, stop.start()) is not None


def _starts_small(text: str, begin: int, stop: re.Match[str], ahead: re.Match[str]) -> bool:
    """Whether the next sentence begins with a small letter: an item, an address, or speech recognised by a machine."""
    if SMALL_START.match(text, ahead.start(3)):
        return True
    words = text[max(begin, stop.start() - LOOK_BACK) : stop.start()].split()
    plain = bool(words) and len(words[-1]) > 3 and words[-1].isalpha() and words[-1].islower()
    return plain and stop[0] == "." and ahead[1] == " " and words[-1] not in SHORTENED


def _space_is_missing(text: str, stop: re.Match[str], ahead: re.Match[str]) -> bool:
    """Whether "done.The next" lacks a space, rather than "Node.JS", "N.C.C." or an address being one word."""
    before = text[max(0, stop.start() - LOOK_BACK) : stop.start()].split()
    word = before[-1] if before else ""
    if "@" in word or "/" in word or "." in word or word[-1:].isupper():
        return False
    after = ahead.start(3)
    return len(word) > 1 and not text[after : after + 2].isupper()


def _abbreviates(text: str, begin: int, stop: re.Match[str], following: int, end: int) -> bool:
    """Whether the full stop belongs to the word before it and ends nothing."""
    words = text[max(begin, stop.start() - LOOK_BACK) : stop.start()].rsplit(None, 1)
    printed = words[-1].lstrip("\"'“‘«([—–/") if words else ""
    word = printed.lower()
    after = WORD.match(text, following, min(end, following + LOOK_BACK))
    succeeding = after[0].lower() if after else ""
    if word in LEADING:
        return True
    if INITIALS.fullmatch(printed):
        return succeeding not in STARTERS and not LETTERED.search(text, begin, stop.start() - len(word))
    if word in BEFORE_NUMBER:
        return succeeding[:1].isdigit() or (word not in ANSWERS and succeeding not in STARTERS)
    if word in TRAILING:
        return not succeeding or (succeeding in DAYS_AND_ZONES)
    return word in EITHER and succeeding not in STARTERS
