"""Many texts at once: one answer a line, in order, whatever the lines hold."""

import io
import json
import subprocess
import sys

import pytest

from tintuc.config.bulk import LONGEST_DOCUMENT, check_articles, check_pairs
from tintuc.config.cli import main

GOOD = "d1\tThe pier cost 20 million dollars.\tBến tàu tốn 20 triệu đô la."
WRONG = "d1\tThe ferry cost 20 million dollars.\tChiếc phà tốn 30 triệu đô la."


def pairs(*lines: str | bytes, jobs: int = 1) -> list[dict]:
    raw = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return list(check_pairs(io.BytesIO(raw), "en", "vi", jobs))


def articles(*rows: dict | bytes | str, jobs: int = 1) -> list[dict]:
    raw = b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows)
    return list(check_articles(io.BytesIO(raw), jobs=jobs))


def test_each_pair_has_its_answer():
    """Each line is answered in order with its number, document, verdict, findings and what was skipped."""
    answers = pairs(GOOD, WRONG, "d2\tIt rained.\tTrời mưa.")
    assert [(one["line"], one["document"], one["verdict"]) for one in answers] == [
        (1, "d1", "go"),
        (2, "d1", "hold"),
        (3, "d2", "go"),
    ]
    [finding] = answers[1]["findings"]
    assert (finding["check"], finding["quote"], finding["place"]["block"]) == ("figures.number", "30 triệu", "l2")
    assert all(isinstance(one["skipped"], list) for one in answers)


def test_a_heading_line_is_passed_over():
    """A first line that names the columns is no pair; a byte-order mark and Windows line ends change nothing."""
    answers = pairs("\ufeffdocument\tsource\ttarget\r", WRONG + "\r")
    assert [one["line"] for one in answers] == [2]
    assert answers[0]["findings"][0]["quote"] == "30 triệu"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("only one column", "1 columns"),
        ("a\tb\tc\td", "4 columns"),
        (b"a\tb\t\xff\xfe", "not UTF-8"),
        ("", "1 columns"),
    ],
)
def test_a_broken_line_is_answered_and_the_rest_goes_on(line, says):
    """A line that is no pair gets an answer that says why, in its place, and its neighbours are checked."""
    answers = pairs(GOOD, line, WRONG)
    assert [one["verdict"] for one in answers] == ["go", "unreadable", "hold"]
    assert says in answers[1]["error"]


def test_a_document_too_long_is_parted():
    """A document of any length is checked in parts, and every line has its answer."""
    long = "d1\t" + "word " * 9000 + "\t" + "từ " * 9000
    answers = pairs(*[long] * 12, GOOD)
    assert len(answers) == 13
    assert sum(len(long) for _ in range(12)) > LONGEST_DOCUMENT


def test_several_processes_keep_the_order():
    """The answers of two processes are those of one, in the same order."""
    lines = [line.replace("d1", f"d{n}") for n in range(60) for line in (GOOD, WRONG)]
    assert pairs(*lines, jobs=2) == pairs(*lines, jobs=1)


def test_articles():
    """Each line of JSON is answered with its id, verdict, findings and what was skipped."""
    page = "<html lang=vi><h1>Cầu tàu mới</h1><p>Bến phà mới mở cửa .</p></html>"
    answers = articles(
        {"id": "a", "lang": "vi", "html": page, "released": "2031-06-08T03:20+07:00"},
        {
            "id": 7,
            "lang": "en",
            "text": "A pier opens\n\nThe pier opened on Monday.\n\n港口新码头星期一正式启用，渡轮往返海岛只需十二分钟。",
        },
    )
    assert [(one["id"], one["verdict"]) for one in answers] == [("a", "go"), (7, "hold")]
    assert answers[0]["findings"][0]["check"] == "typography.space-before-stop"
    assert answers[1]["findings"][0]["check"] == "language.foreign-script"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1]", "no JSON object"),
        ({"id": "x"}, "either"),
        ({"id": "x", "text": ""}, "empty"),
        ({"id": "x", "text": "a", "html": "b"}, "either"),
        ({"id": "x", "text": 5}, "must be a string"),
        ({"id": "x", "text": "word", "released": "soon"}, "no moment"),
        ({"id": "x", "html": "<div>" * 100_000 + "a"}, "nests more than"),
        ({"id": "x", "text": "\x01" * 900}, "not text"),
        ({"id": "x", "text": "a" * 3_000_000}, "not read"),
    ],
)
def test_bad_articles_are_answered(row, says):
    """A line that cannot be read is answered with why, and the next is checked."""
    answers = articles(row, {"id": "next", "lang": "en", "text": "The pier opened on Monday."})
    assert answers[0]["verdict"] == "unreadable"
    assert says in answers[0]["error"]
    assert answers[1]["verdict"] == "go"


def test_hostile_text_is_answered():
    """Lone surrogates, no-break spaces, one endless word and bidirectional marks end in an answer."""
    texts = [
        "a\ud800b. Word",
        "\u202e" * 50 + "x",
        "x" * 400_001,
        "\u0301" * 5000,
        "(" * 20_000,
        '"' * 20_000,
        "1," * 9000,
    ]
    answers = articles(*({"id": n, "lang": "vi", "text": f"Tựa\n\n{text}"} for n, text in enumerate(texts)))
    assert [one["id"] for one in answers] == list(range(len(texts)))
    assert answers[2]["findings"][0]["check"] == "text.too-long"


def test_exit_codes(tmp_path, capsys):
    """The command ends with 0 if all may go, 1 if any is held, 2 if a line cannot be read or options are missing."""
    file = tmp_path / "pairs.tsv"
    options = ["--source-lang", "en", "--lang", "vi"]
    for lines, code in (([GOOD], 0), ([GOOD, WRONG], 1), ([GOOD, "x", WRONG], 2)):
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert main(["check", "--pairs", str(file), *options]) == code
        assert len(capsys.readouterr().out.splitlines()) == len(lines)
    assert main(["check", "--pairs", str(file)]) == 2
    assert main(["check", "--jsonl", str(tmp_path / "none")]) == 2
    assert main(["check"]) == 2
    assert "give one of" in capsys.readouterr().err


def test_a_caller_may_wait_for_each_answer():
    """Each answer is written as soon as it is there, so that another program can ask line by line."""
    command = [sys.executable, "-c", "from tintuc.config.cli import main; raise SystemExit(main())", "check"]
    with subprocess.Popen([*command, "--jsonl", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for ident in ("one", "two"):
            process.stdin.write(json.dumps({"id": ident, "lang": "en", "text": "The pier opened."}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == ident
        process.stdin.close()
    assert process.returncode == 0
