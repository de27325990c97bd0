"""Review: what the machine is not sure of, one thing at a time, judged by keys or buttons; and who judged what."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from greenshoots import quoting, review
from greenshoots.errors import GreenShootsError
from greenshoots.masks import mask
from greenshoots.pipeline import Library
from greenshoots.plain import SAID_WORDS, british, count, found_by, relation_words
from greenshoots.public import showing
from greenshoots.records import KINDS, RELATIONS, Correction, Document, Kind, Link, Span, Verdict
from greenshoots.review import SORTS, Item, Sort
from greenshoots.views import frame, reviewer, timeline, wording
from greenshoots.views.marked import in_context
from greenshoots.views.markup import escaped, shown
from greenshoots.views.parts import kind_tags, source_line, statement_link
from index.store_review import last_said

SORT_WORDS: dict[Sort, str] = {"links": "Links", "names": "Names", "statements": "Statements"}
ALL = "All"
LEAD = (
    "What the machine is not sure of: first links to later passages, then names, then statements; the least sure"
    " first. What you say is kept with your name and the day, is shown beside what was found, and can be learned from."
)
# The letters C and R belong to Streamlit. Single letters can be turned off, for who speaks to their computer.
KEYS = {"accept": "Y", "correct": "E", "reject": "N", "skip": "S", "undo": "U"}
KEY_WORDS = "Y: yes, right. N: no, wrong. E: edit what is wrong. S: skip for now. U: undo the last."
LOGGED = 50  # entries of the log on the screen (guess)
_QUEUE, _SKIPPED, _UNDO, _EDIT, _SAID = "gs-queue", "gs-skipped", "gs-done", "gs-editing", "gs-said"


def show() -> None:
    """Draw the screen."""
    library = frame.library()
    frame.title("Review")
    standing = reviewer.standing()
    if standing.may:
        st.html(f'<p class="gs-lead">{escaped(LEAD)}</p>')
        _queue(library)
    else:
        reviewer.refusal(standing)
    _log(library)


# The queue


def _queue(library: Library) -> None:
    by = _name()
    items = _waiting(library)
    sort = _chosen_sort(items)
    wanted = [item for item in items if sort in (ALL, item.sort)]
    item = _first_open(library, wanted)
    if item is None:
        _nothing_left(library)
        return
    st.html(f"<h2>{_place(wanted, item)}</h2>")
    _judging(library, item, by)
    _card(library, item)
    _more(item)


def _name() -> str:
    """Ask for the reviewer's name once; from then on say under which name is judged, and let it be changed."""
    standing = reviewer.standing()
    if standing.shared or not standing.name:
        by = reviewer.name_box(key="gs-review-name")
    else:
        with st.expander("Change your name"):
            by = reviewer.name_box(key="gs-review-name")
        st.html(f"<p class='gs-soft'>You judge as <strong>{shown(by)}</strong>.</p>")
    if by.strip() and by.strip() != standing.name and not standing.shared:
        reviewer.remember(by)
        st.rerun()
    return by


def _waiting(library: Library) -> list[Item]:
    """The queue as it was when this session first asked, short of what was judged since, what was skipped last."""
    if _QUEUE not in st.session_state:
        with st.spinner("Looking for what is unsure…"):
            st.session_state[_QUEUE] = review.queue(library)
    items: list[Item] = st.session_state[_QUEUE]
    skipped: list[str] = st.session_state.get(_SKIPPED, [])
    after = [item for name in skipped for item in items if item.id == name]
    return [*(item for item in items if item.id not in skipped), *after]


def _chosen_sort(items: list[Item]) -> str:
    numbers = {sort: sum(item.sort == sort for item in items) for sort in SORTS}
    chosen: str = st.radio(
        "What to look at",
        (ALL, *SORTS),
        format_func=lambda sort: f"{ALL}: {len(items)}" if sort == ALL else f"{SORT_WORDS[sort]}: {numbers[sort]}",
        horizontal=True,
        key="gs-review-sort",
    )
    return chosen


def _first_open(library: Library, wanted: list[Item]) -> Item | None:
    """Return the first that nobody judged since, and forget those before it."""
    for item in wanted:
        if review.is_open(library, item):
            return item
        _forget(item)
    return None


def _forget(item: Item) -> None:
    st.session_state[_QUEUE] = [other for other in st.session_state[_QUEUE] if other.id != item.id]


def _place(wanted: list[Item], item: Item) -> str:
    left = len(wanted) - wanted.index(item)
    return f"{escaped(SORT_WORDS[item.sort][:-1])} · {left:,} to look at"


def _nothing_left(library: Library) -> None:
    st.html('<div class="gs-answer" role="status"><p><strong>Nothing left to look at here.</strong></p></div>')
    _told()
    _undo_button(library)
    st.button("Look again", on_click=_look_again)


