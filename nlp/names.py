"""How people are named in print: titles, forenames, initials, surnames.

Names are read from runs of words, never guessed from a single capital letter: a title, a
forename that is in the lexicon, or initials in a list of those present must vouch for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from nlp.lexicons import lexicon, word_set

Gender = Literal["m", "f"]

_SHORT = "Cllrs?|Clrs?|Couns?|Mrs?|Ms|Dr|Profs?|Rev|Revd|Hon|Sens?|Reps?|Sgt|Insp|Supt|Capt|Maj|Col|Lt|Gov|Fr|Ald|St|Rt"
WORD = re.compile(
    rf"(?:{_SHORT})\.|[A-Z]\.(?:\s?[A-Z]\.)*|[^\W_](?:[^\W_]|[/&]|_(?=[^\W_])|[’'ʼ‘`](?=\w)|-(?=\w)|\.(?=[A-Za-z]{{2}}\w*@))*(?:[sS][’'](?=\s))?"
)
_MARKS = re.compile(r"[’'ʼ‘`.]")
POSTNOMINALS = frozenset("AM MP MS MSP MLA TD QC KC CBE OBE MBE DBE KBE JP DL MEP PhD BSc MA BA FRS".split())
PARTICLES = frozenset("de De du von Von van Van der la Le le bin al Al El Mac Mc O Ó Ní St St. Ui Uí ap O’ O'".split())
_SINGULAR = {
    "Cllrs": "Cllr",
    "Clrs": "Clr",
    "Councillors": "Councillor",
    "Sens": "Sen",
    "Senators": "Senator",
    "Reps": "Rep",
}
SOLEMN = frozenset("Sir Dame Lord Lady Baroness Baron Viscount Earl Countess".split())


class Word(NamedTuple):
    """One word as printed and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a printed name. ``given``: forename or initials without points ("Jane", "JA"), "" if untold."""

    titles: tuple[str, ...]
    given: str
    surname: str
    printed: str

    @property
    def forename(self) -> str | None:
        """The forename, where it is spelt out; papers print a report's first words in capitals."""
        if len(self.given) > 3 and self.given.isupper():
            return self.given.capitalize()
        return self.given if len(self.given) > 1 and not self.given.isupper() else None

    @property
    def gender(self) -> Gender | None:
        """What the title or a usual forename tells."""
        told = [gender for title in self.titles if (gender := title_gender(title))]
        return told[-1] if told else forename_gender(self.forename)

    @property
    def written(self) -> str:
        """As a reader would write it: forename and surname, else with titles and initials as printed."""
        if self.forename is None:
            return self.printed
        return " ".join([*(title for title in self.titles if title in SOLEMN), self.forename, _small(self.surname)])


def _small(surname: str) -> str:
    return surname.title() if surname.isupper() and len(surname) > 3 else surname


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    return {word: kind for kind, words in lexicon("titles") for word in words.split()}


@lru_cache(maxsize=1)
def _forenames() -> dict[str, str]:
    return {plain(word): gender for gender, words in lexicon("forenames") for word in words.split()}


def is_title(word: str) -> bool:
    """Whether a word is written before names ("Cllr", "Mrs.", "PCSO")."""
    return word.rstrip(".") in _titles()


def title_gender(word: str) -> Gender | None:
    """The gender that a title tells, if it does."""
    kind = _titles().get(word.rstrip("."))
    return kind if kind == "m" or kind == "f" else None  # type: ignore[return-value]


def forename_gender(word: str | None) -> Gender | None:
    """The usual gender of a forename, if it has one."""
    kind = _forenames().get(plain(word)) if word else None
    return kind if kind == "m" or kind == "f" else None  # type: ignore[return-value]


def is_forename(word: str) -> bool:
    """Whether a capitalised word is a common forename."""
    return word[:1].isupper() and plain(word) in _forenames()


