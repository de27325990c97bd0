"""How strongly two records put the same promise, told in their own words: firmer, with a day, with a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from greenshoots.records import Firmness, Medium, Statement

LONGEST = 90  # code points of the words that are quoted for how firm they are (guess)

RECORD_WORDS: dict[Medium | None, str] = {
    "minutes": "the minutes",
    "transcript": "the recording",
    "press": "the paper",
    "report": "the report",
    "statement": "the public statement",
    None: "the record",
}
_STRENGTH: dict[Firmness, int] = {"vague": 0, "aim": 1, "firm": 2}
# To look into a thing is no undertaking to do it, however firmly it is put. Narrower than the verbs of goalposts.py: it
# is quoted as what the record says.
_ONLY_CONSIDERED = re.compile(
    r"\b(?:will|would|shall|to|could|should|may|might)\s+(?:\w+ly\s+)?(?:be\s+(?:\w+ly\s+)?(?:considered|looked\s+(?:at|into)|explored"
    r"|examined|reviewed|given\s+(?:some\s+)?(?:thought|consideration))|consider|look\s+(?:at|into)|explore|think\s+about)\b",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"(?:\b(?:I|we|they|he|she|it)\s+)?\b(?:will|would|shall|should|could|may|might|hopes?|hoped|hoping|aims?|aimed|plans?|planned"
    r"|intends?|intended|agreed|undertook|promises?|promised)\b",
    re.IGNORECASE,
)
_NEXT_WORDS = re.compile(r"(?:\s+[\w’'-]+){0,6}")
_LOOSE_END = re.compile(
    r"(?:\s+(?:the|a|an|of|in|on|at|by|to|for|with|and|or|our|their|its|all|every|that|be))+$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_TIME = frozenset("by the end of in on at within next before no later than a an this from during and".split())


@dataclass(frozen=True, slots=True)
class Told:
    """What one record tells: its sort, the statement there if it was read as one, the words around it.

    ``typed``: a transcript that was not made by machine from a recording.
    """

    medium: Medium | None
    statement: Statement | None
    around: str
    typed: bool = False


def differences(own: Told, others: Sequence[Told]) -> Iterator[str]:
    """Tell in plain sentences how each other record puts the promise, where both were read as one."""
    for other in others:
        if own.statement and other.statement and own.statement.firmness and other.statement.firmness:
            yield from _firmness(own, other, own.statement, other.statement)
            yield from _times(own, other, own.statement, other.statement)
            yield from _figures(own, other)


def strength(statement: Statement) -> int:
    """How much a promise binds: 2 firm, 1 an aim, 0 vague, or no more than to consider it."""
    if statement.firmness is None or _ONLY_CONSIDERED.search(statement.text):
        return 0
    return _STRENGTH[statement.firmness]


def _firmness(own: Told, other: Told, one: Statement, two: Statement) -> Iterator[str]:
    if strength(one) == strength(two):
        return
    firmer, softer = (own, other) if strength(one) > strength(two) else (other, own)
    quoted = [
        f"{name} {_say(name)} ‘{words}’" for name, words in ((_name(own), binding(one)), (_name(other), binding(two)))
    ]
    # "Agreed that it would be considered" is firm, as far as it goes: it is the promise that is smaller.
    only_considered = _ONLY_CONSIDERED.search((one if softer is own else two).text)
    name = _name(firmer)
    how = f"{_promise(name)} more than" if only_considered else f"{_be(name)} firmer than"
    yield f"{_opening(name)} {how} {_name(softer)}: {quoted[0]}; {quoted[1]}."


def binding(statement: Statement) -> str:
    """The words of a promise that bind: "would be considered", "we will do it by March". Verbatim."""
    text = statement.text
    considered = _ONLY_CONSIDERED.search(text)
    due = text.find(statement.deadline.text) if statement.deadline else -1
    starts = [found.start() for found in _MODAL.finditer(text) if due < 0 or found.start() < due]
    if considered and due < 0:
        return considered.group()
    if not starts:
        return text[:LONGEST].strip()
    if statement.deadline and due >= 0 and due + len(statement.deadline.text) - starts[-1] <= LONGEST:
        return text[starts[-1] : due + len(statement.deadline.text)]
    return _LOOSE_END.sub("", text[starts[0] : _clause_end(text, starts[0])])


def _clause_end(text: str, start: int) -> int:
    """Where the few words after a modal end, at the latest where the clause does."""
    opening = _MODAL.match(text, start)
    after = _NEXT_WORDS.match(text, opening.end() if opening else start)
    return after.end() if after else len(text)


def _times(own: Told, other: Told, one: Statement, two: Statement) -> Iterator[str]:
    first, second = one.deadline, two.deadline
    if (
        first
        and second
        and first.due
        and second.due
        and first.due != second.due
        and _when(first.text) != _when(second.text)
    ):
        yield (
            f"{_opening(_name(own))} {_give(_name(own))} the time as ‘{first.text}’, {_name(other)} as ‘{second.text}’."
        )
    for told, beside, deadline in (
        (own, other, first if not second else None),
        (other, own, second if not first else None),
    ):
        if deadline and not _when(deadline.text) <= _words(beside.around):
            yield f"Only {_name(told)} {_give(_name(told))} a time: ‘{deadline.text}’."


def _figures(own: Told, other: Told) -> Iterator[str]:
    """Tell the figures that only one of them has: by their numbers, as units are worded in many ways."""
    for told, beside in ((own, other), (other, own)):
        statement, there = told.statement, beside.statement
        if not statement or not there:
            continue
        known = {amount.value for amount in there.amounts}
        deadline = statement.deadline.text if statement.deadline else ""
        for amount in statement.amounts:
            number = _WORD.findall(amount.text.casefold())[:1]
            if amount.value not in known and amount.text not in deadline and not set(number) & _words(beside.around):
                yield f"Only {_name(told)} {_give(_name(told))} the figure ‘{amount.text}’."


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _when(deadline: str) -> set[str]:
    """The words of a deadline that tell the time, without the year: "by the end of May 2024" is "by the end of May"."""
    return {word for word in _words(deadline) - _NO_TIME if not _YEAR.fullmatch(word)}


def _name(told: Told) -> str:
    return record_name(told.medium, typed=told.typed)


def record_name(medium: Medium | None, *, typed: bool = False) -> str:
    """What a record is called in a sentence: "the minutes", "the recording"."""
    return "the transcript" if typed and medium == "transcript" else RECORD_WORDS[medium]


def _opening(name: str) -> str:
    return name[:1].upper() + name[1:]


def _say(name: str) -> str:
    return "say" if name == "the minutes" else "says"


def _give(name: str) -> str:
    return "give" if name == "the minutes" else "gives"


def _promise(name: str) -> str:
    return "promise" if name == "the minutes" else "promises"


def _be(name: str) -> str:
    return "are" if name == "the minutes" else "is"