def _look_again() -> None:
    st.session_state.pop(_QUEUE, None)
    st.session_state.pop(_SKIPPED, None)


def _told() -> None:
    """Say what became of the last key pressed."""
    st.html(f'<p class="gs-told" role="status">{st.session_state.pop(_SAID, "") or "&nbsp;"}</p>')


# One item


def _card(library: Library, item: Item) -> None:
    """Show why it is here, what was found, and the words in their context."""
    document = library.store.document(item.statement.document_key)
    with showing(document):
        why = f'<p class="gs-covered">Why it is here: {shown(item.why)}.</p>'
        st.html(f"<article>{why}{_statement(library, item, document)}</article>")
    if item.link:
        with showing(library.store.document(item.link.document_key)):
            later = timeline.passage_html(library, item.link)
        st.html(f'<ol class="gs-time gs-small"><li class="gs-proposed">{later}</li></ol>')


def _statement(library: Library, item: Item, document: Document) -> str:
    said = item.statement
    before, after = quoting.context(document, before=2, after=2)
    passages = library.store.passages(document.key)
    words = in_context(document.text, passages, Span(said.start, said.end), before=before, after=after)
    opened = statement_link("Open this statement", said, document.made)
    name = f"<h3>{shown(wording.speaker(said))}</h3><p class='gs-soft'>{shown(wording.attribution(said))}</p>"
    return f"{name}{kind_tags(said)}{words}{source_line(document)}{opened}"


_QUESTIONS: dict[Sort, str] = {
    "links": "Does the later passage bear on the statement, and say this of it?",
    "names": "Is the name right?",
    "statements": "Are these words a statement, of this kind?",
}


def _judging(library: Library, item: Item, by: str) -> None:
    """Draw the buttons, their keys, and the form for a correction where that was asked for."""
    st.html(f"<h3>{_QUESTIONS[item.sort]}</h3>")
    by_keys: bool = st.session_state.get("gs-review-keys", True)
    keys = KEYS if by_keys else {}
    nobody = item.sort == "names" and not item.statement.speaker
    reason: str = st.session_state.get(f"gs-why {item.id}", "")
    with st.container(horizontal=True):
        _button("Accept", "accept", keys, _judge, library, item, by, reason, review.accept, "Accepted")
        if not nobody:
            _button("Reject", "reject", keys, _judge, library, item, by, reason, review.reject, "Rejected")
        _button("Correct", "correct", keys, _edit, item)
        _button("Skip", "skip", keys, _skip, item)
        _undo_button(library, keys)
    if by_keys:
        st.html(f'<p class="gs-soft">{escaped(KEY_WORDS)}</p>')
    _told()
    if st.session_state.get(_EDIT) == item.id:
        _form(library, item, by, reason)


def _more(item: Item) -> None:
    """Ask for a reason, and whether single letters are keys: below, since both are asked for now and then."""
    with st.expander("Give a reason, or turn the keys off"):
        st.text_input("Why (not required)", key=f"gs-why {item.id}")
        st.toggle("Single letters work as keys", value=True, key="gs-review-keys")


def _button(words: str, name: str, keys: dict[str, str], does: Callable[..., None], *args: object) -> None:
    st.button(words, key=f"gs-button-{name}", shortcut=keys.get(name), on_click=does, args=args)


def _undo_button(library: Library, keys: dict[str, str] | None = None) -> None:
    if st.session_state.get(_UNDO):
        _button("Undo", "undo", KEYS if keys is None else keys, _undo, library)


def _judge(
    library: Library, item: Item, by: str, reason: str, act: Callable[..., review.Done], told: str, **said: object
) -> None:
    """Keep what is said of an item, and go on to the next."""
    try:
        done = act(library, item, by=reviewer.signed(by), reason=reason, **said)
    except GreenShootsError as error:
        st.session_state[_SAID] = f'<span class="gs-refused">{shown(str(error))}</span>'
        return
    st.session_state.setdefault(_UNDO, []).append((item, done))
    _forget(item)
    st.session_state.pop(_EDIT, None)
    st.session_state[_SAID] = f"{told} by {shown(done_by(done))}. Undo takes it back."


def _skip(item: Item) -> None:
    skipped = [name for name in st.session_state.get(_SKIPPED, []) if name != item.id]
    st.session_state[_SKIPPED] = [*skipped, item.id]
    st.session_state.pop(_EDIT, None)
    st.session_state[_SAID] = "Skipped: it comes again after all others."


def _edit(item: Item) -> None:
    opened = st.session_state.get(_EDIT) == item.id
    st.session_state[_EDIT] = None if opened else item.id


