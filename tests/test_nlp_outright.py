import pytest

from nlp.outright import ruled_out, said_outright


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("We apologise unreservedly to every family who waited.", "apology"),
        ("The leader apologised for the failings in the service.", "apology"),
        ("I am very sorry that your son was let down.", "apology"),
        ("She spoke of green shoots in the service.", "progress"),
        ("The service is in a much better place than a year ago.", "progress"),
        ("The acid test will be whether waiting times fall.", "test"),
        ("Success will be measured by the number of plans issued on time.", "test"),
        ("Ofsted rated the service inadequate.", "finding"),
    ],
)
def test_kinds_that_the_words_say(sentence: str, kind: str) -> None:
    assert said_outright(sentence) == {kind}


@pytest.mark.parametrize(
    "sentence",
    [
        "Apologies for absence were received from Councillor Marsh.",
        "Apologies: Mr Dunn, Mrs Hale.",
        "We are sorry to hear of the death of Mr Dunn.",
        "The director refused to apologise to the families.",
        "The clerk apologised for being late.",
        "I apologise, Chair.",
    ],
)
def test_the_same_words_in_another_sense(sentence: str) -> None:
    assert "apology" not in said_outright(sentence)


def test_apologies_for_absence_are_ruled_out() -> None:
    assert ruled_out("Apologies were received from Cllr Marsh.") == {"apology"}
