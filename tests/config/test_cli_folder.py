"""Which newsroom a command is for."""

import pytest

from tintuc.config.cli import main, parser

LINES = [
    ["serve"],
    ["bake"],
    ["deploy", "nginx"],
    ["intake", "page.html", "--edition", "vi"],
    ["archive", "lines.jsonl", "--by", "anna", "--reason", "was public"],
    ["translation", "export", "1"],
    ["translation", "count"],
    ["terms", "export", "terms.csv"],
    ["memory", "rebuild"],
    ["learn-head", "--lang", "vi"],
    ["manage", "check"],
]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_the_environment_names_the_folder(line, monkeypatch, tmp_path):
    """A command that is told no folder is for the newsroom that TINTUC_DIR names; one that is told, for that."""
    monkeypatch.setenv("TINTUC_DIR", str(tmp_path))
    assert parser().parse_args(line).dir == tmp_path
    verb = 2 if line[0] in {"translation", "terms", "memory"} else 1
    told = [*line[:verb], "--dir", "elsewhere", *line[verb:]]
    assert str(parser().parse_args(told).dir) == "elsewhere"
    monkeypatch.delenv("TINTUC_DIR")
    assert str(parser().parse_args(line).dir) == "newsroom"


def test_the_audit_goes_there_too(monkeypatch, tmp_path, capsys):
    """The audit of the archive looks for the newsroom that TINTUC_DIR names."""
    monkeypatch.setenv("TINTUC_DIR", str(tmp_path / "there"))
    assert main(["audit"]) == 2
    assert f"no newsroom in {tmp_path / 'there'}" in capsys.readouterr().err
