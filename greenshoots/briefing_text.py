"""The sentences of a briefing that are the same in the Word file, on the page and on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from greenshoots.briefing import Briefing, Item, Section
from greenshoots.plain import british, count

LEAD = (
    "Found by machine in the record named below and proposed, not judged: read the words themselves before you use"
    " them. “No mention” says what was searched, not that nothing was done. Nothing here says that a pledge was kept or"
    " not kept."
)
RECORD, UNREAD, ASK = "What record this rests on", "What could not be read", "Questions to ask"
NO_QUESTION = "No question arises from the record covered. That is no sign that nothing was promised."
ALL_READ = "Every source that was asked for could be read."
NOTHING = "Nothing found in the record covered."


def title(briefing: Briefing) -> str:
    """Head of the briefing: for which meeting."""
    return f"Briefing: {briefing.committee.told}"


def subtitle(briefing: Briefing) -> str:
    """The day of the meeting, and what was left out."""
    return f"For the meeting of {british(briefing.on)}. What was published on that day or later is left out."


def heading(item: Item) -> str:
    """Head of one item: number, who, when."""
    return f"{item.number}. {item.who}, {item.day}"


def remarks(section: Section) -> Iterator[str]:
    """What is said under the heading of a section beside its items."""
    yield section.lead
    if section.also:
        numbers = f"{'item' if len(section.also) == 1 else 'items'} {', '.join(map(str, section.also))} above."
        yield f"Also {numbers}" if section.items else f"See {numbers}"
    if section.left_out:
        yield f"{count(section.left_out, 'more', 'more')} not listed here: see the list of pledges."
    if not section.items and not section.also:
        yield NOTHING


def earlier(item: Item) -> str:
    """How many later passages are not listed, "" for none."""
    return f"{count(item.earlier, 'earlier passage')} not listed." if item.earlier else ""


def later_heading(item: Item) -> str:
    """Head of the later passages: what reads as other terms stands apart from them."""
    return "What else was said later" if item.changes else "What was said later"
