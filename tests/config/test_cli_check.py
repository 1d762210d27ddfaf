"""``tintuc check``: what the desk would say, as exit code, text, JSON and SARIF."""

import json
import subprocess
import sys
import time

import pytest

from tintuc.config.cli import main

CLEAN = (
    "<html lang='en'><h1>A pier opens</h1><p>The harbour town opened its new ferry pier on Monday after two years.</p>"
    "<p>Residents said the crossing to the island now takes twelve minutes instead of forty.</p></html>"
)
HELD = CLEAN.replace("</html>", "<p>港口新码头星期一正式启用，渡轮往返海岛只需十二分钟，居民表示欢迎。</p></html>")


@pytest.fixture
def file(tmp_path):
    def write(text: str | bytes, name: str = "page.html"):
        place = tmp_path / name
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(place)

    return write


def test_exit_codes(file, capsys):
    """0 says go, 1 hold, 2 that the file cannot be read, with a sentence on standard error."""
    assert main(["check", file(CLEAN)]) == 0
    assert main(["check", file(HELD)]) == 1
    assert main(["check", file(b"\x00\x01" * 900)]) == 2
    assert "not text" in capsys.readouterr().err
    assert main(["check", "/nowhere/page.html"]) == 2
    assert "No such file" in capsys.readouterr().err


