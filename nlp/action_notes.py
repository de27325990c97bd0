"""Actions as minutes note them, in fragments that a parser misreads: "ACTION: Clerk to write ...".

Also "- the Warden to report back" and "agreed that the Chair write ...". Read by their wording alone; the tagger is
only asked whether the word after "to" can be a verb.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.posts import heads_pattern

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_CAPITALS = r"(?:[A-Z][\w’'&-]*\s+(?:(?:of|and|for|&)\s+)?){0,5}"
_HEADS = rf"(?:{heads_pattern('posts')}|{heads_pattern('collectives')})"
_POST = rf"{_CAPITALS}(?i:{_HEADS})(?:\s+(?:of|for)\s+(?:the\s+)?[A-Z][\w’'-]*(?:(?:,|\s+and|\s+&)?\s+[A-Z][\w’'-]*)*)?"
_TITLED = r"(?:Cllrs?|Clrs?|Councillors?|Mrs?|Ms|Miss|Dr)\b\.?(?:\s+(?:Mrs?|Ms|[A-Z]\b\.?))*\s+[A-Z][\w’'-]+"
_NAMES = rf"{_TITLED}(?:(?:,|\s+and|\s+&|\s+plus)\s+(?:{_TITLED}|[A-Z][\w’'-]+))*"
_SOMEBODY = rf"(?:[Tt]he\s+)?(?:{_NAMES}|{_POST}|[A-Z]{{2,4}})"
_ACTOR = rf"(?P<actor>{_SOMEBODY}(?:(?:\s+and|\s+plus|,)\s+{_SOMEBODY})?)"
_TO = r"\s+(?:(?:is|are|invited|asked|requested)\s+)?to\s+(?:also\s+|then\s+)?(?P<verb>(?!be\b)[a-z]+)\b"
_LEAD = r"^(?:\W|\d|[a-z]\)|<\w>|(?i:agreed|further|for)\b)*"
_NO_VERB = r"(?!(?:will|would|shall|should|has|have|had|is|are|was|were|be|been)\b)"
_MISREAD = ("VB", "VBP", "NN", "JJ", "IN", "RB", "NNP")  # as which the tagger takes a bare verb in a fragment
_NOTES = (
    (
        re.compile(
            rf"(?i:\bactions?\b(?:\s+agreed)?)\s*\d*\s*[:–—-]\s*(?:[Ff]or\s+)?"
            rf"(?P<actor>(?:{_NO_VERB}[^\s:;!?]+\s+){{0,14}}?{_NO_VERB}[^\s:;!?]+){_TO}"
        ),
        _MISREAD,
    ),
    (re.compile(rf"(?:^|[.;:,>)/–—-]|\b(?:but|agreed|for|received|that))\s*{_ACTOR}{_TO}"), _MISREAD),
    (
        re.compile(
            rf"(?:{_LEAD}|[,;–—]\s+)"
            rf"(?P<actor>[A-Z][\w.’'-]*(?:\s+(?:[A-Z&][\w.’'-]*|and|of|for|the)){{0,6}}){_TO}"
        ),
        ("VB", "VBP"),
    ),
    (
        re.compile(
            rf"(?i:\b(?:agreed|resolved|proposed)\s+that)\s+{_ACTOR}\s+"
            r"(?!will|would|should|shall|had|has|was|were|is|are|be|of|and)(?P<verb>[a-z]+)\b"
        ),
        _MISREAD,
    ),
)
_NOBODY = frozenset(
    "subject due prior further according and but also so next thanks related relating owing contrary similar this that "
    "it there here in to on at as if when where how what which".split()
)


_GIVEN_TO = (
    re.compile(rf"\bdelegat(?:e|ed|es|ing|ion)\b[^.;]{{0,140}}?\bto\s+(?P<actor>{_SOMEBODY})"),
    re.compile(r"\bActions?(?:\s+(?:by|for))?\s*[:–—-]\s*(?P<actor>(?:[Tt]he\s+)?[A-Z][^.;:()\[\]]{1,60}?)[\s)\].]*$"),
    re.compile(
        r"\baccept\w*\s+(?:the|an?|this|that|their)\s+(?:\w+\s+)?(?:quote|quotation|tender|offer|estimate|bid)s?\s+"
        r"(?:made\s+)?(?:from|by|of)\s+(?P<actor>(?:the\s+)?[A-Z][\w.’'&-]*(?:\s+(?:[A-Z&][\w.’'&-]*|and|of))*)"
    ),
)


def find_given_to(text: str) -> str | None:
    """To whom the act is given in other words: "delegated to the Director", "(Action: Clerk)", "the offer of Hay"."""
    for shape in _GIVEN_TO:
        match = shape.search(text)
        if match and match["actor"].split()[0].casefold() not in _NOBODY:
            return match["actor"]
    return None


def find_action_note(doc: Doc) -> tuple[Span, Token] | None:
    """Who is to act and the verb of the first action noted; ``None`` if the sentence is no such note."""
    text = doc.text  # costly in spaCy
    for shape, tags in _NOTES:
        for match in shape.finditer(text):
            actor = doc.char_span(*match.span("actor"), alignment_mode="expand")
            verb = doc.char_span(*match.span("verb"), alignment_mode="expand")
            if actor and verb and verb[0].tag_ in tags and actor[0].lower_ not in _NOBODY:
                return actor, verb[0]
    return None
