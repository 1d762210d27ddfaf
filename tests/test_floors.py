"""The desk finds what it found, and leaves alone what it left alone."""

import importlib
import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"


@pytest.fixture
def floors(monkeypatch):
    """The bench that holds the floors, which is a script and no package."""
    monkeypatch.syspath_prepend(str(BENCH))
    names = ("floors", "checks", "pairs", "corpus", "spoil")
    kept = {name: sys.modules.pop(name, None) for name in names}
    yield importlib.import_module("floors")
    for name in names:
        sys.modules.pop(name, None)
        if kept[name]:
            sys.modules[name] = kept[name]


@pytest.mark.timeout(180)
def test_nothing_fell(floors, shared, monkeypatch):
    """On the development data no share of clean text is above its ceiling and no share of errors found below its floor."""
    monkeypatch.setattr(sys.modules["corpus"], "DATA", shared / "data")
    figures = floors.measured(quick=True)
    given = {path: floor for path, floor in floors.floors().items() if path in figures}
    assert len(given) > 50
    assert floors.fallen(figures, given) == []


def test_a_worse_figure_is_named(floors):
    """More flags on clean text, fewer errors found and a figure that is gone are each named."""
    given = {"pairs.a-b.clean.hold": 1.0, "pairs.a-b.found.cut_off": 90.0, "pairs.a-b.found.gone": 5.0}
    worse = {"pairs.a-b.clean.hold": 1.1, "pairs.a-b.found.cut_off": 89.0}
    assert [path for path, _, _ in floors.fallen(worse, given)] == list(given)
    better = {"pairs.a-b.clean.hold": 0.0, "pairs.a-b.found.cut_off": 95.0, "pairs.a-b.found.gone": 5.0}
    assert floors.fallen(better, given) == []


def test_floors_only_rise_when_set(floors, tmp_path, monkeypatch, capsys):
    """Setting floors from worse figures leaves them, and says what is below."""
    monkeypatch.setattr(floors, "FILE", tmp_path / "floors.toml")
    result = tmp_path / "result.json"
    for found in (90.0, 50.0):
        result.write_text(json.dumps({"pairs.a-b.found.cut_off": found, "pairs.a-b.clean.hold": 100 - found}))
        monkeypatch.setattr(sys, "argv", ["floors.py", "--set", str(result)])
        code = floors.main()
    assert floors.floors() == {"pairs.a-b.clean.hold": 10.15, "pairs.a-b.found.cut_off": 88.5}
    assert code == 1
    assert "at least 88.5, measured 50" in capsys.readouterr().out


def test_lowering_a_floor_is_told(floors, tmp_path, monkeypatch):
    """A floor is lowered with a reason, which stands in the changelog, and no other floor moves."""
    monkeypatch.setattr(floors, "FILE", tmp_path / "floors.toml")
    monkeypatch.setattr(floors, "CHANGELOG", tmp_path / "CHANGELOG.md")
    floors.CHANGELOG.write_text("# Changelog\n")
    floors.write({"pairs.a-b.found.cut_off": 88.5, "pairs.a-b.found.broken": 70.0})
    result = tmp_path / "result.json"
    result.write_text(json.dumps({"pairs.a-b.found.cut_off": 60.0, "pairs.a-b.found.broken": 99.0}))
    arguments = ["floors.py", "--from", str(result), "--lower", "cut_off"]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit):
        floors.main()
    monkeypatch.setattr(sys, "argv", [*arguments, "--why", "Captions are left alone."])
    assert floors.main() == 0
    assert floors.floors() == {"pairs.a-b.found.broken": 70.0, "pairs.a-b.found.cut_off": 58.5}
    assert floors.CHANGELOG.read_text() == (
        "# Changelog\n- `check-catches-less`: the floor of `cut_off` is lower: Captions are left alone.\n"
    )
