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

MOST_TEXTS = 50_000  # texts whose stems are kept at hand, some 30 MB (guess)
# Words by which minutes go about their business, whatever the matter: half as telling as others (guess).
PROCEDURE = frozenset(
    """
    propose proposed proposal seconded agreed resolved noted advised stated informed reported report confirmed asked
    requested question reply submitted councillor councillors cllr chairman chair clerk member members meeting meetings
    minutes item action group update further matter matters discussion following previous next council parish committee
    officer director executive mr mrs ms dr miss rev present date dates
    """.split()
)


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, folded, stop words left out."""
    return [word for word in _WORD.findall(fold(text) or "") if word not in STOP_WORDS]


class Stemmer:
    """Stems as the store's word index has them, each looked up once. ``procedure``: those of ``PROCEDURE``."""

    def __init__(self) -> None:
        self._stems = Stems()
        self._known: dict[str, str] = {}
        self._printed: dict[str, str] = {}
        self._texts: dict[str, list[str]] = {}
        self._ones: dict[str, str | None] = {}
        [stems] = self([" ".join(PROCEDURE)])
        self.procedure = frozenset(stems)

    def __call__(self, texts: Iterable[str]) -> list[list[str]]:
        """Return the stems of each text, in order. They are kept: do not change them."""
        wanted = list(texts)
        if len(self._texts) > MOST_TEXTS:
            self._texts.clear()
        split = {text: words_of(text) for text in wanted if text not in self._texts}
        unknown = {word for words in split.values() for word in words if word not in self._known}
        if unknown:
            found = self._stems.of(sorted(unknown))
            self._known |= found
            self._printed |= {stem: word for word, stem in found.items()}
        self._texts |= {text: [self._known[word] for word in words] for text, words in split.items()}
        return [self._texts[text] for text in wanted]

    def one(self, word: str) -> str | None:
        """Return the stem of a single word, ``None`` for a stop word or none at all."""
        if word not in self._ones:
            [stems] = self([word])
            self._ones[word] = stems[0] if stems else None
        return self._ones[word]

    def word(self, stem: str) -> str:
        """Return a word that has this stem: stems themselves are no words, and would be cut down again in a search."""
        return self._printed.get(stem, stem)
