"""Does a figure keep its unit?

Only where the same figure stands on both sides with another unit: 30 yards that became 30 metres.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.units import known as known_languages
from tintuc.text.units import measures, renamed


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    for run in dossier.pairs:
        ours = measures(run.text, dossier.language)
        for given, told in renamed(measures(run.source, dossier.source_language), ours) if ours else ():
            quote = run.text[told.start : told.end]
            values = {"was": run.source[given.start : given.end], "is": quote}
            yield Finding("another-unit", run.place(told.start, told.end), quote, values)


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="figures.unit",
    title="Same figure, another unit",
    level=Level.QUERY,
    says={
        "another-unit": "The source says “%(was)s”, this says “%(is)s”: the unit has changed and the figure has not."
    },
    why="A figure with another unit is another figure.",
    fix="Keep the unit of the source, or convert the figure with it.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=known_languages(),
    examples=(
        Pass(_pair("The pier is 30 metres long.", "Cầu tàu dài 30 mét.")),
        Pass(_pair("Wind reached 85 miles per hour.", "Gió mạnh 85 dặm một giờ.")),
        Pass(_pair("It rose by 5 percent.", "上升了5%。", "zh-Hans")),
        Find(_pair("He scored from 30 yards.", "Anh ghi bàn từ khoảng cách 30m."), reason="another-unit", quote="30m"),
        Find(_pair("The island is 4 miles away.", "その島は4キロ先だ。", "ja"), reason="another-unit", quote="4キロ"),
    ),
)
