"""About: what the program does and does not do, in plain words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import streamlit as st

from greenshoots import __version__, settings
from greenshoots.plain import british
from greenshoots.views import frame
from greenshoots.views.markup import escaped, rows
from greenshoots.views.wording import KIND_WORDS

Figures = Mapping[str, Mapping[str, float]]  # by set and name

KINDS_EXPLAINED = {
    "commitment": "somebody binds themselves to do something or to reach something",
    "progress": "says that things got better, or that something promised was done",
    "apology": "the side that answers for a failing says sorry",
    "admission": "the side that answers for a failing owns it",
    "assurance": "expresses confidence, without a new act",
    "criticism": "somebody outside says that it failed or is too slow",
    "finding": "an inspector, ombudsman, auditor, court or ministry judges",
    "denial": "a criticism is rejected, or an act refused",
    "test": "says what would count as success",
    "request": "asks that another act, with no answer yet",
}

WHAT = """
## What it does

Green Shoots reads what public bodies say in meetings and to the press. It keeps every sentence that somebody could be
held to, and looks for what was reported about it later. It runs on this computer: what you search for and what you
add is sent to nobody.

## What you can count on

1. **The words are the words.** Each statement stands as it does in the source, which is kept unchanged with its hash.
   A page that was changed later is shown as changed.
2. **Nobody is named by guesswork.** Each name says how it was found and how sure that is. Where it is not sure, it says
   “not attributed”.
3. **The machine finds, people judge.** “Reads as done” is a proposal about a passage, never a verdict about a
   person. Read the passage in its context.
4. **Evidence is later.** Only what is dated after a statement counts. Undated passages and further reports of the
   same words stand apart.
5. **Private people are not shown**: contact details, home addresses, children and members of the public are masked
   on these screens and in exports; office holders are named. The stored text stays as it was.

## What an answer means
"""

ANSWERS = [
    ("Not checked", "Later records have not been searched yet, or cannot be."),
    ("Checked, nothing found", "The records listed were searched and held nothing. Other records may."),
    ("A source could not be read", "Nothing was found, but some sources failed. They may hold what is missing here."),
    ("Found", "Later passages are shown, each with the reason why."),
]

HOW_READ = """
## How it works

1. **Reading.** A page, minutes, captions or a file becomes fixed text, kept beside the bytes that came from the web.
2. **Finding statements.** Rules and small models, trained beforehand, mark sentences that somebody could be held to,
   say of what kind they are, who is quoted, and what is promised by when. All of it runs on this computer.
3. **Following up.** Words and meaning lead from a statement to passages in later records. Each is a proposal, with the
   reason why it is here.
4. **Judging.** People confirm, correct or reject what was found, and give verdicts, each with name, day and reason.
   Nothing in that log is ever deleted; what was said can be taken back, and both stay.
"""

# Figures of ``evaluation/floors.json`` that ship as ``data/figures.json``: what it is called here, its name, its form.
SETS = (("dev", "Real records"), ("gold", "Made-up records"))
MEASURED = (
    ("Words shown that stand in the source just so", "verbatim", "share"),
    ("Finding statements at all (1 is perfect)", "any kind", "F1"),
    ("Finding commitments (1 is perfect)", "commitment", "F1"),
    ("Sentences taken for a statement that are none, of all sentences", "false_alarms", "share"),
    ("Statements with the right name, or rightly with none", "speaker_accuracy", "share"),
    ("Persons named who are the wrong ones, of all persons named", "wrong_persons", "share"),
    ("Finding the words that give a date (1 is perfect)", "deadline_f1", "F1"),
    ("Working out the day that is due (1 is perfect)", "due_f1", "F1"),
)
HOW_MEASURED = (
    "The right answers were labelled by language-model readers that followed written guidelines, not by people. Made-up"
    " records are easier than real ones. Where 1 is perfect, a figure falls for what was missed and for what was"
    " wrongly found. How often a later passage is rightly proposed is not among these figures: read each one."
)

LIMITS = """
## What it gets wrong

