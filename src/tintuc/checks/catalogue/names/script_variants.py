"""Is one foreign name written in one way in kana or Chinese characters?

Two katakana words one sign apart that stand for one name of the source; two forms of a dotted Chinese name one sign
apart; two forms before the same Latin spelling in brackets.

Known limits: without a source, katakana is compared only where one form is usual in the article and the other stands
once; Chinese names without a dot or a spelling behind them are not told from other words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from tintuc.checks.model import Block, Check, Dossier, Find, Finding, Level, Pass, Run

KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{4,}")
DOTTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·・‧][\u4e00-\u9fff]{1,6})+")
GLOSSED = re.compile(r"([\u4e00-\u9fff]{2,10})\s?[（(]([A-Z][A-Za-z.' -]{3,40})[）)]")
NAME = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{2,}")
#: Signs of a katakana word that may be a slip where no source says so, and how often the usual form must stand.
LONG, USUAL = 5, 3
#: Letters of the end of a form before a spelling; what stands before it may be a title.
TAIL = 4


def find(dossier: Dossier) -> Iterator[Finding]:
    """Collect the forms of all runs, then compare them."""
    yield from _katakana(dossier)
    yield from _dotted(dossier)
    yield from _glossed(dossier)


def _katakana(dossier: Dossier) -> Iterator[Finding]:
    if dossier.language != "ja":
        return
    spots = _spots(dossier, KATAKANA)
    for form, places in spots.items():
        for other, theirs in spots.items():
            if len(theirs) < len(places) or (len(theirs) == len(places) and other <= form) or not _slip(form, other):
                continue
            named = _names(places) & _names(theirs) and _one_name(form, other, places, theirs, dossier)
            apart = not {id(run) for run, _ in places} & {id(run) for run, _ in theirs}
            if (named and apart) or (
                not _names(places) and len(form) >= LONG and len(theirs) >= USUAL > len(places) * 2
            ):
                run, at = places[0]
                yield Finding("variant", run.place(at, at + len(form)), form, {"form": form, "other": other})


def _dotted(dossier: Dossier) -> Iterator[Finding]:
    spots = _spots(dossier, DOTTED)
    for form, places in spots.items():
        for other, theirs in spots.items():
            if len(theirs) > len(places) and len(form) == len(other) > 4 and _slip(form, other):
                run, at = places[0]
                yield Finding("variant", run.place(at, at + len(form)), form, {"form": form, "other": other})


def _glossed(dossier: Dossier) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for run in dossier.runs:
        for match in GLOSSED.finditer(run.text):
            form, spelling = match[1], match[2]
            before = first.setdefault(spelling, form)
            if before[-2:] != form[-2:] and not (before.endswith(form[-TAIL:]) or form.endswith(before[-TAIL:])):
                place = run.place(match.start(1), match.end(1))
                yield Finding("two-forms", place, form, {"form": form, "other": before, "spelling": spelling})


def _spots(dossier: Dossier, pattern: re.Pattern[str]) -> dict[str, list[tuple[Run, int]]]:
    spots: dict[str, list[tuple[Run, int]]] = defaultdict(list)
    for run in dossier.runs:
        for match in pattern.finditer(run.text):
            spots[match[0]].append((run, match.start()))
    return spots if len(spots) <= 600 else {}


def _names(places: list[tuple[Run, int]]) -> set[str]:
    """The names that the sources of all these places share."""
    found = [set(NAME.findall(run.source)) for run, _ in places if run.source]
    return set.intersection(*found) if found else set()


def _one_name(
    form: str, other: str, places: list[tuple[Run, int]], theirs: list[tuple[Run, int]], dossier: Dossier
) -> bool:
    """Whether a name of the source is told by one of the two forms wherever it stands."""
    return any(
        all(form in run.text or other in run.text for run in dossier.runs if name in NAME.findall(run.source))
        for name in _names(places) & _names(theirs)
    )


def _slip(form: str, other: str) -> bool:
    if form == other or form in other or other in form or abs(len(form) - len(other)) > 1:
        return False
    return OSA.distance(form, other) == 1


def _ja(*texts: str) -> Dossier:
    return Dossier(language="ja", body=tuple(Block(text, str(number)) for number, text in enumerate(texts)))


CHECK = Check(
    id="names.script-variants",
    title="Foreign name written in two ways",
    level=Level.QUERY,
    says={
        "variant": "“%(form)s” stands here, and “%(other)s” elsewhere in this article.",
        "two-forms": "%(spelling)s is “%(form)s” here and “%(other)s” before.",
    },
    why="One person reads as two, and neither can be found.",
    fix="Choose the form your house uses, and write it everywhere.",
    since="0.1",
    find=find,
    needs=frozenset({"runs"}),
    languages=frozenset({"ja", "zh-Hans", "zh-Hant"}),
    examples=(
        Pass(_ja("マーロウ氏が話した。", "マーロウ氏はメールを読み、モールへ行った。")),
        Pass(Dossier(language="zh-Hans", body=(Block("布伦达·马洛来了，布伦达·马丁也来了。"),))),
        Find(
            Dossier(
                language="ja",
                source_language="en",
                body=(
                    Block("インドネシアの港で。", "a", source="At a port of Indonesia."),
                    Block("インドネシアへ行く。", "c", source="They go to Indonesia."),
                    Block("インドネジアの船。", "b", source="A ship of Indonesia."),
                ),
            ),
            reason="variant",
            quote="インドネジア",
        ),
        Find(
            Dossier(
                language="zh-Hans",
                body=(Block("布伦达·马洛（Brenda Marlowe）来了。"), Block("马露洛（Brenda Marlowe）说。", "b")),
            ),
            reason="two-forms",
            quote="马露洛",
        ),
    ),
)
