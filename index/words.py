"""The words of a text as the index sees them: folded, cut to stems, without those that carry no matter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.store_filters import fold
from index.store_stems import Stems

_WORD = re.compile(r"[^\W_]+")
# The words that carry grammar, not matter: the usual closed classes of English, nothing of this subject.
STOP_WORDS = frozenset(
    """
    a an the of and or to in on at by for from with as is are was were be been being am it its this
    that these those he she they we i you his her him their them our us your my me has have had do
    does did no not nor will would shall should may might can could must there here which who whom
    whose what when where why how if than then so but into out up over under about after before
    between during also any all both each some such only same other another more most per s t
    """.split()
)


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, folded, stop words left out."""
    return [word for word in _WORD.findall(fold(text) or "") if word not in STOP_WORDS]


class Stemmer:
    """Stems as the store's word index has them, each looked up once."""

    def __init__(self) -> None:
        self._stems = Stems()
        self._known: dict[str, str] = {}
        self._printed: dict[str, str] = {}

    def __call__(self, texts: Iterable[str]) -> list[list[str]]:
        """Return the stems of each text, in order."""
        split = [words_of(text) for text in texts]
        unknown = {word for words in split for word in words if word not in self._known}
        if unknown:
            found = self._stems.of(sorted(unknown))
            self._known |= found
            self._printed |= {stem: word for word, stem in found.items()}
        return [[self._known[word] for word in words] for words in split]

    def word(self, stem: str) -> str:
        """Return a word that has this stem: stems themselves are no words, and would be cut down again in a search."""
        return self._printed.get(stem, stem)
