"""The whole reader with its real models: what the user's own example must give, and that order changes nothing."""

from pathlib import Path

import pytest

from greenshoots.pipeline import readings
from greenshoots.records import Failure, Statement
from ingest.sources import Fetched, read_source
from nlp.extract import read

pytestmark = pytest.mark.slow

SEED = Path(__file__).resolve().parents[2] / "shared" / "inputs" / "press" / "seed_article.txt"
HADLEY = ("Cathi Hadley", "corporate director for children’s services")
CALVERT = ("Kate Calvert", "acting chief officer for commissioning")
BURTON = ("Richard Burton", "portfolio holder for children and young people")


@pytest.fixture(scope="module")
def seed() -> tuple[str, tuple[Statement, ...]]:
    if not SEED.exists():
        pytest.skip("no ../shared/inputs beside this checkout")
    ((_, reading),) = readings([str(SEED)], failed=lambda failure: pytest.fail(failure.message))
    return SEED.read_bytes().decode(), reading.statements


@pytest.mark.parametrize(
    ("words", "kind", "who"),
    [
        ("not being able to have delivered the plan", "admission", HADLEY),
        ("starting to see ‘green shoots’", "progress", HADLEY),
        ("we are seeing those green shoots", "progress", HADLEY),
        ("we apologize for the children", "apology", HADLEY),
        ("The real litmus test", "test", HADLEY),
        ("would like to reassure families", "assurance", HADLEY),
        ("£4.8million", None, HADLEY),
        ("shared collective responsibility", None, CALVERT),
        ("a real commitment to our partnership", "assurance", CALVERT),
        ("in a very different place", "progress", BURTON),
        ("I will get less complaints", None, BURTON),
    ],
)
def test_the_seed_article(
    seed: tuple[str, tuple[Statement, ...]], words: str, kind: str | None, who: tuple[str, str]
) -> None:
    text, statements = seed
    (found,) = [statement for statement in statements if words in statement.text]
    assert text[found.start : found.end] == found.text
    assert (found.speaker, found.role) == who
    assert kind is None or kind in found.kinds


def test_no_paragraph_that_goes_on_with_a_quotation_changes_hands(seed: tuple[str, tuple[Statement, ...]]) -> None:
    text, statements = seed
    calvert, burton = text.index("Kate Calvert"), text.index("Councillor Richard Burton")
    named = [statement for statement in statements if statement.speaker]
    assert {statement.speaker for statement in named if statement.end <= calvert} == {HADLEY[0]}
    assert {statement.speaker for statement in named if calvert <= statement.start < burton} == {CALVERT[0]}
    assert {statement.speaker for statement in named if statement.start >= burton} == {BURTON[0]}


def test_the_amount_applied_for_has_value_and_unit(seed: tuple[str, tuple[Statement, ...]]) -> None:
    (found,) = [statement for statement in seed[1] if "£4.8million" in statement.text]
    assert [(amount.text, amount.value, amount.unit) for amount in found.amounts] == [("£4.8million", 4.8e6, "GBP")]


def test_statements_do_not_depend_on_order_or_number_of_processes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = root / "data" / "sample" / "documents"
    documents = [item.document for item in read_source(str(folder)) if isinstance(item, Fetched)][:14]
    one_by_one = {document.id: read(document) for document in reversed(documents)}
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "2")
    told: list[Failure] = []
    files = sorted(str(path) for path in folder.iterdir() if path.suffix != ".jsonl")[:14]
    together = [reading for _, reading in readings(files, failed=told.append)]
    assert not told
    assert len(together) == 14
    spans = [[(s.start, s.end, s.kinds, s.speaker, s.score) for s in reading.statements] for reading in together]
    alone = [[(s.start, s.end, s.kinds, s.speaker, s.score) for s in one_by_one[d.id].statements] for d in documents]
    assert spans == alone
