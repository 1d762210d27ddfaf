"""Is a figure wrong by a power of ten?

The commonest way to be wrong by far: 万 read as ten million, billion as tỷ of another kind, a nought too many.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.numbers import known as known_languages
from tintuc.text.scale import power_between
from tintuc.text.unmatched import unmatched


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    for run in dossier.pairs:
        missing, extra = unmatched(run.source, run.text, dossier.source_language, dossier.language)
        if power := power_between(missing, extra):
            number, source = extra[0], missing[0]
            quote = run.text[number.start : number.end]
            factor = f"{10 ** abs(power):,}" if abs(power) <= 12 else f"10^{abs(power)}"
            values = {"was": run.source[source.start : source.end], "is": quote, "factor": factor}
            reason = "too-large" if power > 0 else "too-small"
            yield Finding(reason, run.place(number.start, number.end), quote, values)


def _pair(source: str, text: str, language: str) -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="figures.scale",
    title="Number wrong by a power of ten",
    level=Level.HOLD,
    says={
        "too-large": "The source says “%(was)s”, this says “%(is)s”, %(factor)s times as much.",
        "too-small": "The source says “%(was)s”, this says “%(is)s”, %(factor)s times too little.",
    },
    why="Readers are told a figure that is wrong by far.",
    fix="Write the figure anew from the source; 1 million is 100万, 1 billion is 10亿 and 1 tỷ.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=known_languages(),
    examples=(
        Pass(_pair("It has 3.6bn users.", "用户达36亿。", "zh-Hans")),
        Pass(_pair("It sold 1,500 cars.", "Hãng bán 1.500 xe.", "vi")),
        Find(_pair("It has 3.6bn users.", "用户达360亿。", "zh-Hans"), reason="too-large", quote="360亿"),
        Find(
            _pair("Some 20.4 million people.", "Khoảng 2,04 triệu người.", "vi"), reason="too-small", quote="2,04 triệu"
        ),
    ),
)