def is_councillor(titles: Sequence[str]) -> bool:
    """Whether one of the titles is a councillor's."""
    return any(_titles().get(title.rstrip(".")) == "councillor" for title in titles)


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """A word for comparing: no case, accents, apostrophes or points."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return _MARKS.sub("", word).casefold()


def is_initials(word: str) -> bool:
    """Whether a word is one to three initials ("J", "P.J.", "JA")."""
    return 0 < len(word.replace(".", "").replace(" ", "")) <= 3 and word.replace(".", "").replace(" ", "").isupper()


def is_surname(word: str, *, titled: bool = False) -> bool:
    """Whether a word can be a surname: a capital, small letters, and no word of headings or dates.

    Without a title before it, words of places ("Road", "Hall") are none either.
    """
    barred = word in word_set("not_surnames", "never") or (not titled and word in word_set("not_surnames", "place"))
    return len(word) > 1 and word[0].isupper() and any(c.islower() for c in word) and not barred


def without_possessive(word: str) -> str:
    """Take "'s" off: "Marsh's" -> "Marsh"."""
    return re.sub(r"(?:[’'ʼ‘`]s|(?<=s)[’'])$", "", word)


def read_name(words: Sequence[Word], at: int, *, listed: bool = False) -> tuple[Name, int] | None:
    """Read a name that begins at ``words[at]``. Returns it with the index after its last word, or None.

    A title or a common forename must vouch for it; in a list of those present
    (``listed``) initials, or any two capitalised words, do as well.
    """
    here = at
    while here < len(words) and here - at < 4 and is_title(words[here].text) and not _is_forename_after(words, here):
        here += 1
    titled = here > at
    given, here = _read_given(words, here, titled=titled, listed=listed)
    if not (titled or given) or here >= len(words):
        return None
    surname, after = _read_surname(words, here, titled=titled)
    if not surname or (given and not titled and not listed and not is_forename(given.split()[0])):
        return None
    titles = tuple(
        word.text.rstrip(".") for word in words[at:] if word.start < words[here].start and is_title(word.text)
    )
    printed = " ".join(" ".join([*(_SINGULAR.get(word.text, word.text) for word in words[at:here]), surname]).split())
    return Name(titles, _given(given), surname, printed), after


def _is_forename_after(words: Sequence[Word], at: int) -> bool:
    """Whether a title is a forename here, since a surname follows ("Dean Jones")."""
    return is_forename(words[at].text) and at + 1 < len(words) and is_surname(words[at + 1].text)


def _read_given(words: Sequence[Word], at: int, *, titled: bool, listed: bool) -> tuple[str, int]:
    """Forenames or initials from ``at`` on, as long as a surname is left after them."""
    given: list[str] = []
    here = at
    while here + 1 < len(words) and len(given) < 3:
        word, following = words[here].text, words[here + 1].text
        if not (is_surname(following, titled=titled) or is_initials(following) or following in PARTICLES) or is_title(
            following
        ):
            break
        vouched = is_forename(word) or (is_initials(word) and (titled or listed or given))
        last = is_surname(following, titled=titled) or (is_initials(following) and here + 2 < len(words))
        unusual = not given and (titled or listed) and is_surname(word) and last
        if not (vouched or unusual):
            break
        given.append(word)
        here += 1
    return " ".join(given), here


def _read_surname(words: Sequence[Word], at: int, *, titled: bool) -> tuple[str, int]:
    word = words[at].text
    if word in PARTICLES and at + 1 < len(words) and words[at + 1].text[:1].isupper():
        rest, after = _read_surname(words, at + 1, titled=titled)
        return (word + ("" if word[-1] in "’'" else " ") + rest, after) if rest else ("", at)
    bare = without_possessive(word)
    fits = is_surname(bare, titled=titled) or (bare.isupper() and len(bare) > 3 and bare.isalpha())
    return (bare, at + 1) if fits else ("", at)


def _given(printed: str) -> str:
    """One forename, or initials run together."""
    words = printed.split()
    spelt = [word for word in words if not is_initials(word)]
    return spelt[0] if spelt else "".join(words).replace(".", "")
