"""The gate: floors hold, floors only rise, data and floors move together; and once for real."""

from __future__ import annotations

import pytest

from evaluation import gate
from evaluation.floors import Floors, Pin, changed_files, falls, load_floors, pin_anew, save_floors
from evaluation.measures import EvaluationSet, evaluation_sets
from greenshoots.errors import BrokenSourceError

FILES = {"gold": "abc"}


def pinned(**values: float) -> Floors:
    return pin_anew(Floors(), {"gold": values}, FILES, today="2025-01-14")


def pins(floors: Floors) -> dict[str, Pin]:
    return floors.pins["gold"]


def test_a_floor_is_the_figure_less_the_tolerance():
    assert pins(pinned(speaker_accuracy=0.9)) == {"speaker_accuracy": Pin(0.9, 0.895)}


def test_verbatim_has_no_tolerance_and_no_floor_is_below_nothing():
    assert pins(pinned(verbatim=1.0, denial=0.0)) == {"verbatim": Pin(1.0, 1.0), "denial": Pin(0.0, 0.0)}


def test_a_figure_that_is_better_when_lower_gets_a_ceiling():
    assert pins(pinned(wrong_persons=0.02)) == {"wrong_persons": Pin(0.02, 0.025)}


@pytest.mark.parametrize(
    ("name", "value", "falls_below"),
    [
        ("due_f1", 0.895, False),
        ("due_f1", 0.894, True),
        ("false_alarms", 0.905, False),
        ("false_alarms", 0.906, True),
    ],
)
def test_a_figure_may_move_within_the_tolerance_and_no_further(name, value, falls_below):
    fallen = falls(pinned(**{name: 0.9}), {"gold": {name: value}})
    assert [fall.name for fall in fallen] == ([name] if falls_below else [])


def test_a_figure_that_can_no_longer_be_measured_has_fallen():
    [fall] = falls(pinned(due_f1=0.9), {"gold": {}})
    assert str(fall) == "gold: due_f1 is not measured, below its floor 0.8950"


def test_a_set_that_is_not_at_hand_is_passed_over_and_keeps_its_floors():
    floors = pinned(due_f1=0.9)
    assert falls(floors, {}) == []
    again = pin_anew(floors, {"traps": {"false_alarms": 0.1}}, {"traps": "def"}, today="2025-02-01")
    assert again.pins["gold"] == floors.pins["gold"]
    assert again.files == {"gold": "abc", "traps": "def"}


def test_floors_rise_with_the_figure_and_remember_the_last_one():
    floors = pin_anew(pinned(due_f1=0.9), {"gold": {"due_f1": 0.95}}, FILES, today="2025-02-01")
    assert pins(floors) == {"due_f1": Pin(0.95, 0.945, 0.9)}


@pytest.mark.parametrize(
    ("name", "first", "second", "kept"), [("due_f1", 0.9, 0.896, 0.895), ("wrong_persons", 0.1, 0.104, 0.105)]
)
def test_small_steps_down_do_not_lower_a_floor(name, first, second, kept):
    floors = pin_anew(pinned(**{name: first}), {"gold": {name: second}}, FILES, today="2025-02-01")
    assert pins(floors)[name].floor == kept


def test_with_a_reason_a_fallen_figure_gets_a_lower_floor_and_the_reason_is_kept():
    floors = pin_anew(pinned(due_f1=0.9), {"gold": {"due_f1": 0.8}}, FILES, today="2025-02-01", reason="speed")
    assert pins(floors) == {"due_f1": Pin(0.8, 0.795, 0.9)}
    assert floors.lowered == (
        {"set": "gold", "name": "due_f1", "figure": 0.8, "floor": 0.895, "date": "2025-02-01", "reason": "speed"},
    )


def test_figures_of_one_medium_are_shown_and_not_held():
    floors = pinned(**{"press / any kind": 0.7})
    assert pins(floors) == {"press / any kind": Pin(0.7)}
    assert falls(floors, {"gold": {"press / any kind": 0.1}}) == []


def test_floors_come_back_from_the_file_as_they_went_in(tmp_path):
    floors = pin_anew(pinned(due_f1=0.9), {"gold": {"due_f1": 0.8}}, FILES, today="2025-02-01", reason="speed")
    save_floors(floors, tmp_path / "floors.json")
    assert load_floors(tmp_path / "floors.json") == floors


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"date": "", "files": {}, "pins": {"gold": {"due_f1": 3}}, "lowered": []}']
)
def test_damaged_floors_are_refused(tmp_path, text):
    (tmp_path / "floors.json").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenSourceError, match=r"floors\.json: floors cannot be read"):
        load_floors(tmp_path / "floors.json")


