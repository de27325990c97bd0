from datetime import date

from greenshoots import plain
from greenshoots.records import Attribution, Coverage, Statement


def test_dates_are_british() -> None:
    assert plain.british(date(2023, 3, 3)) == "3 March 2023"
    assert plain.british(None) == "date unknown"


def test_what_is_covered_is_told_in_one_sentence() -> None:
    coverage = Coverage(
        documents=34, first=date(2022, 1, 12), last=date(2024, 12, 10), undated=1,
        bodies=(("Harbourside Council", 20), ("The Echo", 13), ("", 1)), failures=2,
    )  # fmt: skip
    assert plain.coverage_sentence(coverage) == (
        "Covers 34 documents of 2 bodies, 12 January 2022 to 10 December 2024; 1 undated; 2 sources could not be read."
    )
    assert plain.coverage_sentence(Coverage()) == "No record covered."


def test_a_statement_without_a_speaker_says_so() -> None:
    statement = Statement("d", "k", 0, 2, "No", ("denial",))
    assert plain.speaker_words(statement) == "not attributed"
    named = Statement(
        "d", "k", 0, 2, "No", ("denial",), speaker="Ada Marsh", role="clerk", attribution=Attribution("pronoun", 0.9)
    )
    assert plain.speaker_words(named) == "Ada Marsh, clerk (pronoun)"


def test_contact_details_are_masked_in_print() -> None:
    printed = plain.quoted("Ring 01632 960150 or write to ada@harbourside.example.org\nby May.")
    assert "01632" not in printed
    assert "@" not in printed
    assert printed.endswith("by May.")
