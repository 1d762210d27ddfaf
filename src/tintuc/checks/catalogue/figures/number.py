"""Does the translation give the numbers of its source?

Both sides are read as sets of values, in words or digits, with the scales of each language: 20.4 million is 2 triệu
only in a broken translation. A number that is changed holds; one that is only on one side is asked about. A span of time
may be told in another unit (60 days in two months), and all of something in words instead of 100 per cent.

Known limits: two numbers that change places within one passage pass, and so does a number in words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Run
from tintuc.text.durations import told_otherwise
from tintuc.text.numbers import Number, numbers
from tintuc.text.numbers import known as known_languages
from tintuc.text.scale import power_between
from tintuc.text.units import imperial as imperials
from tintuc.text.units import measures, names_imperial, names_metre, names_percent
from tintuc.text.unmatched import unmatched

#: Units into which nothing is converted.
NOT_METRIC = frozenset({"percent", "points"}) | imperials()
#: All of something, in per cent.
WHOLE = frozenset({100.0})
#: Characters between the two numbers of a range.
NEAR = 6
#: Degrees of a scale that goes without saying.
DEGREES = re.compile(r"\s?(?:°|degrees?\b)(?!\s?(?:C\b|Celsius))")
#: What stands between feet and inches.
FEET = re.compile(r"[\s-]*(?:ft|foot|feet|['’])[\s-]*")


def find(dossier: Dossier) -> Iterator[Finding]:
    """Compare each passage with its source."""
    for run in dossier.pairs:
        missing, extra = unmatched(run.source, run.text, dossier.source_language, dossier.language)
        missing, extra = _converted(run, dossier, missing, extra)
        missing, extra = _said_otherwise(run, dossier, missing, extra)
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
    """Without miles that became kilometres, or the other way round."""
    if not (missing or extra):
        return missing, extra
    sides = (run.source, dossier.source_language), (run.text, dossier.language)
    for imperial_side, metric_side in (sides, sides[::-1]):
        feet, metres = _of(imperial_side, imperial=True), _of(metric_side, imperial=False)
        named = names_imperial(*imperial_side)
        new = (feet if imperial_side is sides[1] else metres) & set(extra)
        forward = imperial_side is sides[0]
        if not metres and forward and feet & set(missing) and names_metre(*metric_side):
            feet |= _ranged(feet, *imperial_side)  # a two-metre man
            return _without(missing, feet), extra
        if not metres or not (feet or named):
            continue
        whole = forward and not names_imperial(*metric_side)  # the feet in brackets were left out with their unit
        if new or whole or (named and (forward or not feet)):  # else both sides give the same measure
            feet, metres = feet | _ranged(feet, *imperial_side), metres | _ranged(metres, *metric_side)
            return _without(missing, feet | metres), _without(extra, feet | metres)
    return missing, extra


def _said_otherwise(
    run: Run, dossier: Dossier, missing: tuple[Number, ...], extra: tuple[Number, ...]
) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """Without spans of time in another unit; and, where nothing stands for it, without all of something in per cent."""
    source, text = (run.source, dossier.source_language), (run.text, dossier.language)
    if missing:
        missing = _without(missing, told_otherwise(*source, *text))
    if extra:
        extra = _without(extra, told_otherwise(*text, *source))
    if missing and not extra and not names_percent(*text):
        missing = _without(missing, _wholes(*source))
    elif extra and not missing and not names_percent(*source):
        extra = _without(extra, _wholes(*text))
    told = _same_warmth(missing, extra, *source) | _same_warmth(extra, missing, *text)
    return _without(missing, told), _without(extra, told)


def _without(side: tuple[Number, ...], explained: Collection[Number]) -> tuple[Number, ...]:
    return tuple(number for number in side if number not in explained)


def _wholes(text: str, language: str) -> set[Number]:
    return {m.number for m in measures(text, language) if m.unit == "percent" and m.number.values == WHOLE}


def _same_warmth(side: Iterable[Number], other: Iterable[Number], text: str, language: str) -> set[Number]:
    """Degrees of an English text, which names no scale, and those of the other side that are the same in Celsius."""
    if language.split("-")[0] != "en":
        return set()
    celsius = {
        number: [(value - 32) / 1.8 for value in number.values] for number in side if DEGREES.match(text, number.end)
    }
    others = {number: list(number.values) for number in other} if celsius else {}
    return _within_a_degree(celsius, others) | _within_a_degree(others, celsius)


def _within_a_degree(ones: Mapping[Number, list[float]], others: Mapping[Number, list[float]]) -> set[Number]:
    """Those of ``ones`` with a value that one of ``others`` has."""
    known = sorted(value for values in others.values() for value in values)
    ends = {number: [(bisect_left(known, v - 1), bisect_right(known, v + 1)) for v in ones[number]] for number in ones}
    return {number for number, found in ends.items() if any(first < last for first, last in found)}


def _of(side: tuple[str, str], *, imperial: bool) -> set[Number]:
    """The numbers of one side with a unit that is imperial, or with one into which such units are converted."""
    return {m.number for m in measures(*side) if (m.unit in imperials() if imperial else m.unit not in NOT_METRIC)}


def _ranged(measured: set[Number], text: str, language: str) -> set[Number]:
    """The numbers that share the unit of the one behind them, or go on with the feet before: 2 to 4 inches, 6 foot 2."""
    near = [(one, other) for one, other in pairwise(numbers(text, language)) if other.start - one.end <= NEAR]
    inches = {other for one, other in near if one in measured and FEET.fullmatch(text, one.end, other.start)}
    return {one for one, other in near if other in measured} | inches


def _pair(source: str, text: str, language: str = "vi", source_language: str = "en") -> Dossier:
    return Dossier(language=language, source_language=source_language, body=(Block(text, source=source),))


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
        Pass(_pair("The wall is 6 ft 5 in high.", "Bức tường cao 1,96 m.")),
        Pass(_pair("Cách bờ 16 km.", "Ten miles, or 10 miles, off the shore.", "en", "vi")),
        Pass(_pair("They must appear after 60 days.", "他们须在两个月后出庭。", "zh-Hans")),
        Pass(_pair("Phải trả trong vòng 12 tháng.", "It must be paid within a year.", "en", "vi")),
        Pass(_pair("She is 100 percent certain.", "彼女は絶対にそうだと言う。", "ja")),
        Find(
            _pair("She is 100 percent certain.", "彼女はパーセント確信していると言う。", "ja"),
            reason="missing",
            quote="彼女はパーセント確信していると言う。",
        ),
        Pass(_pair("Eleven of the side's 11 stayed.", "イレブンはそのままだった。", "ja")),
        Pass(_pair("He sold 15 pigs.", "그는 돼지 열 다섯 마리를 팔았다.", "ko")),
        Find(
            _pair("They must appear after 60 days.", "他们须在三个月后出庭。", "zh-Hans"),
            reason="missing",
            quote="他们须在三个月后出庭。",
        ),
        Pass(_pair("It was a sunny 80 degrees outside.", "Il faisait 26 degrés dehors.", "fr")),
        Pass(
            _pair("The 6-foot-6 forward grew up there.", "Двухметровый форвард родился там, его рост два метра.", "ru")
        ),
        Pass(_pair("Their SS19 collection is out.", "Su colección de 2019 ha salido.", "es")),
        Pass(_pair("It raised 1.7 million last year.", "В прошлом году — по сравнению с 1,7 миллионами.", "ru")),
        Pass(_pair("Births fell to 686,061 in 2024.", "令和6年の出生数は68万6061人に減少した。", "ja")),
        Pass(_pair("Police seized 300,000 pills.", "ตำรวจยึดยาบ้า 3 แสนเม็ด", "th")),
        Find(_pair("Some 12,500 came.", "وصل نحو ١٥٬٢٠٠ حاج.", "ar"), reason="changed", quote="١٥٬٢٠٠"),
        Find(_pair("The 29-year-old won.", "Cô gái 21 tuổi đã thắng."), reason="changed", quote="21"),
        Find(
            _pair("Nine boats and 14 crews came.", "Chín chiếc thuyền đã đến."),
            reason="missing",
            quote="Chín chiếc thuyền đã đến.",
        ),
        Find(_pair("The boats came back.", "35 chiếc thuyền đã trở về."), reason="added", quote="35"),
    ),
)
