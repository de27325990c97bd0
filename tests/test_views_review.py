"""The screen for reviewing and the one place that decides who may judge and add, run without a browser."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from views_home import WordVectors, build, found_later, may_judge

from greenshoots import adding, pipeline, review
from greenshoots.records import Attribution
from greenshoots.views import about, reviewer
from tests.test_views_screens import read, screen, written

FORMS = ("Judge this passage of", "Give a verdict, or see", "Is this wrong?", "Add a passage")
SCREENS_WITH_FORMS = ("review", "statement")


@pytest.fixture
def ids(home, monkeypatch):
    """A small library of which the machine is unsure."""
    made = build(home)
    find = found_later(made)
    monkeypatch.setattr(pipeline, "embedder", WordVectors)
    monkeypatch.setattr(
        "index.trace.trace", lambda store, vectors, embedder, said: find(SimpleNamespace(store=store), said.id)
    )
    monkeypatch.setattr(review, "UNLIKELY_LINK", 1.0)
    with pipeline.library(home) as library:
        found = find(library, made.pledge)
        library.store.put_links(made.pledge, found.links, searched=found.searched)
    yield made
    st.cache_resource.clear()


@pytest.fixture
def judging(ids, monkeypatch):
    may_judge(monkeypatch)
    return ids


@pytest.fixture
def shared(ids, monkeypatch):
    """An app that other machines reach, with sign-in; returns a way to sign somebody in."""
    monkeypatch.setattr(reviewer, "listens_here", lambda: False)
    secrets = {
        "auth": {"client_id": "x"},
        "review": {"reviewers": ["ada@council.example.org", "@scrutiny.example.org"]},
    }
    told: dict[str, object] = {}
    monkeypatch.setattr(reviewer, "_secrets", lambda: secrets)
    monkeypatch.setattr(reviewer.st, "user", SimpleNamespace(to_dict=lambda: told))
    return SimpleNamespace(ids=ids, secrets=secrets, user=told)


def signed_in(shared, email, **more):
    shared.user.update({"is_logged_in": True, "email": email, "name": "Ada <b>Marsh</b>", **more})


def button(test: AppTest, label: str):
    (found,) = [one for one in test.button if one.label == label]
    return found


def press(test: AppTest, label: str) -> AppTest:
    button(test, label).click().run()
    assert not test.exception
    return test


def named(test: AppTest, name: str = "Una Frost") -> AppTest:
    test.text_input(key="gs-review-name").input(name).run()
    assert not test.exception
    return test


def log(home):
    with pipeline.library(home) as library:
        return [link.judgement for _, link in library.store.judgements()], library.store.corrections()


def forms_on(test: AppTest) -> list[str]:
    return [one.label for one in test.expander if one.label.startswith(FORMS)]


# Who may


def test_a_local_app_is_read_only_and_says_how_it_is_not(ids, monkeypatch):
    monkeypatch.setattr(reviewer, "listens_here", lambda: True)
    monkeypatch.delenv("GREENSHOOTS_REVIEW", raising=False)
    for name in SCREENS_WITH_FORMS:
        test = screen(name, id=ids.pledge)
        assert "greenshoots app --review" in read(test)
        assert forms_on(test) == []
        assert [one.label for one in test.button] == []


def test_the_one_user_of_this_machine_judges_without_signing_in(judging):
    assert len(forms_on(screen("statement", id=judging.pledge))) >= 4
    assert button(screen("review"), "Accept")


def test_a_shared_app_without_sign_in_refuses_even_when_started_for_review(ids, monkeypatch):
    monkeypatch.setenv("GREENSHOOTS_REVIEW", "1")
    monkeypatch.setattr(reviewer, "listens_here", lambda: False)
    for name in SCREENS_WITH_FORMS:
        test = screen(name, id=ids.pledge)
        assert "signs nobody in" in read(test)
        assert forms_on(test) == []
    assert "signs nobody in" in read(screen("sources"))
    assert "Add it" not in [one.label for one in screen("sources").button]


def test_whoever_has_not_signed_in_is_asked_to(shared):
    test = screen("review")
    assert "Reviewers sign in" in read(test)
    assert [one.label for one in test.button] == ["Sign in"]
    assert forms_on(screen("statement", id=shared.ids.pledge)) == []


@pytest.mark.parametrize(
    ("email", "more"),
    [
        ("eve@elsewhere.example.org", {}),
        ("eve@sub.scrutiny.example.org", {}),
        ("@scrutiny.example.org", {}),
        ("", {}),
        ("ada@council.example.org", {"email_verified": False}),
    ],
)
def test_an_account_that_is_not_listed_may_not(shared, email, more):
    signed_in(shared, email, **more)
    test = screen("review")
    assert "not listed as a reviewer" in read(test)
    assert [one.label for one in test.button] == ["Sign out"]


def test_without_a_list_nobody_may(shared):
    shared.secrets["review"] = {}
    signed_in(shared, "ada@council.example.org")
    assert "nobody is listed" in read(screen("review"))


@pytest.mark.parametrize("email", ["Ada@Council.example.org", "una@scrutiny.example.org"])
def test_a_listed_account_judges_by_its_own_name(shared, home, email):
    signed_in(shared, email)
    test = screen("review")
    assert "gs-review-name" not in [box.key for box in test.text_input]
    assert "Ada <b>" not in written(test)
    press(test, "Accept")
    (said,), _ = log(home)
    assert said.by == "Ada <b>Marsh</b>"


def test_a_shared_app_adds_no_folder_of_its_machine(shared, tmp_path):
    signed_in(shared, "ada@council.example.org")
    test = screen("sources")
    (typed,) = [box for box in test.text_input if box.label.startswith("Web address")]
    typed.input(str(tmp_path))
    press(test, "Add it")
    assert "neither a web address nor" in read(test)
    assert adding.current() is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "greenshoots.council.example.org"},
        {"Host": "127.0.0.1:8501", "X-Forwarded-For": "192.0.2.7"},
        {"Host": "127.0.0.1.evil.example.org"},
        {"Host": "[broken"},
    ],
)
def test_an_app_behind_another_server_is_shared_though_it_listens_here(monkeypatch, headers):
    monkeypatch.setattr(reviewer, "listens_here", lambda: True)
    context = SimpleNamespace(headers=SimpleNamespace(to_dict=lambda: headers))
    monkeypatch.setattr(reviewer.st, "context", context)
    assert reviewer.is_shared()


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501"])
def test_a_page_asked_of_this_machine_is_not_shared(monkeypatch, host):
    monkeypatch.setattr(reviewer, "listens_here", lambda: True)
    context = SimpleNamespace(headers=SimpleNamespace(to_dict=lambda: {"Host": host}))
    monkeypatch.setattr(reviewer.st, "context", context)
    assert not reviewer.is_shared()


# The screen


def test_nothing_is_kept_without_a_name(judging, home):
    test = press(screen("review"), "Accept")
    assert "bears the name" in read(test)
    assert log(home) == ([], [])


def test_a_link_is_accepted_by_name_and_the_next_comes(judging, home):
    test = named(screen("review"))
    assert "Link · " in read(test)
    press(test, "Accept")
    (said,), _ = log(home)
    assert (said.accepted, said.by, said.relation) == (True, "Una Frost", "shortfall")
    assert "Accepted by Una Frost" in read(test)
    assert "You judge as Una Frost" in read(test)


def test_undo_takes_back_and_the_log_has_both(judging, home):
    test = press(press(named(screen("review")), "Reject"), "Undo")
    judgements, _ = log(home)
    assert [said.takes_back for said in judgements] == [False, True]
    words = read(test)
    assert "Taken back" in words
    assert "Link rejected by Una Frost" in words
    assert "Judgement of a link taken back: Una Frost" in words
    assert "Undo" not in [one.label for one in test.button]


def test_what_is_skipped_comes_after_all_others_and_nothing_is_kept(judging, home):
    test = named(screen("review"))
    first = read(test)
    press(test, "Skip")
    assert "Skipped" in read(test)
    assert log(home) == ([], [])
    assert read(test) != first


def test_a_link_is_corrected_by_what_it_says(judging, home):
    test = press(named(screen("review")), "Correct")
    test.selectbox(key="gs-relation").set_value("context")
    press(test, "Keep the correction")
    (said,), _ = log(home)
    assert (said.relation, said.proposed) == ("context", "shortfall")


def test_a_reason_is_kept_with_it(judging, home):
    test = named(screen("review"))
    (why,) = [box for box in test.text_input if box.label.startswith("Why")]
    why.input("I went there").run()
    press(test, "Reject")
    (said,), _ = log(home)
    assert said.reason == "I went there"


def test_a_statement_is_corrected_to_another_kind(judging, home):
    test = named(screen("review"))
    test.radio(key="gs-review-sort").set_value("statements").run()
    assert "Are these words a statement" in read(test)
    press(test, "Correct")
    (kinds,) = test.multiselect
    kinds.set_value(["progress"])
    press(test, "Keep the correction")
    _, (said,) = log(home)
    assert said.kinds == ("progress",)
    assert said.by == "Una Frost"


def test_keys_can_be_turned_off(judging):
    test = named(screen("review"))
    assert "Y: yes, right." in read(test)
    test.toggle(key="gs-review-keys").set_value(False).run()
    assert "Y: yes, right." not in read(test)


def test_when_all_is_judged_it_says_so(judging, monkeypatch):
    monkeypatch.setattr(review, "queue", lambda library: [])
    assert "Nothing left to look at here" in read(screen("review"))


def test_nothing_on_the_screen_acts(judging, home):
    with pipeline.library(home) as library:
        nasty = library.store.statement(judging.nasty)
    item = review.Item("names", nasty, "The name is <b>not</b> sure", names=("[x](javascript:1)", "<i>Rey</i>"))
    assert nasty.attribution == Attribution()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(review, "queue", lambda library: [item])
        test = press(named(screen("review"), "<script>Una</script>"), "Reject")
    for piece in ("<script>", "<b>not</b>", "<i>Rey", 'href="javascript'):
        assert piece not in written(test)


# About


def test_the_figures_are_those_that_were_measured():
    from evaluation.floors import SHIPPED, load_floors, shipped
    from evaluation.floors import _json as as_json

    assert SHIPPED.read_text("utf-8") == as_json(shipped(load_floors()))


def test_about_tells_error_rates_limits_law_and_how_to_ask_for_a_correction(home):
    test = screen("about")
    words = read(test) + " ".join(piece.value for piece in test.markdown)
    for told in ("Real records", "100%", "What it gets wrong", "Apache Licence", "ask for a correction", "CONTACT.txt"):
        assert told in words
    assert "not measured" not in words


def test_who_keeps_the_library_says_where_to_write(home):
    home.mkdir()
    (home / about.CONTACT).write_text("The <b>clerk</b>, clerk@kerb.example.org")
    assert "Write to: The &lt;b&gt;clerk&lt;/b&gt;, clerk@kerb.example.org" in written(screen("about"))
