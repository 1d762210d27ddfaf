"""Does the translation give the numbers of its source?

Both sides are read as sets of values, in words or digits, with the scales of each language: 20.4 million is 2 triệu
only in a broken translation. A number that is changed holds; one that is only on one side is asked about, for
translators put "a month" for 30 days.

Known limits: two numbers that change places within one passage pass, and so does a number in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Run
from tintuc.text.numbers import Number, numbers, unmatched
from tintuc.text.numbers import known as known_languages
from tintuc.text.scale import power_between
from tintuc.text.units import imperial, measures, names_imperial

#: Units into which nothing is converted.
NEVER_CONVERTED = frozenset({"percent", "points"})
#: Characters between the two numbers of a range.
NEAR = 6


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    for run in dossier.pairs:
        missing, extra = unmatched(run.source, run.text, dossier.source_language, dossier.language)
        missing, extra = _converted(run, dossier, missing, extra)
        if power_between(missing, extra):
            continue
        for number, source in zip(extra, [*missing, *[None] * len(extra)], strict=False):
            place = run.place(number.start, number.end)
            quote = run.text[number.start : number.end]
            if source:
                values = {"was": run.source[source.start : source.end], "is": quote}
                yield Finding("changed", place, quote, values)
            else:
                yield Finding("added", place, quote, {"is": quote}, Level.QUERY)
        for source in missing[len(extra) :]:
            yield Finding("missing", run.place(), run.text, {"was": run.source[source.start : source.end]}, Level.QUERY)


def _converted(
    run: Run, dossier: Dossier, missing: tuple[Number, ...], extra: tuple[Number, ...]
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Without miles that became kilometres."""
    if not (missing or extra) or not names_imperial(run.source, dossier.source_language):
        return missing, extra
    foreign = {m.number for m in measures(run.source, dossier.source_language) if m.unit in imperial()}
    own = {m.number for m in measures(run.text, dossier.language) if m.unit not in NEVER_CONVERTED | imperial()}
    if not own:
        return missing, extra
    foreign |= _ranged(foreign, run.source, dossier.source_language)
    own |= _ranged(own, run.text, dossier.language)
    return tuple(n for n in missing if n not in foreign), tuple(n for n in extra if n not in own)


def _ranged(measured: set[Number], text: str, language: str) -> set[Number]:
    """The numbers that share the unit of the one behind them: 2 to 4 inches, 6 foot 2."""
    found = numbers(text, language)
    return {one for one, other in pairwise(found) if other in measured and other.start - one.end <= NEAR}


def _pair(source: str, text: str, language: str = "vi") -> Dossier:
    return Dossier(language=language, source_language="en", body=(Block(text, source=source),))


CHECK = Check(
    id="figures.number",
    title="Number not as in the source",
    level=Level.HOLD,
    says={
        "changed": "The source says “%(was)s”, this says “%(is)s”.",
        "missing": "The source says “%(was)s”, which this passage does not give.",
        "added": "“%(is)s” does not stand in the source.",
    },
    why="A wrong figure is a false report.",
    fix="Compare the figure with the source, scales such as million, 万 and tỷ included.",
    since="0.1",
    find=find,
    needs=frozenset({"pairs"}),
    languages=known_languages(),
    examples=(
        Pass(_pair("About 20.4 million people live there.", "Khoảng 20,4 triệu người sống ở đó.")),
        Pass(_pair("It cost $35m and two years.", "Dự án tốn 35 triệu đô la và 2 năm.")),
        Pass(_pair("Some 2.04 million voters.", "约204万名选民。", "zh-Hans")),
        Pass(_pair("The bridge is 12 miles long.", "Cây cầu dài 19 km.")),
        Pass(_pair("Rain of 2 to 4 inches fell a mile away.", "Cách 1,6 km có mưa từ 5 đến 10 cm.")),
        Find(_pair("The 29-year-old won.", "Cô gái 21 tuổi đã thắng."), reason="changed", quote="21"),
        Find(
            _pair("Nine boats and 14 crews came.", "Chín chiếc thuyền đã đến."),
            reason="missing",
            quote="Chín chiếc thuyền đã đến.",
        ),
        Find(_pair("The boats came back.", "35 chiếc thuyền đã trở về."), reason="added", quote="35"),
    ),
)
