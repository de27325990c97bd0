"""The slots of a commitment, filled from one sentence: who does what, how much, by when, on what condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from greenshoots.records import Amount, Deadline, Firmness, Testability
from nlp.actions import find_action
from nlp.actors import find_actor
from nlp.amounts import find_amounts
from nlp.conditions import find_condition
from nlp.deadlines import find_deadline
from nlp.firmness import judge_firmness
from nlp.parse import parse
from nlp.posts import kind_of
from nlp.testability import Promise, judge_testability
from nlp.undertakings import Undertaking, find_undertaking

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Slots:
    """The amounts and the commitment fields of a ``Statement``. All words are pieces of the sentence as it stands."""

    actor: str | None
    deadline: Deadline | None
    amounts: tuple[Amount, ...]
    firmness: Firmness
    action: str | None
    condition: str | None
    testability: Testability


def fill(
    sentence: str,
    *,
    base: date | None,
    speaker: str | None,
    doc: Doc | None = None,
    owner: str | None = None,
    deadline: Deadline | None = None,
    noted: bool = False,
) -> Slots:
    """Fill the slots of a sentence that is known to be a commitment.

    ``base``: the day from which deadlines are counted. ``speaker``: whose promise it is; an actor is named only if it
    is somebody else. ``doc``: the parse of this very sentence, if there is one already. ``owner``, ``deadline``: what
    stands beside the sentence, in columns of their own. ``noted``: it is an action agreed, though in a fragment.
    """
    undertaking = find_undertaking(parse([sentence])[0] if doc is None else doc)
    actor = owner or find_actor(sentence, undertaking, speaker=speaker)
    action = find_action(sentence, undertaking) or (sentence if noted else None)
    amounts = find_amounts(sentence)
    deadline = deadline or find_deadline(sentence, base=base, promise=undertaking.start if undertaking else 0)
    condition = find_condition(sentence)
    firmness = judge_firmness(sentence, undertaking)
    who = actor or (None if _leaves_open_who(undertaking, speaker) else speaker)
    promise = Promise(sentence, undertaking, who, action, deadline, amounts, condition, firmness)
    return Slots(
        actor=actor,
        deadline=deadline,
        amounts=amounts,
        firmness=firmness,
        action=action,
        condition=condition,
        testability=judge_testability(promise),
    )


def _leaves_open_who(undertaking: Undertaking | None, speaker: str | None) -> bool:
    """Whether somebody says that a thing "will be done" without saying by whom; a body answers for what it says."""
    return (
        undertaking is not None
        and undertaking.passive
        and bool(speaker)
        and kind_of(speaker or "") not in ("body", "group")
    )
