from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from greenshoots.records import Document, Span
from nlp.passages import LONGEST, make_passages, pieces
from nlp.sentences import Sentence


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from(" ;,.\n"), min_size=1, max_size=3000))
def test_pieces_keep_every_word_and_none_is_too_long(text: str) -> None:
    found = list(pieces(text, 0, len(text)))
    assert all(0 < span.end - span.start <= LONGEST for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    covered = {i for span in found for i in range(span.start, span.end)}
    assert not [i for i, character in enumerate(text) if not character.isspace() and i not in covered]


def test_a_long_sentence_is_cut_at_a_pause() -> None:
    text = "Officers would repair the kerb; " * 20
    first, second, *_ = pieces(text, 0, len(text))
    assert first.of(text).endswith("kerb;")
    assert second.of(text).startswith("Officers")


def test_headings_are_context_and_not_passages() -> None:
    text = "5. Bridge\nThe bridge is shut."
    heading = Span(0, 9)
    document = Document(id="m", text=text)
    sentences = (Sentence(0, 9, 0, is_heading=True), Sentence(10, 29, 1, heading=heading))
    (passage,) = make_passages(document, sentences)
    assert (passage.text, passage.heading) == ("The bridge is shut.", "5. Bridge")
