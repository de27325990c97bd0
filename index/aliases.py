"""Short names and what they stand for, as records explain them: "Jane Roe (JR)", "Local Plan Review (LPR)"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

MOST_NAMES = 2  # one pair of initials may stand for two people of one record, hardly for more (guess)
_SMALL = r"(?:of|and|for|the|in|on)"
_EXPLAINED = re.compile(
    rf"(?P<name>(?:[A-Z][\w’'-]*\s+(?:{_SMALL}\s+)?){{1,6}}[A-Z]?[\w’'-]*)"
    r"\s*\(\s*[\"“‘']?(?P<short>[A-Z][A-Za-z&]{1,7})[\"”’']?\s*\)"
)

Aliases = Mapping[str, tuple[str, ...]]


def aliases_in(texts: Iterable[str]) -> Aliases:
    """Return for each short name (casefolded) the names it stands for, the usual one first.

    A name counts if the capitals of its last words spell the short one.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for found in _EXPLAINED.finditer(text):
            if name := _spelt_by(found["name"].split(), found["short"].upper()):
                counts[found["short"].casefold()][name] += 1
    return {
        short: tuple(name for name, _ in sorted(names.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_NAMES])
        for short, names in counts.items()
    }


def _spelt_by(words: list[str], short: str) -> str | None:
    for start, word in enumerate(words):
        capitals = "".join(one[0] for one in words[start:] if one[0].isupper())
        if word[0].isupper() and capitals == short and len(short) > 1:
            return " ".join(words[start:])
    return None


def other_names(text: str, aliases: Aliases) -> tuple[list[str], list[str]]:
    """Return what the short names in a text stand for, and the short names of what stands there in full."""
    shorts = {word.casefold() for word in re.findall(r"[^\W_]+", text) if sum(map(str.isupper, word)) > 1}
    folded = text.casefold()
    full = [name for short in sorted(shorts & aliases.keys()) for name in aliases[short]]
    short = [one for one, names in aliases.items() if any(name.casefold() in folded for name in names)]
    return full, short
