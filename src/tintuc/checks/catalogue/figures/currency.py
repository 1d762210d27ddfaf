"""Does a sum keep its currency?

Only where the same figure stands on both sides with another currency.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.units import known as known_languages
from tintuc.text.units import renamed, sums


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    for run in dossier.pairs:
        ours = sums(run.text, dossier.language)
        for given, told in renamed(sums(run.source, dossier.source_language), ours) if ours else ():
            quote = run.text[told.start : told.end]
            values = {"was": run.source[given.start : given.end], "is": quote}
            yield Finding("another-currency", run.place(told.start, told.end), quote, values)


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="figures.currency",
    title="Same sum, another currency",
    level=Level.QUERY,
    says={
        "another-currency": "The source says “%(was)s”, this says “%(is)s”: the currency has changed, the sum has not."
    },
    why="A sum in another currency is another sum.",
    fix="Keep the currency of the source, or convert the sum and say so.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=known_languages(),
    examples=(
        Pass(_pair("It cost £2.8bn.", "Dự án tốn 2,8 tỷ bảng Anh.")),
        Pass(_pair("A ticket is $5.", "一张票5美元。", "zh-Hans")),
        Find(_pair("A ticket is €5.", "Một vé giá 5 đô la."), reason="another-currency", quote="5 đô la"),
        Find(_pair("The boat cost £300.", "その船は300円だった。", "ja"), reason="another-currency", quote="300円"),
    ),
)
