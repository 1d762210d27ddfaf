"""Does the translation speak of the countries of its source?

A country that stands in the translation and nowhere in the source is a finding where the passage misses one that the
source names, or where the whole source article never speaks of it. Adjectives, capitals and short forms explain a name.

Known limits: countries only; a city or a river that is swapped passes.
"""

from __future__ import annotations

from collections.abc import Iterator

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass
from tintuc.text.places import countries, explains, home, known


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    whole: set[str] | None = None
    for run in dossier.pairs:
        ours = countries(run.text, dossier.language)
        explained = explains(run.source, dossier.source_language)
        strangers = [country for country in ours if country.named and country.codes.isdisjoint(explained)]
        if not strangers:
            continue
        kept = {code for country in ours for code in country.codes}
        missing = [
            country
            for country in countries(run.source, dossier.source_language)
            if country.codes.isdisjoint(kept) and (country.named or country.end - country.start > 1)
        ]
        if not missing and whole is None:
            whole = {code for pair in dossier.pairs for code in explains(pair.source, dossier.source_language)}
            whole.add(home(dossier.source_language))
        for country in strangers:
            quote = run.text[country.start : country.end]
            place = run.place(country.start, country.end)
            if missing:
                values = {"was": run.source[missing[0].start : missing[0].end], "is": quote}
                yield Finding("swapped", place, quote, values)
            elif whole is not None and country.codes.isdisjoint(whole):
                yield Finding("stranger", place, quote, {"is": quote})


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="places.country",
    title="Country not as in the source",
    level=Level.QUERY,
    says={
        "swapped": "The source speaks of “%(was)s”, this of “%(is)s”.",
        "stranger": "“%(is)s” stands here, a country the source never speaks of.",
    },
    why="What happened is told of the wrong country.",
    fix="Take the country from the source.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=known(),
    examples=(
        Pass(_pair("The French minister came.", "Bộ trưởng Pháp đã đến.")),
        Pass(_pair("Seoul and Tokyo signed.", "日韩两国签署了协议。", "zh-Hans")),
        Pass(_pair("It cost $2 million.", "Dự án tốn 2 triệu đô la Mỹ.")),
        Pass(_pair("The Pope spoke of the law.", "Đức Giáo hoàng nói về luật. Pháp luật là của mọi người.")),
        Find(_pair("The French minister came.", "Bộ trưởng Đức đã đến."), reason="swapped", quote="Đức"),
        Find(_pair("Sweden won.", "スイスが勝った。", "ja"), reason="swapped", quote="スイス"),
        Find(
            _pair("The minister came by boat.", "Bộ trưởng Ai Cập đã đến bằng thuyền."),
            reason="stranger",
            quote="Ai Cập",
        ),
    ),
)
