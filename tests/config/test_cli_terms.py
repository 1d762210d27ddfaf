"""``tintuc terms`` and ``tintuc check --terms``."""

import json

import pytest

from tintuc.config.cli import main, terms

TERMS = "concept,language,term,status\npier,en,ferry pier,\npier,vi,bến phà,\npier,vi,cầu tàu,forbidden\n"


@pytest.fixture
def newsroom(monkeypatch, tmp_path, site):
    """A newsroom's folder, as far as the command looks at it."""
    monkeypatch.setattr(terms.newsroom, "open_folder", lambda _folder: None)
    return tmp_path


def test_in_and_out(newsroom, capsys):
    """Terms go in and come out in both formats; a second time nothing is new."""
    (newsroom / "a.csv").write_text(TERMS, encoding="utf-8")
    assert main(["terms", "import", str(newsroom / "a.csv")]) == 0
    for name in ("b.csv", "b.tbx"):
        assert main(["terms", "export", str(newsroom / name)]) == 0
        assert main(["terms", "import", str(newsroom / name)]) == 0
        assert "0 terms are new, 3 were there" in capsys.readouterr().out
    (newsroom / "c.csv").write_text(TERMS.replace("forbidden", "approved"), encoding="utf-8")
    assert main(["terms", "import", str(newsroom / "c.csv")]) == 1
    assert "cầu tàu (vi): forbidden stays; the file has approved" in capsys.readouterr().out
    assert main(["terms", "import", "--replace", str(newsroom / "c.csv")]) == 0


def test_problems_are_told(newsroom, capsys):
    """A bad file, a site that is not there and a name without an ending are told on standard error."""
    (newsroom / "a.csv").write_text(TERMS + "x,xx,y,\nx,en,,\n", encoding="utf-8")
    assert main(["terms", "import", str(newsroom / "a.csv")]) == 2
    said = capsys.readouterr().err
    assert "line 5" in said
    assert "line 6" in said
    assert main(["terms", "import", "--site", "none", str(newsroom / "a.csv")]) == 2
    assert "There are: bac-dau" in capsys.readouterr().err
    assert main(["terms", "export", str(newsroom / "a.doc")]) == 2
    assert main(["terms", "import", str(newsroom / "none.csv")]) == 2


def test_checking_with_terms(tmp_path, capsys):
    """A page, a file of pairs and lines of JSON are held to a file of terms; a bad one is refused."""
    good, pairs, bad = tmp_path / "t.csv", tmp_path / "p.tsv", tmp_path / "bad.csv"
    good.write_text(TERMS, encoding="utf-8")
    bad.write_text("concept\n", encoding="utf-8")
    pairs.write_text("d\tThe ferry pier opened.\tBến tàu đã mở.\nd\tThe ferry pier.\tCầu tàu.\n", encoding="utf-8")
    asked = ["check", "--pairs", str(pairs), "--source-lang", "en", "--lang", "vi", "--jobs", "1"]
    main([*asked, "--terms", str(good)])
    found = [json.loads(line)["findings"] for line in capsys.readouterr().out.splitlines()]
    assert [[one["check"] for one in some if one["check"].startswith("terms.")] for some in found] == [
        ["terms.not-followed"],
        ["terms.forbidden"],
    ]
    source, target = tmp_path / "s.txt", tmp_path / "t.txt"
    source.write_text("The ferry pier opened on Monday.", encoding="utf-8")
    target.write_text("Cầu tàu mở cửa hôm thứ Hai.", encoding="utf-8")
    main(["check", str(target), "--lang", "vi", "--source", str(source), "--source-lang", "en", "--terms", str(good)])
    assert "The house does not say “Cầu tàu” but bến phà." in capsys.readouterr().out
    lines = tmp_path / "l.jsonl"
    lines.write_text(json.dumps({"id": "1", "lang": "vi", "text": "Một cầu tàu mới đã mở cửa."}), encoding="utf-8")
    main(["check", "--jsonl", str(lines), "--jobs", "1", "--terms", str(good)])
    assert "terms.forbidden" in capsys.readouterr().out
    assert main([*asked, "--terms", str(bad)]) == 2
    assert "it lacks language, term" in capsys.readouterr().err
