"""Which checks take more than their share of time as a text grows. Prints a table; exits 1 if any does.

Each check gets texts made of one seed over and over, at three lengths, each four times the last: as one passage and as
passages of 400 characters, alone and beside the same as a source. One whose time grows by more than ten times where the
text grew by four, and that takes longer than a text may, is named.

``python bench/slow.py [--check CHECK]``
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Iterator

from tintuc.checks import Block, Dossier, Profile, run
from tintuc.checks.registry import catalogue

SEEDS = [
    "x", "X", "1", "1,", "1.", "1 ", "1-", "1:", "1/", "“", "”", '"', "'", "‘", "(", ")", "「", "」", "@", "@a", "#", ".", "..", "…",
    "。", "a.", "A.", "A. ", "a. ", "$", "$1", "1$", "$1 ", "%", "1% ", "三千万", "一", "十", "万", "3万", "1,0", "1.000", "1.000.",
    "Ab ", "Ab", "Ab Cd, ", "ab ", "AB ", "a b ", "the ", "and the ", "của ", "năm ", "hai ", "một ", "ba mươi ", "tháng ",
    "ngày 1 tháng 1 ", "thứ ", "Monday ", "10 May ", "1 million ", "million ", "hundred and ", "two ", "http://", "http://a.b/",
    "www.", "a@b.", "a-", "a'", "a’b ", "-", "– ", " ", "\t", "\n", "\n\n", "\u200b", "\u202e", "\ufeff", "\u00a0", "\u0301", "e\u0301",
    "Ã", "Ã©", "â€", "\ufffd", "\ud800", "аa", "аб ", "日", "日本", "日,", "か", "カ", "カ・", "가", "가 ", "십 ", "ก", "ا ", "א", "π", "😀",
    "[", "【", "<", "<a ", "&amp;", "{", "\\", "*", "_", "a\u0000", "Mr. ", "St. ", "v.v. ", "No. ", "1st ", "XIV ", "MCMXC", "5pm ", "12:30 ",
    "12h30 ", "5 giờ ", "3時", "France ", "Pháp ", "中国", "Kim Jong ", "x" * 61 + " ", "1 1 1 1", "1 000 ", "0", "9" * 30 + " ", "٣", "３", "一分之",
    "20世纪", "ЖЖ ", "ß", "İ", "\u3000", "，", "、", "：", "? ", "! ", "!?", ".”", ". “", "”.", "“a” ", "(a) ", "\"a\" ", "«", "» ", "/", "a/b ", ";",
]  # fmt: skip
LENGTHS = 5_000, 20_000, 80_000
#: How much longer a text four times as long may take: a log and some cold caches are forgiven.
RATIO = 10
#: Milliseconds below which nobody waits.
PATIENCE = 60
#: Milliseconds that no check may take for any text of these lengths.
TOO_LONG = 1200
LANGUAGES = ("vi", "en"), ("en", "vi"), ("zh-Hans", "ko"), ("ko", "ja"), ("ja", "zh-Hans")


def dossiers(seed: str, length: int) -> Iterator[tuple[str, Dossier]]:
    """The shapes a text may have."""
    text = (seed * (length // len(seed) + 1))[:length]
    parts = [text[at : at + 400] for at in range(0, length, 400)]
    for language, other in LANGUAGES:
        yield f"{language} beside {other}", dossier(language, other, [text])
    yield "en alone", dossier("en", "", parts)
    yield "vi passages beside en", dossier("vi", "en", parts)


def dossier(language: str, source: str, parts: list[str]) -> Dossier:
    """A text, and as its source the same."""
    day = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
    body = tuple(Block(part, f"p{n}", source=part if source else None) for n, part in enumerate(parts))
    return Dossier(language=language, source_language=source, headline="A", body=body, released=day, origin="unknown")


def main() -> bool:
    """Measure and name what is slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", default="", help="only checks whose id begins so")
    parser.add_argument("--seed", help="only this seed")
    asked = parser.parse_args()
    checks = [check for ident, check in catalogue().items() if ident.startswith(asked.check)]
    for language in {language for pair in LANGUAGES for language in pair}:
        run(dossier(language, "en" if language != "en" else "vi", ["A. 1 “b”"]), Profile(), checks)  # load the tables
    found = False
    for seed in [asked.seed] if asked.seed else SEEDS:
        times: dict[tuple[str, str], list[float]] = {}
        for length in LENGTHS:
            grown = dict(dossiers(seed, length))
            for shape, one in grown.items():
                for check in checks:
                    history = times.setdefault((check.id, shape), [])
                    if history and history[-1] > TOO_LONG:
                        continue
                    begun = time.process_time()
                    report = run(one, Profile(), [check])
                    history.append((time.process_time() - begun) * 1000)
                    for seen in report.seen:
                        if seen.finding.reason == "broke":
                            found = True
                            print(f"{check.id}, {seed[:12]!r}, {shape}: {seen.message()}", flush=True)
        for (ident, shape), spent in times.items():
            steep = spent[-1] > PATIENCE and spent[-1] > RATIO * max([1.0, *spent[-2:-1]])
            if steep or spent[-1] > TOO_LONG:
                found = True
                print(f"{ident}, {seed[:12]!r}, {shape}: {', '.join(f'{ms:.0f}' for ms in spent)} ms", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