It misses statements, takes some sentences for statements that are none, gives some a wrong kind or a wrong name, and
finds later passages that are of another matter. So before you publish: open the source, read around the words, and ask
the person.

“Nothing found” is about the records covered, which stand above every answer. It never means that nothing was said.
"""

LAW = """
## Licence and law

The program is free software under the Apache Licence 2.0. In plain words, and no legal advice:

- **The records belong to those who published them.** Some councils publish under the Open Government Licence, many do
  not say. Quote with the source, and no more than you need.
- **Of newspapers** only the quotation, at most two sentences around it and the link are shown. Their articles are read
  only once you said that their terms allow it.
- **People have rights.** What is said of a named person must be fair and right. The program proposes; whoever
  publishes answers for it, and should ask the person first. Members of the public and children are not named.
- **A finding is no accusation.** “No mention found” says what the records hold, not what somebody did.

## Something here is wrong

Anybody may ask for a correction: of a name, of words, of what is said to have come after, or to have personal details
taken out. Say which statement it is (the permanent link stands at its end), what is wrong, and how you know.
Corrections stand beside what was found, with a name and a day. Whoever judges here does so on the Review screen.
"""
CONTACT = "CONTACT.txt"  # in the home folder: where to write, for an app that others read


def show() -> None:
    """Draw the screen."""
    frame.title("About Green Shoots")
    st.markdown(WHAT)
    st.html(rows([(heading, escaped(words)) for heading, words in ANSWERS]))
    st.markdown(HOW_READ)
    st.markdown("## Kinds of statement")
    st.html(rows([(KIND_WORDS[kind], escaped(KINDS_EXPLAINED[kind])) for kind in KIND_WORDS]))
    st.markdown("## How often it is right")
    st.html(_measured())
    st.markdown(LIMITS)
    st.markdown(LAW)
    st.html(_where_to_write())
    st.html(f'<p class="gs-soft">Green Shoots {escaped(__version__)}</p>')


def _where_to_write() -> str:
    """Where to ask for a correction: as whoever keeps this library says, else how to say so."""
    told = settings.home() / CONTACT
    words = told.read_text(encoding="utf-8", errors="replace").strip()[:500] if told.is_file() else ""
    if words:
        return f"<p><strong>Write to: {escaped(words)}</strong></p>"
    return (
        "<p>Write to whoever runs this copy of Green Shoots. If that is you: put where to write into a file"
        f" {CONTACT} in the library’s folder, and it stands here.</p>"
    )


def _figure(figures: Figures, name: str, key: str, told: str) -> str:
    value = figures.get(name, {}).get(key)
    if value is None:
        return "not measured"
    return f"{value:.2f}" if told == "F1" else f"{value:.0%}" if value in (0, 1) else f"{value:.1%}"


def _measured() -> str:
    """The measured figures as a table, from the file that ships with the program; "" if it cannot be read."""
    try:
        told = json.loads((settings.data_folder() / "figures.json").read_text("utf-8"))
        day, figures = date.fromisoformat(told["date"]), told["figures"]
    except (OSError, ValueError, KeyError):
        return "<p>The figures could not be read: they should be in data/figures.json.</p>"
    rows = [
        f'<tr><th scope="row">{escaped(words)}</th>'
        + "".join(f'<td data-label="{label}">{_figure(figures, name, key, form)}</td>' for name, label in SETS)
        + "</tr>"
        for words, key, form in MEASURED
    ]
    heads = "".join(f'<th scope="col">{label}</th>' for _, label in SETS)
    head = f'<thead><tr><th scope="col">What was measured</th>{heads}</tr></thead>'
    table = f'<table class="gs-terms">{head}<tbody>{"".join(rows)}</tbody></table>'
    return f"<p>Measured on {british(day)}. {escaped(HOW_MEASURED)}</p>{table}"
