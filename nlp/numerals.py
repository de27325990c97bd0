"""Numbers as people write them: "1,500", "300 000", "twenty-five", "a hundred", "two thousand"."""

from __future__ import annotations

import re

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {word: 10 * (n + 2) for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
FACTORS = {"dozen": 12, "hundred": 100}
GROUPS = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_SMALL = "|".join(sorted([*ONES, *TENS], key=len, reverse=True))
_LARGE = "|".join([*FACTORS, *GROUPS])
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)|\d+(?:\.\d+)?)"
WORDS = (
    rf"(?:(?:\b(?:{_SMALL})\b|\ba[\s-]+(?=(?:{_LARGE})\b))"
    rf"(?:(?:-|\s+(?:and\s+)?)?\b(?:{_SMALL}|{_LARGE})\b)*)"
)
NUMBER = rf"(?:{DIGITS}|{WORDS})"


def value_of(number: str) -> float:
    """Value of a number matched by ``NUMBER``. Raises ``ValueError`` if it is none.

    >>> value_of("1,500"), value_of("twenty-five"), value_of("a hundred"), value_of("two thousand and six")
    (1500.0, 25.0, 100.0, 2006.0)
    """
    plain = number.strip().casefold()
    if plain[:1].isdigit():
        return float(re.sub(r"[,\s]", "", plain))
    return float(_spelled(re.findall(r"[a-z]+", plain)))


def _spelled(words: list[str]) -> int:
    """Sum of the groups that end in "thousand" or "million"; within a group "hundred" multiplies."""
    total, group = 0, 0
    for word in words:
        if word in GROUPS:
            total, group = total + max(group, 1) * GROUPS[word], 0
        elif word in FACTORS:
            group = max(group, 1) * FACTORS[word]
        elif word in ONES or word in TENS:
            group += ONES.get(word, TENS.get(word, 0))
        elif word not in ("a", "and"):
            raise ValueError(f"{word!r} is not a number word")
    return total + group
