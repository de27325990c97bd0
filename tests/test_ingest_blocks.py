"""Markup into text: blocks, spaces, what is not seen."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Block, join_blocks, read_blocks


def blocks(markup: str) -> list[str]:
    body = BeautifulSoup(markup, "lxml").body
    assert body is not None
    return [block.words for block in read_blocks(body)]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One\n two&nbsp; three</p><p>&nbsp;</p><p>Four</p>", ["One two three", "Four"]),
        ("Loose<div>inner<p>para</p>tail</div>end", ["Loose", "inner", "para", "tail", "end"]),
        ("<p>man<b>oeuv</b>ring <span>on</span></p>", ["manoeuvring on"]),
        ("<p>a<br>b<br><br>c</p>", ["a\nb", "c"]),
        ("<ul><li>x</li><li><p>y</p></li></ul>", ["x", "y"]),
        ("<table><tr><th>T</th><td>1<br>2</td><td></td></tr></table>", ["T | 1 2"]),
        (
            "<table><tr><td>A</td><td> </td><td>C</td><td></td></tr><tr><td></td><td>D</td></tr></table>",
            ["A | | C", "D"],
        ),
        ("<p>a</p><script>s</script><!-- c --><form>f</form><p hidden>h</p><p style='Display: none'>n</p>", ["a"]),
        ("<p>‘Quoted’ “words” &amp; &pound;5</p>", ["‘Quoted’ “words” & £5"]),
    ],
)
def test_blocks_are_what_a_reader_sees(markup, words):
    assert blocks(markup) == words


def test_deep_nesting_does_not_break_it():
    assert "deep" in " ".join(blocks("<div>" * 3000 + "deep"))


@given(st.lists(st.builds(Block, st.text(min_size=1), st.booleans())))
def test_heading_spans_hold_the_words_of_the_headings(made):
    text, headings = join_blocks(made)
    assert [heading.of(text) for heading in headings] == [block.words for block in made if block.heading]
    assert text == "\n\n".join(block.words for block in made)