def test_data_that_changed_or_are_new_are_noticed():
    assert changed_files(pinned(due_f1=0.9), {"gold": "other", "traps": "new"}) == ["gold", "traps"]
    assert changed_files(pinned(due_f1=0.9), FILES) == []


# The command, on a set whose figures a test can choose.


class Bench:
    """One evaluation set with chosen figures, and floors of its own."""

    def __init__(self, folder):
        self.data, self.floors = folder / "gold.jsonl", folder / "floors.json"
        self.data.write_text("{}", encoding="utf-8")
        self.figures = {"any kind": 0.7, "wrong_persons": 0.02}

    def run(self, **options) -> int:
        one = EvaluationSet("gold", self.data, "Fictional gold", lambda path: dict(self.figures))
        return gate.run((one,), path=self.floors, **options)


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def test_without_floors_the_gate_is_shut(bench, capsys):
    assert bench.run() == 1
    assert "pin again with --update" in capsys.readouterr().err


def test_pinned_figures_pass_and_the_changelog_line_is_printed(bench, capsys):
    assert bench.run(update=True) == 0
    assert "- Quality floors pinned anew: any kind F1 on gold 0.700." in capsys.readouterr().out
    assert bench.run() == 0


def test_a_fall_shuts_the_gate_and_is_named(bench, capsys):
    bench.run(update=True)
    bench.figures["any kind"] = 0.6
    assert bench.run() == 1
    assert "gold: any kind is 0.6000, below its floor 0.6950" in capsys.readouterr().err


def test_changed_data_shut_the_gate_though_the_figures_hold(bench, capsys):
    bench.run(update=True)
    bench.data.write_text("{} ", encoding="utf-8")
    assert bench.run() == 1
    assert "gold: its data are not those that the floors were pinned on" in capsys.readouterr().err


def test_update_refuses_to_lower_a_floor_and_leaves_the_file_alone(bench, capsys):
    bench.run(update=True)
    before = bench.floors.read_bytes()
    bench.figures["any kind"] = 0.6
    assert bench.run(update=True) == 1
    assert "needs --allow-regression REASON" in capsys.readouterr().err
    assert bench.floors.read_bytes() == before


def test_a_reason_lowers_the_floor_and_stands_in_the_changelog_line(bench, capsys):
    bench.run(update=True)
    bench.figures["any kind"] = 0.6
    assert bench.run(update=True, reason="half the memory") == 0
    assert "Lowered (half the memory): any kind on gold 0.600 (was 0.700)." in capsys.readouterr().out
    assert bench.run() == 0


def test_the_markdown_has_command_date_figure_last_change_and_floor(bench, capsys):
    bench.run(update=True)
    bench.figures |= {"any kind": 0.75, "false_alarms": 0.0125}
    bench.run(markdown=True)
    out = capsys.readouterr().out
    assert "`python -m evaluation.gate --markdown`, 20" in out
    assert "| any kind, F1 | 0.750 | 0.700 | +0.050 | 0.695 |" in out
    assert "| wrong persons (lower is better) | 0.020 | 0.020 | +0.000 | 0.025 |" in out
    assert "| false alarms per 1,000 sentences (lower is better) | 12.5 |  |  |  |" in out


@pytest.mark.parametrize("arguments", [["--allow-regression", "speed"], ["--update", "--allow-regression", " "]])
def test_a_reason_without_update_and_an_empty_reason_are_wrong_usage(arguments):
    with pytest.raises(SystemExit) as left:
        gate.main(arguments)
    assert left.value.code == 2


def test_malformed_gold_shuts_the_gate_with_one_line(monkeypatch, tmp_path, capsys):
    (tmp_path / "gold.jsonl").write_text(
        '{"id": "d1", "text": "x", "sentences": [{"start": 0, "end": 9, "kinds": []}]}'
    )
    broken = evaluation_sets(tmp_path, dev=tmp_path / "dev.jsonl")[:1]
    monkeypatch.setattr(gate, "evaluation_sets", lambda: broken)
    assert gate.main([]) == 1
    assert capsys.readouterr().err.startswith("gold.jsonl, d1, offset 0: 0:9 reaches past the end")


def test_real_records_are_measured_only_where_they_are_at_hand(tmp_path):
    dev = tmp_path / "dev.jsonl"
    assert "dev" not in {one.name for one in evaluation_sets(dev=dev)}
    dev.write_text("", encoding="utf-8")
    assert evaluation_sets(dev=dev)[-1].name == "dev"


def test_every_set_of_the_project_is_pinned_with_its_data():
    ours = {one.name: one.sha256 for one in evaluation_sets() if one.name != "dev"}
    assert changed_files(load_floors(), ours) == []


@pytest.mark.slow
def test_the_extractor_holds_its_floors(capsys):
    status = gate.main([])
    assert status == 0, capsys.readouterr().err