def _undo(library: Library) -> None:
    """Take the last judgement of this session back, and show its item again."""
    item, done = st.session_state[_UNDO].pop()
    try:
        review.take_back(library, item, done, by=reviewer.signed(done_by(done)))
    except GreenShootsError as error:
        st.session_state[_SAID] = f'<span class="gs-refused">{shown(str(error))}</span>'
        return
    st.session_state[_QUEUE] = [item, *st.session_state.get(_QUEUE, [])]
    st.session_state[_SAID] = "Taken back: it is as if nothing was said, and the log keeps both."


def done_by(done: review.Done) -> str:
    """Whose name stands under a judgement."""
    judged = done.judgement if isinstance(done, Link) else done
    return judged.by if judged else ""


# Correcting


def _form(library: Library, item: Item, by: str, reason: str) -> None:
    with st.form(f"gs-correct {item.id}"):
        if item.link:
            _link_fields(item)
        else:
            _statement_fields(library, item)
        if st.form_submit_button("Keep the correction"):
            _judge(library, item, by, reason, review.correct, "Corrected", **_said(library, item))
            st.rerun()


def _link_fields(item: Item) -> None:
    st.selectbox(
        "What the later passage says of the statement",
        [name for name in RELATIONS if item.link and name != item.link.relation],
        index=None,
        placeholder="Choose one",
        format_func=lambda name: SAID_WORDS[name][:1].upper() + SAID_WORDS[name][1:],
        key="gs-relation",
    )


def _statement_fields(library: Library, item: Item) -> None:
    st.multiselect(
        "What these words are (leave empty: no statement)",
        KINDS,
        default=list(item.statement.kinds),
        format_func=lambda kind: wording.KIND_WORDS[kind],
        key=f"gs-kinds {item.id}",
    )
    names = _names(library, item)
    st.selectbox(
        "Whose words they are (choose, or type a name; leave empty: not attributed)",
        names,
        index=0 if item.statement.speaker else None,
        placeholder="Not attributed",
        accept_new_options=True,
        key=f"gs-speaker {item.id}",
    )


def _names(library: Library, item: Item) -> list[str]:
    """The name that was found, then those that stand near; never one that is not to be shown."""
    with showing(library.store.document(item.statement.document_key)):
        found = [mask(item.statement.speaker)] if item.statement.speaker else []
        return list(dict.fromkeys([*found, *(name for name in item.names if mask(name) == name)]))


def _said(library: Library, item: Item) -> dict[str, object]:
    """What the form says, as ``review.correct`` takes it."""
    if item.link:
        return {"relation": st.session_state.get("gs-relation")}
    kinds: list[Kind] = st.session_state[f"gs-kinds {item.id}"]
    speaker = (st.session_state[f"gs-speaker {item.id}"] or "").strip()
    found = _names(library, item)[:1] if item.statement.speaker else []
    return {
        "kinds": [kind for kind in KINDS if kind in kinds],
        "speaker": speaker or None,
        "same_speaker": [speaker] == found,
    }


# The log


def _log(library: Library) -> None:
    """List what people said last: who, when, what and why. Of what was taken back both entries stay."""
    said = last_said(library.store, limit=LOGGED)
    with st.expander(f"What was judged last: {count(len(said), 'entry', 'entries')}"):
        told = "".join(f"<li>{_entry(library, entry)}</li>" for entry in said)
        st.html(f'<ul class="gs-plain">{told}</ul>' if said else "<p>Nobody has judged anything yet.</p>")


def _entry(library: Library, entry: Correction | Link | Verdict) -> str:
    with showing(library.store.document(entry.document_key)):
        words = " ".join(entry.text.split())
        return f"<strong>{shown(_act(entry))}</strong><br><q>{shown(words)}</q>"


def _act(entry: Correction | Link | Verdict) -> str:
    """Who did what, when and why."""
    if isinstance(entry, Link) and entry.judgement:
        if not entry.judgement.takes_back:
            told = found_by(entry)
            as_what = f" ({relation_words(entry)})" if entry.judgement.accepted else ""
            return f"Link {told}{as_what}"
        return _signed("Judgement of a link taken back", entry.judgement.by, british(entry.judgement.at.date()), "")
    if isinstance(entry, Verdict):
        return _signed(f"Verdict: {entry.rating}", entry.by, british(entry.at.date()), entry.reason)
    if isinstance(entry, Correction):
        if entry.takes_back:
            return _signed("Correction taken back", entry.by, british(entry.at.date()), entry.reason)
        kinds = ", ".join(wording.KIND_WORDS[kind] for kind in entry.kinds) or "No statement"
        speaker = f", words of {entry.speaker}" if entry.speaker else ""
        return _signed(f"{kinds}{speaker}", entry.by, british(entry.at.date()), entry.reason)
    return ""


def _signed(what: str, by: str, day: str, reason: str) -> str:
    return f"{what}: {by}, {day}" + (f" ({reason})" if reason else "")
