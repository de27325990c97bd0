"""Adding from the screen: a council, feed, page, folder or file; how far it is, how to stop it, what it brought."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from greenshoots import adding, demo, settings
from greenshoots.adding import Adding, Order
from greenshoots.errors import GreenShootsError, UsageError
from greenshoots.plain import count
from greenshoots.records import Coverage
from greenshoots.views import frame, pages, reviewer
from greenshoots.views.markup import escaped, shown

STAGES = {
    "Starting": "Starting",
    "Reading": "Reading the records",
    "Indexing": "Making them searchable",
    "Linking": "Looking for what is new about earlier statements",
    "Tracing": "Looking for what came of the new pledges",
    "Listing": "Bringing the list of pledges up to date",
}
KINDS_OF_FILE = ["pdf", "docx", "html", "htm", "txt", "md", "json", "jsonl", "vtt", "srt"]
EARLIEST = date(1990, 1, 1)  # a calendar needs an end (guess)
STOPPED = "Stopped. What was finished is kept and can be searched; add the same again to go on where it stopped."
SAMPLE_HERE = (
    "This library holds the fictional sample. Real records would stand among made-up ones, so none can be added"
    " until the sample is taken out."
)
_ERROR = "gs-adding-error"


def first_steps() -> None:
    """Say what this is and offer the two ways to begin, where the library is empty."""
    st.html(
        '<p class="gs-lead">Green Shoots reads what public bodies say in meetings and to the press, keeps what they'
        " can be held to, and shows what was reported about it later.</p>"
        '<div class="gs-answer gs-none"><p><strong>No record is covered yet.</strong> Add your council, or look at a'
        " made-up one first.</p></div>"
    )
    if (running := adding.current()) and not running.is_over:
        _watch()
        return
    told = reviewer.may_add()
    if not told.may:
        reviewer.refusal(told)
        return
    _say_error()
    st.html(f'<p class="gs-go">{pages.link("sources", "Add your council")}</p>')
    st.button("Load the sample", on_click=_begin, args=(Order("sample"),), key="gs-load-sample")
    st.html('<p class="gs-soft">The sample takes a minute: fictional councils, papers and people.</p>')


def show(coverage: Coverage, *, follows: bool) -> None:
    """Draw what runs or ran last, and the forms to add more. ``follows``: whether anything is followed."""
    told = reviewer.may_add()
    if not told.may:
        reviewer.refusal(told)
        return
    running = adding.current()
    if running and not running.is_over:
        _watch()
        return
    if running:
        _result(running)
    _say_error()
    if demo.is_sample(settings.home()) and coverage.documents:
        _sample_here()
        return
    with st.expander("Add a council, a feed, a page, a folder or a file", expanded=not coverage.documents):
        _by_address(shared=told.shared)
        _by_upload()
    if not coverage.documents:
        st.html("<p>Or look at a made-up council first:</p>")
        st.button("Load the sample", on_click=_begin, args=(Order("sample"),), key="gs-load-sample")
    if follows:
        st.button("Ask all followed sources again", on_click=_begin, args=(Order("update"),))


def _by_address(*, shared: bool) -> None:
    here = "" if shared else " A folder or file of this computer is named by its whole path."
    with st.form("gs-add", border=False):
        typed = st.text_input(
            "Web address of a council’s site, a feed or a page" + ("" if shared else ", or a folder"),
            placeholder="democracy.example.gov.uk",
        )
        st.html(
            '<p class="gs-soft">A council’s site is read whole, which may take hours: name a committee and a day to'
            f" begin with less.{escaped(here)}</p>"
        )
        left, right = st.columns(2)
        committee = left.text_input("Only this committee", placeholder="All")
        since = right.date_input("Only from this day on", None, min_value=EARLIEST, format="DD/MM/YYYY")
        about = left.text_input("Of a feed only articles with these words", placeholder="SEND, schools")
        places = right.text_input("Of a feed only articles naming these places", placeholder="Anywhere")
        if st.form_submit_button("Add it"):
            narrowed: dict[str, Any] = {"committee": committee, "since": since, "about": about, "places": places}
            _try(lambda: adding.order_of(typed, **narrowed, web_only=shared))


def _by_upload() -> None:
    with st.form("gs-upload", border=False, clear_on_submit=True):
        files = st.file_uploader("Or files", KINDS_OF_FILE, accept_multiple_files=True)
        if st.form_submit_button("Add the files"):
            _try(lambda: adding.keep_uploads([(file.name, file.getvalue()) for file in files or []]))


def _try(make: Callable[[], Order]) -> None:
    """Begin what was asked for and draw the screen anew, or say what is wrong with it."""
    try:
        _check()
        adding.begin(make())
    except GreenShootsError as error:
        frame.say_error(error)
        return
    st.rerun()


def _begin(order: Order) -> None:
    """Begin at the press of a button; what is wrong is said when the screen is drawn."""
    try:
        _check()
        adding.begin(order)
    except GreenShootsError as error:
        st.session_state[_ERROR] = error


def _check() -> None:
    told = reviewer.may_add()
    if not told.may:
        raise UsageError("Nothing was added", cause=told.why)


def _say_error() -> None:
    if error := st.session_state.pop(_ERROR, None):
        frame.say_error(error)


# While it runs


def _watch_once() -> None:
    """Say how far it is, every second, with a button that stops it."""
    running = adding.current()
    if running is None or running.is_over:
        st.rerun()
        return
    told, share = _how_far(running)
    st.html(f'<p role="status"><strong>{escaped(told)}</strong></p>')
    st.progress(share)
    if running.failures:
        st.html(f'<p class="gs-soft">{count(len(running.failures), "thing")} could not be read so far.</p>')
    stopping = running.state == "stopping"
    st.button("Stop", on_click=running.stop, disabled=stopping, key="gs-stop-adding")
    st.html('<p class="gs-soft">You may leave this screen: it goes on. Closing Green Shoots stops it.</p>')


_watch = st.fragment(_watch_once, run_every=1.0)


def _how_far(running: Adding) -> tuple[str, float]:
    """How far it is, in words and as a share."""
    stage = STAGES.get(running.stage, running.stage)
    if running.total:
        words, share = f"{stage}: {running.done:,} of {running.total:,}", min(1.0, running.done / running.total)
    else:
        words, share = f"{stage}: {running.done:,} so far" if running.done else f"{stage}…", 0.0
    return (f"Stopping after this. {words}" if running.state == "stopping" else words), share


# When it is over


def _result(over: Adding) -> None:
    """Say what it brought, what failed and why, until that is put away."""
    tone = "" if over.state == "done" and not over.failures else "gs-warn"
    st.html(f'<div class="gs-answer {tone}" role="status">{_summary(over)}</div>')
    if over.failures:
        with st.expander(f"Could not be read: {len(over.failures):,}"):
            st.html(f'<ul class="gs-plain">{"".join(f"<li>{shown(message)}</li>" for message in over.failures)}</ul>')
    st.button("Put this away", on_click=adding.forget, key="gs-put-away")


def _summary(over: Adding) -> str:
    if over.state == "stopped":
        return f"<p><strong>{escaped(STOPPED)}</strong></p>"
    if over.state == "failed":
        return f"<p><strong>This did not work.</strong> {shown(over.error)}</p>"
    told = over.outcome
    new = f"{count(told['added'], 'new document')} with {count(told['statements'], 'statement')}"
    words = (
        f"<p><strong>Done: {new}.</strong> {told['known']:,} known already, {told['failed']:,} could not be read.</p>"
    )
    if told["waiting"]:
        words += f"<p>{count(told['waiting'], 'pledge')} still wait to be followed up: greenshoots trace --waiting</p>"
    return words + "".join(f"<p><strong>Alarm:</strong> {shown(alarm)}</p>" for alarm in told["alarms"])


# The sample


def _sample_here() -> None:
    st.html(f'<p class="gs-soft">{escaped(SAMPLE_HERE)}</p>')
    with st.expander("Take the sample out and begin with your own"):
        st.html("<p>The sample goes, with all that was judged of it. It can be loaded again.</p>")
        st.button("Take the sample out", on_click=_remove_sample, key="gs-remove-sample")


def _remove_sample() -> None:
    try:
        _check()
        frame.close()
        demo.remove(settings.home())
        adding.forget()
    except GreenShootsError as error:
        st.session_state[_ERROR] = error
