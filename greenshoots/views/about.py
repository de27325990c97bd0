"""About: what the program does and does not do, in plain words."""

from __future__ import annotations

import streamlit as st

from greenshoots import __version__
from greenshoots.views import frame
from greenshoots.views.markup import escaped, rows
from greenshoots.views.wording import KIND_WORDS

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

LIMITS = """
## What it gets wrong

It reads by rules and by models trained on sentences that were labelled by language models. It misses statements, takes
some sentences for statements that are none, gives some a wrong kind, and finds later passages that are of another
matter. So before you publish: open the source, read around the words, and ask the person.

“Nothing found” is about the records covered, which stand above every answer. It never means that nothing was said.

## Licence

The program is free software under the Apache Licence 2.0. The records belong to those who published them: quote
them as the law allows, with their source.
"""


def show() -> None:
    """Draw the screen."""
    frame.title("About Green Shoots")
    st.markdown(WHAT)
    st.html(rows([(heading, escaped(words)) for heading, words in ANSWERS]))
    st.markdown("## Kinds of statement")
    st.html(rows([(KIND_WORDS[kind], escaped(KINDS_EXPLAINED[kind])) for kind in KIND_WORDS]))
    st.markdown(LIMITS)
    st.html(f'<p class="gs-soft">Green Shoots {escaped(__version__)}</p>')
