"""The words that tell of words: what may follow each verb of speech, and phrases that do the same."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.lexicons import lexicon

# "pointed out that", "called on the council to", "made it clear that", with their classes as in the lexicon.
_PHRASES = (
    (r"(?:point|points|pointed) out", "that clause marks"),
    (r"(?:make|makes|made) (?:it )?(?:very |quite )?clear", "that"),
    (r"(?:make|makes|made) the point", "that"),
    (r"(?:call|calls|called) for", "object"),
    (r"(?:ask|asks|asked) for", "object"),
    (r"(?:apologises|apologised|apologizes|apologized) for", "object_for"),
    (r"(?:call|calls|called) (?:on|upon)", "ask"),
    (r"(?:puts?) it", "marks"),
    (r"(?:want|wants|wanted|wished|asked|would like) to know", "wh"),
    (r"(?:set|sets) out", "wh"),
    (r"(?:read|reads) out", "marks"),
    (r"(?:gives?|gave) (?:\w+ ){0,3}(?:assurances?|undertaking|warning|commitment|promise)", "that to"),
    (r"(?:takes?|took) the view", "that"),
    (r"(?:draw|draws|drew) attention to the fact", "that"),
    (
        r"(?:express|expresses|expressed|voice|voices|voiced|raise|raises|raised|share|shares|shared|reiterated|"
        r"repeated|stressed) (?:\w+ ){0,3}(?:concerns?|fears?|worries|doubts?|regrets?|hopes?|views?|beliefs?|"
        r"opinions?|confidence|surprise|disappointment|frustration)",
        "that about",
    ),
    (
        r"(?:is|was|were|are|remain|remains|remained|felt) (?:\w+ly |very |also |extremely |quite ){0,2}"
        r"(?:confident|concerned|worried|hopeful|pleased|disappointed|surprised|sorry|satisfied|convinced|adamant|sure|optimistic"
        r"|delighted|proud|clear|of the (?:view|opinion|belief))",
        "that hold",
    ),
)
PHRASE = re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (pattern, _) in enumerate(_PHRASES)))
_PHRASE_CLASSES = tuple(frozenset(classes.split()) for _, classes in _PHRASES)
_PHRASE_HEADS = frozenset(
    "point points pointed make makes made call calls called ask asks asked apologises apologised apologizes "
    "apologized put puts want wants wanted wished would set sets read reads give gives gave take takes took draw "
    "draws drew express expresses expressed voice voices voiced raise raises raised share shares shared is was "
    "were are remain remains remained felt".split()
)


@lru_cache(maxsize=1)
def cue_verbs() -> dict[str, frozenset[str]]:
    """Each form of each verb of speech with what may follow it (the classes of ``data/lexicons/cue_verbs.tsv``)."""
    return {form: frozenset(classes.split(",")) for classes, forms in lexicon("cue_verbs") for form in forms.split()}


@lru_cache(maxsize=1)
def base_forms() -> frozenset[str]:
    """The forms that follow "they" and "to": the first on each line of the lexicon."""
    return frozenset(forms.split()[0] for _, forms in lexicon("cue_verbs")) - {"made", "raised"}


@lru_cache(maxsize=1)
def cue_words() -> frozenset[str]:
    """Every word that may begin a cue."""
    return frozenset(cue_verbs()) | _PHRASE_HEADS


def phrase_at(text: str, start: int, end: int) -> tuple[int, frozenset[str]] | None:
    """Where the cue phrase ends that begins at ``start``, and its classes; None if none does."""
    found = PHRASE.match(text, start, end)
    if found is None or found.lastgroup is None:
        return None
    return found.end(), _PHRASE_CLASSES[int(found.lastgroup[1:])]
