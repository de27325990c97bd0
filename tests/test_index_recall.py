"""A later record that only recalls an utterance is a further source of it."""

from __future__ import annotations

from datetime import date

import pytest

from index.recall import recalls

SAID = "She said that the service was starting to see ‘early blossom’ of recovery."
MADE = date(2024, 7, 16)


@pytest.mark.parametrize(
    "passage",
    [
        "Ms Roe spoke in July of “early blossom” in the service.",
        "In 2024 she claimed to see 'early blossom'.",
        "Last summer the director told members of 'early blossom'.",
    ],
)
def test_words_quoted_as_said_before_are_recalled(passage):
    assert recalls(passage, SAID, made=MADE)


@pytest.mark.parametrize(
    "passage",
    [
        "Inspectors saw early blossom in the service in July.",  # nobody is quoted
        "She said in July that there was 'early success'.",  # other words
        "'We see early blossom,' she said.",  # said now
        "She said in July that it was 'of'.",
        "",
    ],
)
def test_what_is_said_anew_or_of_something_else_is_not(passage):
    assert not recalls(passage, SAID, made=MADE)


def test_without_a_day_only_words_point_back():
    assert not recalls("She spoke in July of 'early blossom'.", SAID, made=None)
    assert recalls("She had spoken, or said, of 'early blossom' months ago.", SAID, made=None)


PLEDGE = "Every tenant whose rent is late will have a letter with a name by the end of January."


def test_a_promise_told_again_in_nearly_its_own_words_is_recalled():
    told = "We promised in December that every tenant whose rent was late would have a letter with a name on it."
    assert recalls(told, PLEDGE, made=MADE)


@pytest.mark.parametrize(
    "passage",
    [
        "The clerk had promised that the gate would be mended.",  # another promise
        "Every tenant whose rent is late will have a letter with a name.",  # made again, not told again
    ],
)
def test_another_promise_or_the_same_made_again_is_not_recalled(passage):
    assert not recalls(passage, PLEDGE, made=MADE)
