"""What every check in the catalogue must keep, whoever wrote it."""

from pathlib import Path

import pytest

import tintuc.text
from tintuc.checks import Check, Find, Finding, Pass, catalogue, rule_set, run
from tintuc.checks.registry import _rules
from tintuc.text import encoder

CHECKS = [pytest.param(check, id=check.id) for check in catalogue().values()]
EXAMPLES = [
    pytest.param(check, example, id=f"{check.id}-{number}")
    for check in catalogue().values()
    for number, example in enumerate(check.examples, 1)
]


def findings(check: Check, example: Pass | Find) -> list[Finding]:
    if check.requires == "encoder" and not encoder.available():
        pytest.skip("needs the extra tintuc[encoder]")
    report = run(example.dossier, checks=[check], encoder=True)
    assert not [seen for seen in report.seen if seen.template], "the check broke"
    return [seen.finding for seen in report.seen]


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_example(check: Check, example: Pass | Find):
    """A check says of its own examples exactly what it promises."""
    found = findings(check, example)
    if isinstance(example, Pass):
        assert found == []
    else:
        assert (example.reason, example.quote) in {(f.reason, f.quote) for f in found}


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_evidence_is_there(check: Check, example: Pass | Find):
    """What a finding quotes stands exactly at the place it names."""
    for finding in findings(check, example):
        if finding.place.field not in {"story", "page"}:
            assert example.dossier.at(finding.place) == finding.quote


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_can_be_read_out(check: Check, example: Pass | Find):
    """Each finding fills its sentence, with no value missing or left over."""
    for finding in findings(check, example):
        sentence = check.says[finding.reason] % finding.values
        assert sentence.endswith(".")
        assert all(value in sentence for value in finding.values.values())


@pytest.mark.parametrize("check", CHECKS)
def test_shows_both_sides(check: Check):
    """A check shows a text it passes, and one it catches for each reason it has."""
    assert any(isinstance(example, Pass) for example in check.examples)
    assert {e.reason for e in check.examples if isinstance(e, Find)} == set(check.says)


@pytest.mark.parametrize("check", CHECKS)
def test_card_is_written(check: Check):
    """A check says in full sentences why it is there and what to do."""
    assert check.why.endswith(".")
    assert check.fix.endswith(".")
    assert check.since


def test_a_changed_table_is_another_rule_set(tmp_path):
    """Rules are told apart by the words they look for, too, and by what files hold, not when they were written."""
    (tmp_path / "tables").mkdir()
    table, module = tmp_path / "tables" / "words.toml", tmp_path / "words.py"
    table.write_text('words = ["one"]')
    module.write_text("WORDS = 1")
    before = list(_rules(tmp_path))
    table.touch()
    assert list(_rules(tmp_path)) == before
    table.write_text('words = ["two"]')
    assert list(_rules(tmp_path)) != before
    assert [name for name, _ in before] == ["tables/words.toml", "words.py"]


def test_the_rule_set_reads_every_table():
    """The tables that the checks ask are part of what the rule set is made from."""
    names = {name for name, _ in _rules(Path(tintuc.text.__path__[0]))}
    assert {"tables/selling.toml", "tables/numbers.toml", "numbers.py"} <= names
    assert len(rule_set()) == 64