def test_json(file, capsys):
    """JSON holds the verdict, findings with their places, and what was skipped."""
    main(["check", file(HELD), "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert data["verdict"] == "hold"
    finding = next(one for one in data["findings"] if one["check"] == "language.foreign-script")
    assert finding["place"]["field"] == "body"
    assert finding["place"]["block"] == "p3"
    assert (finding["place"]["start"], finding["place"]["end"]) == (0, len(finding["quote"]))
    assert {"reason", "level", "message", "fix"} <= set(finding)
    assert isinstance(data["skipped"], list)


def test_timings(file, capsys):
    """With --timings the JSON says how long each check that looked took, the slowest first."""
    main(["check", file(HELD), "--format", "json", "--timings"])
    data = json.loads(capsys.readouterr().out)
    assert set(data["timings"]).isdisjoint(row["check"] for row in data["skipped"])
    took = list(data["timings"].values())
    assert took == sorted(took, reverse=True)
    assert main(["check", file(HELD), "--timings"]) == 2
    capsys.readouterr()
    main(["check", file(HELD), "--format", "json"])
    assert "timings" not in json.loads(capsys.readouterr().out)


def test_sarif(file, capsys):
    """SARIF 2.1.0 names the rule, the level and the place of each result."""
    main(["check", file(HELD), "--format", "sarif"])
    data = json.loads(capsys.readouterr().out)
    assert data["version"] == "2.1.0"
    [run] = data["runs"]
    result = next(one for one in run["results"] if one["ruleId"] == "language.foreign-script")
    assert result["level"] == "error"
    assert result["message"]["text"]


def test_text_names_place_and_fix(file, capsys):
    """The text names the check, the place, the words and what to do."""
    main(["check", file(HELD)])
    out = capsys.readouterr().out
    assert "HOLD" in out
    assert "p3:0-" in out
    assert "Translate the paragraph" in out


def test_the_language_can_be_told(file, capsys):
    """--lang says what language the text is to be in; an unknown one is skipped by name."""
    assert main(["check", file(CLEAN), "--lang", "vi"]) == 1
    assert "reads as en, not as vi" in capsys.readouterr().out
    main(["check", file(CLEAN), "--lang", "xx", "--format", "json"])
    assert any("has no tables for xx" in row["reason"] for row in json.loads(capsys.readouterr().out)["skipped"])


def test_a_source_is_laid_beside_it(file, capsys):
    """With --source a paragraph that repeats its source is found; a paragraph that is missing is named."""
    source = file(CLEAN, "source.html")
    target = file(
        "<html lang='vi'><h1>Bến tàu</h1><p>The harbour town opened its new ferry pier on Monday after two years.</p>"
        "<p>Người dân nói đường ra đảo nay chỉ còn mười hai phút.</p></html>",
        "target.html",
    )
    assert main(["check", target, "--source", source, "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [one["place"]["block"] for one in data["findings"] if one["check"] == "translation.untranslated"] == ["p1"]
    short = file("<html lang='vi'><p>Người dân nói đường ra đảo nay chỉ còn mười hai phút.</p></html>", "short.html")
    main(["check", short, "--source", source, "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [one["reason"] for one in findings if one["check"] == "translation.paragraphs"] == ["dropped"]


def test_the_release_date_can_be_told(file, capsys):
    """--released is held against the dates in the text; a date that is none is refused."""
    page = file(CLEAN.replace("on Monday", "on 5 July").replace("</html>", "<p>It was tried on 6 July.</p></html>"))
    assert main(["check", page, "--released", "2031-06-01T08:00"]) == 1
    assert main(["check", page, "--released", "2031-07-08"]) == 0
    with pytest.raises(SystemExit) as stop:
        main(["check", page, "--released", "yesterday"])
    assert stop.value.code == 2
    capsys.readouterr()


def test_it_loads_no_django(file):
    """Checking a file does not load Django, so it starts fast and runs anywhere."""
    code = f"import sys; from tintuc.config.cli import main; main(['check', {file(CLEAN)!r}]); print('django' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "False"


def test_standard_input(file):
    """- reads standard input."""
    command = [sys.executable, "-c", "import sys; from tintuc.config.cli import main; sys.exit(main(['check', '-']))"]
    assert subprocess.run(command, input=HELD.encode(), capture_output=True).returncode == 1


def test_the_seed_page(shared, capsys):
    """The page this product began with is on hold, with every kind of flaw named."""
    seed = str(shared / "data" / "seed" / "page.html")
    assert main(["check", seed, "--format", "json"]) == 1
    found = {finding["check"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert found >= {
        "language.foreign-script",
        "names.variants",
        "dates.released-before-events",
        "injection.injected-line",
        "sentences.broken",
        "sentences.doubled-stop",
        "typography.space-before-stop",
        "rights.missing-source",
        "rights.missing-licence",
        "translation.unlabelled-machine",
        "page.dead-sections",
    }


def test_places_in_sarif_are_addresses(file, capsys):
    """A file name with a line break or a space is escaped, and every result names a rule and has a message."""
    main(["check", file(HELD, "a\nb c.html"), "--format", "sarif"])
    [done] = json.loads(capsys.readouterr().out)["runs"]
    rules = {rule["id"] for rule in done["tool"]["driver"]["rules"]}
    assert done["results"]
    for result in done["results"]:
        [location] = result["locations"]
        address = location["physicalLocation"]["artifactLocation"]["uri"]
        assert address.endswith("a%0Ab%20c.html")
        assert result["ruleId"] in rules
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]


def test_an_unread_source_is_named(file, capsys):
    """The error says that the source, and not the text, could not be read."""
    assert main(["check", file(CLEAN), "--source", file(b"", "empty.txt")]) == 2
    assert "empty.txt: The file is empty" in capsys.readouterr().err


def test_a_file_of_pairs_takes_no_source(file, capsys):
    """A translation file holds its source already."""
    pairs = (
        '<xliff version="1.2"><file source-language="en" target-language="vi"><body><trans-unit id="1">'
        "<source>It rose.</source><target>Nó tăng.</target></trans-unit></body></file></xliff>"
    )
    assert main(["check", file(pairs, "a.xlf"), "--source", file("It rose.", "a.txt")]) == 2
    assert "leave --source out" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["> " * 30 + "x", "[" * 9000 + "x"])
def test_markdown_without_end_is_refused(file, capsys, text):
    """Nesting of which a part would be dropped unread, or that takes minutes, ends in an error."""
    assert main(["check", file(text, "deep.md")]) == 2
    assert "nests deeper" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["Ab" * 90_000, "一二" * 90_000, "[" * 90_000, "a@b" * 30_000])
def test_a_run_without_spaces_takes_no_time(file, text):
    """One word of a hundred thousand letters is read in bounded time."""
    begun = time.process_time()
    main(["check", file(text, "run.txt"), "--lang", "vi"])
    assert time.process_time() - begun < 10
